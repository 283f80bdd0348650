"""The first rows of the list, shown before it is known which days have calls."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from desktop.domain.local_time import local_day
from desktop.services.call_lines import CallLine
from desktop.services.call_list import Opening
from desktop.ui.calls.call_columns import day_head
from desktop.ui.section_lines import BLOCK, Section, Wanted


def first_sections(opening: Opening, here: str) -> tuple[Section, ...]:
    """Today, and everything before it as one day, until the days are there a moment later: the list
    has its length at once."""
    today, rest = opening.today, opening.total - opening.today.calls
    sections: list[Section] = []
    if today.calls:
        head = day_head(today.day, today.day, f"{today.calls:,}")
        sections.append(Section(today.day, head, today.calls))
    older = next((each for each in opening.newest if each.started_at < today.begins), None)
    if rest:
        # With more calls today than were read, the day before is as good a name as any.
        day = local_day(older.started_at, here) if older else today.day - timedelta(days=1)
        sections.append(Section(day, replace(day_head(day, today.day, ""), text=""), rest))
    return tuple(sections)


def first_blocks(opening: Opening) -> Iterator[tuple[Wanted, tuple[CallLine, ...]]]:
    """The newest calls as blocks of the list, whole ones counted from its end."""
    block, begin = (opening.total - 1) // BLOCK, 0
    while begin < len(opening.newest):
        rows = opening.total - block * BLOCK - begin
        wanted = Wanted(block, opening.today.day, begin, rows, opening.total)
        yield wanted, opening.newest[begin : begin + rows]
        block, begin = block - 1, begin + rows
