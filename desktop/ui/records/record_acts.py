"""What a manager does with all that is kept of one person: read, hand over, hold, remove."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.roles import may
from desktop.domain.vocabulary import HoldKind, Permission
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.holds import HoldRow
from desktop.services.person_card import PersonRow
from desktop.services.person_copy import ENDING, Everything
from desktop.services.removing import Removal
from desktop.services.takeaway import Takeaway
from desktop.ui.exporting.doors import Doors
from desktop.ui.people.asking import Asking, Work
from desktop.ui.people.detail_dialogs import LineDialog
from desktop.ui.records.everything_dialog import EverythingDialog
from desktop.ui.records.remove_dialog import RemoveDialog
from desktop.ui.tasks import Runner

_SET = {
    HoldKind.LEGAL: (
        "Legal hold…",
        "Why must everything about {} be kept?",
        "Hold everything",
        "lock-keyhole",
    ),
    HoldKind.NO_EXPORT: (
        "Leave out of exports…",
        "Why is {} left out of every export?",
        "Leave out",
        "user-lock",
    ),
}
_LIFT = {
    HoldKind.LEGAL: ("Lift the legal hold…", "Why may {} be removed again?", "Lift the hold"),
    HoldKind.NO_EXPORT: (
        "Let into exports again…",
        "Why is {} part of exports again?",
        "Let in again",
    ),
}


_NOT_ENCRYPTED = "It is not encrypted any more."


class RecordActs(QObject):
    """Opens what an act needs and does it. ``doors`` asks the system where; tests put theirs."""

    removed = Signal(object)
    """The identity of somebody who was removed."""
    trail_requested = Signal(object, str)
    """Show what the trail has of this person: identity and name."""

    def __init__(
        self,
        asking: Asking,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(asking.window)
        self._asking, self._tasks, self._services, self._clock = asking, tasks, services, clock
        self.doors = Doors()

    def add_to(self, menu: QMenu, person: PersonRow) -> None:
        """The entries of a manager; nobody else has any."""
        if not may(self._asking.actor.role, Permission.KEEP_RECORDS):
            return
        menu.addSeparator()
        menu.addAction("Everything about them…", lambda: self.everything(person.id))
        menu.addAction("Their trail…", lambda: self.trail_requested.emit(person.id, person.name))
        held = {each.kind: each for each in person.holds}
        for kind in HoldKind:
            if kind in held:
                menu.addAction(_LIFT[kind][0], self._lifting(person, held[kind]))
            else:
                menu.addAction(_SET[kind][0], self._setting(person, kind))
        menu.addAction("Remove everything…", lambda: self.remove(person.id))

    # -- holds ---------------------------------------------------------------------------------

    def _setting(self, person: PersonRow, kind: HoldKind) -> Callable[[], None]:
        return lambda: self.hold(person, kind)

    def _lifting(self, person: PersonRow, held: HoldRow) -> Callable[[], None]:
        return lambda: self.lift(person, held)

    def hold(self, person: PersonRow, kind: HoldKind) -> None:
        """Hold it from now on, with a reason."""
        _menu, title, act, icon = _SET[kind]
        dialog = self._why(title.format(person.name), act, icon)
        holds = self._services.holds

        def prepare() -> Work | None:
            why = dialog.line.text()
            if not dialog.complete():
                return None
            return lambda who, key: holds.set(who, person.id, kind, why, key)

        self._asking.ask(f"hold {kind}", person.id, dialog, prepare)

    def lift(self, person: PersonRow, held: HoldRow) -> None:
        """It is not held any more, with a reason."""
        _menu, title, act = _LIFT[held.kind]
        dialog = self._why(title.format(person.name), act, _SET[held.kind][3])
        holds = self._services.holds

        def prepare() -> Work | None:
            why = dialog.line.text()
            if not dialog.complete():
                return None
            return lambda who, key: holds.lift(who, held.id, why, key)

        self._asking.ask(f"lift {held.kind}", held.id, dialog, prepare)

    def _why(self, title: str, act: str, icon: str) -> LineDialog:
        return LineDialog(
            self._asking.theme,
            self._asking.window.window(),
            title,
            label="Why",
            placeholder="Court order of November 3",
            act=act,
            icon=icon,
            missing="Say why in a few words.",
        )

    # -- reading and handing over --------------------------------------------------------------

    def everything(self, person_id: UUID) -> None:
        """Show it all."""
        actor, copies = self._asking.actor, self._services.copies
        self._tasks.run(
            lambda: copies.everything(actor, person_id), self._show_everything, self._trouble
        )

    def _show_everything(self, found: Everything) -> None:
        actor = self._asking.actor
        dialog = EverythingDialog(self._asking.theme, self._asking.window.window(), found)

        def act() -> None:
            reason = dialog.why_field.said()
            password = dialog.lock.password(actor.name) if reason else None
            if password is None:
                dialog.wait_again()
                return
            name = dialog.lock.named(self._copy_name(actor))
            # No dialog over a dialog.
            dialog.done_well()
            self._ask_where(actor, found, name, reason, password)

        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(act)

    def _copy_name(self, actor: Actor) -> str:
        return f"ketwell-copy-{local_day(self._clock(), actor.zone).isoformat()}{ENDING}"

    def _ask_where(
        self, actor: Actor, found: Everything, name: str, reason: str, password: str
    ) -> None:
        key, copies = uuid4(), self._services.copies

        def saved(made: tuple[Written, Path]) -> None:
            written, file = made
            open_now = "It is locked with the password." if password else _NOT_ENCRYPTED
            self._asking.said.emit(f"Saved as {file.name}. {open_now}", None)
            self._asking.written.emit(written)

        def chosen(path: Path) -> None:
            self._tasks.run_network(
                lambda: copies.save(actor, found.person_id, Takeaway(path, reason, password), key),
                saved,
                self._trouble,
            )

        self.doors.ask_where(self._asking.window.window(), name, chosen, lambda: None)

    # -- removing ------------------------------------------------------------------------------

    def remove(self, person_id: UUID) -> None:
        """Look first what that would mean; it goes through the whole trail."""
        actor, removing = self._asking.actor, self._services.removing

        def show(removal: Removal) -> None:
            if self._asking.actor is actor:
                self._ask_removal(actor, person_id, removal)

        self._tasks.run_network(lambda: removing.preview(actor, person_id), show, self._trouble)

    def _ask_removal(self, actor: Actor, person_id: UUID, removal: Removal) -> None:
        dialog = RemoveDialog(self._asking.theme, self._asking.window.window(), removal)
        removing = self._services.removing

        def done(_removal: Removal) -> None:
            dialog.done_well()
            self._asking.said.emit("Everything about this person was removed for good.", None)
            self.removed.emit(person_id)

        def act() -> None:
            if not dialog.complete():
                dialog.wait_again()
                return
            reason = dialog.reason_line.text()
            self._tasks.run_network(
                lambda: removing.remove(actor, person_id, reason), done, dialog.show_problem
            )

        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(act)

    def _trouble(self, problem: Problem) -> None:
        self._asking.troubled.emit(str(problem))
