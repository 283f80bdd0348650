"""The trail every write leaves, and the working state that is no Change.

The chains hash salted commitments of the items, not the items: one person's ``before``,
``after`` and ``salt`` can be erased later and the chain still verifies. See
:mod:`desktop.services.chain` for the format.
"""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import (
    BigCount,
    Bytes,
    Count,
    FoldedText,
    Id,
    Ref,
    Seq,
    UniqueId,
    When,
    Words,
)
from desktop.storage.tables.base import Base


class Change(Base):
    """One write: who, which desk, when, which action.

    ``seq`` runs through all desks and through :class:`AuditEvent`. ``chain_number`` counts in the
    desk's own chain; there is none in data from before each desk had one.
    """

    __tablename__ = "change"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index("ix_change_user_id", "user_id", "seq"),
        Index("ix_change_undoes_id", "undoes_id"),
    )

    seq: Mapped[Seq]
    id: Mapped[UniqueId]
    at: Mapped[When]
    user_id: Mapped[Ref | None]
    desk_id: Mapped[Ref | None]
    action: Mapped[Words]
    idempotency_key: Mapped[Ref]
    undoes_id: Mapped[Ref | None]
    undone_by_id: Mapped[Ref | None]
    result: Mapped[Words | None]
    previous_hash: Mapped[Bytes]
    hash: Mapped[Bytes]
    chain_number: Mapped[Count | None]


class ChangeItem(Base):
    """One record of a Change: JSON images before and after, salted and committed to."""

    __tablename__ = "change_item"
    __table_args__ = (
        ForeignKeyConstraint(["change_id"], ["change.id"]),
        Index("ix_change_item_record_id", "record_id"),
    )

    change_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    record: Mapped[Words]
    record_id: Mapped[Ref]
    before: Mapped[Words | None]
    after: Mapped[Words | None]
    salt: Mapped[Bytes | None]
    commitment: Mapped[Bytes]


class ChainHead(Base):
    """One row (id 1): the last running number. Locked by each write, so that Changes stand in one
    line. ``hash`` is the end of the one chain that there was before each desk had its own, and
    ``closed_seq`` the number of its last link; every chain begins on it."""

    __tablename__ = "chain_head"

    id: Mapped[Count] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[Count]
    hash: Mapped[Bytes]
    closed_seq: Mapped[Count | None]


class DeskChain(Base):
    """The end of one desk's chain: its last number, hash and time, and the key of its sums.
    ``desk_id`` is all zeros for what happened where no desk was known yet."""

    __tablename__ = "desk_chain"

    desk_id: Mapped[Ref] = mapped_column(primary_key=True)
    number: Mapped[Count]
    hash: Mapped[Bytes]
    at: Mapped[When]
    key: Mapped[Bytes]


class AuditEvent(Base):
    """Something that happened and wrote no record: a sign-in, a person opened, a file printed.

    ``record`` and ``record_id`` say what it was about, ``details`` (JSON) the rest; they are salted
    and committed to, as the items of a Change are.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_record_id", "record_id"),
        Index("ix_audit_event_user_id", "user_id", "seq"),
    )

    seq: Mapped[BigCount] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UniqueId]
    at: Mapped[When]
    user_id: Mapped[Ref | None]
    desk_id: Mapped[Ref | None]
    action: Mapped[Words]
    record: Mapped[Words | None]
    record_id: Mapped[Ref | None]
    details: Mapped[Words | None]
    salt: Mapped[Bytes | None]
    commitment: Mapped[Bytes]
    chain_number: Mapped[Count]
    previous_hash: Mapped[Bytes]
    hash: Mapped[Bytes]


class Draft(Base):
    """Working state: a half-typed call. ``payload`` is JSON; ``set_aside_at`` marks one put by.
    One that was ``handed_over_at`` is offered at every desk, to its user or to all of its team."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_user_id", "user_id", "updated_at"),
        Index("ix_draft_team_id", "team_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[Ref]
    desk_id: Mapped[Ref]
    payload: Mapped[Words]
    started_at: Mapped[When]
    updated_at: Mapped[When]
    set_aside_at: Mapped[When | None]
    team_id: Mapped[Ref | None]
    handed_over_at: Mapped[When | None]


class Setting(Base):
    """Working state: one choice, kept for a scope ("data", or a desk's or user's id)."""

    __tablename__ = "setting"

    scope: Mapped[FoldedText] = mapped_column(primary_key=True)
    name: Mapped[FoldedText] = mapped_column(primary_key=True)
    value: Mapped[Words]


class Tally(Base):
    """Working state: running counts, so that opening a list never counts rows."""

    __tablename__ = "tally"

    name: Mapped[FoldedText] = mapped_column(primary_key=True)
    value: Mapped[Count]
