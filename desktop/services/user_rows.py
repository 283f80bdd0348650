"""What is told of an account: to whoever manages it, to the door, and to the services."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row

from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor, Standing
from desktop.services.this_desk import ThisDesk


@dataclass(frozen=True, slots=True)
class UserRow:
    """One account, as whoever manages accounts sees it."""

    id: UUID
    name: str
    role: Role
    active: bool
    team_id: UUID | None
    has_pin: bool
    version: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at this desk, and until when the PIN is enough to come back."""

    actor: Actor
    until: datetime


@dataclass(frozen=True, slots=True)
class DeskUser:
    """Somebody signed in at a desk today. ``needs_password``: three PINs were wrong."""

    id: UUID
    name: str
    until: datetime
    needs_password: bool


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What the sign-in page shows: this desk, the names to choose from, and who may use a PIN."""

    desk: ThisDesk
    names: tuple[str, ...]
    quick: tuple[DeskUser, ...]


def actor_of(
    account: Row[tuple[object, ...]], desk: ThisDesk, standing: Standing | None = None
) -> Actor:
    """Who acts, from a row of ``user_account`` and the desk. ``standing`` follows whoever came
    through a door; without it the role is that of the row for good."""
    role = standing.role() if standing else None
    return Actor(
        user_id=account.id,
        name=account.name,
        role=role or Role(account.role),
        desk_id=desk.id,
        site_id=desk.site_id,
        team_id=desk.team_id,
        zone=desk.zone,
        standing=standing,
    )


def row_of(row: Row[tuple[object, ...]]) -> UserRow:
    """A row of ``user_account`` without what opens it."""
    return UserRow(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        active=row.active,
        team_id=row.team_id,
        has_pin=row.pin_hash is not None,
        version=row.version,
    )
