"""The ledger of who was told what: written, attached, struck; never removed.

Telling somebody who speaks for a patient is not telling the patient: ``told_id`` is who heard it,
``subject_id`` whom the call concerned, and only who heard it counts as told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Language, Permission
from desktop.services import told_words
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing
from desktop.services.holds import kept_back
from desktop.services.naming import named
from desktop.services.recorded import Recorded, record
from desktop.services.statement_rows import edition_name
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "tell": (Permission.LOG_CALLS, told_words.take_back_told),
    "attach_disclosure": (Permission.LOG_CALLS, restore_images),
    "strike_disclosure": (Permission.LOG_CALLS, restore_images),
}

_of = tables.metadata.tables
_disclosure, _statement, _call = _of["disclosure"], _of["statement"], _of["call"]
_correction, _site = _of["correction"], _of["site"]
_told = _of["person"].alias("told")
_subject = _of["person"].alias("subject")
_user = _of["user_account"].alias("teller")
_striker = _of["user_account"].alias("striker")


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One entry. ``text`` is what was said, word for word. ``told_id`` heard it (None: not known
    yet; ``told_name`` is then what was typed on the call), ``subject_id`` is whom the call
    concerned; ``for_themselves`` when they are the same. ``struck_reason`` is None for one that
    counts. ``wrong_because``: these words were corrected since."""

    id: UUID
    statement_id: UUID
    statement_name: str
    text: str
    told_id: UUID | None
    told_name: str
    subject_id: UUID | None
    subject_name: str
    for_themselves: bool
    call_id: UUID | None
    told_by: str
    told_at: datetime
    struck_reason: str | None
    struck_by: str
    struck_at: datetime | None
    wrong_because: str
    version: int


def _rows() -> Select[Any]:
    return (
        select(
            _disclosure,
            _statement.c.text,
            _statement.c.number,
            _statement.c.language,
            _site.c.name.label("site_name"),
            _told.c.name.label("told_name"),
            _subject.c.name.label("subject_name"),
            _call.c.speaker_name,
            _call.c.subject_name.label("typed_subject"),
            _user.c.name.label("told_by"),
            _striker.c.name.label("striker"),
            _correction.c.reason.label("wrong_because"),
        )
        .select_from(
            _disclosure.join(_statement, _statement.c.id == _disclosure.c.statement_id)
            .join(_user, _user.c.id == _disclosure.c.user_id)
            .outerjoin(_site, _site.c.id == _statement.c.site_id)
            .outerjoin(_correction, _correction.c.wrong_id == _statement.c.id)
            .outerjoin(_told, _told.c.id == _disclosure.c.told_id)
            .outerjoin(_subject, _subject.c.id == _disclosure.c.subject_id)
            .outerjoin(_call, _call.c.id == _disclosure.c.call_id)
            .outerjoin(_striker, _striker.c.id == _disclosure.c.struck_by)
        )
        .order_by(_disclosure.c.told_at.desc(), _disclosure.c.id.desc())
    )


class Disclosures:
    """Reading asks for the right to see people, writing for the right to log calls."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def tell(
        self,
        actor: Actor,
        statement_id: UUID,
        key: UUID,
        *,
        told_id: UUID | None,
        subject_id: UUID | None = None,
        call_id: UUID | None = None,
        told_at: datetime | None = None,
    ) -> Recorded:
        """Write down that somebody was told a version: on a call that is logged already, or on
        none (a letter, the door). On a card that is being typed tick
        :attr:`desktop.services.call_form.CallForm.told` instead. A version that was withdrawn
        while it was read is named as it was read. ``subject_id`` None: it is about themselves."""

        def work(writing: Writing, said: list[str]) -> UUID:
            if told_id is None and call_id is None:
                raise Refused("Who was told? Pick the person, or the call.")
            disclosure_id = told_words.tell(
                writing,
                actor,
                statement_id,
                told_id=told_id,
                subject_id=subject_id or told_id,
                call_id=call_id,
                told_at=told_at or writing.now,
            )
            who = named(writing.conn, told_id, None) if told_id else "This caller"
            said.append(f"{who} was told {told_words.name_of(writing.conn, statement_id)}.")
            return disclosure_id

        return record(self._ledger, actor, "tell", Permission.LOG_CALLS, key, work)

    def attach(self, actor: Actor, disclosure_id: UUID, person_id: UUID, key: UUID) -> Recorded:
        """Say who it was that was told."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = writing.row("disclosure", disclosure_id)
            stays = who_stays(writing.conn, person_id)
            name = writing.row("person", stays)["name"]
            if row["told_id"] is not None and row["told_id"] != stays:
                raise Refused(
                    "Somebody is named here already. Strike this entry and write a new one."
                )
            values = {"told_id": stays, "subject_id": row["subject_id"] or stays}
            writing.update("disclosure", disclosure_id, values)
            said.append(f"It was {name} who was told this.")
            return disclosure_id

        return record(self._ledger, actor, "attach_disclosure", Permission.LOG_CALLS, key, work)

    def strike(
        self, actor: Actor, disclosure_id: UUID, version: int, reason: str, key: UUID
    ) -> Recorded:
        """Strike an entry that was a mistake; it stays readable with the reason."""
        reason = " ".join(reason.split())

        def work(writing: Writing, said: list[str]) -> UUID:
            row = writing.row("disclosure", disclosure_id)
            if row["version"] != version:
                raise writing.changed_since(disclosure_id)
            if row["struck_reason"] is not None:
                raise Refused("This entry is struck already.")
            if not reason:
                raise Refused("Why was this a mistake? Say it in a few words; both stay readable.")
            writing.update("disclosure", disclosure_id, told_words.struck(writing, actor, reason))
            said.append("Struck. The entry stays readable with your reason.")
            return disclosure_id

        return record(self._ledger, actor, "strike_disclosure", Permission.LOG_CALLS, key, work)

    def of_person(self, actor: Actor, person_id: UUID) -> tuple[DisclosureRow, ...]:
        """Everything one person was told, or that was said about them to others, newest first, word
        for word: also what was struck."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            who = who_stays(conn, person_id)
            theirs = or_(_disclosure.c.told_id == who, _disclosure.c.subject_id == who)
            return tuple(
                _row(dict(each)) for each in conn.execute(_rows().where(theirs)).mappings()
            )

    def to_print(self, actor: Actor, person_id: UUID) -> tuple[DisclosureRow, ...]:
        """The same for paper: without what was told to, or about, whom else a manager left out of
        exports."""
        told = self.of_person(actor, person_id)
        with self._database.read() as conn:
            out = kept_back(conn) - {who_stays(conn, person_id)}
        return tuple(row for row in told if out.isdisjoint((row.told_id, row.subject_id)))

    def of_calls(self, actor: Actor, call_ids: Sequence[UUID]) -> tuple[DisclosureRow, ...]:
        """What was told on these calls, newest first."""
        demand(actor, Permission.READ_PEOPLE)
        query = _rows().where(_disclosure.c.call_id.in_(call_ids))
        with self._database.read() as conn:
            return tuple(_row(dict(each)) for each in conn.execute(query).mappings())


def _row(row: Mapping[str, Any]) -> DisclosureRow:
    return DisclosureRow(
        id=row["id"],
        statement_id=row["statement_id"],
        statement_name=edition_name(row["number"], row["site_name"], Language(row["language"])),
        text=row["text"],
        told_id=row["told_id"],
        told_name=row["told_name"] or row["speaker_name"] or "",
        subject_id=row["subject_id"],
        subject_name=row["subject_name"] or row["typed_subject"] or "",
        for_themselves=row["told_id"] is not None and row["told_id"] == row["subject_id"],
        call_id=row["call_id"],
        told_by=row["told_by"],
        told_at=row["told_at"],
        struck_reason=row["struck_reason"],
        struck_by=row["striker"] or "",
        struck_at=row["struck_at"],
        wrong_because=row["wrong_because"] or "",
        version=row["version"],
    )
