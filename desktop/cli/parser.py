"""The command line: global options before the verb, then what the verb asks for.

Each verb is a file ``desktop/cli/<verb>.py`` with ``add(verbs)``: it adds its parser and sets
``run`` (a :data:`desktop.cli.verb.Run`) with ``set_defaults``. It loads what it works with inside
``run``, so that reading the command line stays quick. A verb that draws leaves ``run`` alone:
``desktop.__main__`` carries it out, since nothing here may know Qt.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.cli import screens
from desktop.cli.verb import Parser, Verbs

VERBS: tuple[Callable[[Verbs], None], ...] = (screens.add,)
"""Every verb, in the order of ``--help``."""


def parser() -> Parser:
    """The whole command line with every verb."""
    whole = Parser(
        prog="ketwell-desk",
        description="The front desk: answer a call, log it, keep the promise. "
        "Without a command it opens the window.",
        epilog="Exit codes: 0 done, 1 some rows rejected or a check found something, "
        "2 bad usage or refused, 3 the world failed (disk, server, lock).",
        allow_abbrev=False,
    )
    whole.add_argument("--data-dir", type=Path, metavar="DIR", help="where the data is")
    whole.add_argument("--database", metavar="URL", help="a PostgreSQL server instead of a file")
    whole.add_argument("--json", action="store_true", help="answer in JSON")
    whole.add_argument("--user", metavar="NAME", help="who is asking; see KETWELL_PASSWORD_FILE")
    whole.add_argument("--demo", action="store_true", help="open the window with demo data")
    whole.add_argument("--safe-mode", action="store_true", help="open without connectors")
    whole.set_defaults(run=None)
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", title="commands", parser_class=Parser)
    for add in VERBS:
        add(verbs)
    return whole


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line (``sys.argv`` when ``None``); leaves with 2 when it makes no sense."""
    return parser().parse_args(argv)
