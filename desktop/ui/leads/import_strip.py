"""Above the leads while a file is imported: how far it is, Cancel; then what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.imports.import_news import THOUSANDTHS, ImportNews
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.tag import Tag

_BAR = 220


class ImportStrip(Strip):
    """Shows the news of an import; there is none while nothing is imported."""

    cancel_requested = Signal()
    see_requested = Signal()
    """Back to the import screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 48, 44, line="bottom", parent=parent)
        self.setAccessibleName("Import")
        self._icon = Icon(theme, "file-text", "text-2", 20)
        self.name = Label(theme, "", "strong", elide=True)
        self.progress = Progress(theme, "How far the import is")
        self.progress.setMaximum(THOUSANDTHS)
        self.words = Label(theme, "", "body", "text-2", tabular=True, elide=True)
        self.twice = Tag(theme, "")
        self._free = Label(theme, "You can keep working", "small", "text-3")
        self.cancel = Button(theme, "Cancel import", icon="x")
        self.see = Button(theme, "See it", Kind.LINK)
        self.away = icon_button(theme, "x", "Put this away", height=28, kind=Kind.QUIET)
        self.row.addWidget(self._icon)
        self.row.addWidget(self.name)
        self.row.addWidget(self.progress)
        self.row.addWidget(self.words)
        self.row.addWidget(self.twice)
        self.row.addStretch(1)
        for widget in (self._free, self.see, self.cancel, self.away):
            self.row.addWidget(widget)
        for label in (self.name, self.words):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.cancel.clicked.connect(lambda _on=False: self.cancel_requested.emit())
        self.see.clicked.connect(lambda _on=False: self.see_requested.emit())
        self.away.clicked.connect(lambda _on=False: self.show_news(None))
        theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    def show_news(self, news: ImportNews | None) -> None:
        """Show how it goes; None: there is nothing to tell."""
        if news is None:
            self.hide()
            return
        running = not news.ended
        icon = ("circle-check", "ok") if news.well else ("circle-alert", "late")
        self._icon.set_icon(*(("file-text", "text-2") if running else icon))
        self.name.set_text(f"Importing {news.file}" if running else "")
        self.words.set_text(news.words)
        self.progress.setValue(news.done)
        self.twice.set_tag(f"{news.twice:,} in it twice", "soon", "copy")
        for widget, shown in (
            (self.name, running),
            (self.progress, running),
            (self.twice, running and news.twice > 0),
            (self._free, running and not self.theme.compact),
            (self.cancel, running),
            (self.see, not running),
            (self.away, not running),
        ):
            widget.setVisible(shown)
        if news.stopping:
            self.cancel.set_off("It is stopping.")
        else:
            self.cancel.set_on()
        if self.isHidden() or news.ended:
            announce(self, news.words if news.ended else self.name.text())
        self.show()

    def _fit(self) -> None:
        self.progress.setFixedWidth(self.theme.px(_BAR if not self.theme.compact else 110))
