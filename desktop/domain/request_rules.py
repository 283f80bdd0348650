"""What a request needs: when it is due, what is to be done, and why somebody is rung about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.domain.vocabulary import Reason, RequestKind

TITLES: Mapping[RequestKind, str] = {
    RequestKind.RECORDS: "Records",
    RequestKind.REFUND: "Refund",
    RequestKind.RESCHEDULE: "Reschedule",
    RequestKind.QUESTION: "Question",
    RequestKind.STAY: "Wants to stay",
    RequestKind.LEAVE: "Wants to leave",
    RequestKind.CLINIC_RECORDS: "Records for another clinic",
}
CALLBACK_REASONS: Mapping[RequestKind, Reason] = {
    RequestKind.RECORDS: Reason.RECORDS,
    RequestKind.REFUND: Reason.REFUND,
    RequestKind.RESCHEDULE: Reason.APPOINTMENT,
    RequestKind.QUESTION: Reason.ACQUISITION,
    RequestKind.STAY: Reason.ACQUISITION,
    RequestKind.LEAVE: Reason.ACQUISITION,
    RequestKind.CLINIC_RECORDS: Reason.RECORDS,
}
STEPS: Mapping[RequestKind, tuple[str, ...]] = {
    RequestKind.RECORDS: (
        "Check who asks, and write down where to send them",
        "Ask the clinic for the copy",
        "Send it, and say how",
    ),
    RequestKind.REFUND: (
        "Write down what was paid, when and for what",
        "A manager decides",
        "Tell them, and pay",
    ),
    RequestKind.RESCHEDULE: ("Ask the clinic for a time", "Tell them the new time"),
    RequestKind.QUESTION: ("Find the answer", "Tell them"),
    RequestKind.STAY: ("Tell the clinic",),
    RequestKind.LEAVE: ("Tell the clinic", "Ask where their records shall go"),
    RequestKind.CLINIC_RECORDS: (
        "Find the clinic’s number yourself, and ring back there",
        "Get the patient’s permission in writing",
        "Ask the clinic for the copy",
        "Send it, and say how",
    ),
}
"""What is to be done, unless somebody says otherwise."""
_RECORDS = (RequestKind.RECORDS, RequestKind.CLINIC_RECORDS)


def due_at(
    kind: RequestKind, now: datetime, *, records_days: int, refund_days: int, other_days: int
) -> datetime:
    """When it is due. Records: 30 days, the longest that 45 CFR 164.524(b)(2) leaves a clinic
    before it has to ask for more time."""
    if kind in _RECORDS:
        return now + timedelta(days=records_days)
    days = refund_days if kind is RequestKind.REFUND else other_days
    return now + timedelta(days=days)
