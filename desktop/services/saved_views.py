"""Filters of the queue that somebody keeps as tabs of their own."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, cast, get_args
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.folding import fold
from desktop.domain.vocabulary import Permission, Reason
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.queue_row import ViewFilter, Who
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

_view = tables.metadata.tables["saved_view"]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "save_view": (Permission.KEEP_CALLBACKS, restore_images),
    "remove_view": (Permission.KEEP_CALLBACKS, restore_images),
}


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A tab of one's own."""

    id: UUID
    name: str
    filter: ViewFilter
    version: int


class SavedViews:
    """Keeps the views of each user apart."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def views(self, actor: Actor) -> tuple[SavedViewRow, ...]:
        """The actor's views, in the order they were first saved."""
        demand(actor, Permission.KEEP_CALLBACKS)
        with self._database.read() as conn:
            rows = conn.execute(
                select(_view.c.id, _view.c.name, _view.c.filter, _view.c.version)
                .where(_view.c.user_id == actor.user_id)
                .order_by(_view.c.position, _view.c.id)
            )
            return tuple(
                SavedViewRow(row.id, row.name, _from_json(row.filter), row.version) for row in rows
            )

    def save_view(self, actor: Actor, name: str, view: ViewFilter, key: UUID) -> Written:
        """Keep a view; one of the same name is replaced. ``value`` is its id."""
        name = " ".join(name.split())
        if not name:
            raise Refused("A view needs a name. Give it a short one.")

        def work(writing: Writing) -> UUID:
            mine = _view.c.user_id == actor.user_id
            rows = writing.conn.execute(select(_view.c.id, _view.c.name).where(mine)).all()
            same = next((row.id for row in rows if fold(row.name) == fold(name)), None)
            kept = {"name": name, "filter": _to_json(view)}
            if isinstance(same, UUID):
                writing.update("saved_view", same, kept)
                return same
            last = writing.conn.execute(select(func.max(_view.c.position)).where(mine)).scalar()
            position = 0 if last is None else last + 1
            owner = {"user_id": actor.user_id, "position": position}
            return writing.insert("saved_view", {**kept, **owner})

        return self._ledger.write(actor, "save_view", Permission.KEEP_CALLBACKS, key, work)

    def remove_view(self, actor: Actor, view_id: UUID, key: UUID) -> Written:
        """Take one of the actor's views away."""

        def work(writing: Writing) -> UUID:
            if writing.row("saved_view", view_id)["user_id"] != actor.user_id:
                raise NotFound("This view is not yours. Remove one of your own.")
            writing.delete("saved_view", view_id)
            return view_id

        return self._ledger.write(actor, "remove_view", Permission.KEEP_CALLBACKS, key, work)


def _to_json(view: ViewFilter) -> str:
    plain = {k: v.hex if isinstance(v, UUID) else v for k, v in asdict(view).items()}
    return json.dumps(plain, sort_keys=True)


def _from_json(text: str) -> ViewFilter:
    """What another version of the program wrote is taken as far as it is known here."""
    body: dict[str, Any] = json.loads(text)
    known = {f.name for f in fields(ViewFilter)}
    values = {k: v for k, v in body.items() if k in known and v is not None}
    values |= {k: UUID(hex=v) for k, v in values.items() if k.endswith("_id")}
    reason = values.pop("reason", None)
    who = values.pop("who", "all")
    return ViewFilter(
        who=cast("Who", who) if who in get_args(Who) else "all",
        reason=Reason(reason) if reason in set(Reason) else None,
        **values,
    )
