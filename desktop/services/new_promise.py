"""A promise as somebody asks for it, with a number as typed, made ready to be written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import Refused
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import CallbackKind, MilestoneKind, Reason
from desktop.services.changes import Writing
from desktop.services.new_number import use_number
from desktop.services.promising import Promise
from desktop.storage import tables

_person = tables.metadata.tables["person"]


@dataclass(frozen=True, slots=True)
class NewPromise:
    """ "New callback". ``number_text`` is typed; with a person it may stay empty. ``due_at`` is the
    latest date when it waits on a ``milestone``; owner None means the desk's team, ``site_id`` None
    the clinic of whom it concerns.
    ``sensitive_kept`` says that a card or social security number in ``what`` is to stay."""

    reason: Reason
    due_at: datetime
    what: str = ""
    person_id: UUID | None = None
    number_text: str = ""
    subject_id: UUID | None = None
    site_id: UUID | None = None
    milestone: MilestoneKind | None = None
    owner_team_id: UUID | None = None
    owner_user_id: UUID | None = None
    kind: CallbackKind = CallbackKind.SERVICE
    hours_reason: str = ""
    call_id: UUID | None = None
    sensitive_kept: bool = False


def promise_of(writing: Writing, new: NewPromise) -> Promise:
    """What is promised; a safety follow-up is due at once. Raises :class:`Refused` for a time gone
    by and for what is no number to ring."""
    safety = new.kind is CallbackKind.SAFETY
    if new.due_at <= writing.now and not safety:
        raise Refused("That time has passed. Choose a later one.")
    number_id = None
    if new.number_text.strip():
        number_id = use_number(writing, new.person_id, new.number_text)
    return Promise(
        reason=new.reason,
        what=fit_to_keep(new.what, kept=new.sensitive_kept),
        due_at=min(new.due_at, writing.now) if safety else new.due_at,
        kind=new.kind,
        person_id=new.person_id,
        subject_id=new.subject_id,
        number_id=number_id,
        call_id=new.call_id,
        site_id=new.site_id or _clinic_of(writing.conn, new.subject_id or new.person_id),
        milestone=None if safety else new.milestone,
        owner_team_id=new.owner_team_id,
        owner_user_id=new.owner_user_id,
        hours_reason=new.hours_reason,
    )


def _clinic_of(conn: Connection, person_id: UUID | None) -> UUID | None:
    """The clinic of whom it concerns; None: nobody is named, or no clinic is known of them."""
    query = select(_person.c.site_id).where(_person.c.id == person_id)
    site_id: UUID | None = conn.execute(query).scalar() if person_id else None
    return site_id
