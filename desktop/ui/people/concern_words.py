"""How the transition concerns somebody, in words: appointment, series, money, consent. Pure."""

from collections.abc import Mapping
from datetime import datetime

from desktop.domain.local_time import local_day
from desktop.domain.wording import clock, whole_day
from desktop.services.person_card import PersonRow

CONSENT_WORDS: Mapping[str, str] = {
    "yes": "Their data may go",
    "no": "Their data stays here",
}
"""What somebody said of their data going to the new owner."""


def clinic_zone(person: PersonRow, here: str) -> str:
    """On whose clock their appointment is told: their clinic's, else their own, else ours."""
    return person.site_zone or person.zone or here


def appointment_words(at: datetime, person: PersonRow, here: str) -> str:
    """ "Dec 1, 2026, 10:30 am", on the clock of the clinic."""
    zone = clinic_zone(person, here)
    return f"{whole_day(local_day(at, zone))}, {clock(at, zone)}"


def series_words(left: int) -> str:
    """ "3 infusions to come"."""
    return "1 infusion to come" if left == 1 else f"{left} infusions to come"
