"""``docs/roles.md``, read: who may do what, and what asks nobody."""

import re
from dataclasses import dataclass
from pathlib import Path

DOC = Path(__file__).parents[2] / "docs" / "roles.md"
WHO = ("staff", "stand-in", "manager", "admin", "listener", "switched off")
"""The columns, in their order."""
_MARKS = {"yes": True, "–": False}
_HEAD = "| " + " | ".join(("action", *WHO)) + " |"


@dataclass(frozen=True)
class Table:
    """``services``, ``verbs`` and ``undo`` say of each action who may (:data:`WHO`);
    ``open_to_all`` is what asks nobody who they are, with the reason."""

    services: dict[str, dict[str, bool]]
    undo: dict[str, dict[str, bool]]
    verbs: dict[str, dict[str, bool]]
    open_to_all: dict[str, str]


def read_table(text: str) -> Table:
    """The table of a document. Raises :class:`ValueError` where it is not whole."""
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    return Table(
        _decided(parts["Services"]),
        _decided(parts["Undo"]),
        _decided(parts["Command line"]),
        dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", parts["Asks nobody"], re.M)),
    )


def _decided(part: str) -> dict[str, dict[str, bool]]:
    if _HEAD not in part:
        raise ValueError(f"the columns are not {_HEAD}")
    found: dict[str, dict[str, bool]] = {}
    for action, cells in re.findall(r"^\| `([^`]+)` \| (.+) \|$", part, re.M):
        marks = [_MARKS[each] for each in cells.split(" | ")]
        if action in found:
            raise ValueError(f"{action} stands twice")
        found[action] = dict(zip(WHO, marks, strict=True))
    return found


def written(action: str, may: dict[str, bool]) -> str:
    """One line of a table, for whoever adds an action."""
    marks = ("yes" if may[who] else "–" for who in WHO)
    return f"| `{action}` | {' | '.join(marks)} |"
