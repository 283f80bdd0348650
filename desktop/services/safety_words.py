"""The words of the Safety card: the lines that ship, and what a manager made of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

FILE = Path("scripts") / "safety.json"
ENGLISH = "English"

Decisions = Mapping[UUID, tuple[str, bool]]
"""What a manager decided: the line's identity → its text now, and whether it is approved."""
NONE_DECIDED: Decisions = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """One line. ``key`` is where it stands on the card; until ``approved`` it is a placeholder."""

    id: UUID
    key: str
    language: str
    title: str
    text: str
    approved: bool


@dataclass(frozen=True, slots=True)
class SafetyWords:
    """The lines of one language by their key, English where there is no other."""

    lines: Mapping[str, SafetyLine]

    def text(self, key: str) -> str:
        """The words at this place of the card."""
        return self.lines[key].text

    @property
    def approved(self) -> bool:
        """Whether a manager has approved every line that is shown."""
        return all(line.approved for line in self.lines.values())


def read_safety_lines(
    resources: Path, decisions: Decisions = NONE_DECIDED
) -> tuple[SafetyLine, ...]:
    """Every line as it ships in ``resources``, with the manager's text where there is one. As it
    ships no line is approved."""
    shipped = json.loads((resources / FILE).read_text(encoding="utf-8"))
    found = []
    for line in shipped["lines"]:
        line_id = UUID(line["id"])
        text, approved = decisions.get(line_id, (line["text"], False))
        found.append(
            SafetyLine(line_id, line["key"], line["language"], line["title"], text, approved)
        )
    return tuple(found)


def safety_words(lines: tuple[SafetyLine, ...], language: str = ENGLISH) -> SafetyWords:
    """The card's words in the caller's language."""
    in_english = {line.key: line for line in lines if line.language == ENGLISH}
    theirs = {line.key: line for line in lines if line.language == language}
    return SafetyWords({**in_english, **theirs})
