"""The head of the page: how many wait, the tabs, and the way to import a file."""

from datetime import datetime
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.lead_rows import LeadCounts, LeadTab
from desktop.ui.keys import key_of
from desktop.ui.leads.lead_words import counted
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.segmented import Segment, SegmentedControl

TABS: tuple[tuple[LeadTab, str], ...] = (("new", "New"), ("open", "Open"), ("done", "Done"))
_WIDTH = 270


class LeadsHead(Strip):
    """Tells which tab was chosen, and that a file is to be imported."""

    chosen = Signal(str)
    import_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, line="bottom", parent=parent)
        self.tabs = SegmentedControl(
            theme, [Segment(key, words) for key, words in TABS], "Which leads", height=28
        )
        self.tabs.set_value("new")
        self.tabs.chosen.connect(self.chosen)
        self.importing = Button(theme, "Import file…", icon="file-up")
        self.importing.setToolTip(f"Import a file ({key_of('import_file').text()})")
        self.importing.clicked.connect(lambda _on=False: self.import_requested.emit())
        self._summary = Label(theme, "", "body", "text-2", tabular=True, elide=True)
        self.row.addWidget(Label(theme, "Leads", "title"))
        self.row.addWidget(self._summary, 1)
        self.row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self.importing)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def tab(self) -> LeadTab:
        """The tab in front."""
        return cast("LeadTab", self.tabs.value() or "new")

    @property
    def summary(self) -> str:
        """What is said of the leads."""
        return self._summary.text()

    def show_counts(self, counts: LeadCounts, now: datetime) -> None:
        """ "4 new · oldest waits 38 min"."""
        said = counted(counts.new, counts.oldest_at, counts.danger, now)
        self._summary.set_text(said)
        self._summary.set_tone("safety" if counts.danger else "text-2")
        self.tabs.set_count("new", counts.new)
        self.tabs.set_count("open", counts.open)

    def choose(self, tab: LeadTab) -> None:
        """Turn to a tab without telling."""
        self.tabs.set_value(tab)

    def choose_next(self, step: int) -> None:
        """Ctrl+Tab: the tab beside the one in front."""
        keys = [key for key, _words in TABS]
        self.tabs.press(keys[(keys.index(self.tab) + step) % len(keys)])

    def _fit(self) -> None:
        self.tabs.setFixedWidth(self.theme.px(_WIDTH))
