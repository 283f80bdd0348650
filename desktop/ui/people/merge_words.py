"""What the merge dialog says: only what differs, and what becomes of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.same_person import common
from desktop.domain.vocabulary import VoicemailRule
from desktop.domain.wording import clock, clock_of_minute, money_words, spoken_day, whole_day
from desktop.services.merge_fields import Difference
from desktop.services.merging import MergePreview, Moves
from desktop.services.person_card import PersonRow
from desktop.ui.people.concern_words import (
    CONSENT_WORDS,
    appointment_words,
    series_words,
)
from desktop.ui.people.person_words import VOICEMAIL_WORDS
from desktop.ui.words import PURPOSE_WORDS, RELATION_WORDS, RESTRICTION_WORDS

TagOf = tuple[str, str]
"""Words and icon of a tag."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says. ``quiet``: nothing; ``extra`` follows in plain words."""

    words: str = ""
    extra: str = ""
    tags: tuple[TagOf, ...] = ()
    quiet: bool = False

    @property
    def spoken(self) -> str:
        """All of it."""
        return " ".join(
            part for part in (self.words, self.extra, *(t for t, _ in self.tags)) if part
        )


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One row of the table. With ``choice`` the person may take either side's answer."""

    title: str
    stays: Side
    gone: Side
    icon: str
    outcome: str
    tone: str = "text-2"
    choice: str = ""
    keeps: bool = False


_SHORT = 10
"""So many letters of an answer have room in the last column."""
_TITLES = {
    "name": "Name",
    "date_of_birth": "Born",
    "site": "Clinic",
    "city": "City",
    "language": "Language",
    "hours": "Ring",
    "prefers": "Best time",
    "address": "Address",
    "appointment": "Appointment",
    "series": "Series",
    "infusion": "Last infusion",
    "prepaid": "Paid ahead",
    "consent": "New owner",
    "voicemail": "Voicemail",
    "notes": "Notes",
}
_ORDER = ("name", "date_of_birth", "site", "city", "language", "numbers", "emails", "hours",
          "prefers", "address", "appointment", "series", "infusion", "prepaid", "consent",
          "voicemail", "bound", "notes")  # fmt: skip


def rows(preview: MergePreview, here: str) -> tuple[MergeRow, ...]:
    """Only what differs, in the order of the dialog. What they are called at a glance ("Patient")
    stands in the head."""
    found: dict[str, MergeRow] = {}
    for each in preview.differences:
        if each.key in _TITLES:
            found[each.key] = _field(each, preview, here)
    if "site" in found and preview.stays.city == preview.stays.site_name and not preview.gone.city:
        found.pop("city", None)
    added = {
        "numbers": _numbers(preview.stays, preview.gone),
        "emails": _emails(preview.stays, preview.gone),
        "bound": _bound(preview.stays, preview.gone),
    }
    found |= {key: row for key, row in added.items() if row is not None}
    return tuple(found[key] for key in _ORDER if key in found)


def question_line(preview: MergePreview) -> str:
    """ "Same name and date of birth, and both name Rowan as spouse. Nothing is thrown away." """
    relation = "both name the same person"
    if preview.relation is not None:
        name, what = preview.relation
        relation = f"both name {name.split()[0]} as {RELATION_WORDS[what].lower()}"
    if not preview.alike.looks_same:
        return "They have little in common. Nothing is thrown away."
    return f"{common(preview.alike, relation)}. Nothing is thrown away."


def tiles(moves: Moves, now: datetime) -> tuple[tuple[int, str, str], ...]:
    """How many of what moves: number, words, tone."""
    due = ""
    if moves.next_due_at is not None:
        zone = moves.next_zone
        day, today = local_day(moves.next_due_at, zone), local_day(now, zone)
        said = spoken_day(day, today)
        when = said.lower() if day <= today + timedelta(days=1) else said
        due = f",\nstill due {when} {_short(moves.next_due_at, zone)}"
    statements = "told no statement"
    if moves.statements:
        statements = "told statement " + ", ".join(f"v{number}" for number in moves.statements[:3])
    found = [
        (moves.calls, "call" if moves.calls == 1 else "calls", ""),
        (moves.open_callbacks, f"open callback{_s(moves.open_callbacks)}{due}", ""),
        (moves.closed_callbacks, f"closed callback{_s(moves.closed_callbacks)}", ""),
        (len(moves.statements), statements, "plan"),
        (moves.permissions, f"permission{_s(moves.permissions)}\nto speak", ""),
    ]
    if moves.safety_events:
        found[2] = (moves.safety_events, f"safety event{_s(moves.safety_events)}", "safety")
    return tuple(found)


def stopped_line(moves: Moves) -> str:
    """What a do-not-call of one stops of the other; empty when nothing."""
    if not moves.stopped:
        return ""
    many = moves.stopped > 1
    promises = f"{moves.stopped} open promises stop" if many else "1 open promise stops"
    return f"{promises}: one of them asked not to be called."


def _short(at: datetime, zone: str) -> str:
    return clock(at, zone).replace(":00", "")


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _field(each: Difference, preview: MergePreview, here: str) -> MergeRow:
    stays, gone = (_side(each.key, said, who, here) for said, who in (
        (each.stays, preview.stays), (each.gone, preview.gone)))  # fmt: skip
    title = _TITLES[each.key]
    if each.outcome == "choice":
        return MergeRow(
            title, stays, gone, "arrow-right-left", "Your choice", choice=each.key, keeps=True
        )
    if each.outcome == "sum":
        added = money_words(each.stays[0] + each.gone[0])
        return MergeRow(title, stays, gone, "list-plus", f"Adds up: {added}")
    if each.outcome == "stricter":
        return MergeRow(title, stays, gone, "check", "The stricter one", keeps=_stricter(each))
    if each.outcome == "both":
        return MergeRow(title, stays, gone, "list-plus", "Keeps both")
    if each.outcome == "takes":
        return MergeRow(title, stays, gone, "plus", "Adds this", "soon")
    kept = stays.words if len(stays.words) <= _SHORT else "this"
    return MergeRow(title, stays, gone, "check", f"Keeps {kept}", keeps=True)


def _stricter(each: Difference) -> bool:
    if each.key == "consent":
        return bool(each.stays[0] == "no")
    order = tuple(VoicemailRule)
    return order.index(VoicemailRule(each.stays)) >= order.index(VoicemailRule(each.gone))


def _side(key: str, said: Any, who: PersonRow, here: str) -> Side:
    if key == "appointment":
        at = said[0]
        return Side(appointment_words(at, who, here)) if at else Side("Not set", quiet=True)
    words = _SAID.get(key, _plain)(said, who)
    return Side(words or "Not set", quiet=not words)


def _plain(said: Any, _who: PersonRow) -> str:
    first = said[0] if isinstance(said, tuple) else said
    return str(first) if first else ""


def _born(said: Any, _who: PersonRow) -> str:
    born: date | None = said[0]
    return whole_day(born) if born else ""


def _site(said: Any, who: PersonRow) -> str:
    return (who.site_name or "") if isinstance(said[0], UUID) else ""


def _language(said: Any, _who: PersonRow) -> str:
    return f"{said[0]}, with interpreter" if said[1] else str(said[0] or "")


def _hours(said: Any, _who: PersonRow) -> str:
    if said == (None, None):
        return ""
    opens, closes = said[0] or 8 * 60, said[1] or 21 * 60
    return f"{clock_of_minute(opens)} to {clock_of_minute(closes)}"


def _voicemail(said: Any, _who: PersonRow) -> str:
    return VOICEMAIL_WORDS[VoicemailRule(said)]


def _series(said: Any, _who: PersonRow) -> str:
    return series_words(said[0]) if said[0] else ""


def _money(said: Any, _who: PersonRow) -> str:
    return money_words(said[0]) if said[0] else ""


def _consent(said: Any, _who: PersonRow) -> str:
    return CONSENT_WORDS.get(said[0], "")


_SAID: Mapping[str, Any] = {
    "date_of_birth": _born,
    "site": _site,
    "language": _language,
    "hours": _hours,
    "series": _series,
    "infusion": _born,
    "prepaid": _money,
    "consent": _consent,
    "voicemail": _voicemail,
}


def _numbers(stays: PersonRow, gone: PersonRow) -> MergeRow | None:
    mine = {number.number_id for number in stays.numbers}
    theirs = [number for number in gone.numbers if number.number_id not in mine]
    if not theirs:
        return None
    return _adds(
        "Number",
        [display(n.e164, n.extension or None) for n in stays.numbers],
        [display(n.e164, n.extension or None) for n in theirs],
    )


def _emails(stays: PersonRow, gone: PersonRow) -> MergeRow | None:
    mine = {each.email.casefold() for each in stays.emails}
    theirs = [each.email for each in gone.emails if each.email.casefold() not in mine]
    return _adds("E-mail", [each.email for each in stays.emails], theirs) if theirs else None


def _adds(title: str, mine: Sequence[str], theirs: Sequence[str]) -> MergeRow:
    added = "Adds this" if len(theirs) == 1 else f"Adds {len(theirs)}"
    return MergeRow(title, _listed(mine), _listed(theirs), "plus", added, "soon")


def _listed(said: Sequence[str]) -> Side:
    if not said:
        return Side("None", quiet=True)
    return Side(said[0], f"and {len(said) - 1} more" if len(said) > 1 else "")


def _bound(stays: PersonRow, gone: PersonRow) -> MergeRow | None:
    mine, theirs = _tags(stays), _tags(gone)
    if not set(theirs) - set(mine) and not set(mine) - set(theirs):
        return None
    both = bool(mine) and bool(theirs)
    kept = "Keeps both" if both else "Keeps it"
    sides = (Side(tags=tags) if tags else Side("None", quiet=True) for tags in (mine, theirs))
    return MergeRow("Restrictions", next(sides), next(sides), "list-plus", kept, "late")


def _tags(person: PersonRow) -> tuple[TagOf, ...]:
    bound = [RESTRICTION_WORDS[each.kind] for each in person.restrictions]
    stopped = [
        (f"Do not call: {PURPOSE_WORDS[row.purpose].lower().removesuffix(' calls')}", "ban")
        for row in person.do_not_call
        if row.person_id is not None
    ]
    return tuple(dict.fromkeys((*bound, *stopped)))
