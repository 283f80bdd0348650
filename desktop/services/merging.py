"""Two records of one person: what merging would do, merging them, and that they are two."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from desktop.domain.errors import Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.local_time import local_day
from desktop.domain.same_person import Alike
from desktop.domain.vocabulary import CallbackKind, CallbackState, Permission, Relation
from desktop.services import tallies
from desktop.services.actor import Actor, demand
from desktop.services.alike import alike_of
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.do_not_call import covers
from desktop.services.merge_fields import CHOICES, Difference, differences, merged
from desktop.services.merge_guard import refuse_at_work
from desktop.services.merge_moves import hand_over
from desktop.services.merge_undo import come_apart
from desktop.services.person_card import PersonRow, person_card
from desktop.services.recorded import Recorded
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "merge_people": (Permission.EDIT_PEOPLE, come_apart),
    "not_same": (Permission.EDIT_PEOPLE, restore_images),
}

_of = tables.metadata.tables
_call, _callback, _disclosure = _of["call"], _of["callback"], _of["disclosure"]
_statement, _safety, _person = _of["statement"], _of["safety_event"], _of["person"]


@dataclass(frozen=True, slots=True)
class Moves:
    """What goes to the one who stays. ``next_due_at`` (in ``next_zone``) is that of the open
    promise due first; ``statements`` are the versions they were told, newest first. ``stopped``
    open promises of either are stopped by what the other asked not to be called for."""

    calls: int
    open_callbacks: int
    next_due_at: datetime | None
    next_zone: str
    closed_callbacks: int
    statements: tuple[int, ...]
    safety_events: int
    permissions: int
    stopped: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Both sides, only what differs, what they have in common, and what moves."""

    stays: PersonRow
    gone: PersonRow
    stays_since: datetime
    gone_since: datetime
    differences: tuple[Difference, ...]
    alike: Alike
    relation: tuple[str, Relation] | None
    moves: Moves


class Merging:
    """Merges people. Undo takes a merge apart again (:mod:`desktop.services.merge_undo`)."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def preview(self, actor: Actor, stays_id: UUID, gone_id: UUID) -> MergePreview:
        """What merging would do. Raises :class:`Refused` for one person, :class:`NotFound`."""
        demand(actor, Permission.EDIT_PEOPLE)
        today = local_day(self._clock(), actor.zone)
        with self._database.read() as conn:
            stays_id, gone_id = who_stays(conn, stays_id), who_stays(conn, gone_id)
            if stays_id == gone_id:
                raise Refused("These two are one already. Look at them again.")
            stays, gone = (person_card(conn, each, today) for each in (stays_id, gone_id))
            alike, relation = alike_of(conn, stays_id, gone_id)
            since = dict(
                conn.execute(
                    select(_person.c.id, _person.c.created_at).where(
                        _person.c.id.in_([stays_id, gone_id])
                    )
                ).all()
            )
            differ = differences(_columns(stays), _columns(gone))
            moves = _moves(conn, stays, gone)
        return MergePreview(
            stays, gone, since[stays_id], since[gone_id], differ, alike, relation, moves
        )

    def merge(
        self,
        actor: Actor,
        stays: tuple[UUID, int],
        gone: tuple[UUID, int],
        key: UUID,
        take: Collection[str] = (),
    ) -> Recorded:
        """Make two one, as one Change; ``stays`` and ``gone`` are who, and the version seen.

        ``take`` names what is taken of the one who goes where both say something
        (:data:`desktop.services.merge_fields.CHOICES`); the rest follows the rules: numbers,
        e-mails, restrictions, permissions and do-not-call add up, the stricter voicemail rule
        wins. Raises :class:`ChangedSince` when one of them was edited, :class:`Refused` while
        somebody is at work with one of them.
        """
        if unknown := set(take) - CHOICES.keys():
            raise TypeError(f"nothing to choose: {sorted(unknown)}")
        (stays_id, _), (gone_id, _) = stays, gone
        if stays_id == gone_id:
            raise Refused("This is one and the same person. Pick the other one.")
        sentence = ""

        def work(writing: Writing) -> UUID:
            nonlocal sentence
            mine, theirs = (self._there(writing, *each) for each in (stays, gone))
            refuse_at_work(writing.conn, actor, (stays_id, gone_id), writing.now)
            hand_over(writing, actor, stays_id, gone_id)
            _keep_one(writing, mine, theirs, take)
            tallies.count(writing.conn, tallies.PEOPLE, -1)
            # Last, so that it is taken back first: until then the one who goes means themselves.
            writing.insert(
                "person_merge",
                {
                    "stays_id": stays_id,
                    "gone_id": gone_id,
                    "at": writing.now,
                    "user_id": actor.user_id,
                },
            )
            name = writing.row("person", stays_id)["name"]
            sentence = f"{name} is one person now. Everything is with them."
            return stays_id

        written = self._ledger.write(actor, "merge_people", Permission.EDIT_PEOPLE, key, work)
        return Recorded(written, sentence or "These two are one already.")

    def not_same(self, actor: Actor, one_id: UUID, other_id: UUID, key: UUID) -> Recorded:
        """They are two: nobody is asked about them again."""
        if one_id == other_id:
            raise Refused("This is one and the same person. Pick the other one.")
        first, second = sorted((one_id, other_id))
        pairs = _of["not_same"]
        names: list[str] = []

        def work(writing: Writing) -> UUID:
            names.extend(str(writing.row("person", each)["name"]) for each in (one_id, other_id))
            known = writing.conn.execute(
                select(pairs.c.id).where(pairs.c.one_id == first, pairs.c.other_id == second)
            ).scalar()
            if isinstance(known, UUID):
                return known
            return writing.insert(
                "not_same",
                {
                    "one_id": first,
                    "other_id": second,
                    "at": writing.now,
                    "user_id": actor.user_id,
                },
            )

        written = self._ledger.write(actor, "not_same", Permission.EDIT_PEOPLE, key, work)
        said = f"{' and '.join(names)} are two people. You will not be asked again."
        return Recorded(written, said if names else "This is kept already.")

    def _there(self, writing: Writing, person_id: UUID, version: int) -> dict[str, Any]:
        row = writing.row("person", person_id)
        led_to = who_stays(writing.conn, person_id)
        if led_to != person_id:
            name = writing.row("person", led_to)["name"]
            raise Refused(f"{row['name']} was merged into {name} already. Look at them again.")
        if row["version"] != version:
            raise writing.changed_since(person_id)
        return row


def _keep_one(
    writing: Writing, stays: Mapping[str, Any], gone: Mapping[str, Any], take: Collection[str]
) -> None:
    columns = merged(stays, gone, take)
    words = None
    if "name" in columns:
        columns["name_key"] = fold(columns["name"])
        words = [{"word": word} for word in words_of(columns["name"])]
    writing.update("person", stays["id"], columns, children=words)
    # A row without words, key and notes, whom the transition does not concern: nothing finds it.
    nothing = dict.fromkeys(("next_appointment_at", "series_left", "prepaid_cents"))
    writing.update("person", gone["id"], {"name_key": "", "notes": "", **nothing}, children=[])


def _columns(person: PersonRow) -> dict[str, Any]:
    names = {name for columns in CHOICES.values() for name in columns} | {"voicemail", "notes"}
    return {name: getattr(person, name) for name in names}


def _moves(conn: Connection, stays: PersonRow, gone: PersonRow) -> Moves:
    them = gone.id

    def total(table: Any, *columns: Any, also: tuple[Any, ...] = ()) -> int:
        query = select(func.count()).select_from(table)
        found = conn.execute(query.where(or_(*(c == them for c in columns)), *also)).scalar_one()
        return int(found)

    theirs = or_(_callback.c.person_id == them, _callback.c.subject_id == them)
    opened = conn.execute(
        select(_callback.c.due_at, _callback.c.promised_zone)
        .where(theirs, _callback.c.state == CallbackState.OPEN)
        .order_by(_callback.c.due_at)
    ).all()
    callback = (_callback.c.person_id, _callback.c.subject_id)
    told = conn.execute(
        select(_statement.c.number)
        .distinct()
        .join(_disclosure, _disclosure.c.statement_id == _statement.c.id)
        .where(or_(_disclosure.c.told_id == them, _disclosure.c.subject_id == them))
        .order_by(_statement.c.number.desc())
    ).scalars()
    return Moves(
        calls=total(_call, _call.c.speaker_id, _call.c.subject_id),
        open_callbacks=len(opened),
        next_due_at=opened[0].due_at if opened else None,
        next_zone=opened[0].promised_zone if opened else "UTC",
        closed_callbacks=total(
            _callback, *callback, also=(_callback.c.state == CallbackState.CLOSED,)
        ),
        statements=tuple(told),
        safety_events=total(_safety, _safety.c.person_id, _safety.c.subject_id),
        permissions=len(gone.may_speak_for) + len(gone.spoken_for_by),
        stopped=_stopped(conn, stays, gone) + _stopped(conn, gone, stays),
    )


def _stopped(conn: Connection, whose: PersonRow, other: PersonRow) -> int:
    """Open promises to one of them that a do-not-call of the other stops once they are one."""
    rows = [each for each in other.do_not_call if each.person_id is not None]
    if not rows:
        return 0
    promises = conn.execute(
        select(_callback.c.kind, _callback.c.number_id).where(
            _callback.c.person_id == whose.id, _callback.c.state == CallbackState.OPEN
        )
    )
    return sum(
        any(
            covers(each.purpose, CallbackKind(promise.kind))
            and each.number_id in (None, promise.number_id)
            for each in rows
        )
        for promise in promises
    )
