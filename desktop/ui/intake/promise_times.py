"""The promise as the panel and the foot tell it: pure, from what stands on the card."""

from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.calling_hours import HourCheck, allowed
from desktop.domain.quick_times import QuickTime, held_to, quick_times
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackKind, QuickKey
from desktop.domain.wording import clock_of_minute, promise_line, waits_line
from desktop.services.call_form import PromiseForm
from desktop.ui.intake.card_facts import CardFacts

OWN = "own"
"""``PromiseForm.choice`` of a time that was picked by hand."""


@dataclass(frozen=True, slots=True)
class PromiseTimes:
    """What can be promised and what is. ``check`` is None while nothing is chosen."""

    quick: tuple[QuickTime, ...]
    zone: str
    check: HourCheck | None
    instead: datetime | None
    """The next time that suits, offered when the chosen one does not."""

    @property
    def outside(self) -> bool:
        """Whether the chosen time lies outside the caller's hours."""
        return self.check is not None and not self.check.allowed

    @property
    def minute(self) -> int | None:
        """The chosen minute of the caller's day."""
        return self.check.deciding.minute if self.check else None

    def quick_time(self, key: str) -> QuickTime | None:
        """The offer with this key."""
        return next((each for each in self.quick if each.key == key), None)


def promise_times(facts: CardFacts, asked_at: datetime) -> PromiseTimes:
    """The offers as of ``asked_at`` (when the panel was opened), and the chosen time held against
    the caller's hours."""
    due = facts.form.promise.due_at
    candidates, hours, site = facts.candidates, facts.hours, facts.site
    check = allowed(due, candidates, hours) if due else None
    instead = None
    if due is not None and check is not None and not check.allowed:
        instead = next_suitable(max(due, facts.now), candidates, hours, site)
    zone = candidates.zones[0]
    quick = (
        held_to(offer, facts.latest, zone, site.zone, asked_at) if offer.waits_on else offer
        for offer in quick_times(asked_at, candidates, hours, site)
    )
    return PromiseTimes(tuple(quick), zone, check, instead)


def chosen_quick(promise: PromiseForm, times: PromiseTimes, key: QuickKey) -> PromiseForm:
    """The promise with a quick time pressed; waiting on the sale keeps the milestone picked."""
    offer = times.quick_time(key)
    if offer is None:
        return promise
    waits_on = promise.milestone if promise.choice == key and promise.milestone else offer.waits_on
    return replace(promise, choice=key.value, due_at=offer.due_at, milestone=waits_on)


def whole_promise(facts: CardFacts) -> str:
    """ "Wed 10:00 am for Juniper · 9:00 here", "After Closing, or by Dec 16, for Juniper"; empty
    while no time is chosen."""
    promise = facts.form.promise
    due, zone = promise.due_at, facts.candidates.zones[0]
    if due is None:
        return ""
    name = next(iter(facts.about_name.split()), "")
    if promise.milestone is not None:
        return waits_line(promise.milestone, due, zone, facts.now, name)
    return promise_line(due, zone, facts.here, name, facts.now)


def hours_sentence(facts: CardFacts, times: PromiseTimes) -> str:
    """What to do about a time outside the caller's hours."""
    if times.check is None:
        return ""
    opens, closes = times.check.hours.opens, times.check.hours.closes
    return (
        f"Choose a time from {clock_of_minute(opens)} to {clock_of_minute(closes)} "
        f"in {facts.place_words}."
    )


def may_give_reason(facts: CardFacts) -> bool:
    """Whether a reason lets a time outside the hours through; never a marketing call."""
    return facts.form.promise.kind is not CallbackKind.MARKETING
