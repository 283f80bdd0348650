"""What is done with a version of the words inside an open Change; each returns what to say."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.transition import TITLES, scope_of
from desktop.domain.vocabulary import Permission, StatementStanding, StatementState
from desktop.services.actor import Actor
from desktop.services.changes import Item, Writing
from desktop.services.course import read_course
from desktop.services.statement_reading import read_book
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables

LONGEST = 4_000
_RECORD = "statement"
_statement = tables.metadata.tables[_RECORD]
_disclosure = tables.metadata.tables["disclosure"]
_ack = tables.metadata.tables["acknowledgement"]
_correction = tables.metadata.tables["correction"]
_site = tables.metadata.tables["site"]
_OPEN = (StatementState.DRAFT, StatementState.REVIEWED)


def _not_once_told(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of an approval. Words that somebody was told were approved, and stay so."""
    for item in items:
        told = select(_disclosure.c.id).where(_disclosure.c.statement_id == item.record_id)
        if writing.conn.execute(told.limit(1)).first() is not None:
            raise Refused(
                "Somebody was told these words already. Withdraw them instead, and say why."
            )
    for item in items:  # who has read them is asked again once they are approved again
        query = select(_ack.c.id).where(_ack.c.statement_id == item.record_id)
        for each in writing.conn.execute(query).scalars().all():
            writing.delete("acknowledgement", each)
    restore_images(writing, actor, items)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "draft_statement": (Permission.APPROVE_WORDS, restore_images),
    "edit_statement": (Permission.APPROVE_WORDS, restore_images),
    "review_statement": (Permission.APPROVE_WORDS, restore_images),
    "approve_statement": (Permission.APPROVE_WORDS, _not_once_told),
    "withdraw_statement": (Permission.APPROVE_WORDS, restore_images),
    "publish_correction": (Permission.RUN_TRANSITION, restore_images),
}


def draft(writing: Writing, actor: Actor, words: NewWords) -> tuple[UUID, str]:
    """A new version."""
    values = _values(writing, words)
    number = words.number
    if number is None:
        last = writing.conn.execute(select(func.max(_statement.c.number))).scalar()
        number = (last or 0) + 1
    elif not _edition_is_free(writing, number, words):
        raise Refused(
            f"There are words of v{number} for this clinic and language already. Change those."
        )
    statement_id = writing.insert(
        _RECORD,
        {
            **values,
            "number": number,
            "state": StatementState.DRAFT,
            "is_demo": False,
            "drafted_by": actor.user_id,
            "drafted_at": writing.now,
        },
    )
    return statement_id, f"Draft of v{number} saved. A manager has to approve it."


def edit(writing: Writing, statement_id: UUID, version: int, words: NewWords) -> str:
    """Other words for a draft."""
    row = _hold(writing, statement_id, version)
    if row.state not in _OPEN:
        raise Refused("These words are approved and stay as they were said. Draft a new version.")
    values = _values(writing, words)
    moved = (values["scope"], values["language"]) != (scope_of(row.site_id), row.language)
    if moved and not _edition_is_free(writing, row.number, words):
        raise Refused(
            f"There are words of v{row.number} for this clinic and language already. Change those."
        )
    again = {"state": StatementState.DRAFT, "reviewed_by": None, "reviewed_at": None}
    lost = row.state is StatementState.REVIEWED
    writing.update(_RECORD, statement_id, {**values, **again}, expected=version)
    return f"{row.name} saved.{' It has to be reviewed again.' if lost else ''}"


def review(writing: Writing, actor: Actor, statement_id: UUID, version: int) -> str:
    """Somebody else has read it through."""
    row = _hold(writing, statement_id, version)
    if row.state not in _OPEN:
        raise Refused("These words are approved already.")
    if writing.row(_RECORD, statement_id)["drafted_by"] == actor.user_id:
        raise Refused("You wrote this yourself. Ask somebody else to read it.")
    values = {
        "state": StatementState.REVIEWED,
        "reviewed_by": actor.user_id,
        "reviewed_at": writing.now,
    }
    writing.update(_RECORD, statement_id, values, expected=version)
    return f"{row.name} is reviewed. It has to be approved."


def approve(
    writing: Writing, actor: Actor, statement_id: UUID, version: int, replaces: UUID | None
) -> str:
    """It is the current one from its time on."""
    row = _hold(writing, statement_id, version)
    if row.state not in _OPEN:
        raise Refused("These words are approved already.")
    book = read_book(writing.conn, writing.now)
    before = book.current(row.site_id, row.language)
    if (before.id if before else None) != replaces:
        if before is None:
            raise ChangedSince("The words you saw as current are not any more. Look again first.")
        raise ChangedSince(
            f"{before.approved_by or 'Somebody'} approved {before.name} after you opened this. "
            "Read it first, then approve yours."
        )
    if row.effective_until is not None and row.effective_until <= writing.now:
        raise Refused("These words would have ended already. Choose a later end.")
    until = row.until_milestone
    if until is not None and not read_course(writing.conn).live(until, row.site_id):
        raise Refused(
            f"These words were to hold until {TITLES[until]}, and that is over. Change their end."
        )
    # A time that has passed meanwhile is from now on: nobody could have been told them before.
    starts = row.effective_from
    starts = starts if starts is not None and starts > writing.now else None
    values = {
        "state": StatementState.APPROVED,
        "approved_by": actor.user_id,
        "approved_at": writing.now,
        "effective_from": starts,
    }
    writing.update(_RECORD, statement_id, values, expected=version)
    return f"{row.name} is approved{' and holds from its date on' if starts else ''}."


def withdraw(writing: Writing, actor: Actor, statement_id: UUID, version: int, reason: str) -> str:
    """It holds nowhere any more."""
    row = _hold(writing, statement_id, version)
    if row.state is StatementState.WITHDRAWN:
        raise Refused("These words are withdrawn already.")
    reason = " ".join(reason.split())
    if row.approved_at is not None and not reason:
        raise Refused("Why are these words withdrawn? Say it in a few words.")
    values = {
        "state": StatementState.WITHDRAWN,
        "withdrawn_by": actor.user_id,
        "withdrawn_at": writing.now,
        "withdrawn_reason": reason,
    }
    writing.update(_RECORD, statement_id, values, expected=version)
    if row.standing is not StatementStanding.CURRENT:
        return f"{row.name} is withdrawn."
    where = row.site_name or "every clinic"
    return f"{row.name} is withdrawn. Desks take messages for {where} until new words are approved."


def acknowledge(writing: Writing, actor: Actor, statement_id: UUID) -> UUID:
    """The actor has read it; once is enough."""
    writing.row(_RECORD, statement_id)
    known = writing.conn.execute(
        select(_ack.c.id).where(
            _ack.c.statement_id == statement_id, _ack.c.user_id == actor.user_id
        )
    ).scalar()
    if isinstance(known, UUID):
        return known
    values = {"statement_id": statement_id, "user_id": actor.user_id, "at": writing.now}
    return writing.insert("acknowledgement", values)


def correct(writing: Writing, actor: Actor, wrong_id: UUID, reason: str) -> tuple[UUID, str]:
    """A version was wrong."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("What was wrong? Say it in a few words: the desk tells it to callers.")
    row = _there(writing, wrong_id)
    if row.approved_at is None:
        raise Refused("Nobody was told a draft. Change it instead.")
    if row.standing is StatementStanding.CURRENT:
        raise Refused(
            f"{row.name} still holds. Withdraw it, or approve the right words, then correct it."
        )
    known = writing.conn.execute(
        select(_correction.c.id).where(_correction.c.wrong_id == wrong_id)
    ).scalar()
    if isinstance(known, UUID):
        raise Refused(f"A correction of {row.name} is published already.")
    count = writing.conn.execute(
        select(func.count(_disclosure.c.told_id.distinct())).where(
            _disclosure.c.statement_id == wrong_id, _disclosure.c.struck_reason.is_(None)
        )
    ).scalar_one()
    correction_id = writing.insert(
        "correction",
        {
            "wrong_id": wrong_id,
            "reason": reason,
            "published_by": actor.user_id,
            "published_at": writing.now,
        },
    )
    people = "1 person who was" if count == 1 else f"{count:,} people who were"
    return correction_id, f"Correction published. {people} told {row.name} come first now."


def _there(writing: Writing, statement_id: UUID) -> StatementRow:
    row = read_book(writing.conn, writing.now).of(statement_id)
    if row is None:
        raise NotFound("These words are not here any more. Go back to the list.")
    return row


def _hold(writing: Writing, statement_id: UUID, version: int) -> StatementRow:
    row = _there(writing, statement_id)
    if row.version != version:
        raise writing.changed_since(statement_id)
    return row


def _edition_is_free(writing: Writing, number: int, words: NewWords) -> bool:
    query = select(_statement.c.scope, _statement.c.language).where(_statement.c.number == number)
    there = {(row.scope, row.language) for row in writing.conn.execute(query)}
    if not there:
        raise NotFound(f"There is no v{number} whose words these could be.")
    return (scope_of(words.site_id), words.language) not in there


def _values(writing: Writing, words: NewWords) -> dict[str, Any]:
    text = words.text.strip()
    if not text:
        raise Refused("There is nothing to say yet. Write the words.")
    if len(text) > LONGEST:
        raise Refused(f"That is too long to read aloud. Keep it under {LONGEST:,} characters.")
    starts, ends = words.effective_from, words.effective_until
    if ends is not None and ends <= max(starts or writing.now, writing.now):
        raise Refused("The words would end before they begin. Choose a later end.")
    if words.site_id is not None:
        here = select(_site.c.id).where(_site.c.id == words.site_id)
        if writing.conn.execute(here).first() is None:
            raise NotFound("This clinic is not here any more. Pick another one.")
    return {
        "scope": scope_of(words.site_id),
        "site_id": words.site_id,
        "language": words.language,
        "text": text,
        "effective_from": starts,
        "effective_until": ends,
        "until_milestone": words.until_milestone,
    }
