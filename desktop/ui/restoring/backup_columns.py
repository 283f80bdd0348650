"""The columns of a list of backups, declared as data."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.wording import moment
from desktop.services.putting_back import KINDS
from desktop.storage.backup import Backup
from desktop.ui.row_model import Column
from desktop.ui.widgets.delegates import Cell

_MEGA = 1_000_000


def backup_columns(now: Callable[[], datetime], zone: str) -> tuple[Column[Backup], ...]:
    """When it was made (in the time of ``zone``), why, and how much it holds."""

    def made(row: Backup) -> Cell:
        return Cell(moment(row.made_at, zone, now()), strong=True)

    def holds(row: Backup) -> Cell:
        rows = row.contents.rows
        return Cell(f"{rows.get('call', 0):,} calls, {rows.get('person', 0):,} people")

    return (
        Column("made", "Made", made),
        Column("kind", "Why", lambda row: Cell(KINDS[row.kind]), 132, 120),
        Column("holds", "Holds", holds, 196, 180),
        Column("size", "Size", lambda row: Cell(_size(row.size)), 96, 88),
    )


def _size(size: int) -> str:
    return f"{max(size / _MEGA, 0.1):,.1f} MB"
