"""Who acts: the signed-in user at a desk. Passed into each service call, never looked up."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Standing(Protocol):
    """How somebody who signed in stands by now: still with an account, still in the same role."""

    def role(self, *, fresh: bool = False) -> Role | None:
        """The role that holds now, give or take a second unless it is to be ``fresh``; None when
        the account is switched off."""

    def within(self, conn: "Connection") -> "tuple[Role | None, UUID | None]":
        """The role that holds at this very moment of a transaction, and the break-glass that it
        comes from, if it comes from one."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in user at one desk; ``zone`` is the IANA zone of the desk's site. ``role`` is
    that of the moment they came; ``standing``, which who comes through the door has, tells the
    present one."""

    user_id: UUID
    name: str
    role: Role
    desk_id: UUID
    site_id: UUID
    team_id: UUID
    zone: str
    standing: Standing | None = field(default=None, compare=False, repr=False)


_WHO = {
    Permission.READ_PEOPLE: "Only front-desk staff and managers can see people. Sign in as one.",
    Permission.REASSIGN_OTHERS: "Only a manager can move somebody else's work. Ask a manager.",
    Permission.LIFT_DO_NOT_CALL: "Only a manager can lift a do-not-call. Ask a manager.",
    Permission.APPROVE_WORDS: "Only a manager can approve or change these words. Ask a manager.",
    Permission.RUN_TRANSITION: "Only a manager can do this. Ask a manager.",
    Permission.EXPORT: "Only a manager can export. Ask a manager.",
    Permission.MANAGE_USERS: "Only a manager or an administrator can change accounts. Ask one.",
    Permission.READ_TRAIL: "Only a manager can read the trail. Ask a manager.",
    Permission.KEEP_RECORDS: "Only a manager can do this. Ask a manager.",
    Permission.MANAGE_CONNECTIONS: "Only a manager or an administrator can change connections.",
    Permission.RUN_SYSTEM: "Only an administrator can do this. Ask one to sign in.",
    Permission.BREAK_GLASS: "Only front-desk staff can stand in for a manager.",
    Permission.OVERSEE: "Only a manager is told who stands in. Ask a manager.",
}


def allowed(actor: Actor, permission: Permission) -> bool:
    """Whether what the actor may do now includes ``permission``."""
    role = actor.role if actor.standing is None else actor.standing.role()
    return role is not None and may(role, permission)


def demand(actor: Actor, permission: Permission) -> None:
    """Raise :class:`NotAllowed` unless what the actor may do now includes ``permission``."""
    demand_role(actor.role if actor.standing is None else actor.standing.role(), permission)


def demand_role(role: Role | None, permission: Permission) -> None:
    """:func:`demand` for a role; None is an account that is switched off."""
    if role is None:
        raise NotAllowed("Your account is switched off, or this desk is retired. Ask a manager.")
    if not may(role, permission):
        raise NotAllowed(_WHO.get(permission, "Your role does not include this. Ask a manager."))
