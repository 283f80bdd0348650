"""Approved words: drafted, approved, acknowledged, withdrawn while they are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.domain.vocabulary import (
    StatementStanding,
)
from desktop.paths import resources
from desktop.ui.application import Desk
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import actor_of
from tests.workflows.transition_desk import (
    NEW_WORDS,
    approve,
    current,
    draft,
    go,
    manager,
    page,
)


@pytest.fixture
def second_desk(
    qtbot: QtBot, qapp: QApplication, demo_data: Path, desk_clock: Clock, hands: Hands
) -> Iterator[Hands]:
    """Wren at another window on the same data, looking at the page."""
    theme = Theme(resources())
    theme.apply(qapp)
    desk = Desk(composition.build(demo_data, clock=desk_clock, passwords=quick_passwords), theme)
    desk.window.resize(1440, 900)
    desk.window.show()
    desk.enter_demo("Wren Hill")
    second = Hands(qtbot, desk, desk_clock)
    second.settle()
    desk.window.show_page("transition")
    qtbot.waitUntil(lambda: desk.window.transition.words.current is not None)
    second.settle()
    hands.window.activateWindow()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    yield second
    desk.close()


def test_drafted_approved_and_at_once_in_the_other_window(hands: Hands, second_desk: Hands) -> None:
    # GIVEN v3 on both windows
    mine, others = go(hands), page(second_desk)
    assert mine.words.title.text() == others.words.title.text() == "Statement v3"
    # WHEN the manager drafts v4 by keys alone
    hands.press("Shift+F6")
    hands.click(mine.head.draft)
    hands.press("Ctrl+A")
    hands.write(NEW_WORDS)
    hands.press("Ctrl+Enter")
    row = mine.versions.list.in_hand()
    assert row is not None
    name = row.name
    assert row.standing is StatementStanding.DRAFT
    assert hands.last_said == f"Draft of {name} saved. A manager has to approve it."
    # THEN what v3 did not say is marked, and nobody else sees the draft
    hands.qtbot.waitUntil(lambda: "final now" in mine.versions.pane.voice.text())
    assert mine.versions.pane.voice.new_words == ("now.",)
    assert others.words.title.text() == "Statement v3"
    # WHEN it is approved
    hands.press("Enter")
    hands.press("Enter")
    assert hands.last_said == f"{name} is approved."
    # THEN v3 is replaced, and the other window reads v4 without being asked
    held = current(hands)
    assert held is not None
    assert held.text == NEW_WORDS
    second_desk.qtbot.waitUntil(
        lambda: others.words.title.text() == f"Statement {name}", timeout=5_000
    )
    assert others.words.voice.text() == NEW_WORDS
    assert "v3" in {line.row.name for line in others.words.lines if line.row is not None}
    standings = {
        row.name: row.standing
        for row in hands.desk.app.services.statements.versions(actor_of(hands))
    }
    assert standings["v3"] is StatementStanding.SUPERSEDED
    # and an undo brings v3 back to both
    hands.press("Ctrl+Z")
    assert mine.words.title.text() == "Statement v3"
    second_desk.qtbot.waitUntil(lambda: others.words.title.text() == "Statement v3", timeout=5_000)


def test_two_managers_approve_at_once(hands: Hands) -> None:
    # GIVEN a manager who has a draft open, with v3 in force
    mine = draft(hands, "Mine: nothing changes.")
    theirs = draft(hands, "Theirs: nothing changes.")
    shown = go(hands)
    hands.click(shown.words.lines[0].act)
    shown.versions.list.take(mine)
    hands.settle()
    pane = shown.versions.pane
    assert pane.approve.words() == "Approve, in place of v3"
    # WHEN somebody else approves theirs first, and this one is pressed a moment later
    approve(hands, theirs)
    name = hands.desk.app.services.statements.get(actor_of(hands), theirs).name
    hands.click(pane.approve)
    # THEN nothing of it counts, and a sentence says who was quicker and what to do
    assert hands.sees(f"approved {name} after you opened this. Read it first, then approve yours.")
    held = current(hands)
    assert held is not None
    assert held.text == "Theirs: nothing changes."
    # and the page has looked again: now it would take the place of theirs
    assert pane.approve.words() == f"Approve, in place of {name}"
    hands.clock.forward(minutes=1)
    hands.click(pane.approve)
    held = current(hands)
    assert held is not None
    assert held.id == mine


def test_withdrawn_words_are_gone_at_once_and_a_message_is_taken(
    hands: Hands, second_desk: Hands
) -> None:
    shown, others = go(hands), page(second_desk)
    hands.click(shown.words.lines[0].act)
    hands.click(shown.versions.pane.withdraw)
    dialog = shown.wording.dialog
    assert dialog is not None
    assert dialog.reason is not None
    assert not dialog.act_button.isEnabled(), "why has to be said first"
    hands.click(dialog.reason)
    hands.qtbot.waitUntil(dialog.reason.hasFocus)
    hands.write("The lawyer asked for it")
    hands.click(dialog.act_button)
    assert current(hands) is None
    hands.press("Esc")
    assert shown.words.title.text() == "No approved words"
    assert "Take a message" in shown.words.voice.text()
    second_desk.qtbot.waitUntil(
        lambda: others.words.title.text() == "No approved words", timeout=5_000
    )
    assert "KWC is being acquired" not in others.words.voice.text()


def test_words_that_cannot_be_read_again_are_taken_away(hands: Hands) -> None:
    shown = go(hands)
    held = shown.words.current
    assert held is not None
    # GIVEN a window that hears nothing of its server for longer than is allowed
    hands.clock.forward(seconds=held.stale_after_seconds + 1)
    shown.words.tick()
    # THEN the words are not on it any more
    assert shown.words.holds is None
    assert shown.words.title.text() == "No approved words"
    assert shown.words.voice.text() == held.instead
    # WHEN it can read them again, they are back
    shown.tick()
    hands.settle()
    assert shown.words.title.text() == "Statement v3"


def test_a_clerk_reads_acknowledges_and_decides_nothing(hands: Hands) -> None:
    waiting_draft = hands.desk.app.services.statements.get(manager(hands), draft(hands)).name
    shown = go(hands, "Wren Hill")
    for button in (shown.head.draft, shown.milestones.mark, shown.milestones.more):
        assert not button.isVisible()
    assert not shown.people.add_all.isVisible()
    assert waiting_draft not in {line.row.name for line in shown.words.lines if line.row}
    hands.click(shown.words.read)
    assert not shown.words.read.isVisible()
    statements = hands.desk.app.services.statements
    held = current(hands)
    assert held is not None
    assert statements.acknowledged_by(actor_of(hands), held.id) == ("Wren Hill",)
    hands.click(shown.words.lines[0].act)
    pane = shown.versions.pane
    for button in (pane.approve, pane.withdraw, pane.change, pane.also, pane.drop):
        assert not button.isVisible()
    assert "Read at the desk by Wren Hill" in pane.facts.text()
    names = {row.name for row in shown.versions.list.rows.rows()}
    assert {"v1", "v2", "v3"} <= names
    assert not any(row.approved_at is None for row in shown.versions.list.rows.rows())


def test_what_is_half_written_waits(hands: Hands) -> None:
    shown = go(hands)
    before = len(hands.desk.app.services.statements.versions(actor_of(hands)))
    hands.click(shown.head.draft)
    hands.press("Ctrl+A")
    hands.write("Half a sen")
    hands.press("Esc")
    hands.press("Esc")
    assert shown.people.isVisible()
    hands.click(shown.head.draft)
    assert shown.versions.editor.text.text() == "Half a sen"
    hands.press("Ctrl+A")
    hands.write(" ")
    hands.press("Ctrl+Enter")
    assert "Write what is to be said." in shown.versions.editor._text.problem
    assert len(hands.desk.app.services.statements.versions(actor_of(hands))) == before
