"""The second step of an import: the file, what its columns are, what its rows would do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.import_plan import Staged
from desktop.ui.imports.column_pane import ColumnPane
from desktop.ui.imports.import_parts import FileBar, ImportFoot, KnownPane
from desktop.ui.imports.import_words import many
from desktop.ui.imports.import_work import Looked
from desktop.ui.imports.preview_pane import PreviewPane
from desktop.ui.theme import Theme


class CheckPane(QWidget):
    """Shows a file that was looked at, and its counts once they are known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bar = FileBar(theme)
        self.columns = ColumnPane(theme)
        self.known = KnownPane(theme)
        self.preview = PreviewPane(theme)
        self.foot = ImportFoot(theme)
        self._sides = QStackedWidget()
        self._sides.addWidget(self.columns)
        self._sides.addWidget(self.known)
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._row.setSpacing(theme.px(12))
        self._row.addWidget(self._sides, 1)
        self._row.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(body, 1)
        column.addWidget(self.foot)
        theme.changed.connect(self._restyle)
        self._restyle()

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.bar, self.columns, self.known, self.preview, self.foot)

    def show_reading(self, name: str) -> None:
        """The file of this name is being looked at."""
        self.bar.show_reading(name)
        self.show_counting()

    def show_looked(self, looked: Looked) -> None:
        """What was found in the file: its columns, or the kind that needs none."""
        columns = looked.columns
        self._sides.setCurrentWidget(self.known if columns is None else self.columns)
        if columns is None:
            self.known.show_plan(looked.plan)
        else:
            self.columns.show_columns(looked.plan.kind, columns)
        self.bar.show_looked(looked)

    def show_counting(self) -> None:
        """What its rows would do is not known yet."""
        self.preview.show_staged(None)
        self.foot.show_reading()

    def show_staged(self, staged: Staged) -> None:
        """What its rows would do."""
        self.columns.count_from(staged.first_row)
        self.preview.show_staged(staged)
        self.bar.show_rows(many(staged.counts.read, staged.plan.kind))
        self.foot.show_counts(staged.counts)

    def focus_foot(self) -> None:
        """The keys go to the button that leaves, which does no harm."""
        self.foot.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        down = 8 if compact else 12
        self._row.setContentsMargins(px(16), px(down), px(16), px(down))
        self.preview.setFixedWidth(px(380 if compact else 428))
