"""The Safety card saved: the event, its steps, and the follow-up that starts at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, bindparam, literal_column, select

from desktop.domain.errors import Refused
from desktop.domain.numbers import NumberReading, read_number
from desktop.domain.safety import number_is_missing
from desktop.domain.safety_climb import STEP
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    Permission,
    Resolution,
    SafetyBranch,
    SafetyEnding,
    SafetyStepKind,
)
from desktop.domain.wording import clock
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Item, Ledger, Writing
from desktop.services.leases import end_lease
from desktop.services.number_rows import keep_number
from desktop.services.promising import NOBODY, Facts, Promise, add_promise, facts_of
from desktop.services.recorded import Recorded
from desktop.services.safety_drafts import (
    SafetyDraftRow,
    SafetyDrafts,
    call_of_draft,
    remove_safety_draft,
)
from desktop.services.safety_form import SafetyAnswer, SafetyForm
from desktop.services.safety_numbers import read_numbers
from desktop.services.undo import Inverse
from desktop.storage import tables
from desktop.storage.engine import Database

SAFETY = "Safety follow-up"
NO_NUMBER = (
    "The call dropped. Type the number to ring back at the top, or press “No number” if there "
    "is none."
)
NOT_UNDONE = (
    "A Safety card that was saved is not taken back. A manager can strike it with a reason."
)

_of = tables.metadata.tables
_event = _of["safety_event"]
_step = _of["safety_step"]
_callback = _of["callback"]
_call = _of["call"]
_person = _of["person"]
_site = _of["site"]

# Those of this card, else that of its call, logged as a safety call before the card was saved.
_BY_EVENT = (
    select(_callback.c.id)
    .join(_event, _event.c.follow_up_id == _callback.c.id)
    .where(
        _event.c.call_draft_id == bindparam("this_call"),
        _callback.c.state == literal_column("'open'"),
    )
    .limit(1)
)
_BY_CALL = (
    select(_callback.c.id)
    .where(
        _callback.c.call_id == bindparam("this_call"),
        _callback.c.kind == CallbackKind.SAFETY,
        _callback.c.state == literal_column("'open'"),
    )
    .limit(1)
)


def _not_taken_back(_writing: Writing, _actor: Actor, _items: Sequence[Item]) -> None:
    raise Refused(NOT_UNDONE)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "save_safety_card": (Permission.LOG_CALLS, _not_taken_back),
    "strike_safety_card": (Permission.APPROVE_WORDS, _not_taken_back),
}


@dataclass(frozen=True, slots=True)
class SafetyEventRow:
    """A saved Safety card."""

    id: UUID
    call_id: UUID | None
    person_id: UUID | None
    number_text: str
    branch: SafetyBranch | None
    place: str
    dispatch: str
    note: str
    ending: SafetyEnding | None
    opened_at: datetime
    saved_at: datetime
    follow_up_id: UUID | None
    struck_reason: str | None
    answers: tuple[SafetyAnswer, ...]
    version: int


class Safety:
    """Saves and strikes Safety cards; keeps those that are not saved yet."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._drafts = SafetyDrafts(database, clock)

    def keep(self, actor: Actor | None, draft_id: UUID, form: SafetyForm) -> datetime:
        """Keep what is on the card, also while nobody is signed in; returns when."""
        return self._drafts.keep(actor, draft_id, form)

    def open_drafts(self, actor: Actor) -> tuple[SafetyDraftRow, ...]:
        """The cards that are not saved yet, the one touched last first."""
        return self._drafts.open_drafts(actor)

    def throw_away(self, actor: Actor, draft_id: UUID) -> None:
        """Let a card go that was opened by mistake."""
        self._drafts.throw_away(actor, draft_id)

    def save(self, actor: Actor, draft_id: UUID, form: SafetyForm, key: UUID) -> Recorded:
        """Make the event and its follow-up, due now and with whoever saves it; ``value`` is the
        event. Works without a name and without a number; only a call that dropped asks for one
        first (raises :class:`Refused`), and is content to hear that there is none.

        Where this call has an open follow-up already, that one goes on.
        """
        reading = read_number(form.number_text) if form.number_text.strip() else None
        has_number = reading is not None and reading.e164 is not None
        if number_is_missing(form.ending, has_number=has_number, no_number=form.no_number):
            raise Refused(NO_NUMBER)
        said: list[str] = []

        def work(writing: Writing) -> UUID:
            event_id = _write_event(writing, actor, draft_id, form, reading)
            team_at = clock(writing.now + STEP, actor.zone)
            said.append(
                "Safety record saved. The follow-up is yours and starts now; "
                f"without contact your team is asked too at {team_at}."
            )
            return event_id

        written = self._ledger.write(actor, "save_safety_card", Permission.LOG_CALLS, key, work)
        return Recorded(written, said[0] if said else "Saved already.")

    def strike(
        self, actor: Actor, event_id: UUID, version: int, reason: str, key: UUID
    ) -> Recorded:
        """Mark a card as used by mistake, with the reason; it stays and its follow-up is closed.
        Managers only, since nobody rings the caller any more."""
        reason = reason.strip()

        def work(writing: Writing) -> UUID:
            if not reason:
                raise Refused("Why was this card a mistake? Write it down; the card itself stays.")
            row = writing.row("safety_event", event_id)
            if row["struck_reason"] is not None:
                raise Refused("This Safety card is struck already.")
            writing.update("safety_event", event_id, {"struck_reason": reason}, expected=version)
            _close_struck(writing, actor, row["follow_up_id"], reason)
            return event_id

        written = self._ledger.write(
            actor, "strike_safety_card", Permission.APPROVE_WORDS, key, work
        )
        return Recorded(written, "The Safety card is struck. It stays in the history.")

    def event(self, actor: Actor, event_id: UUID) -> SafetyEventRow | None:
        """One saved card; None when there is none."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return _read(conn, _event.c.id == event_id)

    def event_of_follow_up(self, actor: Actor, callback_id: UUID) -> SafetyEventRow | None:
        """The newest card behind a safety follow-up."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return _read(conn, _event.c.follow_up_id == callback_id)


def _write_event(
    writing: Writing,
    actor: Actor,
    draft_id: UUID,
    form: SafetyForm,
    reading: NumberReading | None,
) -> UUID:
    call_draft_id = call_of_draft(writing.conn, draft_id, form)
    call_id = _exists(writing.conn, _call, call_draft_id)
    person_id = _exists(writing.conn, _person, form.person_id)
    subject_id = _exists(writing.conn, _person, form.subject_id)
    site_id = _exists(writing.conn, _site, form.site_id)
    number_id = keep_number(writing, reading) if reading else None
    follow_up_id = _open_follow_up(writing.conn, call_draft_id)
    if follow_up_id is None:
        facts = facts_of(writing.conn, person_id) if person_id else _unnamed(form)
        promise = Promise(
            reason=form.reason,
            what=SAFETY,
            due_at=writing.now,
            kind=CallbackKind.SAFETY,
            person_id=person_id,
            subject_id=subject_id,
            number_id=number_id,
            call_id=call_id,
            site_id=site_id,
            owner_user_id=actor.user_id,
        )
        follow_up_id = add_promise(writing, actor, promise, facts)
    numbers = read_numbers(writing.conn)
    dispatch = numbers.dispatch_of(numbers.place_of(form))
    event_id = writing.insert(
        "safety_event",
        {
            "call_id": call_id,
            "call_draft_id": call_draft_id,
            "person_id": person_id,
            "subject_id": subject_id,
            "number_id": number_id,
            "number_text": form.number_text.strip(),
            "branch": form.branch,
            "place": form.place.strip(),
            "dispatch": f"{dispatch.name}, {dispatch.number}" if dispatch else "",
            "note": form.note.strip(),
            "ending": form.ending,
            "opened_at": form.opened_at,
            "saved_at": writing.now,
            "follow_up_id": follow_up_id,
            "user_id": actor.user_id,
            "desk_id": actor.desk_id,
            "site_id": site_id,
            "struck_reason": None,
        },
        [{"step": a.step, "done": a.done, "at": a.at} for a in form.answers],
    )
    remove_safety_draft(writing.conn, draft_id)
    return event_id


def _unnamed(form: SafetyForm) -> Facts:
    return Facts(form.name.strip() or NOBODY.name, None, NOBODY.hours)


def _exists(conn: Connection, table: Table, record_id: UUID | None) -> UUID | None:
    """The identity, when its record is (still) here: what is gone must not stop the saving."""
    if record_id is None:
        return None
    found = conn.execute(select(table.c.id).where(table.c.id == record_id)).scalar()
    return found if isinstance(found, UUID) else None


def _open_follow_up(conn: Connection, call_draft_id: UUID | None) -> UUID | None:
    if call_draft_id is None:
        return None
    for query in (_BY_EVENT, _BY_CALL):
        found = conn.execute(query, {"this_call": call_draft_id}).scalar()
        if isinstance(found, UUID):
            return found
    return None


def _close_struck(writing: Writing, actor: Actor, callback_id: UUID | None, reason: str) -> None:
    """Its follow-up has nobody to ring, unless another card began or keeps it."""
    if callback_id is None:
        return
    others = select(_event.c.id).where(
        _event.c.follow_up_id == callback_id, _event.c.struck_reason.is_(None)
    )
    if writing.conn.execute(others.limit(1)).scalar() is not None:
        return
    if writing.row("callback", callback_id)["state"] != CallbackState.OPEN:
        return
    columns = {
        "state": CallbackState.CLOSED,
        "resolution": Resolution.NOT_NEEDED,
        "resolution_note": f"The Safety card was struck: {reason}",
        "closed_at": writing.now,
        "closed_by": actor.user_id,
        "needs_decision": False,
        "asks_number": False,
    }
    writing.update("callback", callback_id, columns)
    end_lease(writing.conn, callback_id)


def _read(conn: Connection, where: ColumnElement[bool]) -> SafetyEventRow | None:
    found = conn.execute(
        select(_event).where(where).order_by(_event.c.saved_at.desc(), _event.c.id.desc()).limit(1)
    ).first()
    if found is None:
        return None
    answers = [
        SafetyAnswer(SafetyStepKind(row.step), row.done, row.at)
        for row in conn.execute(select(_step).where(_step.c.event_id == found.id))
    ]
    answers.sort(key=lambda answer: list(SafetyStepKind).index(answer.step))
    return SafetyEventRow(
        found.id,
        found.call_id,
        found.person_id,
        found.number_text,
        SafetyBranch(found.branch) if found.branch else None,
        found.place,
        found.dispatch,
        found.note,
        SafetyEnding(found.ending) if found.ending else None,
        found.opened_at,
        found.saved_at,
        found.follow_up_id,
        found.struck_reason,
        tuple(answers),
        found.version,
    )
