"""Nobody waits for somebody who cannot ring: an open promise or request whose owner may not keep
promises any more is their team's.

Seen to at the end of every Change (:func:`leave_to_teams`): undo, a merge or a do-not-call that is
lifted may bring back what was once somebody's who has left since.
"""

from uuid import UUID

from sqlalchemy import Connection, literal_column, select

from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role
from desktop.services.changes import Writing
from desktop.services.many_ids import some_at_a_time
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_account = tables.metadata.tables["user_account"]
_OWNED = '"owner_user_id":"'
_OPEN = '"state":"open"'
"""How the image of a record that is open and somebody's tells it; see
:mod:`desktop.services.images`."""
_RECORDS = ("callback", "request")

_ACCOUNTS = Prepared(select(_account.c.id, _account.c.active, _account.c.role))


def who_cannot_ring(conn: Connection) -> tuple[UUID, ...]:
    """Accounts that are switched off, or that ring nobody."""
    return tuple(
        user_id
        for user_id, active, role in _ACCOUNTS.rows(conn, {})
        if not (active and may(Role(role), Permission.KEEP_CALLBACKS))
    )


def leave_to_teams(writing: Writing, _user_id: UUID | None) -> None:
    """What the Change left open with an owner who cannot keep it is the team's."""
    for record in _RECORDS:
        touched = {
            item.record_id
            for item in writing.items
            if item.record == record
            and item.after is not None
            and _OWNED in item.after
            and _OPEN in item.after
        }
        if not touched:
            continue
        gone = who_cannot_ring(writing.conn)
        table = tables.metadata.tables[record]
        for some in some_at_a_time(touched):
            left = select(table.c.id).where(
                table.c.id.in_(some),
                table.c.state == literal_column("'open'"),
                table.c.owner_user_id.in_(gone),
            )
            for record_id in writing.conn.execute(left).scalars().all():
                writing.update(record, record_id, {"owner_user_id": None})
