"""What is done with one call: ringing back, correcting, copying, and the menu of all that."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app import Services
from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.number_display import display
from desktop.domain.vocabulary import CallOutcome
from desktop.services.actor import Actor
from desktop.services.call_detail import CallDetail
from desktop.services.people import PersonHit
from desktop.services.recorded import Recorded
from desktop.ui.acts import Acts
from desktop.ui.calls.correct_dialog import CorrectDialog
from desktop.ui.calls.first_version_dialog import FirstVersionDialog
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.promise_wanted import PromiseWanted
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind

_HITS = 3


class CallActs(Acts):
    """Asks what it needs, writes, and says what came of it, over ``window``."""

    call_requested = Signal(str)
    """Dial this number."""
    promise_requested = Signal(object)
    """A :class:`PromiseWanted`."""
    person_requested = Signal(object)
    """The identity of a person to open."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(tasks, services, clock, window)
        self._theme = theme
        self._sites: Sequence[tuple[str, UUID]] = ()
        self._dialog: CorrectDialog | None = None
        self._first: FirstVersionDialog | None = None
        self._key = uuid4()

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half-typed was not theirs."""
        self._actor = actor
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def set_sites(self, sites: Sequence[tuple[str, UUID]]) -> None:
        """The clinics there are."""
        self._sites = sites

    # -- ringing back ------------------------------------------------------------------------------

    def call_back(self, call_id: UUID) -> None:
        """Ring who called; a rule may say no, or ask."""
        actor, calls = self._actor, self._services.calls
        if actor is not None:
            self._tasks.run(
                lambda: calls.number_to_dial(actor, call_id),
                self.call_requested.emit,
                lambda problem: self._not_now(call_id, problem),
            )

    def _not_now(self, call_id: UUID, problem: Problem) -> None:
        if not isinstance(problem, NeedsReason):
            self.troubled.emit(str(problem))
            return
        question = QuestionDialog(
            self._theme,
            self._window,
            "Log a callback instead?",
            str(problem),
            safe="Not now",
            act="Log a callback",
            icon="moon",
            tone="late",
            act_kind=Kind.PRIMARY,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.agreed.connect(lambda _reason: self._log_later(call_id))
        question.ask()

    def _log_later(self, call_id: UUID) -> None:
        actor, calls = self._actor, self._services.calls
        if actor is not None:
            self._tasks.run(lambda: calls.detail(actor, call_id), self.log_callback, self._failed)

    # -- correcting --------------------------------------------------------------------------------

    def correct(self, detail: CallDetail) -> None:
        """Ask what the call should say; half-typed answers about this call are still there."""
        actor = self._actor
        if actor is None:
            return
        dialog = self.dialog
        kept = dialog.detail
        same = kept is not None and kept.call.id == detail.call.id
        if not same or kept is None or kept.call.version != detail.call.version:
            dialog.show_call(detail, self._sites, actor.zone, self._clock())
            self._key = uuid4()
        dialog.ask(self._write)

    @property
    def dialog(self) -> CorrectDialog:
        """The form; made when it is first asked for."""
        if self._dialog is None:
            dialog = self._dialog = CorrectDialog(self._theme, self._window)
            for field in (dialog.speaker, dialog.subject):
                field.asked.connect(lambda text, f=field: self._look_up(text, f.show_hits))
        return self._dialog

    def _look_up(self, text: str, show: Callable[[str, Sequence[PersonHit]], None]) -> None:
        actor, people = self._actor, self._services.people
        if actor is not None:
            self._tasks.run(
                lambda: people.find(actor, text, _HITS),
                lambda hits: show(text, hits),
                self._failed,
                replaces="correction who",
            )

    def _write(self) -> None:
        actor, dialog, calls, key = self._actor, self.dialog, self._services.calls, self._key
        detail = dialog.detail
        if actor is None or detail is None or not dialog.complete():
            dialog.wait_again()
            return
        columns, why = dialog.corrected(), dialog.because.text()
        call = detail.call

        def done(recorded: Recorded) -> None:
            self._key = uuid4()
            dialog.because.clear()
            dialog.done_well()
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)
            promised = detail.open_promise is not None
            if columns.get("outcome") is CallOutcome.CALLBACK and not promised:
                self._log_later(call.id)

        self._tasks.run(
            lambda: calls.correct(actor, call.id, call.version, why, key, **columns),
            done,
            dialog.show_problem,
        )

    def show_first(self, detail: CallDetail) -> None:
        """The call as it was first written down."""
        actor = self._actor
        if detail.first is None or actor is None:
            return
        if self._first is None:
            self._first = FirstVersionDialog(self._theme, self._window)
        self._first.show_version(detail.first, actor.zone, self._clock())

    # -- the rest ----------------------------------------------------------------------------------

    def log_callback(self, detail: CallDetail) -> None:
        """Promise a call to who called."""
        call = detail.call
        number = display(call.e164, call.extension or None) if call.e164 else call.number_text
        reason = call.reasons[0] if call.reasons else None
        name = call.speaker_name or call.subject_name
        self.promise_requested.emit(PromiseWanted(call.id, call.speaker_id, name, number, reason))

    def open_person(self, detail: CallDetail) -> None:
        """Who spoke, else whom it concerned."""
        person_id = detail.call.speaker_id or detail.call.subject_id
        if person_id is not None:
            self.person_requested.emit(person_id)

    def copy_number(self, detail: CallDetail) -> None:
        """For another program."""
        number = display(detail.call.e164 or "", detail.call.extension or None)
        QApplication.clipboard().setText(number)
        self.said.emit(f"{number} is copied.", None)

    def open_menu(self, detail: CallDetail, at: QPoint) -> None:
        """What else can be done with this call."""
        menu = QMenu(self._window)
        menu.setAccessibleName("More with this call")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_number = detail.call.e164 is not None
        entries: list[tuple[str, str, Callable[[], None], bool]] = [
            ("Call back", "phone-outgoing", lambda: self.call_back(detail.call.id), has_number),
            ("Log a callback…", "calendar-clock", lambda: self.log_callback(detail), True),
            ("Correct…", "pencil", lambda: self.correct(detail), True),
            (
                "Open person",
                "external-link",
                lambda: self.open_person(detail),
                (detail.call.speaker_id or detail.call.subject_id) is not None,
            ),
            ("Copy number", "copy", lambda: self.copy_number(detail), has_number),
        ]
        for words, icon, act, offered in entries:
            if offered:
                action = menu.addAction(self._theme.icon(icon), words)
                action.triggered.connect(lambda _on=False, a=act: a())
        menu.popup(at)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
