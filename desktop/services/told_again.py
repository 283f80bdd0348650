"""What one import brought and something else tells of again: another import, or its source by
itself. That source knows that we have it and will not bring it once more, so it stays when the
import is taken back. Noted as one more key of the record, under no source's name."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select

from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_rows import keep_keys, known_keys
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_of = tables.metadata.tables
_change, _item = _of["change"], _of["change_item"]
_part, _key = _of["import_part"], _of["incoming_key"]

_BROUGHT = Prepared(
    select(_item.c.record_id, _item.c.change_id)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(
        one_of_these(_item.c.record_id),
        _item.c.before.is_(None),
        _change.c.action == bindparam("import_rows"),
    )
)
_OURS = Prepared(
    select(_part.c.change_id).where(
        _part.c.batch_id == bindparam("this_import"), one_of_these(_part.c.change_id)
    )
)
_FORGET = delete(_key).where(_key.c.source == bindparam("this_source"))


def note_told_again(desk: IntakeDesk) -> None:
    """Write it down of what the desk was told of that was here already."""
    conn, told = desk.conn, desk.told_again
    if not told:
        return
    rows = _BROUGHT.among(conn, told, {"import_rows": "import_rows"})
    brought: dict[UUID, UUID] = {row[0]: row[1] for row in rows}
    if desk.import_id is not None and brought:
        # A file may say the same twice.
        given = {"this_import": desk.import_id}
        ours = {change_id for (change_id,) in _OURS.among(conn, {*brought.values()}, given)}
        brought = {each: change_id for each, change_id in brought.items() if change_id not in ours}
    if not brought:
        return
    source = _again_from(desk.import_id)
    known = known_keys(conn, source, [each.hex for each in brought])
    keep_keys(
        conn,
        [
            {
                "source": source,
                "key": each.hex,
                "record": told[each],
                "record_id": each,
                "content": "",
            }
            for each in brought
            if each.hex not in known
        ],
    )


def forget_told_again(conn: Connection, import_id: UUID) -> None:
    """An import is taken back whole: what others brought is not told of by it any more."""
    conn.execute(_FORGET, {"this_source": _again_from(import_id)})


def _again_from(import_id: UUID | None) -> str:
    return f"#again {import_id.hex}" if import_id else "#again"
