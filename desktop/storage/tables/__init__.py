"""The schema, stated once. Import from here so that ``metadata`` is whole."""

from desktop.storage.tables.base import Base, metadata
from desktop.storage.tables.callbacks import Attempt, Callback, Lease, SavedView
from desktop.storage.tables.calls import (
    Call,
    CallCorrection,
    CallQuarter,
    CallReason,
    Disclosure,
    Statement,
)
from desktop.storage.tables.changes import (
    ChainHead,
    Change,
    ChangeItem,
    Draft,
    Setting,
    Tally,
)
from desktop.storage.tables.exports import Export
from desktop.storage.tables.leads import DangerWord, Lead, LeadContact, Voicemail
from desktop.storage.tables.people import (
    DoNotCall,
    EmailWord,
    NotSame,
    PermissionToSpeak,
    Person,
    PersonEmail,
    PersonMerge,
    PersonNumber,
    PersonWord,
    PhoneNumber,
    Restriction,
)
from desktop.storage.tables.places import Desk, Holiday, Site, Team
from desktop.storage.tables.safety import (
    HelpRequest,
    SafetyContact,
    SafetyDraft,
    SafetyEvent,
    SafetyStep,
)
from desktop.storage.tables.sources import (
    ImportBatch,
    ImportPart,
    IncomingKey,
    MailCursor,
    Quarantine,
    SourceCursor,
)
from desktop.storage.tables.users import SignIn, UserAccount
from desktop.storage.tables.words import ScriptLine, ScriptLineReason, WordsRead

__all__ = [
    "Attempt",
    "Base",
    "Call",
    "CallCorrection",
    "CallQuarter",
    "CallReason",
    "Callback",
    "ChainHead",
    "Change",
    "ChangeItem",
    "DangerWord",
    "Desk",
    "Disclosure",
    "DoNotCall",
    "Draft",
    "EmailWord",
    "Export",
    "HelpRequest",
    "Holiday",
    "ImportBatch",
    "ImportPart",
    "IncomingKey",
    "Lead",
    "LeadContact",
    "Lease",
    "MailCursor",
    "NotSame",
    "PermissionToSpeak",
    "Person",
    "PersonEmail",
    "PersonMerge",
    "PersonNumber",
    "PersonWord",
    "PhoneNumber",
    "Quarantine",
    "Restriction",
    "SafetyContact",
    "SafetyDraft",
    "SafetyEvent",
    "SafetyStep",
    "SavedView",
    "ScriptLine",
    "ScriptLineReason",
    "Setting",
    "SignIn",
    "Site",
    "SourceCursor",
    "Statement",
    "Tally",
    "Team",
    "UserAccount",
    "Voicemail",
    "WordsRead",
    "metadata",
]
