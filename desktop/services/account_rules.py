"""What holds of every account: its name, its password, and that the last of a role stays."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from desktop.domain.errors import Refused
from desktop.domain.folding import fold
from desktop.domain.passwords import check_password
from desktop.domain.vocabulary import Role
from desktop.services.passwords import Passwords
from desktop.storage import tables

_account = tables.metadata.tables["user_account"]

_LONGEST_NAME = 80

LAST_OF: Mapping[Role, str] = {Role.MANAGER: "manager", Role.ADMIN: "administrator"}
"""Roles that somebody has to have, and what they are called."""


def new_account(name: str, password: str, role: Role, passwords: Passwords) -> dict[str, object]:
    """The columns of a new account. Raises :class:`Refused` for a name that is missing or very
    long, and for a password that will not do."""
    spoken = " ".join(name.split())
    if not fold(spoken) or len(spoken) > _LONGEST_NAME:
        raise Refused("A name is missing, or very long. Type first and last name.")
    check_password(password, spoken)
    return {
        "name": spoken,
        "name_key": fold(spoken),
        "role": role.value,
        "password_hash": passwords.hash(password),
        "pin_hash": None,
        "active": True,
    }


def refuse_last(conn: Connection, role: Role) -> None:
    """Raise unless two or more of this role are active. Changes stand in one line, so nobody
    switches off another one meanwhile."""
    active = conn.execute(
        select(_account.c.id).where(_account.c.active, _account.c.role == role.value).limit(2)
    ).all()
    if len(active) < 2:
        who = LAST_OF[role]
        raise Refused(f"This is the last {who}. Add another {who} first.")


def taken_name(name: str, *, active: bool) -> Refused:
    """What is said of a name that an account has already."""
    if active:
        return Refused(f"{name} has an account already. Choose another name, or add a middle name.")
    return Refused(f"{name} has an account that is switched off. Give it a new password instead.")
