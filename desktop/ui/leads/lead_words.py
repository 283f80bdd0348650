"""What the screen says of a lead. Pure."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.calling_hours import allowed
from desktop.domain.lead_merge import LeadDifference, MergeKey, Merging
from desktop.domain.local_time import local_day
from desktop.domain.number_display import display
from desktop.domain.vocabulary import VoicemailRule
from desktop.domain.wording import clock, in_sentence, promise_line, short_moment, spoken_day
from desktop.services.lead_rows import GOAL, LeadDetail, LeadFate, LeadRow, LeadTab, LeadVia
from desktop.ui.tag_words import TagWords
from desktop.ui.words import minutes_words

VIA_WORDS = {
    LeadVia.WEB: ("Website form", "globe"),
    LeadVia.MAIL: ("E-mail", "mail"),
    LeadVia.FILE: ("Import", "file-spreadsheet"),
    LeadVia.REFERRAL: ("Referral", "stethoscope"),
}
"""Words and icon."""

NO_FLAG = "No flag does not mean safe. Read the message and listen."

MISSING = "Its contact data are still missing. Look it up in Meta."
"""Of one of which only the identity came: Meta alone sends no more at first."""

KEY_WORDS = {
    MergeKey.NAME: "Name",
    MergeKey.PHONE: "Phone",
    MergeKey.EMAIL: "E-mail",
    MergeKey.CLINIC: "Clinic",
    MergeKey.CITY: "City",
    MergeKey.BEST_TIME: "Best time",
    MergeKey.VOICEMAIL: "Voicemail",
}
MERGING_WORDS = {
    Merging.ADDS: ("Adds this", "plus", "soon"),
    Merging.CHOICE: ("You choose", "circle-help", "soon"),
    Merging.BOTH: ("Keeps both", "list-plus", "text-2"),
    Merging.STRICTER: ("Stricter wins", "shield-check", "soon"),
}
"""Words, icon and tone."""

_RULES = {
    VoicemailRule.FULL: "May be left",
    VoicemailRule.NEUTRAL: "Yes, no details",
    VoicemailRule.NONE: "Leave none",
}
NOT_SET = "Not set"


@dataclass(frozen=True, slots=True)
class Said:
    """Words with an icon and a tone."""

    text: str
    icon: str
    tone: str


def came_words(row: LeadRow, here: str, now: datetime) -> str:
    """When it came. The day stands in the head above, but for those with words of danger."""
    if stands_first(row):
        return short_moment(row.came_at, here, now)
    return clock(row.came_at, here)


def stands_first(row: LeadRow) -> bool:
    """Whether it stands above the days: words of danger, and somebody still to be rung."""
    return row.danger and row.fate in (LeadFate.WAITS, LeadFate.SCHEDULED)


def second_line(row: LeadRow) -> str:
    """ "New patient · I’ve tried a few things for PTSD"."""
    if row.pending:
        return MISSING
    return " · ".join(part for part in (row.form, row.gist) if part) or "No message"


def waits(row: LeadRow, now: datetime) -> Said:
    """Under the time, at the right: how long it waits, or what came of it."""
    at = row.fate_at or row.came_at
    if row.unanswered:
        return Said("Not answered yet", "mail", "soon")
    if row.fate is LeadFate.WAITS:
        late = now - row.came_at > GOAL
        span = minutes_words(now - row.came_at)
        said = span if span == "just now" else f"waits {span}"
        return Said(said, "clock-alert" if late else "", "late" if late else "text-3")
    if row.fate is LeadFate.SCHEDULED:
        late = at < now
        return Said(
            f"late since {short_moment(at, row.zone, now)}"
            if late
            else promise_line(at, row.zone, row.zone, "", now),
            "clock-alert" if late else "calendar-clock",
            "late" if late else "text-2",
        )
    return {
        LeadFate.SPAM: Said("Spam", "octagon-x", "text-3"),
        LeadFate.KEPT: Said("Callback kept", "check", "ok"),
        LeadFate.CLOSED: Said("Closed", "check", "text-2"),
        LeadFate.CALLED: Said(_called(row, at), "check", "ok"),
        LeadFate.MERGED: Said("Merged", "merge", "ok"),
        LeadFate.ANSWERED: Said("Answered", "check", "ok"),
    }[row.fate]


def _called(row: LeadRow, at: datetime) -> str:
    span = minutes_words(at - row.came_at)
    return "Called at once" if span == "just now" else f"Called {span} later"


def tags(row: LeadRow) -> tuple[TagWords, ...]:
    """Danger first, then how it came, then what is to know."""
    words, icon = VIA_WORDS[row.via]
    found = [TagWords("Words of danger", "safety", "life-buoy")] if row.danger else []
    found.append(TagWords(words, "", icon))
    if row.looks_same and row.fate is not LeadFate.MERGED:
        found.append(TagWords("Possible duplicate", "soon", "copy"))
    if row.about_sale:
        found.append(TagWords("Acquisition", "plan", "milestone"))
    return tuple(found)


def spoken(row: LeadRow, here: str, now: datetime) -> str:
    """What a screen reader says of a row."""
    seen = "" if row.seen else "new"
    at = short_moment(row.came_at, here, now)
    parts = (row.name, seen, at, second_line(row), waits(row, now).text)
    return ", ".join(part for part in (*parts, *(tag.text for tag in tags(row))) if part)


def day_words(row: LeadRow, here: str, now: datetime) -> str:
    """The head above a day's leads."""
    return spoken_day(local_day(row.came_at, here), local_day(now, here))


def counted(new: int, oldest_at: datetime | None, danger: int, now: datetime) -> str:
    """ "4 new · oldest waits 38 min"."""
    if not new:
        return "Nobody waits for a first call"
    parts = [f"{danger} with words of danger"] if danger else []
    parts.append(f"{new} new")
    if oldest_at is not None:
        parts.append(f"oldest waits {minutes_words(now - oldest_at)}")
    return " · ".join(parts)


def head_line(row: LeadRow, here: str, now: datetime) -> str:
    """ "New patient · Website form, today 1:40 pm"."""
    day = in_sentence(spoken_day(local_day(row.came_at, here), local_day(now, here)))
    came = f"{VIA_WORDS[row.via][0]}, {day} {clock(row.came_at, here)}"
    return " · ".join(part for part in (row.form, came) if part)


def goal_tag(row: LeadRow, now: datetime) -> TagWords:
    """How long it waits, held against the goal; else what came of it."""
    said = waits(row, now)
    if row.fate is not LeadFate.WAITS:
        tone = said.tone if said.tone in ("ok", "late", "soon") else ""
        return TagWords(said.text, tone, said.icon)
    goal = int(GOAL.total_seconds() // 60)
    words = f"{said.text[0].upper()}{said.text[1:]} · goal {goal}"
    return TagWords(words, "late" if said.tone == "late" else "", said.icon or "clock")


def number_words(detail: LeadDetail) -> str:
    """The number to ring, else what was typed for one."""
    if detail.e164:
        return display(detail.e164, detail.extension or None)
    return detail.number_text


def remarks_words(detail: LeadDetail) -> str:
    """What is to know about how it came: above all that its contact data did not."""
    missing = f"{MISSING} It is lead {detail.external_id} there." if detail.row.pending else ""
    return " ".join(part for part in (missing, *detail.remarks) if part)


def may_be_answered(detail: LeadDetail) -> bool:
    """Whether nobody can be promised a call, so that somebody has to say when it is answered."""
    if detail.callback_id is not None:
        return False
    waits_in_vain = detail.row.fate is LeadFate.WAITS and not detail.can_be_rung
    return detail.row.unanswered or waits_in_vain


def their_time(detail: LeadDetail, now: datetime) -> tuple[str, Said]:
    """ "4:18 pm, Tampa", and whether they may be rung."""
    zone = detail.candidates.zones[0]
    check = allowed(now, detail.candidates, detail.hours)
    if check.allowed:
        return f"{clock(now, zone)}, {detail.place}", Said("OK to call", "check", "ok")
    verdict = check.why().rpartition(" · ")[2]
    return f"{clock(now, zone)}, {detail.place}", Said(verdict.capitalize(), "moon", "late")


def voicemail_words(detail: LeadDetail) -> str:
    """What they answered, in the desk's words where it is a rule of ours."""
    if detail.wishes.voicemail is None:
        return ""
    return detail.wishes.voicemail_words or _RULES[detail.wishes.voicemail]


def said_words(key: MergeKey, said: tuple[str, ...]) -> str:
    """One side of a difference."""
    if not said:
        return NOT_SET
    if key is MergeKey.PHONE:
        said = tuple(display(each) for each in said)
    elif key is MergeKey.VOICEMAIL:
        said = tuple(_RULES[VoicemailRule(each)] for each in said)
    return said[0] if len(said) == 1 else f"{said[0]} and {len(said) - 1} more"


def every_word(key: MergeKey, said: tuple[str, ...]) -> str:
    """All that one side says: "(312) 555-0147, (312) 555-0148"."""
    return ", ".join(said_words(key, (each,)) for each in said)


def merging_words(difference: LeadDifference) -> Said:
    """What merging does with it."""
    words, icon, tone = MERGING_WORDS[difference.merging]
    if difference.merging is Merging.ADDS and len(difference.lead) > 1:
        words = f"Adds {len(difference.lead)}"
    return Said(words, icon, tone)


EMPTY_WORDS: dict[LeadTab, tuple[str, str, str]] = {
    "new": ("inbox", "No lead waits", "What comes by web form, e-mail or file shows here at once."),
    "open": (
        "phone-outgoing",
        "No lead is being worked",
        "Leads with a promise to keep, or still to be answered, stand here.",
    ),
    "done": (
        "circle-check-big",
        "Nothing is done yet",
        "Leads that were called, answered or spam.",
    ),
}
"""Icon, fact, detail."""
