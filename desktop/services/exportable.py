"""What can be exported, as data: columns, where they are read, and which rows are meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause

from desktop.domain.errors import Refused
from desktop.export.table import Heading, Meaning
from desktop.services.actor import Actor

What = Literal["calls", "callbacks", "audit"]
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file. ``key`` is its name on the command line, ``title`` its head; ``read``
    is what is read for it, on a dialect. ``personal``: it tells of a caller."""

    key: str
    title: str
    meaning: Meaning
    read: Callable[[str], ColumnElement[Any]]
    personal: bool = False

    @property
    def heading(self) -> Heading:
        """As the writer is told of it."""
        return Heading(self.title, self.meaning)


@dataclass(frozen=True, slots=True)
class Preset:
    """The least that a purpose needs. ``key`` is its name on the command line; ``columns`` are
    keys, in their order."""

    key: str
    title: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exportable(Generic[Asked]):
    """One kind of rows. ``order`` is the columns by which they stand, newest first; the last is an
    identity. ``conditions`` says which are meant, as somebody sees it at a time; ``words`` says the
    same in words that name nobody. ``indexes`` hold all that is read of a table. The first of
    ``presets`` names nobody: it is what goes when nobody has chosen."""

    what: What
    one: str
    many: str
    columns: tuple[Column, ...]
    joined: FromClause
    order: tuple[ColumnElement[Any], ...]
    conditions: Callable[[Connection, Actor, Asked, datetime], Sequence[ColumnElement[bool]]]
    words: Callable[[Asked, str], str]
    presets: tuple[Preset, ...]
    indexes: tuple[tuple[FromClause, str], ...] = ()

    def chosen(self, keys: Sequence[str]) -> tuple[Column, ...]:
        """The columns of these keys, in their order; without keys those of the first preset. Raises
        :class:`Refused` with the columns there are."""
        keys = keys or self.presets[0].columns
        known = {column.key: column for column in self.columns}
        for key in keys:
            if key not in known:
                raise Refused(
                    f"There is no column “{key}” of {self.many}. There are: {', '.join(known)}."
                )
        return tuple(known[key] for key in dict.fromkeys(keys))

    def preset(self, key: str) -> tuple[str, ...]:
        """The columns of a preset. Raises :class:`Refused` with the presets there are."""
        found = next((each for each in self.presets if each.key == key), None)
        if found is None:
            known = ", ".join(each.key for each in self.presets)
            raise Refused(f"There is no preset “{key}” of {self.many}. There are: {known}.")
        return found.columns

    def counted(self, rows: int) -> str:
        """ "1,204 calls", "1 call"."""
        return f"{rows:,} {self.one if rows == 1 else self.many}"


def word(key: str, title: str, column: ColumnElement[Any], **more: bool) -> Column:
    """A word or number that the program made, or a name of its own lists."""
    return Column(key, title, Meaning.WORD, lambda _dialect: column, **more)


def typed(key: str, title: str, column: ColumnElement[Any], **more: bool) -> Column:
    """What somebody typed."""
    return Column(key, title, Meaning.TEXT, lambda _dialect: column, **more)
