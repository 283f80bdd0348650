"""What the lines under the number say. Pure."""

from datetime import date

from desktop.domain.local_time import local_day
from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.vocabulary import Scope
from desktop.domain.wording import in_sentence, spoken_day
from desktop.services.people import Binding
from desktop.services.person_rows import PermissionRow, PersonMatch
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.words import REASON_WORDS, RESTRICTION_WORDS, SCOPE_WORDS

_LOCAL_DIGITS = 10
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def person_detail(person: PersonMatch, facts: CardFacts, *, short: bool) -> str:
    """ "Records promised Thu · 1 open callback", "May hear Juniper’s appointments", or the city."""
    chosen = person.person_id == facts.form.speaker_id
    count = open_words(person.open_callbacks)
    if person.speaks_for and not chosen:
        ref = person.speaks_for[0]
        return f"May hear {possessive(ref.name.split()[0])} {scope_words(ref.scope)}"
    promise = person.next_promise
    if chosen and promise is not None:
        day = _promised_day(local_day(promise.due_at, facts.here), local_day(facts.now, facts.here))
        said = f"{REASON_WORDS[promise.reason]} promised {day}"
        return said if short else f"{said} · {count}"
    return " · ".join(part for part in (person.city or "", count) if part)


def open_words(count: int) -> str:
    """ "1 open callback"; nothing when there is none."""
    if not count:
        return ""
    return "1 open callback" if count == 1 else f"{count} open callbacks"


def possessive(name: str) -> str:
    """ "Juniper’s"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def scope_words(scope: Scope) -> str:
    """What may be heard."""
    return SCOPE_WORDS[scope]


def restriction_words(binding: Binding) -> tuple[tuple[str, str], ...]:
    """Words and icon of each restriction, each once."""
    return tuple(dict.fromkeys(RESTRICTION_WORDS[each.kind] for each in binding.restrictions))


def permission_words(permissions: tuple[PermissionRow, ...]) -> str:
    """ "May hear appointments and records, until Mar 2027": what all of them cover together, with
    the day on which the first of them ends."""
    scopes = dict.fromkeys(each.scope for each in permissions)
    if Scope.EVERYTHING in scopes:
        scopes = {Scope.EVERYTHING: None}
    said = " and ".join(scope_words(scope) for scope in scopes)
    ends = [each.until for each in permissions if each.until is not None]
    return f"May hear {said}, until {month_words(min(ends))}" if ends else f"May hear {said}"


def expired_words(expired: tuple[PermissionRow, ...]) -> str:
    """When the last permission ran out or was taken back."""
    ends = [each.until for each in expired if each.until is not None]
    return f"It ended {month_words(max(ends))}" if ends else "It was taken back"


def month_words(day: date) -> str:
    """ "Mar 2027"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_of_birth(born: date) -> str:
    """ "Mar 9, 1984"."""
    return f"{_MONTHS[born.month - 1]} {born.day}, {born.year}"


def number_problem(reading: NumberReading, text: str) -> str:
    """What to do about a number when its field is left; empty when there is nothing."""
    if not text.strip() or reading.status in (NumberStatus.WITHHELD, NumberStatus.SERVICE):
        return ""
    digits = [c for c in text if c.isdecimal()]
    home = len(digits) - (1 if digits[:1] == ["1"] else 0)
    american = not text.strip().startswith("+") or text.strip().startswith("+1")
    only_digits = not any(c.isalpha() for c in text)
    if (
        american
        and only_digits
        and reading.extension is None
        and reading.status is not NumberStatus.VALID
    ):
        missing = _LOCAL_DIGITS - home
        if missing == 1:
            return "One digit is missing"
        if 1 < missing <= 3:
            return f"{missing} digits are missing"
        if missing == -1:
            return "One digit too many"
    if reading.status is NumberStatus.UNREADABLE:
        return "This cannot be read as a number. Check it, or leave it empty."
    if reading.status is NumberStatus.UNUSUAL:
        return "An unusual number. It is kept as typed; read it back to the caller."
    return ""


def _promised_day(day: date, today: date) -> str:
    """ "today", within a week "Thu", else "Dec 16"."""
    if 0 < (day - today).days < len(_WEEKDAYS):
        return _WEEKDAYS[day.weekday()]
    return in_sentence(spoken_day(day, today))
