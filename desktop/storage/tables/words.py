"""Words to read aloud, what a manager decided about them, and which were read on a call."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import Count, Day, Flag, Id, Ref, Version, When, Words
from desktop.storage.tables.base import Base


class ScriptLine(Base):
    """What a manager decided about one line: an answer, a snippet of the article, safety words.

    The lines that ship are part of the program and have no row until somebody edits or approves
    them; the row then has the shipped line's identity. ``title`` is an answer's question or what
    safety words are for. A snippet holds no copy of its words: it points at ``article``,
    ``section`` and the characters from ``range_start`` to ``range_end``, and ``range_check`` (a
    short hash) tells whether they are still what was pointed at. ``claims`` marks lines about how
    well the treatment works.
    """

    __tablename__ = "script_line"
    __table_args__ = (
        ForeignKeyConstraint(["approved_by"], ["user_account.id"]),
        Index("ix_script_line_kind", "kind", "position"),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    title: Mapped[Words]
    text: Mapped[Words]
    article: Mapped[Words | None]
    section: Mapped[Words | None]
    range_start: Mapped[Count | None]
    range_end: Mapped[Count | None]
    range_check: Mapped[Words | None]
    claims: Mapped[Flag]
    state: Mapped[Words]
    approved_by: Mapped[Ref | None]
    approved_at: Mapped[When | None]
    review_on: Mapped[Day | None]
    position: Mapped[Count]
    version: Mapped[Version]


class ScriptLineReason(Base):
    """One reason of a call that opens an answer."""

    __tablename__ = "script_line_reason"
    __table_args__ = (
        ForeignKeyConstraint(["line_id"], ["script_line.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    line_id: Mapped[Ref] = mapped_column(primary_key=True)
    reason: Mapped[Words] = mapped_column(primary_key=True)


class WordsRead(Base):
    """This line, in this version of it (0: as it shipped), was read out on this call.

    ``line_id`` refers to no table: a shipped line may have no row. ``title`` is what the line was
    called then.
    """

    __tablename__ = "words_read"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_words_read_call_id", "call_id"),
        Index("ix_words_read_line_id", "line_id", "read_at"),
    )

    id: Mapped[Id]
    call_id: Mapped[Ref]
    line_id: Mapped[Ref]
    line_version: Mapped[Count]
    title: Mapped[Words]
    read_at: Mapped[When]
    user_id: Mapped[Ref]
    version: Mapped[Version]
