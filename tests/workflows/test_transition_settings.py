"""Settings of the transition and of outsiders, typed, kept, refused and taken back."""

import pytest

from desktop.domain.vocabulary import OutsiderKind, Reason
from desktop.services.transition_settings import TransitionChoices
from desktop.ui.settings.outsiders_section import OutsidersSection
from desktop.ui.settings.transition_fields import FIELDS
from desktop.ui.settings.transition_section import TransitionSection
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of

LARK = "Lark Moor"


@pytest.fixture
def settings(hands: Hands) -> Hands:
    """A manager at the settings."""
    hands.window.switch_to(LARK)
    hands.settle()
    hands.press("Ctrl+,")
    return hands


def choices(hands: Hands) -> TransitionChoices:
    return hands.desk.app.services.transition_settings.choices()


def type_into(hands: Hands, section: TransitionSection, key: str, words: str) -> None:
    """Type into a field and leave it."""
    section.lines[key].setFocus()
    hands.press("Ctrl+A")
    hands.write(words)
    hands.press("Tab")


def test_names_days_and_the_cut_off(settings: Hands) -> None:
    hands = settings
    hands.click_on("The transition")
    section = hands.window.findChild(TransitionSection)
    assert isinstance(section, TransitionSection)
    assert section.lines["acquirer"].text() == "Peter/PetraMD"
    # WHEN names, days and the cut-off are typed THEN each is kept when its field is left
    type_into(hands, section, "acquirer", "PetraMD Inc")
    assert choices(hands).acquirer == "PetraMD Inc"
    assert hands.last_said == "Buyer: saved."
    type_into(hands, section, "refund", "21")
    assert choices(hands).wait_days_by_reason[Reason.REFUND] == 21
    assert choices(hands).wait_days_by_reason[Reason.RECORDS] == 30
    type_into(hands, section, "voicemail_number", "(602) 555-0150")
    assert choices(hands).voicemail_number == "(602) 555-0150"
    type_into(hands, section, "stale_after_seconds", "90")
    assert choices(hands).stale_after_seconds == 90
    # AND what makes no sense says so at its field and is not kept
    type_into(hands, section, "records_days", "many")
    assert section.fields["records_days"].problem == "A whole number is needed here."
    type_into(hands, section, "records_days", "900")
    assert "1 to 365 days" in section.fields["records_days"].problem
    type_into(hands, section, "manager_number", "12")
    assert "cannot be rung" in section.fields["manager_number"].problem
    assert choices(hands).records_days == 30
    # AND the last that was kept is taken back
    hands.window.settings.buttons["deal"].setFocus()
    hands.press("Ctrl+Z")
    assert choices(hands).stale_after_seconds == 60
    assert section.lines["stale_after_seconds"].text() == "60"


def test_every_choice_with_a_field_is_one_there_is() -> None:
    known = set(TransitionChoices.__dataclass_fields__)
    for spec in (each for specs in FIELDS.values() for each in specs):
        assert spec.reason is not None or spec.key in known
        change = spec.change("7" if spec.number else "Words")
        assert change is not None
        assert spec.read(change(TransitionChoices())) == ("7" if spec.number else "Words")


def test_words_for_the_press_are_approved(settings: Hands) -> None:
    hands = settings
    hands.click_on("Press and officials")
    section = hands.window.findChild(OutsidersSection)
    assert isinstance(section, OutsidersSection)
    card = section.cards[OutsiderKind.PRESS]
    card.words.setFocus()
    hands.press("Ctrl+A")
    hands.write("Thank you for calling. Lark Moor answers questions of the press.")
    hands.click(card.approve)
    if not card.typed[1]:
        assert "Who deals with these callers?" in card.problem.text()
    card.contact.setFocus()
    hands.press("Ctrl+A")
    hands.write("Lark Moor")
    card.number.setFocus()
    hands.press("Ctrl+A")
    hands.write("(602) 555-0100")
    hands.click(card.approve)
    assert card.problem.text() == ""
    rows = hands.desk.app.services.outsiders.words(actor_of(hands))
    row = next(each for each in rows if each.kind is OutsiderKind.PRESS)
    assert row.approved
    assert row.text.startswith("Thank you for calling.")
    assert (row.contact_name, row.approved_by) == ("Lark Moor", LARK)


def test_a_clerk_is_offered_neither(hands: Hands) -> None:
    hands.press("Ctrl+,")
    buttons = hands.window.settings.buttons
    assert not buttons["deal"].isVisible()
    assert not buttons["outsiders"].isVisible()
