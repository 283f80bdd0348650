"""The common way of formats that are tables with titles of their own."""

from collections.abc import Iterator

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow, find_titles, titled_rows
from desktop.connectors.files.rows import BadRow, each_row
from desktop.domain.incoming import IncomingCall, IncomingKind, RowRead
from desktop.domain.time_reading import DayOrder, TimeReader


class TitledCalls:
    """A format that is known by its titles; ``required`` are the (plain) ones it has to have, each
    set one way of the vendor's. ``order`` is how the vendor writes dates."""

    name: str
    title: str
    kind = IncomingKind.CALL
    required: tuple[tuple[str, ...], ...]
    order: DayOrder | None = None
    sure = CERTAIN

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """The call of a row. Raises ``NotOurs``, ``BadRow`` or ``UnreadableTime``."""
        raise NotImplementedError

    def recognise(self, content: Content) -> int:
        """By the titles."""
        return self.sure if self._titles(content) is not None else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row below the titles."""
        titles = self._titles(content) or []
        reader = TimeReader(options.zone, self.order)

        def make(row: TitledRow) -> IncomingCall:
            if row.line.trouble:
                raise BadRow(row.line.trouble)
            return self.call(row, reader)

        yield from each_row(
            titled_rows(content, titles), make, lambda row: content.row_text(row.line)
        )

    def _titles(self, content: Content) -> list[str] | None:
        for required in self.required:
            titles = find_titles(content, required)
            if titles is not None:
                return titles
        return None
