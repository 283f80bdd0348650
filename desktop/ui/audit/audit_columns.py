"""The columns of the trail, declared as data."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.wording import moment
from desktop.services.audit_reading import AuditLine
from desktop.services.audit_words import action_words
from desktop.ui.audit.audit_words import action_icon, who_words, whom_words
from desktop.ui.row_model import Column
from desktop.ui.widgets.delegates import Cell


class AuditCells:
    """Makes the cells; ``here`` is the desk's zone, ``narrow`` shows first names alone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self.here = now, "UTC"
        self.narrow = False

    def columns(self) -> tuple[Column[AuditLine], ...]:
        """In their order."""
        return (
            Column("when", "When", self._when, 158, 126),
            Column("who", "Who", self._who, 142, 112),
            Column("what", "What", self._what, 220, 214),
            Column("whom", "Whom", self._whom),
            Column("desk", "Desk", self._desk, 104, leaves=1),
        )

    def _when(self, row: AuditLine) -> Cell:
        return Cell(moment(row.at, self.here, self._now()))

    def _who(self, row: AuditLine) -> Cell:
        if not row.who:
            return Cell(who_words(row), tone="text-3")
        shown = row.who.split(" ")[0] if self.narrow else row.who
        return Cell(shown, avatar=row.who, spoken=row.who)

    def _what(self, row: AuditLine) -> Cell:
        icon, tone = action_icon(row)
        many = f", {row.records:,} records" if row.records > 1 else ""
        said = action_words(row.action)
        return Cell(
            said,
            icon=icon,
            icon_tone=tone,
            tone="late" if tone == "late" else "text",
            spoken=f"{said}{many}",
        )

    def _whom(self, row: AuditLine) -> Cell:
        return Cell(whom_words(row), strong=True) if row.whom else Cell()

    def _desk(self, row: AuditLine) -> Cell:
        return Cell(row.desk, tone="text-2")
