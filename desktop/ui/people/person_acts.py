"""What is done with one person: details corrected, numbers, addresses, what binds, who speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.app import Services
from desktop.domain.errors import ChangedSince, Problem
from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.roles import may
from desktop.domain.vocabulary import NumberKind, Permission, RestrictionKind
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.person_card import NumberOfPerson, PersonRow
from desktop.services.places import SiteRow
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.people.asking import Asking, Work, told
from desktop.ui.people.detail_dialogs import (
    AddNumberDialog,
    DoNotCallDialog,
    LineDialog,
    RestrictionDialog,
    SpeakDialog,
)
from desktop.ui.people.edit_dialog import EditDialog
from desktop.ui.people.person_words import KIND_WORDS
from desktop.ui.records.record_acts import RecordActs
from desktop.ui.tasks import Runner
from desktop.ui.widgets.menus import menu_under, open_menu, plain
from desktop.ui.words import PURPOSE_WORDS, RESTRICTION_WORDS

D = TypeVar("D", bound=AskDialog)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What the edit form needs, read when it opens."""

    person: PersonRow
    sites: tuple[SiteRow, ...]


class PersonActs(QObject):
    """Opens what an act needs and writes it."""

    merge_requested = Signal()
    """Pick somebody to merge this person with."""
    told_requested = Signal(object)
    """Show everything that the person of this identity was told."""

    def __init__(
        self,
        asking: Asking,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(asking.window)
        self._asking, self._tasks, self._services = asking, tasks, services
        self._clock = clock
        self.records = RecordActs(asking, tasks, services, clock)

    # -- details -------------------------------------------------------------------------------

    def edit(self, person_id: UUID) -> None:
        """The form of the details; one that was closed half typed opens as it was."""
        actor, services = self._asking.actor, self._services
        kept = self._asking.kept("edit", person_id)
        if isinstance(kept, EditDialog):
            self._open_edit(kept)
            return

        def opened(fresh: _Fresh) -> None:
            now = self._clock()
            today = local_day(now, actor.zone)
            self._open_edit(
                EditDialog(
                    self._asking.theme,
                    self._asking.window.window(),
                    fresh.person,
                    fresh.sites,
                    now,
                    today,
                    actor.zone,
                )
            )

        self._tasks.run(
            lambda: _Fresh(services.people.get(actor, person_id), services.places.sites(actor)),
            opened,
            self._trouble,
        )

    def _open_edit(self, dialog: EditDialog) -> None:
        people = self._services.people

        def prepare() -> Work | None:
            if not dialog.complete():
                return None
            person, changes = dialog.person, dialog.changes()
            said = f"Details of {changes.get('name', person.name)} saved."
            return lambda who, key: told(
                people.update(who, person.id, person.version, key, **changes), said
            )

        def failed(problem: Problem) -> None:
            if isinstance(problem, ChangedSince):
                self._rebase(dialog)

        self._asking.ask("edit", dialog.person.id, dialog, prepare, failed)

    def _rebase(self, dialog: EditDialog) -> None:
        """Somebody was quicker: what is typed stays, the rest is as they left it; saving again
        saves over nothing unseen."""
        actor, people, person_id = self._asking.actor, self._services.people, dialog.person.id
        self._tasks.run(lambda: people.get(actor, person_id), dialog.rebase, self._trouble)

    # -- the menu ------------------------------------------------------------------------------

    def open_menu(self, person: PersonRow, under: QWidget) -> None:
        """Everything else that can be done with them."""
        menu = menu_under(under, "More with this person")
        menu.addAction("Add a number…", lambda: self.add_number(person))
        menu.addAction("Add an e-mail…", lambda: self.add_email(person))
        menu.addAction("Never do something…", lambda: self.restrict(person))
        menu.addAction("Somebody may speak for them…", lambda: self.allow(person))
        menu.addAction("Do not call…", lambda: self.stop_calls(person))
        menu.addAction("What they were told…", lambda: self.told_requested.emit(person.id))
        menu.addSeparator()
        for number in person.numbers:
            self._number_menu(menu, person, number)
        self._take_back_menu(menu, person)
        menu.addSeparator()
        menu.addAction("Merge with somebody…", self.merge_requested.emit)
        self.records.add_to(menu, person)
        open_menu(menu)

    def _number_menu(self, menu: QMenu, person: PersonRow, number: NumberOfPerson) -> None:
        shown = display(number.e164, number.extension or None)
        below = menu.addMenu(plain(shown))
        if number is not person.numbers[0]:
            below.addAction("Ring this first", lambda: self.ring_first(person, number))
        for kind, (words, _icon) in KIND_WORDS.items():
            if kind is not number.kind:
                below.addAction(f"It is: {words}", partial(self.change_kind, person, number, kind))
        below.addAction("Remove", lambda: self.remove_number(person, number))

    def _take_back_menu(self, menu: QMenu, person: PersonRow) -> None:
        details = self._services.person_details
        for email in person.emails:
            said = f"{email.email} removed."
            self._back(menu, f"Remove {email.email}", said, details.remove_email, email.id)
        for bound in person.restrictions:
            words = RESTRICTION_WORDS[bound.kind][0]
            said = f"“{words}” binds nobody any more."
            self._back(menu, f"No longer: {words}", said, details.remove_restriction, bound.id)
        for given in person.spoken_for_by:
            if given.is_valid:
                words = f"Take back: {given.speaker_name} may speak"
                said = f"{given.speaker_name} may not speak for {person.name} any more."
                self._back(menu, words, said, details.stop_speaking, given.id)
        if may(self._asking.actor.role, Permission.LIFT_DO_NOT_CALL):
            for row in person.do_not_call:
                words = PURPOSE_WORDS[row.purpose].lower()
                menu.addAction(
                    f"Lift do not call: {words}…", partial(self.lift, row.id, person.name)
                )

    def _back(
        self,
        menu: QMenu,
        words: str,
        said: str,
        take: Callable[[Actor, UUID, UUID], Written],
        record_id: UUID,
    ) -> None:
        def work(who: Actor, key: UUID) -> Recorded:
            return told(take(who, record_id, key), said)

        menu.addAction(plain(words), lambda: self._asking.run(work))

    # -- numbers and addresses -----------------------------------------------------------------

    def add_number(self, person: PersonRow) -> None:
        """One more number."""
        people = self._services.people
        dialog = self._kept("number", person, AddNumberDialog) or AddNumberDialog(
            self._asking.theme, self._asking.window.window(), person.name
        )

        def prepare() -> Work | None:
            if not dialog.complete():
                return None
            text, kind = dialog.number.text(), dialog.kind
            return lambda who, key: told(
                people.add_number(who, person.id, text, kind, key),
                f"{text.strip()} is a number of {person.name} now.",
            )

        self._asking.ask(
            "number", person.id, dialog, prepare, lambda p: dialog.field.set_problem(str(p))
        )

    def ring_first(self, person: PersonRow, number: NumberOfPerson) -> None:
        """This one before the others."""
        details = self._services.person_details
        shown = display(number.e164, number.extension or None)
        self._asking.run(
            lambda who, key: told(
                details.change_number(who, person.id, number.number_id, key, first=True),
                f"{shown} is rung first.",
            )
        )

    def change_kind(self, person: PersonRow, number: NumberOfPerson, kind: NumberKind) -> None:
        """What it is used for."""
        details = self._services.person_details
        shown, words = display(number.e164, number.extension or None), KIND_WORDS[kind][0].lower()
        self._asking.run(
            lambda who, key: told(
                details.change_number(who, person.id, number.number_id, key, kind=kind),
                f"{shown} is kept as {words}.",
            )
        )

    def remove_number(self, person: PersonRow, number: NumberOfPerson) -> None:
        """It is not theirs any more."""
        details = self._services.person_details
        shown = display(number.e164, number.extension or None)
        self._asking.run(
            lambda who, key: told(
                details.remove_number(who, person.id, number.number_id, key),
                f"{shown} is no number of {person.name} any more.",
            )
        )

    def add_email(self, person: PersonRow) -> None:
        """One more address."""
        details = self._services.person_details
        dialog = self._kept("email", person, LineDialog) or LineDialog(
            self._asking.theme,
            self._asking.window.window(),
            f"Which e-mail address does {person.name} have?",
            label="E-mail",
            placeholder="name@example.com",
            act="Add e-mail",
            icon="mail",
            missing="Type the address.",
        )

        def prepare() -> Work | None:
            if not dialog.complete():
                return None
            text = dialog.line.text().strip()
            return lambda who, key: told(
                details.add_email(who, person.id, text, key),
                f"{text} is an address of {person.name} now.",
            )

        self._asking.ask(
            "email", person.id, dialog, prepare, lambda p: dialog.field.set_problem(str(p))
        )

    # -- what binds, who speaks ----------------------------------------------------------------

    def restrict(self, person: PersonRow) -> None:
        """What binds the desk from now on."""
        details = self._services.person_details
        dialog = self._kept("restriction", person, RestrictionDialog) or RestrictionDialog(
            self._asking.theme, self._asking.window.window(), person.name
        )

        def prepare() -> Work:
            kind, note = dialog.kind, dialog.note.text()
            return lambda who, key: told(
                details.add_restriction(who, person.id, kind, note, key), _bound(kind, person.name)
            )

        self._asking.ask("restriction", person.id, dialog, prepare)

    def allow(self, person: PersonRow) -> None:
        """Somebody may speak for them."""
        actor, people, details = (
            self._asking.actor,
            self._services.people,
            self._services.person_details,
        )
        dialog = self._kept("speak", person, SpeakDialog)
        if dialog is None:
            today = local_day(self._clock(), actor.zone)
            dialog = SpeakDialog(
                self._asking.theme, self._asking.window.window(), person.name, today
            )
            made = dialog
            dialog.search_requested.connect(
                lambda text: self._tasks.run(
                    lambda: people.find(actor, text, 4),
                    lambda hits: made.offer(text, hits),
                    self._trouble,
                    replaces="who may speak",
                )
            )
        form = dialog

        def prepare() -> Work | None:
            if not form.complete() or form.speaker is None:
                return None
            speaker, (relation, scope) = form.speaker, form.chosen
            source, until = form.source.text(), form.last_day
            return lambda who, key: told(
                details.allow_to_speak(
                    who, speaker.person_id, person.id, relation, scope, source, until, key
                ),
                f"{speaker.name} may speak for {person.name}.",
            )

        self._asking.ask("speak", person.id, form, prepare)

    def stop_calls(self, person: PersonRow) -> None:
        """Do not call them, or one of their numbers."""
        do_not_calls = self._services.do_not_calls
        numbers: list[tuple[str, object]] = [
            (f"Everybody at {display(n.e164, n.extension or None)}", n.number_id)
            for n in person.numbers
        ]
        dialog = self._kept("stop", person, DoNotCallDialog) or DoNotCallDialog(
            self._asking.theme, self._asking.window.window(), person.name, numbers
        )

        def prepare() -> Work:
            number, purpose, words = dialog.where.value(), dialog.purpose, dialog.words.text()
            number_id = number if isinstance(number, UUID) else None
            whom = None if number_id else person.id
            return lambda who, key: do_not_calls.set(
                who, whom, number_id, purpose, words.strip(), key
            )

        self._asking.ask("stop", person.id, dialog, prepare)

    def lift(self, row_id: UUID, name: str) -> None:
        """A manager allows calls again, and says why."""
        do_not_calls = self._services.do_not_calls
        dialog = LineDialog(
            self._asking.theme,
            self._asking.window.window(),
            f"May {name} be called again?",
            label="Why",
            placeholder="She asked us to ring again",
            act="Lift do not call",
            icon="phone",
            missing="Say why in a few words.",
        )

        def prepare() -> Work | None:
            why = dialog.line.text()
            if not dialog.complete():
                return None
            return lambda who, key: do_not_calls.lift(who, row_id, why, key)

        self._asking.ask("lift", row_id, dialog, prepare)

    def _kept(self, what: str, person: PersonRow, kind: type[D]) -> D | None:
        kept = self._asking.kept(what, person.id)
        return kept if isinstance(kept, kind) else None

    def _trouble(self, problem: Problem) -> None:
        self._asking.troubled.emit(str(problem))


def _bound(kind: RestrictionKind, name: str) -> str:
    return f"{RESTRICTION_WORDS[kind][0]} is kept for {name}."
