"""People, their numbers and e-mails, what binds the desk, and who may speak for whom."""

from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import (
    Count,
    Day,
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

AFFECTED = "next_appointment_at IS NOT NULL OR series_left IS NOT NULL OR prepaid_cents IS NOT NULL"
"""Whom the transition concerns by what stands on their own row."""


class Person(Base):
    """Someone who calls or is called about.

    ``kind`` is what the desk calls them at a glance ("Patient", "Web lead", "Mother").
    ``zone`` is set only when stated (a city or zone the person named); it wins over area codes.
    ``hours_from``/``hours_to`` narrow 8:00–21:00, in minutes of their day. The last columns say
    how the transition concerns them: empty where there is nothing (never 0). ``series_left`` is
    how many infusions of a running series are to come, ``prepaid_cents`` what they have paid
    ahead, in US cents; ``handover_consent`` "yes" or "no" to their data going to the new owner.
    """

    __tablename__ = "person"
    __table_args__ = (
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        Index("ix_person_name_key", "name_key"),
        Index("ix_person_created_at", "created_at", "id"),
        # Names for a long list of identities, from the index alone; see plain_values.covering.
        Index("ix_person_id_name", "id", "name"),
        # Whom the transition concerns, from the index alone; see services/affected.py.
        Index(
            "ix_person_affected",
            "site_id",
            "language",
            "next_appointment_at",
            "id",
            sqlite_where=text(AFFECTED),
            postgresql_where=text(AFFECTED),
        ),
    )

    seq: Mapped[Seq]
    id: Mapped[UniqueId]
    name: Mapped[Words]
    name_key: Mapped[FoldedText]
    kind: Mapped[Words]
    date_of_birth: Mapped[date | None] = mapped_column(Date())
    language: Mapped[Words]
    interpreter: Mapped[Flag]
    city: Mapped[Words | None]
    zone: Mapped[Words | None]
    hours_from: Mapped[Count | None]
    hours_to: Mapped[Count | None]
    prefers: Mapped[Words | None]
    voicemail: Mapped[Words]
    site_id: Mapped[Ref | None]
    notes: Mapped[Words]
    created_at: Mapped[When]
    address: Mapped[Words | None]
    next_appointment_at: Mapped[When | None]
    series_left: Mapped[Count | None]
    last_infusion_on: Mapped[Day | None]
    prepaid_cents: Mapped[Count | None]
    handover_consent: Mapped[Words | None]
    version: Mapped[Version]


class PersonWord(Base):
    """One folded word of a person's name: the b-tree behind "any word prefix"."""

    __tablename__ = "person_word"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        Index("ix_person_word_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )

    word: Mapped[FoldedText] = mapped_column(primary_key=True)
    person_id: Mapped[Ref] = mapped_column(primary_key=True)


class PhoneNumber(Base):
    """A number; several people may share it. ``reversed_digits`` finds by last digits."""

    __tablename__ = "phone_number"
    __table_args__ = (
        UniqueConstraint("e164", "extension"),
        Index("ix_phone_number_reversed_digits", "reversed_digits"),
        # Numbers for a long list of identities, as above.
        Index("ix_phone_number_id_e164_extension", "id", "e164", "extension"),
    )

    id: Mapped[Id]
    e164: Mapped[FoldedText]
    extension: Mapped[FoldedText]
    reversed_digits: Mapped[FoldedText]
    unusual: Mapped[Flag]
    place: Mapped[Words | None]
    version: Mapped[Version]


class PersonNumber(Base):
    """This person uses this number."""

    __tablename__ = "person_number"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        UniqueConstraint("person_id", "number_id"),
        Index("ix_person_number_number_id", "number_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    number_id: Mapped[Ref]
    kind: Mapped[Words]
    position: Mapped[Count]
    version: Mapped[Version]


class PersonEmail(Base):
    """An e-mail address of a person; ``email_key`` is folded."""

    __tablename__ = "person_email"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        UniqueConstraint("person_id", "email_key"),
        Index("ix_person_email_email_key", "email_key"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    email: Mapped[Words]
    email_key: Mapped[FoldedText]
    version: Mapped[Version]


class EmailWord(Base):
    """One folded word of an e-mail address ("j", "moss", "example"), so that a part finds it."""

    __tablename__ = "email_word"
    __table_args__ = (
        ForeignKeyConstraint(["email_id"], ["person_email.id"], ondelete="CASCADE"),
        Index("ix_email_word_email_id", "email_id"),
        {"sqlite_with_rowid": False},
    )

    word: Mapped[FoldedText] = mapped_column(primary_key=True)
    email_id: Mapped[Ref] = mapped_column(primary_key=True)


class Restriction(Base):
    """What binds the desk whenever it reaches out ("never ring home")."""

    __tablename__ = "restriction"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        Index("ix_restriction_person_id", "person_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    kind: Mapped[Words]
    note: Mapped[Words]
    version: Mapped[Version]


class PermissionToSpeak(Base):
    """``speaker`` may speak for ``subject`` about ``scope`` until a day (inclusive; none: open)."""

    __tablename__ = "permission_to_speak"
    __table_args__ = (
        ForeignKeyConstraint(["speaker_id"], ["person.id"]),
        ForeignKeyConstraint(["subject_id"], ["person.id"]),
        Index("ix_permission_to_speak_speaker_id", "speaker_id"),
        Index("ix_permission_to_speak_subject_id", "subject_id"),
    )

    id: Mapped[Id]
    speaker_id: Mapped[Ref]
    subject_id: Mapped[Ref]
    relation: Mapped[Words]
    scope: Mapped[Words]
    source: Mapped[Words]
    until: Mapped[date | None] = mapped_column(Date())
    revoked_at: Mapped[When | None]
    version: Mapped[Version]


class DoNotCall(Base):
    """Stop calling a person or a number for a purpose. It never stops a safety follow-up."""

    __tablename__ = "do_not_call"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["number_id"], ["phone_number.id"]),
        Index("ix_do_not_call_person_id", "person_id"),
        Index("ix_do_not_call_number_id", "number_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref | None]
    number_id: Mapped[Ref | None]
    purpose: Mapped[Words]
    reason: Mapped[Words]
    set_at: Mapped[When]
    lifted_at: Mapped[When | None]
    version: Mapped[Version]


class PersonHold(Base):
    """What a manager says of a person's data as a whole.

    ``kind``: a legal hold, under which nothing is removed, or left out of every export.
    """

    __tablename__ = "person_hold"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["set_by"], ["user_account.id"]),
        Index("ix_person_hold_person_id", "person_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    kind: Mapped[Words]
    reason: Mapped[Words]
    set_at: Mapped[When]
    set_by: Mapped[Ref]
    lifted_at: Mapped[When | None]
    lifted_reason: Mapped[Words | None]
    version: Mapped[Version]


class PersonMerge(Base):
    """Two records were one person: what ``gone`` had belongs to ``stays``.

    The one who is gone keeps a row without words and numbers, so that no search finds it and what
    refers to it leads on. ``undone_at`` marks a merge that was taken back.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        ForeignKeyConstraint(["stays_id"], ["person.id"]),
        ForeignKeyConstraint(["gone_id"], ["person.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_person_merge_stays_id", "stays_id"),
        Index("ix_person_merge_gone_id", "gone_id"),
    )

    id: Mapped[Id]
    stays_id: Mapped[Ref]
    gone_id: Mapped[Ref]
    at: Mapped[When]
    user_id: Mapped[Ref]
    undone_at: Mapped[When | None]
    version: Mapped[Version]


class NotSame(Base):
    """Two people who look the same and are not: nobody is asked again. ``one`` sorts first."""

    __tablename__ = "not_same"
    __table_args__ = (
        ForeignKeyConstraint(["one_id"], ["person.id"]),
        ForeignKeyConstraint(["other_id"], ["person.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        UniqueConstraint("one_id", "other_id"),
        Index("ix_not_same_other_id", "other_id"),
    )

    id: Mapped[Id]
    one_id: Mapped[Ref]
    other_id: Mapped[Ref]
    at: Mapped[When]
    user_id: Mapped[Ref]
    version: Mapped[Version]
