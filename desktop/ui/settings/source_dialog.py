"""The form of a source, drawn from what its kind asks for; and the dialogs of its secret."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from desktop.domain.connection_kinds import ConnectionKind, OptionLook, OptionSpec
from desktop.domain.errors import Problem
from desktop.services.connections import FormTrouble, SourceForm, SourceRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_HERE = "This desk’s clinic"


class SourceDialog(AskDialog):
    """Adds a source of ``kind``, or changes ``row``."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        kind: ConnectionKind,
        zones: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, UUID]],
        here: str,
        row: SourceRow | None = None,
    ) -> None:
        title = f"Change {row.title}" if row is not None else f"Add: {kind.title}"
        act = "Save" if row is not None else "Add it, paused"
        super().__init__(theme, window, title, act=act, icon=kind.icon, width=520)
        self._kind = kind
        self.body.addWidget(Label(theme, kind.does, "body", "text-2", wrap=True))
        self.title_edit = LineEdit(theme, kind.title)
        self.title_edit.setText(row.title if row is not None else kind.title)
        self.fields: dict[str, Field] = {
            "title": Field(theme, "What it is called", self.title_edit)
        }
        self.body.addWidget(self.fields["title"])
        self._values: dict[str, LineEdit | Select] = {}
        for option in kind.options:
            value = row.options.get(option.name, option.start) if row is not None else option.start
            self._add(option, value)
        self._zone = Select(theme, icon="clock")
        choices: list[tuple[str, object]] = [(words, zone) for words, zone in zones]
        kept = row.zone if row is not None else here
        if kept not in [zone for _, zone in zones]:
            choices.insert(0, (kept, kept))
        self._zone.set_choices(choices)
        self._zone.set_value(kept)
        self._site = Select(theme, icon="map-pin")
        self._site.set_choices([(_HERE, None), *sites])
        self._site.set_value(row.site_id if row is not None else None)
        if kind.has_zone:
            zone = Field(theme, "Zone of times that come without one", self._zone)
            self.fields["zone"] = zone
            self.body.addWidget(zone)
            self.body.addWidget(Field(theme, "Clinic that it belongs to", self._site))
        self.finish_body(self.title_edit)

    def form(self) -> SourceForm:
        """What is filled in."""
        options = {
            name: each.text().strip() if isinstance(each, LineEdit) else str(each.value() or "")
            for name, each in self._values.items()
        }
        site = self._site.value()
        return SourceForm(
            self.title_edit.text().strip(),
            options,
            str(self._zone.value() or ""),
            site if isinstance(site, UUID) else None,
        )

    def show_problem(self, problem: Problem) -> None:
        """What is not filled in is said at its field."""
        if not isinstance(problem, FormTrouble):
            super().show_problem(problem)
            return
        self.wait_again()
        for name, words in problem.fields.items():
            self.fields[name].set_problem(words)
        self.fields[next(iter(problem.fields))].control.setFocus()

    def _add(self, option: OptionSpec, value: str) -> None:
        theme = self.theme
        control: LineEdit | Select
        if option.look is OptionLook.CHOICE:
            control = Select(theme)
            control.set_choices([(words, name) for name, words in option.choices])
            control.set_value(value)
        else:
            control = LineEdit(theme, option.placeholder)
            control.setText(value)
        self._values[option.name] = control
        shown: QWidget = control
        if option.look is OptionLook.FOLDER and isinstance(control, LineEdit):
            shown = self._with_button(control)
        field = Field(theme, option.label, shown, help_text=option.help)
        control.setAccessibleName(option.label)
        if shown is not control:
            field.control.setAccessibleName("")
            field.control.setFocusProxy(control)
        self.fields[option.name] = field
        self.body.addWidget(field)

    def _with_button(self, edit: LineEdit) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        choose = Button(self.theme, "Choose…", icon="folder-input")

        def ask() -> None:
            folder = QFileDialog.getExistingDirectory(self, "Choose a folder", edit.text())
            if folder:
                edit.setText(folder)

        choose.clicked.connect(ask)
        row.addWidget(edit, 1)
        row.addWidget(choose)
        return host


class SecretDialog(AskDialog):
    """Takes the secret that the other side gave; it is never shown again."""

    def __init__(self, theme: Theme, window: QWidget, row: SourceRow, warning: str) -> None:
        what = row.spec.secret
        super().__init__(theme, window, f"{what} of {row.title}", act="Keep it", icon="key-round")
        kept = "It is kept in the keyring of this computer and never shown again."
        self.body.addWidget(Label(theme, warning or kept, "body", "text-2", wrap=True))
        self.edit = LineEdit(theme, "", password=True)
        self.field = Field(theme, what, self.edit)
        self.body.addWidget(self.field)
        self.edit.returnPressed.connect(self.act_button.click)
        self.finish_body(self.edit)

    def show_problem(self, problem: Problem) -> None:
        """What to do, at the field."""
        self.wait_again()
        self.field.set_problem(str(problem))
        self.edit.setFocus()

    def done_well(self) -> None:
        """Nothing of it stays in the window."""
        self.edit.clear()
        super().done_well()


class NewSecretDialog(AskDialog):
    """Makes a secret for the other side and shows it this once."""

    def __init__(self, theme: Theme, window: QWidget, row: SourceRow) -> None:
        again = row.secret_set_at is not None
        title = (
            f"Make a new secret for {row.title}?" if again else f"Make a secret for {row.title}?"
        )
        super().__init__(
            theme, window, title, act="Make it", icon="key-round",
            act_kind=Kind.LATE if again else Kind.PRIMARY,
        )  # fmt: skip
        ends = "The one before ends at once: nothing comes in until the other side has the new one."
        first = "Give it to the other side. It is shown this once."
        self.words = Label(theme, ends if again else first, "body", "text-2", wrap=True)
        self.body.addWidget(self.words)
        self.edit = LineEdit(theme)
        self.edit.setReadOnly(True)
        self.copy = Button(theme, "Copy", icon="copy", name="Copy the secret")
        self.copy.clicked.connect(self._copy)
        self._shown = QWidget()
        row_of = QHBoxLayout(self._shown)
        row_of.setContentsMargins(0, 0, 0, 0)
        row_of.setSpacing(theme.px(8))
        self.edit.setAccessibleName("The new secret")
        row_of.addWidget(self.edit, 1)
        row_of.addWidget(self.copy)
        self.body.addWidget(self._shown)
        self._shown.hide()
        self.finish_body(self.safe_button)
        self.finished.connect(self._forget)

    def show_made(self, secret: str) -> None:
        """It is made: copy it now."""
        self.wait_again()
        self.edit.setText(secret)
        self._shown.show()
        self.words.set_text("Copy it now and give it to the other side. It is not shown again.")
        self.act_button.hide()
        self.safe_button.set_text("Done")
        self.copy.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.edit.text())
        self.copy.set_text("Copied")

    def _forget(self) -> None:
        self.edit.clear()
