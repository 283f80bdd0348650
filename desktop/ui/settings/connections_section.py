"""Settings → Connections: the sources, one of them in detail, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.connection_kinds import ADDABLE, ConnectionKind
from desktop.domain.connection_state import Link, Standing
from desktop.domain.errors import Problem
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.connections import LISTENER_ID, Connections, SourceRow
from desktop.services.places import SiteRow
from desktop.services.recorded import Recorded
from desktop.services.set_aside import Arrived, SetAsideRow, SetAsides
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.first_run.zone_choices import computer_zone, zone_choices
from desktop.ui.settings.connection_words import address_of, arrived_words, link_words
from desktop.ui.settings.raw_dialog import RawDialog
from desktop.ui.settings.source_detail import SourceDetail
from desktop.ui.settings.source_dialog import NewSecretDialog, SecretDialog, SourceDialog
from desktop.ui.settings.source_list import SourceList, SourceView
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.widgets.menus import menu_under, open_menu, plain

T = TypeVar("T")
LOOK_EVERY_MS = 2000
"""So often the section looks how the connections stand while it is in front."""
_LIST_SHARE = 0.44


@dataclass(frozen=True, slots=True)
class _News:
    """What was read for the section."""

    rows: tuple[SourceRow, ...]
    arrived: dict[UUID, Arrived]
    sites: tuple[SiteRow, ...]
    waiting: tuple[SetAsideRow, ...]


class Running(Protocol):
    """What the section asks of :class:`desktop.connections.running.Connectors`."""

    def standing(self, source_id: UUID) -> Standing:
        """How a source stands in this process."""

    def refresh(self) -> None:
        """Start and stop what was changed."""

    def test(self, source_id: UUID) -> str:
        """Try it, writing nothing: a sentence on how it went."""


class ConnectionsSection(QWidget):
    """One section of the settings."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        connections: Connections,
        running: Running,
        sites: Callable[[Actor], tuple[SiteRow, ...]],
        set_asides: SetAsides,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._clock = theme, tasks, clock
        self._connections, self._running = connections, running
        self._sites_of, self._set_asides = sites, set_asides
        self._actor: Actor | None = None
        self._rows: tuple[SourceRow, ...] = ()
        self._arrived: dict[UUID, Arrived] = {}
        self._sites: tuple[SiteRow, ...] = ()
        self._chosen: UUID | None = LISTENER_ID
        self.list = SourceList(theme)
        self.detail = SourceDetail(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.detail, 1)
        self.list.picked.connect(self.pick)
        self.list.test_requested.connect(self._test)
        self.list.add_requested.connect(self._offer_kinds)
        self.detail.test_requested.connect(lambda: self._test(self._chosen))
        self.detail.switch_requested.connect(self._switch)
        self.detail.edit_requested.connect(self._edit)
        self.detail.remove_requested.connect(self._remove)
        self.detail.secret_requested.connect(self._secret)
        self.detail.aside.look_requested.connect(self._look)
        self.detail.aside.again_requested.connect(self._read_again)
        self.detail.aside.handled_requested.connect(self._handled)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.load)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- what the page asks --------------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self._actor = actor

    def load(self) -> None:
        """Read the sources and what they brought."""

        def work(actor: Actor) -> _News:
            rows = self._connections.sources(actor)
            arrived = {row.id: self._set_asides.arrived(actor, row.name) for row in rows}
            return _News(rows, arrived, self._sites_of(actor), self._waiting(actor, rows))

        self._ask(work, self._know, replaces="connections")

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        self.list.focus_here(self._chosen)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.list, self.detail)

    def pick(self, source_id: object) -> None:
        """Show one source in detail."""
        if isinstance(source_id, UUID) and source_id != self._chosen:
            self._chosen = source_id
            self._show()
            self.load()

    # -- what is shown -------------------------------------------------------------------------

    def _waiting(self, actor: Actor, rows: tuple[SourceRow, ...]) -> tuple[SetAsideRow, ...]:
        chosen = next((row for row in rows if row.id == self._chosen), None)
        return () if chosen is None else self._set_asides.waiting(actor, chosen.name)

    def _know(self, news: _News) -> None:
        self._rows, self._arrived, self._sites = news.rows, news.arrived, news.sites
        if self._chosen not in [row.id for row in self._rows]:
            self._chosen = LISTENER_ID
        self._show()
        actor = self._actor
        if actor is not None:
            may_read = may(actor.role, Permission.READ_PEOPLE)
            self.detail.aside.show_rows(news.waiting, actor.zone, self._clock(), may_read=may_read)

    def _show(self) -> None:
        actor, now = self._actor, self._clock()
        chosen = self._row()
        if actor is None or chosen is None:
            return
        self.list.note.set_text(
            self._connections.secrets_warning
            or "These run while KetWell Desk is open here, also while it is locked."
        )
        self.list.show_views([self._view(row, actor, now) for row in self._rows], self._chosen)
        listener = self._rows[0]
        site = next((each.name for each in self._sites if each.id == chosen.site_id), "")
        self.detail.show_source(
            chosen,
            address_of(chosen, listener),
            f"{link_words(chosen, self._stands(chosen), actor.zone)[0]} · "
            f"{self._came(chosen, actor, now)}",
            self._fix(chosen),
            site or "This desk’s clinic",
            now,
            actor.zone,
        )

    def _view(self, row: SourceRow, actor: Actor, now: datetime) -> SourceView:
        return SourceView(
            row.id,
            row.title,
            row.spec.icon,
            link_words(row, self._stands(row), actor.zone),
            self._came(row, actor, now),
            self._arrived.get(row.id, Arrived()).set_aside,
            self._fix(row),
        )

    def _came(self, row: SourceRow, actor: Actor, now: datetime) -> str:
        arrived = self._arrived.get(row.id, Arrived())
        return arrived_words(arrived, self._stands(row), actor.zone, now)

    def _stands(self, row: SourceRow) -> Standing:
        return self._running.standing(row.id)

    def _fix(self, row: SourceRow) -> str:
        standing = self._stands(row)
        troubled = row.enabled and standing.link in (Link.REFUSED, Link.RETRYING)
        return standing.reason if troubled else ""

    def _row(self) -> SourceRow | None:
        return next((row for row in self._rows if row.id == self._chosen), None)

    # -- what is done --------------------------------------------------------------------------

    def _offer_kinds(self) -> None:
        menu = menu_under(self.list.add, "What to add")
        for kind in ADDABLE:
            action = menu.addAction(self._theme.icon(kind.icon), plain(kind.title))
            # When the menu has closed: a dialog over an open menu would not get the keys.
            action.triggered.connect(
                lambda _on=False, k=kind: QTimer.singleShot(0, self, lambda: self.add(k))
            )
        open_menu(menu)

    def add(self, kind: ConnectionKind) -> None:
        """Ask for what a new source needs."""
        dialog = self._dialog(kind, None)

        key = uuid4()

        def added(recorded: Recorded) -> None:
            dialog.done_well()
            self._chosen = recorded.written.value
            self._say(recorded)
            self.load()

        def add() -> None:
            form = dialog.form()
            self._ask(
                lambda actor: self._connections.add(actor, kind.name, form, key),
                added,
                dialog.show_problem,
            )

        dialog.ask(add)

    def _edit(self) -> None:
        row = self._row()
        if row is None:
            return
        dialog = self._dialog(row.spec, row)

        key = uuid4()

        def change() -> None:
            form = dialog.form()
            self._write(
                lambda actor: self._connections.change(actor, row.id, form, row.version, key),
                dialog,
            )

        dialog.ask(change)

    def _dialog(self, kind: ConnectionKind, row: SourceRow | None) -> SourceDialog:
        here = self._actor.zone if self._actor is not None else "UTC"
        sites = [(each.name, each.id) for each in self._sites]
        zones = zone_choices(self._clock(), computer_zone())
        dialog = SourceDialog(self._theme, self.window(), kind, zones, sites, here, row)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _secret(self) -> None:
        row = self._row()
        if row is None:
            return
        key = uuid4()
        if row.spec.makes_secret_for(row.options):
            made = NewSecretDialog(self._theme, self.window(), row)
            made.finished.connect(made.deleteLater)

            def shown(secret: str) -> None:
                made.show_made(secret)
                self.load()
                self.run_again()

            made.ask(
                lambda: self._ask(
                    lambda actor: self._connections.make_secret(actor, row.id, key),
                    shown,
                    made.show_problem,
                )
            )
            return
        warning = self._connections.secrets_warning
        dialog = SecretDialog(self._theme, self.window(), row, warning)
        dialog.finished.connect(dialog.deleteLater)

        def keep() -> None:
            secret = dialog.edit.text()
            self._write(
                lambda actor: self._connections.put_secret(actor, row.id, secret, key),
                dialog,
                undo=False,
            )

        dialog.ask(keep)

    def _switch(self, on: bool) -> None:
        row, key = self._row(), uuid4()
        if row is not None:
            self._write(lambda actor: self._connections.switch(actor, row.id, key, on=on))

    def _remove(self) -> None:
        row, key = self._row(), uuid4()
        if row is None:
            return
        question = QuestionDialog(
            self._theme,
            self.window(),
            f"Remove {row.title}?",
            "Nothing comes in from it any more, and its secret is forgotten. What came in stays.",
            safe="Keep it",
            act="Remove it",
            icon="trash-2",
        )
        question.finished.connect(question.deleteLater)
        question.agreed.connect(
            lambda _reason: self._write(lambda actor: self._connections.remove(actor, row.id, key))
        )
        question.ask()

    def _test(self, source_id: object) -> None:
        if not isinstance(source_id, UUID):
            return
        self.pick(source_id)
        self.detail.show_result("Being tried", well=True)
        self._tasks.run_network(
            lambda: self._running.test(source_id),
            lambda words: self.detail.show_result(words, well=True),
            lambda problem: self.detail.show_result(str(problem), well=False),
        )

    def _look(self, row: SetAsideRow) -> None:
        book = self._set_asides
        self._ask(lambda actor: book.text(actor, row.id), lambda text: self._open(row, text))

    def _open(self, row: SetAsideRow, text: str) -> None:
        dialog = RawDialog(self._theme, self.window(), row, text)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read_again(self, row: SetAsideRow) -> None:
        self._ask(lambda actor: self._set_asides.read_again(actor, row.id), self._seen_to)

    def _handled(self, row: SetAsideRow) -> None:
        self._ask(
            lambda actor: self._set_asides.handled(actor, row.id),
            lambda _none: self._seen_to("Handled. It waits no longer."),
        )

    def _seen_to(self, words: str) -> None:
        self.said.emit(words, None)
        self.load()

    # -- inside --------------------------------------------------------------------------------

    def _write(
        self,
        work: Callable[[Actor], Recorded],
        dialog: AskDialog | None = None,
        *,
        undo: bool = True,
    ) -> None:
        """Change something, then run what is to run."""

        def done(recorded: Recorded) -> None:
            if dialog is not None:
                dialog.done_well()
            self._say(recorded, undo=undo)
            self.load()

        self._ask(work, done, dialog.show_problem if dialog is not None else None)

    def _say(self, recorded: Recorded, *, undo: bool = True) -> None:
        self.written.emit(recorded.written)
        self.said.emit(recorded.said, recorded.written.change_id if undo else None)

    def run_again(self) -> None:
        """Sources were changed, here or elsewhere: run what is to run now."""
        if self._actor is not None:
            # Not on the database's worker: a connector that ends may take a moment.
            self._tasks.run_network(self._running.refresh, lambda _none: self.load(), self._fail)

    def _ask(
        self,
        work: Callable[[Actor], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        replaces: str = "",
    ) -> None:
        actor = self._actor
        if actor is None:
            return

        def answered(value: T) -> None:
            if self._actor is actor:
                done(value)

        self._tasks.run(lambda: work(actor), answered, failed or self._fail, replaces=replaces)

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _restyle(self) -> None:
        widest = self._theme.px(400 if self._theme.compact else 484)
        # Large letters: the details keep more than half of the window.
        self.list.setFixedWidth(min(widest, max(1, int(self.width() * _LIST_SHARE))))
