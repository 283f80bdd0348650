"""``rekey``: a new key and a new recovery code for the data."""

import argparse
import os
import sys
from pathlib import Path

from desktop.cli.verb import Verbs
from desktop.domain.errors import FileProblem, Refused


def add(verbs: Verbs) -> None:
    """Add ``rekey [--code-file FILE]``."""
    verb = verbs.add_parser("rekey", help="a new key and recovery code; the old ones end")
    verb.add_argument(
        "--code-file",
        type=Path,
        metavar="FILE",
        help="write the new recovery code into this new file, for its owner only, "
        "in place of showing it and having it typed back",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take a backup, make the new key, hand the new code over, and only then change the key."""
    from desktop.cli.at_work import administrator_if_it_opens, data_folder, opened
    from desktop.domain.errors import NotFound
    from desktop.services.safekeeping import note_rekey
    from desktop.storage.rekey import rekey
    from desktop.storage.unlock import unlock

    if arguments.database:
        raise Refused("A clinic server keeps its own keys. Ask whoever runs the server.")
    by = administrator_if_it_opens(arguments)
    if by is None:
        raise NotFound("There is no data here that opens, so its key cannot be renewed.")
    file = arguments.code_file
    if file is None and not sys.stdin.isatty():
        raise Refused("There is no terminal to show the recovery code on. Say --code-file FILE.")
    unlocked = unlock(data_folder(arguments))
    try:
        before, _ = rekey(unlocked, lambda code: _write(code, file) if file else _show(code))
    finally:
        unlocked.lock.release()
    with opened(arguments) as app:
        note_rekey(app.ledger, by)
    print(f"The data has a new key. What was there before is in the backup {before.name}.")
    return 0


def _show(code: str) -> None:
    print(f"\nThe new recovery code:\n\n    {code}\n", file=sys.stderr)
    print("Print it or write it down, then type it here: ", end="", file=sys.stderr, flush=True)
    from desktop.domain.errors import Problem
    from desktop.storage.recovery_code import code_secret

    while True:
        line = sys.stdin.readline()
        if not line:
            raise Refused("Nothing was changed: the code was not typed back.")
        try:
            if code_secret(line) == code_secret(code):
                return
            said = "That is another code."
        except Problem as problem:
            said = str(problem)
        print(f"{said} Again: ", end="", file=sys.stderr, flush=True)


def _write(code: str, file: Path) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FileProblem(
            f"The new recovery code cannot be written to {file}. Name a new file in a folder of "
            "yours; nothing was changed."
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(code + "\n")
        out.flush()
        os.fsync(out.fileno())
