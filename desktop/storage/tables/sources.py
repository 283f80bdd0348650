"""Where things come in from, what was taken already, what could not be read, and imports."""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
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
    """One connection to the outside: a form, a mailbox, a phone system, a watched folder.

    ``name`` is what records call their source, ``slug`` its part of an address. ``zone`` is the
    IANA zone of times that come without one. ``settings`` is JSON; secrets are never here: they are
    in the keyring under the source's id.
    """

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("slug"),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    name: Mapped[Words]
    slug: Mapped[FoldedText]
    zone: Mapped[Words]
    site_id: Mapped[Ref | None]
    enabled: Mapped[Flag]
    settings: Mapped[Words]
    created_at: Mapped[When]
    version: Mapped[Version]


class SourceStatus(Base):
    """Working state: how a source is doing and when something last came from it."""

    __tablename__ = "source_status"
    __table_args__ = (ForeignKeyConstraint(["source_id"], ["source.id"], ondelete="CASCADE"),)

    source_id: Mapped[Id]
    state: Mapped[Words]
    words: Mapped[Words]
    since: Mapped[When]
    last_event_at: Mapped[When | None]
    last_event: Mapped[Words]


class SourceCursor(Base):
    """Working state: how far a source was read (the end of a log, a time of a catch-up)."""

    __tablename__ = "source_cursor"
    __table_args__ = ({"sqlite_with_rowid": False},)

    source: Mapped[FoldedText] = mapped_column(primary_key=True)
    name: Mapped[FoldedText] = mapped_column(primary_key=True)
    value: Mapped[Words]
    updated_at: Mapped[When]


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
    system and a file tell of). ``content`` is a hash of what was said last, to tell a repetition
    from news, and for leads the same from every source."""

    __tablename__ = "incoming_key"
    __table_args__ = (
        Index("ix_incoming_key_record_id", "record_id"),
        Index("ix_incoming_key_content", "content"),
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
    """One committed part of an import: the Change it was, in order."""

    __tablename__ = "import_part"
    __table_args__ = (
        ForeignKeyConstraint(["batch_id"], ["import_batch.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    batch_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    change_id: Mapped[Ref]


class StagedRow(Base):
    """Working state: one row of a file on its way in. ``body`` is the record as JSON, or the raw
    text of a rejected one; ``reason`` says why it was ignored or rejected."""

    __tablename__ = "staged_row"
    __table_args__ = (
        ForeignKeyConstraint(["batch_id"], ["import_batch.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    batch_id: Mapped[Ref] = mapped_column(primary_key=True)
    row: Mapped[Count] = mapped_column(primary_key=True)
    state: Mapped[Words]
    body: Mapped[Words]
    reason: Mapped[Words]
    fate: Mapped[Words | None]
    record_id: Mapped[Ref | None]


class ColumnMap(Base):
    """Which column of a table means what, remembered for files with the same titles.
    ``titles_key`` is a hash of the folded titles; ``columns`` is JSON."""

    __tablename__ = "column_map"
    __table_args__ = (UniqueConstraint("titles_key", "kind"),)

    id: Mapped[Id]
    name: Mapped[Words]
    kind: Mapped[FoldedText]
    titles_key: Mapped[FoldedText]
    columns: Mapped[Words]
    zone: Mapped[Words]
    used_at: Mapped[When]
    version: Mapped[Version]
