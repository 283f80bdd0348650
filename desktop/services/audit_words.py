"""What an entry of the trail is called."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.domain.audit import Event
from desktop.services.action_words import ACTION_WORDS

_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        Event.SIGN_IN: "Signed in",
        Event.SIGN_IN_FAILED: "Sign-in failed",
        Event.UNLOCK: "Unlocked",
        Event.UNLOCK_FAILED: "Unlocking failed",
        Event.PASSWORD_FAILED: "Changing the password failed",
        Event.SIGN_OUT: "Signed out",
        Event.OPEN_PERSON: "Opened",
        Event.SCREEN_POP: "Saw who was ringing",
        Event.CLOCK_SET_BACK: "The clock was set back",
        Event.CLOCK_SET_FORWARD: "The clock was set forward",
        Event.BACKUP: "Made a backup",
        Event.RESTORE: "Put a backup back",
        Event.REKEY: "Made a new key",
        Event.ERASE: "Removed personal data",
    }
)
_EXPORT, _UNDO = "export_", "undo_"


def action_words(action: str) -> str:
    """ "Opened", "Logged a call", "Took back: logged a call", "Exported calls"."""
    if action.startswith(_UNDO):
        done = action_words(action.removeprefix(_UNDO))
        return f"Took back: {done[:1].lower()}{done[1:]}"
    if action.startswith(_EXPORT):
        return f"Exported {action.removeprefix(_EXPORT).replace('_', ' ')}"
    # An act of an older version has no words any more, but its name.
    return _EVENTS.get(action) or ACTION_WORDS.get(action) or action.replace("_", " ").capitalize()
