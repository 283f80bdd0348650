"""The pages, declared as data. Only pages that work are in the rail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the rail: ``key`` names it in code, ``digit`` is its Ctrl+digit (0: it has a key
    of its own)."""

    key: str
    title: str
    icon: str
    digit: int


PAGES = (
    PageSpec("intake", "Intake", "phone-incoming", 1),
    PageSpec("callbacks", "Callbacks", "phone-outgoing", 2),
    PageSpec("leads", "Leads", "inbox", 3),
    PageSpec("calls", "Calls", "list", 4),
    PageSpec("transition", "Transition", "milestone", 5),
    PageSpec("people", "People", "users", 6),
    PageSpec("reference", "Reference", "book-open-text", 7),
)

UNDER = {"importing": "leads", "voicemails": "callbacks"}
"""Pages without a button of their own, and the one that stands for them in the rail."""

SETTINGS = PageSpec("settings", "Settings", "settings", 0)
"""At the bottom of the rail."""
