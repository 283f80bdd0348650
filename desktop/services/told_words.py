"""Entries of the ledger inside an open Change: told on a call, taken back with it, attached later.

An entry is never removed. What is taken back is struck, with the reason that it was taken back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.vocabulary import Language, StatementState
from desktop.services.actor import Actor
from desktop.services.call_form import ToldWords
from desktop.services.changes import Item, Writing
from desktop.services.statement_rows import edition_name
from desktop.services.undo import changed_by, still_as_left
from desktop.services.who_stays import who_stays
from desktop.storage import tables

RECORD = "disclosure"
TAKEN_BACK = "Taken back by whoever wrote it."
CALL_TAKEN_BACK = "The call was taken back."

_disclosure = tables.metadata.tables[RECORD]
_statement = tables.metadata.tables["statement"]
_site = tables.metadata.tables["site"]


def tell(
    writing: Writing,
    actor: Actor,
    statement_id: UUID,
    *,
    told_id: UUID | None,
    subject_id: UUID | None,
    call_id: UUID | None,
    told_at: datetime,
) -> UUID:
    """One entry. Raises :class:`Refused` for words that nobody ever approved."""
    row = writing.conn.execute(
        select(_statement.c.approved_at, _statement.c.state).where(_statement.c.id == statement_id)
    ).first()
    if row is None:
        raise NotFound("These words are not here any more. Go back to the list.")
    if row.state != StatementState.APPROVED and row.approved_at is None:
        raise Refused("These words are not approved. Nobody may be told them.")
    if told_id is not None:
        told_id = who_stays(writing.conn, told_id)
        writing.row("person", told_id)
    return writing.insert(
        RECORD,
        {
            "statement_id": statement_id,
            "call_id": call_id,
            "told_id": told_id,
            "subject_id": subject_id,
            "user_id": actor.user_id,
            "told_at": min(told_at, writing.now),
        },
    )


def keep_told(
    writing: Writing,
    actor: Actor,
    call_id: UUID | None,
    told: Sequence[ToldWords],
    speaker_id: UUID | None,
    subject_id: UUID | None,
) -> None:
    """Write what was ticked on a card, or of somebody who was rung back (on no call), each version
    once for each who heard it."""
    for words in {each.statement_id: each for each in told}.values():
        listeners = [speaker_id]
        if words.also_subject and subject_id not in (None, speaker_id):
            listeners.append(subject_id)
        for told_id in listeners:
            tell(
                writing,
                actor,
                words.statement_id,
                told_id=told_id,
                subject_id=subject_id,
                call_id=call_id,
                told_at=words.told_at,
            )


def struck(writing: Writing, actor: Actor, reason: str) -> dict[str, Any]:
    """The columns of an entry that does not count any more."""
    return {"struck_reason": reason, "struck_at": writing.now, "struck_by": actor.user_id}


def take_back_told(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of telling: the entry is struck."""
    for item in items:
        if item.record == RECORD and item.before is None:
            _strike_as_left(writing, actor, item, TAKEN_BACK)


def take_back_with_call(
    writing: Writing, actor: Actor, items: Sequence[Item]
) -> tuple[ToldWords, ...]:
    """Strike what was told on a call that is taken back, and let go of the call; for its card, in
    the order of telling. Saving the card again writes it anew."""
    told: dict[UUID, ToldWords] = {}
    for item in items:
        if item.record != RECORD or item.before is not None:
            continue
        row = _strike_as_left(writing, actor, item, CALL_TAKEN_BACK)
        statement_id = row["statement_id"]
        told[statement_id] = ToldWords(
            statement_id, row["told_at"], also_subject=statement_id in told
        )
    return tuple(reversed(told.values()))


def told_by_whom(
    writing: Writing, actor: Actor, call: Mapping[str, Any], columns: Mapping[str, Any], reason: str
) -> None:
    """A call was corrected: what was told on it was told to whoever spoke. An entry without a name
    gets theirs; one that names somebody else is struck with the reason, and written anew."""
    names = ("speaker_id", "subject_id")
    meant = {name: columns.get(name, call[name]) for name in names}
    if all(meant[name] == call[name] for name in names):
        return
    query = select(_disclosure.c.id).where(
        _disclosure.c.call_id == call["id"], _disclosure.c.struck_reason.is_(None)
    )
    subject_id = meant["subject_id"] or meant["speaker_id"]
    for each in writing.conn.execute(query).scalars().all():
        row = writing.row(RECORD, each)
        heard = row["told_id"]
        who = {"told_id": meant["speaker_id"], "subject_id": subject_id}
        if heard is not None and heard == call["subject_id"] != call["speaker_id"]:
            who["told_id"] = subject_id
        elif heard not in (None, meant["speaker_id"], call["speaker_id"]):
            continue
        if heard in (None, who["told_id"]):
            writing.update(RECORD, each, who)
            continue
        writing.update(RECORD, each, struck(writing, actor, reason))
        if heard == call["speaker_id"] or subject_id != meant["speaker_id"]:
            kept = {name: row[name] for name in ("statement_id", "call_id", "told_at")}
            writing.insert(RECORD, {**kept, **who, "user_id": actor.user_id})


def name_of(conn: Connection, statement_id: UUID) -> str:
    """What a version is called."""
    row = conn.execute(
        select(_statement.c.number, _statement.c.language, _site.c.name)
        .outerjoin(_site, _site.c.id == _statement.c.site_id)
        .where(_statement.c.id == statement_id)
    ).one()
    return edition_name(row.number, row.name, Language(row.language))


def _strike_as_left(writing: Writing, actor: Actor, item: Item, reason: str) -> dict[str, Any]:
    if not still_as_left(writing, item):
        raise changed_by(writing, actor, item.record_id)
    writing.update(RECORD, item.record_id, struck(writing, actor, reason))
    return writing.row(RECORD, item.record_id)


def let_go_of_call(writing: Writing, call_id: UUID) -> None:
    """Struck entries of a call that goes refer to it no more. Its identity stays in the trail."""
    query = select(_disclosure.c.id).where(
        _disclosure.c.call_id == call_id, _disclosure.c.struck_reason.is_not(None)
    )
    for each in writing.conn.execute(query).scalars().all():
        writing.update(RECORD, each, {"call_id": None})
