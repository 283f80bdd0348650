"""Whom to tell first, of the people whom the transition concerns.

Somebody in the middle of a series of infusions without a next one booked is **disrupted**: they
come first, whose last infusion is longest ago before the others; then who has paid ahead, the
larger amount first; then everybody else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

LONG_AGO = date(1900, 1, 1)
"""Of somebody in a series whose last infusion nobody knows: they may wait longest."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """What the order needs of one person. ``site_closed``: an appointment there will not be."""

    id: UUID
    next_appointment_at: datetime | None
    series_left: int | None
    last_infusion_on: date | None
    prepaid_cents: int | None
    site_closed: bool = False

    @property
    def disrupted(self) -> bool:
        """In the middle of a series that does not go on."""
        return bool(self.series_left) and (self.next_appointment_at is None or self.site_closed)


def urgency(person: Concerned) -> tuple[bool, date, int, UUID]:
    """Sorts the most urgent first."""
    last = person.last_infusion_on or LONG_AGO
    return (
        not person.disrupted,
        last if person.disrupted else date.max,
        -(person.prepaid_cents or 0),
        person.id,
    )


def update_order(person: Concerned, *, misled: bool) -> tuple[object, ...]:
    """Sorts the update list: who was told something wrong, then the soonest appointment, then by
    urgency."""
    booked = person.next_appointment_at
    return (not misled, booked is None, booked.timestamp() if booked else 0.0, *urgency(person))
