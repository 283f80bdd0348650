"""Asterisk's ``Master.csv`` (16, 18, 21 columns and more, no titles), and the same with titles as
FreePBX exports it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter

from desktop.connectors.files.calls.asterisk_channel import calls_apart, channel_of
from desktop.connectors.files.calls.asterisk_legs import (
    COLUMNS,
    DISPOSITIONS,
    CallerNames,
    Leg,
    Texts,
    call_of,
    leg_of,
)
from desktop.connectors.files.calls.together import Together
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import find_titles, titled_rows, titles_of
from desktop.connectors.files.rows import BadRow, NotOurs
from desktop.connectors.files.table import Line
from desktop.domain.incoming import Ignored, IncomingCall, IncomingKind, Rejected, RowRead, Taken
from desktop.domain.time_reading import TimeReader, UnreadableTime

_MASTER = {
    "src": 1,
    "dst": 2,
    "dcontext": 3,
    "clid": 4,
    "channel": 5,
    "dstchannel": 6,
    "lastapp": 7,
    "lastdata": 8,
    "start": 9,
    "answer": 10,
    "end": 11,
    "duration": 12,
    "billsec": 13,
    "disposition": 14,
}
_MASTER_AT_LEAST = 16
_DUMP_TEXT = (
    "start clid src dst dcontext channel dstchannel lastapp lastdata duration billsec disposition "
    "amaflags accountcode uniqueid userfield did recordingfile cnum cnam outbound_cnum "
    "outbound_cnam dst_cnam linkedid peeraccount sequence"
)
_DUMP = tuple(_DUMP_TEXT.split())
"""The columns of FreePBX's table, when it was written out without titles."""
_DUMP_AT_LEAST = 16
_UNIQUE = re.compile(r"(?:[\w.\-]+-)?\d{9,11}\.\d+")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""What FreeSWITCH names its calls by; it writes Asterisk's columns too, and other words in them."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|\d{9,10}(\.\d+)?|")
_Make = Callable[[Sequence[Leg]], IncomingCall]


class AsteriskMaster:
    """``Master.csv`` as Asterisk writes it, and FreePBX's table written out without titles."""

    name = "asterisk-csv"
    title = "Asterisk Master.csv"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By its columns: three times in a row, a disposition, no titles."""
        rows = content.first_rows
        good = [row for row in rows if _layout([row]) is not None]
        titled = find_titles(content, ("src", "dst", "disposition")) is not None
        return CERTAIN if good and len(good) * 2 >= len(rows) and not titled else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each linked id, or for what each channel left where there is none."""
        good = [row for row in content.first_rows if _layout([row]) is not None]
        places = _layout(good) or _MASTER
        yield from read_legs(content.lines(), content, places, TimeReader(options.zone), self.name)


class FreePbx:
    """FreePBX's export and other tables of Asterisk's columns with their titles."""

    name = "freepbx-csv"
    title = "FreePBX call report"
    kind = IncomingKind.CALL
    _required = ("src", "dst", "disposition", "billsec", "channel")

    def recognise(self, content: Content) -> int:
        """By the titles of Asterisk's columns."""
        titles = find_titles(content, self._required)
        # Grandstream writes the same columns and more of its own.
        return NO if titles is None or "acctid" in titles_of(titles) else CERTAIN

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each linked id, or for what each channel left where there is none."""
        titles = find_titles(content, self._required) or []
        places = titles_of(titles)
        places["start"] = places.get("start", places.get("calldate", -1))
        lines = (row.line for row in titled_rows(content, titles))
        yield from read_legs(lines, content, places, TimeReader(options.zone), self.name)


def read_legs(
    lines: Iterable[Line],
    content: Content,
    places: Mapping[str, int],
    reader: TimeReader,
    source: str,
) -> Iterator[RowRead]:
    """The calls of rows whose columns are at ``places``, in the order of their first rows."""
    pick = itemgetter(*(places.get(column, -1) for column in COLUMNS))
    needed = max(places.get("billsec", 0), places.get("disposition", 0)) + 1
    most = max(places.get(column, -1) for column in COLUMNS) + 1
    linked = places.get("linkedid", -1) >= 0
    make = partial(
        call_of, source=source, names=CallerNames(), far_told=places.get("dstchannel", -1) >= 0
    )
    waiting: Together[tuple[int, Leg]] = Together()
    for line in lines:
        number, cells, trouble = line
        if not trouble and len(cells) < needed and not line.is_blank:
            trouble = "This row is cut off."
        if trouble:
            yield Rejected(number, trouble, content.row_text(line))
            continue
        # Blank is what a column that is not there points at, and one that a short row lacks.
        width = len(cells)
        cells.extend([""] * max(1, most + 1 - width))
        try:
            leg = leg_of(Texts._make(pick(cells)), reader)
        except (BadRow, UnreadableTime) as why:
            if line.is_blank:
                continue
            del cells[width:]
            yield Rejected(number, str(why), content.row_text(line))
            continue
        key = (leg.texts.linkedid if linked else "") or channel_of(leg.texts)
        if not key:
            yield _taken(((number, leg),), make)
            continue
        for group in waiting.add(key, (number, leg), sum(map(len, cells))):
            yield from _calls(group, make)
    for group in waiting.rest():
        yield from _calls(group, make)


def _calls(group: Sequence[tuple[int, Leg]], make: _Make) -> Iterator[RowRead]:
    if len(group) == 1 or group[0][1].texts.linkedid:
        yield _taken(group, make)
        return
    for call in calls_apart(group):
        yield _taken(call, make)


def _taken(group: Sequence[tuple[int, Leg]], make: _Make) -> RowRead:
    number = group[0][0]
    try:
        return Taken(number, make([leg for _, leg in group]))
    except NotOurs as why:
        return Ignored(number, str(why))


def _layout(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Where the columns are, when these are rows of Asterisk's; None when they are not."""
    if not rows:
        return None
    if all(_is_master(row) for row in rows):
        return _MASTER | _optional(rows)
    if all(_is_dump(row) for row in rows):
        return {column: place for place, column in enumerate(_DUMP)}
    return None


def _is_master(row: Sequence[str]) -> bool:
    return (
        len(row) >= _MASTER_AT_LEAST
        and _known(row[14])
        and all(map(_STAMP.fullmatch, row[9:12]))
        and bool(row[9])
        and row[12].isdecimal()
        and row[13].isdecimal()
        and not any(map(_UUID.fullmatch, row[16:17]))
    )


def _is_dump(row: Sequence[str]) -> bool:
    return (
        len(row) >= _DUMP_AT_LEAST
        and _known(row[11])
        and bool(row[0])
        and _STAMP.fullmatch(row[0]) is not None
        and row[9].isdecimal()
        and row[10].isdecimal()
    )


def _known(disposition: str) -> bool:
    return disposition.upper().replace("_", " ") in DISPOSITIONS


def _optional(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns after the sixteenth, which are written only when they are asked for: the first
    that holds channel ids is ``uniqueid``, the next ``linkedid``, a counter behind ``sequence``."""
    width = min(len(row) for row in rows)
    ids = [n for n in range(16, width) if _all(rows, n, lambda c: bool(_UNIQUE.fullmatch(c)))]
    found = dict(zip(("uniqueid", "linkedid"), ids, strict=False))
    if len(ids) > 1:
        for n in range(ids[1] + 1, width):
            if _all(rows, n, str.isdecimal):
                found["sequence"] = n
                break
    if width > 17 and 17 not in ids and ids[:1] == [16]:
        found["userfield"] = 17
    return found


def _all(rows: Sequence[Sequence[str]], place: int, fits: Callable[[str], bool]) -> bool:
    return all(fits(row[place]) for row in rows)
