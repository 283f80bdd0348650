"""``restore``: a backup put back, after showing what would change."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.verb import Verbs
from desktop.domain.errors import NotFound, Refused

if TYPE_CHECKING:
    from desktop.storage.backup import Backup
    from desktop.storage.comparing import TableChange
    from desktop.storage.restore import Restore
    from desktop.storage.restore_server import ServerRestore


def add(verbs: Verbs) -> None:
    """Add ``restore BACKUP [--yes] [--recovery-code-file FILE]``."""
    verb = verbs.add_parser("restore", help="put a backup back, after showing what would change")
    verb.add_argument(
        "backup", metavar="BACKUP", help="its folder, or its name (backup --list), or “last”"
    )
    verb.add_argument("--yes", action="store_true", help="do it without asking")
    verb.add_argument("--dry-run", action="store_true", help="only show what would change")
    verb.add_argument(
        "--recovery-code-file",
        type=Path,
        metavar="FILE",
        help="the recovery code is its first line; asked for where it is needed and not given",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the backup ready, show what would change, and put it in the place. Where the present
    data opens it asks for an administrator; where it does not, the key is what is asked for."""
    from desktop.cli.at_work import administrator_if_it_opens, opened
    from desktop.services.safekeeping import note_restore

    by = administrator_if_it_opens(arguments)
    ready = _ready(arguments)
    try:
        _show(arguments, ready)
        if arguments.dry_run:
            return 0
        _must_be_meant(arguments)
        ready.swap(_progress)
    finally:
        ready.close()
    with opened(arguments) as app:
        note_restore(app.ledger, app.anchors, app.database, by, ready.backup, ready.leavers)
    if ready.backup_before is not None:
        print(f"What was there is in the backup {ready.backup_before.name}.", file=sys.stderr)
    aside = getattr(ready, "set_aside", None)
    if aside is not None:
        print(f"What was there could not be read and is kept in {aside}.", file=sys.stderr)
    if arguments.json:
        print(json.dumps({"restored": ready.backup.name, "changes": _told(ready.changes)}))
    else:
        print(f"Restored: {ready.backup.name}.")
    return 0


def _ready(arguments: argparse.Namespace) -> "Restore | ServerRestore":
    from desktop.cli.at_work import data_folder
    from desktop.domain.errors import KeyMissing
    from desktop.storage.restore import prepare_restore

    code = _code(arguments) if arguments.recovery_code_file else None
    if arguments.database:
        return _ready_for_server(arguments, code)
    folder = data_folder(arguments)
    backup = _named(arguments.backup, folder / "backups")
    demo = bool(arguments.demo)
    try:
        return prepare_restore(
            folder, backup, recovery_code=code, prefer_key_file=demo, told=_progress
        )
    except KeyMissing:
        if code is not None or not sys.stdin.isatty():
            raise
    return prepare_restore(
        folder, backup, recovery_code=_code(arguments), prefer_key_file=demo, told=_progress
    )


def _ready_for_server(arguments: argparse.Namespace, code: str | None) -> "ServerRestore":
    from desktop.cli.at_work import opened
    from desktop.storage.restore_server import prepare_server_restore
    from desktop.storage.safes import ServerSafe

    with opened(arguments) as app:
        safe = app.opened.safe()
        if not isinstance(safe, ServerSafe):
            raise TypeError("a server has a server's safe")
        backup = _named(arguments.backup, safe.folder)
    return prepare_server_restore(
        arguments.database, safe, backup, recovery_code=code, told=_progress
    )


def _named(name: str, folder: Path) -> "Backup":
    from desktop.storage.backup import backups_in, read_backup

    if name == "last":
        there = list(backups_in(folder))
        if not there:
            raise NotFound(f"There is no backup in {folder}. Name the folder of one.")
        return there[0]
    inside = folder / name
    return read_backup(inside if inside.is_dir() else Path(name).expanduser().absolute())


def _code(arguments: argparse.Namespace) -> str:
    from desktop.cli.at_work import read_secret

    return read_secret("Recovery code: ", arguments.recovery_code_file)


def _show(arguments: argparse.Namespace, ready: "Restore | ServerRestore") -> None:
    if arguments.json and arguments.dry_run:
        told = {
            "backup": ready.backup.name,
            "changes": _told(ready.changes),
            "stay_switched_off": len(ready.leavers),
        }
        print(json.dumps(told, indent=2))
        return
    from desktop.services.putting_back import change_in_words, told_first
    from desktop.services.restored_leavers import leavers_in_words

    out = sys.stdout if arguments.dry_run else sys.stderr
    if getattr(ready, "present", True) is None:
        print("There is no data here that opens, so nothing can be compared.", file=out)
        return
    if not ready.changes:
        print("The backup holds exactly what is here.", file=out)
    for change in told_first(ready.changes):
        print(change_in_words(change), file=out)
    if ready.leavers:
        print(leavers_in_words(len(ready.leavers)), file=out)


def _told(changes: "tuple[TableChange, ...]") -> list[dict[str, object]]:
    return [
        {
            "table": each.table,
            "now": each.now,
            "then": each.then,
            "would_go": each.would_go,
            "would_come": each.would_come,
            "would_differ": each.would_differ,
        }
        for each in changes
    ]


def _must_be_meant(arguments: argparse.Namespace) -> None:
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise Refused("Nothing was changed. Look at what would change, then say --yes.")
    print("Put this backup in the place of what is here? Type yes: ", end="", file=sys.stderr)
    if sys.stdin.readline().strip().lower() != "yes":
        raise Refused("Nothing was changed.")


def _progress(done: int, of: int) -> None:
    """Nothing on the screen: a line for each step would hide what is shown."""
