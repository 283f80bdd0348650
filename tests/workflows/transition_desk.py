"""A manager at the Transition page: short ways to what is shown and stored."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from sqlalchemy import select

from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services.actor import Actor
from desktop.services.milestone_rows import MilestoneRow
from desktop.services.new_promise import NewPromise
from desktop.services.queue_row import QueueRow
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.storage import tables
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.why_dialog import SAY_WHY, WhyDialog
from desktop.ui.transition.transition_page import TransitionPage
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises

LARK = "Lark Moor"
NEW_WORDS = "KWC is being acquired. The sale is final now. Your appointments stay as they are."


def page(hands: Hands) -> TransitionPage:
    """The page."""
    return hands.window.transition


def go(hands: Hands, name: str = LARK) -> TransitionPage:
    """Somebody sits down and goes to Transition by its key."""
    hands.window.switch_to(name)
    hands.settle()
    hands.press("Ctrl+5")
    hands.qtbot.waitUntil(lambda: page(hands).words.current is not None)
    hands.settle()
    return page(hands)


def milestone(hands: Hands, kind: MilestoneKind = MilestoneKind.CLOSING) -> MilestoneRow:
    """A step as it is stored."""
    rows = hands.desk.app.services.milestones.all(actor_of(hands))
    return next(row for row in rows if row.kind is kind)


def current(hands: Hands) -> StatementRow | None:
    """The words that hold for every clinic."""
    return hands.desk.app.services.statements.current(actor_of(hands), None).statement


def waiting(hands: Hands, kind: MilestoneKind = MilestoneKind.CLOSING) -> tuple[QueueRow, ...]:
    """The open callbacks that wait for a step."""
    return tuple(row for row in promises(hands) if row.milestone is kind)


def let_wait(hands: Hands, many: int) -> None:
    """More callbacks that wait for closing, promised by Lark."""
    services, lark = hands.desk.app.services, manager(hands)
    for number in range(many):
        new = NewPromise(
            Reason.ACQUISITION,
            hands.clock() + timedelta(days=20),
            number_text=f"+1602555018{number}",
            milestone=MilestoneKind.CLOSING,
        )
        services.callbacks.promise(lark, new, uuid4())


def manager(hands: Hands, name: str = LARK) -> Actor:
    """Somebody, whoever is at the window."""
    demo = hands.desk.app.demo
    assert demo is not None
    return demo.actor(name)


def draft(hands: Hands, text: str = NEW_WORDS, name: str = LARK) -> UUID:
    """A draft that is there already."""
    made = hands.desk.app.services.statements.draft(manager(hands, name), NewWords(text), uuid4())
    assert made.written.value is not None
    return made.written.value


def approve(hands: Hands, statement_id: UUID, name: str = LARK) -> None:
    """Approved through the service, as at another desk."""
    statements, who = hands.desk.app.services.statements, manager(hands, name)
    row = statements.get(who, statement_id)
    seen = statements.current(who, row.site_id, row.language).statement
    statements.approve(who, row.id, row.version, seen.id if seen else None, uuid4())


def press_in_menu(hands: Hands, words: str) -> None:
    """Take an entry of the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), "no menu is open"
    action = next(each for each in menu.actions() if each.text().startswith(words))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    hands.settle()


class Answers(Doors):
    """Stands in for the system's own dialog."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.names: list[str] = []

    def ask_where(
        self,
        window: QWidget,
        name: str,
        chosen: Callable[[Path], None],
        left: Callable[[], None],
    ) -> None:
        self.names.append(name)
        chosen(self.target)


def say_why(hands: Hands, words: str = "The figures for both owners") -> None:
    """Asked first without a word, then type it; the place of the file is asked for next."""
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WhyDialog)
    hands.press("Ctrl+Enter")
    assert dialog.why_field.problem == SAY_WHY
    hands.write(words)
    hands.press("Ctrl+Enter")
    hands.settle()


def reasons(hands: Hands) -> list[str]:
    """Why something left the program, each time."""
    export = tables.metadata.tables["export"]
    with hands.desk.app.database.read() as conn:
        return list(conn.execute(select(export.c.reason)).scalars())
