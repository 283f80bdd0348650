"""Everything that is kept of one person, to read, and to hand over as one file."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.kept_words import records_title
from desktop.services.person_copy import Everything, KeptRecord
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.calls.fact_grid import FactGrid
from desktop.ui.exporting.lock_choice import LockChoice
from desktop.ui.exporting.why_dialog import WhyField
from desktop.ui.records.record_words import record_facts
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice

_MOST = 120
"""Records that are shown; the file has them all."""
_OPEN = "The file holds personal data and is not encrypted."
_LOCKED = "The file holds personal data; who has it needs the password."
_FOR_WHOM = "Give it to the person themselves, or to whoever may speak for them."


class EverythingDialog(AskDialog):
    """Why it is handed over is asked for here."""

    def __init__(self, theme: Theme, window: QWidget, found: Everything) -> None:
        super().__init__(
            theme,
            window,
            f"Everything about {found.name}",
            act="Save a copy…",
            safe="Close",
            icon="file-text",
            width=760,
        )
        self.found = found
        self.why_field = WhyField(theme, "Why a copy is made", "They asked for it on Tuesday")
        self.lock = LockChoice(theme)
        self.notice = Notice(theme, "user-lock", _OPEN, _FOR_WHOM)
        for widget in (self.notice, self.why_field, self.lock):
            self.body.addWidget(widget)
        self.lock.toggled.connect(
            lambda on: self.notice.show_notice("user-lock", _LOCKED if on else _OPEN, _FOR_WHOM)
        )
        shown = found.records[:_MOST]
        self._labels = {title for record in shown for title, _words in record.fields}
        before, card = "", Card(theme)
        column = QVBoxLayout(card)
        for record in shown:
            if record.record != before:
                before = record.record
                card = Card(theme, fill="surface-2", name=records_title(before))
                column = QVBoxLayout(card)
                edge = theme.px(12)
                column.setContentsMargins(edge, edge, edge, edge)
                column.setSpacing(theme.px(10))
                column.addWidget(Label(theme, records_title(before), "small-strong", "text-2"))
                self.body.addWidget(card)
            column.addWidget(self._facts(record))
        if len(found.records) > _MOST:
            more = f"And {len(found.records) - _MOST:,} more records, which the copy has."
            self.body.addWidget(Label(theme, more, "small", "text-2"))
        self.finish_body(self.why_field.line)

    def _facts(self, record: KeptRecord) -> FactGrid:
        facts = FactGrid(self.theme, labels=self._labels)
        facts.show_facts(record_facts(record))
        return facts
