"""Whom the transition concerns and what they have heard, as parts of a query.

Everyone with a next appointment, a running series, something paid ahead, an open request or an
open promise. Those of the first kind come from one small index alone
(:data:`desktop.storage.tables.people.AFFECTED`), so that 300,000 people are counted at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    and_,
    case,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    union,
    union_all,
)

from desktop.domain.folding import fold
from desktop.domain.vocabulary import Language
from desktop.services.statement_reading import Book
from desktop.storage import tables
from desktop.storage.tables.people import AFFECTED

_of = tables.metadata.tables
_person, _callback, _request = _of["person"], _of["callback"], _of["request"]
_disclosure, _statement, _correction = _of["disclosure"], _of["statement"], _of["correction"]
_site = _of["site"]

_OPEN_CALLBACK = _callback.c.state == literal_column("'open'")
_OPEN_REQUEST = _request.c.state == literal_column("'open'")
SPANISH = frozenset(("spanish", "espanol", "es", "castellano"))
"""How the language of somebody is written who is told the Spanish words."""


def language_of(person_language: str) -> Language:
    """The language of the words for somebody; English (with an interpreter) for all others."""
    return Language.SPANISH if fold(person_language) in SPANISH else Language.ENGLISH


def affected_people(*columns: ColumnElement[Any]) -> CompoundSelect[Any]:
    """``columns`` of the person of everyone concerned, each once."""
    by_own_row = text(AFFECTED)
    whom = union(
        select(_request.c.person_id).where(_OPEN_REQUEST, _request.c.person_id.is_not(None)),
        select(_callback.c.subject_id).where(_OPEN_CALLBACK, _callback.c.subject_id.is_not(None)),
        select(_callback.c.person_id).where(
            _OPEN_CALLBACK, _callback.c.subject_id.is_(None), _callback.c.person_id.is_not(None)
        ),
    )
    nothing_else = and_(
        _person.c.next_appointment_at.is_(None),
        _person.c.series_left.is_(None),
        _person.c.prepaid_cents.is_(None),
    )
    return union_all(
        select(*columns).where(by_own_row),
        select(*columns).where(nothing_else, _person.c.id.in_(whom)),
    )


def heard_by(numbers: Sequence[int]) -> CTE:
    """What each person heard themselves: the ``last`` edition, the last that was ``wrong``, and
    for each of ``numbers`` whether they heard it (``h3``)."""
    is_wrong = _correction.c.id.is_not(None)
    heard = [
        func.max(case((_statement.c.number == number, 1), else_=0)).label(f"h{number}")
        for number in numbers
    ]
    return (
        select(
            _disclosure.c.told_id.label("person_id"),
            func.max(_statement.c.number).label("last"),
            func.max(case((is_wrong, _statement.c.number))).label("wrong"),
            *heard,
        )
        .join(_statement, _statement.c.id == _disclosure.c.statement_id)
        .outerjoin(_correction, _correction.c.wrong_id == _statement.c.id)
        .where(_disclosure.c.struck_reason.is_(None), _disclosure.c.told_id.is_not(None))
        .group_by(_disclosure.c.told_id)
        .cte("heard")
    )


@dataclass(frozen=True, slots=True)
class CurrentEditions:
    """The edition that is current for each clinic and language. A language without words of its
    own is read the English ones with an interpreter."""

    general: dict[Language, int | None]
    by_site: dict[UUID, dict[Language, int | None]]

    @classmethod
    def of(cls, conn: Connection, book: Book) -> "CurrentEditions":
        """As the book says."""
        sites: Iterable[UUID] = conn.execute(select(_site.c.id)).scalars().all()

        def editions(site_id: UUID | None) -> dict[Language, int | None]:
            english = book.current(site_id, Language.ENGLISH)
            found = {each: book.current(site_id, each) or english for each in Language}
            return {each: row.number if row else None for each, row in found.items()}

        return cls(editions(None), {site_id: editions(site_id) for site_id in sites})

    def number(self, site_id: UUID | None, language: Language) -> int | None:
        """What somebody of this clinic should have heard."""
        own = self.by_site.get(site_id, self.general) if site_id else self.general
        return own[language]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every edition that is current somewhere."""
        every = [self.general, *self.by_site.values()]
        return tuple(sorted({n for each in every for n in each.values() if n is not None}))

    def heard(self, who: Any, heard: CTE) -> ColumnElement[bool]:
        """Whether somebody heard what is current for them: ``who`` has site_id and language."""
        spanish = func.lower(who.c.language).in_(sorted((*SPANISH, "español")))
        found = []
        for number in self.numbers:
            meant = or_(
                *(
                    and_(_is(who.c.site_id, site_id), spanish if language is _ES else not_(spanish))
                    for site_id, each in ((None, self.general), *self.by_site.items())
                    for language, current in each.items()
                    if current == number
                )
            )
            found.append(and_(meant, heard.c[f"h{number}"] == 1))
        # Who has no clinic is compared with nothing: unknown counts as not heard.
        return func.coalesce(or_(*found), literal(False)) if found else literal(False)


_ES = Language.SPANISH


def _is(column: ColumnElement[Any], site_id: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if site_id is None else column == site_id
