"""What the call card shows, as one value: what was typed, and what the desk knows about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desktop.domain.calling_hours import CallingHours
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.domain.waiting import WaitLimit, days_of
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, candidate_zones, city_of_zone
from desktop.services.call_form import CallForm
from desktop.services.call_rows import CallRow
from desktop.services.numbers import NumberMatch, NumberSuggestion
from desktop.services.people import Binding, PersonHit
from desktop.services.person_card import PersonRow
from desktop.services.person_rows import PersonMatch
from desktop.services.reach import hours_within_law
from desktop.ui.intake.desk_facts import DeskFacts


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """What is known about who is on the card. ``number_zones`` are empty and ``number_tells`` is
    False where the number says nothing of its place (toll-free, foreign, none)."""

    number_text: str = ""
    speaker_id: UUID | None = None
    subject_id: UUID | None = None
    match: NumberMatch | None = None
    suggestions: tuple[NumberSuggestion, ...] = ()
    number_zones: tuple[str, ...] = ()
    number_tells: bool = False
    speaker: PersonRow | None = None
    subject: PersonRow | None = None
    binding: Binding | None = None
    speaks_for: tuple[PersonHit, ...] = ()
    outside: bool = False
    """Nothing was looked up of any patient: see :attr:`CallForm.outside`."""
    nameless: CallRow | None = None
    """The newest call from this number that nobody is named for, when somebody is now."""

    @property
    def people(self) -> tuple[PersonMatch, ...]:
        """Everybody who uses the number."""
        return self.match.people if self.match else ()


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Everything a block of the card needs to show itself; ``now`` comes with it."""

    form: CallForm
    caller: CallerFacts
    desk: DeskFacts
    now: datetime

    @property
    def here(self) -> str:
        """The zone of the desk."""
        return self.desk.actor.zone

    @property
    def chosen(self) -> PersonMatch | None:
        """Who of the people at the number is speaking."""
        speaker = self.form.speaker_id
        return next((p for p in self.caller.people if p.person_id == speaker), None)

    @property
    def speaks_for_another(self) -> bool:
        """Whether the call is about somebody else than who speaks."""
        form = self.form
        if form.subject_id is not None:
            return form.subject_id != form.speaker_id
        return bool(form.subject_name.strip())

    @property
    def speaker_name(self) -> str:
        """Who speaks, as far as known."""
        return self.form.speaker_name.strip()

    @property
    def about_name(self) -> str:
        """Whom the call concerns, as far as known."""
        return self.form.subject_name.strip() or self.speaker_name

    @property
    def owner_team(self) -> UUID:
        """The team that keeps the promise."""
        wanted = self.form.promise.owner_team_id
        return wanted if wanted in self.desk.calendars and wanted else self.desk.actor.team_id

    @property
    def site(self) -> SiteCalendar:
        """When the team that keeps the promise is at work."""
        return self.desk.calendars[self.owner_team]

    @property
    def candidates(self) -> Candidates:
        """Where the caller may be: as they or their record say, else as the number tells."""
        speaker = self.caller.speaker
        stated = (speaker.zone if speaker else None) or self.form.zone
        silent = not self.caller.number_tells
        return candidate_zones(stated, self.caller.number_zones, silent, self.site.zone)

    @property
    def hours(self) -> CallingHours:
        """When the caller may be rung."""
        speaker = self.caller.speaker
        if speaker is None:
            return CallingHours()
        return hours_within_law(speaker.hours_from, speaker.hours_to)

    def latest(self, wanted: datetime) -> datetime:
        """``wanted``, or the earlier date until which the policy lets a promise wait: the same that
        is stored. It follows the first reason, and the next appointment of either of them."""
        people = (self.caller.speaker, self.caller.subject)
        booked = [person.next_appointment_at for person in people if person is not None]
        near = min((at for at in booked if at is not None and at > self.now), default=None)
        choices = self.desk.choices
        reason = self.form.reasons[0] if self.form.reasons else Reason.OTHER
        days = days_of(reason, choices.wait_days_by_reason, choices.wait_days)
        limit = WaitLimit(days, near)
        return limit.latest(wanted, self.now, self.candidates, self.hours, self.site)

    @property
    def place(self) -> str | None:
        """The caller's city by name, where it is known to lie in the zone shown."""
        speaker = self.caller.speaker
        return speaker.city if speaker and speaker.city and speaker.zone else None

    @property
    def place_words(self) -> str:
        """Where the caller is, in words."""
        return self.place or city_of_zone(self.candidates.zones[0])

    @property
    def promises(self) -> bool:
        """Whether the promise panel is open."""
        return self.form.outcome is CallOutcome.CALLBACK

    @property
    def has_number(self) -> bool:
        """Whether there is anything to ring back."""
        match, speaker = self.caller.match, self.caller.speaker
        named = bool(match and match.reading.e164)
        return named or bool(speaker and speaker.numbers)
