"""Every key of the desk, declared once: the shortcuts are bound from here, and so is the map that
F1 shows.

Keys are written as Qt writes them on Windows. On macOS Ctrl is ⌘ by itself, and where a key has
Alt here it is ⌃ there, since ⌥ with a letter types a sign. Return means both Enter keys.
"""

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.ui.shell.pages import PAGES, SETTINGS, PageSpec

MAC: Final = sys.platform == "darwin"


class Place(StrEnum):
    """Where a key works."""

    ANYWHERE = "Anywhere"
    CALL = "On the call card"
    CALLBACKS = "In Callbacks"
    LEADS = "In Leads"
    CALLS = "In Calls"
    TRANSITION = "In Transition"
    PEOPLE = "In People"
    REFERENCE = "In Reference"
    VOICEMAIL = "In the voicemail box"
    IMPORT = "While importing"
    LISTS = "In lists"
    SEARCH = "In the search results"
    DIALOGS = "In a dialog"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to do with its keys, the first of which is the one that is shown.

    ``typed`` keys are bound as no shortcuts: single ones are taken by the list or card with the
    focus, so that they stay letters in a text field; a few the window takes before anybody else.
    ``shown`` stands for keys that are too many to list ("1–7"); ``mac`` replaces ``keys`` on macOS.
    """

    act: str
    does: str
    place: Place
    keys: tuple[str, ...]
    typed: bool = False
    shown: str = ""
    mac: tuple[str, ...] = ()

    def here(self, *, mac: bool = MAC) -> tuple[str, ...]:
        """The keys on this system, as Qt takes them."""
        chosen = self._chosen(mac=mac)
        return tuple(keys.replace("Alt+", "Meta+") for keys in chosen) if mac else chosen

    def text(self, *, mac: bool = MAC) -> str:
        """What is shown for it: "Ctrl+K", on macOS "⌘K"."""
        return key_text(self.shown or self._chosen(mac=mac)[0], mac=mac)

    def texts(self, *, mac: bool = MAC) -> tuple[str, ...]:
        """Every key there is for it: "F2" and "Ctrl+N"."""
        if self.shown:
            return tuple(self.text(mac=mac).split(" "))
        return tuple(key_text(keys, mac=mac) for keys in self._chosen(mac=mac))

    def _chosen(self, *, mac: bool) -> tuple[str, ...]:
        return self.mac if mac and self.mac else self.keys


def page_act(page: PageSpec) -> str:
    """What going to a page is called among the acts."""
    return f"page_{page.key}"


_A, _C, _B, _R = Place.ANYWHERE, Place.CALL, Place.CALLBACKS, Place.REFERENCE
_I, _V = Place.IMPORT, Place.VOICEMAIL
_L, _S, _D = Place.LISTS, Place.SEARCH, Place.DIALOGS

KEYS: Final = (
    Key("safety", "Safety card", _A, ("F8", "Ctrl+Shift+8"), typed=True),
    Key("help_colleague", "I am coming, to a colleague who asks for help", _A, ("Ctrl+Shift+H",)),
    Key("search", "Search", _A, ("Ctrl+K",)),
    Key("new_call", "New call", _A, ("F2", "Ctrl+N")),
    Key("take_call", "Take the call that rings", _A, ("F4", "Ctrl+Shift+A")),
    Key("put_caller_away", "Put the caller who rings away", _A, ("Shift+F4",)),
    Key("new_callback", "New callback", _A, ("Ctrl+Shift+B",)),
    Key("voicemail_box", "Voicemail box", _A, ("Ctrl+Shift+M",)),
    Key("undo", "Undo", _A, ("Ctrl+Z",), typed=True),
    *(Key(page_act(page), page.title, _A, (f"Ctrl+{page.digit}",)) for page in PAGES),
    Key(page_act(SETTINGS), SETTINGS.title, _A, ("Ctrl+,",)),
    Key("next_pane", "Next pane", _A, ("F6",)),
    Key("pane_before", "Pane before", _A, ("Shift+F6",)),
    Key("import_file", "Import a file", _A, ("Ctrl+O",)),
    Key("lock", "Lock", _A, ("Ctrl+L",), typed=True),
    Key("all_keys", "All keys", _A, ("F1",)),
    Key("save", "Save the call", _C, ("Ctrl+Return",)),
    Key("set_aside", "Set aside", _C, ("Ctrl+Shift+D",)),
    Key("reasons", "Reasons, then 1–8", _C, ("Alt+R",)),
    Key(
        "outcome",
        "Outcome 1–9",
        _C,
        tuple(f"Alt+{digit}" for digit in range(1, 10)),
        shown="Alt+1…9",
    ),
    Key("ask_request", "Open a request", _C, ("Ctrl+R",)),
    Key("new_person", "New person", _C, ("Ctrl+Shift+N",)),
    Key("next_tab", "Next tab at the side", _C, ("Ctrl+Tab",), mac=("Meta+Tab",)),
    Key("find_words", "Find in the article", _C, ("Ctrl+F",)),
    Key("next_words", "Next hit", _C, ("F3",), mac=("Ctrl+G",)),
    Key("words_before", "Hit before", _C, ("Shift+F3",), mac=("Ctrl+Shift+G",)),
    Key("use_words", "Use these words in the call", _C, ("Ctrl+U",)),
    Key("told", "Told caller", _C, ("Ctrl+T",)),
    Key("heard_too", "Whom it concerns heard it too", _C, ("Ctrl+Shift+T",)),
    Key("find_here", "Filter the list", _B, ("Ctrl+F",)),
    Key("export_callbacks", "Export", _B, ("Ctrl+E",)),
    Key("next_view", "Next view", _B, ("Ctrl+Tab",), mac=("Meta+Tab",)),
    Key("view_before", "View before", _B, ("Ctrl+Shift+Tab",), mac=("Meta+Shift+Tab",)),
    Key(
        "result",
        "How the call went",
        _B,
        tuple("1234567"),
        typed=True,
        shown="1–7",
    ),
    Key("find_in_notes", "Find in notes", Place.CALLS, ("Ctrl+F",)),
    Key("export", "Export", Place.CALLS, ("Ctrl+E",)),
    Key("find_people", "Find somebody", Place.PEOPLE, ("Ctrl+F",)),
    Key("add_person", "Add somebody", Place.PEOPLE, ("Ctrl+Shift+N",)),
    Key("merge", "Merge with who looks alike", Place.PEOPLE, ("M",), typed=True),
    Key("next_leads", "Next tab", Place.LEADS, ("Ctrl+Tab",), mac=("Meta+Tab",)),
    Key("leads_before", "Tab before", Place.LEADS, ("Ctrl+Shift+Tab",), mac=("Meta+Shift+Tab",)),
    Key("promise_message", "Promise the call, then the next message", _V, ("Ctrl+Return",)),
    Key(
        "message_time",
        "When they are rung back",
        _V,
        tuple(f"Alt+{digit}" for digit in range(1, 5)),
        shown="Alt+1…4",
    ),
    Key("close_message", "Close the message, then 1–5 for why", _V, ("Alt+C",)),
    Key("who_left_it", "Who left it", _V, ("Alt+W",)),
    Key("copy_recording", "Copy where to listen", _V, ("Alt+L",)),
    Key("next_message", "Next message", _V, ("PgDown",)),
    Key("message_before", "Message before", _V, ("PgUp",)),
    Key(
        "lead_acts",
        "Schedule, merge, new person, answered, spam",
        Place.LEADS,
        tuple("CMNAS"),
        typed=True,
        shown="C M N A S",
    ),
    Key("add_callback", "Add a callback", Place.TRANSITION, ("Ctrl+B",)),
    Key("print_summary", "Print a summary", Place.TRANSITION, ("Ctrl+P",)),
    Key("next_list", "Next list", Place.TRANSITION, ("Ctrl+Tab",), mac=("Meta+Tab",)),
    Key(
        "list_before",
        "List before",
        Place.TRANSITION,
        ("Ctrl+Shift+Tab",),
        mac=("Meta+Shift+Tab",),
    ),
    Key("keep_words", "Save the draft", Place.TRANSITION, ("Ctrl+Return",)),
    Key("leave_words", "Back to the overview", Place.TRANSITION, ("Esc",)),
    Key("find_text", "Find in the text", _R, ("Ctrl+F",)),
    Key("next_match", "Next match", _R, ("F3",), mac=("Ctrl+G",)),
    Key("match_before", "Match before", _R, ("Shift+F3",), mac=("Ctrl+Shift+G",)),
    Key("use_line", "Use in the call", _R, ("Ctrl+U",)),
    Key("keep_line", "Save the words", _R, ("Ctrl+Return",)),
    Key("import_rows", "Import what was counted", _I, ("Ctrl+Return",)),
    Key("move", "Move", _L, ("Up", "Down"), typed=True, shown="↑ ↓"),
    Key("main_act", "Do what the row is there for", _L, ("Return",), typed=True),
    Key("hit", "Move", _S, ("Up", "Down"), typed=True, shown="↑ ↓"),
    Key("open_hit", "Open", _S, ("Return",), typed=True),
    Key("leave", "Close, and back to where you were", _S, ("Esc",), typed=True),
    Key("act", "Do it", _D, ("Ctrl+Return",)),
    Key("safe", "Close; what you typed is kept", _D, ("Esc",), typed=True),
)

_BY_ACT: Final = {key.act: key for key in KEYS}
_SIGNS: Final = {
    "Ctrl": "⌘", "Meta": "⌃", "Alt": "⌃", "Shift": "⇧", "Return": "↩", "Enter": "↩", "Esc": "⎋",
    "Tab": "⇥", "PgDown": "⇟", "PgUp": "⇞",
}  # fmt: skip
_NAMES: Final = {"Return": "Enter", "Meta": "Ctrl"}
_ORDER: Final = "⌃⌘⇧"


def key_of(act: str) -> Key:
    """The key that does ``act``. An act that has none raises KeyError."""
    return _BY_ACT[act]


def key_text(keys: str, *, mac: bool = MAC) -> str:
    """A key as it is shown on this system: "Ctrl+Enter", on macOS "⌘↩"."""
    *held, last = keys.split("+") if keys != "+" else [keys]
    if not mac:
        return "+".join(_NAMES.get(part, part) for part in (*held, last))
    signs = sorted((_SIGNS[part] for part in held), key=_ORDER.index)
    return "".join(signs) + _SIGNS.get(last, last)


def bound_keys(keys: str) -> tuple[str, ...]:
    """The sequences to bind for one key: Return is on the numbers' pad too."""
    return (keys, keys.replace("Return", "Enter")) if "Return" in keys else (keys,)
