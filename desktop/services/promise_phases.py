"""What became of the promises in each phase of the transition: the figure for both owners."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from desktop.domain.promise_phases import Stood, carried_over, count_phases, fate, phase_at
from desktop.domain.transition import TITLES, Phase, owner_words
from desktop.domain.vocabulary import MilestoneKind, Permission, Resolution
from desktop.export.table import Heading, Meaning
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger
from desktop.services.course import read_course
from desktop.services.holds import kept_back, leaves_out
from desktop.services.save_rows import save_rows
from desktop.services.takeaway import Takeaway
from desktop.services.transition_settings import TransitionChoices, read_choices
from desktop.storage import tables
from desktop.storage.engine import Database

_of = tables.metadata.tables
_callback, _person, _team, _users = (
    _of["callback"],
    _of["person"],
    _of["team"],
    _of["user_account"],
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADINGS = (
    Heading("Opened (UTC)", Meaning.UTC_TIME),
    Heading("Phase", Meaning.WORD),
    Heading("Under", Meaning.TEXT),
    Heading("Name", Meaning.TEXT),
    Heading("Reason", Meaning.WORD),
    Heading("What was promised", Meaning.TEXT),
    Heading("Promised for (as it was said)", Meaning.TEXT),
    Heading("Promised for (UTC)", Meaning.UTC_TIME),
    Heading("How it stands", Meaning.WORD),
    Heading("Closed (UTC)", Meaning.UTC_TIME),
    Heading("How it ended", Meaning.WORD),
    Heading("Waits on", Meaning.WORD),
    Heading("Waited on", Meaning.WORD),
    Heading("Carried over", Meaning.TEXT),
    Heading("Carried over into", Meaning.TEXT),
    Heading("Team", Meaning.TEXT),
    Heading("Owner", Meaning.TEXT),
)


@dataclass(frozen=True, slots=True)
class PhaseFigures:
    """The promises opened in one phase. ``phase`` is the step that began it (None: before the
    first), ``company`` who owned the clinics then. opened = on_time + late + broken + ended +
    open; ``overdue`` of the open ones are past what was promised; ``carried_over`` lived through at
    least one later step."""

    phase: MilestoneKind | None
    title: str
    company: str
    since: datetime | None
    opened: int
    on_time: int
    late: int
    broken: int
    ended: int
    open: int
    overdue: int
    carried_over: int


class PromisePhases:
    """Reads the figures, and saves every promise with its phase as a file."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def figures(self, actor: Actor) -> tuple[PhaseFigures, ...]:
        """One row for each phase up to now, in order."""
        demand(actor, Permission.READ_PEOPLE)
        now = self._clock()
        with self._database.read() as conn:
            phases, choices = read_course(conn).phases(), read_choices(conn)
            counted = count_phases(phases, (_stood(row) for row in _promises(conn)), now)
        return tuple(
            PhaseFigures(
                each.phase.kind,
                each.phase.title,
                _company(each.phase, choices),
                each.phase.since,
                each.opened,
                each.on_time,
                each.late,
                each.broken,
                each.ended,
                each.open,
                each.overdue,
                each.carried_over,
            )
            for each in counted
        )

    def export(
        self, actor: Actor, takeaway: Takeaway, format_name: str, key: UUID
    ) -> tuple[Path, int]:
        """Save every promise with the phase it was opened in and what became of it; the file and
        how many rows. The export is logged. Raises what exporting raises."""
        demand(actor, Permission.EXPORT)
        now = self._clock()
        with self._database.read() as conn:
            phases, choices = read_course(conn).phases(), read_choices(conn)
            c = _callback.c
            but = leaves_out(kept_back(conn), (c.person_id, c.subject_id), c.number_id)
            rows = [_line(row, phases, choices, now) for row in _promises(conn, *but)]
        return save_rows(
            self._ledger, actor, "transition", "Promises by phase", _HEADINGS, rows, takeaway,
            format_name, key, now,
        )  # fmt: skip


def _promises(conn: Connection, *but: ColumnElement[bool]) -> Iterator[Any]:
    query = (
        select(
            _callback.c.id,
            _callback.c.first_due_at,
            _callback.c.closed_at,
            _callback.c.resolution,
            _callback.c.reason,
            _callback.c.promise,
            _callback.c.promised_wall,
            _callback.c.milestone,
            _callback.c.waited_on,
            _person.c.name,
            _team.c.name.label("team"),
            _users.c.name.label("owner"),
        )
        .join(_team, _team.c.id == _callback.c.owner_team_id)
        .outerjoin(_person, _person.c.id == _callback.c.person_id)
        .outerjoin(_users, _users.c.id == _callback.c.owner_user_id)
        .order_by(_callback.c.id)
    )
    yield from conn.execute(query.where(*but))


def opened_at(callback_id: UUID) -> datetime:
    """When a promise was written down: its identity tells, to the millisecond, and stays when it
    is promised anew."""
    return _EPOCH + timedelta(milliseconds=callback_id.int >> 80)


def _stood(row: Any) -> Stood:
    resolution = Resolution(row.resolution) if row.resolution else None
    return Stood(opened_at(row.id), row.first_due_at, row.closed_at, resolution)


def _company(phase: Phase, choices: TransitionChoices) -> str:
    return owner_words(phase, choices.seller, choices.company, choices.acquirer)


def _line(
    row: Any, phases: Sequence[Phase], choices: TransitionChoices, now: datetime
) -> tuple[Any, ...]:
    stood = _stood(row)
    phase = phases[phase_at(phases, stood.opened_at)]
    carried = carried_over(phases, stood, now)
    last = phases[phase_at(phases, stood.closed_at or now)]
    return (
        stood.opened_at,
        phase.title,
        _company(phase, choices),
        row.name or "",
        row.reason,
        row.promise,
        row.promised_wall,
        stood.promised_for,
        fate(stood, now),
        stood.closed_at,
        row.resolution or "",
        row.milestone or "",
        row.waited_on or "",
        ", ".join(TITLES[kind] for kind in carried),
        _company(last, choices) if carried else "",
        row.team,
        row.owner or "",
    )
