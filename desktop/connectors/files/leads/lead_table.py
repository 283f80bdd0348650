"""Any table of leads: columns by their titles in English and Spanish, or as somebody has said."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, ReadOptions
from desktop.connectors.files.leads.columns import LeadColumns, read_rows
from desktop.connectors.files.mapped import chosen, is_of_calls, meanings_of
from desktop.connectors.files.titled import find_titles
from desktop.domain.folding import fold
from desktop.domain.incoming import IncomingKind, RowRead
from desktop.domain.people_titles import PersonField

_CHANNELS: Final = frozenset((PersonField.PHONE, PersonField.EMAIL))
_SIGNS: Final = frozenset(
    (
        PersonField.MESSAGE,
        PersonField.SUBMITTED,
        PersonField.FORM,
        PersonField.CAMPAIGN,
        PersonField.UTM_SOURCE,
        PersonField.UTM_MEDIUM,
        PersonField.UTM_CAMPAIGN,
        PersonField.CONSENT,
    )
)
_NOTES: Final = frozenset(("note", "notes", "nota", "notas", "description", "descripcion"))
"""Messages that address books have too."""
_OF_THE_WEB: Final = frozenset(
    (
        *("ip", "ip address", "user ip", "remote ip", "browser", "user agent", "page url"),
        *("referrer", "referer", "referring url", "source url", "landing page", "form url"),
    )
)
"""What a web form notes of whoever sent it; no address book knows it."""
_TIME: Final = "time"
_BASE, _NAMED, _SIGN = 30, 6, 12


def _is_titles(cells: Sequence[str]) -> bool:
    found = set(meanings_of(cells))
    return bool(found & _CHANNELS) and len(found - {None}) > 1


def _is_of_the_web(titles: Sequence[str]) -> bool:
    return len({fold(title).replace("_", " ") for title in titles} & _OF_THE_WEB) > 1


def _with_time(
    titles: Sequence[str], meanings: list[PersonField | None]
) -> list[PersonField | None]:
    """Formstack's "Time" is when the form was sent, where no other column says it."""
    plain = list(map(fold, titles))
    if PersonField.SUBMITTED in meanings or _TIME not in plain or not _is_of_the_web(titles):
        return meanings
    place = plain.index(_TIME)
    return [*meanings[:place], PersonField.SUBMITTED, *meanings[place + 1 :]]


class LeadTable:
    """The general table."""

    name = "lead-table"
    title = "Table of leads"
    kind = IncomingKind.LEAD

    def recognise(self, content: Content) -> int:
        """Somebody to reach, and what only a lead has."""
        titles = find_titles(content, _is_titles)
        if titles is None or is_of_calls(titles):
            return NO
        found = set(meanings_of(titles))
        named = bool(found & {PersonField.NAME, PersonField.FIRST, PersonField.LAST})
        kept = [title for title in titles if fold(title) not in _NOTES]
        sign = bool(set(meanings_of(kept)) & _SIGNS) or _is_of_the_web(titles)
        return _BASE + _NAMED * named + _SIGN * sign

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row. ``options.columns`` names our fields as :class:`PersonField` does."""
        titles, meanings = chosen(content, find_titles(content, _is_titles), options.columns)
        # Where somebody chose the columns, what they left out is none of the message.
        questions = not options.columns
        if questions and titles:
            meanings = _with_time(titles, meanings)
        columns = LeadColumns(
            "table", titles or [""] * len(meanings), meanings, questions=questions
        )
        yield from read_rows(content, options, columns, titles)
