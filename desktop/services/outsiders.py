"""Callers who are told nothing of patients: the press, lawyers, officials, the buyer's staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import OutsiderKind, Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "approve_outsider_words": (Permission.APPROVE_WORDS, restore_images),
}

_words = tables.metadata.tables["outsider_words"]
_users = tables.metadata.tables["user_account"]
_LONGEST = 1_000

TITLES: Mapping[OutsiderKind, str] = {
    OutsiderKind.PRESS: "Press",
    OutsiderKind.LAWYER: "Lawyer",
    OutsiderKind.OFFICIAL: "Official",
    OutsiderKind.BUYER: "The buyer’s staff",
}
INSTEAD = (
    "No words are approved for this caller. Say nothing about who is or was a patient here. "
    "Take their name, whom they speak for and a number, and tell a manager."
)


@dataclass(frozen=True, slots=True)
class OutsiderWordsRow:
    """What is said to one kind of outsider. ``approved``: may be read aloud; else the screen shows
    :data:`INSTEAD`. ``contact_name`` deals with them."""

    kind: OutsiderKind
    text: str
    contact_name: str
    contact_number: str
    approved: bool
    approved_by: str
    approved_at: datetime | None
    version: int


class Outsiders:
    """Anybody who logs calls may read; a manager writes and approves."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def words(self, actor: Actor) -> tuple[OutsiderWordsRow, ...]:
        """One row for each kind, also where nothing was written yet (version 0)."""
        demand(actor, Permission.LOG_CALLS)
        query = select(_words, _users.c.name).outerjoin(_users, _users.c.id == _words.c.approved_by)
        with self._database.read() as conn:
            rows = {row.kind: row for row in conn.execute(query)}
        return tuple(
            OutsiderWordsRow(
                kind,
                rows[kind].text,
                rows[kind].contact_name,
                rows[kind].contact_number,
                rows[kind].approved_at is not None,
                rows[kind].name or "",
                rows[kind].approved_at,
                rows[kind].version,
            )
            if kind in rows
            else OutsiderWordsRow(kind, "", "", "", False, "", None, 0)
            for kind in OutsiderKind
        )

    def approve(
        self,
        actor: Actor,
        kind: OutsiderKind,
        version: int,
        text: str,
        contact_name: str,
        contact_number: str,
        key: UUID,
    ) -> Recorded:
        """Write and approve what is said to this kind of caller."""
        demand(actor, Permission.APPROVE_WORDS)
        text, contact_name = text.strip(), " ".join(contact_name.split())
        if not text or len(text) > _LONGEST:
            raise Refused(f"Write what is said to them, in at most {_LONGEST:,} characters.")
        if not contact_name:
            raise Refused("Who deals with these callers? Name them.")
        if read_number(contact_number).e164 is None:
            raise Refused("The number of whoever deals with them cannot be rung. Check its digits.")

        def work(writing: Writing, said: list[str]) -> UUID:
            values = {
                "text": text,
                "contact_name": contact_name,
                "contact_number": contact_number.strip(),
                "approved_by": actor.user_id,
                "approved_at": writing.now,
            }
            known = writing.conn.execute(
                select(_words.c.id, _words.c.version).where(_words.c.kind == kind)
            ).first()
            said.append(f"Approved: what is said to this caller ({TITLES[kind]}).")
            if known is None:
                return writing.insert("outsider_words", {"kind": kind, **values})
            words_id: UUID = known.id
            if known.version != version:
                raise writing.changed_since(words_id)
            writing.update("outsider_words", words_id, values)
            return words_id

        return record(
            self._ledger, actor, "approve_outsider_words", Permission.APPROVE_WORDS, key, work
        )
