"""Settings → Audit: who did what to whom, when and at which desk; and whether it still stands as it
was written."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.audit_entry import AuditEntry
from desktop.services.audit_filter import AuditFilter
from desktop.services.audit_reading import AuditLine, AuditPage
from desktop.services.people import PersonHit
from desktop.services.safekeeping import Findings
from desktop.ui.audit.audit_columns import AuditCells
from desktop.ui.audit.audit_filters import AuditFilters
from desktop.ui.audit.audit_words import check_words
from desktop.ui.audit.entry_pane import EntryPane
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.notice import Notice


class AuditSection(QWidget):
    """One section of the settings. Only managers get here."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    export_requested = Signal(object)
    """The :class:`AuditFilter` of what is shown."""

    def __init__(
        self, theme: Theme, tasks: Runner, services: Services, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._services, self._clock = theme, tasks, services, clock
        self._asker = Asker(tasks, self, "audit")
        self._actor: Actor | None = None
        self._before: int | None = None
        self._asked = AuditFilter()
        self.filters = AuditFilters(theme)
        self.check = Button(theme, "Check now", icon="shield-check")
        self.export = Button(theme, "Export…", icon="download")
        self.checked = Notice(theme, "shield-check", "")
        self.checked.hide()
        self.cells = AuditCells(clock)
        self.table: PlainTable[AuditLine] = PlainTable(
            theme, "The trail, newest first", self.cells.columns(), lambda line: line.seq
        )
        self.pane = EntryPane(theme, clock)
        self._empty = EmptyState(
            theme, "search-x", "Nothing like this is in the trail", "", "See everything"
        )
        self._build()
        self._wire()

    # -- what the page asks of a section -------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here: nothing of what was shown before."""
        self._actor = actor
        self._asker.set_actor(actor)
        self.cells.here = self.pane.here = actor.zone
        self.filters.clear()
        self.filters.begin((), local_day(self._clock(), actor.zone))
        self.table.forget()
        self.table.show_rows(())
        self.pane.show_nothing()
        self.checked.hide()

    def load(self) -> None:
        """Read the newest entries, and who there is."""
        self._read()
        if self.filters.who.count() <= 1:
            self._asker.ask(_users(self._services), self._offer_users, replaces="users")

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.filters, self.table, self.pane)

    def show_person(self, person_id: UUID, name: str) -> None:
        """Show what concerns one person."""
        self.filters.show_person(person_id, name)

    # -- inside --------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._theme.px
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        acts.addStretch(1)
        acts.addWidget(self.check)
        acts.addWidget(self.export)
        whole = Card(self._theme, name="The trail")
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._stack, 1)
        row.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(10))
        column.addWidget(self.filters)
        column.addLayout(acts)
        column.addWidget(self.checked)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.filters.changed.connect(self._ask_anew)
        self.filters.whom.asked.connect(self._look_up)
        self.table.chosen.connect(self._show_line)
        self.table.rows.more_wanted.connect(self._read_more)
        self._empty.next_step_requested.connect(self._see_all)
        self.check.clicked.connect(lambda _on=False: self._check())
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit(self._asked))
        self._asker.troubled.connect(self.troubled)
        self._theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.cells.narrow = self._theme.compact
        self.table.rows.repaint_rows()

    def _see_all(self) -> None:
        self.filters.clear()
        if self._actor is not None:
            self.filters.period.begin(local_day(self._clock(), self._actor.zone), as_listed=False)
        self._ask_anew()
        self.focus_here()

    def _offer_users(self, users: tuple[tuple[str, UUID], ...]) -> None:
        self.filters.who.set_choices([("Anybody", None), *users])

    def _look_up(self, text: str) -> None:
        people = self._services.people

        def found(hits: tuple[PersonHit, ...]) -> None:
            self.filters.whom.show_hits(text, hits)

        self._asker.ask(lambda actor: people.find(actor, text), found, replaces="whom")

    def _ask_anew(self) -> None:
        self.table.forget()
        self._read()

    def _read(self) -> None:
        if self._actor is None:
            return
        asked = self.filters.asked(self._actor.zone)
        if asked is None:
            return
        self._asked, audit = asked, self._services.audit
        self._asker.ask(lambda actor: audit.page(actor, asked), self._show, replaces="page")

    def _read_more(self) -> None:
        asked, before, audit = self._asked, self._before, self._services.audit
        if before is not None:
            self._asker.ask(
                lambda actor: audit.page(actor, asked, before), self._append, replaces="page"
            )

    def _show(self, page: AuditPage) -> None:
        self._before = page.before
        self.table.show_rows(page.lines, more=page.before is not None)
        self._go_on(page)

    def _append(self, page: AuditPage) -> None:
        self._before = page.before
        self.table.add_rows(page.lines, more=page.before is not None)
        self._go_on(page)

    def _go_on(self, page: AuditPage) -> None:
        """What is rare is looked for further back, until there is something or the end."""
        if not page.lines and page.before is not None:
            self._read_more()
            return
        some = self.table.rows.rowCount() > 0
        self._stack.setCurrentIndex(0 if some else 1)
        if not some:
            self.pane.show_nothing()

    def _show_line(self, line: AuditLine | None) -> None:
        if line is None:
            return
        audit = self._services.audit

        def show(entry: AuditEntry) -> None:
            self.pane.show_entry(line, entry)

        self._asker.ask(lambda actor: audit.entry(actor, line.seq), show, replaces="entry")

    def _check(self) -> None:
        actor = self._actor
        if actor is None:
            return
        self.check.set_off("The check is going on.")
        self._say("clock", "Looking through everything…", "soon")
        audit = self._services.audit
        self._tasks.run_network(lambda: audit.check(actor), self._checked, self._not_checked)

    def _checked(self, found: Findings) -> None:
        self.check.set_on()
        icon, tone = ("circle-check", "ok") if found.is_well else ("circle-alert", "late")
        self._say(icon, check_words(found), tone)
        announce(self, check_words(found))

    def _not_checked(self, problem: Problem) -> None:
        self.check.set_on()
        self.checked.hide()
        self.troubled.emit(str(problem))

    def _say(self, icon: str, words: str, tone: str) -> None:
        self.checked.show_notice(icon, words, "", tone)
        self.checked.show()


def _users(services: Services) -> Callable[[Actor], tuple[tuple[str, UUID], ...]]:
    return lambda actor: tuple((user.name, user.id) for user in services.users.list(actor))
