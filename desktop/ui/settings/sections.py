"""The sections of the settings, declared as data; one that nobody builds is left out."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.vocabulary import Permission


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section: ``key`` names it in code, ``needs`` who may open it; ``saving`` says when what
    is changed there holds, "" where nothing is typed."""

    key: str
    title: str
    icon: str
    group: str
    needs: Permission
    saving: str = "Changes are saved as you make them"


SECTIONS: Final = (
    SectionSpec("connections", "Connections", "cable", "The clinic", Permission.MANAGE_CONNECTIONS),
    SectionSpec("danger", "Words of danger", "life-buoy", "The clinic", Permission.APPROVE_WORDS),
    SectionSpec("deal", "The transition", "milestone", "The clinic", Permission.RUN_TRANSITION),
    SectionSpec(
        "outsiders",
        "Press and officials",
        "shield-check",
        "The clinic",
        Permission.APPROVE_WORDS,
        "Words hold once they are approved",
    ),
    SectionSpec("users", "Users", "users", "The clinic", Permission.MANAGE_USERS, ""),
    SectionSpec("desks", "Desks", "server", "The clinic", Permission.MANAGE_USERS, ""),
    SectionSpec("audit", "Audit", "shield-check", "The clinic", Permission.READ_TRAIL, ""),
    SectionSpec("backups", "Backups", "archive", "This computer", Permission.RUN_SYSTEM, ""),
    SectionSpec(
        "computer", "Callers and links", "monitor", "This computer", Permission.OWN_ACCOUNT
    ),
    SectionSpec("lock", "Lock", "lock-keyhole", "This computer", Permission.OWN_ACCOUNT),
)
