"""The queue of promises, in the order in which they fall due.

Every page is a walk along the partial index of open callbacks, group after group, from where the
last page ended; nothing is sorted or counted to open it. ``state`` is written into the statements
as a literal, since SQLite takes a partial index only when it sees its condition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from desktop.domain.folding import fold, words_of
from desktop.domain.number_search import search_digits
from desktop.domain.safety_climb import climb_steps
from desktop.domain.vocabulary import AttemptResult, CallbackKind, DueGroup
from desktop.domain.wording import SOON
from desktop.services.actor import Actor
from desktop.services.closed_sites import teams_without_people
from desktop.services.numbers import digits_typed
from desktop.services.queue_owners import mine, my_teams
from desktop.services.queue_row import (
    QueueCounts,
    QueueCursor,
    QueuePage,
    QueueRow,
    Reader,
    StoredRow,
    ViewFilter,
    asks_reader,
    contact_of,
    queue_row,
)
from desktop.services.records import storable_text
from desktop.storage import tables
from desktop.storage.column_types import Key, UtcTime
from desktop.storage.search import numbers_by_digits, people_by_words

_of = tables.metadata.tables
_c = _of["callback"].c
_person = _of["person"].alias("who")
_subject = _of["person"].alias("subject")
_number = _of["phone_number"]
_team = _of["team"]
_owner = _of["user_account"].alias("owner")
_holder = _of["user_account"].alias("holder")
_lease = _of["lease"]
_call = _of["call"]
_attempt = _of["attempt"]

OPEN: ColumnElement[bool] = _c.state == literal_column("'open'")
CLOSED: ColumnElement[bool] = _c.state == literal_column("'closed'")
IS_SAFETY: ColumnElement[bool] = _c.kind == literal_column("'safety'")
IS_OTHER: ColumnElement[bool] = _c.kind != literal_column("'safety'")

_SAFETY_FIRST = {
    0: DueGroup.OVERDUE,
    3: DueGroup.SOON,
    5: DueGroup.LATER,
    7: DueGroup.WAITING,
}
"""In each group the safety follow-ups come first. They are few, so they are read at once."""
_GROUP_OF = {1: 0, 2: 1, 4: 2, 6: 3, 8: 4}
"""The other stretches, each along the index of open callbacks."""
_SEGMENTS = range(9)
_CLOSED_SEGMENT = -1
_MOST_FOUND = 100
"""People or numbers that a text among the closed promises may mean."""


def page(
    conn: Connection,
    actor: Actor,
    view: ViewFilter,
    now: datetime,
    limit: int,
    after: QueueCursor | None,
) -> QueuePage:
    """At most ``limit`` rows of a view. With ``after`` the groups are those of the first page, so
    that the clock moving on between two pages neither skips nor repeats a promise."""
    as_of = after.as_of if after else now
    asking = safety_asking(conn, actor, now) if view.who == "mine" else ()
    narrowed = (*_narrowed(conn, view, actor, asking), *_holding(conn, view))
    found: list[tuple[int, QueueRow]] = []
    safety: tuple[QueueRow, ...] | None = None
    for segment in _segments_of(view):
        if after and segment < after.segment:
            continue
        last = after if after and segment == after.segment else None
        if segment in _SAFETY_FIRST:
            if safety is None:
                query = _ROWS.where(OPEN, IS_SAFETY, *narrowed).order_by(_c.due_at, _c.id)
                safety = tuple(_read(conn, query, now, actor, as_of))
            group = _SAFETY_FIRST[segment]
            found += [
                (segment, row)
                for row in safety
                if row.group is group
                and (last is None or (row.due_at, row.id) > (last.at, last.id))
            ]
            if len(found) > limit:
                break
            continue
        query = _walk(segment, as_of, last).where(*narrowed)
        query = query.limit(limit + 1 - len(found))
        found += [(segment, row) for row in _read(conn, query, now, actor, as_of)]
        if len(found) > limit:
            break
    if len(found) <= limit:
        return QueuePage(tuple(row for _, row in found), None)
    segment, row = found[limit - 1]
    at = row.closed_at if segment == _CLOSED_SEGMENT and row.closed_at else row.due_at
    kept = tuple(row for _, row in found[:limit])
    return QueuePage(kept, QueueCursor(as_of, segment, at, row.id))


def chosen(conn: Connection, actor: Actor, view: ViewFilter, now: datetime) -> Select[Any]:
    """The identities of all callbacks that stand in a view at ``now``, in no order."""
    rows = (
        _of["callback"]
        .outerjoin(_person, _person.c.id == _c.person_id)
        .outerjoin(_subject, _subject.c.id == _c.subject_id)
        .outerjoin(_number, _number.c.id == _c.number_id)
        .outerjoin(_call, _call.c.id == _c.call_id)
    )
    if view.who == "closed":
        shown = CLOSED
    else:
        groups = (_GROUP_OF[part] for part in _segments_of(view) if part in _GROUP_OF)
        shown = and_(OPEN, or_(*(_group(group, now) for group in groups)))
    asking = safety_asking(conn, actor, now) if view.who == "mine" else ()
    narrowed = (*_narrowed(conn, view, actor, asking), *_holding(conn, view))
    return select(_c.id).select_from(rows).where(shown, *narrowed)


def counts(conn: Connection, actor: Actor, now: datetime) -> QueueCounts:
    """One pass over the index of open callbacks, and the next one that falls due."""
    numbers = conn.execute(
        select(
            func.count().filter(or_(_group(0, now), _group(1, now))).label("overdue"),
            func.count().filter(_group(2, now)).label("soon"),
            func.count().filter(mine(actor)).label("mine"),
            func.count().filter(my_teams(conn, actor)).label("team"),
            func.count().filter(_group(4, now)).label("waiting"),
            func.count().label("all"),
        )
        .select_from(_of["callback"])
        .where(OPEN)
    ).one()
    coming = _ROWS.where(OPEN, _c.due_at > now).order_by(_c.due_at, _c.id).limit(1)
    following = next(_read(conn, coming, now, actor, now), None)
    return QueueCounts(
        due_now=numbers.overdue + numbers.soon,
        overdue=numbers.overdue,
        soon=numbers.soon,
        mine=numbers.mine + sum(not row.is_mine for row in safety_asking(conn, actor, now)),
        team=numbers.team,
        waiting=numbers.waiting,
        all=numbers.all,
        next_due_at=following.due_at if following else None,
        next_name=following.name if following else None,
    )


def fallen_due(
    conn: Connection, actor: Actor, since: datetime, until: datetime
) -> tuple[QueueRow, ...]:
    """What fell due after ``since`` and by ``until`` for me: mine, my team's, that of a team nobody
    sits with, and every safety follow-up, whoever owns it."""
    query = _ROWS.where(
        OPEN,
        _c.due_at > since,
        _c.due_at <= until,
        or_(mine(actor), my_teams(conn, actor), _c.kind == CallbackKind.SAFETY),
    ).order_by(_c.due_at, _c.id)
    return tuple(_read(conn, query, until, actor, until))


def open_safety(conn: Connection, actor: Actor, now: datetime) -> tuple[QueueRow, ...]:
    """Every open safety follow-up, whoever owns it: there are few."""
    query = _ROWS.where(OPEN, IS_SAFETY).order_by(_c.due_at, _c.id)
    return tuple(_read(conn, query, now, actor, now))


def safety_asking(conn: Connection, actor: Actor, now: datetime) -> tuple[QueueRow, ...]:
    """The safety follow-ups that somebody is asked to act on now."""
    return tuple(row for row in open_safety(conn, actor, now) if row.asks_me)


def climbed(
    conn: Connection, actor: Actor, since: datetime | None, until: datetime
) -> tuple[QueueRow, ...]:
    """The safety follow-ups that came to ask this person after ``since`` and by ``until``, by
    their climb alone, each with that step of it; all that ask now without ``since``."""
    if since is None:
        return safety_asking(conn, actor, until)
    reader = reader_of(conn, actor)
    stored = (StoredRow(*row) for row in conn.execute(_SAFETY, {"this_now": until}))
    found = []
    for each in stored:
        steps = climb_steps(each.first_due_at, contact_of(each))
        fresh = [step for step in steps if since < step.since <= until]
        if fresh and asks_reader(fresh[-1], each, reader):
            found.append(replace(queue_row(each, reader, until), climb=fresh[-1]))
    return tuple(found)


def reader_of(conn: Connection, actor: Actor) -> Reader:
    """Who looks, as far as the queue minds."""
    unattended = frozenset(teams_without_people(conn))
    return Reader(actor.user_id, actor.team_id, actor.role, unattended)


def one(conn: Connection, actor: Actor, callback_id: UUID, now: datetime) -> QueueRow | None:
    """The row of one callback, open or closed."""
    return next(_read(conn, _ROWS.where(_c.id == callback_id), now, actor, now), None)


def _segments_of(view: ViewFilter) -> Sequence[int]:
    if view.who == "closed":
        return (_CLOSED_SEGMENT,)
    if view.who == "due":
        return _SEGMENTS[:5]
    return _SEGMENTS[-2:] if view.who == "waiting" else _SEGMENTS


def _segment(segment: int, as_of: datetime) -> ColumnElement[bool]:
    """One stretch of the others: late; asking for a decision with time left; and so on."""
    return and_(_group(_GROUP_OF[segment], as_of), IS_OTHER)


def _group(group: int, as_of: datetime) -> ColumnElement[bool]:
    """The groups of :func:`desktop.domain.due_groups.due_group`, each a stretch of the index: late;
    asking for a decision with time left; due soon; later; waiting."""
    soon = as_of + SOON
    if group == 0:
        return _c.due_at <= as_of
    if group == 1:
        return and_(_c.due_at > as_of, _c.needs_decision.is_(True))
    undecided = _c.needs_decision.is_(False)
    if group == 2:
        return and_(_c.due_at > as_of, _c.due_at <= soon, undecided)
    waits = _c.milestone.is_(None) if group == 3 else _c.milestone.is_not(None)
    return and_(_c.due_at > soon, undecided, waits)


def _walk(segment: int, as_of: datetime, after: QueueCursor | None) -> Select[Any]:
    closed = segment == _CLOSED_SEGMENT
    at = _c.closed_at if closed else _c.due_at
    if closed:
        query = _ROWS.where(CLOSED).order_by(at.desc(), _c.id.desc())
    else:
        query = _ROWS.where(OPEN, _segment(segment, as_of)).order_by(at, _c.id)
    if after is None:
        return query
    here = tuple_(at, _c.id)
    last = tuple_(literal(after.at, UtcTime()), literal(after.id, Key()))
    return query.where(here < last if closed else here > last)


def _narrowed(
    conn: Connection, view: ViewFilter, actor: Actor, asking: Sequence[QueueRow]
) -> Iterator[ColumnElement[bool]]:
    if view.who == "mine":
        others = [row.id for row in asking if not row.is_mine]
        yield or_(mine(actor), _c.id.in_(others)) if others else mine(actor)
    if view.who == "team":
        yield my_teams(conn, actor)
    if view.reason is not None:
        yield _c.reason == view.reason
    if view.team_id is not None:
        yield _c.owner_team_id == view.team_id
    if view.owner_id is not None:
        yield _c.owner_user_id == view.owner_id
    if view.site_id is not None:
        yield _c.site_id == view.site_id


def _holding(conn: Connection, view: ViewFilter) -> Iterator[ColumnElement[bool]]:
    """What the text filter asks of a row."""
    if not view.text.strip():
        return
    yield _about(conn, view.text) if view.who == "closed" else _holds(view.text)


def _holds(text: str) -> ColumnElement[bool]:
    """The text stands somewhere in the name or the number; % and _ are letters like others."""
    folded, typed = fold(text), storable_text(text.strip().lower())
    found = [
        _person.c.name_key.contains(folded, autoescape=True),
        _subject.c.name_key.contains(folded, autoescape=True),
        func.lower(_call.c.speaker_name).contains(typed, autoescape=True),
    ]
    digits = search_digits(text)
    if digits:
        found.append(_number.c.e164.contains(digits, autoescape=True))
    return or_(*found)


def _about(conn: Connection, text: str) -> ColumnElement[bool]:
    """Of whom the words of the name, or of what the first or last digits, are meant: there are far
    too many closed promises to look into each."""
    people = people_by_words(conn, words_of(text), _MOST_FOUND)
    digits = digits_typed(text)
    numbers = numbers_by_digits(conn, digits, _MOST_FOUND) if digits else ()
    named = [person.person_id for person in people]
    return or_(
        _c.person_id.in_(named),
        _c.subject_id.in_(named),
        _c.number_id.in_([number.number_id for number in numbers]),
    )


def _read(
    conn: Connection, query: Select[Any], now: datetime, actor: Actor, as_of: datetime
) -> Iterator[QueueRow]:
    rows = conn.execute(query, {"this_now": now})
    reader = reader_of(conn, actor)
    return (queue_row(StoredRow(*row), reader, as_of) for row in rows)


def _build_rows() -> Select[Any]:
    """Every column of :class:`StoredRow`. All joins are outer ones: the walk stays on callbacks."""
    last_note = (
        select(_attempt.c.note)
        .where(_attempt.c.callback_id == _c.id)
        .order_by(_attempt.c.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    reached_at = (
        select(func.max(_attempt.c.at))
        .where(_attempt.c.callback_id == _c.id, _attempt.c.result == AttemptResult.REACHED)
        .scalar_subquery()
    )
    joined = (
        _of["callback"]
        .outerjoin(_person, _person.c.id == _c.person_id)
        .outerjoin(_subject, _subject.c.id == _c.subject_id)
        .outerjoin(_number, _number.c.id == _c.number_id)
        .outerjoin(_call, _call.c.id == _c.call_id)
        .outerjoin(_team, _team.c.id == _c.owner_team_id)
        .outerjoin(_owner, _owner.c.id == _c.owner_user_id)
        .outerjoin(
            _lease,
            and_(
                _lease.c.callback_id == _c.id,
                _lease.c.until > bindparam("this_now", type_=UtcTime()),
            ),
        )
        .outerjoin(_holder, _holder.c.id == _lease.c.user_id)
    )
    named = {
        "person_name": _person.c.name,
        "person_kind": _person.c.kind,
        "person_city": _person.c.city,
        "person_zone": _person.c.zone,
        "subject_name": _subject.c.name,
        "typed_name": _call.c.speaker_name,
        "typed_subject": _call.c.subject_name,
        "e164": _number.c.e164,
        "extension": _number.c.extension,
        "last_note": last_note,
        "reached_at": case((IS_SAFETY, reached_at)),
        "owner_team": _team.c.name,
        "owner_name": _owner.c.name,
        "lease_by": _holder.c.name,
    }
    columns = [
        (named[name] if name in named else _c[name]).label(name) for name in StoredRow.__slots__
    ]
    return select(*columns).select_from(joined)


# Built once: building a statement costs more than running it.
_ROWS = _build_rows()
_SAFETY = _ROWS.where(OPEN, IS_SAFETY)
