"""What the page of people shows, and that nothing of it is out of reach."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.services.actor import Actor
from desktop.ui.people.edit_dialog import EditDialog
from desktop.ui.people.merge_dialog import MergeDialog
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.theme import Mode, Theme
from desktop.ui.widgets.label import Label


def look_for(page: PeoplePage, text: str) -> None:
    page.list.field.setText(text)


def juniper(page: PeoplePage) -> None:
    look_for(page, "juniper moss")
    row = next(row for row in page.list.rows.rows() if row.kind == "Patient")
    page.list.take(row.person_id)


def said(widget: QWidget) -> list[str]:
    """Names of what is seen; a layout shows what was put into it when the posted events run."""
    QApplication.sendPostedEvents()
    return [each.accessibleName() for each in widget.findChildren(QWidget) if each.isVisible()]


def test_the_list_is_a_sound_model(page: PeoplePage) -> None:
    model: QAbstractItemModel = page.list.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("mos", "zzz", "0147", ""):
        look_for(page, text)
    assert tester.model() is model


def test_a_row_is_read_aloud_whole(page: PeoplePage) -> None:
    look_for(page, "heather")
    words = page.list.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == ("Heather Moss, Patient · Seattle, Aug 18, Do not call: all, Letters only")


def test_the_card_says_what_is_known(page: PeoplePage) -> None:
    juniper(page)
    facts = said(page.pane.facts)
    assert (
        "Numbers: (312) 555-0147, Ring first, shared with Rowan; "
        "(312) 555-0162, Never ring home, shared with Alder, Rowan; "
        "(773) 555-0118 ext. 4, work"
    ) in facts
    assert any(words.startswith("May speak for them: Rowan Moss, spouse") for words in facts)
    assert "Open promise: Wed 10:00 am for Juniper, 9:00 here. " in " ".join(said(page.pane))


def test_what_came_of_a_promise_is_told_once_and_set_off(page: PeoplePage) -> None:
    juniper(page)
    told = [each for each in page.timeline.words if each.startswith("Safety")]
    assert "Safety follow-up due" in {each.partition(".")[0] for each in told}
    assert any(each.startswith("Safety follow-up kept · Safe, with Rowan.") for each in told)
    assert any(each.startswith("Safety card used · 5 of 6 steps · Thinking") for each in told)


def test_where_nobody_is_found_nothing_is_said_of_anybody(page: PeoplePage) -> None:
    look_for(page, "zzzz")
    assert page.list.count.text() == "0 found"
    assert "Pick somebody to see what happened." in said(page.timeline)
    juniper(page)
    assert "Pick somebody to see what happened." not in said(page.timeline)


def test_chips_keep_only_what_they_say(page: PeoplePage) -> None:
    juniper(page)
    everything = page.timeline.words
    assert any(words.startswith("Told statement v2") for words in everything)
    statements = next(chip for chip in page.timeline.chips if chip.words() == "Statements")
    statements.setChecked(True)
    assert all(words.startswith("Told") for words in page.timeline.words)
    requests = next(chip for chip in page.timeline.chips if chip.words() == "Requests")
    statements.setChecked(False)
    requests.setChecked(True)
    assert page.timeline.words == ()
    requests.setChecked(False)
    assert page.timeline.words == everything


def test_who_may_not_be_called_says_why(page: PeoplePage) -> None:
    look_for(page, "heather")
    assert not page.pane.call.isEnabled()
    why = page.pane.call.reason_off
    assert why == "Heather asked not to be called."
    (line,) = (each for each in page.pane.findChildren(Label) if each.text() == why)
    assert line.isVisible()
    assert page.pane.call.words() == "Call"  # and so leaves room for the reason
    look_for(page, "larch mosser")
    assert page.pane.call.isEnabled()


def test_everything_else_is_in_the_menu(page: PeoplePage) -> None:
    juniper(page)
    page.pane.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        "Add a number…",
        "Add an e-mail…",
        "Never do something…",
        "Somebody may speak for them…",
        "Do not call…",
        "What they were told…",
        "(312) 555-0147",
        "(312) 555-0162",
        "(773) 555-0118 ext. 4",
        "Remove juniper@example.com",
        "No longer: Never ring home",
        "Take back: Rowan Moss may speak",
        "Merge with somebody…",
    ]
    work = next(action for action in menu.actions() if action.text().startswith("(773)"))
    below = work.menu()
    assert isinstance(below, QMenu)
    below.actions()[0].trigger()
    menu.close()
    assert page.pane.call.words() == "Call (773) 555-0118 ext. 4"


@pytest.mark.parametrize(
    "ask",
    [
        lambda page, who: page.acts.edit(who.id),
        lambda page, who: page.acts.add_number(who),
        lambda page, who: page.acts.add_email(who),
        lambda page, who: page.acts.restrict(who),
        lambda page, who: page.acts.allow(who),
        lambda page, who: page.acts.stop_calls(who),
        lambda page, who: page.merging.with_somebody(who),
        lambda page, _who: page.merging.look_at_pairs(),
        lambda page, _who: page.new_person(),
    ],
)
def test_every_control_has_a_name(page: PeoplePage, ask: Callable[..., None]) -> None:
    juniper(page)
    assert page.pane.page is not None
    ask(page, page.pane.page.person)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    places = (page, dialog)
    nameless = [
        widget
        for place in places
        for widget in place.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
    ]
    assert nameless == []
    dialog.close()


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1280, 720)), (1.25, (1440, 900))])
@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_merge_dialog_keeps_its_buttons_in_the_window(
    page: PeoplePage, theme: Theme, scale: float, size: tuple[int, int], mode: Mode
) -> None:
    theme.set_mode(mode)
    theme.set_scale(scale)
    page.window().resize(*size)
    theme.fit(QSize(*size))
    juniper(page)
    page.pane.same.compare.click()
    dialog = page.merging.dialog
    assert isinstance(dialog, MergeDialog)
    assert dialog.height() <= size[1]
    for button in (dialog.keep, dialog.apart, dialog.merge):
        corner = button.mapTo(dialog, button.rect().bottomRight())
        assert dialog.rect().contains(corner)
        assert button.width() >= button.sizeHint().width()
    dialog.close()


def test_choices_are_taken_from_the_one_who_goes(page: PeoplePage, app: App, wren: Actor) -> None:
    juniper(page)
    page.pane.same.compare.click()
    dialog = page.merging.dialog
    assert dialog is not None
    dialog.choose("prefers")
    assert dialog.taken == {"prefers"}
    dialog.merge.click()
    assert not dialog.isVisible()
    assert page.pane.page is not None
    assert page.pane.page.person.prefers == "After 4 pm"
    assert page.undo_bar.isHidden()  # the window shows what the page said
    assert len(app.services.people.find(wren, "juniper moss")) == 1


def test_opening_the_details_changes_nothing(
    qtbot: QtBot, page: PeoplePage, app: App, wren: Actor
) -> None:
    """Also where hours and zone are none that the form offers by itself."""
    row = app.services.people_list.find(wren, "hazel birch").rows[0]
    before = app.services.people.get(wren, row.person_id)
    odd = {"hours_from": 9 * 60 + 20, "zone": "America/Boise", "prefers": "After <b>lunch</b>"}
    app.services.people.update(wren, before.id, before.version, uuid4(), **odd)
    look_for(page, "hazel birch")
    page.acts.edit(before.id)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EditDialog)
    assert dialog.changes() == {}
    dialog.city.setText("Phoenix")
    assert dialog.changes() == {"city": "Phoenix"}
    dialog.born.setText("31/31/2001")
    assert not dialog.complete()
    dialog.close()
    # Closed half typed it opens as it was.
    page.acts.edit(before.id)
    again = QApplication.activeModalWidget()
    assert isinstance(again, EditDialog)
    assert again.city.text() == "Phoenix"
    again.close()
