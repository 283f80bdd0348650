"""Calls, their reasons, and their corrections."""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import (
    Count,
    Flag,
    FoldedText,
    Id,
    Ref,
    Seq,
    UniqueId,
    Version,
    When,
    Words,
)
from desktop.storage.tables.base import Base


class Call(Base):
    """One phone call, in or out.

    ``speaker_id`` is who spoke, ``subject_id`` whom it concerns (equal when somebody calls for
    themselves; either may be missing and come later). ``started_at`` is the real time and
    ``entered_at`` when it was typed; ``late_entry`` marks the difference. ``number_text`` keeps
    what was typed or sent when it is no number to ring ("anonymous"). ``speaker_name`` and
    ``subject_name`` keep names that were typed while nobody was picked. ``zone`` is the caller's.
    ``disposition`` and ``talked_seconds`` are what the phone system says became of it, None for a
    call that only the desk tells of; ``zone_assumed``: its times came without a zone.
    ``outsider`` marks a caller who is told nothing of patients (press, a lawyer …).
    """

    __tablename__ = "call"
    __table_args__ = (
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        ForeignKeyConstraint(["speaker_id"], ["person.id"]),
        ForeignKeyConstraint(["subject_id"], ["person.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["desk_id"], ["desk.id"]),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        UniqueConstraint("source", "external_id"),
        Index("ix_call_started_at", "started_at", "id"),
        Index("ix_call_number_id", "number_id", "started_at"),
        Index("ix_call_speaker_id", "speaker_id", "started_at"),
        Index("ix_call_subject_id", "subject_id", "started_at"),
    )

    seq: Mapped[Seq]
    id: Mapped[UniqueId]
    direction: Mapped[Words]
    number_id: Mapped[Ref | None]
    number_text: Mapped[Words]
    withheld: Mapped[Flag]
    called_line: Mapped[Words]
    speaker_id: Mapped[Ref | None]
    speaker_name: Mapped[Words | None]
    subject_id: Mapped[Ref | None]
    subject_name: Mapped[Words | None]
    relation: Mapped[Words]
    identity_check: Mapped[Words | None]
    identity_checked_at: Mapped[When | None]
    started_at: Mapped[When]
    answered_at: Mapped[When | None]
    ended_at: Mapped[When | None]
    entered_at: Mapped[When]
    late_entry: Mapped[Flag]
    zone: Mapped[Words]
    user_id: Mapped[Ref]
    desk_id: Mapped[Ref]
    site_id: Mapped[Ref | None]
    outcome: Mapped[Words | None]
    language: Mapped[Words]
    interpreter: Mapped[Flag]
    notes: Mapped[Words]
    source: Mapped[Words]
    external_id: Mapped[FoldedText | None]
    disposition: Mapped[Words | None]
    talked_seconds: Mapped[Count | None]
    zone_assumed: Mapped[Flag | None]
    outsider: Mapped[Words | None]
    version: Mapped[Version]


class CallQuarter(Base):
    """How many calls began in a quarter of an hour, numbered from 1970 in UTC; kept by triggers
    (see :mod:`desktop.storage.call_counts`)."""

    __tablename__ = "call_quarter"

    quarter: Mapped[Count] = mapped_column(primary_key=True, autoincrement=False)
    calls: Mapped[Count]


class CallReason(Base):
    """One reason picked on a call; ``position`` is the order of picking."""

    __tablename__ = "call_reason"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"], ondelete="CASCADE"),
        Index("ix_call_reason_reason", "reason", "call_id"),
        {"sqlite_with_rowid": False},
    )

    call_id: Mapped[Ref] = mapped_column(primary_key=True)
    reason: Mapped[Words] = mapped_column(primary_key=True)
    position: Mapped[Count]


class CallCorrection(Base):
    """Why a logged call was corrected. What was changed stands in the items of its Change."""

    __tablename__ = "call_correction"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_call_correction_call_id", "call_id", "at"),
    )

    id: Mapped[Id]
    call_id: Mapped[Ref]
    reason: Mapped[Words]
    at: Mapped[When]
    user_id: Mapped[Ref]
    version: Mapped[Version]
