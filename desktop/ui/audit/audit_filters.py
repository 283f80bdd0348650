"""What is looked for in the trail: who, what kind, whom, which days."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.audit import AuditKind
from desktop.services.audit_filter import AuditFilter
from desktop.services.exporting import of_days
from desktop.ui.audit.audit_words import KIND_WORDS
from desktop.ui.calls.somebody_field import SomebodyField
from desktop.ui.exporting.period import Period
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.select import Select


class AuditFilters(QWidget):
    """One line of fields; ``whom`` asks for people to pick from."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filters")
        self.who = Select(theme, icon="users", name="Who")
        self.kind = Select(theme, icon="list-filter", name="What kind")
        self.kind.set_choices([(words, kind) for words, kind in KIND_WORDS])
        self.whom = SomebodyField(theme, "Whom", empty="Anybody", kept="")
        self.period = Period(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Field(theme, "Who", self.who), 1, top)
        row.addWidget(Field(theme, "What kind", self.kind), 1, top)
        row.addWidget(self.whom, 1, top)
        row.addWidget(self.period, 1, top)
        for select in (self.who, self.kind):
            select.picked.connect(lambda _value: self.changed.emit())
        self.whom.picked.connect(self.changed)
        self.period.changed.connect(self.changed)

    def begin(self, users: Sequence[tuple[str, UUID]], today: date) -> None:
        """Who there is, and which day it is."""
        self.who.set_choices([("Anybody", None), *users])
        self.period.begin(today, as_listed=False)

    def clear(self) -> None:
        """Ask for everything again; says nothing of it."""
        self.who.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)
        self.whom.show_person(None, "")

    def show_person(self, person_id: UUID, name: str) -> None:
        """Ask for what concerns one person."""
        self.clear()
        self.whom.show_person(person_id, name)
        self.changed.emit()

    def asked(self, zone: str) -> AuditFilter | None:
        """What is asked for; None while a day that is typed is none."""
        days = self.period.days()
        if days is None:
            return None
        span = of_days("audit", *days, zone)
        user, kind = self.who.value(), self.kind.value()
        return AuditFilter(
            user_id=user if isinstance(user, UUID) else None,
            kind=AuditKind(str(kind)) if kind else None,
            person_id=self.whom.person_id,
            since=span.since,
            until=span.until,
        )
