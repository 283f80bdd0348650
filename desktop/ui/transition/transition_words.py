"""The words of the page: milestones, versions, who heard what, and requests."""

from collections.abc import Mapping
from datetime import date, datetime

from desktop.domain.local_time import local_day
from desktop.domain.transition import TITLES
from desktop.domain.vocabulary import Heard, MilestoneKind, RequestKind, StatementStanding
from desktop.domain.wording import clock, moment, spoken_day
from desktop.services.milestone_rows import MilestoneRow
from desktop.services.request_rows import RequestRow
from desktop.services.statement_rows import StatementRow
from desktop.services.update_list import UpdateRow
from desktop.ui.widgets.day_select import day_words

REQUEST_WORDS: Mapping[RequestKind, tuple[str, str, str]] = {
    RequestKind.RECORDS: ("Records", "Records", "file-text"),
    RequestKind.REFUND: ("Refund", "Refund", "banknote"),
    RequestKind.RESCHEDULE: ("Reschedule", "Reschedule", "calendar-sync"),
    RequestKind.QUESTION: ("Questions", "Question", "message-circle-question-mark"),
    RequestKind.STAY: ("Staying", "Wants to stay", "house"),
    RequestKind.LEAVE: ("Leaving", "Wants to leave", "log-out"),
    RequestKind.CLINIC_RECORDS: ("Other clinics", "Records for a clinic", "briefcase"),
}
"""Several, one, and the icon."""

STANDING_WORDS: Mapping[StatementStanding, tuple[str, str, str]] = {
    StatementStanding.DRAFT: ("Draft", "soon", "file-clock"),
    StatementStanding.REVIEWED: ("Reviewed", "soon", "file-check"),
    StatementStanding.PLANNED: ("Approved for later", "plan", "calendar-clock"),
    StatementStanding.CURRENT: ("Current", "plan", "badge-check"),
    StatementStanding.SUPERSEDED: ("Replaced", "", "file-diff"),
    StatementStanding.ENDED: ("Ended", "", "clock"),
    StatementStanding.WITHDRAWN: ("Withdrawn", "late", "ban"),
}
"""Words, tone and icon."""

LANGUAGES = (("English", "en"), ("Spanish", "es"))


def day_of(at: datetime, zone: str, today: date) -> str:
    """ "Today", "Nov 14" (of another year with it); never a bare weekday."""
    day = local_day(at, zone)
    return spoken_day(day, today) if day <= today else date_words(day, today)


def date_words(day: date, today: date) -> str:
    """ "Nov 28", of another year "Jan 12, 2027"."""
    said = f"{day:%b} {day.day}"
    return said if day.year == today.year else f"{said}, {day.year}"


def name_of(row: MilestoneRow) -> str:
    """ "Closing", "Closure of Chicago", "Closure of all clinics"."""
    if row.kind is MilestoneKind.CLOSURE:
        return f"Closure of {row.site_name or 'all clinics'}"
    return TITLES[row.kind]


def waits(count: int) -> str:
    """ "12 callbacks wait"; "" for none."""
    if not count:
        return ""
    return "1 callback waits" if count == 1 else f"{count:,} callbacks wait"


def step_line(row: MilestoneRow, zone: str, today: date) -> str:
    """Under the name of a step: "Nov 3 · done", "No date yet · 12 callbacks wait"."""
    if row.happened_at is not None:
        return f"{day_of(row.happened_at, zone, today)} · done"
    if row.planned_on is not None:
        late = row.planned_on < today
        said = f"{'Was planned for' if late else 'Planned for'} {date_words(row.planned_on, today)}"
    else:
        said = "No date yet" if row.is_next or row.waiting else "Not started"
    return " · ".join(part for part in (said, waits(row.waiting)) if part)


def recorded_line(row: MilestoneRow, zone: str, now: datetime) -> str:
    """Who wrote it down, and when; "" where nobody did."""
    if row.recorded_at is None:
        return ""
    return f"Recorded by {row.recorded_by or 'somebody'}, {moment(row.recorded_at, zone, now)}"


def span_line(row: StatementRow, zone: str, today: date) -> str:
    """How long a version held, holds or is to hold: "since Nov 14", "Nov 4 to 14"."""
    since = row.effective_from or row.approved_at
    standing = row.standing
    if standing in (StatementStanding.DRAFT, StatementStanding.REVIEWED):
        return "to be approved"
    if since is None:
        return "never approved"
    begun = day_of(since, zone, today)
    if standing is StatementStanding.PLANNED:
        return f"from {begun} on"
    if standing is StatementStanding.CURRENT:
        return f"since {begun}{until_words(row, zone, today)}"
    if row.ended_at is None:
        return f"from {begun}"
    first, last = local_day(since, zone), local_day(row.ended_at, zone)
    if first == last:
        return begun
    same = (first.year, first.month) == (last.year, last.month)
    return f"{date_words(first, today)} to {last.day if same else date_words(last, today)}"


def until_words(row: StatementRow, zone: str, today: date) -> str:
    """ ", until Closing", ", until Dec 1"; "" without an end."""
    ends = []
    if row.effective_until is not None:
        day = date_words(local_day(row.effective_until, zone), today)
        ends.append(f"{day} {clock(row.effective_until, zone)}")
    if row.until_milestone is not None:
        ends.append(TITLES[row.until_milestone])
    return f", until {' or '.join(ends)}" if ends else ""


def for_whom(row: StatementRow) -> str:
    """ "All clinics · English"."""
    language = next(words for words, key in LANGUAGES if key == row.language)
    return f"{row.site_name or 'All clinics'} · {language}"


def heard_words(row: UpdateRow, zone: str, today: date) -> str:
    """ "v2 · Nov 4", "Not told"."""
    if row.heard is Heard.NOTHING or row.heard_at is None:
        return "Not told"
    return f"{row.heard_name} · {day_of(row.heard_at, zone, today)}"


def appointment_words(row: UpdateRow, zone: str, today: date) -> str:
    """ "Thu, Nov 20 · 9:00 am" on the clinic's clock, "None booked"."""
    at = row.next_appointment_at
    if at is None:
        return "None booked"
    there = row.zone or zone
    return f"{day_words(local_day(at, there), today)} · {clock(at, there)}"


def due_words_of(row: RequestRow, zone: str, today: date) -> str:
    """ "Due Dec 2", "Was due Nov 10"."""
    day = local_day(row.due_at, zone)
    said = date_words(day, today)
    return f"Was due {said}" if row.late else f"Due {said}"


def counted(count: int, one: str, many: str) -> str:
    """ "1 person", "1,204 people"."""
    return f"{count:,} {one if count == 1 else many}"
