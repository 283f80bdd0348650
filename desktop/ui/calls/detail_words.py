"""What the detail of a call says, line by line, and how two versions of it differ."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import CallbackKind, CallOutcome
from desktop.domain.wording import after_milestone, clock, here_clock, in_sentence, moment, or_by
from desktop.services.call_detail import CallDetail, PromiseOfCall
from desktop.services.call_rows import CallRow
from desktop.services.call_versions import CallVersion
from desktop.ui.calls.call_words import (
    NOBODY,
    SOURCE_LINES,
    direction_words,
    line_words,
    outcome_words,
    spoken_length,
    when_words,
)
from desktop.ui.words import REASON_WORDS, RELATION_WORDS, RESOLUTION_WORDS

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Fact(NamedTuple):
    """One line: its label, what it says, and tone and icon where it has some."""

    label: str
    words: str
    tone: str = "text"
    icon: str = ""


class Difference(NamedTuple):
    """What a correction changed."""

    label: str
    old: str
    new: str


def title(call: CallRow) -> str:
    """Who it was with."""
    return call.speaker_name or call.subject_name or NOBODY


def subtitle(call: CallRow, here: str, now: datetime) -> str:
    """ "Call in · today 2:14 pm"."""
    return f"{direction_words(call.direction)} · {when_words(call.started_at, here, now)}"


def facts(detail: CallDetail, here: str, now: datetime) -> list[Fact]:
    """The lines under the head."""
    call = detail.call
    speaker = call.speaker_name or NOBODY
    if call.speaker_name and call.subject_name and call.speaker_name != call.subject_name:
        speaker = f"{speaker}, {RELATION_WORDS[call.relation].lower()}"
    lasted = spoken_length(_seconds(call))
    lines = [
        Fact("Spoke", speaker),
        Fact("Concerns", call.subject_name or NOBODY),
        Fact("Line", _joined(line_words(call.called_line), lasted)),
        Fact("Reasons", ", ".join(REASON_WORDS[reason] for reason in call.reasons)),
        Fact("Outcome", _outcome(detail, now)),
        Fact("Told", _told(detail.told), "plan", "milestone"),
        Fact("Read out", _read(detail.words_read)),
        Fact("Source", _source(call, here, now)),
    ]
    return [line for line in lines if line.words]


def promise_lines(promise: PromiseOfCall, here: str, now: datetime) -> tuple[str, str]:
    """ "Callback Wed 10:00 am", "9:00 here · Front desk"."""
    owner = promise.owner.split(",")[0]
    what = "Safety follow-up" if promise.kind is CallbackKind.SAFETY else "Callback"
    if not promise.is_open and promise.resolution is not None and promise.closed_at is not None:
        ended = RESOLUTION_WORDS[promise.resolution]
        return f"{what}: {ended[0].lower()}{ended[1:]}", moment(promise.closed_at, here, now)
    if promise.milestone is not None:
        when = in_sentence(after_milestone(promise.milestone))
        latest = or_by(promise.due_at, promise.zone, now)
        return f"{what} {when}", _joined(latest, owner)
    due = _due(promise, now)
    return f"{what} {due}", _joined(here_clock(promise.due_at, promise.zone, here), owner)


def differences(old: CallVersion, new: CallVersion, here: str, now: datetime) -> list[Difference]:
    """What was changed from one to the other, in the order of the form."""
    found = []
    for (label, before), (_, after) in zip(
        _said(old, here, now), _said(new, here, now), strict=True
    ):
        if before != after:
            found.append(Difference(label, before or "—", after or "—"))
    return found


def version_facts(version: CallVersion, here: str, now: datetime) -> list[Fact]:
    """A version in full."""
    return [Fact(label, words) for label, words in _said(version, here, now) if words]


def corrected_line(by: str, at: datetime, here: str, now: datetime) -> str:
    """ "Corrected by Lark Moor, Nov 18, 2:26 pm"."""
    day = local_day(at, here)
    said = f"{_MONTHS[day.month - 1]} {day.day}"
    if day.year != local_day(now, here).year:
        said = f"{said}, {day.year}"
    return f"Corrected by {by}, {said}, {clock(at, here)}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _said(version: CallVersion, here: str, now: datetime) -> Sequence[tuple[str, str]]:
    outcome = version.outcome
    return (
        ("Spoke", version.speaker),
        ("Concerns", version.subject),
        ("Number", version.number),
        ("Direction", direction_words(version.direction)),
        ("Began", moment(version.started_at, here, now)),
        ("Ended", moment(version.ended_at, here, now) if version.ended_at else ""),
        ("Clinic", version.site),
        ("Reasons", ", ".join(REASON_WORDS[reason] for reason in version.reasons)),
        ("Outcome", outcome_words(outcome, version.direction)[0] if outcome else ""),
        ("Notes", version.notes),
    )


def _seconds(call: CallRow) -> int | None:
    if call.ended_at is None:
        return None
    return max(0, int((call.ended_at - (call.answered_at or call.started_at)).total_seconds()))


def _outcome(detail: CallDetail, now: datetime) -> str:
    call = detail.call
    if call.outcome is None:
        return ""
    words = outcome_words(call.outcome, call.direction)[0]
    promise = detail.open_promise
    if call.outcome is CallOutcome.CALLBACK and promise is not None:
        if promise.milestone is not None:
            return f"{words}, {or_by(promise.due_at, promise.zone, now)}"
        return f"{words}, {_due(promise, now)}"
    return words


def _due(promise: PromiseOfCall, now: datetime) -> str:
    """ "Wed 10:00 am", "today 4:30 pm", in their time."""
    day, today = local_day(promise.due_at, promise.zone), local_day(now, promise.zone)
    at = clock(promise.due_at, promise.zone)
    if day == today:
        return f"today {at}"
    if 0 < (day - today).days < 7:
        return f"{_WEEKDAYS[day.weekday()]} {at}"
    return moment(promise.due_at, promise.zone, now)


def _told(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    return f"Statement {', '.join(f'v{number}' for number in numbers)}"


def _read(count: int) -> str:
    return "" if not count else f"{count} approved {'line' if count == 1 else 'lines'}"


def _source(call: CallRow, here: str, now: datetime) -> str:
    if call.late_entry:
        return f"Desk, typed in later, {when_words(call.entered_at, here, now)}"
    return SOURCE_LINES[call.source]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
