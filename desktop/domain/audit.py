"""What the trail notes beside Changes."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class Event(StrEnum):
    """Something that wrote no record and is in the trail all the same. (What is exported or printed
    writes one: it is a Change.)"""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    UNLOCK = "unlock"
    UNLOCK_FAILED = "unlock_failed"
    PASSWORD_FAILED = "password_failed"  # noqa: S105 - what happened
    """Somebody who is signed in did not know the password that they wanted to change."""
    SIGN_OUT = "sign_out"
    OPEN_PERSON = "open_person"
    SCREEN_POP = "screen_pop"
    CLOCK_SET_BACK = "clock_set_back"
    CLOCK_SET_FORWARD = "clock_set_forward"
    BACKUP = "backup"
    RESTORE = "restore"
    REKEY = "rekey"
    ERASE = "erase"


class AuditKind(StrEnum):
    """What a manager looks for in the trail."""

    CHANGED = "changed"
    """Records were written."""
    SEEN = "seen"
    """Somebody's record was opened, or stood on the screen as they rang."""
    CAME = "came"
    """Signed in, signed out, and tried to."""
    TAKEN = "taken"
    """Left the program: exported or printed."""
    SYSTEM = "system"
    """Backups, keys, clocks, what was removed for good."""


EVENTS_OF: Mapping[AuditKind, frozenset[Event]] = MappingProxyType(
    {
        AuditKind.SEEN: frozenset({Event.OPEN_PERSON, Event.SCREEN_POP}),
        AuditKind.CAME: frozenset(
            {
                Event.SIGN_IN,
                Event.SIGN_IN_FAILED,
                Event.UNLOCK,
                Event.UNLOCK_FAILED,
                Event.PASSWORD_FAILED,
                Event.SIGN_OUT,
            }
        ),
        AuditKind.SYSTEM: frozenset(
            {
                Event.CLOCK_SET_BACK,
                Event.CLOCK_SET_FORWARD,
                Event.BACKUP,
                Event.RESTORE,
                Event.REKEY,
                Event.ERASE,
            }
        ),
    }
)
"""The events of each kind; the other two are Changes."""


CLOCK_SLACK = timedelta(minutes=2)
"""A clock that the network puts right moves by less."""
