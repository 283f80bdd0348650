"""Is this the same person? What merging adds, what has to be chosen, and whom else it may be."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.folding import fold
from desktop.domain.lead_merge import LeadDifference, MergeKey, Merging
from desktop.domain.local_time import local_day
from desktop.domain.wording import in_sentence, spoken_day
from desktop.services.lead_rows import LeadMatch
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.leads.lead_words import KEY_WORDS, merging_words, said_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.checks import Radio
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label

_TITLE_WIDTH = 104


class LeadMergeDialog(AskDialog):
    """Shows what merging one lead into one person does; the owner merges."""

    other_requested = Signal()
    """It is somebody else: ask who."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(
            theme,
            window,
            "Is this the same person?",
            act="Merge",
            act_icon="merge",
            safe="Keep apart",
            icon="merge",
            width=620,
        )
        self._now = now
        self.match: LeadMatch | None = None
        self._takes: dict[MergeKey, Radio] = {}
        self._groups: list[QButtonGroup] = []
        self.line = Label(theme, "", "body", "text-2", wrap=True)
        self._table = QVBoxLayout()
        self._table.setSpacing(0)
        self.other = Button(theme, "Somebody else…", Kind.LINK, icon="users")
        self.other.clicked.connect(lambda _on=False: self.other_requested.emit())
        undo = IconLine(theme, "You can undo this later", "ok", "undo-2", "label")
        below = QHBoxLayout()
        below.addWidget(self.other)
        below.addStretch(1)
        below.addWidget(undo)
        self.body.addWidget(self.line)
        self.body.addLayout(self._table)
        self.body.addLayout(below)
        self.finish_body(self.safe_button)

    def show_match(self, lead_name: str, match: LeadMatch, here: str) -> None:
        """Show these two; what was chosen is chosen anew."""
        self.match = match
        same_name = fold(lead_name) == fold(match.name)
        title = f"Is {lead_name} the same person as {match.name}?"
        if same_name:
            title = f"Is this the {match.name} you know?"
        self.title.set_text(title)
        self.setAccessibleName(title)
        day = in_sentence(spoken_day(local_day(match.since, here), local_day(self._now(), here)))
        same = f"{match.same}. " if match.same else "Nothing is the same. Look twice. "
        self.line.set_text(f"{same}{match.name} was added {day}.")
        self._empty()
        for each in match.differences:
            self._table.addWidget(Line(self.theme))
            self._table.addWidget(self._row(each))
        if match.history:
            self._table.addWidget(Line(self.theme))
            self._table.addWidget(self._plain("History", match.history, "Keeps both", "list-plus"))
        if not match.differences:
            self._table.addWidget(Line(self.theme))
            self._table.addWidget(self._plain("Details", "Nothing new", "Keeps it", "check"))
        self._table.addWidget(Line(self.theme))

    @property
    def taken(self) -> frozenset[MergeKey]:
        """Where there was a choice: what is taken of the lead."""
        return frozenset(key for key, radio in self._takes.items() if radio.isChecked())

    def choose(self, key: MergeKey) -> None:
        """Take this of the lead."""
        self._takes[key].setChecked(True)

    def _row(self, each: LeadDifference) -> QWidget:
        title, merging = KEY_WORDS[each.key], merging_words(each)
        lead, person = (said_words(each.key, side) for side in (each.lead, each.person))
        if each.merging is not Merging.CHOICE:
            said = lead if each.merging is Merging.ADDS else f"{person} → {lead}"
            return self._plain(title, said, merging.text, merging.icon, merging.tone)
        made, row = self._start(title)
        group = QButtonGroup(made)
        for words, mine in ((f"Keep {person}", False), (f"Take {lead}", True)):
            radio = Radio(self.theme, words)
            radio.setAccessibleName(f"{title}: {words}")
            radio.setChecked(not mine)
            group.addButton(radio)
            row.addWidget(radio)
            if mine:
                self._takes[each.key] = radio
        row.addStretch(1)
        self._groups.append(group)
        return made

    def _plain(
        self, title: str, said: str, outcome: str, icon: str, tone: str = "text-2"
    ) -> QWidget:
        made, row = self._start(title)
        row.addWidget(Label(self.theme, said, "body", tabular=True, elide=True), 1)
        row.addWidget(IconLine(self.theme, outcome, tone, icon, "label"))
        made.setAccessibleName(f"{title}: {said}. {outcome}")
        return made

    def _start(self, title: str) -> tuple[QWidget, QHBoxLayout]:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(14))
        label = Label(self.theme, title, "small", "text-3")
        label.setFixedWidth(self.theme.px(_TITLE_WIDTH))
        row.addWidget(label)
        made.setFixedHeight(self.theme.px(38))
        return made, row

    def _empty(self) -> None:
        self._takes, self._groups = {}, []
        while (item := self._table.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
