"""The one value behind the card: every block shows it, drafts keep it, saving logs it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.domain.calling_hours import CallingHours
from desktop.domain.local_time import same_wall_time
from desktop.domain.sensitive import still_kept
from desktop.domain.vocabulary import (
    CallOutcome,
    IdentityCheck,
    MilestoneKind,
    OutsiderKind,
    QuickKey,
    Reason,
    Relation,
    RequestKind,
)
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from desktop.services.call_form import (
    AskedRequest,
    CallForm,
    PromiseForm,
    ReadLine,
    ToldWords,
)
from desktop.ui.intake.card_facts import CallerFacts, CardFacts
from desktop.ui.intake.desk_facts import DeskFacts
from desktop.ui.intake.picking import (
    Picked,
    about_caller,
    about_other,
    picked_match,
    with_number,
    with_speaker,
    with_speaker_name,
    without_speaker,
)
from desktop.ui.intake.promise_times import (
    OWN,
    PromiseTimes,
    chosen_quick,
    promise_times,
)


class CardState(QObject):
    """What is on the card now. Blocks tell it facts; it works out what follows from them."""

    changed = Signal()
    """Something to show changed."""
    edited = Signal()
    """The person changed the card: worth a draft."""
    who_changed = Signal()
    """Number, speaker or subject changed: ask who that is."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._desk: DeskFacts | None = None
        self._form = CallForm(clock())
        self._caller = CallerFacts()
        self._asked_at = clock()
        self._basis: tuple[Candidates, CallingHours, SiteCalendar] | None = None

    # -- what is there -------------------------------------------------------------------------

    @property
    def form(self) -> CallForm:
        """What was typed and picked."""
        return self._form

    @property
    def facts(self) -> CardFacts:
        """All that the blocks show. A card is open only after :meth:`know_desk`."""
        if self._desk is None:
            raise RuntimeError("no desk yet")
        return CardFacts(self._form, self._caller, self._desk, self._clock())

    @property
    def times(self) -> PromiseTimes:
        """What can be promised."""
        return promise_times(self.facts, self._asked_at)

    def know_desk(self, desk: DeskFacts) -> None:
        """Who works here, where, and with whom."""
        self._desk = desk

    # -- opening -------------------------------------------------------------------------------

    def open(self, form: CallForm) -> None:
        """Show this card instead."""
        self._form, self._caller, self._asked_at = form, CallerFacts(), self._clock()
        self._basis = None
        self.changed.emit()
        self.who_changed.emit()

    def know_caller(self, caller: CallerFacts) -> None:
        """What was found about number and people; an answer to an older question is dropped."""
        form = self._form
        asked = (caller.number_text, caller.speaker_id, caller.subject_id, caller.outside)
        if asked != (form.number_text, form.speaker_id, form.subject_id, form.outside):
            return
        fresh = self._caller.number_text != caller.number_text
        self._caller = caller
        self._keep_latest()
        only = caller.people[0] if len(caller.people) == 1 else None
        if fresh and only and not form.speaker_id and not form.speaker_name.strip():
            self._edit(with_speaker(form, picked_match(only)))
            return
        self._follow_zone()
        self.changed.emit()

    # -- who -----------------------------------------------------------------------------------

    def type_number(self, text: str) -> None:
        """The number as it stands in the field."""
        self._edit(with_number(self._form, text, self._caller))

    def pick_speaker(self, picked: Picked) -> None:
        """Somebody known is speaking."""
        self._edit(with_speaker(self._form, picked))

    def type_speaker(self, name: str) -> None:
        """A name typed, nobody picked."""
        if name != self._form.speaker_name:
            self._edit(with_speaker_name(self._form, name))

    def pick_subject(self, picked: Picked | None, name: str = "") -> None:
        """The call is about somebody else; None with no name: about the caller."""
        if picked is None and not name.strip():
            self._edit(about_caller(self._form))
        else:
            self._edit(about_other(self._form, picked, name, self._caller))

    def set_outsider(self, kind: OutsiderKind | None) -> None:
        """A caller who is told nothing of patients; None: a patient after all, or who speaks for
        one. Whoever the number belongs to is looked up again then."""
        kept = tuple(
            each for each in self._form.requests if each.kind is not RequestKind.CLINIC_RECORDS
        )
        self._set_outside(replace(self._form, outsider=kind, requests=kept))

    def add_request(self, request: AskedRequest) -> None:
        """The caller asks for something."""
        form = replace(self._form, requests=(*self._form.requests, request))
        if request.kind is RequestKind.CLINIC_RECORDS:
            self._set_outside(form)
        else:
            self._edit(form)

    def drop_request(self, place: int) -> None:
        """It is not asked for after all."""
        left = [each for n, each in enumerate(self._form.requests) if n != place]
        self._set_outside(replace(self._form, requests=tuple(left)))

    def _set_outside(self, form: CallForm) -> None:
        changes = form.outside != self._form.outside
        if form.outside:
            # Nobody is named, is a patient, or was told what patients are told.
            named = without_speaker(form) if form.speaker_id is not None else about_caller(form)
            relation = Relation.OTHER if changes else form.relation
            form = replace(named, relation=relation, told=())
        elif changes:
            form = replace(form, relation=Relation.PATIENT)
        if changes:
            self._caller = CallerFacts()
        self._edit(form)
        if changes:
            self.who_changed.emit()

    def set_relation(self, relation: Relation) -> None:
        """What the speaker is to whom it concerns."""
        self._edit(replace(self._form, relation=relation))

    def set_site(self, site_id: UUID | None) -> None:
        """The clinic the call is about."""
        self._edit(replace(self._form, site_id=site_id))

    def set_language(self, language: str, interpreter: bool) -> None:
        """In which language, and whether somebody interprets."""
        self._edit(replace(self._form, language=language, interpreter=interpreter))

    def set_check(self, check: IdentityCheck | None) -> None:
        """How the speaker showed who they are; stamped with the time."""
        at = self._clock() if check else None
        self._edit(replace(self._form, identity_check=check, identity_checked_at=at))

    def set_zone(self, zone: str | None) -> None:
        """Where the caller says they are."""
        self._edit(replace(self._form, zone=zone))

    # -- what was said ---------------------------------------------------------------------------

    def set_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """Why they call, in the order of picking."""
        self._edit(replace(self._form, reasons=reasons))

    def type_notes(self, notes: str) -> None:
        """What the caller said. A sensitive number that was not there is asked about anew."""
        kept = still_kept(self._form.notes, notes, kept=self._form.sensitive_kept)
        self._edit(replace(self._form, notes=notes, sensitive_kept=kept))

    def keep_sensitive(self, kept: bool) -> None:
        """Save the number in the notes as typed, or mask it."""
        self._edit(replace(self._form, sensitive_kept=kept))

    def set_outcome(self, outcome: CallOutcome) -> None:
        """How the call ended. A callback begins with tomorrow, so that it has a time."""
        self._form = replace(self._form, outcome=outcome)
        if outcome is CallOutcome.CALLBACK and self._form.promise.due_at is None:
            self._asked_at = self._clock()
            self._follow_zone()
            promise = chosen_quick(self._form.promise, self.times, QuickKey.TOMORROW)
            self._form = replace(self._form, promise=promise)
        self._edit(self._form)

    def add_read(self, line: ReadLine) -> None:
        """Words were read out; the same ones twice are read once."""
        read = self._form.read_lines
        if all(each.line_id != line.line_id for each in read):
            self._edit(replace(self._form, read_lines=(*read, line)))

    def drop_read(self, line_id: UUID) -> None:
        """Words were not read out after all."""
        left = tuple(each for each in self._form.read_lines if each.line_id != line_id)
        self._edit(replace(self._form, read_lines=left))

    def tell(self, statement_id: UUID, told: bool) -> None:
        """The caller was told these approved words, or was not after all."""
        left = tuple(each for each in self._form.told if each.statement_id != statement_id)
        new = (ToldWords(statement_id, self._clock()),) if told else ()
        self._edit(replace(self._form, told=(*left, *new)))

    def tell_subject_too(self, statement_id: UUID, told: bool) -> None:
        """Whom the call concerns heard these words too, or did not; who speaks heard them then."""
        known = {each.statement_id: each for each in self._form.told}
        words = known.get(statement_id) or ToldWords(statement_id, self._clock())
        known[statement_id] = replace(words, also_subject=told)
        self._edit(replace(self._form, told=tuple(known.values())))

    def set_late_entry(self, at: datetime | None) -> None:
        """The call was earlier, at this time; None: it is now."""
        self._edit(replace(self._form, real_started_at=at))

    def set_field(self, **fields: Any) -> None:
        """Any other field of the form."""
        self._edit(replace(self._form, **fields))

    # -- the promise -----------------------------------------------------------------------------

    def pick_quick(self, key: QuickKey) -> None:
        """A quick time was pressed."""
        self._promise(chosen_quick(self._form.promise, self.times, key))

    def pick_time(self, due_at: datetime) -> None:
        """A day and time picked by hand."""
        waiting = self._form.promise.milestone is not None
        choice = self._form.promise.choice if waiting else OWN
        self._promise(replace(self._form.promise, choice=choice, due_at=due_at))

    def pick_own(self) -> None:
        """A time of one's own, beginning with the one chosen so far."""
        self._promise(replace(self._form.promise, choice=OWN, milestone=None))

    def pick_milestone(self, milestone: MilestoneKind) -> None:
        """What else the promise waits on."""
        self._promise(replace(self._form.promise, milestone=milestone))

    def pick_owner(self, team_id: UUID, user_id: UUID | None) -> None:
        """Who calls back: a team, or one of its people."""
        self._promise(replace(self._form.promise, owner_team_id=team_id, owner_user_id=user_id))

    def set_hours_reason(self, reason: str) -> None:
        """Why it cannot wait until the caller's hours."""
        self._promise(replace(self._form.promise, hours_reason=reason))

    # -- following -------------------------------------------------------------------------------

    def _promise(self, promise: PromiseForm) -> None:
        self._edit(replace(self._form, promise=promise))

    def _edit(self, form: CallForm) -> None:
        before = self._form
        if form.subject_id != before.subject_id:  # somebody else has not heard it too
            told = tuple(replace(each, also_subject=False) for each in form.told)
            form = replace(form, told=told)
        self._form = form
        self._keep_latest()
        who = (form.number_text, form.speaker_id, form.subject_id)
        asks = who != (before.number_text, before.speaker_id, before.subject_id)
        self._follow_zone()
        self.changed.emit()
        self.edited.emit()
        if asks:
            self.who_changed.emit()

    def _keep_latest(self) -> None:
        """A promise that waits never waits for longer than the policy lets it."""
        promise = self._form.promise
        if self._desk is None or promise.milestone is None or promise.due_at is None:
            return
        latest = self.facts.latest(promise.due_at)
        if latest != promise.due_at:
            self._form = replace(self._form, promise=replace(promise, due_at=latest))

    def _follow_zone(self) -> None:
        """A time is meant in the caller's time: it moves when their place is found to be another.
        What stood on a card that was opened again stays as it was said."""
        if self._desk is None:
            return
        facts, before = self.facts, self._basis
        self._basis = (facts.candidates, facts.hours, facts.site)
        if before is None or before == self._basis:
            return
        promise = self._form.promise
        if promise.choice in (QuickKey.HOUR, QuickKey.AFTERNOON, QuickKey.TOMORROW):
            promise = chosen_quick(promise, self.times, QuickKey(promise.choice))
        elif promise.due_at is not None:
            due_at = same_wall_time(promise.due_at, before[0].zones[0], facts.candidates.zones[0])
            promise = replace(promise, due_at=due_at)
        self._form = replace(self._form, promise=promise)
