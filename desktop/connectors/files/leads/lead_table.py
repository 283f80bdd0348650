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
_BASE, _NAMED, _SIGN = 30, 6, 12


def _is_titles(cells: Sequence[str]) -> bool:
    found = set(meanings_of(cells))
    return bool(found & _CHANNELS) and len(found - {None}) > 1


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
        return _BASE + _NAMED * named + _SIGN * bool(set(meanings_of(kept)) & _SIGNS)

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row. ``options.columns`` names our fields as :class:`PersonField` does."""
        titles, meanings = chosen(content, find_titles(content, _is_titles), options.columns)
        # Where somebody chose the columns, what they left out is none of the message.
        questions = not options.columns
        columns = LeadColumns(
            "table", titles or [""] * len(meanings), meanings, questions=questions
        )
        yield from read_rows(content, options, columns, titles)
