"""``backup``: an encrypted copy of everything, looked through before it is called good."""

import argparse
import json
import sys
from pathlib import Path

from desktop.cli.verb import Verbs
from desktop.storage.backup import Backup


def add(verbs: Verbs) -> None:
    """Add ``backup [--to DIR] [--if-due] [--list]``."""
    verb = verbs.add_parser("backup", help="an encrypted, verified copy, also while people work")
    verb.add_argument("--to", type=Path, metavar="DIR", help="another disk than that of the data")
    verb.add_argument(
        "--if-due", action="store_true", help="only if there is none yet today (for a timer)"
    )
    verb.add_argument("--list", action="store_true", help="only say which backups there are")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take a backup and say where it is. Whoever may open the data may do so: nobody can read a
    backup without its key."""
    from desktop.cli.at_work import opened
    from desktop.domain.backup_rules import BackupKind
    from desktop.storage.backup import backups_in

    to = arguments.to.expanduser().absolute() if arguments.to else None
    with opened(arguments) as app:
        backups = app.services.backups
        if arguments.list:
            there = tuple(backups_in(to)) if to else backups.there()
            _tell(arguments, there)
            return 0
        if arguments.if_due and not backups.is_due(to):
            made = None
        else:
            kind = BackupKind.DAILY if arguments.if_due else BackupKind.BY_HAND
            made = backups.take(kind, into=to)
        code = backups.new_recovery_code()
    if made is None:
        print("Today’s backup is there already.")
        return 0
    if code:
        print(f"The recovery code of the server’s backups: {code}\nPrint it now.", file=sys.stderr)
    _tell(arguments, (made,))
    return 0


def told(backup: Backup) -> dict[str, object]:
    """A backup for other programs."""
    return {
        "name": backup.name,
        "folder": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "kind": backup.kind.value,
        "revision": backup.contents.revision,
        "bytes": backup.size,
        "rows": dict(backup.contents.rows),
    }


def in_words(backup: Backup) -> str:
    """A backup in one line."""
    rows = backup.contents.rows
    return (
        f"{backup.name}  {rows.get('call', 0):,} calls, {rows.get('person', 0):,} people, "
        f"{rows.get('callback', 0):,} promises, {backup.size // 1_000:,} kB"
    )


def _tell(arguments: argparse.Namespace, backups: tuple[Backup, ...]) -> None:
    if arguments.json:
        print(json.dumps([told(each) for each in backups], indent=2, ensure_ascii=False))
        return
    for each in backups:
        print(in_words(each))
    if not backups:
        print("There is no backup here yet.")
