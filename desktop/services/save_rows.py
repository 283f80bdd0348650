"""Rows that are worked out, not read page by page, saved as a file: logged like every export."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.export.formats import WRITERS
from desktop.export.new_file import new_file
from desktop.export.table import Heading, Table
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.takeaway import Takeaway, Taken
from desktop.services.undo import EXPORT


def save_rows(
    ledger: Ledger,
    actor: Actor,
    what: str,
    asked: str,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Any]],
    takeaway: Takeaway,
    format_name: str,
    key: UUID,
    now: datetime,
) -> tuple[Path, int]:
    """Save them; the file and how many rows. ``asked`` says which in words that name nobody.
    Instants are put into whole seconds here. Raises :class:`Refused` for an unknown format and
    what is to be refused of ``takeaway``, FileProblem for its target."""
    writer = WRITERS.get(format_name)
    if writer is None:
        raise Refused(f"There is no format “{format_name}”. There are: {', '.join(WRITERS)}.")
    takeaway.check(actor)
    plain = [[_plain(value) for value in row] for row in rows]
    page: list[Sequence[Any]] = list(zip(*plain, strict=True)) if plain else [()] * len(headings)
    with new_file(takeaway.target, takeaway.ending(writer.ending)) as file:
        with takeaway.into(file.stream, f"{what}{writer.ending}", now, actor.zone) as stream:
            writer.write(Table(headings, [page], actor.zone), stream)
        file.finish()

        def work(writing: Writing) -> UUID:
            titles = " ".join(heading.title for heading in headings)
            taken = Taken(what, asked, format_name, titles, len(plain))
            export_id = takeaway.note(writing, actor, taken)
            file.place()  # last, and before COMMIT: see desktop.services.exporting
            return export_id

        written = ledger.write(actor, f"{EXPORT}{what}", Permission.EXPORT, key, work)
        if written.repeated:
            file.place()
    return file.target, len(plain)


def _plain(value: Any) -> Any:
    return int(value.timestamp()) if isinstance(value, datetime) else value
