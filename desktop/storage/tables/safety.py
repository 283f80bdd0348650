"""Callers who may be in danger: what was done, whom to ring, and who is asked to help."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import Flag, FoldedText, Id, Ref, Version, When, Words
from desktop.storage.tables.base import Base


class SafetyEvent(Base):
    """A caller may be in danger: the saved Safety card. It is struck with a reason, never removed.

    ``call_draft_id`` is the card under which it was opened, ``call_id`` the call once that is
    logged. ``number_text`` is what to ring back, ``place`` where the caller is, in their words;
    ``dispatch`` the dispatch that was shown for it, in words: the number may change later.
    ``follow_up_id`` is the callback it began.
    """

    __tablename__ = "safety_event"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["subject_id"], ["person.id"]),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        ForeignKeyConstraint(["follow_up_id"], ["callback.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["desk_id"], ["desk.id"]),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        Index("ix_safety_event_opened_at", "opened_at", "id"),
        Index("ix_safety_event_call_id", "call_id"),
        Index("ix_safety_event_call_draft_id", "call_draft_id"),
        Index("ix_safety_event_person_id", "person_id", "opened_at"),
        Index("ix_safety_event_subject_id", "subject_id", "opened_at"),
        Index("ix_safety_event_follow_up_id", "follow_up_id"),
    )

    id: Mapped[Id]
    call_id: Mapped[Ref | None]
    call_draft_id: Mapped[Ref | None]
    person_id: Mapped[Ref | None]
    subject_id: Mapped[Ref | None]
    number_id: Mapped[Ref | None]
    number_text: Mapped[Words]
    branch: Mapped[Words | None]
    place: Mapped[Words]
    dispatch: Mapped[Words]
    note: Mapped[Words]
    ending: Mapped[Words | None]
    opened_at: Mapped[When]
    saved_at: Mapped[When]
    follow_up_id: Mapped[Ref | None]
    user_id: Mapped[Ref]
    desk_id: Mapped[Ref]
    site_id: Mapped[Ref | None]
    struck_reason: Mapped[Words | None]
    version: Mapped[Version]


class SafetyStep(Base):
    """One step of a Safety card, answered yes (``done``) or no at a time."""

    __tablename__ = "safety_step"
    __table_args__ = (
        ForeignKeyConstraint(["event_id"], ["safety_event.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    event_id: Mapped[Ref] = mapped_column(primary_key=True)
    step: Mapped[Words] = mapped_column(primary_key=True)
    done: Mapped[Flag]
    at: Mapped[When]


class SafetyContact(Base):
    """Whom to ring when somebody is in danger: the ten-digit dispatch of a place (since 911 rings
    the desk's own city), the manager on duty, the clinician on call. ``site_id`` None: all."""

    __tablename__ = "safety_contact"
    __table_args__ = (
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        Index("ix_safety_contact_kind", "kind"),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    site_id: Mapped[Ref | None]
    place: Mapped[Words]
    name: Mapped[Words]
    e164: Mapped[FoldedText]
    extension: Mapped[FoldedText]
    version: Mapped[Version]


class SafetyDraft(Base):
    """Working state: a Safety card that is open or was closed without saving. ``payload`` is JSON.

    Without a user it was opened on the locked screen."""

    __tablename__ = "safety_draft"
    __table_args__ = (Index("ix_safety_draft_call_draft_id", "call_draft_id"),)

    id: Mapped[Id]
    user_id: Mapped[Ref | None]
    desk_id: Mapped[Ref | None]
    call_draft_id: Mapped[Ref | None]
    payload: Mapped[Words]
    opened_at: Mapped[When]
    updated_at: Mapped[When]


class HelpRequest(Base):
    """Working state: somebody with the Safety card open asks every desk for a colleague."""

    __tablename__ = "help_request"
    __table_args__ = (Index("ix_help_request_asked_at", "asked_at"),)

    id: Mapped[Id]
    asked_by: Mapped[Ref | None]
    desk_id: Mapped[Ref | None]
    asked_at: Mapped[When]
    answered_by: Mapped[Ref | None]
    answered_at: Mapped[When | None]
    ended_at: Mapped[When | None]
