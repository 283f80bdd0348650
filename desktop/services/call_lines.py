"""Calls as a list shows them: read in pages along ``(started_at, id)``, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_

from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Source
from desktop.storage import tables
from desktop.storage.prepared import Prepared

ANCHOR = 2_048
"""The most rows that are ever stepped over to get to a page."""

_call = tables.metadata.tables["call"]
_reason = tables.metadata.tables["call_reason"]
_number = tables.metadata.tables["phone_number"]
_site = tables.metadata.tables["site"]
_users = tables.metadata.tables["user_account"]
_speaker = tables.metadata.tables["person"].alias("speaker")
_subject = tables.metadata.tables["person"].alias("subject")


class CallKey(NamedTuple):
    """Where a call stands among all others."""

    started_at: datetime
    id: UUID


FIRST_ID = UUID(int=0)
"""Comes before all others: behind ``CallKey(at, FIRST_ID)`` stands what began before ``at``."""
END = CallKey(datetime(9999, 1, 1, tzinfo=UTC), FIRST_ID)
"""Behind it stand all calls."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call in a list. ``who`` is the speaker's name, else whom it was about, picked or typed;
    empty: nobody yet. ``about`` is whom it was about when that is somebody else. ``seconds`` is
    how long it lasted, None where the end is not known."""

    id: UUID
    version: int
    started_at: datetime
    seconds: int | None
    direction: Direction
    person_id: UUID | None
    who: str
    about: str
    e164: str | None
    extension: str
    number_text: str
    withheld: bool
    called_line: str
    site: str
    reasons: tuple[Reason, ...]
    outcome: CallOutcome | None
    user: str
    source: Source

    @property
    def key(self) -> CallKey:
        """Where it stands."""
        return CallKey(self.started_at, self.id)


PLACE = tuple_(_call.c.started_at, _call.c.id)
NEWEST_FIRST = (_call.c.started_at.desc(), _call.c.id.desc())
_before = (
    tuple_(bindparam("at", type_=_call.c.started_at.type), bindparam("last", type_=_call.c.id.type))
    > PLACE
)


def lines_of(page: Select[Any]) -> Select[Any]:
    """The calls whose ``seq`` a page has, as they are shown."""
    found = page.subquery("page")
    return (
        select(
            _call.c.id,
            _call.c.version,
            _call.c.started_at,
            func.coalesce(_call.c.answered_at, _call.c.started_at).label("from_at"),
            _call.c.ended_at,
            _call.c.direction,
            func.coalesce(_call.c.speaker_id, _call.c.subject_id).label("person_id"),
            func.coalesce(_speaker.c.name, _call.c.speaker_name).label("speaker"),
            func.coalesce(_subject.c.name, _call.c.subject_name).label("subject"),
            _number.c.e164,
            _number.c.extension,
            _call.c.number_text,
            _call.c.withheld,
            _call.c.called_line,
            _site.c.name.label("site"),
            _call.c.outcome,
            _users.c.name.label("user"),
            _call.c.source,
        )
        .select_from(
            found.join(_call, _call.c.seq == found.c.seq)
            .outerjoin(_number, _number.c.id == _call.c.number_id)
            .outerjoin(_speaker, _speaker.c.id == _call.c.speaker_id)
            .outerjoin(_subject, _subject.c.id == _call.c.subject_id)
            .outerjoin(_users, _users.c.id == _call.c.user_id)
            .outerjoin(_site, _site.c.id == _call.c.site_id)
        )
        .order_by(*NEWEST_FIRST)
    )


def reasons_of(page: Select[Any]) -> Select[Any]:
    """The reasons of the calls whose ``seq`` a page has."""
    found = page.subquery("page")
    return select(_reason.c.call_id, _reason.c.position, _reason.c.reason).select_from(
        found.join(_call, _call.c.seq == found.c.seq).join(_reason, _reason.c.call_id == _call.c.id)
    )


_page = (
    select(_call.c.seq)
    .where(_before)
    .order_by(*NEWEST_FIRST)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_LINES = Prepared(lines_of(_page))
_REASONS = Prepared(reasons_of(_page))
_STEP = Prepared(
    select(_call.c.started_at, _call.c.id)
    .where(_before)
    .order_by(*NEWEST_FIRST)
    .limit(1)
    .offset(bindparam("skip"))
)


def read_lines(conn: Connection, before: CallKey, skip: int, most: int) -> tuple[CallLine, ...]:
    """Calls behind ``before``, after ``skip`` of them (at most :data:`ANCHOR`)."""
    given = {"at": before.started_at, "last": before.id, "most": most, "skip": skip}
    return as_lines(_LINES.rows(conn, given), _REASONS.rows(conn, given))


def step(conn: Connection, before: CallKey, rows: int) -> CallKey | None:
    """The call that so many stand between ``before`` and itself, itself included; None where there
    are fewer. ``rows`` is at most :data:`ANCHOR`."""
    given = {"at": before.started_at, "last": before.id, "skip": rows - 1}
    found = _STEP.first(conn, given)
    return CallKey(*found) if found else None


def as_lines(rows: Any, reasons: Any) -> tuple[CallLine, ...]:
    """What the two statements found."""
    picked: defaultdict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for call_id, position, reason in reasons:
        picked[call_id].append((position, reason))
    return tuple([_line(row, picked) for row in rows])


def _line(row: Any, picked: defaultdict[UUID, list[tuple[int, str]]]) -> CallLine:
    (
        key, version, started_at, from_at, ended_at, direction, person_id, speaker, subject,
        e164, extension, number_text, withheld, called_line, site, outcome, user, source,
    ) = row  # fmt: skip
    return CallLine(
        id=key,
        version=version,
        started_at=started_at,
        seconds=None if ended_at is None else max(0, int((ended_at - from_at).total_seconds())),
        direction=_DIRECTIONS[direction],
        person_id=person_id,
        who=speaker or subject or "",
        about=subject if subject and speaker and subject != speaker else "",
        e164=e164,
        extension=extension or "",
        number_text=number_text,
        withheld=bool(withheld),
        called_line=called_line,
        site=site or "",
        reasons=tuple([_REASON[reason] for _, reason in sorted(picked[key])])
        if key in picked
        else (),
        outcome=_OUTCOMES[outcome] if outcome else None,
        user=user or "",
        source=_SOURCES[source],
    )


# A look-up in a dict takes a fifth of what the enumeration's own does.
_DIRECTIONS = {str(each): each for each in Direction}
_OUTCOMES = {str(each): each for each in CallOutcome}
_REASON = {str(each): each for each in Reason}
_SOURCES = {str(each): each for each in Source}
