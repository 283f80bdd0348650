"""Thunderbird's address book as CSV or with tabs; the parts of a birthday have columns of their
own."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.contacts.columns import ContactColumns, read_contacts, title_words
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, LIKELY, NO, ReadOptions
from desktop.connectors.files.titled import find_titles
from desktop.domain.incoming import IncomingKind, RowRead

_NAMES: Final = frozenset(("display name", "first name", "last name"))
_OWN: Final = frozenset(
    ("secondary email", "screen name", "work phone", "home zipcode", "custom 1", "web page 1")
)
_PLACES: Final = {
    "display name": "names",
    "first name": "parts",
    "last name": "parts",
    "primary email": "emails",
    "secondary email": "emails",
    "birth year": "birth",
    "birth month": "birth",
    "birth day": "birth",
    "home city": "city",
    "work city": "city",
    "home address": "address",
    "home address 2": "address",
    "home state": "address",
    "home zipcode": "address",
    "organization": "organisation",
    "notes": "note",
}
_NUMBERS: Final = frozenset(
    ("work phone", "home phone", "fax number", "pager number", "mobile number")
)


def _is_titles(cells: Sequence[str]) -> bool:
    titles = set(map(title_words, cells))
    return "primary email" in titles and (bool(titles & _NAMES) or len(titles) == 1)


def columns_of(titles: Sequence[str]) -> ContactColumns:
    """The places of Thunderbird's columns."""
    columns = ContactColumns(titles)
    plain = list(map(title_words, titles))
    # In the order of the list, not of the file: a first name may stand behind the last one.
    for title, where in _PLACES.items():
        if title in plain:
            getattr(columns, where).append(plain.index(title))
    columns.numbers.extend(
        (place, titles[place], None) for place, title in enumerate(plain) if title in _NUMBERS
    )
    if len(columns.birth) != 3:
        columns.birth.clear()
    return columns


class ThunderbirdContacts:
    """All its exports have the same titles."""

    name = "thunderbird-contacts"
    title = "Thunderbird address book"
    kind = IncomingKind.CONTACT

    def recognise(self, content: Content) -> int:
        """Thunderbird's own titles."""
        titles = find_titles(content, _is_titles)
        if titles is None:
            return NO
        return CERTAIN if set(map(title_words, titles)) & _OWN else LIKELY

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row."""
        titles = find_titles(content, _is_titles) or ()
        yield from read_contacts(self.name, content, options, columns_of(titles), titles)
