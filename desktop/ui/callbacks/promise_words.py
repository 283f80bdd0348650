"""What the detail of a promise says, in words: pure, from the detail."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.safety_climb import Asked
from desktop.domain.vocabulary import CallbackKind, DueGroup, RestrictionKind, VoicemailRule
from desktop.domain.wording import (
    clock,
    due_second_line,
    due_words,
    here_clock,
    in_sentence,
    moment,
    promised_words,
    waits_line,
)
from desktop.domain.zones import Candidates, city_of_zone
from desktop.services.callback_detail import CallbackDetail
from desktop.ui.callbacks.queue_columns import GROUPS
from desktop.ui.words import PURPOSE_WORDS, RESOLUTION_WORDS, RESTRICTION_WORDS


@dataclass(frozen=True, slots=True)
class PromisedWords:
    """The block that says what was promised: who, how it stands, when there, when here, what and
    by whom."""

    who: str
    stands: str
    tone: str
    icon: str
    when: str
    here: str
    what: str


def first_of(name: str) -> str:
    """The first name of somebody of the staff."""
    return name.split(maxsplit=1)[0] if name else "Somebody"


def about_line(detail: CallbackDetail) -> str:
    """ "Patient · Denver · Prefers afternoons"."""
    row = detail.row
    facts = [row.who_line]
    if row.subject_name:
        facts.append(f"about {row.subject_name}")
    if row.kind is not CallbackKind.SERVICE:
        facts.append({"safety": "Safety follow-up"}.get(row.kind, row.kind.value.capitalize()))
    if detail.prefers:
        facts.append(detail.prefers)
    return " · ".join(fact for fact in facts if fact)


def promised(detail: CallbackDetail, me: str, here: str, now: datetime) -> PromisedWords:
    """What was promised, in their time first, then in ours."""
    row, zone, due = detail.row, detail.candidates.zones[0], detail.first_due_at
    given = in_sentence(moment(detail.promised_at, here, now))
    by = f"{first_of(detail.promised_by)}, {given}"
    stands, tone, icon = _stands(detail, zone, here, now)
    when = promised_words(due, zone, now, detail.place)
    ours = here_clock(due, zone, here) or f"{clock(due, here)[:-3]} here"
    if row.milestone is not None:
        when, ours = waits_line(row.milestone, due, zone, now), ""
    return PromisedWords(
        "You promised" if detail.promised_by == me else f"{first_of(detail.promised_by)} promised",
        stands,
        tone,
        icon,
        when,
        ours,
        f"{detail.promise} · {by}" if detail.promise else by,
    )


def _stands(detail: CallbackDetail, zone: str, here: str, now: datetime) -> tuple[str, str, str]:
    """How it stands now, with tone and icon: "48 min late", "in 12 min", "next Wed 10:00 am"."""
    row = detail.row
    if row.resolution is not None:
        return RESOLUTION_WORDS[row.resolution], "text-2", "circle-check"
    if row.due_at <= now or row.group is None:
        return due_words(row.due_at, zone, now), "late", "clock-alert"
    _, icon, tone = GROUPS[row.group]
    if row.due_at == detail.first_due_at:
        soon = row.group in (DueGroup.OVERDUE, DueGroup.SOON)
        return due_words(row.due_at, zone, now) if soon else "", tone, icon
    said = due_words(row.due_at, zone, now)
    day = in_sentence(due_second_line(row.due_at, zone, here, now))
    return f"next {said} {day}", tone, icon


def now_there(detail: CallbackDetail, now: datetime) -> str:
    """ "2:18 pm in Denver"."""
    return f"{clock(now, detail.candidates.zones[0])} in {detail.place}"


def climb_words(detail: CallbackDetail, me: str, here: str) -> list[str]:
    """Who is asked to act on a safety follow-up now, since when, and who is next: two lines."""
    row, climb = detail.row, detail.row.climb
    if climb is None:
        return []
    owner = "You" if row.owner_name == me else row.owner_name or row.owner_team
    who = {
        Asked.CLERK: f"{owner} {'are' if owner == 'You' else 'is'} asked",
        Asked.TEAM: "The whole team is asked",
        Asked.MANAGER: "Team and managers are asked",
    }[climb.asked]
    said = f"{who}, since {clock(climb.since, here)}"
    if climb.next_at is None:
        return [said, "Until contact, or a welfare check"]
    after = "The whole team" if climb.asked is Asked.CLERK else "The managers on duty"
    return [said, f"{after} too at {clock(climb.next_at, here)}"]


def bindings(detail: CallbackDetail, me: str, here: str) -> list[tuple[str, str, str]]:
    """What binds whoever rings: words, tone and icon of each line. Who is asked to act on a safety
    follow-up stands first, then restrictions."""
    lines = [(words, "life-buoy", "safety") for words in climb_words(detail, me, here)]
    lines += [(*RESTRICTION_WORDS[bound.kind], "late") for bound in detail.restrictions]
    lines += _voicemail(detail)
    lines += [
        (f"Asked not to be called: {PURPOSE_WORDS[row.purpose].lower()}", "ban", "late")
        for row in detail.do_not_call
    ]
    if not detail.candidates.certain:
        lines.append((_where(detail.candidates), "map-pin", "soon"))
    if detail.hours_reason:
        lines.append((f"Outside their hours: {detail.hours_reason}", "moon", "soon"))
    lease = detail.lease
    if lease is not None:
        until = clock(lease.until, here)
        if lease.name == me:
            lines.append((f"You are on this until {until}", "user-lock", "ok"))
        else:
            lines.append((f"{first_of(lease.name)} is on this until {until}", "user-lock", "soon"))
    return [(words, tone, icon) for words, icon, tone in lines]


def _voicemail(detail: CallbackDetail) -> list[tuple[str, str, str]]:
    """What may be left on their voicemail, where they said so."""
    if any(bound.kind is RestrictionKind.NO_VOICEMAIL for bound in detail.restrictions):
        return []
    words, icon = RESTRICTION_WORDS[RestrictionKind.NO_VOICEMAIL]
    if detail.voicemail is VoicemailRule.NONE:
        return [(words, icon, "late")]
    if detail.voicemail is VoicemailRule.NEUTRAL and detail.row.person_id is not None:
        return [("Voicemail: neutral words only", icon, "soon")]
    return []


def _where(candidates: Candidates) -> str:
    """Their hours have to suit every place they may be in, until somebody asks."""
    if candidates.ask:
        return "The number does not tell where they are. Ask."
    return f"{' or '.join(city_of_zone(zone) for zone in candidates.zones)} time? Ask."
