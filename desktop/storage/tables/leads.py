"""Leads and messages that were left: what waits for a person to look at."""

from sqlalchemy import ForeignKeyConstraint, Index
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


class Lead(Base):
    """A request by web form, e-mail or file, as it came.

    ``source`` is the name of its source. ``person_id`` is who it became, ``suggested_id`` who it
    may be (one person alone fits its numbers and e-mails); ``callback_id`` the promise it opened.
    ``danger`` says that words of danger stand in the message, and ``danger_words`` which, one a
    line: their absence says nothing. ``consents`` and ``remarks`` are JSON lists. ``payload`` is
    the original, whole, without secrets. ``zone_assumed``: the time came without a zone.
    ``seen_at`` is when somebody first looked at it, ``state_at`` when it came to its state.
    """

    __tablename__ = "lead"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["suggested_id"], ["person.id"]),
        ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        Index("ix_lead_state", "state", "received_at", "id"),
        Index("ix_lead_received_at", "received_at", "id"),
        Index("ix_lead_person_id", "person_id"),
        Index("ix_lead_suggested_id", "suggested_id"),
        Index("ix_lead_callback_id", "callback_id"),
    )

    seq: Mapped[Seq]
    id: Mapped[UniqueId]
    state: Mapped[Words]
    source: Mapped[Words]
    name: Mapped[Words]
    name_key: Mapped[FoldedText]
    message: Mapped[Words]
    form: Mapped[Words]
    campaign: Mapped[Words]
    submitted_at: Mapped[When | None]
    received_at: Mapped[When]
    zone_assumed: Mapped[Flag]
    consents: Mapped[Words]
    remarks: Mapped[Words]
    payload: Mapped[Words]
    external_id: Mapped[FoldedText | None]
    person_id: Mapped[Ref | None]
    suggested_id: Mapped[Ref | None]
    callback_id: Mapped[Ref | None]
    danger: Mapped[Flag]
    danger_words: Mapped[Words]
    seen_at: Mapped[When | None]
    state_at: Mapped[When]
    version: Mapped[Version]


class LeadContact(Base):
    """One number or e-mail of a lead, in the order given (numbers first).

    ``kind`` is "number" or "email"; ``text`` as it was sent; ``number_id`` where it is one to
    ring; ``contact_key`` the E.164 or the folded e-mail ("" for what could not be read).
    """

    __tablename__ = "lead_contact"
    __table_args__ = (
        ForeignKeyConstraint(["lead_id"], ["lead.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        Index("ix_lead_contact_number_id", "number_id"),
        Index("ix_lead_contact_contact_key", "contact_key"),
        {"sqlite_with_rowid": False},
    )

    lead_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    kind: Mapped[Words]
    text: Mapped[Words]
    number_id: Mapped[Ref | None]
    contact_key: Mapped[FoldedText]


class Voicemail(Base):
    """A message that was left. ``text`` is what is known of its words, ``recording`` where to
    listen. ``number_id`` is the number it came from, ``spoken_number_id`` the one that was said in
    it (``spoken_text`` as typed)."""

    __tablename__ = "voicemail"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        ForeignKeyConstraint(["spoken_number_id"], ["phone_number.id"]),
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        ForeignKeyConstraint(["handled_by"], ["user_account.id"]),
        Index("ix_voicemail_state", "state", "received_at", "id"),
        Index("ix_voicemail_call_id", "call_id"),
        Index("ix_voicemail_callback_id", "callback_id"),
    )

    id: Mapped[Id]
    call_id: Mapped[Ref]
    state: Mapped[Words]
    text: Mapped[Words]
    recording: Mapped[Words]
    number_id: Mapped[Ref | None]
    person_id: Mapped[Ref | None]
    spoken_number_id: Mapped[Ref | None]
    spoken_text: Mapped[Words]
    note: Mapped[Words]
    callback_id: Mapped[Ref | None]
    danger: Mapped[Flag]
    danger_words: Mapped[Words]
    received_at: Mapped[When]
    handled_at: Mapped[When | None]
    handled_by: Mapped[Ref | None]
    version: Mapped[Version]


class DangerWord(Base):
    """What was decided about one word of danger. The words that ship have no row until somebody
    switches one off; a word that was added has one. ``word_key`` is folded."""

    __tablename__ = "danger_word"
    __table_args__ = (Index("ux_danger_word_word_key", "language", "word_key", unique=True),)

    id: Mapped[Id]
    language: Mapped[FoldedText]
    word: Mapped[Words]
    word_key: Mapped[FoldedText]
    enabled: Mapped[Flag]
    version: Mapped[Version]
