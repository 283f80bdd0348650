"""The common way of formats that are tables with titles of their own."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow, find_titles, titled_rows, titles_of
from desktop.connectors.files.rows import BadRow, each_row
from desktop.connectors.files.titled import order_of_dates
from desktop.domain.incoming import IncomingCall, IncomingKind, RowRead
from desktop.domain.time_reading import DayOrder, TimeReader
from desktop.domain.time_titles import zone_told


class TitledCalls(ABC):
    """A format that is known by its titles; ``required`` are the (plain) ones it has to have, each
    set one way of the vendor's. ``when`` are the titles of the column that says when; ``order`` is
    how the vendor writes dates as a rule: a column that shows another one is believed."""

    name: str
    title: str
    kind = IncomingKind.CALL
    required: tuple[tuple[str, ...], ...]
    when: tuple[str, ...] = ("starttime", "calltime", "startdate", "date", "datecreated")
    order: DayOrder | None = None
    sure = CERTAIN

    @abstractmethod
    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """The call of a row. Raises ``NotOurs``, ``BadRow`` or ``UnreadableTime``."""

    def recognise(self, content: Content) -> int:
        """By the titles."""
        return self.sure if self._titles(content) is not None else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row below the titles."""
        titles = self._titles(content) or []
        reader = self._times(content, titles, options)
        yield from self._made(content, titled_rows(content, titles), reader)

    def _made(
        self, content: Content, rows: Iterable[TitledRow], reader: TimeReader
    ) -> Iterator[RowRead]:
        """What became of each of these rows."""

        def make(row: TitledRow) -> IncomingCall:
            if row.line.trouble:
                raise BadRow(row.line.trouble)
            return self.call(row, reader)

        yield from each_row(rows, make, lambda row: content.row_text(row.line))

    def _times(self, content: Content, titles: list[str], options: ReadOptions) -> TimeReader:
        places = titles_of(titles)
        place = next((places[title] for title in self.when if title in places), None)
        if place is None:
            return TimeReader(options.zone, self.order)
        order = order_of_dates(content, place) or self.order
        told = zone_told(titles[place])
        return TimeReader(told or options.zone, order, told=told is not None)

    def _titles(self, content: Content) -> list[str] | None:
        for required in self.required:
            titles = find_titles(content, required)
            if titles is not None:
                return titles
        return None
