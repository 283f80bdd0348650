"""The ends of the chains as the backups have them: the whole folder may have been put back to an
older one, the ends that are kept beside the database with it, and the backups still know better."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.audit import Event
from desktop.domain.errors import Problem
from desktop.services.anchors import Anchor
from desktop.services.trail import BrokenLink, Walked
from desktop.storage import tables

if TYPE_CHECKING:
    from desktop.storage.backup import Backup

_event = tables.metadata.tables["audit_event"]


@dataclass(frozen=True, slots=True)
class BackupEnd:
    """Where a desk's chain ended when a backup was made."""

    desk_id: UUID
    number: int
    hash: bytes
    backup: str
    made_at: datetime


def ends_in(backup: "Backup", key: bytes) -> tuple[BackupEnd, ...]:
    """The ends in a backup that was looked through; none where it is older than the chains."""
    from desktop.storage.sqlite_connection import connect, driver_problems

    try:
        with (
            closing(connect(backup.files.database, key, read_only=True)) as connection,
            driver_problems(),
        ):
            found = connection.execute("SELECT desk_id, number, hash FROM desk_chain").fetchall()
    except Problem:
        return ()
    return tuple(
        BackupEnd(UUID(bytes=bytes(desk)), number, bytes(end), backup.name, backup.made_at)
        for desk, number, end in found
    )


def last_restore(conn: Connection) -> datetime | None:
    """When a backup was put back through the program last."""
    return conn.execute(
        select(func.max(_event.c.at)).where(_event.c.action == Event.RESTORE)
    ).scalar()


def against_backups(
    ends: Iterable[BackupEnd],
    chains: Mapping[UUID, Walked],
    anchors: Sequence[Anchor],
    restored_at: datetime | None,
) -> Iterator[BrokenLink]:
    """Chains that do not reach as far as a backup has them, or are others by then. What a restore
    that was noted explains is none."""
    left_behind = _left_behind(anchors)
    for end in sorted(ends, key=lambda each: each.number):
        if not end.number or (restored_at is not None and end.made_at <= restored_at):
            continue
        if (end.desk_id, end.number, end.hash) in left_behind:
            continue
        walked = chains.get(end.desk_id)
        if walked is None:
            yield BrokenLink(0, UUID(int=0), "the chain of a desk is gone", end.desk_id)
        elif end.number > walked.number:
            what = (
                f"the end was cut off, or an older copy was put back: entry {end.number:,} is in "
                f"the backup {end.backup}"
            )
            yield BrokenLink(walked.seq, UUID(int=0), what, end.desk_id, walked.number + 1)
        elif walked.hashes.get(end.number) != end.hash:
            what = (
                f"the chain was made anew: entry {end.number:,} is not the one in the backup "
                f"{end.backup}"
            )
            yield BrokenLink(0, UUID(int=0), what, end.desk_id, end.number)


def _left_behind(anchors: Sequence[Anchor]) -> set[tuple[UUID, int, bytes]]:
    """The ends that a restore went back from."""
    restored = {each.desk_id: place for place, each in enumerate(anchors) if each.restored}
    return {
        (each.desk_id, each.number, each.hash)
        for place, each in enumerate(anchors)
        if place < restored.get(each.desk_id, 0)
    }
