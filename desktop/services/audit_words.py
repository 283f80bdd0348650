"""What an entry of the trail is called."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.domain.audit import Event

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Event.SIGN_IN: "Signed in",
        Event.SIGN_IN_FAILED: "Sign-in failed",
        Event.UNLOCK: "Unlocked",
        Event.UNLOCK_FAILED: "Unlocking failed",
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
    """ "Opened", "Log call", "Took back: log call", "Exported calls"."""
    if action in _WORDS:
        return _WORDS[action]
    if action.startswith(_UNDO):
        return f"Took back: {action.removeprefix(_UNDO).replace('_', ' ')}"
    if action.startswith(_EXPORT):
        return f"Exported {action.removeprefix(_EXPORT).replace('_', ' ')}"
    return action.replace("_", " ").capitalize()
