"""``check``: is everything as it was written? The file, the trail, the backups."""

import argparse
import json
import sys

from desktop.cli.verb import Verbs


def add(verbs: Verbs) -> None:
    """Add ``check [--without-backups]``."""
    verb = verbs.add_parser(
        "check", help="look through the data to its last page, the trail, and every backup"
    )
    verb.add_argument("--without-backups", action="store_true", help="leave the backups out")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say what is not as it should be; 1 when there is something. Nothing is repaired or
    changed, and nobody is asked who they are: what is said names no person."""
    from desktop.cli.at_work import opened
    from desktop.services.safekeeping import check_all

    with opened(arguments) as app:
        found = check_all(
            app.opened,
            backups=not arguments.without_backups,
        )
    if arguments.json:
        told = {
            "data": list(found.data),
            "trail": list(found.trail),
            "backups": list(found.backups),
            "changes": found.changes,
            "backups_checked": found.backups_checked,
        }
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for sentence in (*found.data, *found.trail, *found.backups):
            print(sentence)
        well = "Everything is as it was written" if found.is_well else "Something is not right"
        print(
            f"{well}: {found.changes:,} entries of the trail, "
            f"{found.backups_checked:,} backups looked through.",
            file=sys.stderr,
        )
    return 0 if found.is_well else 1
