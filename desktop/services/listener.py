"""The account that everything from outside is written under: it may hand in and read nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from desktop.domain.errors import Refused
from desktop.domain.folding import fold
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.this_desk import find_this_desk
from desktop.services.user_rows import actor_of
from desktop.storage import tables
from desktop.storage.engine import Database

NAME = "Calls and leads that come in"
_SET_UP = UUID("6f8c1f52-3c0e-7d6a-9b57-0d1f3a5c7e21")
"""The key of the Change that makes the account: once, also by two desks that begin together."""

_account = tables.metadata.tables["user_account"]


def find_listener(database: Database, ledger: Ledger) -> Actor:
    """Who hands in what comes by itself at this desk; the account is made on the first call.

    Nobody can sign in with it: it is switched off and has no password. Raises :class:`Refused`
    before the desk is set up.
    """
    with database.read() as conn:
        desk, row = find_this_desk(conn), _find(conn)
    if desk is None:
        raise Refused("This desk is not set up yet. Open the window once and set it up.")
    if row is None:

        def work(writing: Writing) -> UUID:
            return writing.insert(
                "user_account",
                {
                    "name": NAME,
                    "name_key": fold(NAME),
                    "role": Role.LISTENER,
                    "password_hash": "",
                    "active": False,
                    "created_at": writing.now,
                },
            )

        ledger.write_unattended("set_up_listener", _SET_UP, work)
        with database.read() as conn:
            row = _find(conn)
    if row is None:
        raise RuntimeError("the listener's account was made and is not there")
    return actor_of(row, desk)


def _find(conn: Connection) -> Row[Any] | None:
    return conn.execute(select(_account).where(_account.c.role == Role.LISTENER).limit(1)).first()
