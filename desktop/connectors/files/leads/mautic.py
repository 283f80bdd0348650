"""Mautic's webhook: a form that was sent, or a contact that was made. Other news of a contact
(points, an e-mail opened) are no leads."""

from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.lead_format import NotOurs
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answers_of, first_text, list_of, mapping_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, Sheet, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_SENT: Final = "mautic.form_on_submit"
_MADE: Final = "mautic.lead_post_save_new"
_FIELDS: Final = {
    "firstname": PersonField.FIRST,
    "lastname": PersonField.LAST,
    "email": PersonField.EMAIL,
    "phone": PersonField.PHONE,
    "mobile": PersonField.PHONE,
}


class Mautic:
    """Events by name, each with a list; or one event alone."""

    name = "mautic"
    title = "Mautic"
    source = "mautic"

    def recognise(self, body: Body) -> int:
        """Its names of events, or the submission."""
        if any(key.startswith("mautic.") for key in body):
            return CERTAIN
        submission = mapping_of(body.get("submission"))
        return CERTAIN if submission and ("results" in submission or "form" in submission) else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead for each submission and each new contact."""
        sent, made = _events(body, _SENT), _events(body, _MADE)
        if "submission" in body:
            sent.append(body)
        if not sent and not made:
            raise NotOurs("other news of a contact")
        for event in sent:
            yield _submission(mapping_of(event.get("submission")), event, times)
        for event in made:
            yield _contact(event, times)


def _submission(submission: Body, event: Body, times: TimeReader) -> IncomingLead:
    form = mapping_of(submission.get("form"))
    sheet = sheet_of(answers_of(mapping_of(submission.get("results"))))
    _known(sheet, mapping_of(submission.get("lead")) or mapping_of(submission.get("contact")))
    when = first_text(submission, "dateSubmitted") or first_text(event, "timestamp")
    return lead_of(
        Mautic.source,
        sheet,
        times,
        form=first_text(form, "name", "alias"),
        sent=sent_at(times, when),
        external_id=first_text(submission, "id"),
    )


def _contact(event: Body, times: TimeReader) -> IncomingLead:
    contact = mapping_of(event.get("contact")) or mapping_of(event.get("lead"))
    sheet = Sheet()
    _known(sheet, contact)
    number = first_text(contact, "id")
    return lead_of(
        Mautic.source,
        sheet,
        times,
        sent=sent_at(times, first_text(contact, "dateAdded") or first_text(event, "timestamp")),
        external_id=f"contact {number}" if number else "",
    )


def _known(sheet: Sheet, contact: Body) -> None:
    """What Mautic knew of the contact fills what was not typed."""
    fields = mapping_of(contact.get("fields"))
    core = mapping_of(fields.get("core")) or mapping_of(fields.get("all")) or fields
    named = bool(sheet.name)
    for key, meaning in _FIELDS.items():
        value = core.get(key)
        text = first_text(mapping_of(value), "value") if isinstance(value, dict) else ""
        text = text or (value if isinstance(value, str) else "")
        is_name = meaning in (PersonField.FIRST, PersonField.LAST)
        if text and not (is_name and named):
            sheet.add(Answer(key, text, meaning))


def _events(body: Body, name: str) -> list[Body]:
    found = body.get(name)
    events = list_of(found) if not isinstance(found, dict) else [found]
    return [event for event in events if isinstance(event, dict)]
