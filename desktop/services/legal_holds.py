"""Legal holds: whose records may not go, whoever would take them away."""

import json
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import HoldKind
from desktop.services.changes import Item
from desktop.services.records import KINDS
from desktop.services.who_stays import OWN_STORY, references
from desktop.storage import tables

_of = tables.metadata.tables
_hold, _uses = _of["person_hold"], _of["person_number"]
_SAY_SO: Final = OWN_STORY | {"person_hold"}
"""Records that tell nothing but who is who, and who is held."""
_ABOVE: Final = {"callback_id": "callback", "call_id": "call"}
"""Where the person of a record without one stands."""


def held_for_law(conn: Connection) -> set[UUID]:
    """Everybody of whom nothing may be removed. They are few."""
    held = select(_hold.c.person_id).where(
        _hold.c.kind == HoldKind.LEGAL, _hold.c.lifted_at.is_(None)
    )
    return set(conn.execute(held).scalars())


def refuse_to_let_go(conn: Connection, items: Iterable[Item]) -> None:
    """Raise :class:`Refused` where these items of what is being taken back let go of a record that
    names somebody with a legal hold: the trail would keep it, but the record stays."""
    gone = [item for item in items if item.record not in _SAY_SO and _is_gone(item)]
    held = held_for_law(conn) if gone else set()
    if held and any(held & set(_named(conn, item)) for item in gone):
        raise Refused(
            "There is a legal hold on somebody whom this concerns, so it stays. "
            "Correct it instead, or ask a manager."
        )


def _is_gone(item: Item) -> bool:
    """Whether it is not there any more, or names nobody any more."""
    if item.before is None or item.after is None:
        return item.after is None
    return bool(_people(item.record, item.before)) and not _people(item.record, item.after)


def _named(conn: Connection, item: Item) -> Iterator[UUID]:
    image = json.loads(item.before or "{}")
    if item.record == "person":
        yield item.record_id
    people = _people(item.record, item.before or "{}")
    yield from people
    if not people and image.get("number_id"):
        at_it = select(_uses.c.person_id).where(_uses.c.number_id == UUID(hex=image["number_id"]))
        users = set(conn.execute(at_it).scalars())
        # What was with a number of theirs alone is theirs, as where it is looked for to be removed.
        yield from users if len(users) == 1 else ()
    for column, record in _ABOVE.items():
        if image.get(column) and not references(_of[item.record]):
            above = KINDS[record].read(conn, UUID(hex=image[column])) or {}
            yield from (above[each] for each in references(_of[record]) if above.get(each))


def _people(record: str, image: str) -> set[UUID]:
    columns = references(_of[record])
    named = json.loads(image) if columns else {}
    return {UUID(hex=named[each]) for each in columns if named.get(each)}
