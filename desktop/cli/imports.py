"""``import``: files of calls, leads and contacts come in; what stays out is said row by row."""

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from desktop.cli.column_map import ColumnMap, read_map
from desktop.cli.verb import Verbs
from desktop.domain.errors import Refused
from desktop.domain.incoming import IncomingKind
from desktop.services.actor import Actor
from desktop.services.import_plan import (
    ImportAs,
    ImportCounts,
    ImportDone,
    ImportPlan,
    ImportProgress,
    Refusal,
    remark_on_zone,
)
from desktop.services.import_rejects import Rejects
from desktop.services.importing import Importing

_KINDS: Final[Mapping[IncomingKind, str]] = {
    IncomingKind.CALL: ImportAs.CALLS.value,
    IncomingKind.LEAD: ImportAs.LEADS.value,
    IncomingKind.CONTACT: ImportAs.CONTACTS.value,
}
_REASONS_SHOWN: Final = 20


def add(verbs: Verbs) -> None:
    """Add ``import FILE… [--as …] [--format NAME] [--map FILE] [--missed-since DATE]
    [--dry-run] [--rejects FILE]``."""
    verb = verbs.add_parser("import", help="calls, leads or contacts from files")
    verb.add_argument("file", nargs="+", type=Path, metavar="FILE", help="what to import")
    verb.add_argument(
        "--as",
        dest="read_as",
        choices=[each.value for each in ImportAs],
        default=ImportAs.AUTO.value,
        help="what the files hold; the content says it when not given",
    )
    verb.add_argument("--format", metavar="NAME", help="the format, when it is not recognised")
    verb.add_argument(
        "--map",
        type=Path,
        metavar="FILE",
        help='which column means what: JSON as {"caller": "Caller No", "started_at": 3}; '
        '"zone" and "region" may stand in it too',
    )
    verb.add_argument(
        "--missed-since",
        type=_day,
        metavar="DATE",
        help="calls missed before this day (2026-11-01) are history: logged, and nobody is rung "
        "back for them",
    )
    verb.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    verb.add_argument(
        "--rejects",
        type=Path,
        metavar="FILE",
        help="where to put the rows that stay out, to be put right and imported again; "
        "of several files each gets one (FILE, FILE-2, …)",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import one file after the other: 0, or 1 when any row stays out."""
    from desktop.cli.at_work import at_work

    for path in arguments.file:
        if not path.is_file():
            raise Refused(f"There is no file {path}. Nothing was imported.")
    columns = read_map(arguments.map) if arguments.map else ColumnMap({}, None, "US")
    answers: list[_Answer] = []
    with at_work(arguments) as (app, actor):
        # Said before anything is imported.
        for to in _numbered(arguments.rejects, len(arguments.file)):
            app.services.rejects.look_at(actor, to, arguments.file)
        for path in arguments.file:
            answers.append(_one(app.services.importing, actor, path, arguments, columns))
            if not arguments.json:
                answers[-1].show()
        left = [answer.plan for answer in answers if answer.refusals and answer.plan is not None]
        for plan, to in zip(left, _numbered(arguments.rejects, len(left)), strict=False):
            _put_aside(app.services.rejects, actor, plan, to)
    total = sum((answer.counts for answer in answers), ImportCounts())
    if arguments.json:
        whole = {"files": [answer.as_json() for answer in answers], **_counted(total)}
        print(json.dumps(whole, indent=2, ensure_ascii=False))
    elif len(answers) > 1:
        print(f"Together: {_sentence(total)}")
    return int(bool(total.rejected))


class _Answer:
    """What became of one file."""

    def __init__(self, path: Path, plan: ImportPlan | None, done: ImportDone, dry: bool) -> None:
        self.path = path
        self.plan = plan
        self.counts = done.counts
        self.refusals = done.refusals
        self._zone_assumed = done.zone_assumed
        self._dry = dry

    def as_json(self) -> dict[str, Any]:
        """As DESIGN says, key by key."""
        return {
            "file": str(self.path),
            "format": self.plan.format if self.plan else None,
            "kind": _KINDS[self.plan.kind] if self.plan else None,
            **_counted(self.counts),
            "rejected": [{"row": each.row, "reason": each.reason} for each in self.refusals],
        }

    def show(self) -> None:
        """A line for the file, then one for each reason."""
        title = f" ({self.plan.title})" if self.plan else ""
        would = "would be " if self._dry else ""
        _print(f"{self.path.name}{title}: {would}{_sentence(self.counts)}")
        if self.plan is not None and self._zone_assumed:
            _print(f"  {remark_on_zone(self._zone_assumed, self.plan.zone)}")
        for each in self.refusals[:_REASONS_SHOWN]:
            _print(f"  row {each.row}: {each.reason}")
        if len(self.refusals) > _REASONS_SHOWN:
            _print(f"  … and {len(self.refusals) - _REASONS_SHOWN:,} more rows stay out.")


def _put_aside(rejects: Rejects, actor: Actor, plan: ImportPlan, to: Path) -> None:
    """Write the rows that stay out; an older file of that name is said to be gone."""
    older = to.exists() and to.stat().st_size > 0
    rejects.save(actor, plan, to, uuid4())
    instead = ", in place of an older file" if older else ""
    print(f"The rows of {plan.path.name} that stay out are in {to}{instead}.", file=sys.stderr)


def _one(
    importing: Importing,
    actor: Actor,
    path: Path,
    arguments: argparse.Namespace,
    columns: ColumnMap,
) -> _Answer:
    from desktop.connectors.files.content import UnreadableFile

    plan = None
    tell = _tell if sys.stderr.isatty() else None
    try:
        plan = importing.plan(
            actor,
            path,
            read_as=ImportAs(arguments.read_as),
            format_name=arguments.format,
            columns=columns.columns,
            zone=columns.zone,
            region=columns.region,
            missed_since=arguments.missed_since,
        )
        if arguments.dry_run:
            staged = importing.stage(actor, plan, tell)
            if staged is None:
                raise RuntimeError("nobody stops it")
            done = ImportDone(
                None, staged.counts, staged.zone_assumed, staged.refusals, staged.first_row
            )
        else:
            done = importing.commit(actor, plan, tell)
    except UnreadableFile as why:
        # The whole file is one thing that could not be read.
        counts = ImportCounts(rejected=1)
        done = ImportDone(None, counts, 0, (Refusal(1, str(why), ""),))
    return _Answer(path, plan, done, arguments.dry_run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"write the day as 2026-11-01, not {text}") from problem


def _counted(counts: ImportCounts) -> dict[str, int]:
    return {
        "read": counts.read,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "duplicates": counts.duplicates,
        "ignored": counts.ignored,
        "rejected": counts.rejected,
    }


def _sentence(counts: ImportCounts) -> str:
    numbers = _counted(counts)
    read = numbers.pop("read")
    told = [f"{number:,} {word}" for word, number in numbers.items() if number]
    rows = "1 row" if read == 1 else f"{read:,} rows"
    return f"{', '.join(told) or 'nothing'} of {rows}"


def _numbered(path: Path | None, many: int) -> list[Path]:
    if path is None:
        return []
    more = [path.with_name(f"{path.stem}-{nth}{path.suffix}") for nth in range(2, many + 1)]
    return [path, *more][:many]


def _tell(progress: ImportProgress) -> None:
    left = progress.seconds_left
    soon = "" if left is None else f", {left:.0f} s left"
    share = f" {100 * progress.done // progress.of} %" if progress.of else ""
    print(f"\r{progress.step.value}{share}{soon}    ", end="", file=sys.stderr, flush=True)


def _print(line: str) -> None:
    """A terminal that cannot show a character gets its code instead of a traceback."""
    line = "".join(c if c.isprintable() else " " for c in line)
    encoding = sys.stdout.encoding or "utf-8"
    with suppress(LookupError):
        line = line.encode(encoding, "backslashreplace").decode(encoding)
    print(line)
