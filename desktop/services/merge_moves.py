"""What belonged to the one who goes, handed to the one who stays: the complete list.

Every column that refers to a person stands here; a test compares this with the tables.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from desktop.domain.vocabulary import CallbackKind, CallbackState, NumberKind, RestrictionKind
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.do_not_call import closing, in_force, stops
from desktop.services.many_records import change_many
from desktop.services.promising import number_to_ring
from desktop.storage import tables

_of = tables.metadata.tables

MOVED: Mapping[str, tuple[str, ...]] = {
    "call": ("speaker_id", "subject_id"),
    "callback": ("person_id", "subject_id"),
    "disclosure": ("told_id", "subject_id"),
    "safety_event": ("person_id", "subject_id"),
    "lead": ("person_id", "suggested_id"),
    "voicemail": ("person_id",),
    "request": ("person_id", "asked_by_id"),
    "person_hold": ("person_id",),
}
"""Records that go as they are; only whom they name changes."""
ADDED_UP: Mapping[str, tuple[str, ...]] = {
    "person_number": ("person_id",),
    "person_email": ("person_id",),
    "restriction": ("person_id",),
    "permission_to_speak": ("speaker_id", "subject_id"),
    "do_not_call": ("person_id",),
    "not_same": ("one_id", "other_id"),
    "closure_place": ("person_id",),
}
"""Records of which the one who stays may have the same already."""
LEFT: Mapping[str, tuple[str, ...]] = {
    "person_word": ("person_id",),  # goes with the row that keeps no words
    "person_merge": ("stays_id", "gone_id"),  # who was whom, and leads on
}

_HOME_OR_WORK = {
    NumberKind.HOME: RestrictionKind.NEVER_RING_HOME,
    NumberKind.WORK: RestrictionKind.NEVER_RING_WORK,
}


def hand_over(writing: Writing, actor: Actor, stays: UUID, gone: UUID) -> None:
    """Everything of ``gone`` becomes that of ``stays``."""
    _restrictions(writing, stays, gone)
    _numbers(writing, stays, gone)
    _emails(writing, stays, gone)
    _permissions(writing, stays, gone)
    _do_not_calls(writing, stays, gone)
    _not_same(writing, stays, gone)
    _closure_places(writing, stays, gone)
    for record, columns in MOVED.items():
        table = _of[record]
        theirs = select(table.c.id).where(or_(*(table.c[name] == gone for name in columns)))
        ids = writing.conn.execute(theirs).scalars().all()
        change_many(
            writing,
            record,
            ids,
            lambda row, columns=columns: {  # type: ignore[misc]
                name: stays for name in columns if row[name] == gone
            },
        )
    fit_promises(writing, actor, stays)


def fit_promises(writing: Writing, actor: Actor, person_id: UUID) -> None:
    """Open promises to somebody, or about them, keep to what binds the desk by now: one that a
    do-not-call stops is closed as that, one at a number that may not be rung gets another."""
    callback = _of["callback"]
    theirs = or_(callback.c.person_id == person_id, callback.c.subject_id == person_id)
    query = select(callback.c.id).where(callback.c.state == CallbackState.OPEN, theirs)
    for callback_id in writing.conn.execute(query).scalars().all():
        row = writing.row("callback", callback_id)
        wishes = in_force(writing.conn, row["person_id"], row["number_id"])
        if stops(CallbackKind(row["kind"]), wishes) is not None:
            writing.update("callback", callback_id, closing(writing, actor))
        elif row["person_id"] is not None:
            number = number_to_ring(
                writing.conn, row["number_id"], row["person_id"], row["subject_id"]
            )
            if number != row["number_id"]:
                values = {"number_id": number, "asks_number": number is None}
                writing.update("callback", callback_id, values)


def _rows(writing: Writing, record: str, column: str, person_id: UUID) -> list[dict[str, Any]]:
    table = _of[record]
    query = select(table).where(table.c[column] == person_id).order_by(table.c.id)
    return [dict(row) for row in writing.conn.execute(query).mappings()]


def _restrictions(writing: Writing, stays: UUID, gone: UUID) -> None:
    kept = {(row["kind"], row["note"]) for row in _rows(writing, "restriction", "person_id", stays)}
    kinds = {kind for kind, _ in kept}
    for row in _rows(writing, "restriction", "person_id", gone):
        if (row["kind"], row["note"]) in kept or (row["kind"] in kinds and not row["note"]):
            writing.delete("restriction", row["id"])
        else:
            writing.update("restriction", row["id"], {"person_id": stays})


def _numbers(writing: Writing, stays: UUID, gone: UUID) -> None:
    """Numbers of both; of one that both have, the use stays that may not be rung."""
    mine = {row["number_id"]: row for row in _rows(writing, "person_number", "person_id", stays)}
    bound = {row["kind"] for row in _rows(writing, "restriction", "person_id", stays)}
    position = max((row["position"] for row in mine.values()), default=-1)
    theirs = _rows(writing, "person_number", "person_id", gone)
    for row in sorted(theirs, key=lambda each: (each["position"], each["id"])):
        same = mine.get(row["number_id"])
        if same is None:
            position += 1
            writing.update("person_number", row["id"], {"person_id": stays, "position": position})
            continue
        writing.delete("person_number", row["id"])
        if _HOME_OR_WORK.get(NumberKind(row["kind"])) in bound:
            writing.update("person_number", same["id"], {"kind": row["kind"]})


def _emails(writing: Writing, stays: UUID, gone: UUID) -> None:
    kept = {row["email_key"] for row in _rows(writing, "person_email", "person_id", stays)}
    for row in _rows(writing, "person_email", "person_id", gone):
        if row["email_key"] in kept:
            writing.delete("person_email", row["id"])
        else:
            writing.update("person_email", row["id"], {"person_id": stays})


def _permissions(writing: Writing, stays: UUID, gone: UUID) -> None:
    """Nobody needs a permission to speak for themselves."""
    record = "permission_to_speak"
    same = ("speaker_id", "subject_id", "relation", "scope", "until", "source", "revoked_at")
    kept = {
        tuple(row[name] for name in same)
        for column in ("speaker_id", "subject_id")
        for row in _rows(writing, record, column, stays)
    }
    theirs = {
        row["id"]: row
        for column in ("speaker_id", "subject_id")
        for row in _rows(writing, record, column, gone)
    }
    for row in theirs.values():
        pair = {
            name: stays if row[name] == gone else row[name] for name in ("speaker_id", "subject_id")
        }
        moved = tuple({**row, **pair}[name] for name in same)
        if pair["speaker_id"] == pair["subject_id"] or moved in kept:
            writing.delete(record, row["id"])
        else:
            kept.add(moved)
            writing.update(record, row["id"], pair)


def _do_not_calls(writing: Writing, stays: UUID, gone: UUID) -> None:
    same = ("number_id", "purpose")
    kept = {
        tuple(row[name] for name in same)
        for row in _rows(writing, "do_not_call", "person_id", stays)
        if row["lifted_at"] is None
    }
    for row in _rows(writing, "do_not_call", "person_id", gone):
        if row["lifted_at"] is None and tuple(row[name] for name in same) in kept:
            writing.delete("do_not_call", row["id"])
        else:
            writing.update("do_not_call", row["id"], {"person_id": stays})


def _not_same(writing: Writing, stays: UUID, gone: UUID) -> None:
    """Who is somebody else than the one who goes is somebody else than the one who stays."""
    record = "not_same"
    pairs = {
        frozenset((row["one_id"], row["other_id"]))
        for column in ("one_id", "other_id")
        for row in _rows(writing, record, column, stays)
    }
    for column in ("one_id", "other_id"):
        for row in _rows(writing, record, column, gone):
            other = row["one_id"] if row["other_id"] == gone else row["other_id"]
            pair = frozenset((stays, other))
            if other == stays or pair in pairs:
                writing.delete(record, row["id"])
                continue
            pairs.add(pair)
            one, two = sorted(pair)
            writing.update(record, row["id"], {"one_id": one, "other_id": two})


def _closure_places(writing: Writing, stays: UUID, gone: UUID) -> None:
    """On the list of a closure the more urgent place of the two counts."""
    record = "closure_place"
    mine = {row["milestone_id"]: row for row in _rows(writing, record, "person_id", stays)}
    for row in _rows(writing, record, "person_id", gone):
        same = mine.get(row["milestone_id"])
        if same is None:
            writing.update(record, row["id"], {"person_id": stays})
            continue
        writing.delete(record, row["id"])
        writing.update(record, same["id"], {"place": min(same["place"], row["place"])})
