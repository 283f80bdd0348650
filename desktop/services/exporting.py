"""Exporting: rows of the desk become a file, and the trail says who took them.

Rows are read in pages, each from where the last one ended, and go straight to the writer: memory
stays the same whatever their number. Each page is a short read of its own, so the desk's reads go
on between two of them, and SQLite's log can be put back into the file; one long read would hold it
up and let it grow. What is written down meanwhile is newer than where the walk began and is not
taken; what is corrected meanwhile is taken as it is when its page is read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.types import NullType

from desktop.domain.errors import Refused
from desktop.domain.local_time import instant
from desktop.domain.vocabulary import Permission
from desktop.export.formats import WRITERS
from desktop.export.new_file import new_file
from desktop.export.table import Table
from desktop.services.actor import Actor, demand
from desktop.services.audit_filter import AuditFilter
from desktop.services.call_filter import CallFilter
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.export_audit import AUDIT
from desktop.services.export_callbacks import CALLBACKS, CallbackFilter
from desktop.services.export_calls import CALLS
from desktop.services.exportable import Column, Exportable, What
from desktop.services.takeaway import Takeaway, Taken
from desktop.services.undo import EXPORT
from desktop.storage.engine import Database
from desktop.storage.plain_values import as_stored, covering, stored_rows

PAGE = 2_000
"""Rows that are read at once: some 40 ms, and a megabyte or two."""

EXPORTABLE: Mapping[What, Exportable[Any]] = {
    "calls": CALLS,
    "callbacks": CALLBACKS,
    "audit": AUDIT,
}
Asked = CallFilter | CallbackFilter | AuditFilter
"""Which rows are meant, of each of these in its own way."""


@dataclass(frozen=True, slots=True)
class Order:
    """An export that somebody asks for. ``asked`` is a :class:`CallFilter` for calls, a
    :class:`CallbackFilter` for callbacks and an :class:`AuditFilter` for the trail; ``columns`` are
    keys, none means those of the first preset. ``reason`` is what the trail keeps; it names nobody.
    With a ``password`` the file is locked with it, in a ZIP; it is kept nowhere."""

    what: What
    asked: Asked
    target: Path
    reason: str
    columns: tuple[str, ...] = ()
    format: str = "csv"
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was saved."""

    written: Written
    file: Path
    rows: int


def no_news(_rows: int) -> None:
    """For nobody who watches."""


def never() -> bool:
    """For nobody who might stop it."""
    return False


class Exporting:
    """Saves rows to files."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def about(self, actor: Actor, what: What, asked: Asked) -> int:
        """How many rows an export would have now."""
        demand(actor, Permission.EXPORT)
        source = EXPORTABLE[what]
        with self._database.read() as conn:
            meant = source.conditions(conn, actor, asked, self._clock())
            counted = select(func.count()).select_from(source.order[0].table).where(*meant)
            return int(conn.execute(counted).scalar_one())

    def export(
        self,
        actor: Actor,
        order: Order,
        key: UUID,
        *,
        told: Callable[[int], None] = no_news,
        stopped: Callable[[], bool] = never,
    ) -> Exported | None:
        """Save what ``order`` asks for, newest first; None when it was stopped, which leaves no
        file.

        ``told`` hears after each page how many rows are written, ``stopped`` is asked before the
        next; both in the thread of the caller. The file stands in its place only together with its
        Change. Raises :class:`NotAllowed`, :class:`Refused` without a reason, for an unknown column
        or format and for a password that is too easy, FileProblem for the target, StorageProblem
        for the data.
        """
        demand(actor, Permission.EXPORT)
        source = EXPORTABLE[order.what]
        columns = source.chosen(order.columns)
        writer = WRITERS.get(order.format)
        if writer is None:
            raise Refused(f"There is no format “{order.format}”. There are: {', '.join(WRITERS)}.")
        takeaway = Takeaway(order.target, order.reason, order.password)
        takeaway.check(actor)
        now = self._clock()
        pages = _Pages(self._database, source, columns, told, stopped)
        read = pages.read(actor, order.asked, now)
        try:
            with new_file(order.target, takeaway.ending(writer.ending)) as file:
                headings = [column.heading for column in columns]
                name = f"{order.what}{writer.ending}"
                with takeaway.into(file.stream, name, now, actor.zone) as stream:
                    writer.write(Table(headings, read, actor.zone), stream)
                file.finish()

                def work(writing: Writing) -> UUID:
                    asked = source.words(order.asked, actor.zone)
                    keys = " ".join(column.key for column in columns)
                    taken = Taken(order.what, asked, order.format, keys, pages.done)
                    export_id = takeaway.note(writing, actor, taken)
                    # Last, and before COMMIT: what is in the trail is there, and what is there is
                    # in the trail. If COMMIT fails, the file goes again.
                    file.place()
                    return export_id

                action = f"{EXPORT}{order.what}"
                written = self._ledger.write(actor, action, Permission.EXPORT, key, work)
                if written.repeated:
                    file.place()
        except _StoppedError:
            return None
        return Exported(written, file.target, pages.done)


def of_days(what: What, first: date | None, last: date | None, zone: str) -> Asked:
    """The rows of these days (both included; None: no bound) on the clock of ``zone``: calls that
    began, promises that were given, what was done. Raises :class:`Refused` when the last is before
    the first."""
    if first and last and last < first:
        raise Refused("The last day is before the first. Turn them round.")
    since = instant(first, 0, zone) if first else None
    until = instant(last + timedelta(days=1), 0, zone) if last else None
    if what == "calls":
        return CallFilter(since=since, until=until)
    if what == "audit":
        return AuditFilter(since=since, until=until)
    return CallbackFilter(since=since, until=until)


def statement(source: Exportable[Any], columns: Sequence[Column], dialect: str) -> Select[Any]:
    """Every row with its columns, newest first, and behind them what the order goes by."""
    read = [column.read(dialect).label(column.key) for column in columns]
    order = [as_stored(each).label(f"_{each.key}") for each in source.order]
    query = select(*read, *order).select_from(source.joined)
    for table, index in source.indexes:
        query = covering(query, table, index)
    return query.order_by(*(each.desc() for each in source.order))


class _StoppedError(Exception):
    """Somebody has changed their mind."""


class _Pages:
    """Reads the rows of one export. ``done`` counts those that were handed on."""

    def __init__(
        self,
        database: Database,
        source: Exportable[Any],
        columns: Sequence[Column],
        told: Callable[[int], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._database, self._source, self._columns = database, source, columns
        self._told, self._stopped = told, stopped
        self.done = 0

    def read(self, actor: Actor, asked: object, now: datetime) -> Iterator[Sequence[Sequence[Any]]]:
        """Page after page, each as one sequence of values for every column."""
        width = len(self._columns)
        with self._database.read() as conn:
            meant = self._source.conditions(conn, actor, asked, now)
        query = statement(self._source, self._columns, self._database.dialect).where(*meant)
        query = query.limit(PAGE)
        last: dict[str, Any] = {}
        further = query.where(self._behind_last())
        while True:
            if self._stopped():
                raise _StoppedError
            with self._database.read() as conn:
                rows = stored_rows(conn, further if last else query, last)
            if rows:
                last = _named(rows[-1][width:])
                yield list(zip(*rows, strict=True))[:width]
            self.done += len(rows)
            self._told(self.done)
            if len(rows) < PAGE:
                return

    def _behind_last(self) -> ColumnElement[bool]:
        order = self._source.order
        names = _named(order)
        here = tuple_(*(as_stored(each) for each in order))
        return here < tuple_(*(bindparam(name, type_=NullType()) for name in names))


def _named(last: Sequence[Any]) -> dict[str, Any]:
    return {f"last_{number}": value for number, value in enumerate(last)}
