"""What becomes of one record when the import that wrote it is taken back.

What somebody has worked on since stays, and so does what another source, another import, or the
same source by itself has told of by now: it knows that we have it and never tells it again. The
promise and the message of a call that stays stay with it. The promise of a call that goes is passed
on to whoever rang again and joined it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, distinct, exists, func, or_, select, union_all
from sqlalchemy.exc import IntegrityError

from desktop.domain.errors import NotFound, Refused
from desktop.services.changes import Item, Writing
from desktop.services.images import from_json
from desktop.services.legal_holds import refuse_to_let_go
from desktop.services.missed_again import pass_on
from desktop.services.records import KINDS
from desktop.services.undo import still_as_left
from desktop.storage import tables

_of = tables.metadata.tables
_part = _of["import_part"]
_item = _of["change_item"]
_key = _of["incoming_key"]

_FORGET = delete(_key).where(_key.c.record_id == bindparam("this_record"))
_SOURCES = select(func.count(distinct(_key.c.source))).where(
    _key.c.record_id == bindparam("this_record")
)
_WRITTEN = (
    select(_item.c.record, _item.c.record_id, _item.c.before, _item.c.after)
    .join(_part, _part.c.change_id == _item.c.change_id)
    .where(
        _item.c.record_id == bindparam("this_record"),
        _part.c.batch_id == bindparam("this_batch"),
        or_(
            _part.c.position < bindparam("this_part"),
            and_(
                _part.c.position == bindparam("this_part"),
                _item.c.position < bindparam("this_item"),
            ),
        ),
    )
    .order_by(_part.c.position.desc(), _item.c.position.desc())
)
_TOLD_OF: Final = ("call", "lead")
"""Of what other sources may have told too."""
_OF_CALL: Final = ("callback", "voicemail")
"""What a call that comes in brings along."""
_ON_CALL = union_all(
    *(
        select(_of[name].c.id).where(_of[name].c.call_id == bindparam("this_call"))
        for name in _OF_CALL
    )
)
_OWN: Final = ("id", "version")
_USED = select(
    *(
        exists().where(_of[name].c.call_id == bindparam("this_call"))
        for name in ("attempt", "words_read", "disclosure", "request", "safety_event")
    )
)
_HELD = select(
    *(
        exists().where(_of[name].c[column].in_(bindparam("these", expanding=True)))
        for name, column in (
            ("lease", "callback_id"),
            ("request", "callback_id"),
            ("lead", "callback_id"),
            ("safety_event", "follow_up_id"),
        )
    )
)
"""What keeps a promise from going, and with it the call and the message."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far an import has been taken back: all that it wrote from here on has been seen to."""

    import_id: UUID
    part: int
    item: int


def take_back_item(writing: Writing, item: Item, place: Place) -> None:
    """Put one record back as it was before the import, or let it go, unless it stays."""
    if not still_as_left(writing, item):
        return
    if not _may_go(writing, item, place):
        return
    count = len(writing.items)
    try:
        # On its own, so that a record that something refers to by now stays and the rest goes on.
        with writing.conn.begin_nested():
            if item.before is None:
                writing.delete(item.record, item.record_id)
            else:
                before, children = from_json(KINDS[item.record], item.before)
                told = {name: each for name, each in before.items() if name not in _OWN}
                writing.update(item.record, item.record_id, told, children=children)
            refuse_to_let_go(writing.conn, writing.items[count:])
    except (IntegrityError, NotFound, Refused):
        del writing.items[count:]
        return
    if item.before is None:
        writing.conn.execute(_FORGET, {"this_record": item.record_id})


def _may_go(writing: Writing, item: Item, place: Place) -> bool:
    if item.record in _TOLD_OF:
        # What was here before the import is put back, whoever told of it.
        is_new = item.before is None or _is_made(writing, item.record_id, place)
        return not (is_new and _is_told_by_others(writing, item.record_id))
    if item.before is not None or item.record not in _OF_CALL:
        return True
    call_id: UUID | None = writing.row(item.record, item.record_id)["call_id"]
    if call_id is None:
        return True
    if _is_made(writing, call_id, place) and not _call_goes(
        writing, call_id, place, but_for=item.record_id
    ):
        return False
    return item.record != "callback" or not pass_on(
        writing, item.record_id, leaving=lambda each: _call_goes(writing, each, place)
    )


def _call_goes(writing: Writing, call_id: UUID, place: Place, but_for: UUID | None = None) -> bool:
    """Whether a call has still to go with its import; ``but_for`` is what goes with it anyway."""
    if not _is_untouched(writing, call_id, place) or _is_told_by_others(writing, call_id):
        return False
    if any(writing.conn.execute(_USED, {"this_call": call_id}).one()):
        return False
    brought = writing.conn.execute(_ON_CALL, {"this_call": call_id}).scalars().all()
    if any(writing.conn.execute(_HELD, {"these": brought}).one()):
        return False
    return all(each == but_for or _is_untouched(writing, each, place) for each in brought)


def _is_made(writing: Writing, record_id: UUID, place: Place) -> bool:
    """Whether the import made a record that has still to be taken back."""
    return any(each.before is None for each in _written(writing, record_id, place))


def _is_untouched(writing: Writing, record_id: UUID, place: Place) -> bool:
    """The same, and nobody changed it since."""
    items = _written(writing, record_id, place)
    made = any(each.before is None for each in items)
    return made and still_as_left(writing, items[0])


def _written(writing: Writing, record_id: UUID, place: Place) -> Sequence[Item]:
    """What the import did to a record and has still to be taken back, newest first."""
    given = {
        "this_record": record_id,
        "this_batch": place.import_id,
        "this_part": place.part,
        "this_item": place.item,
    }
    return [Item(*row) for row in writing.conn.execute(_WRITTEN, given)]


def _is_told_by_others(writing: Writing, record_id: UUID) -> bool:
    return writing.conn.execute(_SOURCES, {"this_record": record_id}).scalar_one() > 1
