"""Lines to read aloud as they stand now: what shipped, with what a manager decided over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.article import Article, Place
from desktop.domain.vocabulary import LineKind, LineState, Reason, SpecialCall
from desktop.services.safety_words import ENGLISH
from desktop.services.script_book import ScriptBook, ShippedLine
from desktop.storage import tables

_line = tables.metadata.tables["script_line"]
_reason = tables.metadata.tables["script_line_reason"]
_users = tables.metadata.tables["user_account"]
_ALL = select(_line, _users.c.name.label("approver")).outerjoin(
    _users, _users.c.id == _line.c.approved_by
)
_ONE = _ALL.where(_line.c.id == bindparam("this_id"))
_REASONS = select(_reason.c.line_id, _reason.c.reason)
_SHORT = 48


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``text`` are the words to say; of a snippet those of the article at ``place``,
    empty when ``moved`` (the article there is not what was pointed at). ``version`` 0 means: as it
    shipped. ``approved_by`` is the manager's name, ``review_on`` when to look at it again. ``key``
    and ``language`` are those of a line that came with the program."""

    id: UUID
    kind: LineKind
    title: str
    text: str
    place: Place | None
    reasons: tuple[Reason, ...]
    claims: bool
    state: LineState
    approved_by: str
    approved_at: datetime | None
    review_on: date | None
    position: int
    version: int
    moved: bool = False
    key: str = ""
    language: str = ENGLISH

    @property
    def approved(self) -> bool:
        """Whether it may be read aloud as it stands."""
        return self.state is LineState.APPROVED and not self.moved

    @property
    def name(self) -> str:
        """What it is called: "Is my appointment still on?", "What PTSD is: “It is known…”"."""
        if self.title:
            return self.title
        section = f"{self.place.section}: " if self.place and self.place.section else ""
        return f"{section}“{shortened(self.text)}”"


def shortened(words: str, longest: int = _SHORT) -> str:
    """The beginning of words, on one line."""
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    return f"{line[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def special_line(lines: Iterable[Line], call: SpecialCall, language: str) -> Line | None:
    """What may be said on this call: in the caller's language, else in English; None while nothing
    is approved."""
    theirs = (line for line in lines if line.kind is LineKind.SPECIAL and line.key == call)
    by_language = {line.language: line for line in theirs if line.approved}
    return by_language.get(language) or by_language.get(ENGLISH)


def read_lines(conn: Connection, book: ScriptBook) -> tuple[Line, ...]:
    """Every line that is not withdrawn, by kind and position."""
    article = book.readable_article
    reasons: dict[UUID, list[str]] = {}
    for line_id, reason in conn.execute(_REASONS):
        reasons.setdefault(line_id, []).append(reason)
    decided = {
        row["id"]: _decided(row, reasons.get(row["id"], ()), article, book.lines.get(row["id"]))
        for row in conn.execute(_ALL).mappings()
    }
    untouched = (
        _untouched(line, article) for line in book.lines.values() if line.id not in decided
    )
    shown = [line for line in (*decided.values(), *untouched) if not _withdrawn(line)]
    kinds = list(LineKind)
    return tuple(sorted(shown, key=lambda line: (kinds.index(line.kind), line.position, line.id)))


def read_line(conn: Connection, book: ScriptBook, line_id: UUID) -> Line | None:
    """One line, also a withdrawn one; None when there is none of that identity."""
    row = conn.execute(_ONE, {"this_id": line_id}).mappings().first()
    shipped = book.lines.get(line_id)
    if row is not None:
        where = _reason.c.line_id == line_id
        reasons = conn.execute(_REASONS.where(where))
        found = [each.reason for each in reasons]
        return _decided(row, found, book.readable_article, shipped)
    return _untouched(shipped, book.readable_article) if shipped else None


def _withdrawn(line: Line) -> bool:
    return line.state is LineState.WITHDRAWN


def _untouched(shipped: ShippedLine, article: Article | None) -> Line:
    text, moved = _words(shipped.text, shipped.place, article)
    return Line(
        id=shipped.id,
        kind=shipped.kind,
        title=shipped.title,
        text=text,
        place=shipped.place,
        reasons=shipped.reasons,
        claims=shipped.claims,
        state=LineState.TO_BE_APPROVED,
        approved_by="",
        approved_at=None,
        review_on=None,
        position=shipped.position,
        version=0,
        moved=moved,
        key=shipped.key,
        language=shipped.language,
    )


def _decided(
    row: Mapping[Any, Any],
    reasons: Iterable[str],
    article: Article | None,
    shipped: ShippedLine | None,
) -> Line:
    place = None
    if row["article"] is not None:
        place = Place(
            row["article"],
            row["section"],
            row["range_start"],
            row["range_end"],
            row["range_check"],
        )
    text, moved = _words(row["text"], place, article)
    found = set(reasons)
    return Line(
        id=row["id"],
        kind=LineKind(row["kind"]),
        title=row["title"],
        text=text,
        place=place,
        reasons=tuple(reason for reason in Reason if reason in found),
        claims=row["claims"],
        state=LineState(row["state"]),
        approved_by=row["approver"] or "",
        approved_at=row["approved_at"],
        review_on=row["review_on"],
        position=row["position"],
        version=row["version"],
        moved=moved,
        key=shipped.key if shipped else "",
        language=shipped.language if shipped else ENGLISH,
    )


def _words(text: str, place: Place | None, article: Article | None) -> tuple[str, bool]:
    if place is None:
        return text, False
    words = article.words_at(place) if article else None
    return words or "", words is None
