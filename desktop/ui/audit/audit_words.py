"""An entry of the trail in words."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from desktop.domain.audit import AuditKind, Event
from desktop.domain.local_time import local_day
from desktop.domain.wording import clock, moment, whole_day
from desktop.services.audit_entry import AuditEntry, FieldChange, RecordChange
from desktop.services.audit_reading import AuditLine
from desktop.services.safekeeping import Findings
from desktop.services.undo import EXPORT
from desktop.ui.calls.detail_words import Difference, Fact

KIND_WORDS: tuple[tuple[str, AuditKind | None], ...] = (
    ("Everything", None),
    ("Records changed", AuditKind.CHANGED),
    ("People looked at", AuditKind.SEEN),
    ("Signed in and out", AuditKind.CAME),
    ("Exported and printed", AuditKind.TAKEN),
    ("Backups, keys, clock", AuditKind.SYSTEM),
)
NOBODY, PROGRAM = "Nobody signed in", "KetWell Desk"
NOTHING = "nothing"

_RECORDS: Mapping[str, str] = MappingProxyType(
    {
        "user_account": "Account",
        "phone_number": "Number",
        "person_number": "Number of a person",
        "person_email": "E-mail of a person",
        "do_not_call": "Do not call",
        "call_correction": "Correction of a call",
        "script_line": "Line to read",
        "words_read": "Words read out",
        "person_merge": "Merge",
        "not_same": "Two different people",
    }
)
_EVENT_ICONS: Mapping[str, str] = MappingProxyType(
    {
        Event.SIGN_IN: "key-round",
        Event.UNLOCK: "lock-keyhole-open",
        Event.SIGN_OUT: "log-out",
        Event.SIGN_IN_FAILED: "circle-x",
        Event.UNLOCK_FAILED: "circle-x",
        Event.PASSWORD_FAILED: "circle-x",
        Event.OPEN_PERSON: "eye",
        Event.SCREEN_POP: "phone-incoming",
        Event.CLOCK_SET_BACK: "clock-alert",
        Event.CLOCK_SET_FORWARD: "clock-alert",
        Event.ERASE: "trash-2",
    }
)
_STRIKING = frozenset(
    {
        Event.SIGN_IN_FAILED,
        Event.UNLOCK_FAILED,
        Event.PASSWORD_FAILED,
        Event.CLOCK_SET_BACK,
        Event.CLOCK_SET_FORWARD,
        Event.ERASE,
    }
)


def action_icon(line: AuditLine) -> tuple[str, str]:
    """Icon and tone of what was done."""
    if line.is_event:
        icon = _EVENT_ICONS.get(line.action, "history")
        return icon, "late" if line.action in _STRIKING else "text-3"
    return ("download" if line.action.startswith(EXPORT) else "pencil"), "text-3"


def who_words(line: AuditLine) -> str:
    """Who did it; what was written with nobody signed in the program wrote by itself."""
    return line.who or (NOBODY if line.is_event else PROGRAM)


def whom_words(line: AuditLine) -> str:
    """ "Juniper Moss", "Juniper Moss and Rowan Moss"; "" where it concerns nobody."""
    *but_last, last = line.whom or ("",)
    return f"{', '.join(but_last)} and {last}" if but_last else last


def entry_facts(line: AuditLine, entry: AuditEntry, here: str, now: datetime) -> list[Fact]:
    """The lines under the head of an entry."""
    chain = f"number {entry.number:,} of its desk" if entry.number is not None else ""
    facts = [
        Fact("When", moment(entry.at, here, now)),
        Fact("Who", who_words(line)),
        Fact("Desk", line.desk or "Set-up"),
        Fact("Whom", whom_words(line)),
        *(Fact(field_words(name), value) for name, value in entry.details),
        Fact("Undone", "Yes, later" if entry.undone else ""),
        Fact("Entry", f"{entry.seq:,}" + (f", {chain}" if chain else "")),
    ]
    return [fact for fact in facts if fact.words]


def record_words(record: RecordChange) -> str:
    """ "Number of a person, added"."""
    name = _RECORDS.get(record.record, record.record.replace("_", " ").capitalize())
    return f"{name}, {'removed for good' if record.erased else record.what}"


def field_words(name: str) -> str:
    """ "speaker_id" as "Speaker"."""
    return name.removesuffix("_id").replace("_", " ").capitalize()


def fact(field: FieldChange, here: str) -> Fact:
    """What stood in a record that came or went."""
    value = field.before if field.after is None else field.after
    return Fact(field_words(field.name), value_words(value, here))


def difference(field: FieldChange, here: str) -> Difference:
    """What stood there, and what stands there now."""
    return Difference(
        field_words(field.name), value_words(field.before, here), value_words(field.after, here)
    )


def value_words(value: Any, here: str) -> str:
    """What stands in a column, on the clock of ``here``."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{whole_day(local_day(value, here))}, {clock(value, here)}"
    if isinstance(value, date):
        return whole_day(value)
    return str(value)


def check_words(found: Findings) -> str:
    """What a check found; the first entry that does not hold is named."""
    if found.is_well:
        return f"Everything is as it was written: {found.changes:,} entries looked through."
    first, *others = (*found.trail, *found.data)
    more = f" And {len(others)} more." if others else ""
    return f"{first}{more} Leave everything as it is and ask IT to run “ketwell-desk check”."
