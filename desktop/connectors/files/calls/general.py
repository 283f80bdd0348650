"""Any table of calls: columns as somebody said, else as their titles and values let guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.connectors.files.calls.parts import after, day_alone, joined, needed
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, PERHAPS, ReadOptions
from desktop.connectors.files.headed import is_types
from desktop.connectors.files.rows import BadRow, NotOurs, each_row
from desktop.connectors.files.table import Line
from desktop.domain.call_columns import CALL_FIELDS
from desktop.domain.call_sides import direction_in, direction_of, is_extension, says_internal
from desktop.domain.caller_names import name_and_number, real_name
from desktop.domain.column_guess import (
    Guess,
    Sure,
    guess_columns,
    looks_like_titles,
    plain_title,
)
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import DurationUnit, seconds
from desktop.domain.incoming import Disposition, IncomingCall, IncomingKind, RowRead
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import DayOrder, TimeReader, day_order, needs_order
from desktop.domain.time_titles import zone_told
from desktop.domain.vocabulary import Direction

DAY_ORDER = "day_order"
"""Beside our fields in ``ReadOptions.columns``: ``dmy`` or ``mdy``."""
_TITLES_WITHIN = 20
_SAMPLE = 40
_FEWEST_TITLES = 2
_SILENT = (Disposition.MISSED, Disposition.NOT_REACHED, Disposition.BLOCKED)


@dataclass(frozen=True, slots=True)
class TableLook:
    """Where the titles of a table are (None: it has none) and what its columns mean."""

    titles: tuple[str, ...] | None
    guesses: tuple[Guess, ...]


class GeneralCalls:
    """The last resort, and what a mapping screen works with."""

    name = "calls-table"
    title = "Table of calls"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """A time and a number, and something that leads and contacts have not."""
        found = {guess.field: guess for guess in look_at(content).guesses}
        if "started_at" not in found or not ({"caller", "called"} & found.keys()):
            return NO
        telling = {"direction", "disposition", "talked_seconds", "ended_at", "answered_at"}
        telling &= {name for name, guess in found.items() if guess.sure > Sure.PERHAPS} | (
            {"disposition"} & found.keys()
        )
        both = {"caller", "called"} <= found.keys()
        if not telling and not both:
            return NO
        return PERHAPS + min(20, 5 * len(telling) + (5 if both else 0))

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row."""
        look = look_at(content)
        places = {guess.field: guess.place for guess in look.guesses}
        if options.columns:
            look = _with_titles(content, look, set(options.columns.values()))
            places = _said(options.columns, look.titles)
        order = _order(options.columns) or _order_of(content, look, places)
        told = zone_told(_title_of("started_at", look, places))
        reader = TimeReader(told or options.zone, order, told=told is not None)
        days_alone = _are_days_alone(content, places)
        unit = _unit(plain_title(_title_of("talked_seconds", look, places)))

        def make(line: Line) -> IncomingCall:
            if line.trouble:
                raise BadRow(line.trouble)
            return self._call(line.cells, places, reader, unit, days_alone=days_alone)

        yield from each_row(_below(content, look), make, content.row_text)

    def _call(
        self,
        cells: list[str],
        places: Mapping[str, int],
        reader: TimeReader,
        unit: DurationUnit,
        *,
        days_alone: bool,
    ) -> IncomingCall:
        def get(field: str) -> str:
            place = places.get(field, -1)
            return cells[place].strip() if 0 <= place < len(cells) else ""

        start = get("started_at")
        if get("time_of_day") and ":" not in (day_alone(start) if days_alone else start):
            start = joined(start, get("time_of_day"))
        moment = needed(reader, start)
        caller_name, caller = name_and_number(get("caller"))
        called_name, called = name_and_number(get("called"))
        caller, called = caller or get("caller"), called or get("called")
        if not caller and not called and not get("name"):
            raise BadRow("This row has neither a caller nor a called number.")
        said = get("direction")
        if says_internal(said) or (is_extension(caller) and is_extension(called)):
            raise NotOurs("internal call")
        direction = direction_in(said) or direction_of(caller, called) or Direction.IN
        disposition = disposition_in(get("disposition"), direction)
        if disposition is Disposition.UNKNOWN:  # "Missed" as the type of the call
            disposition = disposition_in(said, direction)
        answered, ended = reader.at(get("answered_at")), reader.at(get("ended_at"))
        took = talked = seconds(get("talked_seconds"), unit)
        if disposition is Disposition.UNKNOWN and answered is not None:
            disposition = Disposition.ANSWERED
        if disposition in _SILENT:  # how long it took is how long it rang
            talked = 0
        name = caller_name if direction is Direction.IN else called_name
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            name=real_name(get("name")) or real_name(name),
            line=get("line"),
            started_at=moment.at,
            answered_at=answered,
            ended_at=ended or after(moment.at, took),
            talked_seconds=talked,
            disposition=disposition,
            message=get("message"),
            external_id=get("external_id"),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(get("recording"))
            if disposition is Disposition.VOICEMAIL
            else "",
        )


def look_at(content: Content) -> TableLook:
    """What the table looks like: its titles among the first rows, and what its columns mean."""
    rows = [row for row in content.first_rows if not is_types(row)]
    best, at = 0, -1
    for place, row in enumerate(rows[:_TITLES_WITHIN]):
        known = looks_like_titles(row, CALL_FIELDS)
        if known > best:
            best, at = known, place
    if best >= _FEWEST_TITLES:
        titles = tuple(rows[at])
        return TableLook(titles, guess_columns(CALL_FIELDS, titles, rows[at + 1 :][:_SAMPLE]))
    return TableLook(None, guess_columns(CALL_FIELDS, (), rows[:_SAMPLE]))


def _below(content: Content, look: TableLook) -> Iterator[Line]:
    """The rows of the table, without its titles and what stands above them."""
    below = look.titles is None
    for line in content.lines():
        if line.is_blank or is_types(line.cells):
            continue
        if look.titles is not None and not line.trouble:
            same = tuple(cell.strip(" \t\r\n\ufeff") for cell in line.cells) == look.titles
            if same:
                below = True
                continue
        if below:
            yield line


def _with_titles(content: Content, look: TableLook, named: set[str]) -> TableLook:
    """The look with the row of titles that somebody named columns by, also where no title says
    anything to a program."""
    if look.titles is not None:
        return look
    titles = next(
        (tuple(row) for row in content.first_rows[:_TITLES_WITHIN] if named & set(row)), None
    )
    return look if titles is None else replace(look, titles=titles)


def _said(columns: Mapping[str, str], titles: tuple[str, ...] | None) -> dict[str, int]:
    """The places that somebody has said, by title or by number from 1."""
    known = {title: place for place, title in reversed(list(enumerate(titles or ())))}
    plain = {plain_title(title): place for title, place in known.items()}
    places = {}
    for field, where in columns.items():
        if where in known:
            places[field] = known[where]
        elif plain_title(where) in plain:
            places[field] = plain[plain_title(where)]
        elif where.isdecimal() and where.isascii() and len(where) < 6:
            places[field] = int(where) - 1
    return places


def _order(columns: Mapping[str, str]) -> DayOrder | None:
    said = columns.get(DAY_ORDER, "")
    return DayOrder(said) if said in ("dmy", "mdy") else None


def _order_of(content: Content, look: TableLook, places: Mapping[str, int]) -> DayOrder | None:
    """By the whole column, where its first dates need it."""
    place = places.get("started_at", -1)
    sample = [row[place] for row in content.first_rows if 0 <= place < len(row)]
    if not any(map(needs_order, sample)):
        return None
    return day_order(
        line.cells[place] for line in _below(content, look) if 0 <= place < len(line.cells)
    )


def _are_days_alone(content: Content, places: Mapping[str, int]) -> bool:
    """Whether the column of the start has dates alone, also where a spreadsheet wrote each with a
    midnight that nobody means. (Where others have their own clock a midnight is one, and the
    "time" beside it something else.)"""
    place = places.get("started_at", -1)
    cells = (row[place] for row in content.first_rows if 0 <= place < len(row))
    return not any(":" in day_alone(cell.strip()) for cell in cells if any(map(str.isdigit, cell)))


def _title_of(field: str, look: TableLook, places: Mapping[str, int]) -> str:
    place = places.get(field, -1)
    return look.titles[place] if look.titles and 0 <= place < len(look.titles) else ""


def _unit(title: str) -> DurationUnit:
    if title.endswith(("ms", "milliseconds", "milisegundos")):
        return DurationUnit.MILLISECONDS
    if title.endswith(("min", "mins", "minutes", "minutos")):
        return DurationUnit.MINUTES
    return DurationUnit.SECONDS
