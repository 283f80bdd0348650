"""A row of a table as a lead, by what its columns mean."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.leads.lead_format import NO_CHANNEL
from desktop.connectors.files.table import Line
from desktop.connectors.files.titled import order_of_dates, row_text, rows_below
from desktop.domain.incoming import IncomingLead, Rejected, RowRead, Taken
from desktop.domain.lead_answers import Sheet, as_question, lead_of
from desktop.domain.lead_secrets import HIDDEN, is_secret, may_hide_secrets, text_without_secrets
from desktop.domain.originals import kept, written
from desktop.domain.people_titles import PersonField, meaning_in_form
from desktop.domain.time_reading import TimeReader
from desktop.domain.time_titles import zone_told

Meanings = Sequence[PersonField | None]
"""What each column means, by its place."""
_BY_PROGRAMS: Final = frozenset(
    (
        PersonField.TECHNICAL,
        PersonField.CAMPAIGN,
        PersonField.UTM_SOURCE,
        PersonField.UTM_MEDIUM,
        PersonField.UTM_CAMPAIGN,
    )
)
"""No words of danger are looked for in these: the name of an advertisement may hold some."""
Finish = Callable[[Sheet, Sequence[str]], bool]
"""Puts right in the sheet what one service writes in its own way, and says whether it is a test."""


class LeadColumns:
    """The columns of one table. ``questions``: a column without a meaning is a question of the
    form, and its answer belongs to the message; else it was left out on purpose, and is only looked
    through for words of danger, as is what a program or a person may have written."""

    def __init__(
        self,
        source: str,
        titles: Sequence[str],
        meanings: Meanings,
        *,
        questions: bool,
        finish: Finish | None = None,
    ) -> None:
        self._source = source
        self._titles = [title or f"column {n}" for n, title in enumerate(titles, start=1)]
        self._secret = [n for n, title in enumerate(titles) if is_secret(title)]
        self._finish = finish
        self._read = [
            (place, as_question(title), None if meaning is PersonField.ANSWER else meaning)
            for place, (title, meaning) in enumerate(zip(titles, meanings, strict=True))
            if meaning is not PersonField.TECHNICAL
            and place not in self._secret
            and (questions or meaning is not None)
        ]
        shown = {*self._secret, *(place for place, _, _ in self._read)}
        self._left_out = [
            place
            for place, title in enumerate(titles)
            if place not in shown and meaning_in_form(title) not in _BY_PROGRAMS
        ]
        self._sent = [
            place for place, meaning in enumerate(meanings) if meaning is PersonField.SUBMITTED
        ]

    def times(self, content: Content, options: ReadOptions) -> TimeReader:
        """The reader of the table's times."""
        if not self._sent:
            return TimeReader(options.zone)
        told = zone_told(self._titles[self._sent[0]])
        order = order_of_dates(content, self._sent[0])
        return TimeReader(told or options.zone, order, told=told is not None)

    def lead(self, cells: Sequence[str], times: TimeReader) -> IncomingLead | None:
        """The lead of a row, None where nobody can be reached."""
        sheet = Sheet()
        width = len(cells)
        for place, title, meaning in self._read:
            text = cells[place] if place < width else ""
            if text:
                if meaning is None:
                    sheet.others.append(f"{title}: {text}" if title else text)
                else:
                    sheet.put(title, text, meaning)
            elif meaning is PersonField.CONSENT:
                sheet.consent(title, given=False)
        is_test = self._finish(sheet, cells) if self._finish else False
        if not (sheet.numbers or sheet.emails or is_test):
            return None
        left_out = [cells[place] for place in self._left_out if place < width]
        # What stands behind the last title is somebody's text that held a comma of its own.
        left_out += cells[len(self._titles) :]
        return lead_of(
            self._source,
            sheet,
            times,
            is_test=is_test,
            payload=self._payload(cells),
            left_out="\n".join(filter(None, left_out)),
        )

    def _payload(self, cells: Sequence[str]) -> str:
        """The row with its titles, as it is kept."""
        titles = self._titles
        fields = {title: cell for title, cell in zip(titles, cells, strict=False) if cell}
        for n in range(len(titles), len(cells)):
            if cells[n]:
                fields[f"column {n + 1}"] = cells[n]
        for place in self._secret:
            if titles[place] in fields:
                fields[titles[place]] = HIDDEN
        text = written(fields)
        # Most rows have nothing that a secret could stand in.
        return text_without_secrets(text) if may_hide_secrets(text) else text

    def without_secrets(self, cells: Sequence[str]) -> list[str]:
        """The row, as it is put aside to be put right."""
        if not self._secret:
            return list(cells)
        return [HIDDEN if n in self._secret and cell else cell for n, cell in enumerate(cells)]


def read_rows(
    content: Content,
    options: ReadOptions,
    columns: LeadColumns,
    titles: Sequence[str] | None,
) -> Iterator[RowRead]:
    """Every row below ``titles``, of all rows where there are none."""
    times = columns.times(content, options)
    for line in rows_below(content, titles):
        if line.trouble:
            yield Rejected(line.number, line.trouble, kept(content.row_text(line)))
            continue
        lead = columns.lead(line.cells, times)
        if lead is not None:
            yield Taken(line.number, lead)
        else:
            raw = Line(line.number, columns.without_secrets(line.cells))
            yield Rejected(line.number, NO_CHANNEL, kept(row_text(content, raw)))
