"""Do not call: kept for a person, a number and a purpose. It never stops a safety follow-up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    Permission,
    Resolution,
)
from desktop.services.actor import Actor
from desktop.services.changes import Item, Ledger, Writing
from desktop.services.naming import named
from desktop.services.recorded import Recorded
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

_rows = tables.metadata.tables["do_not_call"]
_callback = tables.metadata.tables["callback"]
_uses = tables.metadata.tables["person_number"]
_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_users = tables.metadata.tables["user_account"]

_STOPS: Mapping[DoNotCallPurpose, frozenset[CallbackKind]] = {
    DoNotCallPurpose.ALL: frozenset(
        {CallbackKind.SERVICE, CallbackKind.MARKETING, CallbackKind.TRANSITION}
    ),
    DoNotCallPurpose.MARKETING: frozenset({CallbackKind.MARKETING}),
    DoNotCallPurpose.TRANSITION: frozenset({CallbackKind.TRANSITION}),
}


@dataclass(frozen=True, slots=True)
class DoNotCallRow:
    """One do-not-call in force. Both ids: this person at this number only. ``by`` set it."""

    id: UUID
    person_id: UUID | None
    number_id: UUID | None
    purpose: DoNotCallPurpose
    reason: str
    set_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a do-not-call did to open promises: those it closed, and how many it may not stop."""

    row_id: UUID
    closed: tuple[UUID, ...]
    safety_open: int

    def sentence(self, name: str) -> str:
        """What it stopped, in words; ``name`` is the person's, or the number."""
        count = len(self.closed)
        promises = "1 promise" if count == 1 else f"{count} promises"
        said = f"Do not call saved for {name}. "
        said += f"{promises} stopped." if count else "No other promise was open."
        if self.safety_open:
            said += " The safety follow-up stays open."
        return said


def stops(kind: CallbackKind, rows: Iterable[DoNotCallRow]) -> DoNotCallRow | None:
    """The first of ``rows`` that stops a callback of this kind; nothing stops a safety one."""
    return next((row for row in rows if covers(row.purpose, kind)), None)


def covers(purpose: DoNotCallPurpose, kind: CallbackKind) -> bool:
    """Whether a do-not-call for this purpose stops callbacks of this kind."""
    return kind in _STOPS[purpose]


def in_force(
    conn: Connection, person_id: UUID | None, number_id: UUID | None
) -> tuple[DoNotCallRow, ...]:
    """What is in force when this person is rung at this number, oldest first.

    With nobody named, what the only person who uses the number asked for counts as well.
    """
    if person_id is None and number_id is not None:
        person_id = _only_person(conn, number_id)
    who = _rows.c.person_id == person_id
    where = _rows.c.number_id == number_id
    nobody, nowhere = _rows.c.person_id.is_(None), _rows.c.number_id.is_(None)
    covers: list[ColumnElement[bool]] = []
    if person_id is not None:
        covers.append(and_(who, nowhere))
    if number_id is not None:
        covers.append(and_(nobody, where))
    if person_id is not None and number_id is not None:
        covers.append(and_(who, where))
    if not covers:
        return ()
    query = (
        select(_rows, _users.c.name.label("by"))
        .select_from(
            _rows.outerjoin(_item, and_(_item.c.record_id == _rows.c.id, _item.c.before.is_(None)))
            .outerjoin(_change, _change.c.id == _item.c.change_id)
            .outerjoin(_users, _users.c.id == _change.c.user_id)
        )
        .where(_rows.c.lifted_at.is_(None), or_(*covers))
        .order_by(_rows.c.set_at, _rows.c.id)
    )
    found: dict[UUID, DoNotCallRow] = {}
    for row in conn.execute(query):
        found.setdefault(row.id, _row(row))
    return tuple(found.values())


def stop(
    writing: Writing,
    actor: Actor,
    person_id: UUID | None,
    number_id: UUID | None,
    purpose: DoNotCallPurpose,
    reason: str,
    spare: Sequence[UUID] = (),
) -> Stopped:
    """Set a do-not-call inside an open Change and close every open promise it covers.

    Safety follow-ups and the callbacks in ``spare`` (which the caller closes itself) are left.
    One that is in force already is not set twice.
    """
    if person_id is None and number_id is None:
        raise Refused("Do not call needs a person or a number. Pick one first.")
    if person_id is not None:
        person_id = who_stays(writing.conn, person_id)
    row_id = _same(writing.conn, person_id, number_id, purpose) or writing.insert(
        "do_not_call",
        {
            "person_id": person_id,
            "number_id": number_id,
            "purpose": purpose,
            "reason": reason,
            "set_at": writing.now,
            "lifted_at": None,
        },
    )
    closed: list[UUID] = []
    safety_open = 0
    for callback_id, kind in _open_callbacks(writing.conn, person_id, number_id):
        if kind is CallbackKind.SAFETY:
            safety_open += 1
        elif covers(purpose, kind):
            closed.append(callback_id)
            if callback_id not in spare:
                writing.update("callback", callback_id, closing(writing, actor))
    return Stopped(row_id, tuple(closed), safety_open)


def closing(writing: Writing, actor: Actor) -> dict[str, object]:
    """The columns of a callback that a do-not-call closes."""
    return {
        "state": CallbackState.CLOSED,
        "resolution": Resolution.DO_NOT_CALL,
        "closed_at": writing.now,
        "closed_by": actor.user_id,
        "needs_decision": False,
        "asks_number": False,
    }


def _let_call_again(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """Take a do-not-call back and open what it closed, unless another one stops that by now."""
    restore_images(writing, actor, items)
    for item in items:
        if item.record != "callback":
            continue
        row = writing.row("callback", item.record_id)
        wishes = in_force(writing.conn, row["person_id"], row["number_id"])
        if stops(CallbackKind(row["kind"]), wishes) is not None:
            name = named(writing.conn, row["person_id"], row["number_id"])
            raise Refused(
                f"Another do not call stops the promise to {name} by now, so this one stays. "
                "Ask a manager to lift both."
            )


def _in_force_again(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """Take a lifting back, unless promises were made since that it would stop unsaid."""
    restore_images(writing, actor, items)
    for item in items:
        row = writing.row("do_not_call", item.record_id)
        purpose = DoNotCallPurpose(row["purpose"])
        reached = _open_callbacks(writing.conn, row["person_id"], row["number_id"])
        if any(covers(purpose, kind) for _, kind in reached):
            raise Refused(
                "Calls were promised since. Set do not call again; it says what it stops."
            )


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "set_do_not_call": (Permission.KEEP_CALLBACKS, _let_call_again),
    "lift_do_not_call": (Permission.LIFT_DO_NOT_CALL, _in_force_again),
}


class DoNotCalls:
    """Sets and lifts do-not-call."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def set(
        self,
        actor: Actor,
        person_id: UUID | None,
        number_id: UUID | None,
        purpose: DoNotCallPurpose,
        reason: str,
        key: UUID,
    ) -> Recorded:
        """Stop calling, and say which promises that stopped. ``value`` is the do-not-call's id."""
        sentence = ""

        def work(writing: Writing) -> UUID:
            nonlocal sentence
            stopped = stop(writing, actor, person_id, number_id, purpose, reason)
            sentence = stopped.sentence(named(writing.conn, person_id, number_id))
            return stopped.row_id

        written = self._ledger.write(actor, "set_do_not_call", Permission.KEEP_CALLBACKS, key, work)
        return Recorded(written, sentence or "This do not call is saved already.")

    def lift(self, actor: Actor, row_id: UUID, reason: str, key: UUID) -> Recorded:
        """Allow calls again; a manager does, and says why. What it closed stays closed."""
        if not reason.strip():
            raise Refused("Lifting a do not call needs a reason. Say why in a few words.")
        sentence = ""

        def work(writing: Writing) -> UUID:
            nonlocal sentence
            row = writing.row("do_not_call", row_id)
            if row["lifted_at"] is not None:
                raise Refused("This do not call was lifted already.")
            kept = f"{row['reason']}\nLifted: {reason.strip()}".strip()
            writing.update("do_not_call", row_id, {"lifted_at": writing.now, "reason": kept})
            name = named(writing.conn, row["person_id"], row["number_id"])
            sentence = f"{name} may be called again. Reopen what was stopped if it still matters."
            return row_id

        written = self._ledger.write(
            actor, "lift_do_not_call", Permission.LIFT_DO_NOT_CALL, key, work
        )
        return Recorded(written, sentence or "This do not call is lifted already.")


def _row(row: Row[Any]) -> DoNotCallRow:
    values = row._mapping
    return DoNotCallRow(
        values["id"],
        values["person_id"],
        values["number_id"],
        DoNotCallPurpose(values["purpose"]),
        values["reason"],
        values["set_at"],
        values["by"] or "",
    )


def _only_person(conn: Connection, number_id: UUID) -> UUID | None:
    people = conn.execute(
        select(_uses.c.person_id).where(_uses.c.number_id == number_id).limit(2)
    ).scalars()
    found = list(people)
    return found[0] if len(found) == 1 else None


def _same(
    conn: Connection, person_id: UUID | None, number_id: UUID | None, purpose: DoNotCallPurpose
) -> UUID | None:
    return conn.execute(
        select(_rows.c.id).where(
            _rows.c.lifted_at.is_(None),
            _rows.c.person_id == person_id if person_id else _rows.c.person_id.is_(None),
            _rows.c.number_id == number_id if number_id else _rows.c.number_id.is_(None),
            _rows.c.purpose == purpose,
        )
    ).scalar()


def _open_callbacks(
    conn: Connection, person_id: UUID | None, number_id: UUID | None
) -> list[tuple[UUID, CallbackKind]]:
    """Every open promise that a do-not-call of this reach is about, whatever its kind."""
    reach: list[ColumnElement[bool]] = []
    if person_id is not None:
        others = _uses.alias()
        users_of_number = (
            select(func.count()).where(others.c.number_id == _uses.c.number_id).scalar_subquery()
        )
        numbers = select(_uses.c.number_id).where(_uses.c.person_id == person_id)
        unnamed = _callback.c.person_id.is_(None)
        theirs_alone = _callback.c.number_id.in_(numbers.where(users_of_number == 1))
        reach.append(or_(_callback.c.person_id == person_id, and_(unnamed, theirs_alone)))
    if number_id is not None:
        reach.append(_callback.c.number_id == number_id)
    query = select(_callback.c.id, _callback.c.kind).where(
        _callback.c.state == CallbackState.OPEN, *reach
    )
    rows = conn.execute(query.order_by(_callback.c.due_at, _callback.c.id))
    return [(row.id, CallbackKind(row.kind)) for row in rows]
