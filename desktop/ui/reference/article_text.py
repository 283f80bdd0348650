"""The article on screen: typeset, with its approved lines underlined and what is found marked."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.domain.article import Article, BlockKind
from desktop.ui.reference.article_document import (
    BULLET_INDENT,
    MEASURE,
    NOTICE_INDENT,
    QUOTE_INDENT,
    ArticleDocument,
)
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_dot, draw_text
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag, tag_width

Range = tuple[int, int]
"""Characters of the article's file."""

OLD_LINE = "800-273-8255"
NEW_LINE = "Now 988"
NOW = (
    "Since July 2022: call or text 988. Veterans press 1 or text 838255. Spanish: press 2. "
    "The old number still reaches it."
)
"""What there is to say about the number that the article prints."""
_REMARK_HEIGHT = 22


class ArticleText(QTextEdit):
    """Read only; the mouse and the keyboard select. What the app has to say about the text stands
    beside it, never in it."""

    scrolled_to = Signal(str)
    """The person scrolled to the section of this name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._article: Article | None = None
        self._size = 1.0
        self._underlined: Sequence[Range] = ()
        self._hits: Sequence[Range] = ()
        self._now = -1
        self._width = -1
        self._remark = ("", "")
        # Painting asks for the same places again and again.
        self._block_boxes: dict[int, QRectF] = {}
        self._line_boxes: dict[Range, list[QRectF]] = {}
        self.article_document = ArticleDocument(theme)
        self.setDocument(self.article_document)
        self.article_document.documentLayout().documentSizeChanged.connect(self._forget_boxes)
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        self.setAccessibleName("Article")
        self.setObjectName("article")
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._tell_section())
        theme.changed.connect(self._restyle)

    # -- what is shown -----------------------------------------------------------------------

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded, from no file and no address."""
        return None

    def show_article(self, article: Article) -> None:
        """Typeset an article."""
        self._article = article
        if OLD_LINE in article.text:
            self.setAccessibleDescription(f"{OLD_LINE} is 988 now. {NOW}")
        self._typeset()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def set_remark(self, tag: str, words: str) -> None:
        """Say something over the text, about it: a tag in the tint of what is to be done, if any,
        and words."""
        if (tag, words) != self._remark:
            self._remark = (tag, words)
            self._width = -1
            self._fit()
            self.viewport().update()

    def set_size(self, size: float) -> None:
        """Larger or smaller letters; 1.0 is as designed."""
        self._size = size
        self._typeset()

    def underline(self, ranges: Sequence[Range]) -> None:
        """Mark what is approved to be read aloud."""
        self._underlined = ranges
        self.viewport().update()

    def mark(self, hits: Sequence[Range], now: int) -> None:
        """Mark what was found; ``now`` is the number of the hit to look at, -1 for none."""
        self._hits, self._now = hits, now
        selections = []
        if 0 <= now < len(hits):
            for start, end in self.article_document.pieces(*hits[now]):
                extra = QTextEdit.ExtraSelection()
                extra.cursor = self._cursor(start, end)
                extra.format.setForeground(self._theme.color("on-mark-now"))
                selections.append(extra)
            self._bring(hits[now])
        self.setExtraSelections(selections)
        self.viewport().update()

    def selected(self) -> Range:
        """The characters of the file that are selected; an empty range when none are."""
        cursor = self.textCursor()
        start, end = sorted((cursor.anchor(), cursor.position()))
        document = self.article_document
        return document.character_at(start), document.character_at(end)

    def select(self, start: int, end: int) -> None:
        """Select these characters of the file."""
        document = self.article_document
        self.setTextCursor(self._cursor(document.position_of(start), document.position_of(end)))

    def go_to(self, character: int) -> None:
        """Scroll to a character of the file, and put the caret there."""
        position = self.article_document.position_of(character)
        self.setTextCursor(self._cursor(position, position))
        top = self._block_box(position).top()
        self.verticalScrollBar().setValue(round(top - self._theme.px(12)))

    # -- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.translate(0, -self.verticalScrollBar().value())
        if not self.article_document.isEmpty():
            self._paint_grounds(painter)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.hasFocus():
            ring = QRectF(self.viewport().rect())
            draw_box(painter, ring, self._theme.px(6), None, self._theme.color("focus"), 2)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self._tell_section()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- painting ----------------------------------------------------------------------------

    def _paint_grounds(self, painter: QPainter) -> None:
        """What stands behind the text."""
        quoted: list[QRectF] = []
        for block, position, _length in self.article_document.blocks_set():
            box = self._block_box(position)
            if block.kind in (BlockKind.QUOTATION, BlockKind.ATTRIBUTION):
                quoted.append(box)
            else:
                self._paint_ground(painter, block.kind, box, position)
        px, colour = self._theme.px, self._theme.color
        if quoted:
            top, bottom = quoted[0].top() - px(2), quoted[-1].bottom() + px(2)
            left = quoted[0].left() - px(QUOTE_INDENT)
            painter.fillRect(QRectF(left, top, px(3), bottom - top), colour("primary"))
        for box in self._boxes_of(self._underlined):
            line = QRectF(box.left(), box.bottom() + px(1), box.width(), 2)
            painter.fillRect(line, colour("primary-edge"))
        now = max(self._now, 0)
        for box in self._boxes_of((*self._hits[:now], *self._hits[now + 1 :])):
            draw_box(painter, box.adjusted(-2, -1, 2, 1), px(3), colour("mark"))
        for box in self._boxes_of(self._hits[now : now + 1]):
            ground = box.adjusted(-2, -1, 2, 1)
            draw_box(painter, ground, px(4), colour("mark-now"), colour("text"), 2)
        self._paint_notes(painter)
        self._paint_remark(painter)

    def _paint_ground(self, painter: QPainter, kind: BlockKind, box: QRectF, position: int) -> None:
        px, colour = self._theme.px, self._theme.color
        if kind is BlockKind.NOTICE:
            ground = box.adjusted(-px(NOTICE_INDENT), -px(10), px(NOTICE_INDENT), px(10))
            draw_box(painter, ground, px(8), colour("plan-tint"), colour("plan-edge"))
        elif kind is BlockKind.BULLET:
            line = self._boxes_between(position, position + 1)[0]
            centre = QPointF(box.left() - px(BULLET_INDENT - 7), line.center().y() + 1)
            draw_dot(painter, centre, px(6), colour("primary"))

    def _paint_notes(self, painter: QPainter) -> None:
        """Beside the text, where it is out of date: never in it."""
        if self._article is None:
            return
        at = self._article.text.find(OLD_LINE)
        for box in self._boxes(at, at + len(OLD_LINE))[:1] if at >= 0 else ():
            left = self.viewport().width() - self._margins()[1] + self._theme.px(8)
            corner = QPointF(left, box.center().y() - self._theme.px(TAG_HEIGHT) / 2)
            draw_tag(painter, self._theme, corner, NEW_LINE, "safety")

    def _paint_remark(self, painter: QPainter) -> None:
        theme, px = self._theme, self._theme.px
        tag, words = self._remark
        if not words:
            return
        x, top = float(self._margins()[0]), float(px(16 if theme.compact else 28))
        if tag:
            draw_tag(painter, theme, QPointF(x, top), tag, "soon", "file-pen-line")
            x += tag_width(theme, tag, "file-pen-line") + px(8)
        box = QRectF(x, top, px(16), px(_REMARK_HEIGHT))
        theme.draw_icon(painter, box, "badge-check", "ok")
        box = QRectF(x + px(22), top, self.viewport().width() - x - px(30), px(_REMARK_HEIGHT))
        draw_text(painter, box, words, theme.font("small"), theme.color("text-3"))

    def _boxes_of(self, ranges: Sequence[Range]) -> list[QRectF]:
        return [box for start, end in ranges for box in self._boxes(start, end)]

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """Where characters of the file stand, a box for each line, from the top of the document."""
        found: list[QRectF] = []
        for first, last in self.article_document.pieces(start, end):
            found += self._boxes_between(first, last)
        return found

    def _boxes_between(self, first: int, last: int) -> list[QRectF]:
        """The same, for positions of the document, within one block."""
        if (first, last) not in self._line_boxes:
            self._line_boxes[first, last] = self._find_boxes(first, last)
        return self._line_boxes[first, last]

    def _find_boxes(self, first: int, last: int) -> list[QRectF]:
        block = self.article_document.findBlock(first)
        layout = block.layout()
        corner = self.article_document.documentLayout().blockBoundingRect(block).topLeft()
        first, last = first - block.position(), last - block.position()
        found: list[QRectF] = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begin, end = line.textStart(), line.textStart() + line.textLength()
            if first >= end or last <= begin:
                continue
            left = _x(line.cursorToX(max(first, begin)))
            # Not the blank at which the line was broken.
            ends = min(_x(line.cursorToX(min(last, end))), line.naturalTextWidth())
            right = max(left, ends)
            metrics = QFontMetricsF(block.charFormat().font())
            top = corner.y() + line.y() + line.ascent() - metrics.ascent()
            found.append(
                QRectF(corner.x() + left, top, right - left, metrics.ascent() + metrics.descent())
            )
        return found

    def _block_box(self, position: int) -> QRectF:
        """The text of the block at a position, without its margins above and below."""
        if position not in self._block_boxes:
            self._block_boxes[position] = self._find_block_box(position)
        return self._block_boxes[position]

    def _find_block_box(self, position: int) -> QRectF:
        block = self.article_document.findBlock(position)
        layout = block.layout()
        corner = self.article_document.documentLayout().blockBoundingRect(block).topLeft()
        if not layout.lineCount():
            return QRectF(corner.x(), corner.y(), 0, 0)
        first, last = layout.lineAt(0), layout.lineAt(layout.lineCount() - 1)
        bottom = last.y() + last.height()
        height = bottom - first.y()
        return QRectF(corner.x() + first.x(), corner.y() + first.y(), first.width(), height)

    # -- inside ------------------------------------------------------------------------------

    def _typeset(self) -> None:
        if self._article is None:
            return
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        start, end = self.selected()
        self.article_document.typeset(self._article, self._size)
        self._forget_boxes()
        self._width = -1
        self._fit()
        if start != end:
            self.select(start, end)
        bar.setValue(round(place * bar.maximum()))
        self.mark(self._hits, self._now)

    def _restyle(self) -> None:
        self._typeset()

    def _forget_boxes(self) -> None:
        self._block_boxes.clear()
        self._line_boxes.clear()

    def _fit(self) -> None:
        """Keep the measure: the text stands in the middle, with room beside it for notes."""
        width = self.viewport().width()
        if width == self._width:
            return
        self._width = width
        left, right = self._margins()
        frame = self.article_document.rootFrame()
        form = frame.frameFormat()
        px, compact = self._theme.px, self._theme.compact
        form.setLeftMargin(left)
        form.setRightMargin(right)
        above = _REMARK_HEIGHT + 24 if self._remark[1] else 10
        form.setTopMargin(px(16 if compact else 28) + px(above))
        form.setBottomMargin(px(32))
        frame.setFrameFormat(form)
        self._forget_boxes()

    def _margins(self) -> tuple[int, int]:
        px, width = self._theme.px, self.viewport().width()
        note = round(tag_width(self._theme, NEW_LINE)) + px(14)
        measure = round(px(MEASURE) * self._size)
        spare = width - measure
        if spare >= 2 * note:
            return spare // 2, spare - spare // 2
        left = px(20) if spare < note + px(20) else spare - note
        return left, max(note, width - measure - left)

    def _cursor(self, anchor: int, position: int) -> QTextCursor:
        cursor = QTextCursor(self.article_document)
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _bring(self, hit: Range) -> None:
        """Scroll until a hit can be seen, well inside."""
        boxes = self._boxes(*hit)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        edge = self._theme.px(40)
        if not boxes or bar.value() + edge <= boxes[0].top() <= bar.value() + height - 2 * edge:
            return
        bar.setValue(round(boxes[0].top() - height / 3))

    def _tell_section(self) -> None:
        """Once the scroll bar has moved: the section in the window's first line at the top of the
        article, in its last at the end, and in between in between."""
        if self._article is None:
            return
        layout, bar = self.article_document.documentLayout(), self.verticalScrollBar()
        at = bar.sliderPosition()
        down = at + self.viewport().height() * at / max(1, bar.maximum())
        point = QPointF(self.viewport().width() / 2, down)
        position = layout.hitTest(point, Qt.HitTestAccuracy.FuzzyHit)
        character = self.article_document.character_at(max(0, position))
        self.scrolled_to.emit(self._article.section_at(character))


def _x(answer: object) -> float:
    """Qt's answer with the position it took, or without."""
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]
