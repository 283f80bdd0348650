"""What the demo's manager decided about the words, and which were read on its calls."""

from datetime import timedelta
from uuid import UUID, uuid5

from desktop.domain.vocabulary import LineKind, LineState
from desktop.paths import resources
from desktop.services.changes import Writing
from desktop.services.safety_words import ENGLISH
from desktop.services.script_book import ScriptBook, ShippedLine

APPROVED = timedelta(days=-4, minutes=-95)
"""When they were approved, seen from the demo's now."""
_ANSWERS = 5
_REVIEW = timedelta(days=182)


def approve_words(writing: Writing, manager_id: UUID) -> None:
    """Approve the first answers, the lines of the article that claim nothing, and what is said on
    special calls, in English."""
    book = ScriptBook(resources())
    for line in book.lines.values():
        chosen = line.kind is LineKind.SNIPPET and not line.claims
        chosen = chosen or (line.kind is LineKind.SPECIAL and line.language == ENGLISH)
        if chosen or (line.kind is LineKind.ANSWER and line.position < _ANSWERS):
            _approve(writing, manager_id, line)


def note_read(writing: Writing, call_id: UUID, user_id: UUID) -> None:
    """The first answer was read on this call."""
    line = next(x for x in ScriptBook(resources()).lines.values() if x.kind is LineKind.ANSWER)
    writing.insert(
        "words_read",
        {
            # The same demo each time.
            "id": uuid5(call_id, "words read"),
            "call_id": call_id,
            "line_id": line.id,
            "line_version": 1,
            "title": line.title,
            "read_at": writing.now + timedelta(minutes=1),
            "user_id": user_id,
        },
    )


def _approve(writing: Writing, manager_id: UUID, line: ShippedLine) -> None:
    place = line.place
    writing.insert(
        "script_line",
        {
            "id": line.id,
            "kind": line.kind,
            "title": line.title,
            "text": line.text,
            "article": place.article if place else None,
            "section": place.section if place else None,
            "range_start": place.start if place else None,
            "range_end": place.end if place else None,
            "range_check": place.check if place else None,
            "claims": line.claims,
            "state": LineState.APPROVED,
            "approved_by": manager_id,
            "approved_at": writing.now,
            "review_on": (writing.now + _REVIEW).date(),
            "position": line.position,
        },
        [{"reason": reason} for reason in line.reasons],
    )
