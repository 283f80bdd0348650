"""What a record that comes in is held against, inside one open Change: numbers, people, and what
was taken already. Looked up once for each batch."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from desktop.domain.calling_hours import CallingHours
from desktop.domain.danger import DangerWord, beginnings, find_danger, may_be_in
from desktop.domain.folding import fold
from desktop.domain.numbers import NumberReading, read_number
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.number_rows import keep_number, number_row_of
from desktop.services.promising import Callee
from desktop.services.reach import site_calendar, zones_at
from desktop.services.records import storable_text
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_key = tables.metadata.tables["incoming_key"]
_uses = tables.metadata.tables["person_number"]
_email = tables.metadata.tables["person_email"]
_person = tables.metadata.tables["person"]

_TAKEN = Prepared(
    select(_key.c.record_id, _key.c.content).where(
        _key.c.source == bindparam("this_source"), _key.c.key == bindparam("this_key")
    )
)
_KEEP = Prepared(insert(_key).inline(), _key.c.keys())
_SAID = update(_key).where(
    _key.c.source == bindparam("this_source"), _key.c.key == bindparam("this_key")
)
_LET_GO = delete(_key).where(
    _key.c.source == bindparam("this_source"), _key.c.key == bindparam("this_key")
)
_PEOPLE_AT = Prepared(
    select(_uses.c.person_id).where(_uses.c.number_id == bindparam("this_number"))
)
_PEOPLE_OF = Prepared(
    select(_email.c.person_id).where(_email.c.email_key == bindparam("this_email"))
)
_ZONE = Prepared(select(_person.c.zone).where(_person.c.id == bindparam("this_person")))
_LONGEST_KEY = 500
"""PostgreSQL's b-tree takes no key of over 2,700 bytes; a source's identity has far fewer."""


class IntakeDesk:
    """One open Change of things that came in."""

    def __init__(
        self,
        writing: Writing,
        actor: Actor,
        words: Sequence[DangerWord],
        readings: dict[str, NumberReading] | None = None,
        missed_since: datetime | None = None,
        *,
        import_id: UUID | None = None,
        is_live: bool = False,
    ) -> None:
        self.writing = writing
        self.conn = writing.conn
        self.actor = actor
        self.missed_since = missed_since
        """Calls that were missed before are history, and nobody is rung back for them; None where
        all of them are news."""
        self.import_id = import_id
        """The import that it comes with, if any."""
        self.is_live = is_live
        """Whether it is told as it happens; a file may be read again long after."""
        self._words = words
        self._first_words: Mapping[str, Sequence[tuple[int, DangerWord]]] | None = None
        self._readings: dict[str, NumberReading] = {} if readings is None else readings
        self._numbers: dict[tuple[str, str], UUID] = {}
        self._people: dict[UUID, tuple[UUID, ...]] = {}
        self._zones: dict[tuple[UUID | None, str | None], str] = {}
        self._site: SiteCalendar | None = None
        self._team: UUID | None = None
        self._due: dict[tuple[Candidates, CallingHours], datetime] = {}
        self._keys: dict[tuple[str, str], dict[str, Any]] = {}
        self.new_numbers: set[UUID] = set()
        """Numbers that nobody has heard of before this Change: nothing can refer to them yet, so
        nothing need be looked for."""
        self.told_again: dict[UUID, str] = {}
        """What was here already, and of which kind: see :mod:`desktop.services.told_again`."""
        self.rung_back: set[UUID] = set()
        """Numbers for which there is a promise already, as far as this Change has seen."""

    # -- numbers and people -----------------------------------------------------------------

    def reading(self, text: str) -> NumberReading:
        """How a number is read."""
        found = self._readings.get(text)
        if found is None:
            found = self._readings[text] = read_number(text)
        return found

    def number_id(self, reading: NumberReading) -> UUID | None:
        """The row of a number, made when there is none; None for what is none to ring."""
        if reading.e164 is None:
            return None
        place = (reading.e164, reading.extension or "")
        found = self._numbers.get(place)
        if found is None:
            before = len(self.writing.items)
            kept = keep_number(self.writing, reading)
            if kept is None:
                return None
            if len(self.writing.items) > before:
                self.new_numbers.add(kept)
            found = self._numbers[place] = kept
        return found

    def known_number_id(self, reading: NumberReading) -> UUID | None:
        """The row of a number, if there is one."""
        return number_row_of(self.conn, reading) if reading.e164 else None

    def people_at(self, number_ids: Iterable[UUID]) -> set[UUID]:
        """Everybody who uses one of these numbers."""
        found: set[UUID] = set()
        for number_id in number_ids:
            people = self._people.get(number_id)
            if people is None:
                rows = _PEOPLE_AT.rows(self.conn, {"this_number": number_id})
                people = self._people[number_id] = tuple(who_stays(self.conn, r[0]) for r in rows)
            found.update(people)
        return found

    def people_of(self, emails: Iterable[str]) -> set[UUID]:
        """Everybody who has one of these addresses."""
        return {
            who_stays(self.conn, row[0])
            for email in emails
            for row in _PEOPLE_OF.rows(self.conn, {"this_email": fold(email)})
        }

    def forget_people(self) -> None:
        """Somebody was added or has a new number."""
        self._people.clear()
        self.new_numbers.clear()

    def look_again(self) -> None:
        """A promise was ended: what is promised has to be looked up anew."""
        self.rung_back.clear()
        self.new_numbers.clear()

    def zone(self, person_id: UUID | None, e164: str | None) -> str:
        """Where they are, as far as it can be told."""
        place = (person_id, e164)
        found = self._zones.get(place)
        if found is None:
            row = _ZONE.first(self.conn, {"this_person": person_id}) if person_id else None
            stated = row[0] if row else None
            found = self._zones[place] = zones_at(stated, e164, self.actor.zone).zones[0]
        return found

    def first_suitable(self, who: Callee) -> datetime:
        """The first time from now that suits them and the desk's clinic."""
        place = (who.candidates, who.hours)
        found = self._due.get(place)
        if found is None:
            if self._site is None:
                self._site = site_calendar(self.conn, self.actor.site_id)
            found = next_suitable(self.writing.now, who.candidates, who.hours, self._site)
            self._due[place] = found
        return found

    @property
    def team_id(self) -> UUID:
        """The team that keeps what is promised: of a clinic that is open, for a machine goes on
        listening where one is closed."""
        if self._team is None:
            self._team = open_team(self.conn, self.actor.team_id)
        return self._team

    def danger_in(self, text: str) -> tuple[str, ...]:
        """The words of danger that stand in a text."""
        if self._first_words is None:
            self._first_words = beginnings(self._words)
        # Most texts have few words that any of them begins with, and a file has many texts.
        begun = may_be_in(text, self._first_words) if text else ()
        return find_danger(text, begun) if begun else ()

    # -- what was taken already -------------------------------------------------------------

    def taken(self, source: str, key: str) -> tuple[UUID, str] | None:
        """The record that this key became, and a hash of what was said last."""
        source, key = _fit(source), _fit(key)
        waiting = self._keys.get((source, key))
        if waiting is not None:
            return waiting["record_id"], waiting["content"]
        row = _TAKEN.first(self.conn, {"this_source": source, "this_key": key})
        return (row[0], row[1]) if row else None

    def keep_key(self, source: str, key: str, record: str, record_id: UUID, content: str) -> None:
        """Know this key again."""
        source, key = _fit(source), _fit(key)
        self._keys[(source, key)] = {
            "source": source,
            "key": key,
            "record": record,
            "record_id": record_id,
            "content": content,
        }

    def keep_latest(
        self, source: str, key: str, record: str, record_id: UUID, content: str
    ) -> None:
        """The same of a key that goes on to the next record."""
        place = {"this_source": _fit(source), "this_key": _fit(key)}
        self.conn.execute(_LET_GO, place)
        self.keep_key(source, key, record, record_id, content)

    def write_keys(self) -> None:
        """Write the keys of this Change; before whatever looks for them in the data."""
        if self._keys:
            _KEEP.run(self.conn, *self._keys.values())
            self._keys.clear()

    def keep_content(self, source: str, key: str, content: str) -> None:
        """Remember what a known key said last."""
        source, key = _fit(source), _fit(key)
        waiting = self._keys.get((source, key))
        if waiting is not None:
            waiting["content"] = content
            return
        place = {"this_source": source, "this_key": key}
        self.conn.execute(_SAID, {**place, "content": content})


def _fit(text: str) -> str:
    """A key as both engines keep it; one that is too long for an index is cut in the middle of
    nowhere, so a hash of the whole stands at its end."""
    text = storable_text(text)
    if len(text) <= _LONGEST_KEY:
        return text
    return text[:_LONGEST_KEY] + hashlib.sha256(text.encode()).hexdigest()
