"""Binds keys of :mod:`desktop.ui.keys` as shortcuts of a widget."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.keys import bound_keys, key_of

Act = Callable[[], object]
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
"""Works while the focus is in the widget."""
IN_WINDOW = Qt.ShortcutContext.WindowShortcut
"""Works wherever the focus is in the widget's window."""


def bind_keys(where: QWidget, *acts: tuple[str, Act], context: Qt.ShortcutContext = INSIDE) -> None:
    """Bind each act's keys. Where one act has several keys that mean different things, give it
    once for each, in their order."""
    given: dict[str, list[Act]] = {}
    for name, act in acts:
        given.setdefault(name, []).append(act)
    for name, todo in given.items():
        every = key_of(name).here()
        for number, keys in enumerate(every):
            act = todo[number] if len(todo) > 1 else todo[0]
            for sequence in bound_keys(keys):
                shortcut = QShortcut(QKeySequence(sequence), where)
                shortcut.setContext(context)
                shortcut.activated.connect(act)
