"""Outlook's contacts as CSV: more than ninety columns with fixed titles, in English or Spanish."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.contacts.columns import ContactColumns, read_contacts, title_words
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, LIKELY, NO, ReadOptions
from desktop.connectors.files.titled import find_titles
from desktop.domain.incoming import IncomingKind, RowRead

_EMAIL: Final = re.compile(
    r"e-?mail(?: \d)? address|direccion de correo electronico(?: \d)?|correo electronico \d"
)
_PHONE: Final = re.compile(
    r"(?:.+ )?phone(?: \d)?|(?:home|business|other|work) fax|pager|tty/tdd phone|callback|telex|"
    r"isdn|(?:telefono|fax) .+|telefono|localizador"
)
_PLACES: Final = {
    "first name": "parts",
    "given name": "parts",
    "middle name": "parts",
    "last name": "parts",
    "surname": "parts",
    "nombre": "parts",
    "segundo nombre": "parts",
    "apellidos": "parts",
    "birthday": "birth",
    "cumpleanos": "birth",
    "company": "organisation",
    "organization": "organisation",
    "compania": "organisation",
    "organizacion": "organisation",
    "notes": "note",
    "notas": "note",
    "language": "language",
    "idioma": "language",
    "home city": "city",
    "business city": "city",
    "other city": "city",
    "ciudad de residencia": "city",
    "ciudad del trabajo": "city",
    "home street": "address",
}
_HOME: Final = ("home city", "home state", "home postal code")
"""The rest of the address at home."""
_NAMES: Final = frozenset(
    ("first name", "last name", "given name", "surname", "nombre", "apellidos")
)
_OWN: Final = frozenset(
    (
        "business phone",
        "business street",
        "home street",
        "account",
        "directory server",
        "government id number",
        "e-mail display name",
        "e-mail 2 address",
        "business fax",
        "referred by",
        "given yomi",
    )
)


def _is_titles(cells: Sequence[str]) -> bool:
    titles = list(map(title_words, cells))
    if not any(_EMAIL.fullmatch(title) for title in titles):
        return False
    outlooks = set(titles) & _OWN
    several = sum(bool(_EMAIL.fullmatch(title)) for title in titles) > 1
    named = bool(set(titles) & _NAMES)
    phones = any(_PHONE.fullmatch(title) for title in titles)
    return bool(outlooks) or several or (named and phones and "e-mail address" in titles)


def columns_of(titles: Sequence[str]) -> ContactColumns:
    """The places of Outlook's columns."""
    columns = ContactColumns(titles)
    plain = list(map(title_words, titles))
    for place, title in enumerate(plain):
        if _EMAIL.fullmatch(title):
            columns.emails.append(place)
        elif title not in _PLACES and _PHONE.fullmatch(title):
            columns.numbers.append((place, titles[place], None))
    # In the order of the list, not of the file: a first name may stand behind the last one.
    for title, where in _PLACES.items():
        if title in plain:
            getattr(columns, where).append(plain.index(title))
    columns.address.extend(plain.index(title) for title in _HOME if title in plain)
    return columns


class OutlookContacts:
    """The desktop's and the web's export."""

    name = "outlook-contacts"
    title = "Outlook contacts"
    kind = IncomingKind.CONTACT

    def recognise(self, content: Content) -> int:
        """Outlook's own titles."""
        titles = find_titles(content, _is_titles)
        if titles is None:
            return NO
        return CERTAIN if set(map(title_words, titles)) & _OWN else LIKELY

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row."""
        titles = find_titles(content, _is_titles) or ()
        yield from read_contacts(self.name, content, options, columns_of(titles), titles)
