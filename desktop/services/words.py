"""Words to read aloud: which are approved, and what a manager decides about each.

The lines that ship are in the program, what a manager decided is in the data. A line that nobody
has decided about has no row; the first decision gives it one, with the shipped line's identity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from desktop.domain.article import Article, Place
from desktop.domain.errors import NotFound, Refused
from desktop.domain.folding import words_of
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import LineKind, LineState, Permission, Reason
from desktop.services import words_read
from desktop.services.actor import Actor, demand
from desktop.services.call_rows import CallRow, read_call
from desktop.services.changes import Ledger, Writing
from desktop.services.found import FoundLine
from desktop.services.recorded import Recorded, record
from desktop.services.records import Values
from desktop.services.safety_words import SafetyLine
from desktop.services.script_book import ScriptBook
from desktop.services.script_lines import Line, read_line, read_lines
from desktop.services.undo import Inverse, restore_images
from desktop.services.words_read import WordsReadRow
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = dict.fromkeys(
    ("approve_line", "edit_line", "withdraw_line", "add_line"),
    (Permission.APPROVE_WORDS, restore_images),
)

LONGEST_LINE = 1_000
_LONGEST_TITLE = 200
_RECORD = "script_line"
_NOT_APPROVED: Mapping[str, object] = {
    "state": LineState.TO_BE_APPROVED,
    "approved_by": None,
    "approved_at": None,
}

_FOUND_AS = {
    LineKind.ANSWER: "Answer",
    LineKind.SNIPPET: "From the article",
    LineKind.SAFETY: "Safety wording",
    LineKind.SPECIAL: "Special call",
}


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a manager can change about a line. The words of a snippet are the article's: ``title``
    and ``text`` of one stay empty. ``reasons`` open an answer."""

    title: str = ""
    text: str = ""
    reasons: tuple[Reason, ...] = ()
    review_on: date | None = None

    @classmethod
    def of(cls, line: Line) -> "LineWords":
        """The words that a line has."""
        text = "" if line.place else line.text
        return cls(line.title, text, line.reasons, line.review_on)


class Words:
    """Reading asks for the right to log calls, deciding for the right to approve words."""

    def __init__(self, database: Database, ledger: Ledger, book: ScriptBook) -> None:
        self._database = database
        self._ledger = ledger
        self._book = book

    # Reads

    def article(self) -> Article:
        """The article. Raises :class:`desktop.services.script_book.ArticleProblem`."""
        return self._book.article

    def lines(self, actor: Actor) -> tuple[Line, ...]:
        """Every line that is not withdrawn, approved or not, by kind."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.read() as conn:
            return read_lines(conn, self._book)

    def approved(self, actor: Actor) -> tuple[Line, ...]:
        """The answers, article lines and words of special calls that may be read aloud on a
        call."""
        return tuple(
            line for line in self.lines(actor) if line.approved and line.kind is not LineKind.SAFETY
        )

    def matching(self, words: Sequence[str], limit: int) -> tuple[FoundLine, ...]:
        """Lines with, for each of the folded ``words``, a word that begins with it; approved ones
        first. They are the clinic's words and say nothing of a person."""
        if not words:
            return ()
        with self._database.read() as conn:
            lines = read_lines(conn, self._book)
        found = [line for line in lines if _says(f"{line.title} {line.text}", words)]
        found.sort(key=lambda line: not line.approved)
        return tuple(
            FoundLine(
                line.id,
                "Approved answer"
                if line.kind is LineKind.ANSWER and line.approved
                else _FOUND_AS[line.kind],
                _as_found(line.title, line.text),
                line.approved,
            )
            for line in found[:limit]
        )

    def safety(self) -> tuple[SafetyLine, ...]:
        """The words of the Safety card as they stand; it works with nobody signed in."""
        with self._database.read() as conn:
            decided = {
                line.id: (line.text, line.approved)
                for line in read_lines(conn, self._book)
                if line.kind is LineKind.SAFETY and line.version
            }
        return self._book.safety_lines(decided)

    def safety_as_shipped(self) -> tuple[SafetyLine, ...]:
        """The words of the Safety card as they came with the program, none approved."""
        return self._book.safety_lines()

    def read_on(self, actor: Actor, call_id: UUID) -> tuple[WordsReadRow, ...]:
        """What was read on a call, in the order of reading."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return words_read.read_on(conn, call_id)

    def calls_with(self, actor: Actor, line_id: UUID, limit: int = 50) -> tuple[CallRow, ...]:
        """The calls on which a line was read, the latest first."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            found = words_read.calls_with(conn, line_id, limit)
            return tuple(read_call(conn, call_id) for call_id in found)

    # Writes

    def approve(
        self,
        actor: Actor,
        line_id: UUID,
        version: int,
        key: UUID,
        words: LineWords | None = None,
    ) -> Recorded:
        """Approve a line to be read aloud, with the changes in ``words`` if any."""

        def work(writing: Writing, said: list[str]) -> UUID:
            line = self._line(writing, line_id, version)
            self._refuse_moved(line)
            changed = _checked(line.kind, words or LineWords.of(line))
            said.append(f"Approved: {_called(line, changed)}.")
            approval = {
                "state": LineState.APPROVED,
                "approved_by": actor.user_id,
                "approved_at": writing.now,
            }
            self._refuse_past(writing, actor, changed)
            _keep(writing, line, {**_columns(changed), **approval}, changed.reasons)
            return line_id

        return self._write(actor, "approve_line", key, work)

    def edit(
        self, actor: Actor, line_id: UUID, version: int, words: LineWords, key: UUID
    ) -> Recorded:
        """Change a line. Other words have to be approved again; another date or other reasons
        leave the approval as it is."""

        def work(writing: Writing, said: list[str]) -> UUID:
            line = self._line(writing, line_id, version)
            changed = _checked(line.kind, words)
            self._refuse_past(writing, actor, changed)
            same = (changed.title, changed.text) == (line.title, LineWords.of(line).text)
            again = {} if same else _NOT_APPROVED
            _keep(writing, line, {**_columns(changed), **again}, changed.reasons)
            was = line.state is LineState.APPROVED
            lost = " It has to be approved again." if was and not same else ""
            said.append(f"Saved: {_called(line, changed)}.{lost}")
            return line_id

        return self._write(actor, "edit_line", key, work)

    def withdraw(self, actor: Actor, line_id: UUID, version: int, key: UUID) -> Recorded:
        """Take a line out of use: it is shown nowhere from now on."""

        def work(writing: Writing, said: list[str]) -> UUID:
            line = self._line(writing, line_id, version)
            if line.kind is LineKind.SPECIAL:
                raise Refused("These calls always need an answer. Change the words instead.")
            said.append(f"Withdrawn: {line.name.rstrip('.')}.")
            _keep(writing, line, {**_NOT_APPROVED, "state": LineState.WITHDRAWN}, line.reasons)
            return line_id

        return self._write(actor, "withdraw_line", key, work)

    def add(self, actor: Actor, kind: LineKind, words: LineWords, key: UUID) -> Recorded:
        """Add an answer or safety words, to be approved; ``value`` is the line's identity."""

        def work(writing: Writing, said: list[str]) -> UUID:
            if kind is LineKind.SNIPPET:
                raise Refused("Lines of the article are added by selecting them in it.")
            if kind is LineKind.SPECIAL:
                raise Refused("A special call has one answer. Change the words that are there.")
            new = _checked(kind, words)
            self._refuse_past(writing, actor, new)
            said.append(f"Added: {new.title.rstrip('.')}. It has to be approved.")
            return self._insert(writing, kind, new, None)

        return self._write(actor, "add_line", key, work)

    def add_snippet(self, actor: Actor, start: int, end: int, key: UUID) -> Recorded:
        """Point at words of the article, to be approved; ``value`` is the line's identity."""

        def work(writing: Writing, said: list[str]) -> UUID:
            place = self._book.article.point_at(start, end)
            if place is None:
                raise Refused("No words are selected. Select them in the article first.")
            if place.end - place.start > LONGEST_LINE:
                raise Refused(_TOO_LONG)
            self._refuse_same(writing, place)
            said.append(f"Added from {place.section}. It has to be approved.")
            return self._insert(writing, LineKind.SNIPPET, LineWords(), place)

        return self._write(actor, "add_line", key, work)

    # Inside a Change

    def _line(self, writing: Writing, line_id: UUID, version: int) -> Line:
        line = read_line(writing.conn, self._book, line_id)
        if line is None or line.state is LineState.WITHDRAWN:
            raise NotFound("This line is not here any more. It was withdrawn.")
        if line.version != version:
            raise writing.changed_since(line_id)
        return line

    def _insert(
        self, writing: Writing, kind: LineKind, words: LineWords, place: Place | None
    ) -> UUID:
        lines = read_lines(writing.conn, self._book)
        position = max((line.position for line in lines if line.kind is kind), default=-1) + 1
        row = {
            "kind": kind,
            "claims": any(line.claims and _overlap(line.place, place) for line in lines),
            "position": position,
            **_place_columns(place),
            **_NOT_APPROVED,
            **_columns(words),
        }
        return writing.insert(_RECORD, row, _reason_rows(words.reasons))

    def _refuse_same(self, writing: Writing, place: Place) -> None:
        for line in read_lines(writing.conn, self._book):
            known = line.place
            if known and (known.start, known.end) == (place.start, place.end) and not line.moved:
                raise Refused("These words are a line already. Look for it beside the article.")

    def _refuse_moved(self, line: Line) -> None:
        if line.moved:
            raise Refused(
                "The article is not what it was at this place. "
                "Withdraw this line and select the words again."
            )

    def _refuse_past(self, writing: Writing, actor: Actor, words: LineWords) -> None:
        if words.review_on and words.review_on < local_day(writing.now, actor.zone):
            raise Refused("That day has passed. Pick a later one to look at these words again.")

    def _write(
        self,
        actor: Actor,
        action: str,
        key: UUID,
        work: Callable[[Writing, list[str]], UUID],
    ) -> Recorded:
        return record(self._ledger, actor, action, Permission.APPROVE_WORDS, key, work)


_TOO_LONG = f"That is too long to read aloud. Keep it under {LONGEST_LINE:,} characters."


def _as_found(title: str, text: str) -> str:
    """ "How do I get my records? You can ask", "Another clinic asks for records: I can write"."""
    stop = ":" if title and title[-1].isalnum() else ""
    return f"{title}{stop} {text}".strip()


def _says(text: str, words: Sequence[str]) -> bool:
    there = words_of(text)
    return all(any(each.startswith(word) for each in there) for word in words)


def _checked(kind: LineKind, words: LineWords) -> LineWords:
    title, text = " ".join(words.title.split()), words.text.strip()
    if kind is LineKind.SNIPPET:
        return LineWords("", "", words.reasons, words.review_on)
    if not title:
        what = "the question they answer" if kind is LineKind.ANSWER else "what they are for"
        raise Refused(f"These words have no name. Write {what}.")
    if not text:
        raise Refused("There is nothing to read aloud yet. Write the words.")
    if len(text) > LONGEST_LINE or len(title) > _LONGEST_TITLE:
        raise Refused(_TOO_LONG)
    return LineWords(title, text, words.reasons, words.review_on)


def _called(line: Line, words: LineWords) -> str:
    return (words.title or line.name).rstrip(".")


def _columns(words: LineWords) -> dict[str, Any]:
    return {"title": words.title, "text": words.text, "review_on": words.review_on}


def _place_columns(place: Place | None) -> dict[str, Any]:
    return {
        "article": place.article if place else None,
        "section": place.section if place else None,
        "range_start": place.start if place else None,
        "range_end": place.end if place else None,
        "range_check": place.check if place else None,
    }


def _overlap(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and one.start < other.end and other.start < one.end


def _reason_rows(reasons: tuple[Reason, ...]) -> list[Values]:
    return [{"reason": reason} for reason in dict.fromkeys(reasons)]


def _keep(writing: Writing, line: Line, values: Values, reasons: tuple[Reason, ...]) -> None:
    """Write over what was decided before, or as the first decision about a shipped line."""
    if line.version:
        writing.update(
            _RECORD, line.id, values, expected=line.version, children=_reason_rows(reasons)
        )
        return
    shipped = {
        "id": line.id,
        "kind": line.kind,
        "claims": line.claims,
        "position": line.position,
        **_place_columns(line.place),
        **_NOT_APPROVED,
        **_columns(LineWords.of(line)),
    }
    writing.insert(_RECORD, {**shipped, **values}, _reason_rows(reasons))
