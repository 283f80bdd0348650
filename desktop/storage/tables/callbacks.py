"""Promises to ring somebody, the tries to keep them, and who is at work on one."""

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped

from desktop.storage.column_types import (
    Count,
    Flag,
    Id,
    Ref,
    Seq,
    UniqueId,
    Version,
    When,
    Words,
)
from desktop.storage.tables.base import Base


class Callback(Base):
    """A promise to ring someone.

    ``due_at`` is never missing: waiting on a ``milestone`` adds to it and never replaces it.
    ``promised_at`` is when it was given, ``first_due_at`` the time first promised,
    ``promised_wall`` and ``promised_zone`` that time as it was said, in the caller's own zone.
    ``person_id`` is whom to ring, ``subject_id`` whom it concerns. ``owner_user_id`` empty means
    the whole team. ``hours_reason`` is why a time outside the person's hours was promised or
    rung.
    """

    __tablename__ = "callback"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["subject_id"], ["person.id"]),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        ForeignKeyConstraint(["owner_team_id"], ["team.id"]),
        ForeignKeyConstraint(["owner_user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["promised_by"], ["user_account.id"]),
        Index(
            "ix_callback_open_due",
            "due_at",
            "id",
            # The rest lets the queue's groups, tabs and counts be told from the index alone.
            "needs_decision",
            "milestone",
            "owner_team_id",
            "owner_user_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_callback_closed_at",
            "closed_at",
            "id",
            sqlite_where=text("state = 'closed'"),
            postgresql_where=text("state = 'closed'"),
        ),
        Index(
            "ix_callback_open_safety",
            "due_at",
            "id",
            sqlite_where=text("state = 'open' AND kind = 'safety'"),
            postgresql_where=text("state = 'open' AND kind = 'safety'"),
        ),
        Index("ix_callback_person_id", "person_id"),
        Index("ix_callback_subject_id", "subject_id"),
        Index("ix_callback_number_id", "number_id"),
        Index("ix_callback_call_id", "call_id"),
    )

    seq: Mapped[Seq]
    id: Mapped[UniqueId]
    kind: Mapped[Words]
    state: Mapped[Words]
    call_id: Mapped[Ref | None]
    number_id: Mapped[Ref | None]
    person_id: Mapped[Ref | None]
    subject_id: Mapped[Ref | None]
    site_id: Mapped[Ref | None]
    reason: Mapped[Words]
    promise: Mapped[Words]
    promised_at: Mapped[When]
    promised_by: Mapped[Ref]
    promised_wall: Mapped[Words]
    promised_zone: Mapped[Words]
    zone_certain: Mapped[Flag]
    first_due_at: Mapped[When]
    due_at: Mapped[When]
    milestone: Mapped[Words | None]
    waited_on: Mapped[Words | None]
    due_why: Mapped[Words | None]
    owner_team_id: Mapped[Ref]
    owner_user_id: Mapped[Ref | None]
    attempts: Mapped[Count]
    last_result: Mapped[Words | None]
    last_attempt_at: Mapped[When | None]
    needs_decision: Mapped[Flag]
    asks_number: Mapped[Flag]
    hours_reason: Mapped[Words | None]
    resolution: Mapped[Words | None]
    resolution_note: Mapped[Words]
    closed_at: Mapped[When | None]
    closed_by: Mapped[Ref | None]
    version: Mapped[Version]


class Attempt(Base):
    """One try to keep a promise, with the next time that followed from it."""

    __tablename__ = "attempt"
    __table_args__ = (
        ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_attempt_callback_id", "callback_id", "at"),
    )

    id: Mapped[Id]
    callback_id: Mapped[Ref]
    call_id: Mapped[Ref | None]
    user_id: Mapped[Ref]
    at: Mapped[When]
    result: Mapped[Words]
    note: Mapped[Words]
    hours_reason: Mapped[Words | None]
    next_due_at: Mapped[When | None]
    version: Mapped[Version]


class Lease(Base):
    """Working state: somebody is at work on this callback until ``until``."""

    __tablename__ = "lease"
    __table_args__ = (
        ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
    )

    callback_id: Mapped[Id]
    user_id: Mapped[Ref]
    desk_id: Mapped[Ref]
    until: Mapped[When]


class SavedView(Base):
    """A filter of the queue that somebody keeps as a tab. ``filter`` is JSON."""

    __tablename__ = "saved_view"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_saved_view_user_id", "user_id", "position"),
    )

    id: Mapped[Id]
    user_id: Mapped[Ref]
    name: Mapped[Words]
    filter: Mapped[Words]
    position: Mapped[Count]
    version: Mapped[Version]
