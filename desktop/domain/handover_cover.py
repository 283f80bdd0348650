"""The cover of a handover package: what is in it and what stayed behind, for people to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.vocabulary import HandoverGroup

GROUP_WORDS: Mapping[HandoverGroup, str] = {
    HandoverGroup.CONSENTED: "who consented",
    HandoverGroup.OPEN_PROMISE: "with an open promise",
    HandoverGroup.OPEN_REQUEST: "with an open request",
    HandoverGroup.RUNNING_SERIES: "in a running series",
    HandoverGroup.NEXT_APPOINTMENT: "with a next appointment",
    HandoverGroup.PREPAID: "who have paid ahead",
}
COUNT_WORDS: Mapping[str, str] = {
    "site": "Clinics",
    "team": "Teams",
    "user_account": "Names of staff",
    "phone_number": "Numbers",
    "person": "People",
    "person_number": "Numbers of people",
    "person_email": "E-mail addresses",
    "restriction": "Restrictions",
    "permission_to_speak": "Permissions to speak",
    "do_not_call": "Do not call",
    "milestone": "Milestones",
    "statement": "Statements",
    "correction": "Corrections",
    "disclosure": "Who was told what",
    "callback": "Open callbacks",
    "attempt": "Tries of these",
    "request": "Open requests",
    "call": "Calls and their notes",
    "safety_event": "Safety events",
    "lead": "Leads",
    "consent_refused": "People who said no",
}
COUNSEL = "to be confirmed by counsel"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on it. ``counsel`` is who confirmed the policy, "" while nobody has."""

    seller: str
    company: str
    acquirer: str
    made_at: datetime
    made_by: str
    groups: frozenset[HandoverGroup]
    counsel: str
    counts: Mapping[str, int]
    left_behind: Mapping[str, int]


def cover_text(cover: Cover) -> str:
    """The cover as plain text."""
    whom = [GROUP_WORDS[each] for each in HandoverGroup if each in cover.groups]
    lines = [
        f"Handover of {cover.company} from {cover.seller} to {cover.acquirer}",
        f"Made {cover.made_at:%Y-%m-%d %H:%M} UTC by {cover.made_by}",
        "",
        f"Whose data goes, by policy: people {', '.join(whom) or 'nobody'}.",
        "Somebody who said no stays behind, whatever else is true of them.",
        f"The policy is {f'confirmed by {cover.counsel}' if cover.counsel else COUNSEL}.",
        "",
        "In this package",
        *(f"  {line}" for line in count_lines(cover.counts)),
        "",
        "What stays behind",
        *(f"  {line}" for line in count_lines(cover.left_behind)),
    ]
    return "\n".join(lines) + "\n"


def count_lines(counts: Mapping[str, int]) -> list[str]:
    """ "People: 1,204", one line for each kind there is something of; "Nothing" where there is
    none."""
    known = [name for name in COUNT_WORDS if counts.get(name)]
    return [f"{COUNT_WORDS[name]}: {counts[name]:,}" for name in known] or ["Nothing"]
