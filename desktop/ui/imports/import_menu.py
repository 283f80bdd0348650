"""What else a file may be: another format, a table whose columns are chosen, or another file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services.column_maps import TABLE_FORMATS
from desktop.ui.imports.import_parts import other_formats
from desktop.ui.imports.import_words import KIND_WORDS
from desktop.ui.imports.import_work import Looked
from desktop.ui.widgets.menus import plain


def change_menu(
    parent: QWidget,
    looked: Looked | None,
    look: Callable[[Path, str | None], None],
    choose_file: Callable[[], None],
) -> QMenu:
    """The menu; ``look`` reads the file as another format."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Change what this file is")
    if looked is not None:
        path = looked.plan.path
        for name, words in other_formats(looked):
            action = menu.addAction(plain(words))
            action.triggered.connect(lambda _on=False, n=name: look(path, n))
        if looked.plan.titles or looked.columns is not None:
            menu.addSeparator()
            for kind, (_, words) in KIND_WORDS.items():
                if looked.plan.format != TABLE_FORMATS[kind]:
                    action = menu.addAction(f"A table of {words}: choose its columns")
                    action.triggered.connect(lambda _on=False, k=kind: look(path, TABLE_FORMATS[k]))
        menu.addSeparator()
    menu.addAction("Another file…").triggered.connect(choose_file)
    return menu
