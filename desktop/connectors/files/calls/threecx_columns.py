"""Which field of a 3CX CDR line stands where: as somebody said, as titles say, in one of the usual
orders, else by what the fields look like (which of them are written, and in which order, is the
admin's choice)."""

import re
from collections.abc import Callable, Mapping, Sequence

from desktop.connectors.files.content import Content
from desktop.domain.column_guess import plain_title

CDR_ORDER = (
    "historyid callid duration time-start time-answered time-end reason-terminated from-no to-no "
    "from-dn to-dn dial-no reason-changed final-number final-dn bill-code bill-rate bill-cost "
    "bill-name chain from-type to-type final-type from-dispname to-dispname final-dispname "
    "missed-queue-calls"
)
"""The fields of a CDR line as the admin's page lists them."""
STAMP = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d")
Places = Mapping[str, int]
"""Plain field → place from 0."""

_ORDER = tuple(CDR_ORDER.split())
_TYPES_LAST = (*_ORDER[:20], "missed-queue-calls", "from-dispname", "to-dispname")
_TYPES_LAST += ("final-dispname", "from-type", "to-type", "final-type")
"""The same where the late additions came in another order."""
_START, _ANSWERED, _END = (_ORDER.index(f"time-{what}") for what in ("start", "answered", "end"))
_TYPES = frozenset(("extension", "line", "externalline", "queue", "ivr", "ringgroup", "voicemail"))
_CALL_ID = re.compile(r"[0-9A-F]{6,}_\d+", re.IGNORECASE)
_SIDE = re.compile(r"Ext\.\d+|\+?\d{7,15}")
_CHAIN = re.compile(r"Chain: ?")
_OURS = {
    "started_at": "time-start",
    "answered_at": "time-answered",
    "ended_at": "time-end",
    "caller": "from-no",
    "called": "to-no",
    "external_id": "callid",
    "name": "from-dispname",
    "talked_seconds": "duration",
}
"""Our fields → what 3CX calls them; a map may use either."""


def places_of(content: Content, columns: Mapping[str, str], titles: Places) -> Places | None:
    """Where each field (plain) stands; None where nothing tells. ``titles`` are the line of titles,
    empty where there is none."""
    if columns:
        return {
            plain_title(_OURS.get(field, field)): int(where) - 1
            if where.isascii() and where.isdecimal()
            else titles.get(plain_title(where), -1)
            for field, where in columns.items()
        }
    if titles:
        return titles
    lines = [row for row in content.first_rows if any(map(STAMP.fullmatch, row))]
    if sum(map(_is_usual, lines)) * 2 > len(lines):
        usual = _TYPES_LAST if _late_order(lines) else _ORDER
        return {plain_title(name): place for place, name in enumerate(usual)}
    return _by_look(lines)


def _is_usual(cells: Sequence[str]) -> bool:
    times = [cells[place] if place < len(cells) else "?" for place in (_START, _ANSWERED, _END)]
    whole = STAMP.fullmatch(times[0]) and STAMP.fullmatch(times[2])
    return bool(whole) and (not times[1] or bool(STAMP.fullmatch(times[1])))


def _late_order(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the types (Extension, Line) stand at the end of a line."""
    whole = next((row for row in lines if len(row) >= len(_ORDER)), None)
    if whole is None:
        return False
    return whole[24].casefold() in _TYPES and whole[20].casefold() not in _TYPES


def _by_look(lines: Sequence[Sequence[str]]) -> Places | None:
    """The fields that can be told by what stands in them."""
    width = max(map(len, lines), default=0)
    columns = [[row[n].strip() if n < len(row) else "" for row in lines] for n in range(width)]

    def such(fits: Callable[[str], object]) -> list[int]:
        """The columns of which every cell that is not blank is such a one."""
        filled = [(n, [cell for cell in cells if cell]) for n, cells in enumerate(columns)]
        return [n for n, cells in filled if cells and all(map(fits, cells))]

    stamps, sides = such(STAMP.fullmatch), such(_SIDE.fullmatch)
    if len(stamps) < 2 or len(sides) < 2:
        return None
    places = _times(stamps, columns)
    chains = such(_CHAIN.match)
    caller, called = sides[:2]
    if chains:
        ends = [_CHAIN.sub("", cell).strip("; ").split(";") for cell in columns[chains[0]]]
        first, last = [end[0].strip() for end in ends], [end[-1].strip() for end in ends]
        caller = next((n for n in sides if columns[n] == first), caller)
        called = next((n for n in sides if columns[n] == last), called)
    if caller == called:
        return None
    places |= {"fromno": caller, "tono": called}
    if ids := such(_CALL_ID.fullmatch) or such(lambda cell: cell.startswith("Call ")):
        places["callid"] = ids[0]
    types = such(lambda cell: cell.casefold() in _TYPES)
    places |= dict(zip(("fromtype", "totype", "finaltype"), types, strict=False))
    return places


def _times(stamps: Sequence[int], columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """Start, answer and end, in the order of what they say in the fullest line."""
    fullest = max(range(len(columns[0])), key=lambda n: sum(bool(columns[s][n]) for s in stamps))
    told = sorted(stamps, key=lambda stamp: columns[stamp][fullest] or "~")
    start, last = told[0], told[-1]
    places = {"timestart": start}
    if len(told) > 2:
        return places | {"timeanswered": told[1], "timeend": last}
    # Of two, the one that may be missing is the answer.
    return places | {"timeend" if all(columns[last]) else "timeanswered": last}
