"""One entry of the trail in full: what stood there before, and after."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.services.audit_entry import AuditEntry, RecordChange
from desktop.services.audit_reading import AuditLine
from desktop.services.audit_words import action_words
from desktop.ui.audit.audit_words import difference, entry_facts, fact, record_words
from desktop.ui.calls.corrections_card import changed_line
from desktop.ui.calls.fact_grid import FactGrid
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import scroll_down

WIDTH, COMPACT_WIDTH = 340, 258


class EntryPane(Card):
    """Shows; it changes nothing. Everything under the title scrolls."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name="The entry", parent=parent)
        self._now = now
        self.here = "UTC"
        self.title = Label(theme, "", "card", wrap=True)
        self.facts = FactGrid(theme)
        self._records = QWidget()
        self._records_column = QVBoxLayout(self._records)
        self._records_column.setContentsMargins(0, 0, 0, 0)
        self._records_column.setSpacing(theme.px(6))
        body = QWidget()
        self._body = QVBoxLayout(body)
        for part in (self.title, self.facts, self._records):
            self._body.addWidget(part)
        self._body.addStretch(1)
        self._scroll = QScrollArea()
        scroll_down(self._scroll, body)
        OverlayBar(self._scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._scroll)
        theme.changed.connect(self._fit)
        self._fit()

    def show_nothing(self) -> None:
        """No entry is in hand."""
        self.title.set_text("Pick an entry to see it whole.")
        self.facts.show_facts(())
        self._clear()

    def show_entry(self, line: AuditLine, entry: AuditEntry) -> None:
        """Show one."""
        self.title.set_text(action_words(entry.action))
        self.facts.show_facts(entry_facts(line, entry, self.here, self._now()))
        self._clear()
        for record in entry.records:
            self._add(record)
        if entry.more_records:
            said = f"And {entry.more_records:,} more records."
            self._records_column.addWidget(Label(self.theme, said, "small", "text-2"))
        self._scroll.verticalScrollBar().setValue(0)

    def _add(self, record: RecordChange) -> None:
        column, theme = self._records_column, self.theme
        column.addWidget(Line(theme))
        column.addWidget(Label(theme, record_words(record), "small-strong", "text-2", wrap=True))
        if record.erased:
            said = "What stood here was removed for good, on purpose."
            column.addWidget(Label(theme, said, "small", "text-3", wrap=True))
        if record.what != "changed":
            facts = FactGrid(theme)
            facts.show_facts([fact(field, self.here) for field in record.fields])
            column.addWidget(facts)
            return
        for field in record.fields:
            column.addWidget(changed_line(theme, difference(field, self.here)))

    def _clear(self) -> None:
        while (item := self._records_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        self.setFixedWidth(px(COMPACT_WIDTH if compact else WIDTH))
        edge = px(12 if compact else 16)
        self._body.setContentsMargins(edge, edge, edge, edge)
        self._body.setSpacing(px(10))
