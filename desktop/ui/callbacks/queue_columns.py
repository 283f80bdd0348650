"""The columns of the queue, declared as data: what each cell says of a promise."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.number_display import display
from desktop.domain.safety_climb import Asked
from desktop.domain.vocabulary import AttemptResult, CallbackKind, DueGroup
from desktop.domain.wording import (
    after_milestone,
    clock,
    due_second_line,
    due_words,
    or_by,
    short_moment,
)
from desktop.services.queue_row import QueueRow
from desktop.ui.row_model import Column
from desktop.ui.widgets.delegates import Cell
from desktop.ui.words import MILESTONE_WORDS, REASON_WORDS, RESOLUTION_WORDS, RESULT_WORDS

TRIES = 4
"""Tries until somebody decides what happens next."""

GROUPS = {
    DueGroup.OVERDUE: ("Overdue", "clock-alert", "late"),
    DueGroup.SOON: ("Due soon", "clock", "soon"),
    DueGroup.LATER: ("Later", "calendar-clock", "text-2"),
    DueGroup.WAITING: ("Waiting on milestone", "milestone", "plan"),
}
"""Words, icon and tone of a group's head and of the due cells in it."""

_SHORT = {AttemptResult.VOICEMAIL: "Voicemail", AttemptResult.SOMEONE_ELSE: "Someone else"}


class QueueCells:
    """Makes the cells as they are at this moment; ``here`` is the desk's zone."""

    def __init__(self, now: Callable[[], datetime], here: str = "UTC") -> None:
        self._now = now
        self.here = here

    def columns(self) -> tuple[Column[QueueRow], ...]:
        """The columns in their order. The first two are always shown."""
        return (
            Column("due", "Due, their time", self.due, 138, 136),
            Column("who", "Who", self.who),
            Column("phone", "Phone, local time", self.phone, 146, 130),
            Column("reason", "Reason", self.reason, 104, 104, leaves=3),
            Column("attempts", "Attempts", self.attempts, 78, 72, leaves=2),
            Column("last", "Last outcome", self.last, 126, 118, leaves=5),
            Column("owner", "Owner", self.owner, 112, 118, leaves=4),
            Column("waiting", "Waiting on", self.waiting, 100, leaves=1),
        )

    def due(self, row: QueueRow) -> Cell:
        """How it stands; under it their clock."""
        now = self._now()
        if row.closed_at is not None and row.resolution is not None:
            words = RESOLUTION_WORDS[row.resolution]
            when = short_moment(row.closed_at, self.here, now)
            return Cell(
                "Closed", when, icon="circle-check", tone="text-2", spoken=f"{words}, {when}"
            )
        _, icon, tone = GROUPS[row.group or DueGroup.LATER]
        if row.kind is CallbackKind.SAFETY:
            icon, tone = "life-buoy", "safety"
        if row.needs_decision:
            there = "" if row.zone == self.here else " there"
            when = f"{clock(row.due_at, row.zone)}{there}"
            marked = "safety" if row.kind is CallbackKind.SAFETY else "late"
            return Cell("Decide", when, icon="signpost", tone=marked, strong=True)
        if row.group is DueGroup.WAITING and row.milestone is not None:
            first, second = after_milestone(row.milestone), or_by(row.due_at, row.zone, now)
        else:
            first = due_words(row.due_at, row.zone, now)
            second = due_second_line(row.due_at, row.zone, self.here, now)
        return Cell(first, second, icon=icon, tone=tone, strong=True)

    def who(self, row: QueueRow) -> Cell:
        """Whom to ring."""
        return Cell(row.name, row.who_line, strong=True)

    def phone(self, row: QueueRow) -> Cell:
        """Where, and what the clock shows there now."""
        if row.e164 is None:
            return Cell("No number yet", "Ask for one", tone="late")
        there = "Ask for a new one" if row.asks_number else clock(self._now(), row.zone)
        return Cell(display(row.e164, row.extension), there)

    def reason(self, row: QueueRow) -> Cell:
        """Why they called."""
        words = REASON_WORDS[row.reason]
        if row.kind is CallbackKind.SAFETY:
            return Cell("Safety", words, icon="life-buoy", tone="safety", strong=True)
        return Cell(words, "Marketing" if row.marketing else "")

    def attempts(self, row: QueueRow) -> Cell:
        """Tries made, in dots and words."""
        made = row.attempts
        said = f"{made} of {TRIES}" if made <= TRIES else f"{made} tries"
        spoken = f"Attempts, {said}" if made else "First try"
        return Cell(
            "", said if made else "First try", dots=(min(made, TRIES), TRIES), spoken=spoken
        )

    def last(self, row: QueueRow) -> Cell:
        """How the last try went."""
        if row.closed_at is not None and row.resolution is not None:
            return Cell(RESOLUTION_WORDS[row.resolution])
        if row.last_result is None or row.last_attempt_at is None:
            return Cell("—", tone="text-3", spoken="No outcome yet")
        words, icon = RESULT_WORDS[row.last_result]
        when = short_moment(row.last_attempt_at, self.here, self._now())
        first = _SHORT.get(row.last_result, words)
        return Cell(first, row.last_note or when, icon=icon, icon_tone="text-2")

    def owner(self, row: QueueRow) -> Cell:
        """Who keeps it, and who is at work on it now; of a safety follow-up who is asked now."""
        at_work = f"{row.lease_by.split()[0]} is on it" if row.lease_by else ""
        climb = row.climb
        if climb is not None and climb.asked is not Asked.CLERK:
            words = "Team asked" if climb.asked is Asked.TEAM else "Managers"
            since = short_moment(climb.since, self.here, self._now())
            whom = "the whole team" if climb.asked is Asked.TEAM else "the managers on duty too"
            spoken = f"Asked is {whom}, since {since}. {at_work}".strip()
            return Cell(words, at_work or since, icon="users", icon_tone="safety", spoken=spoken)
        if row.owner_name is None:
            return Cell(_team(row.owner_team), at_work, icon="users", icon_tone="text-2")
        who = "Me" if row.is_mine else row.owner_name.split()[0]
        return Cell(who, at_work, avatar=row.owner_name)

    def waiting(self, row: QueueRow) -> Cell:
        """The milestone it also waits on."""
        if row.milestone is None:
            return Cell()
        return Cell(tag=MILESTONE_WORDS[row.milestone], tag_tone="plan", tag_icon="milestone")


def _team(name: str) -> str:
    """ "Front desk, Phoenix" in a narrow column."""
    return name.split(",", maxsplit=1)[0]
