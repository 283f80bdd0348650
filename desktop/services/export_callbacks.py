"""Promises as rows of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from desktop.domain.local_time import local
from desktop.export.table import Meaning
from desktop.services import callback_queue
from desktop.services.actor import Actor
from desktop.services.exportable import Column, Exportable, Preset, typed, word
from desktop.services.holds import kept_back, leaves_out
from desktop.services.queue_row import ViewFilter
from desktop.storage import tables
from desktop.storage.plain_values import digits_of, seconds_of

_of = tables.metadata.tables
_callback = _of["callback"].alias("promise")
_call = _of["call"]
_number = _of["phone_number"]
_site = _of["site"]
_team = _of["team"]
_who = _of["person"].alias("who")
_subject = _of["person"].alias("subject")
_owner = _of["user_account"].alias("owner")
_promiser = _of["user_account"].alias("promiser")
_attempt = _of["attempt"]
_c = _callback.c

_JOINED = (
    _callback.outerjoin(_call, _call.c.id == _c.call_id)
    .outerjoin(_number, _number.c.id == _c.number_id)
    .outerjoin(_who, _who.c.id == _c.person_id)
    .outerjoin(_subject, _subject.c.id == _c.subject_id)
    .outerjoin(_site, _site.c.id == _c.site_id)
    .outerjoin(_team, _team.c.id == _c.owner_team_id)
    .outerjoin(_owner, _owner.c.id == _c.owner_user_id)
    .outerjoin(_promiser, _promiser.c.id == _c.promised_by)
)


@dataclass(frozen=True, slots=True)
class CallbackFilter:
    """Promises that were given from ``since`` (included) until ``until`` (not), and of those the
    ones that stand in ``view`` now; without a view all of them, open and closed."""

    view: ViewFilter | None = None
    since: datetime | None = None
    until: datetime | None = None


def _last_note(_dialect: str) -> ColumnElement[Any]:
    return (
        select(_attempt.c.note)
        .where(_attempt.c.callback_id == _c.id)
        .order_by(_attempt.c.at.desc())
        .limit(1)
        .scalar_subquery()
    )


def _local(key: str, title: str, column: ColumnElement[Any]) -> Column:
    return Column(key, title, Meaning.LOCAL_TIME, lambda dialect: seconds_of(column, dialect))


_COLUMNS = (
    _local("promised", "Promised (desk time)", _c.promised_at),
    typed("promised_by", "Promised by", _promiser.c.name),
    _local("due", "Due (desk time)", _c.due_at),
    Column("due_utc", "Due (UTC)", Meaning.UTC_TIME, lambda d: seconds_of(_c.due_at, d)),
    typed("promised_for", "Promised for (as it was said)", _c.promised_wall),
    word("their_zone", "Their time zone", _c.promised_zone),
    typed("name", "Whom to ring", func.coalesce(_who.c.name, _call.c.speaker_name), personal=True),
    word("phone", "Phone", _number.c.e164, personal=True),
    typed("extension", "Extension", _number.c.extension, personal=True),
    typed(
        "subject",
        "Whom it concerns",
        func.coalesce(_subject.c.name, _call.c.subject_name),
        personal=True,
    ),
    word("reason", "Reason", _c.reason),
    typed("promise", "What was promised", _c.promise, personal=True),
    word("kind", "Kind", _c.kind),
    word("state", "State", _c.state),
    typed("clinic", "Clinic", _site.c.name),
    typed("team", "Team", _team.c.name),
    typed("owner", "Owner", _owner.c.name),
    word("waits_on", "Waits on", _c.milestone),
    Column("attempts", "Attempts", Meaning.COUNT, lambda _d: _c.attempts),
    word("last_result", "Last result", _c.last_result),
    _local("last_attempt", "Last attempt (desk time)", _c.last_attempt_at),
    Column("last_note", "Last note", Meaning.TEXT, _last_note, personal=True),
    Column("needs_decision", "Needs a decision", Meaning.FLAG, lambda _d: _c.needs_decision),
    word("resolution", "Closed as", _c.resolution),
    typed("closing_note", "Closing note", _c.resolution_note, personal=True),
    _local("closed", "Closed (desk time)", _c.closed_at),
    Column("id", "Callback", Meaning.WORD, lambda d: digits_of(_c.id, d)),
)


def _conditions(
    conn: Connection, actor: Actor, asked: CallbackFilter, now: datetime
) -> Sequence[ColumnElement[bool]]:
    found = leaves_out(kept_back(conn), (_c.person_id, _c.subject_id), _c.number_id)
    if asked.since is not None:
        found.append(_c.promised_at >= asked.since)
    if asked.until is not None:
        found.append(_c.promised_at < asked.until)
    if asked.view is not None:
        found.append(_c.id.in_(callback_queue.chosen(conn, actor, asked.view, now)))
    return found


def _words(asked: CallbackFilter, zone: str) -> str:
    return ", ".join(_parts(asked, zone)) or "every promise"


def _parts(asked: CallbackFilter, zone: str) -> Iterator[str]:
    if asked.since is not None:
        yield f"promised from {local(asked.since, zone):%Y-%m-%d %H:%M}"
    if asked.until is not None:
        yield f"promised before {local(asked.until, zone):%Y-%m-%d %H:%M}"
    view = asked.view
    if view is None:
        return
    yield "all open ones" if view.who == "all" else f"the view {view.who}"
    if view.reason is not None:
        yield f"reason {view.reason}"
    for given, said in (
        (view.team_id, "of one team"),
        (view.owner_id, "of one owner"),
        (view.site_id, "of one clinic"),
        (view.text.strip(), "with a text in the name or number"),
    ):
        if given:
            yield said


# By identity, which begins with when it was made: promises are given one after the other, and none
# is written down for an earlier time.
CALLBACKS: Exportable[CallbackFilter] = Exportable(
    what="callbacks",
    one="callback",
    many="callbacks",
    columns=_COLUMNS,
    joined=_JOINED,
    order=(_c.id,),
    presets=(
        Preset(
            "counting",
            "Counting: nobody is named",
            (
                "promised",
                "due",
                "reason",
                "kind",
                "state",
                "clinic",
                "team",
                "attempts",
                "last_result",
                "resolution",
                "closed",
            ),
        ),
        Preset(
            "ringing_back",
            "Ringing back: name and number",
            ("due", "promised_for", "their_zone", "name", "phone", "extension", "attempts"),
        ),
    ),
    conditions=_conditions,
    words=_words,
)
