"""Images that are taken out of the trail for good, because a person asked and the law allows.

What was erased stays a stub: who, when, which record, and what it was committed to, so that the
chain still verifies. The erasure is an entry of its own; an image that is blank without one is
tampering.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, update

from desktop.domain.audit import Event
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger
from desktop.storage import tables

_item = tables.metadata.tables["change_item"]
_BLANK = (
    update(_item)
    .where(_item.c.change_id == bindparam("this_change"), _item.c.position == bindparam("this_one"))
    .values(before=None, after=None, salt=None)
)


def erase_items(
    ledger: Ledger,
    actor: Actor,
    needs: Permission,
    items: Collection[tuple[UUID, int]],
    reason: str,
) -> None:
    """Erase these items (the Change, the position in it). ``reason`` names nobody.

    Raises :class:`NotAllowed`.
    """
    demand(actor, needs)

    ledger.note(
        Event.ERASE,
        actor,
        details=noted(items, reason),
        within=lambda conn: blank_items(conn, items),
    )


def blank_items(conn: Connection, items: Collection[tuple[UUID, int]]) -> None:
    """Take the images of these items away, in the transaction of an entry that says so."""
    if items:
        given = [{"this_change": change_id, "this_one": at} for change_id, at in items]
        conn.execute(_BLANK, given)


def noted(items: Collection[tuple[UUID, int]], reason: str) -> dict[str, Any]:
    """The details of that entry, as the check reads them."""
    return {"items": sorted([each.hex, position] for each, position in items), "reason": reason}
