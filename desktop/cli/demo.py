"""``demo``: fill a data directory with plants, birds and 555-01xx numbers."""

import argparse
import sys

from desktop.cli.verb import Verbs


def add(verbs: Verbs) -> None:
    """Add ``demo --people N --calls N``."""
    verb = verbs.add_parser("demo", help="fill a data directory with demo data")
    verb.add_argument("--people", type=int, default=0, metavar="N", help="at least so many people")
    verb.add_argument("--calls", type=int, default=0, metavar="N", help="at least so many calls")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo, or grow the one that is there. Refuses data in which somebody works."""
    from desktop.app import real_clock
    from desktop.paths import Folders
    from desktop.services.demo.make import grow, make_demo
    from desktop.services.passwords import Passwords
    from desktop.storage.engine import open_database

    target = arguments.database or Folders.of(arguments.data_dir, demo=True).data
    database = open_database(target, prefer_key_file=True).database
    try:
        demo = make_demo(database, real_clock(), Passwords)
        grow(database, demo, arguments.people, arguments.calls, _tell)
    finally:
        database.close()
    # The address of a server may hold its password.
    place = "on the clinic server" if arguments.database else f"in {target}"
    print(f"The demo is ready {place}.")
    return 0


def _tell(what: str, done: int, of: int) -> None:
    if done % 50_000 == 0 or done == of:
        print(f"{done:,} of {of:,} {what}", file=sys.stderr)
