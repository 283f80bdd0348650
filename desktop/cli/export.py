"""``export``: calls, callbacks, the trail or promises by phase as a file for other programs."""

import argparse
import json
from datetime import date
from pathlib import Path
from uuid import uuid4

from desktop.cli.verb import Verbs
from desktop.domain.errors import Refused


def add(verbs: Verbs) -> None:
    """Add ``export WHAT --out FILE --reason TEXT``, and which rows and columns, and ``--zip``."""
    verb = verbs.add_parser(
        "export", help="calls, callbacks, the trail or the transition as a file"
    )
    verb.add_argument("what", metavar="WHAT", help="calls, callbacks, audit or transition")
    verb.add_argument("--format", default="csv", metavar="NAME", help="csv (when not said) or xlsx")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to put it")
    verb.add_argument(
        "--from", dest="first", metavar="D", help="the first day, 2025-11-18, at the desk's place"
    )
    verb.add_argument("--to", dest="last", metavar="D", help="the last day, included")
    verb.add_argument(
        "--columns",
        metavar="A,B",
        help="which, in this order; a name that is none lists them; without it and without "
        "--preset those that name nobody",
    )
    verb.add_argument("--preset", metavar="NAME", help="the columns of a purpose, and no others")
    verb.add_argument(
        "--reason", default="", metavar="TEXT", help="why, naming nobody; the trail keeps it"
    )
    verb.add_argument(
        "--zip", action="store_true", help="lock it in an encrypted ZIP; asks for a password"
    )
    verb.add_argument(
        "--zip-password-file",
        type=Path,
        metavar="FILE",
        help="that password is its first line; /dev/stdin will do; asked for when not given",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Save the file and say how many rows it has."""
    from desktop.cli.at_work import at_work
    from desktop.services.exporting import EXPORTABLE, Order, of_days

    what = arguments.what
    if what == "transition":
        return _transition(arguments)
    if what not in EXPORTABLE:
        known = ", ".join((*EXPORTABLE, "transition"))
        raise Refused(f"“{what}” cannot be exported. There are: {known}.")
    first, last = _day(arguments.first), _day(arguments.last)
    keys = tuple(key.strip() for key in (arguments.columns or "").split(",") if key.strip())
    if arguments.columns is not None and not keys:
        keys = ("",)
    if arguments.preset is not None:
        if keys:
            raise Refused("A preset has its own columns: leave --columns or --preset out.")
        keys = EXPORTABLE[what].preset(arguments.preset)
    reason = said_why(arguments)
    with at_work(arguments) as (app, actor):
        asked = of_days(what, first, last, actor.zone)
        order = Order(
            what,
            asked,
            arguments.out.absolute(),
            reason,
            keys,
            arguments.format,
            _password(arguments),
        )
        saved = app.services.exporting.export(actor, order, uuid4())
    if saved is None:
        raise AssertionError("nobody could have stopped it")
    if arguments.json:
        answer = {
            "what": what,
            "format": arguments.format,
            "file": str(saved.file),
            "rows": saved.rows,
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"{EXPORTABLE[what].counted(saved.rows)} saved in {saved.file}.")
    return 0


def _transition(arguments: argparse.Namespace) -> int:
    """Every promise with the phase it was opened in and what became of it."""
    from desktop.cli.at_work import at_work
    from desktop.services.takeaway import Takeaway

    if arguments.first or arguments.last or arguments.columns is not None:
        raise Refused("The transition is exported whole: leave --from, --to and --columns out.")
    reason = said_why(arguments)
    with at_work(arguments) as (app, actor):
        takeaway = Takeaway(arguments.out.absolute(), reason, _password(arguments))
        file, rows = app.services.promise_phases.export(actor, takeaway, arguments.format, uuid4())
    if arguments.json:
        answer = {"what": "transition", "format": arguments.format, "file": str(file), "rows": rows}
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"{rows:,} {'promise' if rows == 1 else 'promises'} saved in {file}.")
    return 0


def said_why(arguments: argparse.Namespace) -> str:
    """Why something leaves the program. Raises :class:`Refused` when that is not said."""
    reason = str(arguments.reason).strip()
    if not reason:
        raise Refused(
            "This needs a reason. Say why with --reason, in a few words that name nobody."
        )
    return reason


def _password(arguments: argparse.Namespace) -> str:
    """What the file is locked with; empty when it is not to be locked."""
    from desktop.cli.at_work import read_secret

    file = arguments.zip_password_file
    if not arguments.zip:
        if file is not None:
            raise Refused("A password locks a ZIP: put --zip before --zip-password-file.")
        return ""
    password = read_secret("Password of the ZIP: ", file)
    if not password:
        raise Refused("A ZIP without a password is open to anybody. Choose one.")
    if file is None and read_secret("The same again: ", None) != password:
        raise Refused("The two passwords differ. Nothing was saved; try again.")
    return password


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is no day. Write it as 2025-11-18.") from None
