"""Webflow's form_submission, of both versions of its API. ``name`` is the form, not the person."""

from collections.abc import Iterator

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answers_of, first_text, mapping_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.time_reading import TimeReader


class Webflow:
    """The webhook with its trigger, the first version without, and the list of the API."""

    name = "webflow"
    title = "Webflow"
    source = "webflow"

    def recognise(self, body: Body) -> int:
        """The trigger, or the data with the site and Webflow's times."""
        if body.get("triggerType") == "form_submission" and mapping_of(body.get("payload")):
            return CERTAIN
        first = "data" in body and "site" in body and ("d" in body or "_id" in body)
        listed = body.keys() >= {"formResponse", "dateSubmitted"}
        return CERTAIN if first or listed else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        payload = mapping_of(body.get("payload")) or body
        fields = mapping_of(payload.get("data")) or mapping_of(payload.get("formResponse"))
        yield lead_of(
            self.source,
            sheet_of(answers_of(fields)),
            times,
            form=first_text(payload, "name", "displayName", "formId"),
            sent=sent_at(times, first_text(payload, "submittedAt", "dateSubmitted", "d")),
            external_id=first_text(payload, "id", "_id"),
        )
