"""The results of a Mautic form as a table."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, LIKELY, NO, ReadOptions
from desktop.connectors.files.leads.columns import LeadColumns, read_rows
from desktop.connectors.files.titled import find_titles
from desktop.domain.incoming import IncomingKind, RowRead
from desktop.domain.people_titles import PersonField, meaning_of

_FIXTURE: Final = frozenset(("form", "page", "ipaddress", "lead"))
_EXPORT: Final = frozenset(("date submitted", "ip address", "referrer"))
_MEANINGS: Final = {
    "form": PersonField.FORM,
    "id": PersonField.ID,
    "submission id": PersonField.ID,
    "date submitted": PersonField.SUBMITTED,
    **dict.fromkeys(
        ("page", "ipaddress", "ip address", "lead", "referrer", "contact id", "lead id"),
        PersonField.TECHNICAL,
    ),
}


def _is_titles(cells: Sequence[str]) -> bool:
    titles = {cell.casefold() for cell in cells}
    return titles >= _FIXTURE or titles >= _EXPORT


class MauticTable:
    """Its own columns first, then the form's fields."""

    name = "mautic-table"
    title = "Mautic form results (table)"
    kind = IncomingKind.LEAD

    def recognise(self, content: Content) -> int:
        """Mautic's own titles."""
        titles = find_titles(content, _is_titles)
        if titles is None:
            return NO
        return CERTAIN if {title.casefold() for title in titles} >= _FIXTURE else LIKELY

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row."""
        titles = find_titles(content, _is_titles) or ()
        meanings = [_MEANINGS.get(title.casefold()) or meaning_of(title) for title in titles]
        columns = LeadColumns("mautic", titles, meanings, questions=True)
        yield from read_rows(content, options, columns, titles)
