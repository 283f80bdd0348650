"""Marking a step as happened and taking that back, in parts; see
:mod:`desktop.services.spread_runs`.

Few callbacks make one Change, the usual case. Of many, all parts but the last only make callbacks
due (they may be rung a moment early, which harms nobody); the last marks the step together with
what is left, and what was promised in the meantime. Taking it back begins with the step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.transition import STEPS, TITLES, scope_of
from desktop.domain.vocabulary import MilestoneKind, Permission, RunKind, RunState
from desktop.services import spread_runs
from desktop.services.actor import Actor
from desktop.services.changes import Item, Ledger, Writing, Written
from desktop.services.course import read_course
from desktop.services.images import from_json
from desktop.services.many_records import Row, change_many
from desktop.services.milestone_release import (
    KeepingTeams,
    Release,
    plan_release,
    waiting_for,
)
from desktop.services.milestone_rows import WorkedCallback
from desktop.services.naming import named
from desktop.services.progress import Stopped, Told
from desktop.services.reach import reach, site_of_team
from desktop.services.records import KINDS, Values
from desktop.services.spread_runs import (
    begin_run,
    finish_run,
    note_part,
    parts_left,
    take_back_part,
)
from desktop.services.waiting import due_columns
from desktop.storage import tables
from desktop.storage.engine import Database

_callback = tables.metadata.tables["callback"]
_milestone = tables.metadata.tables["milestone"]
_run = tables.metadata.tables["spread_run"]
_NEEDS = Permission.RUN_TRANSITION
_WORK = ("state", "attempts", "last_attempt_at", "milestone", "due_at", "resolution")
"""What somebody who worked a callback has changed of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be marked. ``version`` is that of the step's row that was seen, 0 without one."""

    kind: MilestoneKind
    site_id: UUID | None
    version: int
    happened_at: datetime | None = None
    custodian: str = ""
    custodian_contact: str = ""


class _Pending:
    """The callbacks that still wait, with the time that was worked out for each."""

    def __init__(self, release: Release) -> None:
        self.due = {each.id: each for each in release.placed}
        self.order = [each.id for each in release.placed]

    def parts(self) -> list[list[UUID]]:
        """All that does not fit into the last part."""
        part = spread_runs.PART
        whole = (len(self.order) - 1) // part * part if self.order else 0
        return [self.order[start : start + part] for start in range(0, whole, part)]


class Marking:
    """Carries it out."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def mark(
        self, actor: Actor, what: Mark, now: datetime, key: UUID, told: Told, stopped: Stopped
    ) -> tuple[Written, int] | None:
        """Mark it: the last Change, whose value is the run, and how many callbacks became due;
        None when it was stopped and taken back."""
        with self._database.read() as conn:
            course = read_course(conn)
            release = plan_release(conn, course, what.kind, what.site_id, now)
        pending = _Pending(release)
        parts = pending.parts()
        run_id = self._begin(actor, what, len(pending.order)) if parts else None
        done = 0
        if run_id is not None:
            for ids in parts:
                if stopped():
                    break
                done += self._release_part(actor, what, run_id, ids, pending)
                told(done, len(pending.order))
            if stopped():
                self.take_back(actor, run_id, RunState.UNDONE)
                return None

        counted = 0

        def work(writing: Writing) -> UUID:
            nonlocal counted
            milestone_id = _hold(writing, actor, what)
            run = run_id or begin_run(
                writing, actor, RunKind.MILESTONE, len(pending.order), milestone_id
            )
            counted = _release(writing, what, _still_waiting(writing, what), pending)
            note_part(writing, run)
            _happened(writing, actor, what, milestone_id)
            finish_run(writing, run, RunState.DONE)
            return run

        written = self._ledger.write(actor, "mark_milestone", _NEEDS, key, work)
        told(done + counted, len(pending.order))
        return written, done + counted

    def unmark(
        self, actor: Actor, milestone_id: UUID, version: int, key: UUID, told: Told
    ) -> tuple[int, tuple[WorkedCallback, ...]]:
        """Take it back: how many wait again, and what was worked since."""
        again = _Again()

        def work(writing: Writing) -> UUID:
            row = writing.row("milestone", milestone_id)
            if row["version"] != version:
                raise writing.changed_since(milestone_id)
            _unhappen(writing, actor, row)
            for run_id in _runs(writing, milestone_id):
                writing.update("spread_run", run_id, {"state": RunState.UNDOING})
                take_back_part(writing, run_id, again.into(writing))
            return milestone_id

        written = self._ledger.write(actor, "unmark_milestone", _NEEDS, key, work)
        if written.repeated:
            return 0, ()
        with self._database.read() as conn:
            runs = [
                row.id
                for row in conn.execute(
                    select(_run.c.id).where(
                        _run.c.milestone_id == milestone_id, _run.c.state == RunState.UNDOING
                    )
                )
            ]
        for run_id in runs:
            self.take_back(actor, run_id, RunState.UNDONE, again, told)
        return again.count, tuple(again.worked)

    def take_back(
        self,
        actor: Actor,
        run_id: UUID,
        state: RunState,
        again: "_Again | None" = None,
        told: Told | None = None,
    ) -> None:
        """Take back what is left of a run, part by part."""
        mine = again or _Again()
        more = True
        while more:

            def work(writing: Writing) -> UUID:
                nonlocal more
                more = take_back_part(writing, run_id, mine.into(writing))
                if not more:
                    finish_run(writing, run_id, state)
                return run_id

            self._ledger.write(actor, "wait_again", _NEEDS, uuid4(), work)
            if told is not None:
                told(mine.count, mine.count)

    def _begin(self, actor: Actor, what: Mark, total: int) -> UUID:
        def work(writing: Writing) -> UUID:
            milestone_id = _hold(writing, actor, what)
            return begin_run(writing, actor, RunKind.MILESTONE, total, milestone_id)

        written = self._ledger.write(actor, "begin_milestone", _NEEDS, uuid4(), work)
        if written.value is None:
            raise RuntimeError("a run that was begun has an identity")
        return written.value

    def _release_part(
        self, actor: Actor, what: Mark, run_id: UUID, ids: Sequence[UUID], pending: _Pending
    ) -> int:
        done = 0

        def work(writing: Writing) -> UUID:
            nonlocal done
            done = _release(writing, what, ids, pending)
            if writing.items:
                note_part(writing, run_id)
            return run_id

        self._ledger.write(actor, "release_waiting", _NEEDS, uuid4(), work)
        return done


def take_back_mark(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of marking, for a step that made few callbacks due. One that needed several
    parts is taken back on the page."""
    for item in items:
        if item.record != "milestone":
            continue
        row = writing.row("milestone", item.record_id)
        runs = _runs(writing, item.record_id)
        if any(parts_left(writing.conn, run_id) > 1 for run_id in runs):
            raise Refused(
                "So many callbacks became due with it that this takes a moment. "
                "Take it back on the Transition page, beside the milestone."
            )
        _unhappen(writing, actor, row)
        for run_id in runs:
            take_back_part(writing, run_id, _Again().into(writing))
            finish_run(writing, run_id, RunState.UNDONE)
        return
    raise NotFound("This milestone is not here any more.")


def _hold(writing: Writing, actor: Actor, what: Mark) -> UUID:
    """The step's row, made where there is none. Raises what keeps it from being marked."""
    found = writing.conn.execute(
        select(_milestone.c.id, _milestone.c.version, _milestone.c.happened_at).where(
            _milestone.c.kind == what.kind, _milestone.c.scope == scope_of(what.site_id)
        )
    ).first()
    if found is None:
        if what.version:
            raise NotFound("This step is not here any more. Look at the page again.")
        check_may_mark(writing, what)
        row = {
            "kind": what.kind,
            "scope": scope_of(what.site_id),
            "site_id": what.site_id,
            "note": "",
            "custodian": "",
            "custodian_contact": "",
            "recorded_by": actor.user_id,
            "recorded_at": writing.now,
        }
        return writing.insert("milestone", row)
    milestone_id: UUID = found.id
    if found.happened_at is not None:
        raise Refused(f"{TITLES[what.kind]} is marked already. Look at the page again.")
    if found.version != what.version and not _began_here(writing, milestone_id):
        raise writing.changed_since(milestone_id)
    check_may_mark(writing, what)
    return milestone_id


def _began_here(writing: Writing, milestone_id: UUID) -> bool:
    """The row was made by this run a moment ago."""
    query = select(_run.c.id).where(
        _run.c.milestone_id == milestone_id, _run.c.state == RunState.RUNNING
    )
    return writing.conn.execute(query).first() is not None


def check_may_mark(writing: Writing, what: Mark) -> None:
    """Raise :class:`Refused` for a step that cannot come any more, a time that is still to come,
    and a closure without a custodian of the records."""
    course = read_course(writing.conn)
    if what.kind in STEPS and course.called_off:
        raise Refused("The sale was called off. Take that back first.")
    if what.kind is MilestoneKind.CALLED_OFF and course.happened(MilestoneKind.CLOSING):
        raise Refused("Closing has happened, so the sale cannot be called off any more.")
    if what.happened_at is not None and what.happened_at > writing.now:
        raise Refused("That time is still to come. Plan it instead, or mark it when it happens.")
    if what.kind is MilestoneKind.CLOSURE and not what.custodian.strip():
        raise Refused("Who keeps the records of the clinic? Name them, then close it.")


def _happened(writing: Writing, actor: Actor, what: Mark, milestone_id: UUID) -> None:
    values: dict[str, Any] = {
        "happened_at": what.happened_at or writing.now,
        "recorded_by": actor.user_id,
        "recorded_at": writing.now,
    }
    if what.custodian.strip():
        values["custodian"] = what.custodian.strip()
        values["custodian_contact"] = what.custodian_contact.strip()
    writing.update("milestone", milestone_id, values)


def _unhappen(writing: Writing, actor: Actor, row: Mapping[str, Any]) -> None:
    if row["happened_at"] is None:
        raise Refused("This step is not marked any more. Look at the page again.")
    kind = MilestoneKind(row["kind"])
    if kind in STEPS and read_course(writing.conn).called_off:
        raise Refused("The sale was called off since. Take that back first.")
    values = {"happened_at": None, "recorded_by": actor.user_id, "recorded_at": writing.now}
    writing.update("milestone", row["id"], values)


def _runs(writing: Writing, milestone_id: UUID) -> list[UUID]:
    """The runs that made callbacks due for it and were not taken back, newest first."""
    query = (
        select(_run.c.id)
        .where(
            _run.c.milestone_id == milestone_id,
            _run.c.state.in_([str(RunState.DONE), str(RunState.RUNNING)]),
        )
        .order_by(_run.c.started_at.desc(), _run.c.id.desc())
    )
    return list(writing.conn.execute(query).scalars())


def _still_waiting(writing: Writing, what: Mark) -> list[UUID]:
    course = read_course(writing.conn)
    query = select(_callback.c.id).where(*waiting_for(course, what.kind, what.site_id))
    return list(writing.conn.execute(query.order_by(_callback.c.due_at, _callback.c.id)).scalars())


def _release(writing: Writing, what: Mark, ids: Sequence[UUID], pending: _Pending) -> int:
    """Those of ``ids`` that still wait become due, those of a clinic that is closed by then with
    another one's team."""
    course = read_course(writing.conn)
    kinds = course.ends_waiting_for(what.kind)
    teams = KeepingTeams(writing.conn, course.once(what.kind, what.site_id, writing.now))

    def change(row: Row) -> Values:
        if row["state"] != "open" or row["milestone"] not in kinds:
            return {}
        team_id = teams[row["owner_team_id"]]
        placed = pending.due.get(row["id"])
        # Without a time it was promised since the times were worked out.
        wanted = placed.due_at if placed is not None else _soonest(writing, row, team_id)
        due_at = min(wanted, row["due_at"])
        return {
            **due_columns(MilestoneKind(row["milestone"]), what.kind, due_at),
            **({} if due_at == row["due_at"] else {"hours_reason": None}),
            "owner_team_id": team_id,
        }

    return change_many(writing, "callback", ids, change)


def _soonest(writing: Writing, row: Row, team_id: UUID) -> datetime:
    site_id = site_of_team(writing.conn, team_id)
    said_zone = row["promised_zone"] if row["zone_certain"] else None
    reached = reach(writing.conn, row["person_id"], row["number_id"], site_id, said_zone)
    return next_suitable(writing.now, reached.candidates, reached.hours, reached.site)


class _Again:
    """Puts callbacks back to waiting; counts them, and lists what was worked since."""

    def __init__(self) -> None:
        self.count = 0
        self.worked: list[WorkedCallback] = []

    def into(self, writing: Writing) -> Any:
        """For the parts of one Change."""

        def put_back(items: Sequence[Item]) -> None:
            images = {
                item.record_id: (item.before, item.after)
                for item in items
                if item.record == "callback" and item.before and item.after
            }

            def change(row: Row) -> Values:
                before, after = images[row["id"]]
                then, _ = from_json(KINDS["callback"], after or "{}")
                if any(row[name] != then[name] for name in _WORK):
                    self.worked.append(_worked(writing, row, then))
                    return {}
                was, _ = from_json(KINDS["callback"], before or "{}")
                names = ["milestone", "waited_on", "due_why", "due_at", "hours_reason"]
                if row["owner_team_id"] == then["owner_team_id"]:
                    names.append("owner_team_id")
                return {name: was[name] for name in names}

            self.count += change_many(writing, "callback", list(images), change)

        return put_back


def _worked(writing: Writing, row: Row, then: Mapping[str, Any]) -> WorkedCallback:
    if row["state"] != then["state"]:
        what = "closed since"
    elif row["attempts"] != then["attempts"]:
        what = "tried since"
    else:
        what = "moved to another time since"
    return WorkedCallback(row["id"], named(writing.conn, row["person_id"], row["number_id"]), what)
