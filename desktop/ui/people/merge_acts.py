"""Merging from the page: compare two, swap them, merge, say that they are two."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import ChangedSince, Problem
from desktop.services.alike import Pair
from desktop.services.merging import MergePreview
from desktop.services.people import PersonHit
from desktop.services.person_card import PersonRow
from desktop.services.recorded import Recorded
from desktop.ui.people.asking import Asking
from desktop.ui.people.merge_dialog import MergeDialog
from desktop.ui.people.pick_dialog import PairsDialog, PickDialog
from desktop.ui.tasks import Runner


class MergeActs(QObject):
    """Opens the dialogs and writes what is decided in them."""

    merged = Signal(object)
    """The identity of the one who stays."""
    pairs_found = Signal(int)

    def __init__(
        self, asking: Asking, tasks: Runner, services: Services, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(asking.window)
        self._asking, self._tasks, self._services, self._clock = asking, tasks, services, clock
        self.dialog: MergeDialog | None = None
        self.pick: PickDialog | None = None
        self.pairs: PairsDialog | None = None
        self._first: UUID | None = None
        self._key = uuid4()

    def set_actor(self) -> None:
        """Somebody else is at the desk."""
        for dialog in (self.dialog, self.pick, self.pairs):
            if dialog is not None:
                dialog.close()

    def compare(self, one: UUID, other: UUID) -> None:
        """Look at two beside each other; the one who was there first stays, unless swapped."""
        self._read(one, other, self._open_older_first)

    def with_somebody(self, person: PersonRow) -> None:
        """Ask with whom, then compare."""
        if self.pick is None:
            self.pick = PickDialog(self._asking.theme, self._asking.window.window())
            self.pick.search_requested.connect(self._find)
            self.pick.picked.connect(self._picked)
        self._first = person.id
        self.pick.ask(person.name)

    def look_at_pairs(self) -> None:
        """Every pair that looks the same. Goes through all names, so beside the worker."""
        actor, alike = self._asking.actor, self._services.alike

        def found(pairs: tuple[Pair, ...]) -> None:
            if self._asking.actor is actor:  # else somebody else sat down meanwhile
                self._open_pairs(pairs)

        self._tasks.run_network(lambda: alike.pairs(actor), found, self._trouble)

    def count_pairs(self) -> None:
        """The same without a dialog, for the head."""
        actor, alike = self._asking.actor, self._services.alike
        self._tasks.run_network(
            lambda: alike.pairs(actor), lambda found: self.pairs_found.emit(len(found)), _quiet
        )

    # -- inside --------------------------------------------------------------------------------

    def _read(self, stays: UUID, gone: UUID, done: Callable[[MergePreview], None]) -> None:
        actor, merging = self._asking.actor, self._services.merging
        self._tasks.run(
            lambda: merging.preview(actor, stays, gone), done, self._trouble, replaces="merge"
        )

    def _find(self, text: str) -> None:
        actor, people, first, dialog = (
            self._asking.actor,
            self._services.people,
            self._first,
            self.pick,
        )
        if dialog is not None:
            self._tasks.run(
                lambda: tuple(h for h in people.find(actor, text) if h.person_id != first),
                lambda hits: dialog.offer(text, hits),
                self._trouble,
                replaces="whom to merge with",
            )

    def _picked(self, hit: PersonHit) -> None:
        if self._first is not None:
            self.compare(self._first, hit.person_id)

    def _open_pairs(self, pairs: tuple[Pair, ...]) -> None:
        self.pairs_found.emit(len(pairs))
        if self.pairs is None:
            self.pairs = PairsDialog(self._asking.theme, self._asking.window.window(), self._clock)
            self.pairs.picked.connect(
                lambda pair: self.compare(pair.one.person_id, pair.other.person_id)
            )
        self.pairs.ask(pairs, self._asking.actor.zone)

    def _open_older_first(self, preview: MergePreview) -> None:
        if preview.gone_since < preview.stays_since:
            self._read(preview.gone.id, preview.stays.id, self._open)
        else:
            self._open(preview)

    def _open(self, preview: MergePreview) -> None:
        self._key = uuid4()
        if self.dialog is None:
            dialog = self.dialog = MergeDialog(
                self._asking.theme, self._asking.window.window(), self._clock
            )
            dialog.swap_requested.connect(self._swap)
            dialog.kept_apart.connect(self._not_same)
            dialog.merge_requested.connect(self._merge)
        self.dialog.ask(preview, self._asking.actor.zone)

    def _swap(self) -> None:
        dialog = self.dialog
        if dialog is not None and dialog.preview is not None:
            self._read(dialog.preview.gone.id, dialog.preview.stays.id, dialog.show_preview)

    def _merge(self, taken: frozenset[str]) -> None:
        dialog, merging = self.dialog, self._services.merging
        preview = dialog.preview if dialog is not None else None
        if preview is None:
            return
        stays, gone = preview.stays, preview.gone

        def done(recorded: Recorded) -> None:
            self._close()
            self.merged.emit(recorded.written.value)

        self._asking.run(
            lambda who, key: merging.merge(
                who, (stays.id, stays.version), (gone.id, gone.version), key, taken
            ),
            done,
            self._failed,
            self._key,
        )

    def _not_same(self) -> None:
        dialog, merging = self.dialog, self._services.merging
        preview = dialog.preview if dialog is not None else None
        if preview is None:
            return
        one, other = preview.stays.id, preview.gone.id
        self._asking.run(
            lambda who, key: merging.not_same(who, one, other, key),
            lambda _recorded: self._close(),
            self._failed,
            self._key,
        )

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _failed(self, problem: Problem) -> None:
        dialog = self.dialog
        if dialog is None or dialog.preview is None:
            self._trouble(problem)
            return
        dialog.show_problem(str(problem))
        if isinstance(problem, ChangedSince):
            preview = dialog.preview

            def show(fresh: MergePreview) -> None:
                dialog.show_preview(fresh)
                dialog.show_problem(str(problem))

            self._key = uuid4()
            self._read(preview.stays.id, preview.gone.id, show)

    def _trouble(self, problem: Problem) -> None:
        self._asking.troubled.emit(str(problem))


def _quiet(_problem: Problem) -> None:
    """The head goes on showing what was found last."""
