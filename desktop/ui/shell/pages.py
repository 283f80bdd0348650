"""The pages, declared as data. Only pages that work are in the rail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the rail: ``key`` names it in code, ``digit`` is its Ctrl+digit."""

    key: str
    title: str
    icon: str
    digit: int


PAGES = (
    PageSpec("intake", "Intake", "phone-incoming", 1),
    PageSpec("callbacks", "Callbacks", "phone-outgoing", 2),
    PageSpec("calls", "Calls", "list", 4),
    PageSpec("people", "People", "users", 6),
    PageSpec("reference", "Reference", "book-open-text", 7),
)
