"""``break-glass``: stand in for a manager for an hour, or end it."""

import argparse
import json
from uuid import uuid4

from desktop.cli.verb import Parser, Verbs


def add(verbs: Verbs) -> None:
    """Add ``break-glass begin|end``."""
    verb = verbs.add_parser("break-glass", help="stand in for a manager, for one hour")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    begin = acts.add_parser("begin", help="begin at this desk; managers are told")
    begin.add_argument("--reason", required=True, metavar="TEXT", help="why it cannot wait")
    acts.add_parser("end", help="end it before the hour is over")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the act out and say how it stands."""
    from desktop.cli.at_work import at_work
    from desktop.domain.errors import Refused
    from desktop.domain.vocabulary import Permission
    from desktop.domain.wording import clock
    from desktop.services.actor import demand

    with at_work(arguments) as (app, actor):
        glass = app.services.break_glass
        if arguments.act == "begin":
            glass.begin(actor, arguments.reason, uuid4())
        now = glass.mine(actor)
        if arguments.act == "end":
            demand(actor, Permission.BREAK_GLASS)
            if now is None:
                raise Refused("You do not stand in for a manager at this desk.")
            glass.end(actor, now.id, uuid4())
            now = None
    if arguments.json:
        print(json.dumps({"until": now.until.isoformat() if now else None}))
    elif now:
        print(f"You stand in for a manager at {now.desk} until {clock(now.until, actor.zone)}.")
    else:
        print("You do not stand in for a manager any more.")
    return 0
