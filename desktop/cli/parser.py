"""The command line: global options before the verb, then what the verb asks for.

Each verb is a file ``desktop/cli/<verb>.py`` with ``add(verbs)``, named in ``verbs.py``: it adds
its parser and sets ``run`` (a :data:`desktop.cli.verb.Run`) with ``set_defaults``. It loads what it
works with inside ``run``. A verb that draws leaves ``run`` alone: ``desktop.__main__`` carries it
out, since nothing here may know Qt.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.verb import Parser

PROGRAM = "ketwell-desk"


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line (``sys.argv`` when ``None``); leaves with 2 when it makes no sense.

    ``verb`` and ``run`` are ``None`` when the window is asked for.
    """
    words = sys.argv[1:] if argv is None else argv
    given, more = global_options().parse_known_args(words)
    return whole().parse_args(words) if more else given


def global_options() -> Parser:
    """What stands before every verb, and all that the window needs."""
    parser = Parser(prog=PROGRAM, add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="where the data is")
    parser.add_argument("--database", metavar="URL", help="a PostgreSQL server instead of a file")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--user",
        metavar="NAME",
        help="who is asking; the password comes from the prompt or KETWELL_PASSWORD_FILE",
    )
    parser.add_argument("--demo", action="store_true", help="with demo data")
    parser.add_argument("--safe-mode", action="store_true", help="open without connectors")
    parser.set_defaults(verb=None, run=None)
    return parser


def whole() -> Parser:
    """The whole command line with every verb."""
    from desktop.cli.verbs import VERBS

    parser = Parser(
        prog=PROGRAM,
        parents=[global_options()],
        description="The front desk: answer a call, log it, keep the promise. "
        "Without a command it opens the window.",
        epilog="Exit codes: 0 done, 1 some rows rejected or a check found something, "
        "2 bad usage or refused, 3 the world failed (disk, server, lock).",
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(
        dest="verb", metavar="VERB", title="commands", parser_class=Parser
    )
    for add in VERBS:
        add(verbs)
    return parser
