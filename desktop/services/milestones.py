"""The steps of the transition: planned, marked as happened, taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.local_time import local_day
from desktop.domain.transition import STEPS, TITLES, scope_of
from desktop.domain.vocabulary import MilestoneKind, Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.course import read_course
from desktop.services.milestone_marking import Mark, Marking, take_back_mark
from desktop.services.milestone_preview import read_preview
from desktop.services.milestone_release import IS_OPEN
from desktop.services.milestone_rows import (
    MarkPreview,
    MarkResult,
    MilestoneQuestion,
    MilestoneRow,
    UnmarkResult,
)
from desktop.services.progress import Stopped, Told, never, no_news
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "plan_milestone": (Permission.RUN_TRANSITION, restore_images),
    "mark_milestone": (Permission.RUN_TRANSITION, take_back_mark),
}

_milestone = tables.metadata.tables["milestone"]
_callback = tables.metadata.tables["callback"]
_site = tables.metadata.tables["site"]
_users = tables.metadata.tables["user_account"]


class Milestones:
    """Anybody at the desk may read; a manager plans, marks and takes back."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._marking = Marking(database, ledger)

    def all(self, actor: Actor) -> tuple[MilestoneRow, ...]:
        """The five steps in their order, then the calling off if it happened or is planned, then
        closures."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.read() as conn:
            return _read(conn)

    def questions(self, actor: Actor) -> tuple[MilestoneQuestion, ...]:
        """Steps whose planned day is over without a word: to be asked of a manager. Answered by
        marking the step, planning another day, or marking that the sale was called off."""
        demand(actor, Permission.LOG_CALLS)
        today = local_day(self._clock(), actor.zone)
        with self._database.read() as conn:
            asked = {(each.kind, each.site_id) for each in read_course(conn).asked_on(today)}
            rows = [row for row in _read(conn) if (row.kind, row.site_id) in asked]
        return tuple(
            MilestoneQuestion(row, row.planned_on, row.waiting, _question(row))
            for row in rows
            if row.planned_on is not None
        )

    def plan(
        self,
        actor: Actor,
        kind: MilestoneKind,
        site_id: UUID | None,
        planned_on: date | None,
        version: int,
        key: UUID,
        note: str = "",
        custodian: str = "",
        custodian_contact: str = "",
    ) -> Recorded:
        """Write down when a step is planned; ``version`` 0 where it has no row yet."""

        def work(writing: Writing, said: list[str]) -> UUID:
            if site_id is not None and kind is not MilestoneKind.CLOSURE:
                raise Refused("Only a closure is of one clinic. The other steps are of all.")
            values: dict[str, Any] = {
                "planned_on": planned_on,
                "note": note.strip(),
                "custodian": custodian.strip(),
                "custodian_contact": custodian_contact.strip(),
                "recorded_by": actor.user_id,
                "recorded_at": writing.now,
            }
            scope = scope_of(site_id)
            known = writing.conn.execute(
                select(_milestone.c.id, _milestone.c.happened_at).where(
                    _milestone.c.kind == kind, _milestone.c.scope == scope
                )
            ).first()
            said.append(f"{TITLES[kind]}: the plan is saved.")
            if known is None:
                if version:
                    raise NotFound("This step is not here any more. Look at the page again.")
                where = {"kind": kind, "scope": scope, "site_id": site_id}
                return writing.insert("milestone", {**where, **values})
            if known.happened_at is not None:
                raise Refused(f"{TITLES[kind]} has happened. Take that back first.")
            milestone_id: UUID = known.id
            writing.update("milestone", milestone_id, values, expected=version)
            return milestone_id

        return record(self._ledger, actor, "plan_milestone", Permission.RUN_TRANSITION, key, work)

    def preview(
        self, actor: Actor, kind: MilestoneKind, site_id: UUID | None = None
    ) -> MarkPreview:
        """What marking would do now. Nothing is written."""
        demand(actor, Permission.RUN_TRANSITION)
        now = self._clock()
        with self._database.read() as conn:
            return read_preview(conn, kind, site_id, now)

    def mark(
        self,
        actor: Actor,
        kind: MilestoneKind,
        site_id: UUID | None,
        version: int,
        key: UUID,
        happened_at: datetime | None = None,
        custodian: str = "",
        custodian_contact: str = "",
        told: Told = no_news,
        stopped: Stopped = never,
    ) -> MarkResult | None:
        """Mark a step as happened; its callbacks become due. None when it was ``stopped``, which
        puts everything back. Give it to a background task: it writes in parts."""
        demand(actor, Permission.RUN_TRANSITION)
        if site_id is not None and kind is not MilestoneKind.CLOSURE:
            raise Refused("Only a closure is of one clinic. The other steps are of all.")
        what = Mark(kind, site_id, version, happened_at, custodian, custodian_contact)
        marked = self._marking.mark(actor, what, self._clock(), key, told, stopped)
        if marked is None:
            return None
        written, count = marked
        if written.value is None:
            raise RuntimeError("a step that was marked has a run")
        milestone_id = next(each.id for each in written.touched if each.record == "milestone")
        became = "1 callback became due" if count == 1 else f"{count:,} callbacks became due"
        said = f"{TITLES[kind]} is marked. {became if count else 'No callback waited for it'}."
        return MarkResult(milestone_id, written.value, count, said)

    def unmark(
        self,
        actor: Actor,
        milestone_id: UUID,
        version: int,
        key: UUID,
        told: Told = no_news,
    ) -> UnmarkResult:
        """Take a marking back: callbacks wait again, those that were worked stay and are listed."""
        demand(actor, Permission.RUN_TRANSITION)
        count, worked = self._marking.unmark(actor, milestone_id, version, key, told)
        again = "1 callback waits again." if count == 1 else f"{count:,} callbacks wait again."
        stays = ""
        if worked:
            were = "1 was" if len(worked) == 1 else f"{len(worked):,} were"
            stays = f" {were} worked since and stay as they are."
        return UnmarkResult(count, worked, f"Taken back. {again}{stays}")


def _read(conn: Connection) -> tuple[MilestoneRow, ...]:
    stored = conn.execute(
        select(_milestone, _site.c.name.label("site_name"), _users.c.name.label("user_name"))
        .outerjoin(_site, _site.c.id == _milestone.c.site_id)
        .outerjoin(_users, _users.c.id == _milestone.c.recorded_by)
    ).mappings()
    rows = {(MilestoneKind(row["kind"]), row["site_id"]): dict(row) for row in stored}
    waiting = _waiting(conn)
    following = read_course(conn).next
    wanted: list[tuple[MilestoneKind, UUID | None]] = [(kind, None) for kind in STEPS]
    if (MilestoneKind.CALLED_OFF, None) in rows:
        wanted.append((MilestoneKind.CALLED_OFF, None))
    closures = [key for key in rows if key[0] is MilestoneKind.CLOSURE]
    wanted += sorted(closures, key=lambda key: rows[key]["site_name"] or "")
    return tuple(
        _row(kind, site_id, rows.get((kind, site_id), {}), waiting, is_next=kind is following)
        for kind, site_id in wanted
    )


def _row(
    kind: MilestoneKind,
    site_id: UUID | None,
    row: Mapping[str, Any],
    waiting: Mapping[tuple[str, UUID | None], int],
    *,
    is_next: bool,
) -> MilestoneRow:
    count = sum(
        many
        for (waited, site), many in waiting.items()
        if waited == kind and site_id in (None, site)
    )
    return MilestoneRow(
        id=row.get("id"),
        kind=kind,
        site_id=site_id,
        site_name=row.get("site_name"),
        planned_on=row.get("planned_on"),
        happened_at=row.get("happened_at"),
        note=row.get("note", ""),
        custodian=row.get("custodian", ""),
        custodian_contact=row.get("custodian_contact", ""),
        recorded_by=row.get("user_name") or "",
        recorded_at=row.get("recorded_at"),
        waiting=count,
        is_next=is_next,
        version=row.get("version", 0),
    )


def _waiting(conn: Connection) -> Mapping[tuple[str, UUID | None], int]:
    """Open callbacks by what they wait for, and at which clinic."""
    query = (
        select(_callback.c.milestone, _callback.c.site_id, func.count())
        .where(IS_OPEN, _callback.c.milestone.is_not(None))
        .group_by(_callback.c.milestone, _callback.c.site_id)
    )
    return {(kind, site_id): many for kind, site_id, many in conn.execute(query)}


def _question(row: MilestoneRow) -> str:
    day = f"{row.planned_on:%B} {row.planned_on.day}" if row.planned_on else ""
    waits = "1 callback waits" if row.waiting == 1 else f"{row.waiting:,} callbacks wait"
    where = f" of {row.site_name}" if row.site_name else ""
    return (
        f"{TITLES[row.kind]}{where} was planned for {day}. Has it happened? {waits} for it. "
        "Mark it, plan another day, or say that the sale was called off."
    )
