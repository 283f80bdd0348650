"""Everyone to be told of a closure, for paper: by telephone and by letter."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QTextDocument

from desktop.domain.local_time import local
from desktop.domain.wording import clock
from desktop.services.closures import ToTell
from desktop.services.milestone_rows import MilestoneRow
from desktop.ui.printing.document import Block, Head, Para, Rows, document
from desktop.ui.transition.closure_words import HEARD_WORDS, keeper_line, owed_words, where_words
from desktop.ui.transition.transition_words import counted, name_of


def closure_sheet(
    closure: MilestoneRow, rows: Sequence[tuple[int, ToTell]], zone: str, now: datetime
) -> QTextDocument:
    """The list in its order, with a box to tick."""
    day = local(now, zone)
    printed = f"{day:%B} {day.day}, {day.year}, {clock(now, zone)}"
    title = name_of(closure)
    lines = tuple(
        (
            f"☐ {place}",
            f"{row.name}\n{row.why}",
            "\n".join(row.numbers) or "No number",
            where_words(row),
            "\n".join(owed_words(row)),
            HEARD_WORDS[row.heard],
        )
        for place, row in rows
    )
    people = counted(len(rows), "person", "people")
    blocks: list[Block] = [
        Head(f"{title}: everyone to be told", 1),
        Para(f"{people} · printed {printed}", "quiet"),
        Para(keeper_line(closure.custodian, closure.custodian_contact)),
        Rows(("", "Person", "Numbers", "Address", "What they are owed", "Told"), lines),
    ]
    return document(title, blocks)
