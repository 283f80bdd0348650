"""The one number that says whether anybody has written, the same on both engines."""

from typing import Final

VERSION_SQL: Final = (
    "SELECT (SELECT coalesce(max(seq), 0) FROM change) + (SELECT count(*) + count(answered_at)"
    " + count(ended_at) FROM help_request)"
)
"""The running number of the last Change, plus what was asked and answered of help: working state,
but somebody waits for it. Other working state (drafts, leases, how far a source was read) moves
nothing: no screen has to read again for it."""
