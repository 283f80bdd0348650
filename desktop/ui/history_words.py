"""A history entry in the words and icons of the timeline."""

from datetime import datetime

from desktop.domain.vocabulary import AttemptResult
from desktop.domain.wording import moment
from desktop.services.history import HistoryEntry
from desktop.ui.timeline import TimelineEntry
from desktop.ui.words import RESULT_WORDS

_ICONS = {
    "call": "phone-incoming",
    "attempt": "phone-outgoing",
    "callback": "calendar-clock",
    "disclosure": "milestone",
    "safety": "life-buoy",
}

_TONES = {"disclosure": "plan", "safety": "safety"}


def timeline_entry(entry: HistoryEntry, zone: str, now: datetime) -> TimelineEntry:
    """A history entry in the words of the timeline."""
    who = entry.who.split()[0] if entry.who else ""
    when = moment(entry.at, zone, now)
    return TimelineEntry(
        icon=_icon(entry),
        title=entry.title,
        rest=f"· {entry.aside}" if entry.aside else "",
        when=f"{when} · {who}" if who else when,
        detail=entry.detail,
        tone=_TONES.get(entry.kind, "text-2"),
    )


def _icon(entry: HistoryEntry) -> str:
    if entry.kind == "attempt" and entry.outcome:
        return RESULT_WORDS[AttemptResult(entry.outcome)][1]
    if entry.kind == "callback" and entry.outcome:
        return "circle-check"
    return _ICONS[entry.kind]
