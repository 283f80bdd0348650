"""Asks where the caller is, when neither their record nor the number tells."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.wording import clock
from desktop.domain.zones import city_of_zone
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.select import Select

_AMERICAN = (
    ("Eastern · New York", "America/New_York"),
    ("Central · Chicago", "America/Chicago"),
    ("Mountain · Denver", "America/Denver"),
    ("Arizona · Phoenix", "America/Phoenix"),
    ("Pacific · Los Angeles", "America/Los_Angeles"),
    ("Alaska · Anchorage", "America/Anchorage"),
    ("Hawaii · Honolulu", "Pacific/Honolulu"),
)


class WhereAsked(QWidget):
    """Shown only while the place is uncertain, or was answered here."""

    zone_picked = Signal(object)
    """An IANA zone, or None: not known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = IconLine(theme, "", "soon", "map-pin", "cap-medium")
        self.zone = Select(theme, placeholder="Pick their time", name="Where the caller is")
        self.zone.picked.connect(self.zone_picked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._line, 3)
        self._row.addWidget(self.zone, 2)
        self._choices: list[tuple[str, object]] = []
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_card(self, facts: CardFacts) -> None:
        """Ask, or stay away."""
        speaker = facts.caller.speaker
        stated = speaker.zone if speaker else None
        candidates, answered = facts.candidates, facts.form.zone
        self.setVisible(stated is None and (answered is not None or not candidates.certain))
        if self.isHidden():
            return
        named = facts.caller.number_zones
        choices: list[tuple[str, object]] = [(words, zone) for words, zone in _AMERICAN]
        known = {zone for _, zone in _AMERICAN}
        here = [(city_of_zone(zone), zone) for zone in named if zone not in known]
        choices = [*here, *choices]
        if choices != self._choices:
            self._choices = choices
            self.zone.set_choices(choices)
        if not self.zone.set_value(answered):
            self.zone.setCurrentIndex(-1)
        if answered is not None:
            self._line.show_line(
                f"They say it is {clock(facts.now, answered)} there", "ok", "check", "cap-medium"
            )
        elif candidates.ask:
            self._line.show_line(
                "The number does not tell where they are. Ask.", "soon", "map-pin", "cap-medium"
            )
        else:
            places = " or ".join(city_of_zone(zone) for zone in candidates.zones)
            self._line.show_line(f"{places} time? Ask.", "soon", "map-pin", "cap-medium")

    def _restyle(self) -> None:
        self._row.setSpacing(self._theme.px(8))
