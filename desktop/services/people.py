"""People: found as they are named or by number, added, corrected; who may speak for whom."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from desktop.domain.audit import Event
from desktop.domain.calling_hours import CallingHours
from desktop.domain.cities import zone_of_city
from desktop.domain.errors import Refused, StorageProblem
from desktop.domain.folding import fold, words_of
from desktop.domain.local_time import local_day
from desktop.domain.numbers import NumberReading, NumberStatus, read_number
from desktop.domain.transition_fields import MOST_CENTS, MOST_INFUSIONS
from desktop.domain.vocabulary import NumberKind, Permission, Scope, VoicemailRule
from desktop.domain.zones import is_zone
from desktop.services.actor import Actor, demand
from desktop.services.alike import Somebody, known_by
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.number_rows import keep_number
from desktop.services.numbers import number_typed
from desktop.services.person_card import PersonRow, next_position, person_card
from desktop.services.person_page import PersonPage, read_page
from desktop.services.person_rows import (
    PermissionRow,
    PersonMatch,
    RestrictionRow,
    matches,
    permissions_of_speakers,
    restrictions_of,
)
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import search
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "add_person": (Permission.EDIT_PEOPLE, restore_images),
    "edit_person": (Permission.EDIT_PEOPLE, restore_images),
    "add_number": (Permission.EDIT_PEOPLE, restore_images),
}

EDITABLE = frozenset(
    {
        "name",
        "kind",
        "date_of_birth",
        "language",
        "interpreter",
        "city",
        "zone",
        "hours_from",
        "hours_to",
        "prefers",
        "voicemail",
        "site_id",
        "notes",
        "address",
        "next_appointment_at",
        "series_left",
        "last_infusion_on",
        "prepaid_cents",
        "handover_consent",
    }
)
"""The columns that :meth:`People.update` takes."""


_NONE_FOR_NOTHING = ("address", "series_left", "prepaid_cents", "handover_consent")
_SEEN_AGAIN = timedelta(minutes=10)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

PersonHit = search.FoundPerson


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody new, as far as they have told. ``zone`` is an IANA name that was stated; without
    one the city's counts. What shows no number (``anonymous``) gives none."""

    name: str
    kind: str = "Caller"
    number_text: str = ""
    number_kind: NumberKind = NumberKind.MOBILE
    date_of_birth: date | None = None
    city: str = ""
    zone: str | None = None
    language: str = "English"
    interpreter: bool = False
    site_id: UUID | None = None
    email: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """What binds the desk when one person speaks for another: the restrictions first (of the one
    it concerns, then of the speaker), then what may be told today, then what once might."""

    restrictions: tuple[RestrictionRow, ...]
    permissions: tuple[PermissionRow, ...]
    expired: tuple[PermissionRow, ...]
    scopes: tuple[Scope, ...]


class People:
    """Finds people and keeps what is known of them."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._opened: dict[tuple[UUID, UUID], datetime] = {}

    def get(self, actor: Actor, person_id: UUID) -> PersonRow:
        """Everything about one person; of one who was merged, about who stays. Raises
        :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return person_card(conn, person_id, self._today(actor))

    def opened(self, actor: Actor, person_id: UUID) -> PersonRow:
        """As :meth:`get`, for somebody who is put on a call card, with all that was before beside
        it; the trail says who opened them."""
        person = self.get(actor, person_id)
        # A disk that is full must not keep a caller from being seen.
        with suppress(StorageProblem):
            self._note_opened(actor, person.id, self._clock())
        return person

    def page(self, actor: Actor, person_id: UUID) -> PersonPage:
        """One person with what is promised to them and who looks alike; the trail says who opened
        it. Raises NotFound."""
        now = self._clock()
        page = read_page(self._database, actor, person_id, self._today(actor), now)
        self._note_opened(actor, page.person.id, now)
        return page

    def _note_opened(self, actor: Actor, person_id: UUID, now: datetime) -> None:
        seen = actor.user_id, person_id
        # A screen that is brought up to date shows the same person again and again.
        if abs(now - self._opened.get(seen, _NEVER)) >= _SEEN_AGAIN:
            self._ledger.note(Event.OPEN_PERSON, actor, record="person", record_id=person_id)
            self._opened[seen] = now

    def find(self, actor: Actor, text: str, limit: int = 8) -> tuple[PersonHit, ...]:
        """People as you type: each word begins a word of the name; digits, and letters written as
        a number ("KET-WELL"), find their numbers."""
        demand(actor, Permission.READ_PEOPLE)
        digits = number_typed(text)
        with self._database.glance() as conn:
            found = search.people_by_digits(conn, digits, limit) if digits else ()
            return found or search.people_by_words(conn, words_of(text), limit)

    def hit(self, actor: Actor, person_id: UUID) -> PersonHit | None:
        """Somebody who is known, as :meth:`find` gives them; None when they are gone."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return next(iter(search.people_by_id(conn, [person_id])), None)

    def known_while_typing(self, actor: Actor, name: str, number: str) -> Somebody | None:
        """Somebody known of this name, or nearly so, at this number or without it."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return known_by(conn, name, number)

    def household(self, actor: Actor, number_id: UUID) -> tuple[PersonMatch, ...]:
        """Everybody who uses this number."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return matches(conn, [number_id], self._today(actor))

    def binding(self, actor: Actor, speaker_id: UUID, subject_id: UUID) -> Binding:
        """What binds the desk when ``speaker_id`` speaks for ``subject_id``."""
        demand(actor, Permission.READ_PEOPLE)
        today = self._today(actor)
        with self._database.read() as conn:
            bound = restrictions_of(conn, subject_id)
            if speaker_id != subject_id:
                bound += restrictions_of(conn, speaker_id)
            given = [
                permission
                for permission in permissions_of_speakers(conn, [speaker_id], today)
                if permission.subject_id == subject_id
            ]
        valid = tuple(permission for permission in given if permission.is_valid)
        return Binding(
            bound,
            valid,
            tuple(permission for permission in given if not permission.is_valid),
            tuple(dict.fromkeys(permission.scope for permission in valid)),
        )

    def speaks_for(self, actor: Actor, speaker_id: UUID) -> tuple[PersonHit, ...]:
        """Whom this person may speak for today."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            given = permissions_of_speakers(conn, [speaker_id], self._today(actor))
            ids = dict.fromkeys(each.subject_id for each in given if each.is_valid)
            return search.people_by_id(conn, list(ids))

    def add(self, actor: Actor, new: NewPerson, key: UUID) -> Written:
        """Add somebody, with their number (shared when others have it too); ``value`` is who."""
        name = _name(new.name)
        reading = _reading(new.number_text)
        zone = _zone(new.zone) or zone_of_city(new.city)

        def work(writing: Writing) -> UUID:
            person_id = writing.insert(
                "person",
                {
                    "name": name,
                    "name_key": fold(name),
                    "kind": new.kind.strip() or "Caller",
                    "date_of_birth": new.date_of_birth,
                    "language": new.language,
                    "interpreter": new.interpreter,
                    "city": new.city.strip() or None,
                    "zone": zone,
                    "voicemail": VoicemailRule.NEUTRAL,
                    "site_id": new.site_id,
                    "notes": new.notes.strip(),
                    "created_at": writing.now,
                },
                _words(name),
            )
            if reading is not None:
                _use_number(writing, person_id, reading, new.number_kind)
            email = new.email.strip()
            if email:
                writing.insert(
                    "person_email",
                    {"person_id": person_id, "email": email, "email_key": fold(email)},
                    [{"word": word} for word in words_of(email)],
                )
            return person_id

        return self._ledger.write(actor, "add_person", Permission.EDIT_PEOPLE, key, work)

    def update(
        self, actor: Actor, person_id: UUID, version: int, key: UUID, **columns: Any
    ) -> Written:
        """Correct what is known (:data:`EDITABLE`); a new city brings its zone unless one is said.

        Raises :class:`ChangedSince` when somebody else was quicker, :class:`Refused` for a person
        without a name, a zone that is none and hours outside 8:00 to 21:00.
        """
        if not columns.keys() <= EDITABLE:
            raise TypeError(f"a person has no {sorted(columns.keys() - EDITABLE)}")
        values = dict(columns)
        if "name" in values:
            values["name"] = _name(values["name"])
            values["name_key"] = fold(values["name"])
        if "zone" in values:
            values["zone"] = _zone(values["zone"])
        if "city" in values:
            values.setdefault("zone", zone_of_city(values["city"] or ""))
        words = _words(values["name"]) if "name" in values else None
        values |= {name: values[name] or None for name in _NONE_FOR_NOTHING if name in values}
        _check_concern(values)

        def work(writing: Writing) -> UUID:
            if "hours_from" in values or "hours_to" in values:
                _check_hours({**writing.row("person", person_id), **values})
            writing.update("person", person_id, values, expected=version, children=words)
            return person_id

        return self._ledger.write(actor, "edit_person", Permission.EDIT_PEOPLE, key, work)

    def add_number(
        self, actor: Actor, person_id: UUID, text: str, kind: NumberKind, key: UUID
    ) -> Written:
        """Give somebody one more number; nothing is written when they have it already.

        ``value`` is the number. Raises :class:`Refused` for what is no number to ring.
        """
        demand(actor, Permission.EDIT_PEOPLE)
        reading = _reading(text)
        if reading is None:
            raise Refused("There is no number here. Type the number they can be rung at.")

        def work(writing: Writing) -> UUID:
            stays = who_stays(writing.conn, person_id)
            writing.row("person", stays)
            return _use_number(writing, stays, reading, kind)

        return self._ledger.write(actor, "add_number", Permission.EDIT_PEOPLE, key, work)

    def _today(self, actor: Actor) -> date:
        return local_day(self._clock(), actor.zone)


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", " ").split())
    if not name:
        raise Refused("A person needs a name. Type what they call themselves.")
    return name


def _zone(text: str | None) -> str | None:
    if text and not is_zone(text):
        raise Refused("This time zone is not known. Choose the nearest large city.")
    return text or None


def _words(name: str) -> list[dict[str, str]]:
    return [{"word": word} for word in words_of(name)]


def _reading(text: str) -> NumberReading | None:
    """The number in ``text``; None where there is none to ring. Raises :class:`Refused` for what
    was meant as one and is none."""
    reading = read_number(text)
    if reading.e164 is not None:
        return reading
    if reading.status is NumberStatus.UNREADABLE and text.strip():
        raise Refused("This number cannot be read. Check its digits, or leave it empty.")
    return None


def _use_number(
    writing: Writing, person_id: UUID, reading: NumberReading, kind: NumberKind
) -> UUID:
    number_id = keep_number(writing, reading)
    if number_id is None:
        raise ValueError("a number to ring was expected")
    position = next_position(writing.conn, person_id, number_id)
    if position is not None:
        writing.insert(
            "person_number",
            {"person_id": person_id, "number_id": number_id, "kind": kind, "position": position},
        )
    return number_id


def _check_concern(values: Mapping[str, Any]) -> None:
    left, cents = values.get("series_left") or 0, values.get("prepaid_cents") or 0
    if not 0 <= left <= MOST_INFUSIONS:
        raise Refused(f"A series has 1 to {MOST_INFUSIONS} infusions to come. Check the number.")
    if not 0 <= cents <= MOST_CENTS:
        raise Refused("This amount cannot be right. Write what was paid ahead in dollars.")
    if values.get("handover_consent") not in (None, "yes", "no"):
        raise Refused("Somebody consents or does not. Choose yes or no.")


def _check_hours(person: Mapping[str, Any]) -> None:
    opens, closes = person["hours_from"], person["hours_to"]
    usual = CallingHours()
    try:
        CallingHours(
            usual.opens if opens is None else opens, usual.closes if closes is None else closes
        )
    except ValueError as problem:
        raise Refused("People are rung from 8:00 am to 9:00 pm. Choose hours within.") from problem
