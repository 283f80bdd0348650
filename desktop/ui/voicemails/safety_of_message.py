"""What the Safety card takes over from a message that was left."""

from datetime import datetime

from desktop.domain.number_display import display
from desktop.services.safety_form import SafetyForm
from desktop.services.voicemail_look import VoicemailLook


def card_of_message(look: VoicemailLook, spoken: str, now: datetime) -> SafetyForm:
    """The Safety card of whoever left it, with the number they said, else the one they rang from.

    It belongs to the call of the message, so that a follow-up that waits for it goes on.
    """
    person = look.person
    person_id = person.id if person else None
    # What was typed this moment may not be looked up yet.
    known = bool(look.e164) and look.heard.spoken == spoken
    number = display(look.e164, look.extension or None) if known else spoken
    return SafetyForm(
        opened_at=now,
        call_draft_id=look.row.call_id,
        person_id=person_id,
        subject_id=person_id,
        name=person.name if person else "",
        number_text=number or look.row.caller_id,
        number_place=look.number_place if known else "",
        address=(person.city or "") if person else "",
        language=look.language,
        left_message=True,
    )
