"""What the readers of formats share: why a row is not taken, and texts out of loose values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from desktop.domain.incoming import Ignored, Incoming, Rejected, RowRead, Taken
from desktop.domain.time_reading import UnreadableTime

_TEXT_AT_MOST = 4000


class NotOurs(Exception):
    """The row is fine and none of ours; the reason is said in two words ("internal call")."""


class BadRow(Exception):
    """The row cannot be read; the sentence says why."""


class Numbered(Protocol):
    """A row, whatever it is made of."""

    @property
    def number(self) -> int:
        """Its number in the source, from 1."""


def each_row(
    rows: Iterable[Numbered],
    make: Callable[[Any], Incoming],
    text: Callable[[Any], str],
) -> Iterator[RowRead]:
    """What became of each row: ``make`` makes the record or says why there is none; ``text`` is
    the row as it stands in the source."""
    for row in rows:
        try:
            yield Taken(row.number, make(row))
        except NotOurs as why:
            yield Ignored(row.number, str(why))
        except (BadRow, UnreadableTime) as why:
            yield Rejected(row.number, str(why), text(row))


def text_of(value: object) -> str:
    """A text, number or truth of JSON as text; "" for nothing, lists and objects."""
    if isinstance(value, str):
        # Half of a surrogate pair is no character, and no database takes it.
        whole = value if value.isascii() else value.encode("utf-8", "replace").decode()
        return whole.strip()
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def first_text(fields: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text or number."""
    for name in names:
        found = text_of(fields.get(name))
        if found:
            return found
    return ""


def part(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object inside these fields, one in the other; empty where there is none."""
    inside: object = fields
    for name in names:
        inside = inside.get(name) if isinstance(inside, dict) else None
    return inside if isinstance(inside, dict) else {}


def shortened(text: str) -> str:
    """A row's text, not longer than a person would look at."""
    return text if len(text) <= _TEXT_AT_MOST else text[:_TEXT_AT_MOST] + "…"
