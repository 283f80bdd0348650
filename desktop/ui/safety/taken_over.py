"""What the Safety card takes over: the call in Intake, and the words that ship."""

from dataclasses import replace

from desktop.paths import resources
from desktop.services.safety_form import SafetyForm, form_of_call
from desktop.services.safety_words import SafetyLine, read_safety_lines
from desktop.ui.intake.intake_page import IntakePage


def card_of_call(page: IntakePage) -> SafetyForm | None:
    """The Safety card of the call that is open; None when none is."""
    if not page.working:
        return None
    facts = page.state.facts
    caller = facts.caller
    card = form_of_call(facts.form, page.keeper.draft_id)
    same = caller.number_text == facts.form.number_text
    spoken = caller.speaker if caller.speaker_id == facts.form.speaker_id else None
    return replace(
        card,
        name=facts.speaker_name,
        number_place=(caller.match.place or "") if caller.match and same else "",
        address=(spoken.city or "") if spoken else "",
    )


def shipped_lines() -> tuple[SafetyLine, ...]:
    """The words of the card as they ship, none of them approved yet."""
    return read_safety_lines(resources())
