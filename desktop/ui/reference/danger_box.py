"""The two numbers for danger, the one the article prints, and the way to the Safety card."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.reference.article_text import OLD_LINE
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label

_OLD = f"The article’s older number, {OLD_LINE}, still reaches 988."
_WHO = "Since July 2022 the line is 988: veterans press 1 or text 838255, Spanish press 2."


class DangerBox(Card):
    """Red, since it is about a person in danger."""

    safety_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            edge="safety-edge",
            edge_width=2,
            name="If someone may be in danger",
            parent=parent,
        )
        head = IconLine(theme, "If someone may be in danger", "safety", "life-buoy", "strong")
        self._numbers = QWidget()
        self._row = QHBoxLayout(self._numbers)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(_number(theme, "911", "Danger right now"))
        self._rule = Line(theme, "line-2")
        self._rule.setFixedWidth(1)
        self._rule.setMaximumHeight(16_777_215)
        self._rule.setMinimumHeight(0)
        self._row.addWidget(self._rule)
        self._row.addWidget(
            _number(theme, "988", "Suicide & Crisis Lifeline,\ncall or text, day or night"), 1
        )
        self._old = Label(theme, f"{_OLD} {_WHO}", "cap", "text-3", wrap=True)
        self._short = Label(
            theme,
            f"Danger now: 911. Crisis: call or text 988 (was {OLD_LINE}). "
            "Veterans press 1 or text 838255, Spanish 2.",
            "cap",
            "text-2",
            wrap=True,
        )
        self.button = Button(theme, "Open Safety card", Kind.SAFETY, icon="life-buoy", kbd="F8")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.safety_requested)
        self._column = QVBoxLayout(self)
        for widget in (head, self._numbers, self._old, self._short, self.button):
            self._column.addWidget(widget)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        edge = px(10 if compact else 14)
        self._column.setContentsMargins(px(14), edge, px(14), edge)
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(20))
        self._numbers.setVisible(not compact)
        self._old.setVisible(not compact)
        self._short.setVisible(compact)


def _number(theme: Theme, number: str, words: str) -> QWidget:
    pair = QWidget()
    pair.setAccessibleName(f"{number}, {words}".replace("\n", " "))
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(theme, number, "title-bold"))
    column.addWidget(Label(theme, words, "cap", "text-2", wrap="\n" in words))
    column.addStretch(1)
    return pair
