"""What the card says of a person, as frozen lines. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.calling_hours import allowed
from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.vocabulary import NumberKind, RestrictionKind, VoicemailRule
from desktop.domain.wording import (
    clock,
    clock_of_minute,
    here_clock,
    money_words,
    spoken_day,
    whole_day,
)
from desktop.domain.zones import city_of_zone
from desktop.services.person_card import PersonRow
from desktop.services.person_page import PersonPage, PromiseOfPerson
from desktop.services.person_rows import PermissionRow
from desktop.ui.people.concern_words import (
    CONSENT_WORDS,
    appointment_words,
    series_words,
)
from desktop.ui.words import (
    HOLD_WORDS,
    PURPOSE_WORDS,
    RELATION_WORDS,
    RESTRICTION_WORDS,
    SCOPE_WORDS,
)

KIND_WORDS = {
    NumberKind.MOBILE: ("Mobile", "smartphone"),
    NumberKind.HOME: ("Home", "house"),
    NumberKind.WORK: ("Work", "briefcase"),
    NumberKind.OTHER: ("Other", "phone"),
}
VOICEMAIL_WORDS = {
    VoicemailRule.FULL: "Yes, with details",
    VoicemailRule.NEUTRAL: "Yes, no details",
    VoicemailRule.NONE: "No voicemail",
}
_FORBIDDEN = {
    NumberKind.HOME: RestrictionKind.NEVER_RING_HOME,
    NumberKind.WORK: RestrictionKind.NEVER_RING_WORK,
}
_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: icon, strong words, a tag, quieter words after, and a line below."""

    words: str
    icon: str = ""
    tag: str = ""
    tag_tone: str = ""
    tag_icon: str = ""
    beside: str = ""
    beside_icon: str = ""
    beside_tone: str = "text-3"
    after: str = ""
    below: str = ""
    lead: str = ""
    quiet: bool = False

    @property
    def spoken(self) -> str:
        """All of it."""
        first = f"{self.lead}{self.words}"
        parts = (first, self.tag, self.beside, self.after, self.below)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the card. ``wraps``: words of their own (notes), on several lines."""

    title: str
    lines: tuple[FactLine, ...]
    wraps: bool = False


def head_line(person: PersonRow, here: str, *, compact: bool) -> str:
    """ "Patient · Chicago · since March 2024"."""
    since = local_day(person.created_at, here)
    added = "" if compact else f"since {_MONTHS[since.month - 1]} {since.year}"
    return " · ".join(part for part in (person.kind, person.city or "city not set", added) if part)


def added_words(at: datetime, here: str, now: datetime) -> str:
    """When somebody was written down: "Sep 30", another year "March 2024"."""
    day, today = local_day(at, here), local_day(now, here)
    if day.year != today.year:
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return spoken_day(day, today)


def promise_lines(promise: PromiseOfPerson, here: str, now: datetime) -> tuple[str, str]:
    """ "Wed 10:00 am for Juniper, 9:00 here" and what was promised, by whom."""
    row = promise.row
    day, today = local_day(row.due_at, row.zone), local_day(now, row.zone)
    said = spoken_day(day, today) if day <= today else _short_day(day, today)
    ours = here_clock(row.due_at, row.zone, here)
    when = f"{said} {clock(row.due_at, row.zone)} for {row.name.split()[0]}"
    owner = row.owner_name.split()[0] if row.owner_name else row.owner_team.split(",")[0]
    more = f" · {promise.more} more open" if promise.more else ""
    return f"{when}, {ours}" if ours else when, f"{promise.promise or 'A call'} · {owner}{more}"


def _short_day(day: date, today: date) -> str:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return days[day.weekday()] if (day - today).days < 7 else spoken_day(day, today)


def number_words(page: PersonPage) -> str:
    """The number that would be rung, as people write it; empty where there is none."""
    for number in page.person.numbers:
        if number.number_id == page.ring_at:
            return display(number.e164, number.extension or None)
    return ""


def why_not_ring(page: PersonPage) -> str:
    """Why they cannot be rung from here; empty where they can."""
    person = page.person
    first = person.name.split()[0]
    if any(row.purpose == "all" for row in person.do_not_call):
        return f"{first} asked not to be called."
    if any(bound.kind is RestrictionKind.LETTER_ONLY for bound in person.restrictions):
        return f"{first} wants letters only."
    if page.ring_at is None:
        return "No number may be rung." if person.numbers else "No number yet."
    return ""


def facts(page: PersonPage, here: str, now: datetime, *, compact: bool) -> tuple[Fact, ...]:
    """The rows of the card, in their order; nothing to say is no row."""
    person = page.person
    rows = (
        Fact("Numbers", _numbers(page, compact) or (FactLine("No number yet", quiet=True),)),
        Fact("E-mail", tuple(FactLine(each.email, "mail") for each in person.emails)),
        Fact("Language", (_language(person),)),
        Fact("Time zone", (_zone(page, now),)),
        Fact("Best time", _best_time(person)),
        Fact("Voicemail", (FactLine(VOICEMAIL_WORDS[person.voicemail]),)),
        Fact("Bound by", _bound(person)),
        Fact("Do not call", _stopped(person)),
        Fact("Records", _held(person)),
        Fact("May speak for them", _spoken_for(person.spoken_for_by, now, here, speaker=True)),
        Fact("Speaks for", _spoken_for(person.may_speak_for, now, here, speaker=False)),
        Fact("Born", (FactLine(whole_day(person.date_of_birth)),) if person.date_of_birth else ()),
        Fact("Clinic", _clinic(person)),
        Fact("Address", (FactLine(person.address),) if person.address else (), wraps=True),
        Fact("Appointment", _appointment(person, here)),
        Fact("Series", _series(person)),
        Fact("Paid ahead", _paid(person)),
        Fact("New owner", _consent(person)),
        Fact("Told last", _heard(page, here, now)),
        Fact("Notes", (FactLine(person.notes),) if person.notes else (), wraps=True),
    )
    return tuple(row for row in rows if row.lines)


def _numbers(page: PersonPage, compact: bool) -> tuple[FactLine, ...]:
    bound = {each.kind: each for each in page.person.restrictions}
    lines = []
    for number in page.person.numbers:
        words, icon = KIND_WORDS[number.kind]
        forbidden = bound.get(_FORBIDDEN.get(number.kind, RestrictionKind.LETTER_ONLY))
        tag = ("", "", "")
        if number.kind in _FORBIDDEN and forbidden is not None:
            tag = (RESTRICTION_WORDS[forbidden.kind][0], "late", "ban")
        elif number.number_id == page.ring_at:
            tag = ("Ring first", "ok", "check")
        said = [words.lower()] if number.kind in (NumberKind.WORK, NumberKind.OTHER) else []
        if number.shared_with:
            names = ", ".join(name.split()[0] for name in number.shared_with[:3])
            said.append(f"with {names}" if compact else f"shared with {names}")
        if number.unusual:
            said.append("unusual, check it")
        shown = display(number.e164, number.extension or None)
        lines.append(FactLine(shown, icon, *tag, after=" · ".join(said)))
    return tuple(lines)


def _language(person: PersonRow) -> FactLine:
    help_needed = "with interpreter" if person.interpreter else "no interpreter"
    return FactLine(person.language, after=help_needed)


def _zone(page: PersonPage, now: datetime) -> FactLine:
    zones = page.candidates.zones
    name = _ZONES.get(zones[0], city_of_zone(zones[0]))
    if not page.candidates.certain:
        either = " or ".join(_ZONES.get(zone, city_of_zone(zone)) for zone in zones)
        return FactLine(f"{either}?", after="ask where they are")
    check = allowed(now, page.candidates, page.hours)
    beside = ("OK to call", "check", "ok") if check.allowed else (check.why(), "moon", "late")
    said = page.person.zone is not None
    source = (
        ("from their city" if page.person.city else "as they said") if said else "from the number"
    )
    return FactLine(
        f"{name}, {clock(now, zones[0])} there",
        beside=beside[0],
        beside_icon=beside[1],
        beside_tone=beside[2],
        after=source if check.allowed else "",
    )


def _best_time(person: PersonRow) -> tuple[FactLine, ...]:
    hours = ""
    if person.hours_from is not None or person.hours_to is not None:
        opens, closes = person.hours_from or 8 * 60, person.hours_to or 21 * 60
        hours = f"{clock_of_minute(opens)} to {clock_of_minute(closes)}"
    if not (person.prefers or hours):
        return ()
    return (FactLine(person.prefers or hours, after=hours if person.prefers else ""),)


def _bound(person: PersonRow) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(RESTRICTION_WORDS[each.kind][0], RESTRICTION_WORDS[each.kind][1], after=each.note)
        for each in person.restrictions
        if each.note or each.kind not in _FORBIDDEN.values()
    )


def _stopped(person: PersonRow) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(
            PURPOSE_WORDS[row.purpose],
            "ban",
            after="at one number" if row.number_id is not None else "",
            below=" · ".join(part for part in (row.reason, row.by) if part),
        )
        for row in person.do_not_call
    )


def _held(person: PersonRow) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(
            HOLD_WORDS[each.kind][0],
            HOLD_WORDS[each.kind][1],
            below=" · ".join(part for part in (each.reason, each.by) if part),
        )
        for each in person.holds
    )


def _spoken_for(
    given: tuple[PermissionRow, ...], now: datetime, here: str, *, speaker: bool
) -> tuple[FactLine, ...]:
    today = local_day(now, here)
    lines = []
    for each in sorted(given, key=lambda row: (not row.is_valid, row.id)):
        name = each.speaker_name if speaker else each.subject_name
        what = f", {RELATION_WORDS[each.relation].lower()}: {SCOPE_WORDS[each.scope]}"
        if each.is_valid:
            until = f"until {whole_day(each.until)}" if each.until else "until taken back"
            below = f"{until} · {each.source}" if each.source else until
            lines.append(FactLine(what, "handshake", lead=name, below=below))
            continue
        ended = (
            f"Ended {spoken_day(each.until, today)}"
            if each.until and each.until < today
            else "Taken back"
        )
        lines.append(FactLine(f"{name}{what}", "handshake", tag=ended, quiet=True))
    return tuple(lines)


def _appointment(person: PersonRow, here: str) -> tuple[FactLine, ...]:
    at = person.next_appointment_at
    return (
        (FactLine(appointment_words(at, person, here), "calendar-days"),) if at is not None else ()
    )


def _series(person: PersonRow) -> tuple[FactLine, ...]:
    left, last = person.series_left, person.last_infusion_on
    since = f"last one {whole_day(last)}" if last is not None else ""
    if not left:
        return (FactLine(f"Last infusion {whole_day(last)}"),) if last is not None else ()
    return (FactLine(series_words(left), after=since),)


def _paid(person: PersonRow) -> tuple[FactLine, ...]:
    cents = person.prepaid_cents
    return (FactLine(money_words(cents), "banknote"),) if cents else ()


def _consent(person: PersonRow) -> tuple[FactLine, ...]:
    said = CONSENT_WORDS.get(person.handover_consent or "", "")
    return (FactLine(said),) if said else ()


def _heard(page: PersonPage, here: str, now: datetime) -> tuple[FactLine, ...]:
    if page.heard_at is None:
        return ()
    day = spoken_day(local_day(page.heard_at, here), local_day(now, here))
    return (FactLine(f"Statement {page.heard}", after=day),)


def _clinic(person: PersonRow) -> tuple[FactLine, ...]:
    if not person.site_name or person.site_name == person.city:
        return ()
    return (FactLine(person.site_name),)
