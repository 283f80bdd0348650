"""Who signs in. Counters and sign-in times are working state and no Changes."""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from desktop.storage.column_types import (
    Count,
    Flag,
    FoldedText,
    Id,
    Ref,
    Version,
    When,
    Words,
)
from desktop.storage.tables.base import Base


class UserAccount(Base):
    """One person who signs in; ``name_key`` is the folded name and unique."""

    __tablename__ = "user_account"
    __table_args__ = (
        UniqueConstraint("name_key"),
        ForeignKeyConstraint(["team_id"], ["team.id"]),
    )

    id: Mapped[Id]
    name: Mapped[Words]
    name_key: Mapped[FoldedText]
    role: Mapped[Words]
    password_hash: Mapped[Words]
    pin_hash: Mapped[Words | None]
    team_id: Mapped[Ref | None]
    active: Mapped[Flag]
    created_at: Mapped[When]
    version: Mapped[Version]


class SignIn(Base):
    """Working state: who is signed in at which desk today, and wrong tries in a row."""

    __tablename__ = "sign_in"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_sign_in_desk_id", "desk_id"),
    )

    user_id: Mapped[Id]
    desk_id: Mapped[Ref | None]
    signed_in_at: Mapped[When | None]
    until: Mapped[When | None]
    wrong_pins: Mapped[Count]
    wrong_passwords: Mapped[Count]
    last_wrong_at: Mapped[When | None]


class BreakGlass(Base):
    """Somebody of the front desk stands in for a manager, from ``began_at`` until ``until`` or the
    earlier ``ended_at``, at one desk and for a stated reason."""

    __tablename__ = "break_glass"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["desk_id"], ["desk.id"]),
        ForeignKeyConstraint(["ended_by"], ["user_account.id"]),
        Index("ix_break_glass_user_id", "user_id", "until"),
    )

    id: Mapped[Id]
    user_id: Mapped[Ref]
    desk_id: Mapped[Ref]
    reason: Mapped[Words]
    began_at: Mapped[When]
    until: Mapped[When]
    ended_at: Mapped[When | None]
    ended_by: Mapped[Ref | None]
    version: Mapped[Version]
