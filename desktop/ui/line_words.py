"""What is said about a line to read aloud: where it comes from, whether it is approved."""

from datetime import datetime

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import LineKind, LineState
from desktop.domain.wording import moment, spoken_day
from desktop.services.script_lines import Line
from desktop.ui.words import REASON_WORDS

KIND_WORDS = {
    LineKind.ANSWER: ("Approved answers", "message-circle-question-mark", "text-3"),
    LineKind.SNIPPET: ("Article lines", "message-square-quote", "text-3"),
    LineKind.SAFETY: ("Safety wording", "life-buoy", "safety"),
}
"""Words, icon and its tone."""

Tagged = tuple[str, str, str]
"""Words, tone and icon of a tag."""


def quoted(line: Line) -> str:
    """The words in quotation marks, as they are shown where they may be read aloud."""
    return f"“{line.text.strip('“”')}”"


def state_tags(line: Line, here: str, now: datetime) -> tuple[Tagged, ...]:
    """Whether it may be read aloud, and what to mind; ``here`` is the desk's zone."""
    tags: list[Tagged] = []
    if line.moved:
        tags.append(("The article has changed here", "late", "circle-alert"))
    elif line.state is LineState.APPROVED:
        tags.append(("Approved", "ok", "badge-check"))
    else:
        tags.append(("To be approved", "soon", "file-pen-line"))
    if line.claims:
        tags.append(("Says how well it works", "soon", "stethoscope"))
    if line.review_on is not None and line.review_on <= local_day(now, here):
        tags.append(("Look at it again", "late", "clock-alert"))
    return tuple(tags)


def about(line: Line, here: str, now: datetime) -> str:
    """Who approved it and when, what opens it, when to look at it again."""
    parts: list[str] = []
    if line.approved_by and line.approved_at is not None:
        parts.append(f"Approved {moment(line.approved_at, here, now)} by {line.approved_by}")
    if line.place is not None:
        parts.append(line.place.section)
    if line.reasons:
        parts.append(f"Opened by {', '.join(REASON_WORDS[reason] for reason in line.reasons)}")
    if line.review_on is not None:
        parts.append(f"Look again {spoken_day(line.review_on, local_day(now, here))}")
    return " · ".join(parts)
