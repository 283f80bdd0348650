"""What a manager does with a step: plans it, marks it, takes it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.roles import may
from desktop.domain.transition import STEPS
from desktop.domain.vocabulary import MilestoneKind, Permission
from desktop.services.actor import Actor
from desktop.services.milestone_rows import (
    MarkPreview,
    MarkResult,
    MilestoneRow,
    UnmarkResult,
    WorkedCallback,
)
from desktop.services.milestones import Milestones
from desktop.services.recorded import Recorded
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.mark_dialog import MarkDialog
from desktop.ui.transition.plan_dialog import PlanDialog
from desktop.ui.transition.transition_words import name_of, waits
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.menus import menu_under, open_menu, plain


@dataclass(frozen=True, slots=True)
class Marked:
    """What the undo bar takes back: a step that was marked, however many callbacks it made due."""

    milestone_id: UUID
    name: str


class MilestoneActs(QObject):
    """Each act asks what it needs. Marking first shows what it will do."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    changed = Signal()
    """Many records changed at once: everything is to be read again."""
    waiting_requested = Signal()
    """Show the callbacks that wait."""
    list_requested = Signal(object)
    """Show everyone to be told of the closure of this clinic (None: of all)."""
    worked_stays = Signal(object)
    """``tuple[WorkedCallback, …]``: these were worked and stay as they are."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        milestones: Milestones,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._milestones, self._clock = theme, tasks, milestones, clock
        self._window = window
        self._actor: Actor | None = None
        self._sites: tuple[tuple[str, UUID], ...] = ()
        self._rows: tuple[MilestoneRow, ...] = ()
        self.dialog: MarkDialog | PlanDialog | QuestionDialog | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half asked was not theirs."""
        self._actor = actor
        if self.dialog is not None:
            self.dialog.close()

    def know_sites(self, sites: Sequence[tuple[str, UUID]]) -> None:
        """The clinics there are."""
        self._sites = tuple(sites)

    def know_steps(self, rows: Sequence[MilestoneRow]) -> None:
        """The steps as they are now."""
        self._rows = tuple(rows)

    # -- menus ---------------------------------------------------------------------------------

    def open_step(self, row: MilestoneRow, under: QWidget) -> None:
        """What there is to do with a step."""
        name = name_of(row)
        menu = menu_under(under, name)
        if self._manages:
            if row.happened_at is None:
                menu.addAction(plain(f"Mark {name} done…"), lambda: self.mark(row))
                menu.addAction("Plan a day…", lambda: self.plan(row))
            elif row.id is not None:
                menu.addAction(plain(f"Take {name} back…"), lambda: self.ask_back(row))
        if row.waiting:
            menu.addAction(f"See the {waits(row.waiting)}", self.waiting_requested.emit)
        if row.kind is MilestoneKind.CLOSURE and row.id is not None:
            menu.addAction("Everyone to be told…", lambda: self.list_requested.emit(row.site_id))
        if menu.isEmpty():
            menu.addAction("Nothing waits for it").setEnabled(False)
        open_menu(menu)

    def open_more(self, under: QWidget) -> None:
        """What may come instead, or beside the five steps."""
        menu = menu_under(under, "More about the milestones")
        calling_off = _blank(MilestoneKind.CALLED_OFF, self._rows)
        if calling_off.happened_at is None:
            menu.addAction("The sale was called off…", lambda: self.mark(calling_off))
        closure = _new(MilestoneKind.CLOSURE)
        menu.addAction("A clinic has closed…", lambda: self.mark(closure))
        menu.addAction("A clinic is going to close…", lambda: self.plan(closure))
        for row in self._rows:
            if row.kind is MilestoneKind.CLOSURE and row.id is not None:
                menu.addAction(
                    plain(f"Everyone to be told: {name_of(row)}…"),
                    partial(self.list_requested.emit, row.site_id),
                )
        menu.addSeparator()
        menu.addAction("See the callbacks that wait", self.waiting_requested.emit)
        open_menu(menu)

    @property
    def _manages(self) -> bool:
        return self._actor is not None and may(self._actor.role, Permission.RUN_TRANSITION)

    # -- planning ------------------------------------------------------------------------------

    def plan(self, row: MilestoneRow) -> None:
        """Ask for the day, then write it down."""
        actor, milestones = self._actor, self._milestones
        if actor is None:
            return
        today = local_day(self._clock(), actor.zone)
        dialog = PlanDialog(self._theme, self._window, row, today, self._sites)
        key = uuid4()

        def act() -> None:
            site_id, day, note = dialog.site_id, dialog.planned_on, dialog.note.text()
            keeper, contact = dialog.custodian.text(), dialog.contact.text()
            known = self._known(row.kind, site_id) or row
            self._tasks.run(
                lambda: milestones.plan(
                    actor, row.kind, site_id, day, known.version, key, note, keeper, contact
                ),
                done,
                dialog.show_problem,
            )

        def done(recorded: Recorded) -> None:
            dialog.done_well()
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)

        self._open(dialog)
        dialog.ask(act)

    # -- marking -------------------------------------------------------------------------------

    def mark(self, row: MilestoneRow) -> None:
        """Show what it will do; then do it."""
        actor = self._actor
        if actor is None:
            return
        fixed_site = row.kind is MilestoneKind.CLOSURE and row.id is not None
        named = [(row.site_name or "All clinics", row.site_id)] if fixed_site else []
        sites = [(name, key) for name, key in named if key is not None] or self._sites
        dialog = MarkDialog(
            self._theme, self._window, self._clock, actor.zone, row.kind, tuple(sites)
        )
        if fixed_site:
            dialog.site.set_value(row.site_id)
            dialog.custodian.setText(row.custodian)
            dialog.contact.setText(row.custodian_contact)
        key = uuid4()
        dialog.site_chosen.connect(lambda: self._look(dialog, row))
        self._look(dialog, row)

        def act() -> None:
            if dialog.complete():
                self._write_mark(dialog, row, actor, key)
            else:
                dialog.wait_again()

        self._open(dialog)
        dialog.ask(act)

    def _look(self, dialog: MarkDialog, row: MilestoneRow) -> None:
        actor, milestones = self._actor, self._milestones
        if actor is None:
            return
        site_id = dialog.site_id

        def seen(preview: MarkPreview) -> None:
            if self.dialog is dialog:
                dialog.show_preview(preview)

        self._tasks.run(
            lambda: milestones.preview(actor, row.kind, site_id),
            seen,
            dialog.show_problem,
            replaces="transition preview",
        )

    def _write_mark(self, dialog: MarkDialog, row: MilestoneRow, actor: Actor, key: UUID) -> None:
        milestones, site_id = self._milestones, dialog.site_id
        known = self._known(row.kind, site_id)
        version = known.version if known is not None else 0
        happened_at, (keeper, contact) = dialog.happened_at, dialog.keeper
        told, stopped = dialog.told, dialog.stopped
        name = name_of(known or row)
        dialog.begin()

        def done(result: MarkResult | None) -> None:
            dialog.done_well()
            if result is None:
                self.said.emit(f"Stopped. {name} is not marked, and nothing was changed.", None)
            else:
                self.said.emit(result.said, Marked(result.milestone_id, name))
            self.changed.emit()
            if result is not None and row.kind is MilestoneKind.CLOSURE:
                self.list_requested.emit(site_id)

        # Beside the worker of the lists: it writes in parts, and the desk goes on between two.
        self._tasks.run_network(
            lambda: milestones.mark(
                actor, row.kind, site_id, version, key, happened_at, keeper, contact, told, stopped
            ),
            done,
            dialog.show_problem,
        )

    # -- taking back ---------------------------------------------------------------------------

    def ask_back(self, row: MilestoneRow) -> None:
        """It was marked some time ago: ask, then take it back."""
        if row.id is None:
            return
        marked = Marked(row.id, name_of(row))
        dialog = QuestionDialog(
            self._theme,
            self._window,
            f"Take {marked.name} back?",
            "Its callbacks wait again. Those that were worked since stay as they are.",
            safe="Leave it marked",
            act="Take it back",
            icon="undo-2",
            tone="plan",
            act_kind=Kind.PRIMARY,
        )
        dialog.agreed.connect(lambda _reason: self.take_back(marked))
        self._open(dialog)
        dialog.ask()

    def take_back(self, marked: Marked) -> None:
        """Its callbacks wait again; those that were worked since stay, and are named."""
        actor, milestones, key = self._actor, self._milestones, uuid4()
        if actor is None:
            return

        def work() -> UnmarkResult:
            rows = milestones.all(actor)
            version = next((row.version for row in rows if row.id == marked.milestone_id), 0)
            return milestones.unmark(actor, marked.milestone_id, version, key)

        self._tasks.run_network(work, self._taken_back, self._failed)

    def _taken_back(self, result: UnmarkResult) -> None:
        self.said.emit(result.said, None)
        self.changed.emit()
        if result.worked:
            self.worked_stays.emit(result.worked)

    def show_worked(self, worked: Sequence[WorkedCallback]) -> None:
        """Name those that stay as they are."""
        lines = "\n".join(f"{each.name}: {each.what}" for each in worked[:20])
        more = f"\n… and {len(worked) - 20:,} more" if len(worked) > 20 else ""
        dialog = QuestionDialog(
            self._theme,
            self._window,
            "These callbacks were worked since",
            f"They stay as they are.\n{lines}{more}",
            safe="Close",
            act="See the callbacks",
            icon="phone-outgoing",
            tone="plan",
            act_kind=Kind.DEFAULT,
        )
        dialog.agreed.connect(lambda _reason: self.waiting_requested.emit())
        self._open(dialog)
        dialog.ask()

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    def _known(self, kind: MilestoneKind, site_id: UUID | None) -> MilestoneRow | None:
        return next((r for r in self._rows if (r.kind, r.site_id) == (kind, site_id)), None)

    def _open(self, dialog: MarkDialog | PlanDialog | QuestionDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _how: self._forget(dialog))

    def _forget(self, dialog: MarkDialog | PlanDialog | QuestionDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None


def _blank(kind: MilestoneKind, rows: Sequence[MilestoneRow]) -> MilestoneRow:
    return next((row for row in rows if row.kind is kind), _new(kind))


def _new(kind: MilestoneKind) -> MilestoneRow:
    """A step that nobody has written down yet."""
    if kind in STEPS:
        raise ValueError("the five steps are always there")
    return MilestoneRow(
        None, kind, None, None, None, None, "", "", "", "", None, 0, is_next=False, version=0
    )
