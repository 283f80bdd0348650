"""The schema, stated once. Import from here so that ``metadata`` is whole."""

from desktop.storage.tables.base import Base, metadata
from desktop.storage.tables.callbacks import Attempt, Callback, Lease, SavedView
from desktop.storage.tables.calls import Call, CallReason, Disclosure, Statement
from desktop.storage.tables.changes import (
    ChainHead,
    Change,
    ChangeItem,
    Draft,
    Setting,
    Tally,
)
from desktop.storage.tables.people import (
    DoNotCall,
    PermissionToSpeak,
    Person,
    PersonEmail,
    PersonNumber,
    PersonWord,
    PhoneNumber,
    Restriction,
)
from desktop.storage.tables.places import Desk, Holiday, Site, Team
from desktop.storage.tables.users import SignIn, UserAccount

__all__ = [
    "Attempt",
    "Base",
    "Call",
    "CallReason",
    "Callback",
    "ChainHead",
    "Change",
    "ChangeItem",
    "Desk",
    "Disclosure",
    "DoNotCall",
    "Draft",
    "Holiday",
    "Lease",
    "PermissionToSpeak",
    "Person",
    "PersonEmail",
    "PersonNumber",
    "PersonWord",
    "PhoneNumber",
    "Restriction",
    "SavedView",
    "Setting",
    "SignIn",
    "Site",
    "Statement",
    "Tally",
    "Team",
    "UserAccount",
    "metadata",
]
