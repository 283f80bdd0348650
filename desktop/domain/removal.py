"""What is left of one person's data when it is removed: data, so that it can be read and argued.

What the clinic did stays: that there was a call and how it ended, that a promise was given and
kept, which statement somebody was told. Whom it was with and what was said goes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

REMOVED_NAME, REMOVED_KIND = "Removed person", "Removed"
KEPT_FOR = timedelta(days=6 * 365 + 2)
"""45 CFR 164.316(b)(2): what documents how the clinic acted is kept six years. Safety cards are."""

STUBS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "person": {
            "name": REMOVED_NAME,
            "name_key": "",
            "kind": REMOVED_KIND,
            "date_of_birth": None,
            "language": "",
            "interpreter": False,
            "city": None,
            "zone": None,
            "hours_from": None,
            "hours_to": None,
            "prefers": None,
            "voicemail": "none",
            "site_id": None,
            "notes": "",
            "address": None,
            "next_appointment_at": None,
            "series_left": None,
            "last_infusion_on": None,
            "prepaid_cents": None,
            "handover_consent": None,
        },
        "call": {
            "number_id": None,
            "number_text": "",
            "speaker_name": None,
            "subject_name": None,
            "identity_check": None,
            "notes": "",
        },
        "call_correction": {"reason": ""},
        "callback": {"number_id": None, "promise": "", "resolution_note": "", "hours_reason": None},
        "attempt": {"note": "", "hours_reason": None},
        "lead": {
            "name": "",
            "message": "",
            "form": "",
            "consents": "",
            "remarks": "",
            "payload": "",
            "danger_words": "",
        },
        "voicemail": {
            "text": "",
            "recording": "",
            "number_id": None,
            "spoken_number_id": None,
            "spoken_text": "",
            "note": "",
            "danger_words": "",
        },
        "request": {
            "note": "",
            "organisation": "",
            "contact": "",
            "contact_source": "",
            "closed_reason": "",
        },
        "safety_event": {
            "number_id": None,
            "number_text": "",
            "place": "",
            "dispatch": "",
            "note": "",
        },
        "do_not_call": {"reason": ""},
        "person_hold": {"reason": "", "lifted_reason": None},
    }
)
"""Records that stay, and what their columns become."""

WITHOUT_CHILDREN = frozenset({"person", "lead"})
"""Of these the child rows go: the words of a name, the numbers that a lead gave."""

GONE = (
    "person_number",
    "person_email",
    "restriction",
    "permission_to_speak",
    "not_same",
    "closure_place",
)
"""Records that go."""

STAYS = frozenset({"disclosure", "person_merge", "words_read"})
"""Records in which nothing but identities and approved words stands."""


def must_stay(record: str, at: datetime, now: datetime) -> bool:
    """Whether a record of this age is kept as it is."""
    return record == "safety_event" and now - at < KEPT_FOR
