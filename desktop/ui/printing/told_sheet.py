"""Everything one person was told, word for word, for paper."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QTextDocument

from desktop.domain.local_time import local
from desktop.domain.wording import clock
from desktop.services.disclosures import DisclosureRow
from desktop.ui.printing.document import Block, Head, Para, document


def told_sheet(
    name: str, rows: Sequence[DisclosureRow], zone: str, now: datetime, company: str
) -> QTextDocument:
    """The oldest first, as it was said; what was struck stays readable and says why."""
    blocks: list[Block] = [
        Head(f"What {name} was told", 1),
        Para(f"{company} · printed {_at(now, zone)} · times are of {zone}", "quiet"),
    ]
    if not rows:
        blocks.append(Para("Nothing is written down."))
    for row in sorted(rows, key=lambda each: each.told_at):
        blocks.append(Head(f"{_at(row.told_at, zone)}: statement {row.statement_name}"))
        blocks.append(Para(whom_line(row), "quiet"))
        blocks.append(Para(row.text, "struck" if row.struck_reason else "voice"))
        if row.struck_reason:
            when = f", {_at(row.struck_at, zone)}" if row.struck_at else ""
            struck = f"Struck by {row.struck_by}{when}: {row.struck_reason}"
            blocks.append(Para(struck, "quiet"))
        if row.wrong_because:
            blocks.append(Para(f"These words were corrected since: {row.wrong_because}", "quiet"))
    return document(f"What {name} was told", blocks)


def whom_line(row: DisclosureRow) -> str:
    """Who said it to whom: "Told by Wren Hill", "Told to Rowan Moss, about Juniper Moss, by …"."""
    if row.for_themselves:
        return f"Told to them by {row.told_by}"
    heard = row.told_name or "somebody who is not known yet"
    about = f", about {row.subject_name}" if row.subject_name and row.subject_name != heard else ""
    return f"Told to {heard}{about}, by {row.told_by}"


def _at(at: datetime, zone: str) -> str:
    day = local(at, zone)
    return f"{day:%B} {day.day}, {day.year}, {clock(at, zone)}"
