"""What the Safety card takes over: from the call in Intake, else from the page in front."""

from collections.abc import Callable
from dataclasses import replace

from desktop.services.safety_form import SafetyForm, form_of_call
from desktop.ui.intake.intake_page import IntakePage
from desktop.ui.shell.page import Page


def card_in_hand(intake: IntakePage, front: Page) -> SafetyForm | None:
    """The Safety card of the call that is on, since somebody is on the line; else of whom the page
    in front is about, where it tells (a message that was left). None where nobody is."""
    call = card_of_call(intake)
    if call is not None:
        return call
    about: Callable[[], SafetyForm | None] | None = getattr(front, "safety_form", None)
    return about() if about is not None else None


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
