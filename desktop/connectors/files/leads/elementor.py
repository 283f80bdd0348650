"""Elementor Pro's webhook: "advanced data" as JSON, as flat keys and as bracketed form fields,
and the simple mode, which sends label and value.

It has no id of its own, and writes its time in the language and zone of the site: only what is
certain is read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answers_of, first_text, mapping_of, text_of
from desktop.domain.channels import may_be_number
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, Sheet, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_BRACKETS: Final = re.compile(r"(fields|meta|form)((?:\[[^\[\]]*\]){1,2})")
_MEANINGS: Final = {
    "tel": PersonField.PHONE,
    "email": PersonField.EMAIL,
    "textarea": PersonField.MESSAGE,
    "acceptance": PersonField.CONSENT,
    "recaptcha": PersonField.TECHNICAL,
    "recaptcha_v3": PersonField.TECHNICAL,
    "honeypot": PersonField.TECHNICAL,
    "html": PersonField.TECHNICAL,
    "step": PersonField.TECHNICAL,
    "password": PersonField.TECHNICAL,
}
_NO_LABEL: Final = "No Label "
_ENVELOPE: Final = frozenset(
    (
        "form_id",
        "form_name",
        "Date",
        "Time",
        "Page URL",
        "User Agent",
        "Remote IP",
        "Powered by",
        f"{_NO_LABEL}post_id",
    )
)


class Elementor:
    """All its modes."""

    name = "elementor"
    title = "Elementor"
    source = "elementor"

    def recognise(self, body: Body) -> int:
        """``form`` with ``fields``, flat or not; or the form's id and name among the labels."""
        parts = _parts(body)
        fields, form = parts["fields"], parts["form"]
        if fields and all(isinstance(field, Mapping) for field in fields.values()):
            shaped = all("value" in field for field in fields.values())
            return CERTAIN if shaped and (form or parts["meta"]) else NO
        if body.keys() >= {"form_id", "form_name"} and "data" not in body:
            return CERTAIN if text_of(body.get("Powered by")) == "Elementor" else LIKELY
        return NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        parts = _parts(body)
        if parts["fields"]:
            sheet, meta, form = _advanced(parts), _meta(parts["meta"]), parts["form"]
        else:
            sheet = sheet_of(map(_simple, answers_of(body, without=_ENVELOPE)))
            meta = {key.casefold(): text_of(body.get(key)) for key in ("Date", "Time")}
            form = {"id": body.get("form_id"), "name": body.get("form_name")}
        when = " ".join(filter(None, (meta.get("date", ""), meta.get("time", ""))))
        yield lead_of(
            self.source,
            sheet,
            times,
            form=first_text(form, "name", "id"),
            sent=sent_at(times, when),
        )


def _parts(body: Body) -> dict[str, dict[str, Any]]:
    """``form``, ``fields`` and ``meta`` as objects, from flat keys too."""
    parts = {name: dict(mapping_of(body.get(name))) for name in ("form", "fields", "meta")}
    for key, value in body.items():
        if not (found := _BRACKETS.fullmatch(key)):
            continue
        names = found[2][1:-1].split("][")
        inside = parts[found[1]]
        for name in names[:-1]:
            deeper = inside.setdefault(name, {})
            inside = deeper if isinstance(deeper, dict) else {}
        inside[names[-1]] = value
    return parts


def _advanced(parts: dict[str, dict[str, Any]]) -> Sheet:
    return sheet_of(_answer(str(key), field) for key, field in parts["fields"].items())


def _simple(answer: Answer) -> Answer:
    """Of a field without a label only its value tells what it is."""
    if answer.title.startswith(_NO_LABEL) and may_be_number(answer.text):
        return Answer(answer.title, answer.text, PersonField.PHONE)
    return answer


def _answer(key: str, field: Mapping[str, Any]) -> Answer:
    kind = first_text(field, "type")
    title = first_text(field, "title")
    text = first_text(field, "value", "raw_value")
    meaning = _MEANINGS.get(kind)
    if kind == "hidden":
        # Filled by the page: a campaign perhaps, never something that was said.
        meaning = meaning_of(key) or meaning_of(title) or PersonField.TECHNICAL
    return Answer(title or key, text, meaning, key)


def _meta(meta: dict[str, Any]) -> dict[str, str]:
    return {
        name: first_text(mapping_of(meta.get(name)), "value") or text_of(meta.get(name))
        for name in ("date", "time")
        if name in meta
    }
