"""Any table of contacts: columns by their titles in English and Spanish, as somebody has said, or,
where there are no titles, by what stands in them."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.contacts.columns import ContactColumns, read_contacts
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, ReadOptions
from desktop.connectors.files.mapped import chosen, is_of_calls, meanings_of
from desktop.connectors.files.titled import find_titles
from desktop.domain.channels import is_email, looks_like_number
from desktop.domain.folding import fold
from desktop.domain.incoming import IncomingKind, RowRead
from desktop.domain.people_titles import PersonField

_CHANNELS: Final = frozenset((PersonField.PHONE, PersonField.EMAIL))
_NAMES: Final = frozenset((PersonField.NAME, PersonField.FIRST, PersonField.LAST))
_SIGNS: Final = frozenset(
    (
        PersonField.BIRTHDAY,
        PersonField.CITY,
        PersonField.ADDRESS,
        PersonField.ORGANISATION,
        PersonField.LANGUAGE,
    )
)
_PLACES: Final = {
    PersonField.NAME: "names",
    PersonField.FIRST: "parts",
    PersonField.MIDDLE: "parts",
    PersonField.LAST: "parts",
    PersonField.EMAIL: "emails",
    PersonField.BIRTHDAY: "birth",
    PersonField.CITY: "city",
    PersonField.ADDRESS: "address",
    PersonField.ORGANISATION: "organisation",
    PersonField.LANGUAGE: "language",
    PersonField.MESSAGE: "note",
    PersonField.CLINIC: "clinic",
    PersonField.NEXT_APPOINTMENT: "appointment",
    PersonField.SERIES_LEFT: "series",
    PersonField.LAST_INFUSION: "infusion",
    PersonField.PREPAID: "prepaid",
    PersonField.HANDOVER_CONSENT: "consent",
}
_ORDER: Final = (PersonField.FIRST, PersonField.MIDDLE, PersonField.LAST)
_BASE, _NAMED, _SIGN, _UNTITLED = 30, 10, 4, 20
_MOSTLY: Final = 0.6
_LONGEST_TITLE: Final = 30


def _is_titles(cells: Sequence[str]) -> bool:
    found = set(meanings_of(cells))
    alone = len(cells) == 1 and len(cells[0]) < _LONGEST_TITLE and ":" not in cells[0]
    return bool(found & _CHANNELS) and (bool(found & _NAMES) or alone)


class ContactTable:
    """The general table."""

    name = "contact-table"
    title = "Table of contacts"
    kind = IncomingKind.CONTACT

    def recognise(self, content: Content) -> int:
        """Names and something to reach them by."""
        titles = find_titles(content, _is_titles)
        if titles is None:
            untitled = PersonField.EMAIL in _by_look(content)
            return _UNTITLED if untitled else NO
        if is_of_calls(titles):
            return NO
        found = set(meanings_of(titles))
        return _BASE + _NAMED * bool(found & _NAMES) + _SIGN * bool(found & _SIGNS)

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row. ``options.columns`` names our fields as :class:`PersonField` does."""
        titles, meanings = chosen(content, find_titles(content, _is_titles), options.columns)
        if titles is None and not options.columns:
            meanings = _by_look(content)
        columns = _columns(titles or [""] * len(meanings), meanings)
        yield from read_contacts("table", content, options, columns, titles)


def _columns(titles: Sequence[str], meanings: Sequence[PersonField | None]) -> ContactColumns:
    columns = ContactColumns(titles)
    for place, meaning in enumerate(meanings):
        if meaning is PersonField.PHONE:
            columns.numbers.append((place, titles[place], None))
        elif meaning in _PLACES:
            getattr(columns, _PLACES[meaning]).append(place)
    columns.parts.sort(key=lambda place: _ORDER.index(meanings[place] or PersonField.FIRST))
    if columns.names and columns.parts and PersonField.FIRST not in meanings:
        # "Nombre" beside "Apellidos" is the first name.
        columns.parts = [*columns.names, *columns.parts]
        columns.names = []
    if columns.parts and PersonField.LAST not in meanings:
        # And French "Nom" beside "Prénom" the last.
        last = [place for place in columns.names if fold(titles[place]) == "nom"]
        columns.parts = [*columns.parts, *last]
        columns.names = [place for place in columns.names if place not in last]
    return columns


def _by_look(content: Content) -> list[PersonField | None]:
    """What the columns of a table without titles hold; the names are the words before them."""
    rows = content.first_rows
    width = max((len(row) for row in rows), default=0)
    columns = [[row[n] for row in rows if n < len(row) and row[n]] for n in range(width)]
    meanings = [_look(texts) if 2 * len(texts) >= len(rows) else None for texts in columns]
    words = [
        n for n, texts in enumerate(columns) if texts and meanings[n] is None and _words(texts)
    ]
    whole = next((n for n in words if any(" " in text for text in columns[n])), None)
    if whole is not None:
        meanings[whole] = PersonField.NAME
    elif len(words) > 1:
        meanings[words[0]], meanings[words[1]] = PersonField.FIRST, PersonField.LAST
    elif words:
        meanings[words[0]] = PersonField.NAME
    return meanings


def _look(texts: Sequence[str]) -> PersonField | None:
    for meaning, is_one in ((PersonField.EMAIL, is_email), (PersonField.PHONE, looks_like_number)):
        if texts and sum(map(is_one, texts)) >= _MOSTLY * len(texts):
            return meaning
    return None


def _words(texts: Sequence[str]) -> bool:
    return all(not any(c.isdecimal() for c in text) and len(text) < 60 for text in texts)
