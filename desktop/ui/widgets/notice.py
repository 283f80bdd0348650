"""A notice: what happened, then what to do, in a tint."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class Notice(Card):
    """``tone`` is soon, late, ok, plan, primary. Add buttons to ``row``."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        fact: str,
        detail: str = "",
        *,
        tone: str = "soon",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, fill=f"{tone}-tint", edge=f"{tone}-edge", name=fact, parent=parent)
        self._icon = Icon(theme, icon, tone, 18)
        self._words = Label(theme, detail, "small", lead=fact, wrap=True)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self._icon)
        self.row.addWidget(self._words, 1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.show_notice(icon, fact, detail, tone)

    def show_notice(self, icon: str, fact: str, detail: str = "", tone: str = "soon") -> None:
        """Say something else."""
        self.set_colours(f"{tone}-tint", f"{tone}-edge")
        self._icon.set_icon(icon, tone)
        self._words.set_text(detail, fact)
        self.setAccessibleName(f"{fact} {detail}".strip())

    def _restyle(self) -> None:
        px = self.theme.px
        self.row.setContentsMargins(px(14), px(10), px(14), px(10))
        self.row.setSpacing(px(10))
