"""Which column of a table a person chooses for what: the fields of each kind, what they are called,
and the guess that is shown first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.call_columns import CALL_FIELDS
from desktop.domain.channels import is_email, looks_like_number
from desktop.domain.column_guess import Sure, guess_columns
from desktop.domain.incoming import IncomingKind
from desktop.domain.lead_secrets import is_secret
from desktop.domain.people_titles import PersonField, meaning_of

_MOSTLY: Final = 0.6
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_CHANNELS: Final = frozenset((PersonField.PHONE, PersonField.EMAIL))
_ANSWERS: Final = frozenset(
    (
        None,
        PersonField.BIRTHDAY,
        PersonField.CITY,
        PersonField.ADDRESS,
        PersonField.ORGANISATION,
        PersonField.LANGUAGE,
    )
)
"""What the title of an answer may mean that a request keeps in its message alone."""
_SHORT: Final = 3
"""A title of more words is a question, whose meaning is found by looking for words in it."""

_CALL: Final = {
    "started_at": "Started",
    "time_of_day": "Time of day",
    "caller": "Caller",
    "called": "Called number",
    "name": "Name",
    "direction": "Direction",
    "disposition": "What became of it",
    "talked_seconds": "How long they spoke",
    "answered_at": "Answered",
    "ended_at": "Ended",
    "line": "Line",
    "message": "Message",
    "recording": "Recording",
    "external_id": "Id of the call",
}
_LEAD: Final = {
    PersonField.NAME: "Name",
    PersonField.FIRST: "First name",
    PersonField.LAST: "Last name",
    PersonField.PHONE: "Number",
    PersonField.EMAIL: "E-mail",
    PersonField.MESSAGE: "Message",
    PersonField.ANSWER: "Answer, in the message",
    PersonField.SUBMITTED: "Received",
    PersonField.FORM: "Form",
    PersonField.CAMPAIGN: "Campaign",
    PersonField.CONSENT: "Consent",
    PersonField.NO_CALLS: "Asked not to be called",
    PersonField.ID: "Id of the request",
}
_CONTACT: Final = {
    PersonField.NAME: "Name",
    PersonField.FIRST: "First name",
    PersonField.MIDDLE: "Middle name",
    PersonField.LAST: "Last name",
    PersonField.PHONE: "Number",
    PersonField.EMAIL: "E-mail",
    PersonField.BIRTHDAY: "Birthday",
    PersonField.CITY: "City and time zone",
    PersonField.ADDRESS: "Address",
    PersonField.ORGANISATION: "Company",
    PersonField.LANGUAGE: "Language",
    PersonField.MESSAGE: "Note",
    PersonField.CLINIC: "Clinic",
    PersonField.NEXT_APPOINTMENT: "Next appointment",
    PersonField.SERIES_LEFT: "Infusions to come",
    PersonField.LAST_INFUSION: "Last infusion",
    PersonField.PREPAID: "Paid ahead",
    PersonField.HANDOVER_CONSENT: "Consent to hand over",
}
FIELD_WORDS: Final[Mapping[IncomingKind, Mapping[str, str]]] = {
    IncomingKind.CALL: _CALL,
    IncomingKind.LEAD: {str(field): words for field, words in _LEAD.items()},
    IncomingKind.CONTACT: {str(field): words for field, words in _CONTACT.items()},
}
"""What may be chosen for a column, in this order, and what it is called."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of a table: its title ("" without one), its first values, what it goes into
    ("": nothing, it stays in the original) and how sure that is (None where somebody said it)."""

    title: str
    values: tuple[str, ...]
    field: str = ""
    sure: Sure | None = None


def guessed(
    kind: IncomingKind, titles: Sequence[str] | None, rows: Sequence[Sequence[str]]
) -> tuple[ColumnChoice, ...]:
    """Every column with the guess. ``titles`` None: the table has none."""
    width = max(len(titles or ()), max(map(len, rows), default=0))
    values = [
        tuple(row[place] if place < len(row) else "" for row in rows) for place in range(width)
    ]
    names = [*(titles or ()), *[""] * width][:width]
    if kind is IncomingKind.CALL:
        found = {each.place: each for each in guess_columns(CALL_FIELDS, titles or (), rows)}
        return tuple(
            ColumnChoice(name, values[place], found[place].field, found[place].sure)
            if place in found
            else ColumnChoice(name, values[place])
            for place, name in enumerate(names)
        )
    offered = FIELD_WORDS[kind]
    choices = [_person_column(name, values[place]) for place, name in enumerate(names)]
    # As the reader of leads takes a table in which somebody can be reached by its titles.
    answers = kind is IncomingKind.LEAD and any(meaning_of(name) in _CHANNELS for name in names)
    return tuple(
        each
        if each.field in offered
        else _answer(each)
        if answers and is_answer(each.title)
        else ColumnChoice(each.title, each.values)
        for each in choices
    )


def is_answer(title: str) -> bool:
    """Whether below ``title`` stands what somebody answered, and no part of a request that has a
    field of its own."""
    return bool(title.strip()) and meaning_of(title) in _ANSWERS and not is_secret(title)


def _answer(column: ColumnChoice) -> ColumnChoice:
    return ColumnChoice(column.title, column.values, PersonField.ANSWER, Sure.LIKELY)


def said(choices: Sequence[ColumnChoice]) -> dict[str, str]:
    """The choices as a reader takes them: field → title, or place from 1. A field in several
    columns is named ``phone``, ``phone#2`` …"""
    titles = [each.title for each in choices]
    columns: dict[str, str] = {}
    for place, each in enumerate(choices):
        if not each.field:
            continue
        name, number = each.field, 1
        while name in columns:
            number += 1
            name = f"{each.field}#{number}"
        telling = bool(each.title) and titles.count(each.title) == 1 and not each.title.isdecimal()
        columns[name] = each.title if telling else str(place + 1)
    return columns


def _person_column(title: str, values: tuple[str, ...]) -> ColumnChoice:
    kept = [value for value in values if value.strip()]
    meaning = meaning_of(title)
    looks = {PersonField.EMAIL: is_email, PersonField.PHONE: _is_number}
    fits = {
        field: bool(kept) and sum(map(look, kept)) >= _MOSTLY * len(kept)
        for field, look in looks.items()
    }
    if meaning in fits:
        sure = Sure.CERTAIN if fits[meaning] else Sure.PERHAPS if kept else Sure.LIKELY
        return ColumnChoice(title, values, meaning, sure)
    if meaning is not None and meaning is not PersonField.TECHNICAL:
        short = len(title.split()) <= _SHORT
        return ColumnChoice(title, values, meaning, Sure.CERTAIN if short else Sure.LIKELY)
    by_look = next((field for field, fitting in fits.items() if fitting), None)
    if by_look is not None and meaning is None:
        return ColumnChoice(title, values, by_look, Sure.PERHAPS)
    return ColumnChoice(title, values)


def _is_number(text: str) -> bool:
    """As people write numbers, or bare digits under a title that says so."""
    bare = text.strip()
    plain = bare.isdecimal() and _FEWEST_DIGITS <= len(bare) <= _MOST_DIGITS
    return plain or looks_like_number(bare)
