"""How long a caller spoke with us, where a phone system tells of it in pieces."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def talked_in_all(pieces: Iterable[tuple[datetime, int]]) -> int:
    """Seconds, of pieces that began then and lasted so many seconds: one behind the other (the
    caller was passed on) they count together, what lies at the same time (each channel of a queue
    tells of itself) counts once."""
    total = 0
    until: datetime | None = None
    for began, seconds in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        ended = began + timedelta(seconds=seconds)
        if until is None or began >= until:
            total += seconds
        elif ended > until:
            total += int((ended - until).total_seconds())
        until = ended if until is None else max(until, ended)
    return total
