"""How many of the people affected have heard the current words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.affected import (
    CurrentEditions,
    affected_people,
    heard_by,
    language_of,
)
from desktop.services.changes import Clock
from desktop.services.statement_reading import read_book
from desktop.storage import tables
from desktop.storage.engine import Database

_person = tables.metadata.tables["person"]


@dataclass(frozen=True, slots=True)
class HeardVersion:
    """So many people heard this edition last. ``is_current``: it is the newest that is current
    anywhere."""

    number: int
    people: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """People affected = ``current`` + ``earlier`` + ``nothing``. ``versions`` splits those who
    heard something by the last edition they heard, newest first. ``misled`` of them heard one that
    was corrected, and nothing newer. Where no words are current, nobody counts as current."""

    affected: int
    current: int
    earlier: int
    nothing: int
    misled: int
    versions: tuple[HeardVersion, ...]
    at: datetime

    @property
    def told(self) -> int:
        """Who was told at least once."""
        return self.current + self.earlier


class CoverageReader:
    """Reads the coverage."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def coverage(self, actor: Actor) -> Coverage:
        """As it is now."""
        demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.read() as conn:
            editions = CurrentEditions.of(conn, read_book(conn, now))
            rows = conn.execute(coverage_query(editions.numbers)).all()
        return _added_up(rows, editions, now)


def coverage_query(numbers: tuple[int, ...]) -> Select[Any]:
    """How many people of each clinic and language heard what; a few dozen rows."""
    heard = heard_by(numbers)
    people = affected_people(_person.c.id, _person.c.site_id, _person.c.language).subquery("people")
    said = [heard.c[f"h{number}"] for number in numbers]
    groups = (people.c.site_id, people.c.language, heard.c.last, heard.c.wrong, *said)
    return (
        select(*groups, func.count().label("people"))
        .select_from(people.outerjoin(heard, heard.c.person_id == people.c.id))
        .group_by(*groups)
    )


def _added_up(rows: Any, editions: CurrentEditions, now: datetime) -> Coverage:
    current = earlier = nothing = misled = 0
    versions: Counter[int] = Counter()
    for site_id, language, last, wrong, *said, people in rows:
        heard = {n for n, each in zip(editions.numbers, said, strict=True) if each}
        meant = editions.number(site_id, language_of(language))
        if last is None:
            nothing += people
            continue
        versions[last] += people
        misled += people if wrong is not None and wrong == last else 0
        if meant is not None and meant in heard:
            current += people
        else:
            earlier += people
    newest = max(editions.numbers, default=None)
    return Coverage(
        affected=current + earlier + nothing,
        current=current,
        earlier=earlier,
        nothing=nothing,
        misled=misled,
        versions=tuple(
            HeardVersion(number, versions[number], number == newest)
            for number in sorted(versions, reverse=True)
        ),
        at=now,
    )
