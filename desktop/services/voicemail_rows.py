"""The voicemail box as it is read: what waits, what was done today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, case, func, literal_column, or_, select

from desktop.domain.incoming_states import VoicemailState
from desktop.services.called import called
from desktop.storage import tables

MOST: Final = 200
"""So many messages are shown of those that wait, and of those done."""

_of = tables.metadata.tables
_voicemail, _call, _callback = _of["voicemail"], _of["call"], _of["callback"]
_number, _person, _uses = _of["phone_number"], _of["person"], _of["person_number"]
_users = _of["user_account"]
_spoken = _number.alias("spoken")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was learnt from listening: the number they say ("" where it is the one they rang from),
    who it is (None: whose number it is known to be, unless ``nobody`` is to be named), what they
    ask for. ``sensitive_kept`` says that a card or social security number in ``note`` is to stay.
    """

    spoken: str = ""
    person_id: UUID | None = None
    nobody: bool = False
    note: str = ""
    sensitive_kept: bool = False


NOTHING_HEARD: Final = Heard()


@dataclass(frozen=True, slots=True)
class VoicemailRow:
    """One message. ``name`` is whose number it is, else the number as written; ``caller_id`` the
    number as the phone system showed it ("" where it was withheld), ``people`` who uses it.
    ``spoken`` is the number that was typed from listening. ``text`` are the words as far as a
    machine wrote them down, ``danger_words`` those of danger in them; none says nothing.
    ``recording`` tells where to listen. ``due_at`` is the promise's, None without one."""

    id: UUID
    call_id: UUID
    state: VoicemailState
    name: str
    caller_id: str
    person_id: UUID | None
    people: tuple[str, ...]
    spoken: str
    text: str
    recording: str
    note: str
    danger: bool
    danger_words: tuple[str, ...]
    received_at: datetime
    callback_id: UUID | None
    due_at: datetime | None
    zone: str | None
    handled_at: datetime | None
    handled_by: str
    version: int

    @property
    def is_done(self) -> bool:
        """Whether somebody listened to it."""
        return self.state is not VoicemailState.WAITING


@dataclass(frozen=True, slots=True)
class VoicemailBox:
    """Those that wait, words of danger first, then the oldest; behind them those done today, the
    last one first. ``waiting``, ``danger``, ``promised`` and ``closed`` count them all;
    ``first_due_at`` is when the first of those promised that are still to be kept is due."""

    rows: tuple[VoicemailRow, ...] = ()
    waiting: int = 0
    danger: int = 0
    promised: int = 0
    closed: int = 0
    first_due_at: datetime | None = None

    @property
    def done(self) -> int:
        """How many were done today."""
        return self.promised + self.closed

    @property
    def all(self) -> int:
        """How many there are to do in all today."""
        return self.waiting + self.done


def _rows() -> Select[Any]:
    return select(
        _voicemail,
        _number.c.e164,
        _number.c.extension,
        _spoken.c.e164.label("spoken_e164"),
        _spoken.c.extension.label("spoken_extension"),
        _person.c.name.label("person"),
        _call.c.speaker_name,
        _callback.c.due_at,
        _callback.c.promised_zone,
        _users.c.name.label("who"),
    ).select_from(
        _voicemail.join(_call, _call.c.id == _voicemail.c.call_id)
        .outerjoin(_number, _number.c.id == _voicemail.c.number_id)
        .outerjoin(_spoken, _spoken.c.id == _voicemail.c.spoken_number_id)
        .outerjoin(_person, _person.c.id == _voicemail.c.person_id)
        .outerjoin(_callback, _callback.c.id == _voicemail.c.callback_id)
        .outerjoin(_users, _users.c.id == _voicemail.c.handled_by)
    )


_IS_WAITING = _voicemail.c.state == literal_column("'waiting'")
_DONE_SINCE = (
    or_(
        _voicemail.c.state == literal_column("'promised'"),
        _voicemail.c.state == literal_column("'closed'"),
    ),
    _voicemail.c.handled_at >= bindparam("since"),
)
_WAITING = (
    _rows()
    .where(_IS_WAITING)
    .order_by(_voicemail.c.danger.desc(), _voicemail.c.received_at, _voicemail.c.id)
    .limit(MOST)
)
_DONE = (
    _rows()
    .where(*_DONE_SINCE)
    .order_by(_voicemail.c.handled_at.desc(), _voicemail.c.id.desc())
    .limit(MOST)
)
_ONE = _rows().where(_voicemail.c.id == bindparam("this_id"))
_HOW_MANY = select(_voicemail.c.danger, func.count()).where(_IS_WAITING).group_by("danger")
_HOW_MANY_DONE = (
    select(
        _voicemail.c.state,
        func.count(),
        func.min(case((_callback.c.state == literal_column("'open'"), _callback.c.due_at))),
    )
    .select_from(_voicemail.outerjoin(_callback, _callback.c.id == _voicemail.c.callback_id))
    .where(*_DONE_SINCE)
    .group_by(_voicemail.c.state)
)
_USERS_OF = (
    select(_uses.c.number_id, _person.c.name)
    .join(_person, _person.c.id == _uses.c.person_id)
    .where(_uses.c.number_id.in_(bindparam("these_numbers", expanding=True)))
    .order_by(_uses.c.id)
)


def read_box(conn: Connection, since: datetime) -> VoicemailBox:
    """What waits, and what was done since."""
    waiting = conn.execute(_WAITING).all()
    done = conn.execute(_DONE, {"since": since}).all()
    counted = {bool(danger): count for danger, count in conn.execute(_HOW_MANY)}
    ended = {state: (n, due) for state, n, due in conn.execute(_HOW_MANY_DONE, {"since": since})}
    promised, first_due_at = ended.get(VoicemailState.PROMISED, (0, None))
    return VoicemailBox(
        _read(conn, [*waiting, *done]),
        waiting=sum(counted.values()),
        danger=counted.get(True, 0),
        promised=promised,
        closed=ended.get(VoicemailState.CLOSED, (0, None))[0],
        first_due_at=first_due_at,
    )


def read_one(conn: Connection, voicemail_id: UUID) -> VoicemailRow | None:
    """One message."""
    found = conn.execute(_ONE, {"this_id": voicemail_id}).all()
    return next(iter(_read(conn, found)), None)


def count_waiting(conn: Connection) -> int:
    """How many wait."""
    return sum(count for _danger, count in conn.execute(_HOW_MANY))


def _read(conn: Connection, found: Sequence[Any]) -> tuple[VoicemailRow, ...]:
    users: dict[UUID, list[str]] = defaultdict(list)
    numbers = {row.number_id for row in found if row.number_id is not None}
    if numbers:
        for number_id, name in conn.execute(_USERS_OF, {"these_numbers": sorted(numbers)}):
            users[number_id].append(name)
    return tuple(_row(row, tuple(users.get(row.number_id, ()))) for row in found)


def _row(row: Any, people: tuple[str, ...]) -> VoicemailRow:
    caller_id = called(None, None, row.e164, row.extension) if row.e164 else ""
    spoken = row.spoken_text
    if row.spoken_e164:
        spoken = called(None, None, row.spoken_e164, row.spoken_extension)
    return VoicemailRow(
        id=row.id,
        call_id=row.call_id,
        state=VoicemailState(row.state),
        name=called(row.person, row.speaker_name, row.e164, row.extension),
        caller_id=caller_id,
        person_id=row.person_id,
        people=people,
        spoken=spoken,
        text=row.text,
        recording=row.recording,
        note=row.note,
        danger=row.danger,
        danger_words=tuple(word for word in row.danger_words.splitlines() if word.strip()),
        received_at=row.received_at,
        callback_id=row.callback_id,
        due_at=row.due_at,
        zone=row.promised_zone,
        handled_at=row.handled_at,
        handled_by=row.who or "",
        version=row.version,
    )
