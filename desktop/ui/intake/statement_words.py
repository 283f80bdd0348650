"""What the statement panel says, as one value. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import Direction, Language, StatementStanding
from desktop.domain.wording import clock, in_sentence, spoken_day
from desktop.services.call_form import CallForm
from desktop.services.statement_rows import CurrentWords, SinceHeard, StatementRow


@dataclass(frozen=True, slots=True)
class WordsNow:
    """The words for one card as they were read: for this clinic and language, with what is new
    since who speaks heard some, what whom it concerns has heard, and every version by identity."""

    site_id: UUID | None
    language: Language
    current: CurrentWords
    since: SinceHeard | None
    about: SinceHeard | None
    versions: dict[UUID, StatementRow]


@dataclass(frozen=True, slots=True)
class EarlierTick:
    """A version that does not hold any more, and whether the caller heard it on this call."""

    row: StatementRow
    told: bool


def approved_words(row: StatementRow, zone: str, now: datetime) -> str:
    """ "Approved Nov 14 by Lark Moor"."""
    if row.approved_at is None:
        return ""
    day = in_sentence(spoken_day(local_day(row.approved_at, zone), local_day(now, zone)))
    by = f" by {row.approved_by}" if row.approved_by else ""
    return f"Approved {day}{by}"


def left_words(left: StatementRow, holds: StatementRow | None, zone: str) -> str:
    """What became of the words that were being read."""
    if left.standing is StatementStanding.WITHDRAWN:
        at = f" at {clock(left.withdrawn_at, zone)}" if left.withdrawn_at else ""
        said = f"{left.name} was withdrawn{at}. Stop reading it."
    elif holds is not None:
        return f"{holds.name} took the place of {left.name}. Read {holds.name} now."
    else:
        said = f"{left.name} has ended. Stop reading it."
    return f"{said} {f'Read {holds.name} now.' if holds else 'Take a message.'}"


def told_label(form: CallForm) -> str:
    """ "Told caller"; "Told Rowan" where they speak for somebody else, or are rung."""
    named = form.speaker_name.split()
    for_another = form.subject_id is not None or bool(form.subject_name.strip())
    by_name = for_another or form.direction is Direction.OUT
    return f"Told {named[0]}" if by_name and named else "Told caller"


def heard_too_label(form: CallForm) -> str:
    """The second tick: "Juniper heard it too"."""
    return f"{form.subject_name.split()[0]} heard it too" if form.subject_name.split() else ""


def heard_words(words: WordsNow, form: CallForm, zone: str, now: datetime) -> str:
    """What was heard before: "Last told: v2, Nov 4"; of whom it concerns "Juniper: v2, Nov 4"."""
    about = words.about
    if about is not None:
        return f"{form.subject_name.split()[0]}: {_heard(about, zone, now)}"
    if words.since is None or form.speaker_id is None:
        return ""
    if words.since.heard_id is None:
        return "Never told before"
    return f"Last told: {_heard(words.since, zone, now)}"


def _heard(since: SinceHeard, zone: str, now: datetime) -> str:
    if since.heard_at is None:
        return "not told yet"
    day = spoken_day(local_day(since.heard_at, zone), local_day(now, zone))
    return f"{since.heard_name}, {day}"
