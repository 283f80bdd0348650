"""A row of an address book's table as a contact."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.titled import row_text, rows_below
from desktop.domain.channels import emails_in, full_name, name_in, number_in
from desktop.domain.folding import fold
from desktop.domain.incoming import ContactNumber, IncomingContact, Rejected, RowRead, Taken
from desktop.domain.lead_times import birthday
from desktop.domain.originals import kept, written
from desktop.domain.transition_fields import (
    NO_CONCERN,
    Concern,
    UnreadableField,
    read_appointment,
    read_consent,
    read_count,
    read_day,
    read_money,
)

NOBODY: Final = "There is no name, no number and no e-mail in it. Add one of them and import again."
_SEVERAL: Final = re.compile(r"\s*:::\s*")
_MONTH_FIRST: Final = frozenset(("US", "CA", "PH", "PR", "GU"))
_MOST: Final = 12
_LONGEST: Final = 500
_LONGEST_NOTE: Final = 20_000


def title_words(title: str) -> str:
    """A title as the address books' own lists have it: "E-MAIL_1_-_Value" → "e-mail 1 - value"."""
    return fold(title.replace("_", " "))


@dataclass(slots=True)
class ContactColumns:
    """The places of a table's columns. ``names``: the whole name; ``parts``: first, middle, last;
    ``numbers``: place, label, and the place of a label that stands in the row; ``birth``: one
    place, or year, month and day."""

    titles: Sequence[str]
    names: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    numbers: list[tuple[int, str, int | None]] = field(default_factory=list)
    emails: list[int] = field(default_factory=list)
    birth: list[int] = field(default_factory=list)
    city: list[int] = field(default_factory=list)
    address: list[int] = field(default_factory=list)
    organisation: list[int] = field(default_factory=list)
    language: list[int] = field(default_factory=list)
    note: list[int] = field(default_factory=list)
    clinic: list[int] = field(default_factory=list)
    appointment: list[int] = field(default_factory=list)
    series: list[int] = field(default_factory=list)
    infusion: list[int] = field(default_factory=list)
    prepaid: list[int] = field(default_factory=list)
    consent: list[int] = field(default_factory=list)

    def contact(
        self, source: str, cells: Sequence[str], region: str, zone: str = "UTC"
    ) -> IncomingContact:
        """The contact of a row. Raises :class:`UnreadableField`."""
        organisation = self._first(cells, self.organisation)
        return IncomingContact(
            source=source,
            name=self._name(cells) or name_in(organisation),
            numbers=tuple(self._numbers(cells)),
            emails=self._emails(cells),
            birthday=birthday(
                "-".join(_at(cells, n) for n in self.birth), month_first=region in _MONTH_FIRST
            )
            if self.birth
            else None,
            city=self._first(cells, self.city),
            address=self._address(cells),
            organisation=organisation,
            language=self._first(cells, self.language),
            note=self._first(cells, self.note, _LONGEST_NOTE),
            payload=self._payload(cells),
            clinic=self._first(cells, self.clinic),
            concern=self._concern(cells, zone, month_first=region in _MONTH_FIRST),
        )

    def _concern(self, cells: Sequence[str], zone: str, *, month_first: bool) -> Concern:
        if not (self.appointment or self.series or self.infusion or self.prepaid or self.consent):
            return NO_CONCERN

        def said(places: Sequence[int]) -> str:
            return self._first(cells, places)

        return Concern(
            read_appointment(said(self.appointment), zone, month_first=month_first),
            read_count(said(self.series), "infusions to come"),
            read_day(said(self.infusion), "the last infusion", month_first=month_first),
            read_money(said(self.prepaid)),
            read_consent(said(self.consent)),
        )

    def _name(self, cells: Sequence[str]) -> str:
        for place in self.names:
            if whole := name_in(_several(_at(cells, place))[0]):
                return whole
        return full_name(*(_several(_at(cells, place))[0] for place in self.parts))

    def _numbers(self, cells: Sequence[str]) -> Iterator[ContactNumber]:
        seen: set[str] = set()
        for place, label, labelled in self.numbers:
            texts = _several(_at(cells, place))
            labels = _several(_at(cells, labelled)) if labelled is not None else [label]
            for count, text in enumerate(texts):
                number = number_in(text)
                if number and number not in seen and len(seen) < _MOST:
                    seen.add(number)
                    said = labels[count] if count < len(labels) else labels[-1]
                    yield ContactNumber(number, said.removeprefix("* ").strip()[:60])

    def _emails(self, cells: Sequence[str]) -> tuple[str, ...]:
        found = (
            each
            for place in self.emails
            for text in _several(_at(cells, place))
            for each in emails_in(text)
        )
        return tuple(dict.fromkeys(found))[:_MOST]

    def _address(self, cells: Sequence[str]) -> str:
        lines = (" ".join(_at(cells, place).split()) for place in self.address)
        return ", ".join(dict.fromkeys(filter(None, lines)))[:_LONGEST]

    def _payload(self, cells: Sequence[str]) -> str:
        titles, width = self.titles, len(self.titles)
        fields = {
            (titles[n] if n < width else "") or f"column {n + 1}": cell
            for n, cell in enumerate(cells)
            if cell
        }
        return written(fields)

    @staticmethod
    def _first(cells: Sequence[str], places: Sequence[int], longest: int = _LONGEST) -> str:
        return next((text[:longest] for n in places if (text := _at(cells, n))), "")


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _several(text: str) -> list[str]:
    """Google's "one ::: two"."""
    return _SEVERAL.split(text) if ":::" in text else [text]


def read_contacts(
    source: str,
    content: Content,
    options: ReadOptions,
    columns: ContactColumns,
    titles: Sequence[str] | None,
) -> Iterator[RowRead]:
    """Every row below ``titles``, of all rows where there are none."""
    for line in rows_below(content, titles):
        if line.trouble:
            yield Rejected(line.number, line.trouble, kept(content.row_text(line)))
            continue
        try:
            contact = columns.contact(source, line.cells, options.region, options.zone)
        except UnreadableField as problem:
            raw = kept(row_text(content, line))
            yield Rejected(line.number, f"{problem} Correct it and import the row again.", raw)
            continue
        if contact.name or contact.numbers or contact.emails:
            yield Taken(line.number, contact)
        else:
            yield Rejected(line.number, NOBODY, kept(row_text(content, line)))


def checked(row: int, contact: IncomingContact, raw: str) -> RowRead:
    """The contact, if it is anybody."""
    if contact.name or contact.numbers or contact.emails:
        return Taken(row, contact)
    return Rejected(row, NOBODY, kept(raw))
