"""What came in and could not be read, as the settings show it: kept for a person, never dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import func, select

from desktop.connectors.files.content import Content, UnreadableFile
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.incoming import Ignored, Incoming, Receipt, Rejected, Taken
from desktop.domain.local_time import local_day
from desktop.domain.quoting import without_quotes
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, allowed, demand
from desktop.services.changes import Clock, Ledger, Writing
from desktop.storage import tables
from desktop.storage.engine import Database

_rows = tables.metadata.tables["quarantine"]
_leads = tables.metadata.tables["lead"]
_SHOWN_AT_MOST = 100
_TEXT_AT_MOST = 256 * 1024
HANDLED, READ = "handled", "read again"
"""What was done with one."""


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """One message that waits for somebody; ``size`` is in bytes. ``reason`` is a sentence; what it
    quotes is left out for whoever may not read people."""

    id: UUID
    source: str
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a source has brought: when the last came, how many today, how many wait aside."""

    last_at: datetime | None = None
    today: int = 0
    set_aside: int = 0


class SetAsides(Protocol):
    """Who keeps them. Reasons and counts are for whoever manages connections; what was sent is
    somebody's words, so reading it, taking it in and putting it away takes ``read_people``."""

    def arrived(self, actor: Actor, source: str) -> Arrived:
        """What the source of this name has brought."""

    def waiting(self, actor: Actor, source: str) -> tuple[SetAsideRow, ...]:
        """What waits for somebody, the newest first."""

    def text(self, actor: Actor, row_id: UUID) -> str:
        """What was sent, as plain text; what is no character is marked."""

    def read_again(self, actor: Actor, row_id: UUID) -> str:
        """Try once more to take it in; what came of it, in a sentence."""

    def handled(self, actor: Actor, row_id: UUID) -> None:
        """Somebody has seen to it: it waits no longer."""


class SetAsideBook:
    """Over the quarantine. ``take`` hands a record in for who reads it again."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        take: Callable[[Actor, Incoming], Receipt],
    ) -> None:
        self._database, self._ledger, self._clock, self._take = database, ledger, clock, take

    def arrived(self, actor: Actor, source: str) -> Arrived:
        """See :class:`SetAsides`."""
        _demand_either(actor)
        waiting = select(func.count()).select_from(_rows)
        waiting = waiting.where(_rows.c.source == source, _rows.c.handled_at.is_(None))
        moments = select(_leads.c.received_at).where(_leads.c.source == source)
        newest = moments.order_by(_leads.c.received_at.desc()).limit(_SHOWN_AT_MOST)
        with self._database.read() as conn:
            count = conn.execute(waiting).scalar_one()
            came = list(conn.execute(newest).scalars())
            last = conn.execute(
                select(func.max(_rows.c.received_at)).where(_rows.c.source == source)
            ).scalar()
        today = local_day(self._clock(), actor.zone)
        newest_of_all = [*came[:1], *([last] if last is not None else [])]
        return Arrived(
            max(newest_of_all, default=None),
            sum(1 for at in came if local_day(at, actor.zone) == today),
            count,
        )

    def waiting(self, actor: Actor, source: str) -> tuple[SetAsideRow, ...]:
        """See :class:`SetAsides`."""
        _demand_either(actor)
        columns = (_rows.c.id, _rows.c.source, _rows.c.received_at, _rows.c.reason)
        query = (
            select(*columns, func.length(_rows.c.raw).label("size"))
            .where(_rows.c.source == source, _rows.c.handled_at.is_(None))
            .order_by(_rows.c.received_at.desc(), _rows.c.id.desc())
            .limit(_SHOWN_AT_MOST)
        )
        shown = str if allowed(actor, Permission.READ_PEOPLE) else without_quotes
        with self._database.read() as conn:
            return tuple(
                SetAsideRow(row.id, row.source, row.received_at, shown(row.reason), row.size)
                for row in conn.execute(query)
            )

    def text(self, actor: Actor, row_id: UUID) -> str:
        """See :class:`SetAsides`."""
        raw, _source = self._raw(actor, row_id)
        shown = raw[:_TEXT_AT_MOST].decode("utf-8", "replace").replace("\0", "\N{SYMBOL FOR NULL}")
        return shown if len(raw) <= _TEXT_AT_MOST else f"{shown}\n… and more"

    def read_again(self, actor: Actor, row_id: UUID) -> str:
        """See :class:`SetAsides`. Raises :class:`Refused` with the reason when it still cannot be
        read; it then goes on waiting."""
        raw, _source = self._raw(actor, row_id)
        content = Content(raw)
        found = recognise(content)
        if not found:
            raise Refused("It still cannot be read. Look at it, and type it in by hand.")
        options, taken = ReadOptions(actor.zone), 0
        try:
            for row in found[0].format.read(content, options):
                match row:
                    case Taken():
                        self._take(actor, row.record)
                        taken += 1
                    case Rejected():
                        raise Refused(row.reason)
                    case Ignored():
                        continue
        except UnreadableFile as why:
            raise Refused(str(why)) from why
        if not taken:
            raise Refused("There is no call, lead or contact in it.")
        self._close(actor, row_id, READ)
        return "Taken in. It waits no longer."

    def handled(self, actor: Actor, row_id: UUID) -> None:
        """See :class:`SetAsides`."""
        self._close(actor, row_id, HANDLED)

    def _close(self, actor: Actor, row_id: UUID, how: str) -> None:
        def work(writing: Writing) -> UUID:
            row = writing.row("quarantine", row_id)
            if row["handled_at"] is None:
                values = {"handled_at": writing.now, "handled_by": actor.user_id, "handling": how}
                writing.update("quarantine", row_id, values)
            return row_id

        self._ledger.write(actor, "handle_set_aside", Permission.READ_PEOPLE, uuid4(), work)

    def _raw(self, actor: Actor, row_id: UUID) -> tuple[bytes, str]:
        demand(actor, Permission.READ_PEOPLE)
        query = select(_rows.c.raw, _rows.c.source).where(_rows.c.id == row_id)
        with self._database.read() as conn:
            row = conn.execute(query).first()
        if row is None:
            raise Refused("This is not here any more.")
        return bytes(row.raw), row.source


def _demand_either(actor: Actor) -> None:
    either = (Permission.MANAGE_CONNECTIONS, Permission.READ_PEOPLE)
    if not any(allowed(actor, permission) for permission in either):
        raise NotAllowed("Your role does not include this. Ask a manager.")
