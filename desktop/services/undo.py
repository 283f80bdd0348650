"""Undo: the named inverse of a Change, itself a Change.

Its reach is the actor's own Changes, also those of before a restart. Somebody's later change of
the same record wins, and the refusal says whose.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Item, Ledger, Writing, Written
from desktop.services.images import from_json, to_json
from desktop.services.legal_holds import refuse_to_let_go
from desktop.services.records import KINDS
from desktop.storage import tables
from desktop.storage.engine import Database

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]

EXPORT = "export_"
"""How the names of actions begin that change nothing that is here: undo reaches past them."""

Inverse = Callable[[Writing, Actor, Sequence[Item]], None]
"""Takes back the items of one Change, newest first, inside the undoing transaction."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A Change of the actor's that Ctrl+Z would take back."""

    change_id: UUID
    action: str
    at: datetime


def still_as_left(writing: Writing, item: Item, but_for: Sequence[str] = ()) -> bool:
    """Does the record look as the Change left it, ``but_for`` some columns? The versions alone
    differ after an undo."""
    kind = KINDS[item.record]
    current = kind.read(writing.conn, item.record_id)
    if current is None or item.after is None:
        return current is None and item.after is None
    now = json.loads(to_json(current, kind.read_children(writing.conn, item.record_id)))
    then = json.loads(item.after)
    for name in ("version", *but_for):
        now.pop(name), then.pop(name)
    return bool(now == then)


def changed_by(writing: Writing, actor: Actor, record_id: UUID) -> ChangedSince:
    """The refusal of an undo, which says whose later change wins."""
    user_id, name = writing.last_writer(record_id)
    if user_id == actor.user_id:
        return ChangedSince("You changed this again since. Undo the newer change first.")
    return ChangedSince(f"{name} changed this since, so it stays. Open it to see what is new.")


def restore_images(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """Put each record back as it was, unless somebody changed it since (then all stays)."""
    for item in items:
        if not still_as_left(writing, item):
            raise changed_by(writing, actor, item.record_id)
        if item.before is None:
            try:
                writing.delete(item.record, item.record_id)
            except IntegrityError as problem:
                raise ChangedSince(
                    "Something was added to this since, so it stays. Open it to see what is new."
                ) from problem
            continue
        before, children = from_json(KINDS[item.record], item.before)
        if item.after is None:
            writing.reinsert(item.record, before, children)
        else:
            restored = {k: v for k, v in before.items() if k not in ("id", "version")}
            writing.update(item.record, item.record_id, restored, children=children)


class Undo:
    """Finds what can be undone and undoes it. ``inverses`` maps action → inverse."""

    def __init__(
        self, database: Database, ledger: Ledger, inverses: Mapping[str, tuple[Permission, Inverse]]
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._inverses = inverses

    def last(self, actor: Actor) -> Undoable | None:
        """The actor's newest Change that is neither an undo nor undone, if it has an inverse."""
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.read() as conn:
            row = conn.execute(
                select(_change.c.id, _change.c.action, _change.c.at)
                .where(
                    _change.c.user_id == actor.user_id,
                    _change.c.undoes_id.is_(None),
                    _change.c.undone_by_id.is_(None),
                    ~_change.c.action.startswith(EXPORT, autoescape=True),
                )
                .order_by(_change.c.seq.desc())
                .limit(1)
            ).first()
        if row is None or row.action not in self._inverses:
            return None
        return Undoable(row.id, row.action, row.at)

    def undo(self, actor: Actor, change_id: UUID, key: UUID) -> Written:
        """Take a Change back; ``value`` is what the Change had answered.

        Raises :class:`Refused` with the reason when it cannot be.
        """
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.read() as conn:
            row = conn.execute(
                select(_change.c.user_id, _change.c.action, _change.c.result).where(
                    _change.c.id == change_id
                )
            ).first()
        if row is None:
            raise NotFound("There is nothing to undo.")
        if row.user_id != actor.user_id:
            raise Refused("Undo takes back your own work only. Ask the person who did this.")
        if row.action not in self._inverses:
            raise Refused("This cannot be undone. Open it and correct it instead.")
        permission, inverse = self._inverses[row.action]

        def work(writing: Writing) -> UUID | None:
            done = writing.conn.execute(
                select(_change.c.undone_by_id).where(_change.c.id == change_id)
            ).scalar()
            if done is not None:
                raise Refused("This was already undone.")
            rows = writing.conn.execute(
                select(
                    _item.c.record, _item.c.record_id, _item.c.before, _item.c.after, _item.c.salt
                )
                .where(_item.c.change_id == change_id)
                .order_by(_item.c.position.desc())
            ).all()
            if any(r.salt is None for r in rows):
                raise Refused("What this wrote was removed for good, so it cannot be undone.")
            items = [Item(r.record, r.record_id, r.before, r.after) for r in rows]
            items = [item for item in items if not item.is_mark]
            inverse(writing, actor, items)
            refuse_to_let_go(writing.conn, writing.items)
            return UUID(hex=row.result) if row.result else None

        return self._ledger.write(
            actor, f"undo_{row.action}", permission, key, work, undoes_id=change_id
        )
