"""A manager looks after one person's data: reads it, hands it over, holds it, removes it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.services.people import People
from desktop.ui.audit.audit_section import AuditSection
from desktop.ui.calls.fact_grid import FactGrid
from desktop.ui.records.everything_dialog import EverythingDialog
from desktop.ui.records.remove_dialog import RemoveDialog
from tests.export.zip_reader import look, open_with
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of
from tests.workflows.test_settings import in_dialog, manager

NOBODY_WAITS = "Cedar Mossley"


def people_of(hands: Hands) -> People:
    return hands.desk.app.services.people


def bring_up(hands: Hands, name: str) -> None:
    """Somebody is in hand on the People page."""
    hands.press("Ctrl+6")
    hands.click(hands.window.people.list.field)
    hands.press("Ctrl+A")
    hands.write(name)
    page = hands.window.people.pane.page
    assert page is not None
    assert page.person.name == name


def entries(hands: Hands) -> dict[str, object]:
    """What the menu of the person offers; it is left again."""
    hands.click(hands.window.people.pane.more)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = {action.text(): action for action in menu.actions()}
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    return dict(found)


def choose(hands: Hands, words: str, *, asks: bool = True) -> None:
    """Take an entry of the menu of the person."""
    hands.click(hands.window.people.pane.more)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.settle()
    if asks:
        in_dialog(hands)


@pytest.fixture
def lark(hands: Hands) -> Hands:
    hands.become(manager(hands))
    return hands


def test_a_hold_and_a_flag_are_on_the_card_and_can_be_undone(lark: Hands) -> None:
    """GIVEN somebody WHEN a manager holds their data and leaves them out of exports, with a reason
    THEN the card says both; Ctrl+Z takes the last back; lifting asks why as well."""
    bring_up(lark, "Juniper Moss")
    choose(lark, "Legal hold…")
    lark.press("Ctrl+Enter")
    assert QApplication.activeModalWidget() is not None, "not without a reason"
    lark.write("Court order of November 3")
    lark.press("Ctrl+Enter")
    assert lark.last_said == "Everything about Juniper Moss is kept: nothing can be removed."
    choose(lark, "Leave out of exports…")
    lark.write("Asked for it")
    lark.press("Ctrl+Enter")
    (kept,) = lark.find_all("Records: ")
    assert "Legal hold" in kept.accessibleName()
    assert "Not in exports" in kept.accessibleName()
    lark.window.people.list.view.setFocus()
    lark.press("Ctrl+Z")
    (kept,) = lark.find_all("Records: ")
    assert "Not in exports" not in kept.accessibleName()
    choose(lark, "Remove everything…")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RemoveDialog)
    assert not dialog.act_button.isEnabled(), "there is a hold"
    lark.press("Esc")
    choose(lark, "Lift the legal hold…")
    lark.write("The case is closed")
    lark.press("Ctrl+Enter")
    assert not lark.find_all("Records: Legal hold")


def test_everything_is_read_and_handed_over_with_a_reason(
    lark: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN somebody who asks what is kept WHEN a manager saves a copy THEN the file has it all and
    the trail says why it was made."""
    target = tmp_path / "copy.txt"
    acts = lark.window.people.acts.records
    monkeypatch.setattr(acts.doors, "ask_where", lambda _w, _n, chosen, _left: chosen(target))
    bring_up(lark, "Juniper Moss")
    choose(lark, "Everything about them…")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EverythingDialog)
    assert lark.find_all("Name: Juniper Moss")
    # It reads as words: no names of columns, no codes, no identities, times of the desk.
    facts = [fact for grid in dialog.findChildren(FactGrid) for fact in grid.facts]
    assert {fact.label for fact in facts} >= {"Number", "Began", "Who rang", "What was promised"}
    assert not [fact for fact in facts if "_" in fact.label or fact.label.endswith(" at")]
    assert not [
        fact for fact in facts if re.search(r"[0-9a-f]{32}|\+00:00|^(True|False)$", fact.words)
    ]
    assert all(re.search(r", \d+:\d\d [ap]m$", f.words) for f in facts if f.label == "Began")
    lark.press("Ctrl+Enter")
    assert not target.exists(), "not without a reason"
    lark.write("She asked for it")
    lark.press("Ctrl+Enter")
    text = target.read_text("utf-8")
    assert text.startswith("Everything that is kept about Juniper Moss\n")
    assert lark.last_said == "Saved as copy.txt. It is not encrypted any more."
    choose(lark, "Their trail…", asks=False)
    assert lark.window.page == "settings"
    audit = next(iter(lark.window.settings.findChildren(AuditSection)))
    assert audit.filters.whom.name == "Juniper Moss"
    assert audit.table.rows.rows()


def test_a_copy_can_be_locked(lark: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "copy.zip"
    names: list[str] = []
    acts = lark.window.people.acts.records

    def ask_where(
        _window: object, name: str, chosen: Callable[[Path], None], _left: object
    ) -> None:
        names.append(name)
        chosen(target)

    monkeypatch.setattr(acts.doors, "ask_where", ask_where)
    bring_up(lark, "Juniper Moss")
    choose(lark, "Everything about them…")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EverythingDialog)
    lark.write("She asked for it")
    lark.click(dialog.lock.box)
    lark.click(dialog.lock.make)
    password = dialog.lock.password_line.text()
    lark.press("Ctrl+Enter")
    assert names == ["ketwell-copy-2026-11-17.zip"]
    assert lark.last_said == "Saved as copy.zip. It is locked with the password."
    assert look(target).name == "ketwell-copy.txt"
    assert open_with(target, password).startswith(b"Everything that is kept about Juniper Moss\n")


def test_somebody_is_removed_for_good(lark: Hands) -> None:
    """GIVEN somebody to whom nothing is owed WHEN a manager looks what removing them means, gives a
    reason and removes them THEN no list and no search finds them, and the trail still holds."""
    services, actor = lark.desk.app.services, actor_of(lark)
    (hit, *_) = people_of(lark).find(actor, NOBODY_WAITS)
    bring_up(lark, NOBODY_WAITS)
    choose(lark, "Remove everything…")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RemoveDialog)
    assert dialog.lines[0].startswith("Goes for good: 1 person’s details, ")
    assert lark.window.focusWidget() is not dialog.act_button
    dialog.reason_line.setFocus()
    lark.write("Asked in writing")
    lark.press("Ctrl+Enter")
    assert lark.last_said == "Everything about this person was removed for good."
    assert lark.window.people.pane.page is None
    assert people_of(lark).find(actor, NOBODY_WAITS) == ()
    assert people_of(lark).get(actor, hit.person_id).name == "Removed person"
    assert services.audit.check(actor).is_well


def test_staff_are_offered_none_of_it(hands: Hands) -> None:
    """GIVEN a clerk WHEN they open the menu of a person THEN there is nothing of this."""
    bring_up(hands, "Juniper Moss")
    offered = entries(hands)
    assert "Do not call…" in offered
    assert not {"Everything about them…", "Legal hold…", "Remove everything…"} & offered.keys()
