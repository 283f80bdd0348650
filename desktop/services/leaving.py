"""Somebody leaves: what was theirs to do goes to a named person or to the team, in one Change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
)

from desktop.domain.errors import NotFound, Refused
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role
from desktop.services.changes import Item, Writing
from desktop.services.images import from_json, to_json
from desktop.services.records import Kind
from desktop.services.undo import still_as_left
from desktop.storage import tables

_account = tables.metadata.tables["user_account"]
_team = tables.metadata.tables["team"]
_callback = tables.metadata.tables["callback"]
_request = tables.metadata.tables["request"]
_lease = tables.metadata.tables["lease"]
_draft = tables.metadata.tables["draft"]
_safety = tables.metadata.tables["safety_draft"]

_OPEN: ColumnElement[str] = literal_column("'open'")
_WHO: ColumnElement[UUID] = bindparam("this_user")
_PROMISED = select(_callback.c.id).where(
    _callback.c.owner_user_id == _WHO, _callback.c.state == _OPEN
)
_ASKED = select(_request.c.id).where(_request.c.owner_user_id == _WHO, _request.c.state == _OPEN)

CARDS = {kind.name: kind for kind in (Kind(tables.Draft), Kind(tables.SafetyDraft))}
"""Half-typed cards are working state and no records. What of them gets into a Change is whose they
are and where, never what was typed."""
_OWNERSHIP = ("id", "user_id", "desk_id", "team_id", "set_aside_at", "handed_over_at")


@dataclass(frozen=True, slots=True)
class Left:
    """How much somebody leaves behind: open promises, of them those that wait for an event, open
    requests, calls set aside, half-typed calls, and Safety cards that are not saved. ``team`` is
    who gets it where nobody is named."""

    promises: int
    waits: int
    requests: int
    set_aside: int
    drafts: int
    safety_cards: int
    team: str

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has to go to anybody."""
        return not (
            self.promises or self.requests or self.set_aside or self.drafts or self.safety_cards
        )


@dataclass(frozen=True, slots=True)
class Heir:
    """Who goes on with it: somebody named, or all of a team."""

    user_id: UUID | None
    team_id: UUID
    name: str


def left_words(left: Left) -> str:
    """What is left behind, in a sentence."""
    verb = "waits" if left.waits == 1 else "wait"
    waits = f" ({left.waits} of them {verb} for an event)" if left.waits else ""
    counted = (
        (left.promises, "promise", waits),
        (left.requests, "request", ""),
        (left.set_aside, "call set aside", ""),
        (left.drafts, "half-typed call", ""),
        (left.safety_cards, "Safety card", ""),
    )
    parts = [f"{n} {_many(word, n)}{more}" for n, word, more in counted if n]
    if not parts:
        return "Nothing is left behind."
    return f"Left behind: {', '.join(parts)}."


def _many(word: str, count: int) -> str:
    if count == 1:
        return word
    return word.replace("call set", "calls set") if word.startswith("call ") else f"{word}s"


def left_by(conn: Connection, user_id: UUID, desks_team: UUID) -> Left:
    """What somebody would leave behind now."""
    who = {"this_user": user_id}

    def count(query: Select[Any]) -> int:
        counted = select(func.count()).select_from(query.subquery())
        return int(conn.execute(counted, who).scalar_one())

    cards = select(_draft.c.id).where(_draft.c.user_id == _WHO, _draft.c.team_id.is_(None))
    aside = _draft.c.set_aside_at
    return Left(
        count(_PROMISED),
        count(_PROMISED.where(_callback.c.milestone.is_not(None))),
        count(_ASKED),
        count(cards.where(aside.is_not(None))),
        count(cards.where(aside.is_(None))),
        count(select(_safety.c.id).where(_safety.c.user_id == _WHO)),
        heir_of(conn, user_id, None, desks_team).name,
    )


def heir_of(conn: Connection, leaver: UUID, user_id: UUID | None, desks_team: UUID) -> Heir:
    """Who goes on: ``user_id``, or the leaver's team (that of the desk where they had none).

    Raises :class:`Refused` for somebody who cannot.
    """
    whose = select(_account.c.team_id).where(_account.c.id == leaver)
    team_id: UUID = conn.execute(whose).scalar() or desks_team
    if user_id is None:
        name = conn.execute(select(_team.c.name).where(_team.c.id == team_id)).scalar()
        return Heir(None, team_id, str(name or "the team"))
    row = conn.execute(select(_account).where(_account.c.id == user_id)).first()
    if row is None or not row.active or user_id == leaver:
        raise NotFound("This colleague is not here any more. Pick somebody else.")
    if not may(Role(row.role), Permission.KEEP_CALLBACKS):
        raise Refused(f"{row.name} does not ring people. Pick somebody from the desk.")
    return Heir(user_id, row.team_id or team_id, row.name)


def hand_over_work(writing: Writing, leaver: UUID, heir: Heir) -> None:
    """Give everything of :class:`Left` to ``heir``; nobody is at work on it any more."""
    who, owner = {"this_user": leaver}, {"owner_user_id": heir.user_id}
    if heir.user_id is not None:
        owner["owner_team_id"] = heir.team_id
    for record, query in (("callback", _PROMISED), ("request", _ASKED)):
        for record_id in writing.conn.execute(query, who).scalars().all():
            writing.update(record, record_id, owner)
    writing.conn.execute(delete(_lease).where(_lease.c.user_id == leaver))
    typed = (_draft.c.user_id == leaver) & _draft.c.team_id.is_(None)
    hand_over_cards(writing, heir, typed, _safety.c.user_id == leaver)


def leave_what_role_cannot(writing: Writing, user_id: UUID, desks_team: UUID) -> None:
    """Everything of :class:`Left` goes to the team of somebody whose role rings nobody."""
    role = Role(writing.row("user_account", user_id)["role"])
    if not may(role, Permission.KEEP_CALLBACKS):
        hand_over_work(writing, user_id, heir_of(writing.conn, user_id, None, desks_team))


def hand_over_cards(
    writing: Writing, heir: Heir, drafts: ColumnElement[bool], safety: ColumnElement[bool]
) -> int:
    """Give cards to ``heir``, who finds them at every desk among the calls that are set aside; how
    many."""
    named = heir.user_id is not None
    given: dict[str, Any] = {"handed_over_at": writing.now}
    given |= {"user_id": heir.user_id, "team_id": None} if named else {"team_id": heir.team_id}
    rows = writing.conn.execute(select(_draft.c.id, _draft.c.set_aside_at).where(drafts)).all()
    for row in rows:
        _move(writing, "draft", row.id, {"set_aside_at": row.set_aside_at or writing.now, **given})
    cards = writing.conn.execute(select(_safety.c.id).where(safety)).scalars().all()
    for card_id in cards:
        # Without a desk it is offered at every one, without a user to everybody.
        _move(writing, "safety_draft", card_id, {"user_id": heir.user_id, "desk_id": None})
    return len(rows) + len(cards)


def take_work_back(writing: Writing, items: Sequence[Item]) -> list[Item]:
    """Undo of :func:`hand_over_work`: cards go back, and what was worked on since stays where it is
    by now. Returns the items that are left to restore."""
    for item in items:
        if item.record in CARDS:
            _move_back(writing, item)
    kept = ("callback", "request")
    return [
        item
        for item in items
        if item.record not in CARDS and (item.record not in kept or still_as_left(writing, item))
    ]


def _move(writing: Writing, record: str, card_id: UUID, values: dict[str, Any]) -> None:
    kind = CARDS[record]
    before = _ownership(kind.read(writing.conn, card_id) or {})
    kind.update(writing.conn, card_id, values)
    after = {**before, **values}
    writing.items.append(Item(record, card_id, to_json(before, ()), to_json(after, ())))


def _move_back(writing: Writing, item: Item) -> None:
    kind = CARDS[item.record]
    now = kind.read(writing.conn, item.record_id)
    if now is None or item.before is None or to_json(_ownership(now), ()) != item.after:
        return  # logged, thrown away, or taken on by somebody
    before, _ = from_json(kind, item.before)
    _move(writing, item.record, item.record_id, {k: v for k, v in before.items() if k != "id"})


def _ownership(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _OWNERSHIP if name in row}
