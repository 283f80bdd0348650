"""The columns of who needs an update, of requests and of figures, declared as data."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import Heard, RequestState
from desktop.domain.wording import after_milestone, spoken_day
from desktop.services.promise_phases import PhaseFigures
from desktop.services.request_rows import RequestRow
from desktop.services.update_list import UpdateRow
from desktop.ui.row_model import Column
from desktop.ui.transition.transition_words import (
    REQUEST_WORDS,
    appointment_words,
    due_words_of,
    heard_words,
)
from desktop.ui.widgets.delegates import Cell

CALLBACK = "callback"
"""The key of the column that holds the button."""
OFFERED = "plus"
"""The icon of a cell that is drawn as a button."""


class UpdateCells:
    """Makes the cells of who needs an update; ``here`` is the desk's zone, ``me`` who looks."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self.here, self.acts = now, "UTC", False
        self.me: UUID | None = None

    def columns(self) -> tuple[Column[UpdateRow], ...]:
        """In their order."""
        return (
            Column("person", "Person", self._person),
            Column("heard", "Heard", self._heard, 140, 128),
            Column("appointment", "Next appointment", self._appointment, 206, 188),
            Column("request", "Open request", self._request, 144, 140, leaves=2),
            Column("owner", "Owner", self._owner, 118, 0, leaves=1),
            Column(CALLBACK, "", self._callback, 142, 128),
        )

    def _person(self, row: UpdateRow) -> Cell:
        said = f"{row.name}, heard words that were wrong" if row.misled else ""
        icon, tone = ("circle-alert", "late") if row.misled else ("", "")
        return Cell(row.name, icon=icon, icon_tone=tone, strong=True, spoken=said)

    def _heard(self, row: UpdateRow) -> Cell:
        said = heard_words(row, self.here, self._today)
        if row.heard is Heard.NOTHING:
            return Cell(said, tone="text-3")
        tone = "late" if row.misled else "plan"
        spoken = f"Heard {said}{', which was corrected' if row.misled else ''}"
        return Cell(tag=said, tag_tone=tone, tag_icon="milestone", spoken=spoken)

    def _appointment(self, row: UpdateRow) -> Cell:
        said = appointment_words(row, self.here, self._today)
        return Cell(said, tone="text" if row.next_appointment_at else "text-3")

    def _request(self, row: UpdateRow) -> Cell:
        if row.request_kind is None:
            return Cell("None", tone="text-3", spoken="No open request")
        _many, one, icon = REQUEST_WORDS[row.request_kind]
        return Cell(one, icon=icon, icon_tone="text-2")

    def _owner(self, row: UpdateRow) -> Cell:
        if row.owner_user_id is None:
            said = row.owner or "Nobody"
            return Cell(tag=said, tag_icon="users" if row.owner else "user-plus", spoken=said)
        mine = row.owner_user_id == self.me
        first = "Me" if mine else row.owner.split(" ")[0]
        return Cell(first, avatar=row.owner, spoken=row.owner)

    def _callback(self, row: UpdateRow) -> Cell:
        if row.waits_on is not None:
            return Cell(after_milestone(row.waits_on), icon="milestone", tone="plan")
        if row.callback_id is not None:
            return Cell("In callbacks", icon="check", tone="ok")
        if not self.acts:
            return Cell("None yet", tone="text-3")
        return Cell("Callback", icon=OFFERED, spoken="No callback yet. Control B adds one.")

    @property
    def _today(self) -> date:
        return local_day(self._now(), self.here)


class RequestCells:
    """Makes the cells of requests."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self.here = now, "UTC"

    def columns(self) -> tuple[Column[RequestRow], ...]:
        """In their order."""
        return (
            Column("kind", "Request", self._kind, 160, 150),
            Column("person", "Person", self._person),
            Column("due", "Due", self._due, 150, 150),
            Column("steps", "Steps", self._steps, 84, 0, leaves=2),
            Column("owner", "Owner", self._owner, 150, 130, leaves=1),
            Column("state", "", self._state, 142, 130),
        )

    def _kind(self, row: RequestRow) -> Cell:
        _many, one, icon = REQUEST_WORDS[row.kind]
        return Cell(one, icon=icon, icon_tone="text-2")

    def _person(self, row: RequestRow) -> Cell:
        asked = f", asked by {row.asked_by_name}" if row.asked_by_name else ""
        name = row.person_name or row.organisation or "Not known yet"
        return Cell(name, strong=True, spoken=f"{name}{asked}")

    def _due(self, row: RequestRow) -> Cell:
        today = local_day(self._now(), self.here)
        if row.state is not RequestState.OPEN and row.closed_at is not None:
            said = spoken_day(local_day(row.closed_at, self.here), today)
            return Cell(f"Closed {said}", tone="text-3")
        said = due_words_of(row, self.here, today)
        return Cell(
            said, icon="clock-alert" if row.late else "", tone="late" if row.late else "text"
        )

    def _steps(self, row: RequestRow) -> Cell:
        done = sum(step.done_at is not None for step in row.steps)
        return Cell(f"{done} of {len(row.steps)}") if row.steps else Cell()

    def _owner(self, row: RequestRow) -> Cell:
        if row.owner_name:
            return Cell(row.owner_name.split(" ")[0], avatar=row.owner_name, spoken=row.owner_name)
        return Cell(row.owner_team, icon="users", icon_tone="text-3")

    def _state(self, row: RequestRow) -> Cell:
        if row.state is RequestState.DONE:
            return Cell("Done", icon="check", tone="ok")
        if row.state is RequestState.REFUSED:
            return Cell(
                "Refused", icon="ban", tone="text-2", spoken=f"Refused: {row.closed_reason}"
            )
        if row.callback_id is None:
            return Cell("No callback", tone="text-3", spoken=row.no_callback_reason)
        return Cell("In callbacks", icon="check", tone="ok")


def phase_columns() -> tuple[Column[PhaseFigures], ...]:
    """The figures of each phase, for both owners."""

    def figure(
        key: str, title: str, of: Callable[[PhaseFigures], int], width: int
    ) -> Column[PhaseFigures]:
        def cell(row: PhaseFigures) -> Cell:
            many = of(row)
            late = key in ("late", "broken", "overdue") and many
            return Cell(f"{many:,}", right=True, tone="late" if late else "text")

        return Column(key, title, cell, width, width, right=True)

    return (
        Column("phase", "Phase", lambda row: Cell(row.title, row.company, strong=True)),
        figure("opened", "Opened", lambda row: row.opened, 78),
        figure("on_time", "Kept on time", lambda row: row.on_time, 102),
        figure("late", "Late", lambda row: row.late, 58),
        figure("broken", "Broken", lambda row: row.broken, 70),
        figure("ended", "Closed else", lambda row: row.ended, 92),
        figure("open", "Open", lambda row: row.open, 62),
        figure("overdue", "Overdue", lambda row: row.overdue, 78),
        figure("carried_over", "Carried over", lambda row: row.carried_over, 102),
    )
