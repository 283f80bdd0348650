"""What a handover package holds: whom policy lets go, what belongs to them, what stays behind."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from desktop.domain.vocabulary import HandoverGroup
from desktop.services.holds import kept_back, leaves_out
from desktop.services.images import to_json
from desktop.services.many_ids import some_at_a_time
from desktop.services.milestone_release import IS_OPEN
from desktop.services.records import KINDS
from desktop.storage import tables

_of = tables.metadata.tables
_person, _callback, _request = _of["person"], _of["callback"], _of["request"]
_disclosure, _uses, _number = _of["disclosure"], _of["person_number"], _of["phone_number"]
_dnc = _of["do_not_call"]
_OPEN_REQUEST = _request.c.state == "open"

ORDER = (
    "site",
    "team",
    "user_account",
    "phone_number",
    "person",
    "person_number",
    "person_email",
    "restriction",
    "permission_to_speak",
    "do_not_call",
    "milestone",
    "statement",
    "correction",
    "disclosure",
    "callback",
    "attempt",
    "request",
)
"""Every kind of record there is in a package, whatever it refers to before it."""
_STAFF = ("id", "name")
"""All that goes of somebody on the staff."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of each kind, in :data:`ORDER`, and how many stay behind."""

    lines: Mapping[str, Sequence[str]]
    left_behind: Mapping[str, int]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind."""
        return {record: len(lines) for record, lines in self.lines.items()}


def read_parts(conn: Connection, groups: Collection[HandoverGroup]) -> Parts:
    """Everything that goes."""
    people = _people(conn, groups)
    lines: dict[str, list[str]] = {record: [] for record in ORDER}
    for record in ("site", "team", "milestone", "statement", "correction"):
        lines[record] = _all(conn, record)
    lines["user_account"] = _staff(conn)
    lines["person"] = _rows(conn, "person", _person.c.id, people)
    for record in ("person_number", "person_email", "restriction"):
        lines[record] = _rows(conn, record, _of[record].c.person_id, people)
    both = _of["permission_to_speak"]
    lines["permission_to_speak"] = [
        line
        for line, row in _with_rows(conn, "permission_to_speak", both.c.speaker_id, people)
        if row["subject_id"] in people
    ]
    lines["disclosure"] = _told(conn, people)
    callbacks = _promises(conn, people, without_name=HandoverGroup.OPEN_PROMISE in groups)
    lines["callback"] = [_line(row) for row in callbacks]
    promised = {row["id"] for row in callbacks}
    tried = _with_rows(conn, "attempt", _of["attempt"].c.callback_id, promised)
    lines["attempt"] = [_line({**row, "call_id": None}) for _, row in tried]
    lines["request"] = _asked(conn, people, promised)
    numbers = {row["number_id"] for row in callbacks if row["number_id"] is not None}
    for some in some_at_a_time(people):
        numbers |= set(
            conn.execute(select(_uses.c.number_id).where(_uses.c.person_id.in_(some))).scalars()
        )
    lines["phone_number"] = _rows(conn, "phone_number", _number.c.id, numbers)
    lines["do_not_call"] = _wishes(conn, people, numbers)
    return Parts(lines, _left_behind(conn, lines))


def _people(conn: Connection, groups: Collection[HandoverGroup]) -> set[UUID]:
    """Whom policy lets go. Whoever said no stays."""
    open_promise = (
        select(_callback.c.subject_id)
        .where(IS_OPEN, _callback.c.subject_id.is_not(None))
        .union(select(_callback.c.person_id).where(IS_OPEN, _callback.c.person_id.is_not(None)))
    )
    open_request = select(_request.c.person_id).where(
        _OPEN_REQUEST, _request.c.person_id.is_not(None)
    )
    of_group: Mapping[HandoverGroup, ColumnElement[bool]] = {
        HandoverGroup.CONSENTED: _person.c.handover_consent == "yes",
        HandoverGroup.OPEN_PROMISE: _person.c.id.in_(open_promise),
        HandoverGroup.OPEN_REQUEST: _person.c.id.in_(open_request),
        HandoverGroup.RUNNING_SERIES: _person.c.series_left.is_not(None),
        HandoverGroup.NEXT_APPOINTMENT: _person.c.next_appointment_at.is_not(None),
        HandoverGroup.PREPAID: _person.c.prepaid_cents.is_not(None),
    }
    if not groups:
        return set()
    query = select(_person.c.id).where(
        or_(*(of_group[each] for each in groups)),
        func.coalesce(_person.c.handover_consent, "") != "no",
    )
    return set(conn.execute(query).scalars()) - kept_back(conn)


def _told(conn: Connection, people: set[UUID]) -> list[str]:
    """The ledger of these people, struck entries too. The call stays behind, and so does whom it
    concerned where that is somebody who does not go."""
    found = []
    for _, row in _with_rows(conn, "disclosure", _disclosure.c.told_id, people):
        subject = row["subject_id"] if row["subject_id"] in people else None
        found.append(_line({**row, "call_id": None, "subject_id": subject}))
    return found


def _promises(conn: Connection, people: set[UUID], *, without_name: bool) -> list[dict[str, Any]]:
    """Open promises to people who go, about people who go."""
    table = KINDS["callback"].table
    columns = [column for column in table.c if column.name != "seq"]
    query = select(*columns).where(IS_OPEN).order_by(_callback.c.id)
    out = leaves_out(kept_back(conn), (_callback.c.person_id,), _callback.c.number_id)
    found = []
    for row in conn.execute(query.where(*out)).mappings():
        named = [row[name] for name in ("person_id", "subject_id") if row[name] is not None]
        if all(each in people for each in named) and (named or without_name):
            found.append({**row, "call_id": None})
    return found


def _asked(conn: Connection, people: set[UUID], promised: set[UUID]) -> list[str]:
    """Open requests about people who go, or of another clinic about nobody by name."""
    found = []
    kind = KINDS["request"]
    for request_id in (
        conn.execute(select(_request.c.id).where(_OPEN_REQUEST).order_by(_request.c.id))
        .scalars()
        .all()
    ):
        row = kind.read(conn, request_id) or {}
        named = [row[name] for name in ("person_id", "asked_by_id") if row[name] is not None]
        if not named or not all(each in people for each in named):
            continue
        live = row["callback_id"] if row["callback_id"] in promised else None
        why = row["no_callback_reason"] or ("" if live else "Its callback stayed behind.")
        row |= {"call_id": None, "callback_id": live, "no_callback_reason": why}
        found.append(to_json(row, kind.read_children(conn, request_id)))
    return found


def _wishes(conn: Connection, people: set[UUID], numbers: set[UUID]) -> list[str]:
    found = {row["id"]: row for _, row in _with_rows(conn, "do_not_call", _dnc.c.person_id, people)}
    for _, row in _with_rows(conn, "do_not_call", _dnc.c.number_id, numbers):
        if row["person_id"] is None:
            found[row["id"]] = row
    return [
        _line(row)
        for row in found.values()
        if row["number_id"] is None or row["number_id"] in numbers
    ]


def _staff(conn: Connection) -> list[str]:
    users = _of["user_account"]
    rows = conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).mappings()
    return [json.dumps({name: _plain(row[name]) for name in _STAFF}) for row in rows]


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _all(conn: Connection, record: str) -> list[str]:
    table = KINDS[record].table
    columns = [column for column in table.c if column.name != "seq"]
    rows = conn.execute(select(*columns).order_by(table.c.id)).mappings()
    return [_line(dict(row)) for row in rows]


def _rows(
    conn: Connection, record: str, column: ColumnElement[Any], ids: Collection[UUID]
) -> list[str]:
    return [line for line, _ in _with_rows(conn, record, column, ids)]


def _with_rows(
    conn: Connection, record: str, column: ColumnElement[Any], ids: Collection[UUID]
) -> Iterable[tuple[str, dict[str, Any]]]:
    """Rows of a kind whose ``column`` is one of ``ids``, in the order of their identity."""
    table = KINDS[record].table
    columns = [each for each in table.c if each.name != "seq"]
    found: list[dict[str, Any]] = []
    for some in some_at_a_time(ids):
        found += map(dict, conn.execute(select(*columns).where(column.in_(some))).mappings())
    for row in sorted(found, key=lambda row: row["id"]):
        yield _line(row), row


def _line(row: Mapping[str, Any]) -> str:
    """One line; what is made of other columns (search words) is made again on the other side."""
    return to_json(row, ())


def _left_behind(conn: Connection, lines: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    def total(record: str, *where: ColumnElement[bool]) -> int:
        table = _of[record]
        return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    return {
        "person": total("person", _person.c.name_key != "") - len(lines["person"]),
        "consent_refused": total("person", _person.c.handover_consent == "no"),
        "disclosure": total("disclosure") - len(lines["disclosure"]),
        "callback": total("callback", IS_OPEN) - len(lines["callback"]),
        "request": total("request", _OPEN_REQUEST) - len(lines["request"]),
        "call": total("call"),
        "safety_event": total("safety_event"),
        "lead": total("lead"),
    }
