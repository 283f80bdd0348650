"""Which entries of the trail are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause

from desktop.domain.audit import EVENTS_OF, AuditKind
from desktop.domain.local_time import local
from desktop.services.undo import EXPORT
from desktop.storage import tables

_event = tables.metadata.tables["audit_event"]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked for; times are from ``since`` (included) until ``until`` (not)."""

    user_id: UUID | None = None
    kind: AuditKind | None = None
    person_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def conditions(asked: AuditFilter, table: FromClause) -> list[ColumnElement[bool]] | None:
    """Which entries of ``change`` or ``audit_event`` are meant, people aside; None: none of it."""
    found: list[ColumnElement[bool]] = []
    exports = table.c.action.startswith(EXPORT, autoescape=True)
    if asked.kind is not None and asked.kind in EVENTS_OF:
        if table is not _event:
            return None
        found.append(table.c.action.in_(sorted(EVENTS_OF[asked.kind])))
    elif asked.kind is not None:
        if table is _event:
            return None
        found.append(exports if asked.kind is AuditKind.TAKEN else ~exports)
    if asked.user_id is not None:
        found.append(table.c.user_id == asked.user_id)
    if asked.since is not None:
        found.append(table.c.at >= asked.since)
    if asked.until is not None:
        found.append(table.c.at < asked.until)
    return found


def filter_words(asked: AuditFilter, zone: str) -> str:
    """What is asked for, in words that name nobody."""
    return ", ".join(_parts(asked, zone)) or "the whole trail"


def _parts(asked: AuditFilter, zone: str) -> Iterator[str]:
    if asked.since is not None:
        yield f"from {local(asked.since, zone):%Y-%m-%d %H:%M}"
    if asked.until is not None:
        yield f"before {local(asked.until, zone):%Y-%m-%d %H:%M}"
    if asked.kind is not None:
        yield f"kind {asked.kind}"
    if asked.user_id is not None:
        yield "by one person"
    if asked.person_id is not None:
        yield "about one person"
