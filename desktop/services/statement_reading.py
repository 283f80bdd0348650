"""Reads the approved words and what each version is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.number_display import display
from desktop.domain.numbers import read_number
from desktop.domain.statements import Edition, current, ended_at, not_before, standing
from desktop.domain.transition import Course
from desktop.domain.vocabulary import (
    Language,
    MilestoneKind,
    SafetyContactKind,
    StatementState,
)
from desktop.services.course import read_course
from desktop.services.safety_numbers import read_numbers
from desktop.services.statement_rows import StatementRow
from desktop.services.transition_settings import TransitionChoices
from desktop.storage import tables

_statement = tables.metadata.tables["statement"]
_site = tables.metadata.tables["site"]
_users = tables.metadata.tables["user_account"]
_correction = tables.metadata.tables["correction"]
_disclosure = tables.metadata.tables["disclosure"]

_STATEMENTS = (
    select(_statement, _site.c.name.label("site_name"), _correction.c.reason.label("wrong_because"))
    .outerjoin(_site, _site.c.id == _statement.c.site_id)
    .outerjoin(_correction, _correction.c.wrong_id == _statement.c.id)
    .order_by(_statement.c.number.desc(), _statement.c.scope, _statement.c.language)
)
_LAST_HEARD = (
    select(_disclosure.c.statement_id, _disclosure.c.told_at)
    .where(_disclosure.c.told_id == bindparam("this_person"), _disclosure.c.struck_reason.is_(None))
    .order_by(_disclosure.c.told_at.desc(), _disclosure.c.id.desc())
    .limit(1)
)
_TIMES = ("approved_at", "withdrawn_at", "drafted_at", "reviewed_at")


@dataclass(frozen=True, slots=True)
class Book:
    """Every version as it is at one moment, and the rule over them."""

    rows: tuple[StatementRow, ...]
    editions: tuple[Edition, ...]
    course: Course
    now: datetime

    def current(self, site_id: UUID | None, language: Language) -> StatementRow | None:
        """The version that holds now."""
        found = current(self.editions, site_id, language, self.now, self.course.happened)
        return None if found is None else self.of(found.id)

    def of(self, statement_id: UUID) -> StatementRow | None:
        """One version."""
        return next((row for row in self.rows if row.id == statement_id), None)


def read_book(conn: Connection, now: datetime, course: Course | None = None) -> Book:
    """All versions: there are few. ``course`` takes the place of what is stored (to look ahead)."""
    stored = [dict(row) for row in conn.execute(_STATEMENTS).mappings()]
    people = _names(conn, stored)
    course = course or read_course(conn)
    editions = tuple(_edition(row) for row in stored)
    # A clock that was set back does not bring back what has ended.
    now = not_before(now, (row[name] for row in stored for name in _TIMES))
    rows = tuple(
        _row(row, edition, editions, people, course, now)
        for row, edition in zip(stored, editions, strict=True)
    )
    return Book(rows, editions, course, now)


def last_heard(conn: Connection, person_id: UUID) -> tuple[UUID, datetime] | None:
    """The version that somebody heard last themselves, and when."""
    row = conn.execute(_LAST_HEARD, {"this_person": person_id}).first()
    return (row.statement_id, row.told_at) if row else None


def whom_to_ring(
    conn: Connection, choices: TransitionChoices, site_id: UUID | None
) -> tuple[str, str]:
    """The manager who knows more: name and number, "" where nobody is filled in."""
    if choices.manager_number.strip():
        reading = read_number(choices.manager_number)
        said = display(reading.e164, reading.extension) if reading.e164 else choices.manager_number
        return choices.manager_name.strip() or "the manager", said
    duty = read_numbers(conn).on_duty(SafetyContactKind.MANAGER, site_id)
    return (duty.name, duty.number) if duty else (choices.manager_name.strip(), "")


def _edition(row: Mapping[str, Any]) -> Edition:
    until = row["until_milestone"]
    return Edition(
        row["id"],
        row["number"],
        row["site_id"],
        Language(row["language"]),
        StatementState(row["state"]),
        row["approved_at"],
        row["effective_from"],
        row["effective_until"],
        MilestoneKind(until) if until else None,
        row["withdrawn_at"],
    )


def _row(
    row: Mapping[str, Any],
    edition: Edition,
    editions: Sequence[Edition],
    people: Mapping[UUID, str],
    course: Course,
    now: datetime,
) -> StatementRow:
    def who(column: str) -> str:
        return people.get(row[column], "") if row[column] else ""

    return StatementRow(
        id=edition.id,
        number=edition.number,
        site_id=edition.site_id,
        site_name=row["site_name"],
        language=edition.language,
        text=row["text"],
        state=edition.state,
        standing=standing(edition, editions, now, course.happened),
        is_demo=row["is_demo"],
        effective_from=edition.effective_from,
        effective_until=edition.effective_until,
        until_milestone=edition.until_milestone,
        drafted_by=who("drafted_by"),
        drafted_at=row["drafted_at"],
        reviewed_by=who("reviewed_by"),
        reviewed_at=row["reviewed_at"],
        approved_by=who("approved_by"),
        approved_at=row["approved_at"],
        withdrawn_by=who("withdrawn_by"),
        withdrawn_at=row["withdrawn_at"],
        withdrawn_reason=row["withdrawn_reason"] or "",
        wrong_because=row["wrong_because"] or "",
        ended_at=ended_at(edition, editions, now),
        version=row["version"],
    )


def _names(conn: Connection, stored: Sequence[Mapping[str, Any]]) -> Mapping[UUID, str]:
    columns = ("drafted_by", "reviewed_by", "approved_by", "withdrawn_by")
    ids = {row[name] for row in stored for name in columns if row[name] is not None}
    query = select(_users.c.id, _users.c.name).where(_users.c.id.in_(ids))
    return {row.id: row.name for row in conn.execute(query)} if ids else {}
