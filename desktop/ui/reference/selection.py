"""What a selection in the article may be used for."""

from collections.abc import Sequence

from desktop.domain.article import Article, covering
from desktop.services.script_lines import Line

NOTHING_SELECTED = "No words are selected. Select them in the article first."
PARTLY_APPROVED = "Only the underlined words are approved to read aloud. Select inside them."
NOT_APPROVED = "These words are not approved to read aloud. A manager can approve them."


def approved_places(lines: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """The characters of the article that are approved to be read aloud."""
    return tuple((x.place.start, x.place.end) for x in lines if x.place and x.approved)


def approved_lines(
    article: Article, lines: Sequence[Line], start: int, end: int
) -> tuple[Line, ...]:
    """The approved lines that a selection lies in; none when any of it lies outside."""
    snippets = [line for line in lines if line.place and line.approved]
    needed = covering(article.text, approved_places(snippets), start, end)
    return tuple(snippets[number] for number in needed)


def why_not(lines: Sequence[Line], start: int, end: int) -> str:
    """Why a selection may not be read aloud."""
    if start == end:
        return NOTHING_SELECTED
    touched = any(first < end and start < last for first, last in approved_places(lines))
    return PARTLY_APPROVED if touched else NOT_APPROVED
