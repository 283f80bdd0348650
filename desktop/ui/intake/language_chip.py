"""In which language, and whether somebody interprets."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.call_form import CallForm
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.menus import menu_under, open_menu, plain

LANGUAGES = (
    "English",
    "Spanish",
    "Vietnamese",
    "Chinese",
    "Korean",
    "Tagalog",
    "Arabic",
    "Russian",
    "French",
    "Sign language",
    "Another language",
)


class LanguageChip(Chip):
    """ "English · interpreter no"; a press opens the choices."""

    picked = Signal(str, bool)
    """Language, interpreter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "English",
            icon="languages",
            icon_after="chevron-down",
            note="· interpreter no",
            checkable=False,
            height=40,
            parent=parent,
        )
        self._language, self._interpreter = "English", False
        self.clicked.connect(self.open_choices)
        theme.changed.connect(self._fit)
        self._fit()
        self._say()

    def show_card(self, form: CallForm) -> None:
        """Show what holds for this call."""
        if (form.language, form.interpreter) != (self._language, self._interpreter):
            self._language, self._interpreter = form.language, form.interpreter
            self.set_text(form.language)
            self.set_note(f"· interpreter {'yes' if form.interpreter else 'no'}")
            self._say()

    def open_choices(self) -> None:
        """Offer languages, and an interpreter."""
        menu = menu_under(self, "Language")
        interpreter = menu.addAction("Interpreter")
        interpreter.setCheckable(True)
        interpreter.setChecked(self._interpreter)
        interpreter.triggered.connect(lambda on=False: self.picked.emit(self._language, on))
        menu.addSeparator()
        for language in dict.fromkeys((*LANGUAGES, self._language)):
            action = menu.addAction(plain(language))
            action.setCheckable(True)
            action.setChecked(language == self._language)
            action.triggered.connect(
                lambda _on=False, spoken=language: self.picked.emit(spoken, self._interpreter)
            )
        open_menu(menu)

    def _say(self) -> None:
        yes = "yes" if self._interpreter else "no"
        self.setAccessibleName(f"Language {self._language}, interpreter {yes}")

    def _fit(self) -> None:
        self.set_height(36 if self.theme.compact else 40)
