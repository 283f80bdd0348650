"""Who acts: the signed-in user at a desk. Passed into each service call, never looked up."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in user at one desk; ``zone`` is the IANA zone of the desk's site."""

    user_id: UUID
    name: str
    role: Role
    desk_id: UUID
    site_id: UUID
    team_id: UUID
    zone: str


_WHO = {
    Permission.READ_PEOPLE: "Only front-desk staff and managers can see people. Sign in as one.",
    Permission.REASSIGN_OTHERS: "Only a manager can move somebody else's work. Ask a manager.",
    Permission.LIFT_DO_NOT_CALL: "Only a manager can lift a do-not-call. Ask a manager.",
    Permission.APPROVE_WORDS: "Only a manager can approve or change these words. Ask a manager.",
    Permission.EXPORT: "Only a manager can export. Ask a manager.",
    Permission.MANAGE_CONNECTIONS: "Only a manager or an administrator can change connections.",
    Permission.RUN_SYSTEM: "Only an administrator can do this. Ask one to sign in.",
}


def demand(actor: Actor, permission: Permission) -> None:
    """Raise :class:`NotAllowed` unless the actor's role includes ``permission``."""
    if not may(actor.role, permission):
        raise NotAllowed(_WHO.get(permission, "Your role does not include this. Ask a manager."))
