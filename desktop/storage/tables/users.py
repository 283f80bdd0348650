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
