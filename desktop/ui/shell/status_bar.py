"""The status bar: where the data is, whether it is saved, and the keys of this page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.status_item import StatusItem
from desktop.ui.widgets.tag import Tag


class StatusBar(Strip):
    """``place`` says where the data is ("Encrypted · this computer"); ``warning`` stays shown."""

    def __init__(
        self,
        theme: Theme,
        place: str,
        place_icon: str,
        *,
        warning: str = "",
        demo: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, 28, 28, fill="surface-2", line="top", parent=parent)
        self.setAccessibleName("Status")
        self.place = StatusItem(theme, place, place_icon, "ok")
        self.saved = StatusItem(theme, "All changes saved", "check", "ok")
        self.row.addWidget(self.place)
        self.row.addWidget(self.saved)
        if warning:
            item = StatusItem(theme, "Key kept in a file", "key-round", "soon")
            item.setToolTip(warning)
            item.setAccessibleDescription(warning)
            self.row.addWidget(item)
        self.row.addStretch(1)
        self._hints = QWidget()
        self._hint_row = QHBoxLayout(self._hints)
        self._hint_row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self._hints)
        if demo:
            self.row.addWidget(Tag(theme, demo))
        self._theme = theme

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the page's keys: ``(("F2", "New call"), …)``."""
        while (taken := self._hint_row.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                # Not without a parent: it would be a window for a moment and take the focus.
                widget.hide()
                widget.deleteLater()
        for keys, words in hints:
            pair = QWidget(self._hints)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(6))
            row.addWidget(Kbd(self._theme, keys))
            row.addWidget(Label(self._theme, words, "cap", "text-2"))
            self._hint_row.addWidget(pair)
        self._hint_row.setSpacing(self._theme.px(20))

    def show_saving(self) -> None:
        """A write is under way."""
        self.saved.set_status("Saving…", "clock", "text-3")

    def show_saved(self) -> None:
        """Everything has been committed."""
        self.saved.set_status("All changes saved", "check", "ok")

    def show_not_saved(self, why: str) -> None:
        """A write failed; what was typed is still there."""
        self.saved.set_status("Not saved yet", "clock-alert", "late", say=True)
        self.saved.setToolTip(why)
