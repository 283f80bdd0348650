"""The handover and the list of a closure, through the window of a manager."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import HandoverGroup, MilestoneKind
from desktop.ui.exporting.why_dialog import SAY_WHY
from desktop.ui.transition.mark_dialog import MarkDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises
from tests.workflows.test_intake import begin
from tests.workflows.test_people import in_dialog
from tests.workflows.test_words import JUNIPERS
from tests.workflows.transition_desk import (
    Answers,
    go,
    milestone,
    page,
    press_in_menu,
    reasons,
    say_why,
)

WORDS = "a passphrase told by phone"


class Chooses(Answers):
    """The package that is there, and where a new one goes."""

    def ask_which(self, window: QWidget, ending: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.target)


def open_handover(hands: Hands, target: Path) -> None:
    """Go there by the button of the page."""
    shown = go(hands)
    shown.sides.handing.doors = Chooses(target)
    hands.click_on("Handover…")
    hands.settle()


def make_package(hands: Hands, target: Path, words: str = WORDS) -> None:
    """Type the passphrase twice and make it."""
    make = page(hands).sides.handover.make
    for line in (make.words, make.again):
        line.setFocus()
        hands.press("Ctrl+A")
        hands.write(words)
    hands.click(make.make)
    assert make.why.problem == SAY_WHY
    assert not target.exists()
    hands.write("Closing, as agreed")
    hands.click(make.make)
    hands.settle()
    assert target.exists()
    assert reasons(hands)[-1] == "Closing, as agreed"


def read_and_take(hands: Hands, words: str = WORDS) -> None:
    """Choose the package, read it, take it in."""
    take = page(hands).sides.handover.take
    hands.click(take.choose)
    hands.write(words)
    hands.click(take.read)
    assert take.summary.isVisible(), take.outcome.accessibleName()
    hands.click(take.take)


def close_chicago(hands: Hands) -> None:
    """A manager at Transition marks the closure, which says first what it will do."""
    hands.click(page(hands).milestones.more)
    press_in_menu(hands, "A clinic has closed")
    dialog = page(hands).steps.dialog
    assert isinstance(dialog, MarkDialog)
    dialog.site.setFocus()
    hands.write("Chicago")
    hands.settle()
    said = " ".join(dialog.said())
    assert "its teams are given no new promises" in said
    assert "Everyone to be told is listed next" in said
    dialog.custodian.setFocus()
    hands.write("Iron Vault Archives")
    dialog.contact.setFocus()
    hands.write("(312) 555-0100")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: page(hands).steps.dialog is None)
    hands.settle()


def test_nothing_goes_before_a_manager_signs_off_and_then_it_is_whole(
    hands: Hands, tmp_path: Path
) -> None:
    # GIVEN closing has not happened
    target = tmp_path / "package.ketwell"
    open_handover(hands, target)
    view = page(hands).sides.handover
    assert hands.sees("To be confirmed by counsel.")
    assert "Closing has not happened" in view.make._may.accessibleName()
    assert not view.make.make.isEnabled()
    # WHEN the policy is widened and a manager signs it off
    hands.click(view.policy.checks[HandoverGroup.OPEN_PROMISE])
    view.policy.counsel.setFocus()
    hands.write("Robin Vale, letter of November 12")
    hands.click(view.policy.keep)
    assert hands.sees("Confirmed by Robin Vale, letter of November 12.")
    hands.click(view.make.sign_off)
    assert hands.sees("Write down who agreed, and to what.")
    view.make.note.setFocus()
    hands.write("Delic and PetraMD agreed by letter")
    hands.click(view.make.sign_off)
    assert hands.sees("The package may be made.")
    # THEN a passphrase that is mistyped is asked for again, and the package is made and read back
    view.make.words.setFocus()
    hands.write("short")
    hands.click(view.make.make)
    assert view.make._words.problem == "Use 12 characters or more."
    make_package(hands, target)
    made = view.make.made.text()
    assert "Checksum (SHA-256):" in made
    assert "In this package" in made
    assert "What stays behind" in made
    assert view.make.words.text() == ""
    # AND the same file taken in here changes nothing, twice
    for _ in range(2):
        read_and_take(hands)
        assert "Nothing was changed" in view.take.outcome.accessibleName()
    # AND a damaged or foreign one is refused whole, in a sentence
    whole = target.read_bytes()
    target.write_bytes(whole[:-200] + bytes([whole[-200] ^ 1]) + whole[-199:])
    hands.click(view.take.choose)
    hands.click(view.take.read)
    assert "damaged or was changed, so nothing of it is taken" in (
        view.take.outcome.accessibleName()
    )
    assert not view.take.take.isEnabled()
    target.write_text("a letter about something else")
    hands.click(view.take.choose)
    hands.click(view.take.read)
    assert "This is no handover package" in view.take.outcome.accessibleName()
    # AND leaving forgets the passphrase
    hands.press("Esc")
    assert view.take.words.text() == ""
    assert page(hands).people.isVisible()


def test_a_clerk_is_not_offered_the_handover(hands: Hands) -> None:
    shown = go(hands, "Wren Hill")
    assert not shown.head.handover.isVisible()


def test_closure_of_one_clinic(hands: Hands, tmp_path: Path) -> None:
    # GIVEN a manager who closes Chicago
    shown = go(hands)
    close_chicago(hands)
    closed = milestone(hands, MilestoneKind.CLOSURE)
    assert closed.site_name == "Chicago"
    # THEN everyone to be told is there, in order, with what they are owed
    view = shown.sides.closure
    assert shown.sides.front is view
    rows = view.rows
    services = hands.desk.app.services
    assert rows == services.closures.to_tell(actor_of(hands), closed.site_id)
    assert rows
    ranks = [(not row.has_safety, not row.disrupted) for row in rows]
    assert ranks == sorted(ranks), "safety events, then disrupted treatment"
    assert view.keeper.text() == "Iron Vault Archives keeps the records: (312) 555-0100."
    # AND the clinical lead puts somebody elsewhere, and takes it back
    last = rows[-1]
    hands.press("End")
    view.list.take(last.person_id)
    hands.click(view.first)
    assert view.rows[0].person_id == last.person_id
    assert view.rows[0].why == "Put here by the clinical lead"
    assert hands.last_said == f"{last.name} stands at place 1 now."
    hands.press("Ctrl+Z")
    hands.settle()
    assert view.rows == rows
    # AND it is a file, and on paper
    shown.sides.closing.doors = Answers(tmp_path / "closure.csv")
    hands.click(view.export)
    say_why(hands, "A letter to each")
    lines = (tmp_path / "closure.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(rows)
    assert lines[1].startswith(f'"1","{rows[0].name}"')
    hands.window.printing.doors = doors = Answers(tmp_path / "closure.pdf")
    hands.click(view.printing)
    say_why(hands, "To be read on paper")
    hands.qtbot.waitUntil((tmp_path / "closure.pdf").exists)
    hands.settle()
    assert (tmp_path / "closure.pdf").read_bytes().startswith(b"%PDF")
    assert "chicago" not in doors.names[0].lower()
    assert reasons(hands) == ["A letter to each", "To be read on paper"]
    # AND it opens again from the page
    hands.press("Esc")
    assert not view.isVisible()
    hands.click(shown.milestones.more)
    press_in_menu(hands, "Everyone to be told")
    assert view.isVisible()


def test_a_closed_clinic_promises_nothing_more(hands: Hands) -> None:
    # GIVEN Chicago is closed
    go(hands)
    close_chicago(hands)
    before = {row.id for row in promises(hands)}
    # WHEN Juniper calls, and a visit there is to be promised
    card = begin(hands, JUNIPERS)
    hands.click_on("Juniper Moss")
    hands.press("Alt+R")
    hands.write("2")
    hands.press("Alt+2")
    clinic = hands.find("Clinic")
    clinic.setFocus()
    hands.write("Chicago")
    hands.press("Ctrl+Enter")
    # THEN the card says that it cannot be, and who keeps the records
    assert hands.sees("Chicago is closed, so no visit there can be promised.")
    assert hands.sees("Iron Vault Archives keeps its records, (312) 555-0100.")
    assert card.working
    hands.press("Ctrl+Shift+D")
    # AND who is owed an answer is still rung, by a team of another clinic
    hands.press("Ctrl+Shift+B")
    form = in_dialog(hands)
    hands.write("Juniper M")
    hands.press("Down")
    hands.press("Enter")
    hands.press("3")
    hands.press("Ctrl+Enter")
    assert not form.isVisible()
    (new,) = (row for row in promises(hands) if row.id not in before)
    assert (new.name, new.owner_team) == ("Juniper Moss", "Front desk, Phoenix")
