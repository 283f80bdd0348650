"""Turns who needs an update into callbacks: everybody after a look at what that means, or one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.wording import clock
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.update_list import UpdateList, UpdatePlan, UpdateRow, UpdatesMade, Whom
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.long_work import Fact, LongWorkDialog
from desktop.ui.transition.transition_words import counted, date_words
from desktop.ui.widgets.day_select import day_words

_DAYS = 6


@dataclass(frozen=True, slots=True)
class Made:
    """What the undo bar takes back: every callback of one run that was not worked since."""

    run_id: UUID


class UpdateActs(QObject):
    """Nothing is promised before its numbers were seen; what was promised can be taken back."""

    said = Signal(str, object)
    troubled = Signal(str)
    changed = Signal()
    """Many records changed at once: everything is to be read again."""
    callback_requested = Signal(object)
    """Show this callback: they have one already."""

    def __init__(
        self, theme: Theme, tasks: Runner, updates: UpdateList, clock: Clock, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._updates, self._clock = theme, tasks, updates, clock
        self._window = window
        self._actor: Actor | None = None
        self.dialog: LongWorkDialog | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor = actor
        if self.dialog is not None:
            self.dialog.close()

    def add_all(self, whom: Whom) -> None:
        """Look what it would mean, then promise."""
        actor, updates = self._actor, self._updates
        if actor is None:
            return
        dialog = LongWorkDialog(
            self._theme, self._window, "Promise all of them a call?", act="Add to callbacks",
            icon="list-plus",
        )  # fmt: skip
        dialog.lay_facts()
        dialog.finish_body(dialog.safe_button)
        dialog.act_button.set_off("Looking when they can be rung.")
        dialog.show_facts([("Looking when they can be rung…", "calendar-clock", "text-2")])
        key = uuid4()

        def planned(plan: UpdatePlan) -> None:
            if self.dialog is not dialog:
                return
            today = local_day(self._clock(), actor.zone)
            dialog.show_facts(facts_of(plan, actor.zone, today))
            if plan.callbacks:
                dialog.act_button.set_text(
                    f"Add {counted(plan.callbacks, 'callback', 'callbacks')}"
                )
                dialog.act_button.set_on()
            else:
                dialog.act_button.set_off("There is nobody to add.")

        def act() -> None:
            dialog.begin()
            self._tasks.run_network(
                lambda: updates.to_callbacks(
                    actor, key, whom, told=dialog.told, stopped=dialog.stopped
                ),
                done,
                dialog.show_problem,
            )

        def done(made: UpdatesMade | None) -> None:
            dialog.done_well()
            self._made(made)

        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _how: self._forget(dialog))
        self._tasks.run(
            lambda: updates.plan(actor, whom), planned, dialog.show_problem,
            replaces="transition plan",
        )  # fmt: skip
        dialog.ask(act)

    def add_one(self, row: UpdateRow, whom: Whom) -> None:
        """Promise one of them a call, at the next time that suits."""
        actor, updates, key = self._actor, self._updates, uuid4()
        if actor is None:
            return
        if row.callback_id is not None:
            self.callback_requested.emit(row.callback_id)
            return
        self._tasks.run(
            lambda: updates.to_callbacks(actor, key, whom, (row.person_id,)),
            self._made,
            self._failed,
        )

    def take_back(self, made: Made) -> None:
        """Those that were worked since stay."""
        actor, updates = self._actor, self._updates
        if actor is None:
            return

        def done(count: int) -> None:
            gone = counted(count, "callback is", "callbacks are")
            self.said.emit(f"Taken back: {gone} gone. What was worked since stays.", None)
            self.changed.emit()

        self._tasks.run_network(lambda: updates.take_back(actor, made.run_id), done, self._failed)

    def _made(self, made: UpdatesMade | None) -> None:
        if made is None:
            self.said.emit("Stopped. No callback was added.", None)
        else:
            self.said.emit(made.said, Made(made.run_id) if made.callbacks else None)
        self.changed.emit()

    def _forget(self, dialog: LongWorkDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))


def facts_of(plan: UpdatePlan, zone: str, today: date) -> tuple[Fact, ...]:
    """What it would mean, in sentences."""
    found: list[Fact] = []
    if plan.callbacks:
        new = counted(plan.callbacks, "new callback", "new callbacks")
        by_day: dict[date, dict[str, int]] = {}
        for each in plan.days:
            teams = by_day.setdefault(each.day, {})
            teams[each.team] = teams.get(each.team, 0) + each.callbacks
        found.append((f"{new}, spread within everybody’s hours:", "phone-outgoing", "plan"))
        for day, teams in sorted(by_day.items())[:_DAYS]:
            shares = ", ".join(f"{many:,} for {team}" for team, many in sorted(teams.items()))
            found.append((f"{day_words(day, today)}: {shares}", "calendar-days", "text-2"))
        rest = sum(sum(teams.values()) for _day, teams in sorted(by_day.items())[_DAYS:])
        if rest and plan.last_due_at is not None:
            last = date_words(local_day(plan.last_due_at, zone), today)
            found.append(
                (
                    f"{rest:,} later, until {last}, {clock(plan.last_due_at, zone)}",
                    "clock",
                    "text-2",
                )
            )
    else:
        found.append(("Nobody on the list needs a new callback.", "circle-check", "text-2"))
    if plan.has_one:
        people = counted(plan.has_one, "person has", "people have")
        found.append((f"{people} an open callback already. It stays as it is.", "check", "ok"))
    if plan.stopped:
        people = counted(plan.stopped, "person asked", "people asked")
        found.append((f"{people} not to be called. They stay on the list.", "ban", "late"))
    if plan.no_number:
        people = counted(plan.no_number, "person has", "people have")
        said = f"{people} no number that can be rung. They stay on the list: write to them."
        found.append((said, "phone-off", "late"))
    return tuple(found)
