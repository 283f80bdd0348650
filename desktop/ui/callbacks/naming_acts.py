"""Saying whom a promise without a person is for: somebody known, or somebody new."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.changes import Written
from desktop.services.people import NewPerson, PersonHit
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.asking import Asking
from desktop.ui.intake.person_dialog import PersonDialog
from desktop.ui.intake.person_search import PersonSearch
from desktop.ui.tasks import Runner

Hits = tuple[PersonHit, ...]


class NamingActs(QObject):
    """One question at a time: who is it, and if nobody known, what do they call themselves?"""

    def __init__(self, asking: Asking, tasks: Runner, services: Services) -> None:
        super().__init__(asking)
        self._asking, self._tasks = asking, tasks
        self._people, self._callbacks = services.people, services.callbacks
        self._search: PersonSearch | None = None
        self._person: PersonDialog | None = None
        self._person_is_for: tuple[Actor, UUID] | None = None
        self._key = uuid4()

    def ask(self, detail: CallbackDetail) -> None:
        """Who is it for? A name typed on the call is looked for; without one whoever uses the
        number is offered."""
        row = detail.row
        if row.person_id is None:
            typed = row.name if row.name_is_known else ""
            self._find(_number(row), partial(self._open_search, row, typed))

    # -- somebody known ------------------------------------------------------------------------

    def _open_search(self, row: QueueRow, typed: str, likely: Hits) -> None:
        ask = self._asking
        if self._search is not None:
            return
        dialog = self._search = PersonSearch(
            ask.theme, ask.window, "Who is it for?", "New person…", name_needed=False
        )
        dialog.search_requested.connect(lambda text: self._find(text, partial(self._offer, text)))
        dialog.hit_picked.connect(lambda hit: self._attach(row, hit.person_id))
        dialog.name_given.connect(lambda text: self._ask_new(row, text))
        dialog.finished.connect(self._search_is_over)
        dialog.ask(typed, likely)

    def _offer(self, text: str, hits: Hits) -> None:
        if self._search is not None:
            self._search.offer(text, hits)

    def _search_is_over(self) -> None:
        if self._search is not None:
            self._search.deleteLater()
            self._search = None

    # -- somebody new --------------------------------------------------------------------------

    def _ask_new(self, row: QueueRow, text: str) -> None:
        """Closed without adding it keeps what was typed for this promise."""
        ask = self._asking
        name = "" if any(map(str.isdigit, text)) else text
        kept = self._person if self._person_is_for == (ask.actor, row.id) else None
        if kept is not None and name in ("", kept.name.text()):
            kept.ask_again()
            return
        self._forget_person()
        today = local_day(ask.clock(), ask.actor.zone)
        dialog = self._person = PersonDialog(ask.theme, ask.window, today)
        self._person_is_for, self._key = (ask.actor, row.id), uuid4()
        dialog.search_requested.connect(
            lambda typed: self._find(typed, partial(self._offer_alike, typed))
        )
        dialog.hit_picked.connect(lambda hit: self._attach(row, hit.person_id))
        dialog.add_requested.connect(partial(self._add, row))
        dialog.accepted.connect(self._forget_person)
        dialog.ask(NewPerson(name, "Patient", _number(row)))

    def _offer_alike(self, text: str, hits: Hits) -> None:
        if self._person is not None:
            self._person.offer(text, hits)

    def _add(self, row: QueueRow, new: NewPerson) -> None:
        actor, key, people = self._asking.actor, self._key, self._people
        self._tasks.run(
            lambda: people.add(actor, new, key), partial(self._added, row), self._not_added
        )

    def _added(self, row: QueueRow, written: Written) -> None:
        if written.repeated:
            return  # pressed twice: the first one counts
        if self._person is not None:
            self._person.accept()
        self._asking.writes.written.emit(written)
        if written.value is not None:
            self._attach(row, written.value)

    def _not_added(self, problem: Problem) -> None:
        if self._person is not None:
            self._person.say_problem(str(problem))

    def _forget_person(self) -> None:
        if self._person is not None:
            self._person.deleteLater()
            self._person = None

    # -- either ----------------------------------------------------------------------------------

    def _attach(self, row: QueueRow, person_id: UUID) -> None:
        """The promise stays in hand: it is not worked by this, but ready to be."""
        ask, callbacks, key = self._asking, self._callbacks, uuid4()
        actor = ask.actor
        ask.writes.run(
            (),
            lambda _why: callbacks.attach_person(actor, row.id, row.version, person_id, key),
        )

    def _find(self, text: str, done: Callable[[Hits], None]) -> None:
        actor, people = self._asking.actor, self._people
        self._tasks.run(
            lambda: people.find(actor, text),
            done,
            lambda problem: self._asking.writes.troubled.emit(str(problem)),
            replaces="callback person",
        )


def _number(row: QueueRow) -> str:
    return display(row.e164, row.extension or None) if row.e164 else ""
