"""How far sources were read, what was taken already, what could not be read, and imports."""

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import (
    BigCount,
    Bytes,
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


class Source(Base):
    """A connection that calls and leads come in from. ``name`` is its name in addresses and in the
    records; ``options`` what was filled in, a JSON object. Its secret is never here (see
    ``storage.secrets``): ``secret_set_at`` says that there is one, and since when."""

    __tablename__ = "source"
    __table_args__ = (ForeignKeyConstraint(["site_id"], ["site.id"]),)

    id: Mapped[Id]
    kind: Mapped[Words]
    name: Mapped[Words]
    title: Mapped[Words]
    options: Mapped[Words]
    zone: Mapped[Words]
    site_id: Mapped[Ref | None]
    enabled: Mapped[Flag]
    secret_set_at: Mapped[When | None]
    place: Mapped[Count]
    version: Mapped[Version]


class SourceCursor(Base):
    """Working state: how far a source was read (the end of a log, a time of a catch-up)."""

    __tablename__ = "source_cursor"
    __table_args__ = ({"sqlite_with_rowid": False},)

    source: Mapped[FoldedText] = mapped_column(primary_key=True)
    name: Mapped[FoldedText] = mapped_column(primary_key=True)
    value: Mapped[Words]
    updated_at: Mapped[When]


class SourceLease(Base):
    """Working state: which program runs a source, until ``until``. ``holder`` is that program's
    identity, made when it starts; ``place`` the name of its computer."""

    __tablename__ = "source_lease"
    __table_args__ = ({"sqlite_with_rowid": False},)

    source: Mapped[FoldedText] = mapped_column(primary_key=True)
    holder: Mapped[Ref]
    place: Mapped[Words]
    until: Mapped[When]


class MailCursor(Base):
    """Working state: the last message of a mailbox that was taken (IMAP's UIDVALIDITY, UID)."""

    __tablename__ = "mail_cursor"
    __table_args__ = ({"sqlite_with_rowid": False},)

    source: Mapped[FoldedText] = mapped_column(primary_key=True)
    folder: Mapped[FoldedText] = mapped_column(primary_key=True)
    uid_validity: Mapped[BigCount]
    uid: Mapped[BigCount]
    updated_at: Mapped[When]


class IncomingKey(Base):
    """Working state: what was taken already. ``key`` is the source's own identity of a record,
    else "#" and a hash of its content; several may lead to one record (a call that the phone
    system and a file tell of). What an import brought and another telling repeats has one more,
    under no source's name, so that it stays when the import is taken back. ``content`` is a hash of
    what was said last, to tell a repetition from news, and for leads the same from every source."""

    __tablename__ = "incoming_key"
    __table_args__ = (
        Index("ix_incoming_key_record_id", "record_id"),
        Index(
            "ix_incoming_key_content",
            "content",
            sqlite_where=text("record = 'lead'"),
            postgresql_where=text("record = 'lead'"),
        ),
        {"sqlite_with_rowid": False},
    )

    source: Mapped[FoldedText] = mapped_column(primary_key=True)
    key: Mapped[FoldedText] = mapped_column(primary_key=True)
    record: Mapped[Words]
    record_id: Mapped[Ref]
    content: Mapped[FoldedText]


class Quarantine(Base):
    """Something that could not be read, kept until somebody has looked. ``raw`` is what came,
    without secrets; ``reason`` says why and what to do; ``handling`` what was done with it."""

    __tablename__ = "quarantine"
    __table_args__ = (
        ForeignKeyConstraint(["handled_by"], ["user_account.id"]),
        Index("ix_quarantine_source", "source", "received_at"),
        Index("ix_quarantine_received_at", "received_at", "id"),
    )

    id: Mapped[Id]
    source: Mapped[Words]
    reason: Mapped[Words]
    raw: Mapped[Bytes]
    external_id: Mapped[Words]
    received_at: Mapped[When]
    handled_at: Mapped[When | None]
    handled_by: Mapped[Ref | None]
    handling: Mapped[Words]
    version: Mapped[Version]


class ImportBatch(Base):
    """The import of one file: staged, counted, then committed in small parts under this id.

    ``digest`` is the SHA-256 of the file. The counts add up: ``rows`` = created + updated +
    unchanged + duplicates + ignored + rejected, once it is done.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_import_batch_started_at", "started_at", "id"),
        Index("ix_import_batch_digest", "digest"),
    )

    id: Mapped[Id]
    file_name: Mapped[Words]
    digest: Mapped[FoldedText]
    format: Mapped[Words]
    kind: Mapped[Words]
    source: Mapped[Words]
    zone: Mapped[Words]
    state: Mapped[Words]
    rows: Mapped[Count]
    created: Mapped[Count]
    updated: Mapped[Count]
    unchanged: Mapped[Count]
    duplicates: Mapped[Count]
    ignored: Mapped[Count]
    rejected: Mapped[Count]
    user_id: Mapped[Ref]
    started_at: Mapped[When]
    finished_at: Mapped[When | None]
    version: Mapped[Version]


class ImportPart(Base):
    """One committed part of an import: the Change it was, in order. ``left`` is how many of its
    items were not taken back."""

    __tablename__ = "import_part"
    __table_args__ = (
        ForeignKeyConstraint(["batch_id"], ["import_batch.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    batch_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    change_id: Mapped[Ref]
    left: Mapped[Count]
