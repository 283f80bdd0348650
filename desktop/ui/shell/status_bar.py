"""The status bar: where the data is, whether it is saved, and the keys of this page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import plain_tip
from desktop.ui.widgets.status_item import StatusItem
from desktop.ui.widgets.tag import Tag


class StatusBar(Strip):
    """``place`` says where the data is ("Encrypted · this computer"); ``warning`` stays shown:
    what it is about, and the sentence."""

    def __init__(
        self,
        theme: Theme,
        place: str,
        place_icon: str,
        *,
        warning: tuple[str, str] | None = None,
        demo: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, 28, 28, fill="surface-2", line="top", parent=parent)
        self.setAccessibleName("Status")
        self.place = StatusItem(theme, place, place_icon, "ok")
        self.saved = StatusItem(theme, "All changes saved", "check", "ok")
        self.backup = StatusItem(theme, "", "history", "text-3")
        self._backup_waits = False
        self.row.addWidget(self.place)
        self.row.addWidget(self.saved)
        self.row.addWidget(self.backup)
        if warning:
            label, sentence = warning
            item = StatusItem(theme, label, "key-round", "soon")
            item.setToolTip(plain_tip(sentence))
            item.setAccessibleDescription(sentence)
            self.row.addWidget(item)
        self.row.addStretch(1)
        self._hints: dict[tuple[tuple[str, str], ...], QWidget] = {}
        """Each page's keys, made once."""
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._hint_row = QHBoxLayout()
        self._hint_row.setContentsMargins(0, 0, 0, 0)
        self.row.addLayout(self._hint_row)
        if demo:
            self.row.addWidget(Tag(theme, demo))
        self._theme = theme
        theme.changed.connect(self._fit)

    def show_backup(self, words: str, what_to_do: str) -> None:
        """How the backups stand; with ``what_to_do`` it stays in compact windows too."""
        self._backup_waits = not what_to_do
        icon, tone = ("clock-alert", "late") if what_to_do else ("history", "text-3")
        self.backup.set_status(words, icon, tone)
        self.backup.setToolTip(plain_tip(what_to_do))
        self.backup.setAccessibleDescription(what_to_do)
        self._fit()

    def _fit(self) -> None:
        waits = self._theme.compact and self._backup_waits
        self.backup.setVisible(bool(self.backup.text()) and not waits)

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the page's keys: ``(("F2", "New call"), …)``."""
        wanted = tuple(hints)
        if wanted == self._shown:
            return
        if self._shown is not None:
            self._hints[self._shown].hide()
        self._shown = wanted
        made = self._hints.get(wanted)
        if made is None:
            made = self._hints[wanted] = self._make(wanted)
            self._hint_row.addWidget(made)
        made.show()

    def _make(self, hints: Sequence[tuple[str, str]]) -> QWidget:
        shown = QWidget(self)
        pairs = QHBoxLayout(shown)
        pairs.setContentsMargins(0, 0, 0, 0)
        pairs.setSpacing(self._theme.px(20))
        for keys, words in hints:
            pair = QWidget(shown)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(6))
            row.addWidget(Kbd(self._theme, keys))
            row.addWidget(Label(self._theme, words, "cap", "text-2"))
            pairs.addWidget(pair)
        return shown

    def show_saving(self) -> None:
        """A write is under way."""
        self.saved.set_status("Saving…", "clock", "text-3")

    def show_saved(self) -> None:
        """Everything has been committed."""
        self.saved.set_status("All changes saved", "check", "ok")

    def show_not_saved(self, why: str) -> None:
        """A write failed; what was typed is still there."""
        self.saved.set_status("Not saved yet", "clock-alert", "late", say=True)
        self.saved.setToolTip(plain_tip(why))
