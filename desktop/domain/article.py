"""An article as it is printed: what each stretch of its text is, and words pointed at in it.

Every place is a range of characters of the file, so that nothing has to be copied out of it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

_BULLET = "•"
_OPEN, _CLOSE = "“", "”"
_LONGEST_HEADING = 90
_CHECK_LENGTH = 16


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    NOTICE = "notice"
    TITLE = "title"
    AUTHOR = "author"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTATION = "quotation"
    ATTRIBUTION = "attribution"
    CLOSING = "closing"


_FIRST = (BlockKind.NOTICE, BlockKind.TITLE, BlockKind.AUTHOR)


@dataclass(frozen=True, slots=True)
class Block:
    """Characters ``start`` to ``end`` of the file, without the blanks around them; what is said
    begins at ``words`` (behind a bullet's mark)."""

    kind: BlockKind
    section: str
    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article, as the outline names it; it goes on to the start of the next one."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class Place:
    """Words in an article: the characters ``start`` to ``end`` of ``article``. ``check`` is what
    :func:`check_of` said of the words when they were pointed at."""

    article: str
    section: str
    start: int
    end: int
    check: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``short_title`` names it in a line; ``blocks`` cover all that is printed."""

    key: str
    short_title: str
    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, key: str, short_title: str, text: str, sections: Sequence[Section]) -> "Article":
        """The article of a file's ``text``."""
        return cls(key, short_title, text, tuple(sections), parse(text, sections))

    def section_at(self, position: int) -> str:
        """The name of the section in which a character stands; empty before the first."""
        return _section_at(self.sections, position)

    def point_at(self, start: int, end: int) -> Place | None:
        """The place of a selection, without the blanks at its ends; None when it has no words."""
        start, end = max(0, start), min(end, len(self.text))
        selected = self.text[start:end]
        start += len(selected) - len(selected.lstrip())
        words = selected.strip()
        if not words:
            return None
        check = check_of(words)
        return Place(self.key, self.section_at(start), start, start + len(words), check)

    def words_at(self, place: Place) -> str | None:
        """The words at a place on one line, or None when the text there is not what it was."""
        words = self.text[place.start : place.end]
        same = place.article == self.key and check_of(words) == place.check
        return " ".join(words.replace(_BULLET, " ").split()) if same else None


def check_of(words: str) -> str:
    """A short hash of words, to see later whether they are still the same."""
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:_CHECK_LENGTH]


def parse(text: str, sections: Sequence[Section] = ()) -> tuple[Block, ...]:
    """The blocks of an article, in order: each line that is not blank is one.

    The first line is the notice, the second the title, the third the author's. A short line that
    asks is a heading; a line in quotation marks is a quotation, and what follows the marks on the
    same line says whose; a last line that repeats the title closes the article.
    """
    found: list[Block] = []
    title = ""
    for number, (start, end) in enumerate(_lines(text)):
        if number < len(_FIRST):
            kind = _FIRST[number]
            title = text[start:end] if kind is BlockKind.TITLE else title
            found.append(Block(kind, _section_at(sections, start), start, end, start))
        else:
            found += _split(text, start, end, _section_at(sections, start))
    last = found[-1] if len(found) > len(_FIRST) else None
    if last is not None and text[last.start : last.end] == title:
        found[-1] = Block(BlockKind.CLOSING, last.section, last.start, last.end, last.start)
    return tuple(found)


def _split(text: str, start: int, end: int, section: str) -> Iterator[Block]:
    line = text[start:end]
    if line.startswith(_BULLET):
        words = start + len(line) - len(line[1:].lstrip())
        yield Block(BlockKind.BULLET, section, start, end, words)
        return
    closed = line.rfind(_CLOSE)
    if line.startswith(_OPEN) and closed > 0:
        said = start + closed + 1
        yield Block(BlockKind.QUOTATION, section, start, said, start)
        whose = said + len(text[said:end]) - len(text[said:end].lstrip())
        if whose < end:
            yield Block(BlockKind.ATTRIBUTION, section, whose, end, whose)
        return
    asks = line.endswith("?") and len(line) <= _LONGEST_HEADING and "." not in line
    yield Block(BlockKind.HEADING if asks else BlockKind.PARAGRAPH, section, start, end, start)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends, without the blanks around it."""
    position = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = position + len(line) - len(line.lstrip())
            yield start, start + len(words)
        position += len(line) + 1


def _section_at(sections: Sequence[Section], position: int) -> str:
    number = bisect_right([section.start for section in sections], position)
    return sections[number - 1].name if number else ""


def covering(text: str, ranges: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, ...]:
    """Which of ``ranges`` a selection needs, in order, when all that is printed in the selection
    lies in them; else none."""
    left = {n for n in range(start, end) if not text[n].isspace()}
    needed: list[int] = []
    for number, (first, last) in enumerate(ranges):
        inside = left & set(range(max(first, start), min(last, end)))
        if inside:
            needed.append(number)
            left -= inside
    return tuple(needed) if needed and not left else ()
