"""The update list turned into callbacks: spread over days and desks, in parts under one identity.

Each goes through :func:`desktop.services.promising.add_promise` like any other, so nothing gets
past the hours, a do-not-call or a restriction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, or_, select
from sqlalchemy.exc import IntegrityError

from desktop.domain.errors import Refused
from desktop.domain.spreading import Placed, ToPlace, spread
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import (
    CallbackKind,
    MilestoneKind,
    Permission,
    Reason,
    RunKind,
    RunState,
)
from desktop.services.actor import Actor, demand
from desktop.services.affected import CurrentEditions
from desktop.services.changes import Clock, Item, Ledger, Writing
from desktop.services.course import read_course
from desktop.services.leases import end_lease, lease_of
from desktop.services.legal_holds import refuse_to_let_go
from desktop.services.many_ids import some_at_a_time
from desktop.services.milestone_release import IS_OPEN
from desktop.services.milestone_rows import DayOfCallbacks
from desktop.services.open_promise import NO_COMMON_HOUR
from desktop.services.progress import Stopped, Told
from desktop.services.promising import Promise, add_promise, number_to_ring, stopped_by
from desktop.services.spread_lanes import Lanes
from desktop.services.spread_runs import begin_run, finish_run, note_part, take_back_part
from desktop.services.statement_reading import read_book
from desktop.services.transition_settings import read_choices
from desktop.services.undo import Inverse, still_as_left
from desktop.services.update_query import Whom, update_query
from desktop.storage import tables
from desktop.storage.engine import Database

PART = 40
"""So many promises are made at once: each looks at hours, wishes and restrictions, some 40 ms."""
_NEEDS = Permission.RUN_TRANSITION
_callback = tables.metadata.tables["callback"]
_number = tables.metadata.tables["phone_number"]
_attempt = tables.metadata.tables["attempt"]


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """What turning the list into callbacks would do: so many new ones over ``days``. ``has_one``
    have an open callback already; ``stopped`` asked not to be called, ``no_number`` cannot be
    rung: all of them stay on the list."""

    callbacks: int
    days: tuple[DayOfCallbacks, ...]
    last_due_at: datetime | None
    has_one: int
    stopped: int
    no_number: int


@dataclass(frozen=True, slots=True)
class UpdatesMade:
    """What was written, all under ``run_id``."""

    run_id: UUID
    callbacks: int
    said: str


@dataclass(frozen=True, slots=True)
class _Ringing:
    """Somebody to be promised a call."""

    person_id: UUID
    number_id: UUID
    team_id: UUID
    site_id: UUID | None
    due_at: datetime
    out_of_hours: bool


@dataclass(frozen=True, slots=True)
class _Worked:
    plan: UpdatePlan
    ringing: tuple[_Ringing, ...]
    what: str


def _take_back(writing: Writing, _actor: Actor, items: Sequence[Item]) -> None:
    _Back(writing).put_back(items)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "promise_updates": (_NEEDS, _take_back),
}


class UpdateCallbacks:
    """Works the plan out and carries it out."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def plan(self, actor: Actor, whom: Whom, person_ids: tuple[UUID, ...]) -> UpdatePlan:
        """What would be done; nothing is written."""
        demand(actor, _NEEDS)
        with self._database.read() as conn:
            return _work_out(conn, actor, whom, person_ids, self._clock()).plan

    def make(
        self,
        actor: Actor,
        key: UUID,
        whom: Whom,
        person_ids: tuple[UUID, ...],
        told: Told,
        stopped: Stopped,
    ) -> UpdatesMade | None:
        """Promise the calls; None when it was stopped and taken back."""
        demand(actor, _NEEDS)
        with self._database.read() as conn:
            worked = _work_out(conn, actor, whom, person_ids, self._clock())
        if not worked.ringing:
            raise Refused("There is nobody here to promise a call to: see why beside each.")
        total = len(worked.ringing)

        def begin(writing: Writing) -> UUID:
            return begin_run(writing, actor, RunKind.UPDATES, total)

        begun = self._ledger.write(actor, "begin_updates", _NEEDS, key, begin)
        if begun.value is None:
            raise RuntimeError("a run that was begun has an identity")
        done = 0
        for start in range(0, total, PART):
            if stopped():
                self.take_back(actor, begun.value)
                return None
            done += self._part(actor, begun.value, worked, start)
            told(min(start + PART, total), total)
        self._finish(actor, begun.value)
        days = len({each.day for each in worked.plan.days})
        over = "on one day" if days == 1 else f"over {days} days"
        calls = "1 callback" if done == 1 else f"{done:,} callbacks"
        return UpdatesMade(begun.value, done, f"{calls} promised, {over}.")

    def take_back(self, actor: Actor, run_id: UUID) -> int:
        """Take a run back, part by part; what was worked since stays."""
        demand(actor, _NEEDS)
        gone, more = 0, True
        while more:

            def work(writing: Writing) -> UUID:
                nonlocal gone, more
                back = _Back(writing)
                more = take_back_part(writing, run_id, back.put_back)
                gone += back.gone
                if not more:
                    finish_run(writing, run_id, RunState.UNDONE)
                return run_id

            self._ledger.write(actor, "take_back_updates", _NEEDS, uuid4(), work)
        return gone

    def _part(self, actor: Actor, run_id: UUID, worked: _Worked, start: int) -> int:
        made = 0

        def work(writing: Writing) -> UUID:
            nonlocal made
            made = 0
            some = worked.ringing[start : start + PART]
            promised = _have_one(writing.conn, [each.person_id for each in some])
            for each in some:
                if each.person_id in promised:
                    continue  # somebody was quicker
                try:
                    add_promise(writing, actor, _promise(each, worked.what))
                except Refused:
                    continue  # asked not to be called meanwhile, or lost their number
                made += 1
            if writing.items:
                note_part(writing, run_id)
            return run_id

        self._ledger.write(actor, "promise_updates", _NEEDS, uuid4(), work)
        return made

    def _finish(self, actor: Actor, run_id: UUID) -> None:
        def work(writing: Writing) -> UUID:
            finish_run(writing, run_id, RunState.DONE)
            return run_id

        self._ledger.write(actor, "finish_updates", _NEEDS, uuid4(), work)


def _promise(each: _Ringing, what: str) -> Promise:
    return Promise(
        reason=Reason.ACQUISITION,
        what=what,
        due_at=each.due_at,
        kind=CallbackKind.TRANSITION,
        person_id=each.person_id,
        subject_id=each.person_id,
        number_id=each.number_id,
        site_id=each.site_id,
        owner_team_id=each.team_id,
        hours_reason=NO_COMMON_HOUR if each.out_of_hours else "",
    )


def _work_out(
    conn: Connection, actor: Actor, whom: Whom, person_ids: tuple[UUID, ...], now: datetime
) -> _Worked:
    editions = CurrentEditions.of(conn, read_book(conn, now))
    rows = [dict(row) for row in conn.execute(update_query(editions, whom)).mappings()]
    if person_ids:
        wanted = set(person_ids)
        rows = [row for row in rows if row["id"] in wanted]
    promised = _have_one(conn, [row["id"] for row in rows])
    lanes = Lanes(conn, read_choices(conn))
    course = read_course(conn)
    still_open = [
        team
        for team in sorted(lanes.teams.values(), key=_by_name)
        if not course.happened(MilestoneKind.CLOSURE, team.site_id)
    ]
    teams = {team.site_id: team.id for team in still_open}
    ours = {team.id for team in still_open}
    otherwise = next(iter(() if actor.team_id in ours else ours), actor.team_id)
    to_place: list[tuple[dict[str, Any], UUID, ToPlace]] = []
    stopped = no_number = 0
    for row in rows:
        if row["id"] in promised:
            continue
        number_id = number_to_ring(conn, None, row["id"], row["id"])
        if number_id is None:
            no_number += 1
            continue
        if stopped_by(conn, CallbackKind.TRANSITION, row["id"], number_id) is not None:
            stopped += 1
            continue
        e164 = conn.execute(select(_number.c.e164).where(_number.c.id == number_id)).scalar()
        team_id = teams.get(row["site_id"], otherwise)
        lane = lanes.of(team_id, None)
        where = lanes.candidates(row["zone"], e164, None, lane.site.zone)
        hours = lanes.hours(row["hours_from"], row["hours_to"])
        to_place.append((row, number_id, ToPlace(row["id"], lane, where, hours, None)))
    placed = spread([each for _, _, each in to_place], now)
    ringing, by_lane = [], []
    for (row, number_id, who), when in zip(to_place, placed, strict=True):
        due_at = when.due_at
        if when.kept_latest:  # no hour suits both sides: somebody comes early or stays late
            due_at = next_suitable(now, who.candidates, who.hours, who.lane.site)
        team_id = who.lane.key
        ringing.append(
            _Ringing(row["id"], number_id, team_id, row["site_id"], due_at, when.kept_latest)
        )
        by_lane.append((who.lane, Placed(when.id, due_at, when.kept_latest)))
    plan = UpdatePlan(
        callbacks=len(ringing),
        days=lanes.by_day(by_lane),
        last_due_at=max((each.due_at for each in ringing), default=None),
        has_one=len(promised),
        stopped=stopped,
        no_number=no_number,
    )
    newest = max(editions.numbers, default=None)
    what = f"Read them statement v{newest}" if newest else "Tell them what is known of the sale"
    return _Worked(plan, tuple(ringing), what)


def _by_name(team: Any) -> tuple[str, UUID]:
    return team.name, team.id


def _have_one(conn: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Who has an open callback already."""
    found: set[UUID] = set()
    for some in some_at_a_time(ids):
        rows = conn.execute(
            select(_callback.c.person_id, _callback.c.subject_id).where(
                IS_OPEN, or_(_callback.c.person_id.in_(some), _callback.c.subject_id.in_(some))
            )
        )
        found.update(each for row in rows for each in row if each is not None)
    return found & set(ids)


class _Back:
    """Takes promises of a part back; those that were worked stay."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self.gone = 0

    def put_back(self, items: Sequence[Item]) -> None:
        """The items of a part, newest first."""
        conn, now = self._writing.conn, self._writing.now
        for item in items:
            if item.record != "callback" or item.before is not None:
                continue
            tried = select(_attempt.c.id).where(_attempt.c.callback_id == item.record_id)
            if (
                still_as_left(self._writing, item)
                and conn.execute(tried.limit(1)).first() is None
                and lease_of(conn, item.record_id, now) is None
            ):
                self._drop(item.record_id)

    def _drop(self, callback_id: UUID) -> None:
        count = len(self._writing.items)
        try:
            # On its own: one that something refers to by now (a request) stays, or that is held.
            with self._writing.conn.begin_nested():
                end_lease(self._writing.conn, callback_id)
                self._writing.delete("callback", callback_id)
                refuse_to_let_go(self._writing.conn, self._writing.items[count:])
        except (IntegrityError, Refused):
            del self._writing.items[count:]
            return
        self.gone += 1
