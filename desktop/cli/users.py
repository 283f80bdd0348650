"""``users``: who may sign in."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop.cli.verb import Parser, Verbs
from desktop.domain.errors import Refused
from desktop.domain.roles import OF_ACCOUNTS
from desktop.domain.vocabulary import Role

if TYPE_CHECKING:
    from desktop.services.leaving import Left

_ROLES = [role.value for role in OF_ACCOUNTS]


def add(verbs: Verbs) -> None:
    """Add ``users add|disable|reset|list``."""
    verb = verbs.add_parser("users", help="who may sign in")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    new = acts.add_parser("add", help="a new account")
    new.add_argument("name", metavar="NAME", help="first and last name")
    new.add_argument("--role", choices=_ROLES, default=Role.STAFF.value, help="staff when not said")
    _takes_password(new)
    off = acts.add_parser("disable", help="switch an account off; its work stays under the name")
    off.add_argument("name", metavar="NAME")
    off.add_argument(
        "--to", metavar="NAME", help="who goes on with their promises; their team when not said"
    )
    leaves = acts.add_parser("leaving", help="what an account would leave behind if switched off")
    leaves.add_argument("name", metavar="NAME")
    again = acts.add_parser("reset", help="set a new password")
    again.add_argument("name", metavar="NAME")
    again.add_argument("--enable", action="store_true", help="switch the account on again as well")
    _takes_password(again)
    acts.add_parser("list", help="every account")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the act out and show the accounts it concerned."""
    from desktop.cli.at_work import at_work

    with at_work(arguments) as (app, actor):
        users = app.services.users
        match arguments.act:
            case "add":
                password = _new_password(arguments)
                users.add(actor, arguments.name, Role(arguments.role), password, uuid4())
            case "disable":
                row = users.find(actor, arguments.name)
                heir_id = users.find(actor, arguments.to).id if arguments.to else None
                users.disable(actor, row.id, row.version, uuid4(), heir_id)
            case "leaving":
                row = users.find(actor, arguments.name)
                return _tell_left(arguments, users.leaving(actor, row.id))
            case "reset":
                row = users.find(actor, arguments.name)
                password = _new_password(arguments)
                users.reset(actor, row.id, row.version, password, uuid4(), enable=arguments.enable)
        if arguments.act == "list":
            rows = users.list(actor)
        else:
            rows = (users.find(actor, arguments.name),)
    answers = [
        {"name": row.name, "role": row.role.value, "active": row.active, "has_pin": row.has_pin}
        for row in rows
    ]
    if arguments.json:
        print(json.dumps(answers, indent=2, ensure_ascii=False))
    else:
        wide = max(len(row.name) for row in rows)
        for row in rows:
            state = "may sign in" if row.active else "switched off"
            print(f"{row.name:<{wide}}  {row.role.value:<7}  {state}")
    return 0


def _tell_left(arguments: argparse.Namespace, left: "Left") -> int:
    if arguments.json:
        print(json.dumps(asdict(left), ensure_ascii=False))
    else:
        from desktop.services.leaving import left_words

        goes = "" if left.is_nothing else f" It goes to {left.team}, or to whom --to names."
        print(f"{left_words(left)}{goes}")
    return 0


def _takes_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="the new password is its first line; asked for when not given",
    )


def _new_password(arguments: argparse.Namespace) -> str:
    from desktop.cli.at_work import read_secret

    file = arguments.password_file
    password = read_secret(f"New password for {arguments.name}: ", file)
    if file is None and read_secret("The same again: ", None) != password:
        raise Refused("The two passwords differ. Nothing was changed; try again.")
    return password
