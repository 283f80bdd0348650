"""Requests: how far each kind is."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.services.request_rows import RequestProgress
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.transition.transition_words import REQUEST_WORDS
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag, tag_width

_MOST = 4
"""So many kinds have room for two lines each in a low window."""


class RequestMeter(PaintedButton):
    """One kind: done of all, and how many are past what was promised. Opens its list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self.progress: RequestProgress | None = None
        self.first = self.dense = False
        super().__init__(theme, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, progress: RequestProgress, *, first: bool, dense: bool = False) -> None:
        """Show how far this kind is; ``dense`` in one line."""
        self.progress, self.first, self.dense = progress, first, dense
        words, _one, _icon = REQUEST_WORDS[progress.kind]
        self.set_text(words)
        late = f", {progress.late} past promise" if progress.late else ""
        self.setAccessibleName(f"{words}: {progress.done} of {progress.total} done{late}")

    def sizeHint(self) -> QSize:
        if self.dense:
            return QSize(self.theme.px(200), self.theme.px(33))
        return QSize(self.theme.px(200), self.theme.px(47 if self.theme.compact else 53))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, progress = self.theme, self.theme.px, self.progress
        if progress is None:
            return
        painter = QPainter(self)
        look = self.look()
        width, height = float(self.width()), float(self.height())
        if not self.first:
            painter.fillRect(QRectF(0, 0, width, 1), theme.color("line"))
        down = px(6 if theme.compact else 9)
        line = QRectF(px(30), down, width - px(30), px(20))
        icon = QRectF(0, down, px(20), px(20))
        theme.draw_icon(painter, icon, REQUEST_WORDS[progress.kind][2], "text-2", 18)
        font = theme.font("body")
        ink = theme.color("primary" if look.hover else "text")
        draw_text(painter, line, self.words(), font, ink)
        if progress.late:
            x = line.left() + text_width(font, self.words()) + px(10)
            corner = QPointF(x, down + (px(20) - px(TAG_HEIGHT)) / 2)
            draw_tag(painter, theme, corner, f"{progress.late} past promise", "late", "clock-alert")
        self._draw_figures(painter, line, progress)
        bar = QRectF(px(30), down + px(26), width - px(30), px(8))
        if self.dense:
            bar = self._beside(line, progress)
        self._draw_bar(painter, bar, progress.done / progress.total if progress.total else 0.0)
        if look.focus:
            box = QRectF(0, px(2), width, height - px(3))
            draw_box(painter, box, px(6), None, theme.color("focus"), 2)
        painter.end()

    def _beside(self, line: QRectF, progress: RequestProgress) -> QRectF:
        """Between the words and the figures."""
        theme, px = self.theme, self.theme.px
        words = text_width(theme.font("body"), self.words())
        if progress.late:
            words += px(10) + tag_width(theme, f"{progress.late} past promise", "clock-alert")
        left = line.left() + max(words + px(12), float(px(100)))
        right = line.right() - px(76)
        return QRectF(left, line.top() + px(6), max(0.0, right - left), px(8))

    def _draw_figures(self, painter: QPainter, line: QRectF, progress: RequestProgress) -> None:
        theme = self.theme
        strong = theme.font("strong", tabular_figures=True)
        quiet = theme.font("body", tabular_figures=True)
        right = Qt.AlignmentFlag.AlignRight
        of = f" of {progress.total:,}"
        draw_text(painter, line, of, quiet, theme.color("text-2"), right)
        before = line.adjusted(0, 0, -text_width(quiet, of), 0)
        draw_text(painter, before, f"{progress.done:,}", strong, theme.color("text"), right)

    def _draw_bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        theme, radius = self.theme, box.height() / 2
        draw_box(painter, box, radius, theme.color("sunken"))
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.save()
        painter.setClipPath(path)
        done = QRectF(box.left(), box.top(), box.width() * share, box.height())
        painter.fillRect(done, theme.color("primary"))
        painter.restore()
        draw_box(painter, box, radius, None, theme.color("line-2"))


class RequestsCard(TitledCard):
    """The kinds, one under the other; a kind opens its list."""

    kind_chosen = Signal(object)
    """A :class:`RequestKind`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.meters: list[RequestMeter] = []
        super().__init__(theme, "Requests", parent)
        self._done = Label(theme, "", "small", "text-2", tabular=True)
        self._none = Label(
            theme, "Nobody has asked for anything yet. Requests are opened on a call.", "small",
            "text-2", wrap=True,
        )  # fmt: skip
        self.head.addStretch(1)
        self.head.addWidget(self._done)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addWidget(self._none)
        self.column.addLayout(self._list)
        self._roving = Roving(self)

    def show_progress(self, kinds: Sequence[RequestProgress]) -> None:
        """Show the kinds that were asked for."""
        asked = [each for each in kinds if each.total]
        self._asked = asked
        while len(self.meters) < len(asked):
            meter = RequestMeter(self.theme, self)
            meter.clicked.connect(lambda _on=False, m=meter: self._choose(m))
            self._list.addWidget(meter)
            self.meters.append(meter)
        for number, meter in enumerate(self.meters):
            meter.setVisible(number < len(asked))
            if number < len(asked):
                meter.show_progress(asked[number], first=number == 0, dense=self._dense)
        self._roving.set_buttons(self.meters[: len(asked)])
        done, total = sum(each.done for each in asked), sum(each.total for each in asked)
        self._done.set_text(f"{done:,} of {total:,} done" if total else "")
        self._none.setVisible(not asked)

    def _choose(self, meter: RequestMeter) -> None:
        if meter.progress is not None:
            self.kind_chosen.emit(meter.progress.kind)

    def fit(self) -> None:
        super().fit()
        self.column.setSpacing(0)
        if self.meters:
            self.show_progress(self._asked)

    @property
    def _dense(self) -> bool:
        """Many kinds in a low window stand in one line each."""
        return self.theme.compact and len(self._asked) > _MOST

    _asked: Sequence[RequestProgress] = ()
