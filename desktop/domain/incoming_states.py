"""The closed lists of what comes in. Values are stored as written here and never renamed."""

from enum import StrEnum


class LeadState(StrEnum):
    """Where a lead stands in the inbox."""

    NEW = "new"
    SCHEDULED = "scheduled"
    CALLED = "called"
    MERGED = "merged"
    ANSWERED = "answered"
    """Somebody wrote to them, or saw to it otherwise."""
    SPAM = "spam"
    TEST = "test"
    """Acknowledged, never queued."""
    PENDING = "pending"
    """Only an identity came; the contact data have still to be fetched."""


class SourceKind(StrEnum):
    """What a source is connected by."""

    WEB_FORM = "web_form"
    CTI = "cti"
    MAILBOX = "mailbox"
    PHONE_SYSTEM = "phone_system"
    FOLDER = "folder"
    FILE = "file"


class SourceState(StrEnum):
    """How a source is doing, as far as it was heard of."""

    OFF = "off"
    WAITING = "waiting"
    """Set up; nothing has come yet."""
    CONNECTED = "connected"
    TROUBLE = "trouble"
    """The words beside it say what and what to do."""


class VoicemailState(StrEnum):
    """Where a message stands in the worklist."""

    WAITING = "waiting"
    PROMISED = "promised"
    CLOSED = "closed"


class ImportState(StrEnum):
    """Where the import of one file stands."""

    STAGING = "staging"
    STAGED = "staged"
    """Counted and shown; nothing is written yet."""
    COMMITTING = "committing"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class StagedState(StrEnum):
    """What a row of a staged file is."""

    READY = "ready"
    TAKEN = "taken"
    IGNORED = "ignored"
    REJECTED = "rejected"
