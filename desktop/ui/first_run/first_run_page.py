"""The first run, from an empty desk to the first manager signed in."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.user_rows import SignedIn
from desktop.services.users import Users
from desktop.ui.first_run.desk_step import DeskStep
from desktop.ui.first_run.manager_step import ManagerStep
from desktop.ui.first_run.ready_step import ReadyStep
from desktop.ui.first_run.recovery_step import RecoveryStep
from desktop.ui.first_run.step_page import StepPage
from desktop.ui.first_run.steps import Steps
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.notice import Notice

_WIDTH, _HEIGHT = 1040, 612
_SAVE, _OPEN = "Set up this desk", "Open the desk"


class FirstRunPage(QWidget):
    """Nothing is written before the last question is answered; then all of it at once.

    ``zone`` is the IANA zone this computer is set to ("" when unknown). ``recovery_code`` comes
    from the set-up of the data; with "" (a clinic server) there is no such step.
    """

    finished = Signal(object)
    """The first manager is at the desk: a :class:`~desktop.services.user_rows.SignedIn`."""

    put_back_requested = Signal()
    """There is a backup of a desk, from another computer or before this one broke."""

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        users: Users,
        clock: Callable[[], datetime],
        zone: str,
        recovery_code: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._users = theme, tasks, users
        self._key = uuid4()
        self._signed_in: SignedIn | None = None
        self.setAccessibleName("Set up KetWell Desk")
        self.desk = DeskStep(theme, clock(), zone)
        self.manager = ManagerStep(theme)
        self.recovery = RecoveryStep(theme, recovery_code) if recovery_code else None
        self.ready = ReadyStep(theme)
        self._pages: list[StepPage] = [self.desk, self.manager]
        titles = ["Clinic and desk", "First manager"]
        if self.recovery is not None:
            self._pages.append(self.recovery)
            titles.append("Recovery code")
            self.recovery.kept.connect(self._weigh)
        self._pages.append(self.ready)
        self.steps = Steps(theme, [*titles, "Ready"])
        self.back = Button(theme, "Back", height=40)
        self.have_backup = Button(theme, "I have a backup…", icon="history", height=40)
        # A clinic server is put back by its administrator.
        self._may_put_back = bool(recovery_code)
        self.next = Button(theme, "Next", Kind.PRIMARY, kbd="Enter", height=40)
        self.notice = Notice(theme, "circle-alert", "", tone="late")
        self.notice.hide()
        self._stack = QStackedWidget()
        self._build()
        self.back.clicked.connect(self._go_back)
        self.have_backup.clicked.connect(self.put_back_requested)
        self.next.clicked.connect(self.go_on)
        theme.changed.connect(self._fit)
        self._fit()
        self._show(0)

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.currentIndex()

    def activate(self) -> None:
        """Put the focus where the step begins."""
        self._pages[self.step].focus_first()

    def go_on(self) -> None:
        """Next: check this step, go to the following one, write after the last question."""
        if not self.next.isEnabled() or not self._pages[self.step].check():
            return
        self.notice.hide()
        last = len(self._pages) - 1
        if self.step == last:
            if self._signed_in is not None:
                self.finished.emit(self._signed_in)
        elif self.step == last - 1:
            self._set_up()
        else:
            self._show(self.step + 1)

    # -- setting up ------------------------------------------------------------------------

    def _set_up(self) -> None:
        name, password = self.manager.name.text(), self.manager.password.text()
        place, pin = self.desk.place(), self.manager.pin.text()

        def work() -> SignedIn:
            self._users.make_first_manager(name, password, place, self._key, pin)
            return self._users.sign_in(name, password)

        self.back.setEnabled(False)
        self.next.set_text("Setting up…")
        self.next.setEnabled(False)
        self._tasks.run(work, self._done, self._failed)

    def _done(self, signed_in: SignedIn) -> None:
        self._signed_in = signed_in
        for field in (self.manager.password, self.manager.again, self.manager.pin):
            field.clear()
        self.ready.show_desk(
            signed_in.actor.name, self.desk.clinic.text().strip(), self.desk.desk.text().strip()
        )
        self._show(len(self._pages) - 1)
        self.next.setFocus()
        announce(self, "This desk is ready.")

    def _failed(self, problem: Problem) -> None:
        fact, stop, detail = str(problem).partition(". ")
        self.notice.show_notice("circle-alert", fact + stop.strip(), detail, "late")
        self.notice.show()
        self._show(self.step)
        announce(self, str(problem))

    # -- the steps -------------------------------------------------------------------------

    def _go_back(self) -> None:
        self.notice.hide()
        self._show(self.step - 1)

    def _show(self, step: int) -> None:
        last = len(self._pages) - 1
        self._stack.setCurrentIndex(step)
        self.steps.show_step(step)
        self.back.setEnabled(True)
        self.back.setVisible(0 < step < last)
        self.have_backup.setVisible(step == 0 and self._may_put_back)
        self.next.set_text(_OPEN if step == last else _SAVE if step == last - 1 else "Next")
        self._weigh()
        self.activate()

    def _weigh(self) -> None:
        page = self._pages[self.step]
        if page is self.recovery and not page.check():
            self.next.set_off("Tick that you have written it down")
        else:
            self.next.set_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            super().keyPressEvent(event)

    # -- the look --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.addWidget(self.notice)
        self._inside.addWidget(self._stack, 1)
        for page in self._pages:
            self._stack.addWidget(page)
        scroll = QScrollArea()  # large text on a small screen
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        for ground in (scroll.viewport(), inside):
            ground.setAutoFillBackground(False)
        foot = Strip(theme, 72, 60, fill="surface-2", line="top", rounded="bottom", edge=36)
        foot.row.addWidget(self.back)
        foot.row.addWidget(self.have_backup)
        foot.row.addStretch(1)
        foot.row.addWidget(self.next.reason_line())
        foot.row.addWidget(self.next)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(scroll, 1)
        right.addWidget(foot)
        self._card = Card(theme, edge="line-2", name="Set up KetWell Desk")
        across = QHBoxLayout(self._card)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        across.addWidget(self.steps)
        across.addLayout(right, 1)
        whole = QHBoxLayout(self)
        whole.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def _fit(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        edge, top = px(32 if compact else 36), px(24 if compact else 32)
        self._inside.setContentsMargins(edge, top, edge, px(16))
        self._inside.setSpacing(px(12))
        self._card.setFixedSize(
            min(px(_WIDTH), self.width() - px(48)), min(px(_HEIGHT), self.height() - px(40))
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
