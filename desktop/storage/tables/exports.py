"""What left the program as a file."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from desktop.storage.column_types import Count, Id, Ref, Version, When, Words
from desktop.storage.tables.base import Base


class Export(Base):
    """Somebody saved rows to a file.

    ``asked`` is which rows, in words that name nobody; ``columns`` the keys of the columns, with
    spaces between; ``reason`` is what whoever took it said. Where the file
    went is not kept: a path may name a person.
    """

    __tablename__ = "export"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_export_at", "at", "id"),
    )

    id: Mapped[Id]
    what: Mapped[Words]
    format: Mapped[Words]
    asked: Mapped[Words]
    reason: Mapped[Words | None]
    columns: Mapped[Words]
    row_count: Mapped[Count]
    at: Mapped[When]
    user_id: Mapped[Ref]
    version: Mapped[Version]
