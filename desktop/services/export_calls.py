"""Calls as rows of a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from desktop.domain.local_time import local
from desktop.export.table import Meaning
from desktop.services.actor import Actor
from desktop.services.call_filter import CallFilter, conditions
from desktop.services.exportable import Column, Exportable, Preset, typed, word
from desktop.services.holds import kept_back, leaves_out
from desktop.storage import tables
from desktop.storage.plain_values import digits_of, seconds_between, seconds_of

_of = tables.metadata.tables
_call = _of["call"]
_reason = _of["call_reason"]
_number = _of["phone_number"]
_site = _of["site"]
_user = _of["user_account"]
_speaker = _of["person"].alias("speaker")
_subject = _of["person"].alias("subject")
_c = _call.c

_JOINED = (
    _call.outerjoin(_number, _number.c.id == _c.number_id)
    .outerjoin(_speaker, _speaker.c.id == _c.speaker_id)
    .outerjoin(_subject, _subject.c.id == _c.subject_id)
    .outerjoin(_user, _user.c.id == _c.user_id)
    .outerjoin(_site, _site.c.id == _c.site_id)
)


def _reasons(_dialect: str) -> ColumnElement[Any]:
    """In the order of picking."""
    picked = (
        select(_reason.c.reason)
        .where(_reason.c.call_id == _c.id)
        .order_by(_reason.c.position)
        .correlate(_call)
        .subquery()
    )
    return select(func.aggregate_strings(picked.c.reason, ", ")).scalar_subquery()


def _started(dialect: str) -> ColumnElement[Any]:
    return seconds_of(_c.started_at, dialect)


_SPEAKER = func.coalesce(_speaker.c.name, _c.speaker_name)
_SUBJECT = func.coalesce(_subject.c.name, _c.subject_name)

_COLUMNS = (
    Column("started", "Started (desk time)", Meaning.LOCAL_TIME, _started),
    Column("started_utc", "Started (UTC)", Meaning.UTC_TIME, _started),
    word("direction", "Direction", _c.direction),
    typed("line", "Line", _c.called_line),
    word("phone", "Phone", _number.c.e164, personal=True),
    typed("extension", "Extension", _number.c.extension, personal=True),
    typed("phone_as_typed", "Phone as typed", _c.number_text, personal=True),
    typed("speaker", "Who spoke", _SPEAKER, personal=True),
    word("relation", "Relation", _c.relation),
    typed("subject", "Whom it concerns", _SUBJECT, personal=True),
    typed("clinic", "Clinic", _site.c.name),
    typed("handled_by", "Handled by", _user.c.name),
    Column("reasons", "Reasons", Meaning.WORD, _reasons),
    word("outcome", "Outcome", _c.outcome),
    Column(
        "talk_seconds",
        "Talk (seconds)",
        Meaning.COUNT,
        lambda d: seconds_between(_c.answered_at, _c.ended_at, d),
    ),
    typed("language", "Language", _c.language),
    Column("interpreter", "Interpreter", Meaning.FLAG, lambda _d: _c.interpreter),
    typed("notes", "Notes", _c.notes, personal=True),
    word("source", "Source", _c.source),
    Column("late_entry", "Late entry", Meaning.FLAG, lambda _d: _c.late_entry),
    Column("id", "Call", Meaning.WORD, lambda d: digits_of(_c.id, d)),
)


def _conditions(
    conn: Connection, _actor: Actor, asked: CallFilter, _now: datetime
) -> Sequence[ColumnElement[bool]]:
    named = (_c.speaker_id, _c.subject_id)
    return [
        *conditions(asked, conn.dialect.name),
        *leaves_out(kept_back(conn), named, _c.number_id),
    ]


def _words(asked: CallFilter, zone: str) -> str:
    return ", ".join(_parts(asked, zone)) or "every call"


def _parts(asked: CallFilter, zone: str) -> Iterator[str]:
    if asked.since is not None:
        yield f"from {local(asked.since, zone):%Y-%m-%d %H:%M}"
    if asked.until is not None:
        yield f"before {local(asked.until, zone):%Y-%m-%d %H:%M}"
    for name in ("direction", "outcome", "reason", "source", "called_line"):
        value = getattr(asked, name)
        if value is not None:
            yield f"{name.replace('called_', '')} {value}"
    for name, said in (
        ("site_id", "of one clinic"),
        ("user_id", "handled by one person"),
        ("least_seconds", "of a least length"),
        ("most_seconds", "of a most length"),
    ):
        if getattr(asked, name) is not None:
            yield said
    for name, said in (
        ("text", "with words of the notes"),
        ("who", "of a name"),
        ("digits", "of a number"),
    ):
        if getattr(asked, name).strip():
            yield said


CALLS: Exportable[CallFilter] = Exportable(
    what="calls",
    one="call",
    many="calls",
    columns=_COLUMNS,
    joined=_JOINED,
    order=(_c.started_at, _c.id),
    conditions=_conditions,
    words=_words,
    presets=(
        Preset(
            "counting",
            "Counting: nobody is named",
            (
                "started",
                "direction",
                "line",
                "clinic",
                "handled_by",
                "reasons",
                "outcome",
                "talk_seconds",
                "source",
            ),
        ),
        Preset(
            "ringing_back",
            "Ringing back: name and number",
            ("started", "speaker", "phone", "extension", "clinic", "outcome"),
        ),
    ),
    indexes=(
        (_speaker, "ix_person_id_name"),
        (_subject, "ix_person_id_name"),
        (_number, "ix_phone_number_id_e164_extension"),
    ),
)
