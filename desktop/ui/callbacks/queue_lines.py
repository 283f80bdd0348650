"""The lines of the queue: rows under the heads of their groups, and strips that ask to decide."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.due_groups import due_group
from desktop.domain.vocabulary import DueGroup
from desktop.services.queue_row import QueueCounts, QueueRow, ViewFilter
from desktop.ui.callbacks.queue_columns import GROUPS
from desktop.ui.row_model import Head, StripRow
from desktop.ui.widgets.delegates import GroupRow

Line = QueueRow | Head | StripRow[QueueRow]


def lines_of(
    rows: Iterable[QueueRow], totals: Mapping[DueGroup, str], after: DueGroup | None = None
) -> list[Line]:
    """Rows with a head where a group begins. ``after`` is the group the last page ended in."""
    lines: list[Line] = []
    group = after
    for row in rows:
        if row.group is not None and row.group is not group:
            group = row.group
            words, icon, tone = GROUPS[group]
            lines.append(Head(GroupRow(f"{words} · {totals.get(group, '')}", icon, tone)))
        lines.append(row)
        if row.needs_decision:
            lines.append(StripRow(row))
    return lines


def group_totals(
    rows: Iterable[QueueRow], counts: QueueCounts, view: ViewFilter, *, more: bool
) -> dict[DueGroup, str]:
    """How many stand in each group. Whole groups are counted by their rows; of one that goes on
    in the next page the whole queue's count is known, else "at least" is said with a plus."""
    found: dict[DueGroup, int] = {}
    last: DueGroup | None = None
    for row in rows:
        if row.group is not None:
            found[row.group] = found.get(row.group, 0) + 1
            last = row.group
    totals = {group: str(number) for group, number in found.items()}
    if more and last is not None:
        totals[last] = f"{found[last]}+"
    if view == ViewFilter("all"):
        later = counts.all - counts.overdue - counts.soon - counts.waiting
        whole = (counts.overdue, counts.soon, later, counts.waiting)
        totals = {group: str(number) for group, number in zip(DueGroup, whole, strict=True)}
    return totals


def group_now(row: QueueRow, now: datetime) -> DueGroup | None:
    """In which group a row stands by now; closed ones in none."""
    if row.closed_at is not None:
        return None
    return due_group(row.due_at, now, row.milestone is not None, row.needs_decision)
