"""Working state of the sign-in: who is signed in here until when, and wrong tries in a row.

A try is counted before the secret is looked at and taken back when it was right: pulling the plug
after a wrong PIN gives no further try, nor do two tries at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from desktop.domain.sign_in import PIN_TRIES, PasswordNeeded, wait_after
from desktop.services.user_rows import DeskUser
from desktop.storage import tables

_state = tables.metadata.tables["sign_in"]
_account = tables.metadata.tables["user_account"]


@dataclass(frozen=True, slots=True)
class SignInState:
    """One user's row; ``until`` None means signed in nowhere."""

    desk_id: UUID | None
    until: datetime | None
    wrong_pins: int
    wrong_passwords: int
    last_wrong_at: datetime | None


_COLUMNS = [_state.c[name] for name in SignInState.__slots__]


def state_of(conn: Connection, user_id: UUID) -> SignInState:
    """What is known of a user's sign-in; nothing yet is nothing wrong."""
    row = conn.execute(select(*_COLUMNS).where(_state.c.user_id == user_id)).first()
    return SignInState(*row) if row else SignInState(None, None, 0, 0, None)


def signed_in_at(conn: Connection, desk_id: UUID, now: datetime) -> tuple[DeskUser, ...]:
    """Who is signed in at a desk and has a PIN, the last who signed in first."""
    query = (
        select(_account.c.id, _account.c.name, _state.c.until, _state.c.wrong_pins)
        .join(_state, _state.c.user_id == _account.c.id)
        .where(
            _state.c.desk_id == desk_id,
            _state.c.until > now,
            _account.c.active,
            _account.c.pin_hash.is_not(None),
        )
        .order_by(_state.c.signed_in_at.desc(), _account.c.name_key)
    )
    return tuple(
        DeskUser(row.id, row.name, row.until, row.wrong_pins >= PIN_TRIES)
        for row in conn.execute(query)
    )


def begin_password_try(
    conn: Connection, user_id: UUID, now: datetime, passed_here: timedelta | None
) -> timedelta:
    """Count a try with the password; returns how long to wait first, when nothing is counted.

    ``passed_here``: how long ago the last wrong one was, where it was tried in this program, by
    seconds that nobody can set. A clock that was set forward makes no wait shorter then.
    """
    state = _locked(conn, user_id)
    wait = passed = wait_after(state.wrong_passwords)
    if state.last_wrong_at is not None:
        passed = now - state.last_wrong_at
    if passed < timedelta():
        # The clock was set back: nobody knows how long it has been, so the wait begins anew, and
        # ends by this clock.
        passed = timedelta()
        _set(conn, user_id, last_wrong_at=now)
    if passed_here is not None:
        passed = min(passed, passed_here)
    if passed < wait:
        return wait - passed
    _set(conn, user_id, wrong_passwords=state.wrong_passwords + 1, last_wrong_at=now)
    return timedelta()


def begin_pin_try(conn: Connection, user_id: UUID) -> int:
    """Count a try with the PIN; returns how many are left should it be wrong.

    Raises :class:`PasswordNeeded` when none was left.
    """
    state = _locked(conn, user_id)
    if state.wrong_pins >= PIN_TRIES:
        raise PasswordNeeded("There were 3 wrong PINs. Use your password.")
    _set(conn, user_id, wrong_pins=state.wrong_pins + 1)
    return PIN_TRIES - state.wrong_pins - 1


def forget_wrong_pins(conn: Connection, user_id: UUID) -> None:
    """The PIN was right."""
    _set(conn, user_id, wrong_pins=0)


def forget_wrong_tries(conn: Connection, user_id: UUID) -> None:
    """The password was right, or a manager set a new one."""
    _locked(conn, user_id)
    _set(conn, user_id, wrong_pins=0, wrong_passwords=0, last_wrong_at=None)


def enter(conn: Connection, user_id: UUID, desk_id: UUID, now: datetime, until: datetime) -> None:
    """Signed in with the password."""
    _locked(conn, user_id)
    _set(conn, user_id, desk_id=desk_id, signed_in_at=now, until=until)


def leave(conn: Connection, user_id: UUID) -> None:
    """Signed in nowhere any more; wrong tries stay counted."""
    _set(conn, user_id, desk_id=None, signed_in_at=None, until=None)


def _locked(conn: Connection, user_id: UUID) -> SignInState:
    """The row, made when missing; of several desks only one is here at a time."""
    conn.execute(select(_account.c.id).where(_account.c.id == user_id).with_for_update()).one()
    if conn.execute(select(_state.c.user_id).where(_state.c.user_id == user_id)).first() is None:
        conn.execute(
            insert(_state).values(
                user_id=user_id,
                desk_id=None,
                signed_in_at=None,
                until=None,
                wrong_pins=0,
                wrong_passwords=0,
                last_wrong_at=None,
            )
        )
    return state_of(conn, user_id)


def _set(conn: Connection, user_id: UUID, **columns: object) -> None:
    conn.execute(update(_state).where(_state.c.user_id == user_id).values(columns))
