"""The cards that wait: put by, taken up again, thrown away, put back."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.drafts import DraftRow, Drafts
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner

TRY_AGAIN_MS = 5_000


class CardShelf(QObject):
    """A card that cannot be put by is tried again until it is: it stands nowhere else. Of a blank
    one there is nothing to keep."""

    listed = Signal(object)
    """Every card that waits, as a tuple of :class:`DraftRow`, the one touched last first."""
    put_away = Signal()
    """A card was set aside because the person asked for it."""
    taken = Signal(object)
    """A :class:`DraftRow` to go on with."""
    thrown_away = Signal(object)
    """A :class:`DraftRow`, for :meth:`restore`."""
    troubled = Signal(str)

    def __init__(
        self, asker: Asker, tasks: Runner, drafts: Drafts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._asker, self._tasks, self._drafts = asker, tasks, drafts
        self._known: frozenset[UUID] = frozenset()
        self._unkept: dict[UUID, tuple[Actor, CallForm]] = {}
        self._again = QTimer(self, interval=TRY_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.keep_all)

    def load(self) -> None:
        """List the cards."""
        self._asker.ask(self._drafts.open_drafts, self._list, replaces="cards")

    def load_back(self) -> None:
        """List the cards, and take up the one that has come back: its call was undone."""
        known = self._known

        def done(rows: tuple[DraftRow, ...]) -> None:
            back = [row for row in rows if row.id not in known and row.set_aside_at is None]
            self._list(rows)
            if back:
                self.taken.emit(back[0])

        self._asker.ask(self._drafts.open_drafts, done)

    def put_by(self, draft_id: UUID, form: CallForm, *, asked: bool = False) -> None:
        """Set a card aside; ``asked`` when it was what the person wanted."""
        if self._asker.actor is not None and not form.is_blank:
            self._put_by(self._asker.actor, draft_id, form, asked=asked)

    def keep_all(self) -> None:
        """Try again what could not be kept."""
        for draft_id, (actor, form) in self._unkept.copy().items():
            self._put_by(actor, draft_id, form, asked=False)

    def take(self, draft_id: UUID) -> None:
        """Go on with a card. It may be gone, or somebody else has taken it on: then the list no
        longer has it."""
        self._asker.ask(lambda who: self._drafts.take_back(who, draft_id), self.taken.emit)
        self.load()

    def throw_away(self, draft_id: UUID, form: CallForm) -> None:
        """Throw a card away; when that fails it waits with the others."""
        if form.is_blank:
            return

        def failed(problem: Problem) -> None:
            self.put_by(draft_id, form)
            self.troubled.emit(str(problem))

        self._asker.ask(
            lambda who: self._drafts.discard(who, draft_id, form), self._thrown_away, failed
        )

    def restore(self, draft: object) -> None:
        """Go on with a card that was thrown away; what else an undo bar takes back is not here."""
        if isinstance(draft, DraftRow):
            self._asker.ask(
                lambda who: self._drafts.restore(who, draft), lambda _none: self.take(draft.id)
            )

    def _put_by(self, actor: Actor, draft_id: UUID, form: CallForm, *, asked: bool) -> None:
        def done(_row: DraftRow) -> None:
            self._unkept.pop(draft_id, None)
            self.load()
            if asked:
                self.put_away.emit()

        def failed(problem: Problem) -> None:
            if draft_id not in self._unkept:
                self.troubled.emit(str(problem))
            self._unkept[draft_id] = (actor, form)
            self._again.start()

        # Not through the asker: the card is kept for whoever typed it, also after they have gone.
        self._tasks.run(lambda: self._drafts.set_aside(actor, draft_id, form), done, failed)

    def _thrown_away(self, draft: DraftRow) -> None:
        self.thrown_away.emit(draft)
        self.load()

    def _list(self, rows: tuple[DraftRow, ...]) -> None:
        self._known = frozenset(row.id for row in rows)
        self.listed.emit(rows)
