"""What the closed lists of the domain are called on screen."""

from datetime import timedelta

from desktop.domain.vocabulary import (
    AttemptResult,
    CallOutcome,
    DoNotCallPurpose,
    HoldKind,
    IdentityCheck,
    MilestoneKind,
    Reason,
    Relation,
    Resolution,
    RestrictionKind,
    Scope,
)

REASON_WORDS = {
    Reason.ACQUISITION: "Acquisition",
    Reason.APPOINTMENT: "Appointment",
    Reason.RECORDS: "Records",
    Reason.REFUND: "Refund",
    Reason.MEDICAL: "Medical",
    Reason.NEW_PATIENT: "New patient",
    Reason.OTHER: "Other",
}

OUTCOME_WORDS = {
    CallOutcome.RESOLVED: ("Resolved", "circle-check"),
    CallOutcome.CALLBACK: ("Callback", "phone-outgoing"),
    CallOutcome.TRANSFERRED: ("Transferred", "arrow-right-left"),
    CallOutcome.MESSAGE: ("Took a message", "message-square-text"),
    CallOutcome.SAFETY: ("Safety", "life-buoy"),
    CallOutcome.MISSED: ("Missed", "phone-missed"),
    CallOutcome.HUNG_UP: ("Hung up", "phone-off"),
    CallOutcome.WRONG_NUMBER: ("Wrong number", "circle-x"),
    CallOutcome.SPAM: ("Spam", "octagon-x"),
}
"""Words and icon."""

RESULT_WORDS = {
    AttemptResult.REACHED: ("Reached", "phone-call"),
    AttemptResult.VOICEMAIL: ("Left voicemail", "voicemail"),
    AttemptResult.SOMEONE_ELSE: ("Reached someone else", "users"),
    AttemptResult.NO_ANSWER: ("No answer", "phone-missed"),
    AttemptResult.BUSY: ("Busy", "phone-off"),
    AttemptResult.WRONG_NUMBER: ("Wrong number", "circle-x"),
    AttemptResult.DO_NOT_CALL: ("Do not call", "ban"),
}
"""Words and icon."""

RELATION_WORDS = {
    Relation.PATIENT: "Patient",
    Relation.SPOUSE: "Spouse",
    Relation.PARENT: "Parent",
    Relation.CHILD: "Child",
    Relation.SIBLING: "Sibling",
    Relation.FRIEND: "Friend",
    Relation.CAREGIVER: "Caregiver",
    Relation.REFERRER: "Referrer",
    Relation.OTHER: "Other",
}

SCOPE_WORDS = {
    Scope.EVERYTHING: "everything",
    Scope.APPOINTMENTS: "appointments",
    Scope.RECORDS: "records",
    Scope.PAYMENT: "payment",
}

RESTRICTION_WORDS = {
    RestrictionKind.NEVER_RING_HOME: ("Never ring home", "house"),
    RestrictionKind.NEVER_RING_WORK: ("Never ring work", "briefcase"),
    RestrictionKind.NO_VOICEMAIL: ("Leave no voicemail", "voicemail"),
    RestrictionKind.LETTER_ONLY: ("Letters only", "mail"),
}
"""Words and icon."""

HOLD_WORDS = {
    HoldKind.LEGAL: ("Legal hold", "lock-keyhole"),
    HoldKind.NO_EXPORT: ("Not in exports", "user-lock"),
}
"""Words and icon."""

CHECK_WORDS = {
    IdentityCheck.DATE_OF_BIRTH: "Date of birth checked",
    IdentityCheck.ADDRESS: "Address checked",
    IdentityCheck.KNOWN_NUMBER: "Known number",
}

RESOLUTION_WORDS = {
    Resolution.KEPT: "Promise kept",
    Resolution.RANG_US: "They rang us",
    Resolution.LETTER: "Letter or e-mail sent",
    Resolution.UNREACHABLE: "Could not be reached",
    Resolution.DO_NOT_CALL: "Asked not to be called",
    Resolution.NOT_NEEDED: "Not needed any more",
    Resolution.DUPLICATE: "Promised twice",
    Resolution.WELFARE_CHECK: "Welfare check decided",
}

PURPOSE_WORDS = {
    DoNotCallPurpose.ALL: "All calls",
    DoNotCallPurpose.MARKETING: "Marketing",
    DoNotCallPurpose.TRANSITION: "The transition",
}

MILESTONE_WORDS = {
    MilestoneKind.ANNOUNCED: "Announced",
    MilestoneKind.SIGNED: "Signed",
    MilestoneKind.CLOSING: "Closing",
    MilestoneKind.SYSTEMS_MOVED: "Systems moved",
    MilestoneKind.COMPLETE: "Complete",
}


def minutes_words(span: timedelta) -> str:
    """How long something has waited: "just now", "12 min", "3 h 5 min", "2 days"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days = hours // 24
    return "1 day" if days == 1 else f"{days} days"
