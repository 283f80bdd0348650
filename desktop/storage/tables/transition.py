"""The transition: its steps, its words, who was told what, and what people ask of it.

``scope`` says whom a row is for: "all", or the hex identity of one site, so that both engines can
hold one row for each.
"""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.column_types import (
    Count,
    Day,
    Flag,
    FoldedText,
    Id,
    Ref,
    Version,
    When,
    Words,
)
from desktop.storage.tables.base import Base


class Milestone(Base):
    """A step of the transition, or the closure of one site or of all.

    ``planned_on`` is a day at the desk's place, ``happened_at`` an instant; both may be missing.
    ``recorded_by`` wrote the row last. A closure names the ``custodian`` of the records.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("kind", "scope"),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        ForeignKeyConstraint(["recorded_by"], ["user_account.id"]),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    scope: Mapped[FoldedText]
    site_id: Mapped[Ref | None]
    planned_on: Mapped[Day | None]
    happened_at: Mapped[When | None]
    note: Mapped[Words]
    custodian: Mapped[Words]
    custodian_contact: Mapped[Words]
    recorded_by: Mapped[Ref | None]
    recorded_at: Mapped[When]
    version: Mapped[Version]


class SpreadRun(Base):
    """A long write in small parts under this identity: callbacks made due by a milestone, or
    callbacks made of the update list. ``kind`` and ``state`` are closed lists of the domain."""

    __tablename__ = "spread_run"
    __table_args__ = (
        ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_spread_run_milestone_id", "milestone_id", "started_at"),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    state: Mapped[Words]
    milestone_id: Mapped[Ref | None]
    total: Mapped[Count]
    user_id: Mapped[Ref]
    started_at: Mapped[When]
    finished_at: Mapped[When | None]
    version: Mapped[Version]


class SpreadPart(Base):
    """Working state: one committed part of a run, the Change it was, and how many of its items were
    not taken back."""

    __tablename__ = "spread_part"
    __table_args__ = (
        ForeignKeyConstraint(["run_id"], ["spread_run.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )

    run_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    change_id: Mapped[Ref]
    left: Mapped[Count]


class Statement(Base):
    """A version of the approved wording about the transition.

    ``number`` is the edition ("v3"): the same words for another site or in another language share
    it. Its text never changes once it is approved. What it is at a moment (current, superseded,
    ended) follows from the times here, see :mod:`desktop.domain.statements`. ``effective_from``
    empty means from its approval on; it ends at ``effective_until`` or once ``until_milestone``
    has happened.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("number", "scope", "language"),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        ForeignKeyConstraint(["approved_by"], ["user_account.id"]),
        ForeignKeyConstraint(["drafted_by"], ["user_account.id"]),
        ForeignKeyConstraint(["reviewed_by"], ["user_account.id"]),
        ForeignKeyConstraint(["withdrawn_by"], ["user_account.id"]),
    )

    id: Mapped[Id]
    number: Mapped[Count]
    scope: Mapped[FoldedText]
    site_id: Mapped[Ref | None]
    language: Mapped[Words]
    text: Mapped[Words]
    state: Mapped[Words]
    is_demo: Mapped[Flag]
    effective_from: Mapped[When | None]
    effective_until: Mapped[When | None]
    until_milestone: Mapped[Words | None]
    drafted_by: Mapped[Ref | None]
    drafted_at: Mapped[When | None]
    reviewed_by: Mapped[Ref | None]
    reviewed_at: Mapped[When | None]
    approved_by: Mapped[Ref | None]
    approved_at: Mapped[When | None]
    withdrawn_by: Mapped[Ref | None]
    withdrawn_at: Mapped[When | None]
    withdrawn_reason: Mapped[Words | None]
    version: Mapped[Version]


class Acknowledgement(Base):
    """This user has read these new words."""

    __tablename__ = "acknowledgement"
    __table_args__ = (
        UniqueConstraint("statement_id", "user_id"),
        ForeignKeyConstraint(["statement_id"], ["statement.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
    )

    id: Mapped[Id]
    statement_id: Mapped[Ref]
    user_id: Mapped[Ref]
    at: Mapped[When]
    version: Mapped[Version]


class Correction(Base):
    """A manager's word that ``wrong_id`` was wrong: who was told it comes first, until they heard
    a newer one."""

    __tablename__ = "correction"
    __table_args__ = (
        UniqueConstraint("wrong_id"),
        ForeignKeyConstraint(["wrong_id"], ["statement.id"]),
        ForeignKeyConstraint(["published_by"], ["user_account.id"]),
    )

    id: Mapped[Id]
    wrong_id: Mapped[Ref]
    reason: Mapped[Words]
    published_by: Mapped[Ref]
    published_at: Mapped[When]
    version: Mapped[Version]


class Disclosure(Base):
    """This person was told this statement version, on this call, by this user.

    ``told_id`` is who heard it (empty until they are known), ``subject_id`` whom the call
    concerned: telling a spouse is not telling the patient. Rows are never removed: a mistake is
    struck with a reason.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        ForeignKeyConstraint(["statement_id"], ["statement.id"]),
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["told_id"], ["person.id"]),
        ForeignKeyConstraint(["subject_id"], ["person.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["struck_by"], ["user_account.id"]),
        Index("ix_disclosure_told_id", "told_id", "told_at"),
        Index("ix_disclosure_subject_id", "subject_id", "told_at"),
        Index("ix_disclosure_call_id", "call_id"),
        # What each person has heard, from the index alone.
        Index(
            "ix_disclosure_heard",
            "told_id",
            "statement_id",
            sqlite_where=text("struck_reason IS NULL"),
            postgresql_where=text("struck_reason IS NULL"),
        ),
    )

    id: Mapped[Id]
    statement_id: Mapped[Ref]
    call_id: Mapped[Ref | None]
    told_id: Mapped[Ref | None]
    subject_id: Mapped[Ref | None]
    user_id: Mapped[Ref]
    told_at: Mapped[When]
    struck_reason: Mapped[Words | None]
    struck_at: Mapped[When | None]
    struck_by: Mapped[Ref | None]
    version: Mapped[Version]


class Request(Base):
    """What somebody asks of the transition. ``person_id`` is whom it is about, ``asked_by_id`` who
    asked. An open one keeps a live callback, or ``no_callback_reason`` says why none is needed.
    For another clinic ``organisation`` asks, and ``contact`` was found as ``contact_source`` says,
    not taken from the caller."""

    __tablename__ = "request"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["asked_by_id"], ["person.id"]),
        ForeignKeyConstraint(["call_id"], ["call.id"]),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        ForeignKeyConstraint(["owner_team_id"], ["team.id"]),
        ForeignKeyConstraint(["owner_user_id"], ["user_account.id"]),
        ForeignKeyConstraint(["opened_by"], ["user_account.id"]),
        ForeignKeyConstraint(["closed_by"], ["user_account.id"]),
        Index(
            "ix_request_open",
            "due_at",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_request_person_id", "person_id"),
        Index("ix_request_asked_by_id", "asked_by_id"),
        Index("ix_request_callback_id", "callback_id"),
        Index("ix_request_call_id", "call_id"),
    )

    id: Mapped[Id]
    kind: Mapped[Words]
    state: Mapped[Words]
    person_id: Mapped[Ref | None]
    asked_by_id: Mapped[Ref | None]
    call_id: Mapped[Ref | None]
    site_id: Mapped[Ref | None]
    note: Mapped[Words]
    organisation: Mapped[Words]
    contact: Mapped[Words]
    contact_source: Mapped[Words]
    due_at: Mapped[When]
    owner_team_id: Mapped[Ref]
    owner_user_id: Mapped[Ref | None]
    callback_id: Mapped[Ref | None]
    no_callback_reason: Mapped[Words]
    opened_at: Mapped[When]
    opened_by: Mapped[Ref]
    closed_at: Mapped[When | None]
    closed_by: Mapped[Ref | None]
    closed_reason: Mapped[Words]
    version: Mapped[Version]


class RequestStep(Base):
    """One step of a request, in its order."""

    __tablename__ = "request_step"
    __table_args__ = (
        ForeignKeyConstraint(["request_id"], ["request.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["done_by"], ["user_account.id"]),
        {"sqlite_with_rowid": False},
    )

    request_id: Mapped[Ref] = mapped_column(primary_key=True)
    position: Mapped[Count] = mapped_column(primary_key=True)
    text: Mapped[Words]
    done_at: Mapped[When | None]
    done_by: Mapped[Ref | None]


class ClosurePlace(Base):
    """A clinical lead's own place for somebody on the list of a closure; 0 comes first."""

    __tablename__ = "closure_place"
    __table_args__ = (
        UniqueConstraint("milestone_id", "person_id"),
        ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_closure_place_person_id", "person_id"),
    )

    id: Mapped[Id]
    milestone_id: Mapped[Ref]
    person_id: Mapped[Ref]
    place: Mapped[Count]
    user_id: Mapped[Ref]
    at: Mapped[When]
    version: Mapped[Version]


class OutsiderWords(Base):
    """What is said to the press, a lawyer, an official or the buyer's staff, and who deals with
    them. Read aloud only once a manager approved it."""

    __tablename__ = "outsider_words"
    __table_args__ = (
        UniqueConstraint("kind"),
        ForeignKeyConstraint(["approved_by"], ["user_account.id"]),
    )

    id: Mapped[Id]
    kind: Mapped[FoldedText]
    text: Mapped[Words]
    contact_name: Mapped[Words]
    contact_number: Mapped[Words]
    approved_by: Mapped[Ref | None]
    approved_at: Mapped[When | None]
    version: Mapped[Version]


class TransitionSetting(Base):
    """One choice about the transition, kept as a Change: names, the manager's number, policies.
    ``value`` is text or JSON, see :mod:`desktop.services.transition_settings`."""

    __tablename__ = "transition_setting"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[Id]
    name: Mapped[FoldedText]
    value: Mapped[Words]
    version: Mapped[Version]


class HandoverSignOff(Base):
    """A manager's leave for data that names people to go before closing; ``policy`` is what may go,
    as JSON."""

    __tablename__ = "handover_sign_off"
    __table_args__ = (ForeignKeyConstraint(["user_id"], ["user_account.id"]),)

    id: Mapped[Id]
    policy: Mapped[Words]
    note: Mapped[Words]
    at: Mapped[When]
    user_id: Mapped[Ref]
    revoked_at: Mapped[When | None]
    version: Mapped[Version]


class Handover(Base):
    """A package that went out or came in. ``counts`` is JSON; ``digest`` the SHA-256 of the
    file."""

    __tablename__ = "handover"
    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user_account.id"]),
        Index("ix_handover_at", "at", "id"),
    )

    id: Mapped[Id]
    package_id: Mapped[Ref]
    direction: Mapped[Words]
    digest: Mapped[FoldedText]
    counts: Mapped[Words]
    at: Mapped[When]
    user_id: Mapped[Ref]
    version: Mapped[Version]
