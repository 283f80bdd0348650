"""Gravity Forms: the entry object, fields by number ("1.3" is the first name, "1.6" the last).

Its time is UTC without saying so. Without the form's labels an answer is known by what it is.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any, Final

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, mapping_of, text_of
from desktop.domain import channels
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, Sheet, lead_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_KEY: Final = re.compile(r"(\d{1,5})(?:\.(\d{1,3}))?")
_OWN: Final = frozenset(
    [
        "date_created",
        "source_url",
        "is_starred",
        "is_read",
        "user_agent",
        "payment_status",
        "created_by",
    ]
)
_PARTS_OF_NAMES: Final = frozenset(("2", "3", "4", "6", "8"))
_DIGITS: Final = re.compile(r"\d{10,15}")


class GravityForms:
    """The entry, as its webhooks and its REST API send it."""

    name = "gravity-forms"
    title = "Gravity Forms"
    source = "gravity-forms"

    def recognise(self, body: Body) -> int:
        """Numbered fields beside the form's number and two of the entry's own names."""
        if "form_id" not in body or not any(_KEY.fullmatch(key) for key in body):
            return NO
        found = len(body.keys() & _OWN)
        return CERTAIN if found > 1 else LIKELY if found else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        del times  # the format says that its times are UTC
        universal = TimeReader(str(UTC))
        sent = sent_at(universal, first_text(body, "date_created"))
        labels = mapping_of(body.get("_labels"))
        sheet = Sheet()
        for number, parts in _fields(body).items():
            _take(sheet, number, parts, labels.get(number))
        lead = lead_of(
            self.source,
            sheet,
            universal,
            form=first_text(body, "form_title", "form_id"),
            sent=type(sent)(sent.at, zone_assumed=False, remark=sent.remark),
            external_id=first_text(body, "id", "entry_id"),
        )
        yield lead


def _fields(body: Body) -> dict[str, dict[str, str]]:
    """Field number → part → text; a field without parts has the part ""."""
    fields: dict[str, dict[str, str]] = {}
    for key, value in body.items():
        if found := _KEY.fullmatch(key):
            fields.setdefault(found[1], {})[found[2] or ""] = text_of(value)
    return fields


def _take(sheet: Sheet, number: str, parts: dict[str, str], label: object) -> None:
    title = _label(label, "") or f"Field {number}"
    if _is_consent(parts):
        name = parts.get("2") or title
        sheet.consent(name, parts.get("1") == "1", parts.get("1", ""))
        return
    texts = [text for text in parts.values() if text]
    if _is_name(parts, label):
        name = " ".join(filter(None, (parts.get(part) for part in ("2", "3", "4", "6", "8"))))
        sheet.add(Answer(title, name, PersonField.NAME))
    elif texts:
        text = ", ".join(texts)
        sheet.add(Answer(title, text, _known(title, text, labelled=label is not None)))


def _known(title: str, text: str, *, labelled: bool) -> PersonField | None:
    if labelled:
        return meaning_of(title)
    if channels.is_email(text):
        return PersonField.EMAIL
    if channels.looks_like_number(text) or _DIGITS.fullmatch(text):
        return PersonField.PHONE
    return None


def _is_consent(parts: dict[str, str]) -> bool:
    """``N.1`` is "1" or nothing, ``N.2`` what was agreed to, ``N.3`` a revision."""
    revision = parts.get("3", "")
    return (
        parts.keys() == {"1", "2", "3"}
        and parts["1"] in ("", "1")
        and (not revision or revision.isdecimal())
    )


def _is_name(parts: dict[str, str], label: object) -> bool:
    if parts.keys() <= _PARTS_OF_NAMES and parts.keys() & {"3", "6"}:
        return True
    return "" not in parts and meaning_of(_label(label, "")) is PersonField.NAME


def _label(label: object, part: str) -> str:
    if isinstance(label, Mapping):
        inside: Mapping[str, Any] = label
        return first_text(inside, part, "label")
    return text_of(label)
