"""The bars around the columns and the preview of the import screen."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.connectors.files.registry import named
from desktop.domain.incoming import IncomingKind
from desktop.services.import_plan import ImportCounts, ImportDone, ImportPlan, ImportProgress
from desktop.ui.imports.import_news import THOUSANDTHS
from desktop.ui.imports.import_words import KIND_WORDS, STOPPING, progress_words, what_happens
from desktop.ui.imports.import_work import Looked
from desktop.ui.imports.missed_choice import MissedChoice
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Pane, Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import plain_tip
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.select import Select

_BACK = "Back, and import nothing"


class ImportHead(Strip):
    """What this screen is, and the way back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 56, 48, line="")
        self.back = icon_button(theme, "arrow-left", _BACK)
        self._step = Label(theme, "", "small", "text-3")
        self.row.addWidget(self.back)
        self.row.addWidget(Label(theme, "Import a file", "title"))
        hint = "Nothing is written until you press Import"
        self.row.addWidget(Label(theme, hint, "body", "text-2", elide=True), 1)
        self.row.addWidget(self._step)

    def show_leaving(self, writing: bool) -> None:
        """What leaving the screen means: rows that are being written go on."""
        words = "Back to Leads; the import goes on" if writing else _BACK
        self.back.setToolTip(plain_tip(words))
        self.back.setAccessibleName(words)

    def show_step(self, words: str) -> None:
        """Which step it is."""
        self._step.set_text(words)


class FileBar(Strip):
    """The file: what it was recognised as, and the zone of its times."""

    zone_picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 64, 52)
        self.setAccessibleName("The file")
        self.name = Label(theme, "", "strong", elide=True)
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.found = IconLine(theme, "", "text-2", "circle-check", "small")
        self.change = Button(theme, "Change…")
        self._zone = Select(theme, icon="clock", name="Time zone of the file", height=34)
        self._zone.setMinimumWidth(theme.px(232))
        self._zone.picked.connect(self.zone_picked)
        self.missed = MissedChoice(theme)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.name)
        column.addWidget(self.found)
        column.addStretch(1)
        self.row.addWidget(Icon(theme, "file-spreadsheet", "text-2", 24))
        self.row.addWidget(words)
        self.row.addWidget(self.change)
        self.row.addStretch(1)
        self.row.addWidget(self.missed)
        self.row.addWidget(Label(theme, "Time zone of the file", "label", "text-2"))
        self.row.addWidget(self._zone)

    @property
    def zone(self) -> str | None:
        """The IANA zone that is chosen."""
        value = self._zone.value()
        return str(value) if value else None

    def offer_zones(self, zones: Sequence[tuple[str, str]], here: str) -> None:
        """The zones to choose from; ``here`` is chosen first."""
        choices: list[tuple[str, object]] = [(words, zone) for words, zone in zones]
        if here not in [zone for _, zone in zones]:
            choices.insert(0, (here.rpartition("/")[2].replace("_", " "), here))
        self._zone.set_choices(choices)
        self._zone.set_value(here)

    def show_reading(self, name: str) -> None:
        """A file is being looked at."""
        self.name.set_text(name)
        self.found.show_line("Being looked at", "text-2", "clock", "small")
        self.missed.start(calls=False)
        self._format, self._rows = "", ""

    def show_looked(self, looked: Looked) -> None:
        """What it is, and how sure that is."""
        self.missed.start(calls=looked.plan.kind is IncomingKind.CALL)
        if looked.guess:
            words = "Not recognised. Say what its columns mean"
            self.found.show_line(words, "soon", "circle-alert", "small")
            return
        self._format = looked.plan.title
        self._show_found(len(looked.plan.others))

    def show_rows(self, rows: str) -> None:
        """How many rows it has."""
        if self._format:
            self._rows = rows
            self._show_found(0)

    def _show_found(self, others: int) -> None:
        more = f" · may also be {others} other{'s' if others > 1 else ''}" if others else ""
        rows = f", {self._rows}" if self._rows else ""
        self.found.show_line(
            f"Recognised: {self._format}{rows}{more}", "text-2", "circle-check", "small"
        )


def other_formats(looked: Looked) -> list[tuple[str, str]]:
    """The other formats that a file may be: name and words."""
    found = ((name, named(name)) for name in looked.plan.others)
    return [(name, f"Read it as {each.title}") for name, each in found if each is not None]


class KnownPane(Pane):
    """A format whose columns are known: nothing to choose, its first rows to see."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "What this file is", foot=False, low=True)
        self._title = Label(theme, "", "card", elide=True)
        self.head.row.addWidget(self._title, 1)
        self.state = EmptyState(theme, "file-check", "", framed=False)
        self.body.addWidget(self.state, 1)

    def show_plan(self, plan: ImportPlan) -> None:
        """Say what it is."""
        self._title.set_text(plan.title)
        self.state.show_state(
            "file-check",
            "Its columns are known",
            f"This is how {plan.title} writes its {KIND_WORDS[plan.kind][1]}. There is nothing to "
            "choose. If it is something else, press Change.",
            tone="ok",
        )


class ImportFoot(Strip):
    """Import, Cancel, and how far it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 64, 52, line="top")
        self.setAccessibleName("Import")
        self.go = Button(
            theme, "Import", Kind.PRIMARY, icon="file-up", kbd=key_of("import_rows").text(),
            height=40,
        )  # fmt: skip
        self.cancel = Button(theme, "Cancel", kbd="Esc", height=40)
        self.words = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        self.progress = Progress(theme, "How far the import is")
        self.progress.setMaximum(THOUSANDTHS)
        self.progress.setMaximumWidth(theme.px(240))
        self._later = IconLine(theme, "You can undo this later", "ok", "undo-2", "label")
        for widget in (self.go, self.cancel, self.progress):
            self.row.addWidget(widget)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self._later)
        self._stopping = False

    def show_reading(self) -> None:
        """The file is being read; nothing can be imported yet."""
        self.go.set_text("Import")
        self.go.set_off("The file is being read.")
        self._show_bar(shown=False)
        self.words.set_text("The file is being read. Nothing is written.")

    def show_counts(self, counts: ImportCounts) -> None:
        """What pressing Import would do."""
        self._show_bar(shown=False)
        self.go.set_text(f"Import {counts.written:,}")
        if counts.written:
            self.go.set_on()
        else:
            self.go.set_off("There is nothing new in this file.")
        self.words.set_text(
            what_happens(counts) if counts.written else "There is nothing new in this file."
        )
        announce(self, self.words.text())

    def show_writing(self) -> None:
        """Rows are being written."""
        self.go.set_off("Rows are being written.")
        self.progress.setValue(0)
        self._show_bar(shown=True)
        self.words.set_text("Writing. You can leave and keep working; Cancel keeps none of it.")

    def show_stopping(self) -> None:
        """Cancel was pressed."""
        self._stopping = True
        self.words.set_text(STOPPING)

    def show_progress(self, progress: ImportProgress) -> None:
        """How far it is."""
        self.progress.setValue(THOUSANDTHS * progress.done // max(1, progress.of))
        self.progress.setVisible(True)
        if not self._stopping:
            self.words.set_text(progress_words(progress))

    def _show_bar(self, *, shown: bool) -> None:
        self._stopping = False
        self.progress.setVisible(shown)


class DoneCard(QWidget):
    """What was written, and what can be done with it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.import_id: UUID | None = None
        self.state = EmptyState(theme, "circle-check", "Imported", framed=False, tone="ok")
        self.undo = Button(theme, "Take it all back", icon="undo-2")
        self.rejects = Button(theme, "Save the rows that stay out…", icon="download")
        self.another = Button(theme, "Import another file…", Kind.PRIMARY, icon="file-up")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for button in (self.undo, self.rejects, self.another):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.state, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(3)

    def show_done(self, sentence: str, done: ImportDone, waiting: int) -> None:
        """What was written; ``waiting`` files come next."""
        self.import_id = done.import_id
        detail = what_happens(done.counts)
        self.state.show_state("circle-check", sentence, detail, tone="ok")
        self.undo.setVisible(done.import_id is not None)
        self.undo.setEnabled(True)
        self.rejects.setVisible(bool(done.refusals))
        words = f"Next file ({waiting} to go)…" if waiting else "Import another file…"
        self.another.set_text(words)

    def show_taking_back(self) -> None:
        """It is being undone."""
        self.undo.setEnabled(False)
        self.state.show_state("undo-2", "Taking it back", "The desk goes on working.")

    def show_taken_back(self) -> None:
        """It is undone."""
        self.import_id = None
        self.undo.hide()
        self.state.show_state(
            "undo-2", "Taken back", "None of the file is kept, but for what was worked on since."
        )
