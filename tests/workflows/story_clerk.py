"""What a clinic does in a sale, by keys and clicks alone: patients come in, call, are rung back."""

import csv
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import QuickKey
from desktop.ui.callbacks.reached_dialog import ReachedDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises
from tests.workflows.test_import import drop
from tests.workflows.test_import import page as import_page
from tests.workflows.test_intake import begin
from tests.workflows.test_people import in_dialog
from tests.workflows.transition_desk import page

_TITLES = ("Patient", "Phone", "Clinic", "Booked", "May go")
_RUNG_FROM_THE_LIST = 5
_GO_INTO = {"Clinic": "Clinic", "Booked": "Next", "May go": "Consent"}


def number_of(place: int) -> str:
    """The number of a patient, as it is typed."""
    return f"60255501{place:02}"


def name_of(place: int) -> str:
    """The patient at this place of the list."""
    return f"Fern Patient{place:02}"


def take_in_patients(hands: Hands, folder: Path, many: int, clinic: str) -> tuple[UUID, ...]:
    """A list of so many patients is dropped on the window; which column says what is picked."""
    path = folder / "patients.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_TITLES)
        for place in range(many):
            booked = f"12/{1 + place % 28}/2026 10:{place:02}"
            rows.writerow((name_of(place), number_of(place), clinic, booked, "yes"))
    assert drop(hands, hands.window, path)
    for title, field in _GO_INTO.items():
        hands.find(f"{title} goes into").setFocus()
        hands.write(field)
    hands.qtbot.waitUntil(lambda: import_page(hands).check.foot.go.words() == f"Import {many}")
    hands.press("Ctrl+Enter")
    hands.settle()
    people, actor = hands.desk.app.services.people, actor_of(hands)
    found = [people.find(actor, name_of(place), 1) for place in range(many)]
    return tuple(hits[0].person_id for hits in found)


def call_in(hands: Hands, place: int) -> None:
    """A patient calls about the sale: the card knows them by their number."""
    card = begin(hands, number_of(place))
    assert card.state.form.speaker_name == name_of(place)
    hands.press("Alt+R")
    hands.write("1")


def told_on_a_call(hands: Hands, place: int, version: str, *, waits: bool = False) -> None:
    """They call, are read the words and told so, and the call is saved: with a promise to ring them
    when the deal closes, or without one."""
    call_in(hands, place)
    shown = hands.window.intake.side.script.statement
    assert shown.title.text() == f"Statement {version}"
    hands.press("Ctrl+T")
    assert shown.told.isChecked()
    end_call(hands, waits=waits)


def waits_from_a_call(hands: Hands, place: int) -> None:
    """They call again, and are promised a call when the deal closes."""
    call_in(hands, place)
    end_call(hands, waits=True)


def end_call(hands: Hands, *, waits: bool) -> None:
    """Save the call."""
    hands.press("Alt+2" if waits else "Alt+1")
    if waits:
        hands.click_on("When the deal closes…")
        assert hands.window.intake.card.promise.quick[QuickKey.CLOSING].isChecked()
    hands.press("Ctrl+Enter")
    assert not hands.window.intake.working


def waits_from_the_desk(hands: Hands, place: int) -> None:
    """The desk promises them the same without a call."""
    hands.press("Ctrl+Shift+B")
    in_dialog(hands)
    hands.write(name_of(place))
    hands.press("Enter")
    dialog = hands.window.callbacks.new.dialog
    assert dialog.who.name == "Fern"
    for key in ("1", "Tab", "Tab", "Right", "Space"):
        hands.press(key)
    assert dialog.when.quick[QuickKey.CLOSING].isChecked()
    hands.press("Ctrl+Enter")
    assert not dialog.isVisible(), dialog.trouble.text()
    assert hands.last_said.startswith(f"Promised {name_of(place)} a call after Closing, or by")
    hands.qtbot.waitUntil(hands.window.isActiveWindow)


def ring_all_back(hands: Hands, version: str) -> None:
    """Every open callback is reached, told what holds and kept, by keys, soonest first; the first
    few are rung from the list, the rest are dialled by hand."""
    hands.press("Ctrl+2")
    hands.qtbot.waitUntil(hands.window.callbacks.list.hasFocus)
    many = len(promises(hands))
    for left in range(many, 0, -1):
        if left > many - _RUNG_FROM_THE_LIST:
            hands.press("Enter")
            assert "is copied" in hands.window.notices.sentence
        hands.press("1")
        dialog = in_dialog(hands)
        assert isinstance(dialog, ReachedDialog)
        shown = dialog.telling.panel
        assert shown.title.text() == f"Statement {version}"
        hands.press("Ctrl+T")
        assert shown.told.isChecked()
        hands.press("Ctrl+Enter")
        assert QApplication.activeModalWidget() is None
        hands.qtbot.waitUntil(hands.window.isActiveWindow)
        assert len(hands.window.callbacks.list.rows.rows()) == left - 1


def coverage_shown(hands: Hands) -> dict[str, int]:
    """How many heard what, as the Transition page says."""
    legends = [each for each in page(hands).coverage.legends if each.isVisible()]
    return {each.part.heard: each.part.people for each in legends}
