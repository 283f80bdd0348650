"""The words that come with the program: the article, and the lines to read aloud.

They are files, the same on every desk. What a manager decided about a line is in the data; see
:mod:`desktop.services.words`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.article import Article, Place, Section
from desktop.domain.errors import Problem
from desktop.domain.vocabulary import LineKind, Reason
from desktop.services.safety_words import (
    ENGLISH,
    NONE_DECIDED,
    Decisions,
    SafetyLine,
    read_safety_lines,
)

_AGAIN = "Install KetWell Desk again, or ask whoever installed it."


class ArticleProblem(Problem):
    """The article is not there, or not as it was approved."""


class ScriptProblem(Problem):
    """The lines that came with the program cannot be read."""


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A line as it came with the program: nobody has approved it yet. ``title`` is the question an
    answer belongs to, or what safety words are for; a snippet has a ``place`` and no words of its
    own. ``claims``: it says how well the treatment works. ``key`` is where safety words stand on
    the card, or which :class:`SpecialCall` they are for."""

    id: UUID
    kind: LineKind
    title: str
    text: str
    place: Place | None
    reasons: tuple[Reason, ...]
    claims: bool
    position: int
    key: str = ""
    language: str = ENGLISH


class ScriptBook:
    """Reads ``article/`` and ``scripts/`` of the program's resources, once each."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @cached_property
    def article(self) -> Article:
        """The article. Raises :class:`ArticleProblem` when it is missing or was altered."""
        folder = self._resources / "article"
        try:
            about = json.loads((folder / "article.json").read_text("utf-8"))
            printed = (folder / about["file"]).read_bytes()
        except (OSError, ValueError, KeyError) as problem:
            raise ArticleProblem(f"The article is not in this program. {_AGAIN}") from problem
        if sha256(printed).hexdigest() != about["sha256"]:
            raise ArticleProblem(
                f"The article in this program is not the approved one, so it is not shown. {_AGAIN}"
            )
        sections = [Section(each["name"], each["start"]) for each in about["sections"]]
        return Article.of(about["key"], about["short_title"], printed.decode(), sections)

    @property
    def readable_article(self) -> Article | None:
        """The article, or None when it cannot be shown."""
        try:
            return self.article
        except ArticleProblem:
            return None

    @cached_property
    def lines(self) -> Mapping[UUID, ShippedLine]:
        """Every line of every file in ``scripts/``. Raises :class:`ScriptProblem`."""
        found: dict[UUID, ShippedLine] = {}
        for file in sorted((self._resources / "scripts").glob("*.json")):
            try:
                body = json.loads(file.read_text("utf-8"))
                kind = LineKind(body["kind"])
                shipped = [_line(kind, n, each) for n, each in enumerate(body["lines"])]
            except (OSError, ValueError, KeyError, TypeError) as problem:
                raise ScriptProblem(
                    f"The words to read aloud in {file.name} cannot be read. {_AGAIN}"
                ) from problem
            found |= {line.id: line for line in shipped}
        return found

    def safety_lines(self, decisions: Decisions = NONE_DECIDED) -> tuple[SafetyLine, ...]:
        """The words of the Safety card, with a manager's text where there is one."""
        return read_safety_lines(self._resources, decisions)


def _line(kind: LineKind, position: int, body: Mapping[str, Any]) -> ShippedLine:
    place = None
    if kind is LineKind.SNIPPET:
        place = Place(body["article"], body["section"], body["start"], body["end"], body["check"])
    title, language = body.get("title", ""), body.get("language", ENGLISH)
    return ShippedLine(
        id=UUID(body["id"]),
        kind=kind,
        title=title if language == ENGLISH else f"{title} ({language})",
        text=body.get("text", ""),
        place=place,
        reasons=tuple(map(Reason, body.get("reasons", ()))),
        claims=bool(body.get("claims", False)),
        position=position,
        key=body.get("key", ""),
        language=language,
    )
