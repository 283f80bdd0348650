"""The transition in figures, for paper. It names nobody who calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QTextDocument

from desktop.domain.local_time import local, local_day
from desktop.domain.wording import clock
from desktop.services.coverage import Coverage
from desktop.services.milestone_rows import MilestoneRow
from desktop.services.promise_phases import PhaseFigures
from desktop.services.request_rows import RequestProgress
from desktop.services.statement_rows import CurrentWords
from desktop.services.transition_settings import TransitionChoices
from desktop.ui.printing.document import Block, Head, Para, Rows, document
from desktop.ui.transition.transition_words import (
    REQUEST_WORDS,
    name_of,
    recorded_line,
    step_line,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything on the page, read at one moment."""

    choices: TransitionChoices
    steps: tuple[MilestoneRow, ...]
    coverage: Coverage
    requests: tuple[RequestProgress, ...]
    words: CurrentWords
    phases: tuple[PhaseFigures, ...]


def summary_sheet(summary: Summary, zone: str, now: datetime) -> QTextDocument:
    """One page or two."""
    choices, day = summary.choices, local(now, zone)
    printed = f"{day:%B} {day.day}, {day.year}, {clock(now, zone)}"
    sale = f"{choices.company}: from {choices.seller} to {choices.acquirer}"
    blocks: list[Block] = [
        Head("Transition", 1),
        Para(f"{sale} · printed {printed}", "quiet"),
        Para(f"Headline: “{choices.headline}”", "quiet"),
        Head("Milestones"),
        Rows(("Step", "How it stands", "Recorded"), _steps(summary.steps, zone, now)),
        Head("Coverage"),
        Para(_coverage(summary.coverage)),
        *_requests(summary.requests),
        Head("Callbacks by phase"),
        Rows(_PHASES, tuple(map(_phase, summary.phases)), figures=True),
        Head("Statement"),
        *_words(summary.words),
    ]
    return document("Transition", blocks)


_PHASES = (
    "Phase", "Opened", "On time", "Late", "Broken", "Closed else", "Open", "Overdue",
    "Carried over",
)  # fmt: skip


def _steps(
    rows: Sequence[MilestoneRow], zone: str, now: datetime
) -> tuple[tuple[str, str, str], ...]:
    today = local_day(now, zone)
    return tuple(
        (name_of(row), step_line(row, zone, today), recorded_line(row, zone, now)) for row in rows
    )


def _coverage(coverage: Coverage) -> str:
    parts = [
        f"{coverage.affected:,} people affected",
        f"{coverage.current:,} heard the current words",
        f"{coverage.earlier:,} heard earlier ones",
        f"{coverage.nothing:,} were not told",
    ]
    if coverage.misled:
        parts.append(f"{coverage.misled:,} heard words that were wrong")
    return " · ".join(parts)


def _requests(kinds: Sequence[RequestProgress]) -> tuple[Block, ...]:
    asked = [each for each in kinds if each.total]
    if not asked:
        return (Head("Requests"), Para("Nobody has asked for anything."))
    rows = tuple(
        (REQUEST_WORDS[e.kind][0], f"{e.total:,}", f"{e.done:,}", f"{e.late:,}") for e in asked
    )
    return (Head("Requests"), Rows(("Request", "Opened", "Done", "Past promise"), rows, True))


def _phase(row: PhaseFigures) -> tuple[str, ...]:
    figures = (
        row.opened, row.on_time, row.late, row.broken, row.ended, row.open, row.overdue,
        row.carried_over,
    )  # fmt: skip
    return (f"{row.title}\n{row.company}", *(f"{each:,}" for each in figures))


def _words(current: CurrentWords) -> tuple[Block, ...]:
    if current.statement is None:
        return (Para(current.instead),)
    row = current.statement
    return (Para(f"{row.name}, approved by {row.approved_by}", "quiet"), Para(row.text, "voice"))
