"""What the ids that Asterisk gives its channels and calls say by themselves."""

from datetime import UTC, datetime


def moment_in(channel_id: str) -> datetime | None:
    """When ``1732641234.56`` (or ``name-1732641234.56``) began, to the second."""
    seconds = channel_id.rpartition("-")[2].partition(".")[0]
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 10):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)
