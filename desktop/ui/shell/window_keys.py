"""What the window does for keys that work anywhere, and for the actions found by searching."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.key_binding import IN_WINDOW, bind_keys
from desktop.ui.keys import key_of, page_act
from desktop.ui.safety.keys import opens_card
from desktop.ui.search.actions import ABOUT
from desktop.ui.shell.focus import has_typing
from desktop.ui.shell.key_panel import KeyPanel
from desktop.ui.shell.pages import PAGES, SETTINGS

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

Acts = Mapping[str, Callable[[], object]]
_TAKEN_FIRST = frozenset({"safety", "lock"})
"""Acts whose keys work over a dialog too."""
_TYPE = QEvent.Type
_USES = frozenset(
    {_TYPE.KeyPress, _TYPE.MouseButtonPress, _TYPE.MouseMove, _TYPE.Wheel, _TYPE.TouchBegin}
    | {_TYPE.TouchUpdate, _TYPE.TabletPress, _TYPE.TabletMove}
)
"""Somebody uses the desk; what Qt makes up itself (the mouse is over something else now) is none of
these."""


class WindowKeys(QObject):
    """Binds the window's acts to their keys, and does them by name. Nothing is done while nobody
    is signed in."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._used = window.locking.watch.used
        self._lock_keys = tuple(map(QKeySequence, key_of("lock").here()))
        self._keyed: Acts = {
            "safety": window.safety.open,
            "help_colleague": window.safety.notice.answer,
            "search": window.search.focus,
            "new_call": window.ways.new_call,
            "take_call": window.popups.bar.take_first,
            "put_caller_away": window.popups.bar.put_first_away,
            "new_callback": window.ways.new_callback,
            "voicemail_box": partial(window.show_page, "voicemails"),
            "lock": window.lock,
            "next_pane": lambda: window.frame.next_pane(1),
            "pane_before": lambda: window.frame.next_pane(-1),
            "all_keys": self._show_keys,
            "import_file": partial(window.show_page, "importing"),
            **{page_act(page): partial(window.show_page, page.key) for page in (*PAGES, SETTINGS)},
        }
        self._unkeyed: Acts = {
            "new_person": window.ways.new_person,
            "switch_colours": window.look.switch_colours,
            "text_larger": lambda: window.look.step_scale(1, window.size()),
            "text_smaller": lambda: window.look.step_scale(-1, window.size()),
        }
        for act in self._keyed.keys() - _TAKEN_FIRST:
            bind_keys(window, (act, partial(self.do, act)), context=IN_WINDOW)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def do(self, act: str, typed: str = "") -> None:
        """Do what is called ``act``; ``typed`` is what was searched for."""
        if self._window.actor is None:
            return
        if act == ABOUT:
            self._window.ways.new_callback(typed)
        else:
            (self._keyed.get(act) or self._unkeyed[act])()

    def _show_keys(self) -> None:
        panel = KeyPanel(self._window.theme, self._window)
        panel.finished.connect(panel.deleteLater)
        panel.show_keys()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes note that the desk is used; then the keys that come before anybody else's. Ctrl+Z:
        a text field takes back typing first, the desk takes back work otherwise. F8 and Ctrl+L: the
        Safety card and the lock, also over a dialog.

        A filter, since text fields swallow the one key and a shortcut would take it from them; and
        since under a modal dialog the window's shortcuts are dead.
        """
        # Every event of the program comes by here: its class is quicker asked for than its type.
        if not isinstance(event, QInputEvent):
            return False
        kind = event.type()
        if kind in _USES:
            self._used()
        if kind == _TYPE.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._take_first(watched, event)
        return False

    def _take_first(self, watched: QWidget, event: QKeyEvent) -> bool:
        if opens_card(event) and self._is_ours(watched):
            self._window.safety.open()
            return True
        if QKeySequence(event.keyCombination()) in self._lock_keys and self._is_ours(watched):
            self.do("lock")
            return True
        ours = watched.window() is self._window.window()
        if ours and event.matches(QKeySequence.StandardKey.Undo) and not has_typing(watched):
            self._window.work.take_back_last()
            return True
        return False

    def _is_ours(self, widget: QWidget) -> bool:
        """Whether it stands in this window, or in a dialog over it."""
        ours = (self._window, self._window.window())
        above: QWidget | None = widget
        while above is not None and above not in ours:
            above = above.parentWidget()
        return above is not None
