"""The keys of the card: they work from anywhere on it, and beside it."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import CallOutcome

if TYPE_CHECKING:
    from desktop.ui.intake.intake_page import IntakePage

# On macOS Qt's Meta is the Control key; Option with a digit would type a sign.
_MAC = sys.platform == "darwin"
_ALT = Qt.KeyboardModifier.MetaModifier if _MAC else Qt.KeyboardModifier.AltModifier


def bind_card_keys(where: QWidget, page: "IntakePage") -> None:
    """Bind the keys for ``where`` and everything in it."""

    def key(sequence: QKeySequence | str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(sequence), where)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    for enter in ("Ctrl+Return", "Ctrl+Enter"):
        key(enter, page.save)
    key("Ctrl+Shift+D", page.set_aside)
    key("Ctrl+Shift+N", page.card.new_person_requested.emit)
    key("Ctrl+Tab", page.side.tabs.choose_next)
    key("Ctrl+F", page.side.find_words)
    key("F3", lambda: page.side.article.step(1))
    key("Shift+F3", lambda: page.side.article.step(-1))
    key("Ctrl+U", page.side.use_words)
    key(_combined(Qt.Key.Key_R), page.card.focus_reasons)
    for number, outcome in enumerate(CallOutcome):
        digit = Qt.Key(Qt.Key.Key_1.value + number)
        key(_combined(digit), partial(page.card.outcome.press, outcome))


def _combined(key: Qt.Key) -> QKeySequence:
    return QKeySequence(QKeyCombination(_ALT, key))
