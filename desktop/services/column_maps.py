"""What the columns of a table mean: guessed, as somebody chose it, and as they chose it the last
time for a table with the same titles. That is working state of the clinic: no Change."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select

from desktop.connectors.files.calls.general import look_at
from desktop.connectors.files.content import Content
from desktop.connectors.files.headed import is_types
from desktop.domain.channels import is_email, looks_like_number
from desktop.domain.incoming import IncomingKind
from desktop.domain.people_titles import meaning_of
from desktop.domain.table_columns import FIELD_WORDS, ColumnChoice, guessed
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.storage import tables
from desktop.storage.engine import Database

TABLE_FORMATS: Final = {
    IncomingKind.CALL: "calls-table",
    IncomingKind.LEAD: "lead-table",
    IncomingKind.CONTACT: "contact-table",
}
"""The formats whose columns somebody may choose."""
_setting = tables.metadata.tables["setting"]
_SCOPE: Final = "column_map"
_TITLES_WITHIN = 12
_ROWS_SHOWN = 40
_FEWEST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table. ``remembered``: they were chosen before for the same titles;
    ``has_titles``: its first row holds the names."""

    choices: tuple[ColumnChoice, ...]
    has_titles: bool
    remembered: bool


class ColumnMaps:
    """Looks at tables, and remembers what was chosen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, actor: Actor, path: Path, kind: IncomingKind) -> TableColumns:
        """The columns of the table in ``path`` read as ``kind``. Raises what opening the file
        does."""
        demand(actor, Permission.EDIT_PEOPLE)
        titles, rows = _titles_and_rows(Content(path), kind)
        choices = guessed(kind, titles, rows)
        kept = self._kept(kind, choices) if titles is not None else None
        if kept is None:
            return TableColumns(choices, titles is not None, remembered=False)
        chosen = tuple(
            replace(each, field=field, sure=None) for each, field in zip(choices, kept, strict=True)
        )
        return TableColumns(chosen, has_titles=True, remembered=True)

    def remember(self, actor: Actor, kind: IncomingKind, choices: Sequence[ColumnChoice]) -> None:
        """Choose the same the next time a table has these titles."""
        demand(actor, Permission.EDIT_PEOPLE)
        name = _name(kind, choices)
        value = json.dumps([each.field for each in choices])
        with self._database.write() as conn:
            conn.execute(
                delete(_setting).where(_setting.c.scope == _SCOPE, _setting.c.name == name)
            )
            conn.execute(insert(_setting).values(scope=_SCOPE, name=name, value=value))

    def _kept(self, kind: IncomingKind, choices: Sequence[ColumnChoice]) -> list[str] | None:
        where = (_setting.c.scope == _SCOPE, _setting.c.name == _name(kind, choices))
        with self._database.read() as conn:
            value = conn.execute(select(_setting.c.value).where(*where)).scalar()
        if value is None:
            return None
        try:
            fields = json.loads(value)
        except ValueError:
            return None
        offered = {"", *FIELD_WORDS[kind]}
        sound = isinstance(fields, list) and all(each in offered for each in fields)
        return fields if sound and len(fields) == len(choices) else None


def _name(kind: IncomingKind, choices: Sequence[ColumnChoice]) -> str:
    """The same titles in the same order, whatever the file is called; titles may tell of people, so
    they are not kept in words."""
    titles = json.dumps([str(kind), *(each.title.strip().casefold() for each in choices)])
    return hashlib.sha256(titles.encode()).hexdigest()


def _titles_and_rows(
    content: Content, kind: IncomingKind
) -> tuple[Sequence[str] | None, list[list[str]]]:
    rows = [row for row in content.first_rows if not is_types(row)]
    if not rows:
        return None, []
    titles = look_at(content).titles if kind is IncomingKind.CALL else _people_titles(rows)
    if titles is None and _may_be_titles(rows[0]):
        titles = rows[0]
    below = rows if titles is None else rows[rows.index(list(titles)) + 1 :]
    return titles, below[:_ROWS_SHOWN]


def _people_titles(rows: Sequence[list[str]]) -> Sequence[str] | None:
    """The row with the most titles that are known, if there are a few."""
    known = [sum(1 for cell in row if meaning_of(cell)) for row in rows[:_TITLES_WITHIN]]
    best = max(known)
    return rows[known.index(best)] if best >= _FEWEST_KNOWN else None


def _may_be_titles(row: Sequence[str]) -> bool:
    """No title is an address or a number, and no two are the same."""
    cells = [cell for cell in row if cell]
    return len(cells) == len(set(cells)) > 1 and not any(
        is_email(cell) or looks_like_number(cell) for cell in cells
    )
