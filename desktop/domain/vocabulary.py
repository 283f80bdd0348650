"""The closed lists of the domain. Values are stored as written here and never renamed."""

from enum import StrEnum


class Role(StrEnum):
    """What a user may do. Admin runs the system and cannot read people's data; the listener takes
    in what comes by itself and cannot either. No account is a stand-in: staff become one for an
    hour, when they break the glass."""

    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"
    LISTENER = "listener"
    STAND_IN = "stand_in"


class Permission(StrEnum):
    """What a service asks for before it reads or writes."""

    READ_PEOPLE = "read_people"
    EDIT_PEOPLE = "edit_people"
    LOG_CALLS = "log_calls"
    RECEIVE = "receive"
    """Hand in what came from outside."""
    KEEP_CALLBACKS = "keep_callbacks"
    REASSIGN_OTHERS = "reassign_others"
    LIFT_DO_NOT_CALL = "lift_do_not_call"
    APPROVE_WORDS = "approve_words"
    RUN_TRANSITION = "run_transition"
    """Mark milestones, publish corrections, close a site, hand data over."""
    EXPORT = "export"
    READ_TRAIL = "read_trail"
    """See who did what to whom, before and after, and check that it is as it was written."""
    KEEP_RECORDS = "keep_records"
    """Hold a person's data, keep it from exports, and remove what the law allows."""
    MANAGE_USERS = "manage_users"
    RUN_SYSTEM = "run_system"
    MANAGE_CONNECTIONS = "manage_connections"
    OWN_ACCOUNT = "own_account"
    BREAK_GLASS = "break_glass"
    """Stand in for a manager, for an hour and with a reason."""
    OVERSEE = "oversee"
    """Be told of whoever stands in for a manager, and end it."""


class Direction(StrEnum):
    """Who rang whom."""

    IN = "in"
    OUT = "out"


class CallOutcome(StrEnum):
    """How a call ended, in the order of the keys Alt+1 … Alt+9 in Intake."""

    RESOLVED = "resolved"
    CALLBACK = "callback"
    TRANSFERRED = "transferred"
    MESSAGE = "message"
    SAFETY = "safety"
    MISSED = "missed"
    HUNG_UP = "hung_up"
    WRONG_NUMBER = "wrong_number"
    SPAM = "spam"


class Reason(StrEnum):
    """Why somebody called, in the order of the digits 1 … 7 in Intake."""

    ACQUISITION = "acquisition"
    APPOINTMENT = "appointment"
    RECORDS = "records"
    REFUND = "refund"
    MEDICAL = "medical"
    NEW_PATIENT = "new_patient"
    OTHER = "other"


class Source(StrEnum):
    """Where a call record came from."""

    DESK = "desk"
    PHONE_SYSTEM = "phone_system"
    FILE = "file"


class Relation(StrEnum):
    """What the speaker is to the person the call is about; PATIENT means themselves."""

    PATIENT = "patient"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    FRIEND = "friend"
    CAREGIVER = "caregiver"
    REFERRER = "referrer"
    OTHER = "other"


class Scope(StrEnum):
    """What a permission to speak covers."""

    EVERYTHING = "everything"
    APPOINTMENTS = "appointments"
    RECORDS = "records"
    PAYMENT = "payment"


class RestrictionKind(StrEnum):
    """What binds the desk whenever it reaches out to a person."""

    NEVER_RING_HOME = "never_ring_home"
    NEVER_RING_WORK = "never_ring_work"
    NO_VOICEMAIL = "no_voicemail"
    LETTER_ONLY = "letter_only"


class NumberKind(StrEnum):
    """What a person uses a number for."""

    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    OTHER = "other"


class VoicemailRule(StrEnum):
    """What may be left on this person's voicemail."""

    FULL = "full"
    NEUTRAL = "neutral"
    NONE = "none"


class IdentityCheck(StrEnum):
    """How the speaker showed who they are."""

    DATE_OF_BIRTH = "date_of_birth"
    ADDRESS = "address"
    KNOWN_NUMBER = "known_number"


class CallbackKind(StrEnum):
    """A safety follow-up is never held back by hours or do-not-call; marketing is held strictly."""

    SERVICE = "service"
    MARKETING = "marketing"
    TRANSITION = "transition"
    SAFETY = "safety"


class CallbackState(StrEnum):
    """A promise is open until it is closed with a :class:`Resolution`."""

    OPEN = "open"
    CLOSED = "closed"


class AttemptResult(StrEnum):
    """How one try to keep a promise went, in the order of the keys 1 … 7 in Callbacks."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    SOMEONE_ELSE = "someone_else"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    DO_NOT_CALL = "do_not_call"


class Resolution(StrEnum):
    """Why a promise was closed."""

    KEPT = "kept"
    RANG_US = "rang_us"
    LETTER = "letter"
    UNREACHABLE = "unreachable"
    DO_NOT_CALL = "do_not_call"
    NOT_NEEDED = "not_needed"
    DUPLICATE = "duplicate"
    WELFARE_CHECK = "welfare_check"
    """A safety follow-up: somebody is sent to see the person; the note says who decided it."""


class DoNotCallPurpose(StrEnum):
    """What a do-not-call covers."""

    ALL = "all"
    MARKETING = "marketing"
    TRANSITION = "transition"


class MilestoneKind(StrEnum):
    """The steps of the transition in their order, and what may come instead."""

    ANNOUNCED = "announced"
    SIGNED = "signed"
    CLOSING = "closing"
    SYSTEMS_MOVED = "systems_moved"
    COMPLETE = "complete"
    CALLED_OFF = "called_off"
    """The sale does not happen: nothing that waits for one of the steps above comes any more."""
    CLOSURE = "closure"
    """A site, or all of them, stops seeing patients."""


class RunKind(StrEnum):
    """What a long write in parts does."""

    MILESTONE = "milestone"
    UPDATES = "updates"


class RunState(StrEnum):
    """How far a long write in parts has come."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Language(StrEnum):
    """The languages that approved words are written in."""

    ENGLISH = "en"
    SPANISH = "es"


class StatementState(StrEnum):
    """What a manager decided about a version of the words. What it is at a moment is told by
    :class:`StatementStanding`."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class StatementStanding(StrEnum):
    """What a version of the words is at a moment. Never stored."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PLANNED = "planned"
    """Approved, from a later time on."""
    CURRENT = "current"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    """Its time is over, or what it was said until has happened."""
    WITHDRAWN = "withdrawn"


class Heard(StrEnum):
    """What somebody has heard of the approved words. Never stored."""

    CURRENT = "current"
    EARLIER = "earlier"
    NOTHING = "nothing"


class RequestKind(StrEnum):
    """What people ask of the transition."""

    RECORDS = "records"
    REFUND = "refund"
    RESCHEDULE = "reschedule"
    QUESTION = "question"
    STAY = "stay"
    LEAVE = "leave"
    CLINIC_RECORDS = "clinic_records"
    """Another clinic asks for somebody's records; its number is found independently."""


class RequestState(StrEnum):
    """A request is open until it is done or refused."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class OutsiderKind(StrEnum):
    """Callers who are told nothing of patients, and not the statement either."""

    PRESS = "press"
    LAWYER = "lawyer"
    OFFICIAL = "official"
    BUYER = "buyer"
    """Staff of the one who buys."""


class HandoverGroup(StrEnum):
    """Whose data may go to the new owner, by policy."""

    CONSENTED = "consented"
    OPEN_PROMISE = "open_promise"
    OPEN_REQUEST = "open_request"
    RUNNING_SERIES = "running_series"
    NEXT_APPOINTMENT = "next_appointment"
    PREPAID = "prepaid"


class LineKind(StrEnum):
    """What a line to read aloud is."""

    ANSWER = "answer"
    SNIPPET = "snippet"
    SAFETY = "safety"
    SPECIAL = "special"
    """What is said on a :class:`SpecialCall`."""


class SpecialCall(StrEnum):
    """Calls with one approved answer of their own, whatever else is asked."""

    OTHER_CLINIC = "other_clinic"
    """Another clinic asks for somebody's records."""
    MEDICAL = "medical"
    """A medical question: the clinician on call answers it."""


class LineState(StrEnum):
    """A line is read aloud only once a manager approved it; a withdrawn one is shown nowhere."""

    TO_BE_APPROVED = "to_be_approved"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class SafetyBranch(StrEnum):
    """What kind of danger, by the keys T, D, H, R of the Safety card."""

    SUICIDE = "suicide"
    DANGER_NOW = "danger_now"
    HURT = "hurt"
    THREATS = "threats"


class SafetyStepKind(StrEnum):
    """What the clerk did, in the order of the card; each is answered yes or no."""

    STAYED = "stayed"
    ASKED = "asked"
    GAVE_988 = "gave_988"
    JOINED_988 = "joined_988"
    DISPATCH_CALLED = "dispatch_called"
    MANAGER_TOLD = "manager_told"


class SafetyEnding(StrEnum):
    """How a call with the Safety card ended."""

    WITH_988 = "with_988"
    HELP_COMING = "help_coming"
    SAFE_FOR_NOW = "safe_for_now"
    DROPPED = "dropped"


class SafetyContactKind(StrEnum):
    """Whom to ring when somebody is in danger."""

    DISPATCH = "dispatch"
    MANAGER = "manager"
    CLINICIAN = "clinician"


class HourVerdict(StrEnum):
    """What a clock hour at a person's place says about ringing them. Never stored."""

    ALLOWED = "allowed"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


class DueGroup(StrEnum):
    """The groups of the callback queue, in the order they stand on the screen. Never stored."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    WAITING = "waiting"


class QuickKey(StrEnum):
    """The quick times of the promise panel, in the order they stand on the screen. Never stored."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    CLOSING = "closing"


class SensitiveKind(StrEnum):
    """What must not stand in a note. Never stored."""

    CARD = "card"
    SOCIAL_SECURITY = "social_security"


class HoldKind(StrEnum):
    """What a manager says of a person's data as a whole."""

    LEGAL = "legal_hold"
    """Nothing of it may be removed."""
    NO_EXPORT = "no_export"
    """It is left out of every export."""
