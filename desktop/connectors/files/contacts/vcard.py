"""vCards: what phones and address books export. Groups of people are passed over, a card that is
broken is rejected alone."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from desktop.connectors.files.contacts.columns import checked
from desktop.connectors.files.contacts.vcard_text import Card, Property, cards
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.domain.channels import emails_in, full_name, name_in, number_in
from desktop.domain.clean_text import whole_text
from desktop.domain.incoming import (
    ContactNumber,
    Ignored,
    IncomingContact,
    IncomingKind,
    Rejected,
    RowRead,
)
from desktop.domain.lead_answers import identity
from desktop.domain.lead_times import birthday
from desktop.domain.originals import kept

_BEGIN: Final = re.compile(r"[\ufeff\s]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*[\r\n]", re.IGNORECASE)
_APPLES: Final = re.compile(r"_\$!<(.*)>!\$_")
_NO_USE: Final = frozenset(("pref", "voice", "internet", "x400", "msg", "text"))
_MOST: Final = 12
_LONGEST: Final = 500
_LONGEST_NOTE: Final = 20_000


class VCard:
    """2.1, 3.0 and 4.0, as Apple, Android, Google, Outlook, Evolution and others write them."""

    name = "vcard"
    title = "vCard"
    kind = IncomingKind.CONTACT

    def recognise(self, content: Content) -> int:
        """The line a card begins with, before anything else but blank lines."""
        if content.is_binary:
            return NO
        return CERTAIN if _BEGIN.match(content.head_text) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every card, numbered from 1."""
        found = False
        for row, card in enumerate(cards(content), start=1):
            found = True
            yield _read(row, card)
        if not found:
            yield Rejected(1, "There is no card in it.", kept(content.head_text))


def _read(row: int, card: Card) -> RowRead:
    # As a card again, so that it can be put right and read once more.
    raw = kept("\n".join(("BEGIN:VCARD", *card.lines, "END:VCARD")))
    if card.trouble:
        return Rejected(row, card.trouble, raw)
    kind = card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND")
    if kind.casefold() in ("group", "location", "application"):
        return Ignored(row, f"a {kind.casefold()}, not a person")
    return checked(row, contact_of(card), raw)


def contact_of(card: Card) -> IncomingContact:
    """The contact of a sound card."""
    labels = {each.group: _label(each.text()) for each in card.all("X-ABLABEL") if each.group}
    organisation = _clean(next((each.parts()[0] for each in card.all("ORG")), ""))[:_LONGEST]
    city, address = _place(card)
    return IncomingContact(
        source="vcard",
        name=_name(card) or name_in(organisation),
        numbers=tuple(_numbers(card, labels)),
        emails=tuple(_emails(card)),
        birthday=next(
            (day for each in card.all("BDAY") if (day := birthday(each.text(), month_first=True))),
            None,
        ),
        city=city,
        address=address,
        organisation=organisation,
        language=_clean(card.first("LANG"))[:40],
        note=_clean("\n\n".join(each.text() for each in card.all("NOTE")))[:_LONGEST_NOTE],
        external_id=identity(_clean(card.first("UID"))),
        payload=kept("\n".join(card.lines)),
    )


def _name(card: Card) -> str:
    for each in card.all("FN"):
        if name := name_in(_clean(each.text())):
            return name
    for each in card.all("N"):
        # Family, given, additional, before, after: said in the order people say it.
        parts = [_clean(" ".join(part.split(","))) for part in each.parts()]
        family, given, more, before, after = (*parts, "", "", "", "", "")[:5]
        if name := full_name(before, given, more, family, after):
            return name
    return name_in(_clean(card.first("NICKNAME")))


def _numbers(card: Card, labels: Mapping[str, str]) -> Iterator[ContactNumber]:
    seen: set[str] = set()
    for each in card.all("TEL"):
        text = _clean(each.text())
        if text.casefold().startswith("tel:"):
            text = text[4:]
        number = number_in(text)
        if number and number not in seen and len(seen) < _MOST:
            seen.add(number)
            yield ContactNumber(number, labels.get(each.group) or _uses(each))


def _emails(card: Card) -> list[str]:
    found = [
        email
        for each in card.all("EMAIL")
        for email in emails_in(_clean(each.text()).removeprefix("mailto:"))
    ]
    return list(dict.fromkeys(found))[:_MOST]


def _place(card: Card) -> tuple[str, str]:
    """The city, and the whole address, of the first address that has one."""
    for each in card.all("ADR"):
        parts = [" ".join(_clean(part).split()) for part in each.parts()]
        if any(parts):
            city = parts[3] if len(parts) > 3 else ""
            return city[:_LONGEST], ", ".join(filter(None, parts))[:_LONGEST]
    return "", ""


def _uses(each: Property) -> str:
    return " ".join(dict.fromkeys(use for use in each.types if use not in _NO_USE))[:60]


def _label(text: str) -> str:
    found = _APPLES.fullmatch(text)
    return _clean(found[1] if found else text)[:60]


def _clean(text: str) -> str:
    return whole_text(text)
