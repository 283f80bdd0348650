"""A history entry in the words and icons of the timeline."""

from datetime import datetime

from desktop.domain.wording import moment
from desktop.services.history import HistoryEntry
from desktop.ui.timeline import TimelineEntry

_ICONS = {
    "call": "phone-incoming",
    "attempt": "phone-outgoing",
    "callback": "calendar-clock",
    "disclosure": "milestone",
}


def timeline_entry(entry: HistoryEntry, zone: str, now: datetime) -> TimelineEntry:
    """A history entry in the words of the timeline."""
    who = entry.who.split()[0] if entry.who else ""
    when = moment(entry.at, zone, now)
    return TimelineEntry(
        icon=_ICONS[entry.kind],
        title=entry.title,
        rest="",
        when=f"{when} · {who}" if who else when,
        detail=entry.detail,
        tone="plan" if entry.kind == "disclosure" else "text-2",
    )
