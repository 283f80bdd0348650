"""The map of keys, against the table of the design."""

import pytest

from desktop.domain.vocabulary import AttemptResult, CallOutcome
from desktop.ui.keys import KEYS, Place, bound_keys, key_of, key_text

BUILT = {
    "Safety card": ("F8", "Ctrl+Shift+8"),
    "New call": ("F2", "Ctrl+N"),
    "Search": ("Ctrl+K",),
    "Intake": ("Ctrl+1",),
    "Callbacks": ("Ctrl+2",),
    "Next pane": ("F6",),
    "Pane before": ("Shift+F6",),
    "Reasons, then 1–8": ("Alt+R",),
    "Undo": ("Ctrl+Z",),
    "Next tab at the side": ("Ctrl+Tab",),
    "Next view": ("Ctrl+Tab",),
    "Filter the list": ("Ctrl+F",),
    "Lock": ("Ctrl+L",),
    "All keys": ("F1",),
    "Save the call": ("Ctrl+Return",),
    "Set aside": ("Ctrl+Shift+D",),
    "Outcome 1–9": tuple(f"Alt+{n}" for n in range(1, 10)),
    "New person": ("Ctrl+Shift+N",),
    "New callback": ("Ctrl+Shift+B",),
    "Transition": ("Ctrl+5",),
    "Add a callback": ("Ctrl+B",),
    "Print a summary": ("Ctrl+P",),
}
"""The rows of the design's table for what is built."""


@pytest.mark.parametrize("does", BUILT)
def test_the_keys_of_the_design(does: str) -> None:
    (key,) = (key for key in KEYS if key.does == does)
    assert key.here(mac=False) == BUILT[does]


def test_no_key_means_two_things_in_one_place() -> None:
    for mac in (False, True):
        anywhere = [k for key in KEYS if key.place is Place.ANYWHERE for k in key.here(mac=mac)]
        for place in Place:
            here = [k for key in KEYS if key.place is place for k in key.here(mac=mac)]
            assert len(here) == len(set(here))
            assert place is Place.ANYWHERE or not set(here) & set(anywhere)
    assert len({key.act for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize(
    ("act", "windows", "mac"),
    [
        ("search", "Ctrl+K", "⌘K"),
        ("save", "Ctrl+Enter", "⌘↩"),
        ("set_aside", "Ctrl+Shift+D", "⌘⇧D"),
        ("reasons", "Alt+R", "⌃R"),
        ("outcome", "Alt+1…9", "⌃1…9"),
        ("next_tab", "Ctrl+Tab", "⌃⇥"),
        ("pane_before", "Shift+F6", "⇧F6"),
        ("new_call", "F2", "F2"),
        ("result", "1–7", "1–7"),
        ("move", "↑ ↓", "↑ ↓"),
        ("leave", "Esc", "⎋"),
    ],
)
def test_keys_are_shown_as_on_each_system(act: str, windows: str, mac: str) -> None:
    key = key_of(act)
    assert (key.text(mac=False), key.text(mac=True)) == (windows, mac)
    assert key_text(windows, mac=False) == windows, "said twice it stays the same"
    assert key_text(mac, mac=True) == mac


def test_on_macos_the_card_has_the_control_key() -> None:
    assert key_of("outcome").here(mac=True)[0] == "Meta+1"
    assert key_of("next_view").here(mac=True) == ("Meta+Tab",)


def test_return_is_on_the_pad_too() -> None:
    assert bound_keys("Ctrl+Return") == ("Ctrl+Return", "Ctrl+Enter")
    assert bound_keys("F2") == ("F2",)


def test_as_many_keys_as_there_are_things_to_press_them_for() -> None:
    assert len(key_of("outcome").keys) == len(CallOutcome)
    assert len(key_of("result").keys) == len(AttemptResult)
