"""The promises to ring somebody: the queue, one promise in full, and everything done with one.

The doing is in the modules beside this one (attempts, resolving, moving, leases, saved views);
here each becomes one Change of the actor's with the sentence that the desk hears about it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from desktop.domain.errors import NotFound, Refused
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DoNotCallPurpose,
    MilestoneKind,
    Permission,
    Resolution,
)
from desktop.services import attempts, callback_queue, moving, resolving, saved_views
from desktop.services.actor import Actor, demand
from desktop.services.attaching import attach
from desktop.services.attempts import Try, record_try
from desktop.services.call_form import ToldWords
from desktop.services.callback_detail import CallbackDetail, read_detail
from desktop.services.changes import Clock, Item, Ledger, Writing, Written
from desktop.services.leases import LeaseRow, Leases, end_lease, refuse_held
from desktop.services.new_promise import NewPromise, promise_of
from desktop.services.open_promise import promises_of, put_back, read_promise, stands_words
from desktop.services.promising import add_promise
from desktop.services.queue_row import QueueCounts, QueueCursor, QueuePage, QueueRow, ViewFilter
from desktop.services.recorded import Recorded, record
from desktop.services.resolving import Decision, resolved_words
from desktop.services.ringing import check_ring
from desktop.services.saved_views import SavedViewRow, SavedViews
from desktop.services.undo import Inverse, restore_images
from desktop.storage.engine import Database

Versions = Sequence[tuple[UUID, int]]
"""Callbacks, each with the version the person saw."""


def _unpromise(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    for item in items:
        if item.record != "callback":
            continue
        if writing.row("callback", item.record_id)["kind"] == CallbackKind.SAFETY:
            raise Refused(
                "A safety follow-up is not taken back. "
                "Close it, and write down who decided it and why."
            )
        refuse_held(writing.conn, actor, item.record_id, writing.now)
        end_lease(writing.conn, item.record_id)
    restore_images(writing, actor, items)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "promise_callback": (Permission.KEEP_CALLBACKS, _unpromise),
    "give_number": (Permission.KEEP_CALLBACKS, put_back),
    "attach_promise": (Permission.KEEP_CALLBACKS, put_back),
    **attempts.INVERSES,
    **resolving.INVERSES,
    **moving.INVERSES,
    **saved_views.INVERSES,
}


class Callbacks:
    """Reads ask for permission to see people, writes for permission to keep callbacks."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._leases = Leases(database, clock)
        self._views = SavedViews(database, ledger)

    # Reads

    def queue(
        self,
        actor: Actor,
        view: ViewFilter,
        limit: int = 200,
        after: QueueCursor | None = None,
    ) -> QueuePage:
        """A page of a view: late, soon, later and waiting ones, each group by the time due;
        closed ones newest first."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return callback_queue.page(conn, actor, view, self._clock(), limit, after)

    def counts(self, actor: Actor) -> QueueCounts:
        """The numbers on the tabs and on the rail."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return callback_queue.counts(conn, actor, self._clock())

    def due_for_reminder(
        self, actor: Actor, since: datetime, until: datetime
    ) -> tuple[QueueRow, ...]:
        """What fell due after ``since`` and by ``until``: mine, my team's, that of a team
        nobody sits with, and every safety follow-up."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return callback_queue.fallen_due(conn, actor, since, until)

    def safety_climbed(
        self, actor: Actor, since: datetime | None, until: datetime
    ) -> tuple[QueueRow, ...]:
        """The safety follow-ups that came to ask this person to act after ``since`` and by
        ``until``; without ``since`` all that ask them now."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return callback_queue.climbed(conn, actor, since, until)

    def detail(self, actor: Actor, callback_id: UUID) -> CallbackDetail:
        """Everything about one promise. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return read_detail(conn, actor, callback_id, self._clock())

    def may_ring(self, actor: Actor, callback_id: UUID, reason: str = "") -> None:
        """Ask before dialling: passes, or raises Refused or NeedsReason with what to do.

        The reason given here goes to :meth:`record` as ``hours_reason``.
        """
        demand(actor, Permission.KEEP_CALLBACKS)
        now = self._clock()
        with self._database.read() as conn:
            row = callback_queue.one(conn, actor, callback_id, now)
            if row is None:
                raise NotFound("This promise is not here any more. Go back to the list.")
            check_ring(conn, actor, row, now, reason)

    # Writes

    def promise(self, actor: Actor, new: NewPromise, key: UUID) -> Recorded:
        """Promise to ring somebody; ``value`` is the callback's id. A safety follow-up is due at
        once. Raises what :func:`desktop.services.promising.add_promise` raises."""

        def work(writing: Writing, said: list[str]) -> UUID:
            made = promise_of(writing, new)
            moving.owner_words(
                writing, actor, made.owner_team_id or actor.team_id, made.owner_user_id
            )
            callback_id = add_promise(writing, actor, made)
            promise = read_promise(writing, writing.row("callback", callback_id))
            when = stands_words(promise, actor.zone, writing.now)
            said.append(f"Promised {promise.name} a call {when}.")
            return callback_id

        return self._write(actor, "promise_callback", key, work)

    def record(
        self,
        actor: Actor,
        callback_id: UUID,
        version: int,
        result: AttemptResult,
        key: UUID,
        note: str = "",
        new_due_at: datetime | None = None,
        close: Resolution | None = None,
        new_number_text: str = "",
        hours_reason: str = "",
        do_not_call_purpose: DoNotCallPurpose = DoNotCallPurpose.ALL,
        reason: str = "",
        *,
        sensitive_kept: bool = False,
        told: tuple[ToldWords, ...] = (),
    ) -> Recorded:
        """Write down one try and what follows from it.

        REACHED needs ``close`` or ``new_due_at``; WRONG_NUMBER may bring ``new_number_text``;
        DO_NOT_CALL takes its purpose and reason. ``told`` are the approved words that whoever was
        reached was told; taking the try back strikes them. Outside the person's hours
        ``hours_reason`` says why. Card and social security numbers in what was noted are masked,
        unless somebody chose to keep them (``sensitive_kept``). Raises Refused, NeedsReason,
        ChangedSince.
        """
        made = Try(
            result,
            fit_to_keep(note, kept=sensitive_kept),
            new_due_at,
            close,
            new_number_text,
            hours_reason,
            do_not_call_purpose,
            fit_to_keep(reason, kept=sensitive_kept),
            told,
        )
        if told:
            demand(actor, Permission.LOG_CALLS)

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(record_try(writing, actor, callback_id, version, made))
            return callback_id

        return self._write(actor, "record_attempt", key, work)

    def give_number(
        self, actor: Actor, callback_id: UUID, version: int, text: str, key: UUID
    ) -> Recorded:
        """The new number that was asked for; it is rung from now on."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(attempts.give_number(writing, actor, callback_id, version, text))
            return callback_id

        return self._write(actor, "give_number", key, work)

    def attach_person(
        self, actor: Actor, callback_id: UUID, version: int, person_id: UUID, key: UUID
    ) -> Recorded:
        """Say whom a promise without a name is for."""

        def work(writing: Writing, said: list[str]) -> UUID:
            name = attach(writing, actor, callback_id, version, person_id)
            said.append(f"This promise is for {name} now.")
            return callback_id

        return self._write(actor, "attach_promise", key, work)

    def decide(
        self,
        actor: Actor,
        callback_id: UUID,
        version: int,
        decision: Decision,
        key: UUID,
        note: str = "",
        *,
        sensitive_kept: bool = False,
    ) -> Recorded:
        """What happens after the fourth try: "letter", "manager", "unreachable" or "again". The
        note is kept as that of :meth:`record`."""
        note = fit_to_keep(note, kept=sensitive_kept)

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(resolving.decide(writing, actor, callback_id, version, decision, note))
            return callback_id

        return self._write(actor, "decide_callback", key, work)

    def close(
        self,
        actor: Actor,
        which: Versions,
        resolution: Resolution,
        note: str,
        key: UUID,
        *,
        sensitive_kept: bool = False,
    ) -> Recorded:
        """Close one promise or many, in one Change: all of them or none. The note is kept as that
        of :meth:`record`."""
        note = fit_to_keep(note, kept=sensitive_kept)

        def work(writing: Writing, said: list[str]) -> UUID:
            names = [
                resolving.close(writing, actor, callback_id, version, resolution, note)
                for callback_id, version in _some(which)
            ]
            said.append(f"{promises_of(names)} {resolved_words(resolution)}.")
            return which[0][0]

        return self._write(actor, "close_callbacks", key, work)

    def reopen(
        self,
        actor: Actor,
        callback_id: UUID,
        version: int,
        due_at: datetime,
        key: UUID,
        hours_reason: str = "",
    ) -> Recorded:
        """Open a closed promise again, with a due time as a new one has."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(
                resolving.reopen(writing, actor, callback_id, version, due_at, hours_reason)
            )
            return callback_id

        return self._write(actor, "reopen_callback", key, work)

    def reassign(
        self, actor: Actor, which: Versions, team_id: UUID, user_id: UUID | None, key: UUID
    ) -> Recorded:
        """Give promises to a team, or to somebody in it, in one Change."""

        def work(writing: Writing, said: list[str]) -> UUID:
            owner = moving.owner_words(writing, actor, team_id, user_id)
            names = [
                moving.reassign(writing, actor, callback_id, version, team_id, user_id)
                for callback_id, version in _some(which)
            ]
            said.append(f"{promises_of(names)} given to {owner}.")
            return which[0][0]

        return self._write(actor, "reassign_callbacks", key, work)

    def postpone(
        self, actor: Actor, which: Versions, due_at: datetime, hours_reason: str, key: UUID
    ) -> Recorded:
        """Move promises to a later time, in one Change. The same rules hold as for a new one."""

        def work(writing: Writing, said: list[str]) -> UUID:
            moved = [
                moving.postpone(writing, actor, callback_id, version, due_at, hours_reason)
                for callback_id, version in _some(which)
            ]
            said.append(moving.moved_words(moved, due_at, actor.zone, writing.now))
            return which[0][0]

        return self._write(actor, "postpone_callbacks", key, work)

    def change_wait(
        self,
        actor: Actor,
        callback_id: UUID,
        version: int,
        milestone: MilestoneKind | None,
        due_at: datetime,
        hours_reason: str,
        key: UUID,
    ) -> Recorded:
        """Let one promise wait for ``milestone`` until ``due_at`` at the latest; with None it
        waits no more and is due then."""

        def work(writing: Writing, said: list[str]) -> UUID:
            moved = moving.change_wait(
                writing, actor, callback_id, version, milestone, due_at, hours_reason
            )
            said.append(moving.moved_words([moved], due_at, actor.zone, writing.now))
            return callback_id

        return self._write(actor, "change_wait", key, work)

    # Working state

    def claim(self, actor: Actor, callback_id: UUID) -> LeaseRow:
        """Be at work on a callback for ten minutes; refused with the name while somebody is."""
        return self._leases.claim(actor, callback_id)

    def release(self, actor: Actor, callback_id: UUID) -> None:
        """Let one's own lease go."""
        self._leases.release(actor, callback_id)

    # Saved views

    def views(self, actor: Actor) -> tuple[SavedViewRow, ...]:
        """The actor's own tabs."""
        return self._views.views(actor)

    def save_view(self, actor: Actor, name: str, view: ViewFilter, key: UUID) -> Written:
        """Keep a filter as a tab; one of the same name is replaced."""
        return self._views.save_view(actor, name, view, key)

    def remove_view(self, actor: Actor, view_id: UUID, key: UUID) -> Written:
        """Take one's own tab away."""
        return self._views.remove_view(actor, view_id, key)

    def _write(
        self,
        actor: Actor,
        action: str,
        key: UUID,
        work: Callable[[Writing, list[str]], UUID],
    ) -> Recorded:
        return record(self._ledger, actor, action, Permission.KEEP_CALLBACKS, key, work)


def _some(which: Versions) -> Versions:
    if not which:
        raise Refused("Nothing is picked. Pick one or more callbacks first.")
    return which
