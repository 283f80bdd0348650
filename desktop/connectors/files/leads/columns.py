"""A row of a table as a lead, by what its columns mean."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.leads.lead_format import checked, kept
from desktop.connectors.files.leads.values import whole_text
from desktop.connectors.files.titled import order_of_dates, rows_below
from desktop.domain.incoming import IncomingLead, Rejected, RowRead
from desktop.domain.lead_answers import Answer, Sheet, lead_of
from desktop.domain.lead_secrets import HIDDEN, is_secret, text_without_secrets
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

Meanings = Sequence[PersonField | None]
"""What each column means, by its place."""
Finish = Callable[[IncomingLead, Sequence[str]], IncomingLead]
"""Puts right what one service writes in its own way, given the row's cells."""


class LeadColumns:
    """The columns of one table. ``questions``: a column without a meaning is a question of the
    form, and its answer belongs to the message; else it is kept in the payload alone."""

    def __init__(
        self, source: str, titles: Sequence[str], meanings: Meanings, *, questions: bool
    ) -> None:
        self._source = source
        self.titles = titles
        self._secret = [is_secret(title) for title in titles]
        self._read = [
            (place, title, meaning)
            for place, (title, meaning) in enumerate(zip(titles, meanings, strict=True))
            if meaning is not PersonField.TECHNICAL and (questions or meaning is not None)
        ]
        self._sent = [
            place for place, meaning in enumerate(meanings) if meaning is PersonField.SUBMITTED
        ]

    def times(self, content: Content, options: ReadOptions) -> TimeReader:
        """The reader of the table's times."""
        order = order_of_dates(content, self._sent[0]) if self._sent else None
        return TimeReader(options.zone, order)

    def lead(self, cells: Sequence[str], times: TimeReader) -> IncomingLead:
        """The lead of a row, without its payload."""
        sheet = Sheet()
        width = len(cells)
        for place, title, meaning in self._read:
            text = cells[place] if place < width else ""
            if meaning is None:
                if text:
                    sheet.other(title, text)
            elif text or meaning is PersonField.CONSENT:
                sheet.add(Answer(title, text, meaning))
        return lead_of(self._source, sheet, times)

    def payload(self, cells: Sequence[str]) -> str:
        """The row with its titles, as it is kept."""
        width = len(self.titles)
        fields: Mapping[str, str] = {
            (self.titles[n] if n < width else "") or f"column {n + 1}": (
                HIDDEN if n < width and self._secret[n] else cell
            )
            for n, cell in enumerate(cells)
            if cell
        }
        return kept(json.dumps(fields, ensure_ascii=False, indent=1))


def read_rows(
    content: Content,
    options: ReadOptions,
    columns: LeadColumns,
    titles: Sequence[str] | None,
    finish: Finish | None = None,
) -> Iterator[RowRead]:
    """Every row below ``titles``, of all rows where there are none."""
    times = columns.times(content, options)
    for line in rows_below(content, titles):
        if line.trouble:
            yield Rejected(line.number, line.trouble, kept(content.row_text(line)))
            continue
        cells = line.cells if all(map(str.isascii, line.cells)) else [*map(whole_text, line.cells)]
        lead = columns.lead(cells, times)
        if finish is not None:
            lead = finish(lead, cells)
        lead = replace(lead, payload=columns.payload(cells))
        raw = lead.payload if lead.numbers or lead.emails else content.row_text(line)
        yield checked(line.number, lead, text_without_secrets(raw))
