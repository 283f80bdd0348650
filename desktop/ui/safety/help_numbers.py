"""911 with the dispatch of the caller's place, and 988, large enough to read while talking."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.caller_place import CallerPlace
from desktop.domain.safety import Ring, whom_to_ring
from desktop.domain.vocabulary import SafetyBranch
from desktop.services.safety_numbers import SafetyNumbers
from desktop.services.safety_words import SafetyWords
from desktop.ui.safety.labels import where_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label

_ORDER_WORDS = {
    Ring.LIFELINE: "988",
    Ring.DISPATCH: "dispatch",
    Ring.EMERGENCY: "911",
    Ring.CLINICIAN: "the clinician on call",
    Ring.MANAGER: "the manager on duty",
}


class _NumberCard(Card):
    """A frame that is marked when its number is the one to ring."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, edge="line-2", name=name)
        self._marked = False
        self.column = QVBoxLayout(self)
        self.column.setSpacing(theme.px(2))
        theme.changed.connect(self._restyle)
        self._restyle()

    def mark(self, marked: bool) -> None:
        """Show that this is the one."""
        self._marked = marked
        self.set_colours("surface", "primary" if marked else "line-2", 2 if marked else 1)

    def _restyle(self) -> None:
        px = self.theme.px
        across, down = (14, 8) if self.theme.compact else (16, 14)
        self.column.setContentsMargins(px(across), px(down), px(across), px(down))


class _Upright(QWidget):
    """A hairline between 911 and the dispatch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line = Card(theme, fill="line", edge="", radius=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        column.addWidget(self._line)
        self.setFixedWidth(1)


class HelpNumbers(QWidget):
    """Which is rung first follows from the kind of danger; not sure is danger now."""

    numbers_requested = Signal()
    """A manager wants to fill in the number that is missing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.emergency = _NumberCard(theme, "911")
        self.lifeline = _NumberCard(theme, "988")
        self._big = [Label(theme, "911", "danger-large"), Label(theme, "988", "danger-large")]
        self.dispatch_name = Label(theme, "", "label", elide=True)
        self.dispatch_number = Label(theme, "", "ring-number", tabular=True)
        self.missing = Label(theme, "", "strong", wrap=True)
        self.ask = Label(theme, "", "small", "text-2", wrap=True)
        self.add = Button(theme, "Add it…", Kind.LINK, height=28)
        self.add.clicked.connect(self.numbers_requested)
        self._where = Label(theme, "", "small", "text-2", wrap=True)
        self._lifeline = Label(theme, "", "small", "text-2", wrap=True)
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_help(
        self,
        branch: SafetyBranch | None,
        place: CallerPlace,
        numbers: SafetyNumbers,
        words: SafetyWords,
        *,
        manages: bool,
    ) -> None:
        """Show whom to ring for this danger at this place; ``manages``: numbers may be added."""
        dispatch = numbers.dispatch_of(place)
        self._side.setCurrentIndex(0 if dispatch else 1)
        where = where_words(place, numbers.desk_city, dispatch.name if dispatch else "")
        if dispatch is not None:
            self.dispatch_name.set_text(dispatch.name)
            self.dispatch_number.set_text(dispatch.number)
        elif place.city:
            self.missing.set_text(f"No dispatch number yet for {place.city}")
            where = f"From this desk 911 rings {numbers.desk_city}. {words.text('no_dispatch')}"
        else:
            self.missing.set_text("Where are they? Ask.")
        who = numbers.managers[0] if numbers.managers else "a manager"
        missing = dispatch is None and bool(place.city)
        self.ask.set_text(f"Ask {who} to add it.")
        self.ask.setVisible(missing and not manages)
        self.add.setVisible(missing and manages)
        self._where.set_text(where)
        self._lifeline.set_text(words.text("lifeline"))
        first = whom_to_ring(branch, has_dispatch=dispatch is not None)
        self.lifeline.mark(branch is not None and first[0] is Ring.LIFELINE)
        self.emergency.mark(branch is not None and first[0] is not Ring.LIFELINE)
        order = ", then ".join(_ORDER_WORDS[ring] for ring in first)
        said = f"{dispatch.name} {dispatch.number}" if dispatch else self.missing.text()
        self.emergency.setAccessibleName(f"911. {said}. {where}")
        self.lifeline.setAccessibleName(f"988. {words.text('lifeline')}")
        self.setAccessibleName(f"Ring {order}")

    def _build(self) -> None:
        theme = self._theme
        known = QWidget()
        column = QVBoxLayout(known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.dispatch_name)
        column.addWidget(self.dispatch_number)
        column.addStretch(1)
        unknown = QWidget()
        column = QVBoxLayout(unknown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        for part in (self.missing, self.ask):
            column.addWidget(part)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._side = QStackedWidget()
        self._side.addWidget(known)
        self._side.addWidget(unknown)
        self._side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        top = self._top = QHBoxLayout()
        top.addWidget(self._big[0])
        top.addWidget(_Upright(theme))
        top.addWidget(self._side, 1)
        column = self.emergency.column
        column.addLayout(top)
        column.addWidget(Label(theme, "Danger now, hurt, or a threat", "strong"))
        column.addWidget(self._where)
        column.addStretch(1)
        column = self.lifeline.column
        column.addWidget(self._big[1])
        column.addWidget(Label(theme, "Suicide & Crisis Lifeline", "strong", elide=True))
        column.addWidget(self._lifeline)
        column.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.emergency, 150)
        self._row.addWidget(self.lifeline, 100)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._row.setSpacing(px(12))
        self._top.setSpacing(px(16))
        for big in self._big:
            big.set_style("danger-compact" if compact else "danger-large")
        self.dispatch_number.set_style("ring-compact" if compact else "ring-number")
