"""Searching: what is typed is looked for, what is found is shown, what is chosen is asked for."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.finding import Finding
from desktop.services.found import FindKind, FoundAtOnce, FoundInNotes
from desktop.ui.search.hits import ACTION, DIAL, Hit, Wording
from desktop.ui.search.result_panel import ResultPanel
from desktop.ui.search.search_box import SearchBox
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce

NOTHING = "Nothing found. Try part of a name, a number or a word of a note."
_BELOW_FIELD = 4
_LEFT_FREE = 12
"""Pixels of the window below the results."""


class Search(QObject):
    """Sits between the field in the top bar and the panel over the page.

    People, numbers and actions come at once, what takes a look into notes a moment later; then the
    first hit is chosen, unless the person has moved already. Enter waits for the whole answer to
    what is typed.
    """

    line_requested = Signal(object)
    """The identity of words to read aloud; likewise below."""
    callback_requested = Signal(object)
    call_requested = Signal(object)
    person_requested = Signal(object)
    number_requested = Signal(str)
    """A call from this number is wanted."""
    dial_requested = Signal(str)
    """This number is to be rung."""
    act_requested = Signal(str, str)
    """The name of an act (see :mod:`desktop.ui.keys`), and what was typed."""
    troubled = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        finding: Finding,
        clock: Callable[[], datetime],
        box: SearchBox,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._finding, self._clock = theme, tasks, finding, clock
        self._window = window
        self._actor: Actor | None = None
        self._kinds: frozenset[str] = frozenset()
        self.box = box
        self.panel = ResultPanel(theme, window)
        self._came_from: QWidget | None = None
        self._moved = self._open_first = False
        self._quick: FoundAtOnce | None = None
        self._noted: FoundInNotes | None = None
        box.textEdited.connect(lambda _text: self._look())
        box.moved.connect(self._move)
        box.entered.connect(self._enter)
        box.left.connect(self.leave)
        self.panel.hovered.connect(self._hovered)
        self.panel.hit_clicked.connect(self._open)
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def offer(self, kinds: frozenset[str]) -> None:
        """What the window can open: :class:`FindKind`, and ``DIAL``."""
        self._kinds = kinds

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody is at the desk, or nobody: nothing of before is shown."""
        self._actor = actor
        self.close()
        self.box.clear()

    def focus(self) -> None:
        """Ctrl+K: ready to type over what stands there."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        self._look()

    def leave(self) -> None:
        """Esc: back to where the focus was; what was typed stays."""
        self.close()
        back = self._came_from
        if back is not None and shiboken6.isValid(back) and back.isVisible() and back.isEnabled():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.clearFocus()

    def close(self) -> None:
        """Put the results away."""
        self.panel.hide()
        self._quick = self._noted = None
        self._moved = self._open_first = False

    @property
    def waiting(self) -> bool:
        """Whether the whole answer to what is typed is still to come."""
        return self.panel.isVisible() and (self._quick is None or self._noted is None)

    # -- looking -------------------------------------------------------------------------------

    def _look(self) -> None:
        actor, text = self._actor, self.box.text()
        if actor is None:
            return
        self._quick = self._noted = None
        self._moved = self._open_first = False
        kinds = frozenset(kind for kind in FindKind if kind in self._kinds)
        if not text.strip():
            self._quick, self._noted = FoundAtOnce(), FoundInNotes()
            self._show(text)
            return
        self._show(text)
        self._tasks.run(
            lambda: self._finding.at_once(actor, text, kinds),
            partial(self._found_at_once, text),
            self._failed,
            replaces="search",
        )
        self._tasks.run(
            lambda: self._finding.in_notes(actor, text, kinds),
            partial(self._found_in_notes, text),
            self._failed,
            replaces="search in notes",
        )

    def _found_at_once(self, text: str, found: FoundAtOnce) -> None:
        if text == self.box.text() and self.panel.isVisible():
            self._quick = found
            self._show(text)

    def _found_in_notes(self, text: str, found: FoundInNotes) -> None:
        if text == self.box.text() and self.panel.isVisible():
            self._noted = found
            self._show(text)
            chosen = self.panel.chosen
            if self._open_first and chosen is not None:
                self._open(chosen)
            else:
                self._tell()

    def _failed(self, problem: Problem) -> None:
        self.close()
        self.troubled.emit(str(problem))

    # -- showing -------------------------------------------------------------------------------

    def _show(self, text: str) -> None:
        if self._actor is None:
            return
        wording = Wording(text, self._actor.zone, self._clock(), self._kinds)
        results = wording.results(self._quick, self._noted)
        done = self._quick is not None and self._noted is not None
        nothing = NOTHING if done else "Looking…"
        count = results.words if results.hits and text.strip() else ""
        self.panel.show_results(results, nothing, count, keep=self._moved)
        self._fit()
        self.panel.show()
        self.panel.raise_()

    def _fit(self) -> None:
        corner = self.box.mapTo(self._window, QPoint(0, self.box.height()))
        top = corner.y() + self._theme.px(_BELOW_FIELD)
        self.panel.fit(corner.x(), top, self._window.height() - top - self._theme.px(_LEFT_FREE))

    def _tell(self) -> None:
        """To screen readers: how many, and the one that Enter opens."""
        chosen = self.panel.chosen
        words = self.panel.results.words if chosen else "Nothing found"
        announce(self.box, f"{words}. {chosen.said}" if chosen else words)

    # -- choosing ------------------------------------------------------------------------------

    def _move(self, step: int) -> None:
        if not self.panel.isVisible():
            self._look()
            return
        self._moved = True
        for _ in range(abs(step)):
            self.panel.move_choice(1 if step > 0 else -1)
        chosen = self.panel.chosen
        if chosen is not None:
            announce(self.box, chosen.said)

    def _hovered(self) -> None:
        self._moved = True

    def _enter(self) -> None:
        if not self.panel.isVisible():
            self._look()
            return
        chosen = self.panel.chosen
        if self.waiting and not self._moved:
            self._open_first = True
        elif chosen is not None:
            self._open(chosen)

    def _open(self, hit: object) -> None:
        if not isinstance(hit, Hit):
            return
        typed = " ".join(self.box.text().split())
        self.leave()
        self.box.clear()
        if hit.kind == ACTION:
            self.act_requested.emit(hit.key, typed)
        else:
            self._signal(hit.kind).emit(hit.key)

    def _signal(self, kind: str) -> SignalInstance:
        requests: dict[str, SignalInstance] = {
            FindKind.LINE: self.line_requested,
            FindKind.CALLBACK: self.callback_requested,
            FindKind.CALL: self.call_requested,
            FindKind.PERSON: self.person_requested,
            FindKind.NUMBER: self.number_requested,
            DIAL: self.dial_requested,
        }
        return requests[kind]

    # -- Qt ------------------------------------------------------------------------------------

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self.box and old is not self.box:
            if old is not None and old.window() is self._window.window():
                self._came_from = old
        elif old is self.box and new is not None:
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.panel.isVisible():
            self._fit()
        return super().eventFilter(watched, event)
