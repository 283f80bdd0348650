"""What the phone system itself wrote of its calls, read without the program's own reading."""

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.incoming import Disposition

SRC, CLID, LASTAPP, START, ANSWER, BILLSEC, BECAME, LINKEDID = 1, 4, 7, 9, 10, 13, 14, 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One call, as the records or as the log of the desk have it. ``caller`` is ten digits, ""
    where it was withheld; ``answered`` None: nobody spoke, no message was left; ``talked`` None:
    nobody knows."""

    caller: str
    name: str
    became: Disposition
    began: datetime
    answered: datetime | None
    talked: int | None


def records_of(file: Path) -> dict[str, Entry]:
    """The calls of ``Master.csv`` by their linked ids."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    if not file.exists():
        return {}  # nobody has rung yet
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            rows[row[LINKEDID]].append(row)
    return {linked: _entry(legs) for linked, legs in rows.items()}


def _entry(legs: list[list[str]]) -> Entry:
    answered = [leg for leg in legs if leg[BECAME] == "ANSWERED"]
    recorded = [leg for leg in answered if leg[LASTAPP] == "VoiceMail"]
    spoken = [leg for leg in answered if leg not in recorded]
    became = Disposition.MISSED
    if spoken:
        became = Disposition.ANSWERED
    elif recorded:
        became = Disposition.VOICEMAIL
    caller = legs[0][SRC]
    shown = caller.isdecimal()
    return Entry(
        caller if shown else "",
        legs[0][CLID].split('"')[1] if shown else "",
        became,
        min(_moment(leg[START]) for leg in legs),
        min((_moment(leg[ANSWER]) for leg in spoken or recorded), default=None),
        # No two people speak at once in these calls: one row follows the other.
        sum(int(leg[BILLSEC]) for leg in spoken or recorded),
    )


def _moment(text: str) -> datetime:
    """The document tells IT to have them in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def differences(records: dict[str, Entry], log: dict[str, Entry]) -> str:
    """A table of what is not the same; "" when it all is. The id of a call says when its channel
    was made; its record begins then, or in the next second."""
    lines = []
    for linked in sorted(records.keys() | log.keys()):
        one, other = records.get(linked), log.get(linked)
        made = datetime.fromtimestamp(int(linked.partition(".")[0]), UTC)
        if one and other and other.began == made:
            one = replace(one, began=made)
        if one != other:
            lines.append(f"{linked:>18}  {_words(one):<62}  {_words(other)}")
    heads = f"{'call':>18}  {'the phone system':<62}  the log of the desk\n"
    return heads + "\n".join(lines) if lines else ""


def _words(entry: Entry | None) -> str:
    if entry is None:
        return "-"
    talked = "?" if entry.talked is None else f"{entry.talked} s"
    answered = f"{entry.answered:%H:%M:%S}" if entry.answered else "-"
    who = f"{entry.caller or 'withheld':<10} {entry.name:<12} {entry.became:<9}"
    return f"{who} {entry.began:%H:%M:%S} {answered:<8} {talked}"
