"""The article typeset: its blocks put into a document by cursor and formats, never as markup."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from desktop.domain.article import Article, Block, BlockKind
from desktop.ui.theme import Theme

MEASURE = 580
"""The width of a line of text, in pixels at 100 %."""
BULLET_INDENT, QUOTE_INDENT, NOTICE_INDENT = 22, 20, 14


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one kind of block is set: style of the type scale, size and line of it in a compact
    window, colour, space above and below, indent."""

    style: str
    compact: tuple[int, int]
    lines: int
    tone: str = "text"
    above: int = 0
    below: int = 0
    indent: int = 0
    italic: bool = False


_SHAPES = {
    BlockKind.NOTICE: _Shape("article-note", (15, 22), 24, "plan", 0, 32, NOTICE_INDENT),
    BlockKind.TITLE: _Shape("article-h1", (28, 34), 40, "text", 4, 8),
    BlockKind.AUTHOR: _Shape("voice", (16, 24), 27, "text-2", 0, 14),
    BlockKind.HEADING: _Shape("article-h2", (19, 26), 28, "text", 24, 6),
    BlockKind.PARAGRAPH: _Shape("article", (16, 26), 28, "text", 10, 8),
    BlockKind.BULLET: _Shape("article", (16, 26), 28, "text", 4, 0, BULLET_INDENT),
    BlockKind.QUOTATION: _Shape(
        "article-lead", (17, 26), 30, "text", 22, 0, QUOTE_INDENT, italic=True
    ),
    BlockKind.ATTRIBUTION: _Shape("small", (13, 18), 18, "text-3", 6, 22, QUOTE_INDENT),
    BlockKind.CLOSING: _Shape("article", (16, 26), 28, "text-2", 24, 0),
}


@dataclass(frozen=True, slots=True)
class _Set:
    """A block of the article as it stands in the document: the characters from ``position`` on
    are those of the file from ``start`` on."""

    block: Block
    position: int
    start: int
    text: str

    @property
    def length(self) -> int:
        """In the document's characters, which count a sign beyond U+FFFF as two."""
        return units(self.text)


class ArticleDocument(QTextDocument):
    """Shows one :class:`Article`; knows which character of the file stands where."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sets: list[_Set] = []
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's name
        """Nothing is ever loaded, from no file and no address."""
        return None

    def typeset(self, article: Article, size: float) -> None:
        """Set the article; ``size`` 1.0 is that of the design."""
        self.clear()
        self._sets = []
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        for number, block in enumerate(article.blocks):
            layout, letters = self._formats(block.kind, size)
            if number:
                cursor.insertBlock(layout, letters)
            else:
                cursor.setBlockFormat(layout)
                cursor.setBlockCharFormat(letters)
            words = article.text[block.words : block.end]
            self._sets.append(_Set(block, cursor.position(), block.words, words))
            cursor.insertText(words, letters)
        cursor.endEditBlock()

    def blocks_set(self) -> Iterator[tuple[Block, int, int]]:
        """Each block of the article with where it begins and how long it is in the document."""
        for each in self._sets:
            yield each.block, each.position, each.length

    def position_of(self, character: int) -> int:
        """Where a character of the file stands; the next one printed, when it is not itself."""
        for each in self._sets:
            if character < each.start:
                return each.position
            if character <= each.start + len(each.text):
                return each.position + units(each.text[: character - each.start])
        return max(0, self.characterCount() - 1)

    def character_at(self, position: int) -> int:
        """The character of the file that stands at a position of the document."""
        if not self._sets:
            return 0
        number = bisect_right([each.position for each in self._sets], position) - 1
        found = self._sets[max(0, number)]
        return found.start + characters(found.text, position - found.position)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Characters of the file as ranges of the document, one for each block they lie in."""
        for each in self._sets:
            first, last = max(start, each.start), min(end, each.start + len(each.text))
            if first < last:
                yield (
                    each.position + units(each.text[: first - each.start]),
                    each.position + units(each.text[: last - each.start]),
                )

    def _formats(self, kind: BlockKind, size: float) -> tuple[QTextBlockFormat, QTextCharFormat]:
        shape, theme = _SHAPES[kind], self._theme
        compact = theme.compact

        def px(length: float) -> int:
            return theme.px(length * size)

        layout = QTextBlockFormat()
        layout.setTopMargin(px(shape.above * (2 / 3 if compact else 1)))
        layout.setBottomMargin(px(shape.below * (2 / 3 if compact else 1)))
        layout.setLeftMargin(px(shape.indent))
        if kind is BlockKind.NOTICE:
            layout.setRightMargin(px(shape.indent))
        line = shape.compact[1] if compact else shape.lines
        height = QTextBlockFormat.LineHeightTypes.FixedHeight
        layout.setLineHeight(px(line), height.value)
        font = QFont(theme.font(shape.style))
        font.setPixelSize(px(shape.compact[0]) if compact else round(font.pixelSize() * size))
        font.setItalic(shape.italic)
        letters = QTextCharFormat()
        letters.setFont(font)
        letters.setForeground(theme.color(shape.tone))
        return layout, letters


def units(text: str) -> int:
    """How many characters Qt counts in a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, length: int) -> int:
    """How many characters of a text Qt counts as ``length``."""
    if length >= units(text):
        return len(text)
    counted = 0
    for number, letter in enumerate(text):
        if counted >= length:
            return number
        counted += 2 if ord(letter) > 0xFFFF else 1
    return len(text)
