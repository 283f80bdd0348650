"""What is said about a line to read aloud: where it comes from, whether it is approved."""

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.local_time import local_day
from desktop.domain.script_guard import Finding, GuardKind
from desktop.domain.vocabulary import LineKind, LineState
from desktop.domain.wording import in_sentence, moment, spoken_day
from desktop.services.script_lines import Line
from desktop.ui.words import REASON_WORDS

KIND_WORDS = {
    LineKind.ANSWER: ("Approved answers", "message-circle-question-mark", "text-3"),
    LineKind.SNIPPET: ("Article lines", "message-square-quote", "text-3"),
    LineKind.SAFETY: ("Safety wording", "life-buoy", "safety"),
    LineKind.SPECIAL: ("Special calls", "phone-incoming", "text-3"),
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


FLAG_WORDS = {
    GuardKind.OLD_NUMBER: "Out-of-date number",
    GuardKind.REVIEW_DUE: "Look at it again",
    GuardKind.OLD_STATEMENT: "Quotes old words",
}


def flag_tags(findings: Sequence[Finding]) -> tuple[Tagged, ...]:
    """What the guard found, short enough for tags."""
    icons = {GuardKind.REVIEW_DUE: "clock-alert"}
    return tuple(
        (FLAG_WORDS[each.kind], "late", icons.get(each.kind, "circle-alert")) for each in findings
    )


def source_words(line: Line, here: str, now: datetime) -> str:
    """Where an answer is from, and who approved it: "Answer · approved Nov 10 by Lark Moor"."""
    return " · ".join(part for part in ("Answer", approval_words(line, here, now)) if part)


def approval_words(line: Line, here: str, now: datetime) -> str:
    """ "approved Nov 10 by Lark Moor"."""
    if line.approved_at is None or not line.approved_by:
        return ""
    day = in_sentence(spoken_day(local_day(line.approved_at, here), local_day(now, here)))
    return f"approved {day} by {line.approved_by}"


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
