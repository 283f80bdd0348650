"""The form of an export: which rows, which days, which columns."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.exportable import Exportable
from desktop.services.exporting import Asked, of_days
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.exporting.column_picks import ColumnPicks
from desktop.ui.exporting.lock_choice import LockChoice
from desktop.ui.exporting.period import Period
from desktop.ui.exporting.why_dialog import WhyField
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.select import Select

_OWN = "Own choice"
_KINDS: list[tuple[str, object]] = [("CSV", "csv"), ("Excel workbook", "xlsx")]
_OPEN = "Who has the file can read it. The export is logged under your name."
_LOCKED = "Who has the file needs the password. The export is logged under your name."


class ExportDialog(AskDialog):
    """Closed without saving it keeps what was ticked."""

    counted = Signal()
    """The rows that are meant have changed: they want counting."""

    def __init__(self, theme: Theme, window: QWidget, source: Exportable[Asked]) -> None:
        super().__init__(
            theme,
            window,
            f"Which {source.many} go into the file?",
            act="Save as…",
            icon="download",
            width=860,
        )
        self._source = source
        self._listed: Asked = of_days(source.what, None, None, "UTC")
        self._zone = "UTC"
        self.which = Select(theme, icon="list-filter", name="Rows")
        self.which_field = Field(theme, "Rows", self.which)
        self.period = Period(theme)
        self.columns = ColumnPicks(theme, source.columns)
        self.purpose = Select(theme, icon="columns-3", name="What it is for")
        self.purpose.set_choices(
            [(_OWN, None), *((preset.title, preset.key) for preset in source.presets)]
        )
        self.why_field = WhyField(theme, "Why, naming nobody", "The monthly count for the clinic")
        self.reason_line = self.why_field.line
        self.notice = Notice(
            theme,
            "user-lock",
            "Includes personal data.",
            _OPEN,
        )
        self.lock = LockChoice(theme)
        self.rows = Label(theme, "", "body", "text-2", tabular=True)
        self.kind = Select(theme, icon="file-text", name="Kind of file")
        self.kind.set_choices(_KINDS)
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        top.addWidget(self.which_field, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.period, 1)
        self.body.addLayout(top)
        why = QHBoxLayout()
        why.setSpacing(theme.px(12))
        why.addWidget(Field(theme, "What it is for", self.purpose), 1, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self.why_field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(why)
        for widget in (self.columns, self.notice, self.lock):
            self.body.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(self.rows, 1, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(Field(theme, "Kind of file", self.kind), 1)
        self.body.addLayout(foot)
        self.finish_body(self.which)
        self.which.picked.connect(self._chosen)
        self.period.changed.connect(self._chosen)
        self.columns.changed.connect(self._weigh)
        self.purpose.picked.connect(self._tick_for)
        self.lock.toggled.connect(self._tell_who_can_read)
        self.rejected.connect(self.lock.forget)
        # What goes when nobody chooses names nobody, here as on the command line.
        self.purpose.set_value(source.presets[0].key)
        self.columns.tick_only(source.presets[0].columns)

    def begin(self, listed: Asked, today: date, zone: str) -> None:
        """``listed`` is what the list behind shows; days are those of ``zone``."""
        everything = of_days(self._source.what, None, None, zone)
        self._listed, self._zone = listed, zone
        choices: list[tuple[str, object]] = [
            ("As in the list", True),
            (f"All {self._source.many}", False),
        ]
        narrowed = listed != everything
        self.which.set_choices(choices if narrowed else choices[1:])
        self.which.set_value(narrowed)
        self.period.begin(today, listed.since is not None or listed.until is not None)
        self.show_rows(None)

    def asked(self) -> Asked | None:
        """The rows that are meant; None while a day that is typed is none."""
        days = self.period.days()
        if days is None:
            return None
        span = of_days(self._source.what, *days, self._zone)
        if not self.which.value():
            return span
        if self.period.as_listed:
            return self._listed
        return replace(self._listed, since=span.since, until=span.until)

    @property
    def format(self) -> str:
        """The name of the format that is picked."""
        return str(self.kind.value())

    def show_rows(self, rows: int | None) -> None:
        """How many rows that is; None: not known yet."""
        self.rows.set_text("" if rows is None else f"About {self._source.counted(rows)}.")

    def show_problem(self, problem: Problem) -> None:
        self.wait_again()
        self.trouble.set_text(str(problem))
        self.trouble.show()

    def _chosen(self) -> None:
        self.show_rows(None)
        self.counted.emit()

    def _tell_who_can_read(self, locked: bool) -> None:
        detail = _LOCKED if locked else _OPEN
        self.notice.show_notice("user-lock", "Includes personal data.", detail)
        self.bring_up(self.lock)

    def _tick_for(self, key: object) -> None:
        if isinstance(key, str):
            self.columns.tick_only(self._source.preset(key))

    def _weigh(self) -> None:
        meant = self.purpose.value()
        ticked = set(self.columns.keys())
        if isinstance(meant, str) and set(self._source.preset(meant)) != ticked:
            self.purpose.setCurrentIndex(0)
        self.notice.setVisible(self.columns.personal)
        if self.columns.keys():
            self.act_button.set_on()
        else:
            self.act_button.set_off("Tick a column first.")
