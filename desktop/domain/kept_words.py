"""What is kept of a person, in words for whoever asks to see it: no names of columns, no codes."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.wording import clock, clock_of_minute, elapsed, money_words, whole_day

RECORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "person": ("person’s details", "people’s details"),
        "phone_number": ("number", "numbers"),
        "person_number": ("use of a number", "uses of numbers"),
        "person_email": ("e-mail address", "e-mail addresses"),
        "restriction": ("restriction", "restrictions"),
        "permission_to_speak": ("permission to speak", "permissions to speak"),
        "do_not_call": ("do not call", "do not calls"),
        "call": ("call", "calls"),
        "call_correction": ("correction", "corrections"),
        "callback": ("callback", "callbacks"),
        "attempt": ("try", "tries"),
        "lead": ("lead", "leads"),
        "voicemail": ("message", "messages"),
        "request": ("request", "requests"),
        "disclosure": ("entry of what they were told", "entries of what they were told"),
        "words_read": ("line that was read out", "lines that were read out"),
        "safety_event": ("Safety card", "Safety cards"),
        "closure_place": ("place on a list", "places on lists"),
        "person_hold": ("hold", "holds"),
        "not_same": ("note that two are different people", "notes that two are different people"),
        "person_merge": ("merge", "merges"),
    }
)
"""Kinds of records: one, and many."""

INSIDE = frozenset(
    {
        "id", "seq", "version", "position", "name_key", "email_key", "contact_key",
        "reversed_digits", "call_draft_id", "line_id", "suggested_id",
    }
)  # fmt: skip
"""Columns that say nothing of the person which another does not say in words."""

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "address": "Address",
        "answered_at": "Answered",
        "asked_by_id": "Asked by",
        "asks_number": "Number to be asked for",
        "at": "When",
        "attempts": "Tries",
        "branch": "What kind of danger",
        "call_id": "With the call",
        "callback_id": "With the callback",
        "called_line": "Line",
        "campaign": "Campaign",
        "city": "City",
        "closed_at": "Closed",
        "closed_by": "Closed by",
        "closed_reason": "Why it was closed",
        "consents": "What they agreed to",
        "contact": "Where it goes",
        "contact_source": "Where that is from",
        "created_at": "Known since",
        "danger": "Signs of danger",
        "danger_words": "Which signs",
        "date_of_birth": "Born",
        "desk_id": "Desk",
        "direction": "Who rang",
        "dispatch": "Help that was sent",
        "disposition": "As the phone system has it",
        "done": "Done",
        "done_at": "Done",
        "done_by": "Done by",
        "due_at": "Due",
        "due_why": "Why then",
        "e164": "Number",
        "email": "E-mail",
        "ended_at": "Ended",
        "ending": "How it ended",
        "entered_at": "Written down",
        "extension": "Extension",
        "external_id": "Number in the other program",
        "first_due_at": "First due",
        "follow_up_id": "Follow-up",
        "form": "Form",
        "handled_at": "Handled",
        "handled_by": "Handled by",
        "handover_consent": "May go to the new owner",
        "hours_from": "Ring from",
        "hours_reason": "Why at that hour",
        "hours_to": "Ring until",
        "identity_check": "How we knew them",
        "identity_checked_at": "Known at",
        "interpreter": "Interpreter",
        "kind": "Kind",
        "language": "Language",
        "last_attempt_at": "Last try",
        "last_infusion_on": "Last infusion",
        "last_result": "What came of it",
        "late_entry": "Written down later",
        "lifted_at": "Lifted",
        "lifted_reason": "Why it was lifted",
        "line_version": "Version of the line",
        "message": "Message",
        "milestone": "Waits for",
        "milestone_id": "Step",
        "name": "Name",
        "needs_decision": "To be decided",
        "next_appointment_at": "Next appointment",
        "next_due_at": "Next try",
        "no_callback_reason": "Why no callback",
        "note": "Note",
        "notes": "Notes",
        "number_id": "Number",
        "number_text": "Number as typed",
        "opened_at": "Opened",
        "opened_by": "Opened by",
        "organisation": "Organization",
        "outcome": "How it ended",
        "outsider": "Who they spoke for",
        "owner_team_id": "Team",
        "owner_user_id": "Who sees to it",
        "payload": "As it came",
        "person_id": "Person",
        "place": "Place",
        "prefers": "Prefers",
        "prepaid_cents": "Paid ahead",
        "promise": "What was promised",
        "promised_at": "Promised",
        "promised_by": "Promised by",
        "promised_wall": "Promised for",
        "promised_zone": "On the clock of",
        "purpose": "Which calls",
        "read_at": "Read out",
        "reason": "Reason",
        "received_at": "Came in",
        "recording": "Recording",
        "relation": "Relation",
        "remarks": "Remarks",
        "resolution": "How it was closed",
        "resolution_note": "Note on closing",
        "result": "What came of it",
        "revoked_at": "Taken back",
        "saved_at": "Saved",
        "scope": "About what",
        "seen_at": "Looked at",
        "series_left": "Infusions to come",
        "set_at": "Since",
        "set_by": "Set by",
        "site_id": "Clinic",
        "source": "Where it is from",
        "speaker_id": "Speaker",
        "speaker_name": "Name as said",
        "spoken_number_id": "Number they said",
        "spoken_text": "As they said it",
        "started_at": "Began",
        "state": "How it stands",
        "state_at": "Since",
        "statement_id": "Words",
        "step": "Step",
        "struck_at": "Struck",
        "struck_by": "Struck by",
        "struck_reason": "Why it was struck",
        "subject_id": "About whom",
        "subject_name": "About whom, as said",
        "submitted_at": "Sent",
        "talked_seconds": "Talked",
        "text": "Words",
        "title": "Title",
        "told_at": "Told",
        "told_id": "Who was told",
        "unusual": "Unusual number",
        "until": "Until",
        "user_id": "By",
        "voicemail": "Voicemail",
        "waited_on": "Waited for",
        "withheld": "Number withheld",
        "zone": "Time zone",
        "zone_assumed": "Time zone assumed",
        "zone_certain": "Time zone certain",
    }
)
_MINUTES = frozenset({"hours_from", "hours_to"})
_ZONES = frozenset({"zone", "promised_zone"})
_LISTS = frozenset({"consents", "remarks"})
_NUMBERS = frozenset({"e164", "number_text"})
_CODES = frozenset(
    {
        "branch", "direction", "ending", "handover_consent", "identity_check", "kind", "language",
        "last_result", "milestone", "outcome", "outsider", "purpose", "reason", "relation",
        "resolution", "result", "scope", "source", "state", "step", "voicemail", "waited_on",
    }
)  # fmt: skip
"""Columns whose values are of our own lists; what people typed there has spaces and stays."""
_SAID: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("direction", "in"): "They rang us",
        ("direction", "out"): "We rang them",
        ("language", "en"): "English",
        ("language", "es"): "Spanish",
        ("purpose", "all"): "All calls",
        ("outcome", "message"): "Took a message",
        ("resolution", "kept"): "Promise kept",
        ("resolution", "duplicate"): "Promised twice",
        ("resolution", "rang_us"): "They rang us",
        ("step", "gave_988"): "Gave 988",
        ("step", "joined_988"): "988 joined the call",
        ("step", "stayed"): "Stayed on the line",
        ("step", "asked"): "Asked about danger",
        ("step", "dispatch_called"): "Dispatch or 911 called",
        ("ending", "with_988"): "With 988",
        ("result", "voicemail"): "Left voicemail",
        ("last_result", "voicemail"): "Left voicemail",
        ("source", "desk"): "Typed at the desk",
        ("source", "file"): "From a file",
    }
)


def records_title(record: str) -> str:
    """The head of the records of one kind."""
    if record == "person":
        return "Details"
    many = RECORDS.get(record, ("", record.replace("_", " ")))[1]
    return f"{many[0].upper()}{many[1:]}"


def kept_title(name: str) -> str:
    """What a column is called; a row that belongs to the record has its number behind it
    ("reason 2")."""
    column, number = _column(name)
    return f"{_TITLES.get(column, column.replace('_', ' ').capitalize())}{number}"


def has_title(column: str) -> bool:
    """Whether a column has words of its own, or is left out."""
    return column in _TITLES or column in INSIDE


def kept_words(name: str, value: Any, zone: str) -> str:
    """What stands in a column, times on the clock of ``zone``; empty where it says nothing.
    Identities are given by what they name."""
    column, _number = _column(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{whole_day(local_day(value, zone))}, {clock(value, zone)}"
    if isinstance(value, date):
        return whole_day(value)
    if isinstance(value, int):
        return _counted(column, value)
    return _said(column, str(value))


def _column(name: str) -> tuple[str, str]:
    column, _space, number = name.partition(" ")
    return column, f" {number}" if number else ""


def _counted(column: str, value: int) -> str:
    if column == "prepaid_cents":
        return money_words(value)
    if column in _MINUTES:
        return clock_of_minute(value)
    if column == "talked_seconds":
        return elapsed(timedelta(seconds=value))
    return f"{value:,}"


def _said(column: str, value: str) -> str:
    if column in _NUMBERS:
        return display(value)
    if column in _ZONES:
        return f"{value.rsplit('/', 1)[-1].replace('_', ' ')} time"
    if column in _LISTS:
        return _listed(value)
    if column in _CODES and value.replace("_", "").isalnum() and value == value.lower():
        plain = value.replace("_", " ")
        return _SAID.get((column, value), f"{plain[0].upper()}{plain[1:]}")
    return value


def _listed(stored: str) -> str:
    """A list as it came with a lead; what is none stays as it is."""
    try:
        found = json.loads(stored)
    except ValueError:
        return stored
    return "\n".join(_one(each) for each in found) if isinstance(found, list) else stored


def _one(each: object) -> str:
    if not isinstance(each, dict):
        return str(each)
    given = {True: "yes", False: "no"}
    return ", ".join(
        given[part] if isinstance(part, bool) else str(part) for part in each.values() if part != ""
    )
