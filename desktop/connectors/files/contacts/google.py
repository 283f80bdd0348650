"""Google Contacts as CSV: numbered columns with their label beside them ("Phone 1 - Type" until
2024, "Phone 1 - Label" since), several values in one cell with ``:::`` between them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.contacts.columns import ContactColumns, read_contacts, title_words
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.titled import find_titles
from desktop.domain.incoming import IncomingKind, RowRead

_OLD: Final = frozenset(("given name", "family name", "yomi name"))
_NEW: Final = frozenset(("first name", "last name", "phonetic first name"))
_NUMBERED: Final = re.compile(
    r"(phone|e-?mail|address|organization) \d+ - (value|city|formatted|name)"
)


def _is_titles(cells: Sequence[str]) -> bool:
    titles = set(map(title_words, cells))
    numbered = any(re.fullmatch(r"(?:phone|e-mail) \d+ - value", title) for title in titles)
    known = titles >= _OLD or titles >= _NEW
    return known or (numbered and bool(titles & {"name", "given name", "first name"}))


def columns_of(titles: Sequence[str]) -> ContactColumns:
    """The places of Google's columns, old or new."""
    plain = list(map(title_words, titles))
    at = {title: place for place, title in reversed(list(enumerate(plain)))}
    columns = ContactColumns(titles)
    places = {
        "names": ("name",),
        "parts": (
            "given name",
            "first name",
            "additional name",
            "middle name",
            "family name",
            "last name",
        ),
        "birth": ("birthday",),
        "organisation": ("organization name",),
        "language": ("language",),
        "note": ("notes",),
    }
    for name, names in places.items():
        getattr(columns, name).extend(at[title] for title in names if title in at)
    for place, title in enumerate(plain):
        if found := _NUMBERED.fullmatch(title):
            _numbered(columns, at, place, title, found)
    return columns


def _numbered(
    columns: ContactColumns, at: dict[str, int], place: int, title: str, found: re.Match[str]
) -> None:
    before = title.removesuffix(" - value")
    match found[1], found[2]:
        case "phone", "value":
            labelled = at.get(f"{before} - type", at.get(f"{before} - label"))
            columns.numbers.append((place, "", labelled))
        case "e-mail" | "email", "value":
            columns.emails.append(place)
        case "address", "city":
            columns.city.append(place)
        case "address", "formatted":
            columns.address[:] = columns.address or [place]
        case "organization", "name":
            columns.organisation.append(place)


class GoogleContacts:
    """Both of its headers."""

    name = "google-contacts"
    title = "Google Contacts"
    kind = IncomingKind.CONTACT

    def recognise(self, content: Content) -> int:
        """Google's own titles."""
        return CERTAIN if find_titles(content, _is_titles) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row."""
        titles = find_titles(content, _is_titles) or ()
        yield from read_contacts(self.name, content, options, columns_of(titles), titles)
