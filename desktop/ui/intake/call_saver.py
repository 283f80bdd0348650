"""Logs the card: once, whatever is pressed how often, and says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.local_time import local_day
from desktop.domain.request_rules import TITLES
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.domain.wording import in_sentence, promise_line, spoken_day, waits_line
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.calls import Calls
from desktop.services.changes import Written
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.desk_facts import request_day
from desktop.ui.tasks import Runner


@dataclass(frozen=True, slots=True)
class Saved:
    """A call that is logged, by whom, and what to say about it."""

    actor: Actor
    written: Written
    sentence: str


class CallSaver(QObject):
    """One call at a time."""

    saved = Signal(object)
    """A :class:`Saved`."""
    needs_reason = Signal(object)
    """The :class:`NeedsReason` of an hour outside the caller's."""
    refused = Signal(object)
    """Any other :class:`Problem`; the card stays as it is."""

    def __init__(
        self,
        tasks: Runner,
        calls: Calls,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._calls, self._clock = tasks, calls, clock
        self.busy = False
        self._tried: tuple[UUID, CallForm, UUID, datetime] | None = None

    def save(self, actor: Actor, draft_id: UUID, facts: CardFacts) -> None:
        """Log the card; the same card tried again keeps its key, so it is logged once."""
        form = facts.form
        if self._tried is None or self._tried[:2] != (draft_id, form):
            self._tried = (draft_id, form, uuid4(), self._clock())
        _, _, key, ended_at = self._tried
        ended = None if form.real_started_at else ended_at
        self.busy = True
        self._tasks.run(
            lambda: self._calls.log(actor, draft_id, replace(form, ended_at=ended), key),
            lambda written: self._done(written, facts),
            self._failed,
        )

    def _done(self, written: Written, facts: CardFacts) -> None:
        self.busy, self._tried = False, None
        sentence = f"{saved_sentence(facts)} {requests_sentence(facts)}".strip()
        self.saved.emit(Saved(facts.desk.actor, written, sentence))

    def _failed(self, problem: Problem) -> None:
        self.busy = False
        signal = self.needs_reason if isinstance(problem, NeedsReason) else self.refused
        signal.emit(problem)


def saved_sentence(facts: CardFacts) -> str:
    """What happened, then what was promised: "Juniper Moss will be rung Wed 10:00 am.",
    "… will be rung after Closing, or by Dec 16." """
    form, name = facts.form, facts.speaker_name or "The caller"
    zone = facts.candidates.zones[0]
    if form.outcome is CallOutcome.CALLBACK and form.promise.due_at is not None:
        due, milestone = form.promise.due_at, form.promise.milestone
        if milestone is not None:
            when = waits_line(milestone, due, zone, facts.now)
        else:
            when = promise_line(due, zone, zone, "", facts.now)
        return f"Call saved. {name} will be rung {in_sentence(when)}."
    if form.outcome is CallOutcome.SAFETY:
        return "Call saved. The safety follow-up has started."
    if form.outcome is CallOutcome.MISSED:
        if not facts.has_number or form.direction is Direction.OUT:
            return "Missed call saved."
        due = next_suitable(facts.now, facts.candidates, facts.hours, facts.site)
        if due <= facts.now:
            return f"Missed call saved. {name} is to be rung back now."
        when = promise_line(due, zone, zone, "", facts.now)
        return f"Missed call saved. {name} will be rung {in_sentence(when)}."
    return "Call saved."


def requests_sentence(facts: CardFacts) -> str:
    """ "Records: the request is open, due Dec 17." """
    asked = facts.form.requests
    if not asked:
        return ""
    if len(asked) > 1:
        return f"{len(asked)} requests are open."
    day = request_day(asked[0], facts.desk, facts.now)
    due = spoken_day(day, local_day(facts.now, facts.here))
    return f"{TITLES[asked[0].kind]}: the request is open, due {due}."
