"""The same table in the many ways in which people and programs write one, and the same messages in
the ways in which services send them: each has to be read like the plain one."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

Rows = Sequence[Sequence[str]]


class Table(NamedTuple):
    """A table of ``format``: its rows, the first of them the titles (``headed``), and the titles of
    columns that may be missing without anything else being read otherwise."""

    format: str
    rows: Rows
    headed: bool = True
    spare: Sequence[str] = ()

    def __repr__(self) -> str:
        """For the names of tests."""
        return self.format


def written(rows: Rows, delimiter: str = ",", end: str = "\n", quoting: int = 0) -> str:
    """The rows as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def _titles(change: Callable[[str], str]) -> Callable[[Rows], bytes]:
    def changed(rows: Rows) -> bytes:
        return written([[change(title) for title in rows[0]], *rows[1:]]).encode()

    return changed


def _columns(order: Callable[[list[str]], list[str]]) -> Callable[[Rows], bytes]:
    return lambda rows: written([order(list(row)) for row in rows]).encode()


def _among_others(rows: Rows) -> bytes:
    """Columns of somebody's own between the others, one without a title."""
    titles, *below = rows
    own = ["Our own", "Zebra", ""]
    marked = [[*titles[:1], own[0], *titles[1:], *own[1:]]]
    marked += [[*row[:1], "x", *row[1:], f"z{n}", ""] for n, row in enumerate(below)]
    return written(marked).encode()


def _below_a_title(rows: Rows) -> bytes:
    return ("Export of the desk\n\n" + written(rows)).encode()


def _with_blank_rows(rows: Rows) -> bytes:
    blank = [""] * len(rows[0])
    return (written(rows[:2]) + "\n" + written([blank, *rows[2:], blank, blank]) + "\n\n").encode()


def _with_ragged_ends(rows: Rows) -> bytes:
    """Each row with one more comma behind it, the titles without."""
    titles, *below = rows
    return written([titles, *([*row, ""] for row in below)]).encode()


ANY_TABLE: dict[str, Callable[[Rows], bytes]] = {
    "windows ends": lambda rows: written(rows, end="\r\n").encode(),
    "old ends": lambda rows: written(rows).replace("\n", "\r").encode(),
    "a mark before": lambda rows: written(rows, end="\r\n").encode("utf-8-sig"),
    "utf-16": lambda rows: written(rows, end="\r\n").encode("utf-16"),
    "utf-16 with tabs, as Excel's Unicode text": lambda rows: written(rows, "\t", "\r\n").encode(
        "utf-16"
    ),
    "utf-16 without its mark": lambda rows: written(rows).encode("utf-16-le"),
    "windows-1252": lambda rows: written(rows).encode("cp1252"),
    "semicolons": lambda rows: written(rows, ";").encode(),
    "tabs": lambda rows: written(rows, "\t").encode(),
    "bars": lambda rows: written(rows, "|").encode(),
    "sep=; as Excel wants it": lambda rows: ("sep=;\r\n" + written(rows, ";", "\r\n")).encode(),
    "everything quoted": lambda rows: written(rows, quoting=csv.QUOTE_ALL).encode(),
    "everything quoted, semicolons, a mark": lambda rows: written(
        rows, ";", "\r\n", csv.QUOTE_ALL
    ).encode("utf-8-sig"),
    "blank rows": _with_blank_rows,
    "no end of the last line": lambda rows: written(rows).rstrip("\n").encode(),
    "NUL bytes at the end": lambda rows: written(rows).encode() + b"\0" * 40,
}
"""What any table may look like."""

HEADED: dict[str, Callable[[Rows], bytes]] = {
    "large titles": _titles(str.upper),
    "small titles": _titles(str.lower),
    "titles with underscores": _titles(lambda title: title.replace(" ", "_")),
    "titles with spaces around": _titles(lambda title: f" {title}  "),
    "titles with spaces of another kind": _titles(lambda title: title.replace(" ", "\u00a0")),
    "columns the other way round": _columns(lambda row: row[::-1]),
    "columns moved by one": _columns(lambda row: row[-1:] + row[:-1]),
    "columns among others": _among_others,
    "below a title": _below_a_title,
    "more commas than titles": _with_ragged_ends,
}
"""What a table with titles may look like."""

TYPES = ("text", "timestamp", "varchar(50)")


def with_types(rows: Rows) -> bytes:
    """A second row that names the types of the columns."""
    titles, *below = rows
    types = [TYPES[place % len(TYPES)] for place in range(len(titles))]
    return written([titles, types, *below]).encode()


def without(rows: Rows, *titles: str) -> bytes:
    """The table without these columns."""
    gone = [list(rows[0]).index(title) for title in titles]
    return written(
        [[cell for place, cell in enumerate(row) if place not in gone] for row in rows]
    ).encode()


def _other_way_round(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _other_way_round(inside) for name, inside in reversed(value.items())}
    return [_other_way_round(each) for each in value] if isinstance(value, list) else value


def _with_more(value: Any) -> Any:
    """What a service adds one day."""
    return value | {"new_in_2027": None, "newer": {"deep": [1, 2]}}


def messages(value: Any) -> Iterator[tuple[str, bytes]]:
    """One message (JSON) in the ways in which it is sent and saved."""
    text = json.dumps(value, ensure_ascii=False)
    yield "plain", text.encode()
    yield "with room", json.dumps(value, indent=4).replace("\n", "\r\n").encode()
    yield "without room", json.dumps(value, separators=(",", ":")).encode()
    yield "a mark before", text.encode("utf-8-sig")
    yield "utf-16", text.encode("utf-16")
    yield "with an end", b"\n\n" + text.encode() + b"\r\n\r\n"
    yield "the other way round", json.dumps(_other_way_round(value)).encode()
    yield "with fields added", json.dumps(_with_more(value)).encode()
    yield "in a list", json.dumps([value]).encode()
