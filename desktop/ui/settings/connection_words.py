"""What Settings → Connections says of a source."""

from datetime import datetime
from typing import Final

from desktop.domain.connection_state import Link, Standing
from desktop.domain.wording import clock, short_moment
from desktop.services.connections import SourceRow
from desktop.services.set_aside import Arrived

_LINKS: Final = {
    Link.OFF: ("Paused", "pause", "text-3"),
    Link.CONNECTING: ("Connecting", "refresh-cw", "soon"),
    Link.RETRYING: ("Lost, trying again", "refresh-cw", "soon"),
    Link.REFUSED: ("Refused", "circle-alert", "late"),
}
_KB: Final = 1024


def link_words(row: SourceRow, standing: Standing, zone: str) -> tuple[str, str, str]:
    """How it stands: words, icon, tone. The colour never says it alone."""
    if not row.enabled:
        return _LINKS[Link.OFF]
    if standing.link is Link.OFF:
        return "Not running here", "pause", "text-3"
    if standing.link is Link.WORKING:
        return row.spec.working, "circle-check", "ok"
    if standing.link is Link.ELSEWHERE:
        return f"Runs on another desk ({standing.reason})", "circle-check", "ok"
    words, icon, tone = _LINKS[standing.link]
    since = f" since {clock(standing.since, zone)}" if standing.since else ""
    return words + since, icon, tone


def arrived_words(arrived: Arrived, standing: Standing, zone: str, now: datetime) -> str:
    """ "last 2:06 pm · 12 today"."""
    moments = [each for each in (arrived.last_at, standing.last_event_at) if each is not None]
    if not moments:
        return "nothing yet"
    today = f" · {arrived.today:,} today" if arrived.today else ""
    return f"last {short_moment(max(moments), zone, now)}{today}"


def size_words(size: int) -> str:
    """Bytes as people say them: "1.2 KB"."""
    return f"{size} bytes" if size < _KB else f"{size / _KB:.1f} KB"


def address_of(row: SourceRow, listener: SourceRow) -> str:
    """Where others reach it; "" for a source that nobody reaches."""
    if not row.spec.path and row.id != listener.id:
        return ""
    host, port = listener.options.get("host", ""), listener.options.get("port", "")
    inside = f"[{host}]" if ":" in host else host
    path = f"{row.spec.path}{row.name}" if row.spec.path else ""
    outside = listener.options.get("public", "").strip().rstrip("/")
    return f"{outside or f'http://{inside}:{port}'}{path}"
