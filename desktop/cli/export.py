"""``export``: calls or callbacks as a file for other programs."""

import argparse
import json
from datetime import date
from pathlib import Path
from uuid import uuid4

from desktop.cli.verb import Verbs
from desktop.domain.errors import Refused


def add(verbs: Verbs) -> None:
    """Add ``export WHAT --out FILE [--format csv] [--from D] [--to D] [--columns a,b]``."""
    verb = verbs.add_parser("export", help="calls or callbacks as a file for other programs")
    verb.add_argument("what", metavar="WHAT", help="calls or callbacks")
    verb.add_argument("--format", default="csv", metavar="NAME", help="csv, also when not said")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to put it")
    verb.add_argument(
        "--from", dest="first", metavar="D", help="the first day, 2025-11-18, at the desk's place"
    )
    verb.add_argument("--to", dest="last", metavar="D", help="the last day, included")
    verb.add_argument(
        "--columns", metavar="A,B", help="which, in this order; a name that is none lists them"
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Save the file and say how many rows it has."""
    from desktop.cli.at_work import at_work
    from desktop.services.exporting import EXPORTABLE, Order, of_days

    what = arguments.what
    if what not in EXPORTABLE:
        raise Refused(f"“{what}” cannot be exported. There are: {', '.join(EXPORTABLE)}.")
    first, last = _day(arguments.first), _day(arguments.last)
    keys = tuple(key.strip() for key in (arguments.columns or "").split(",") if key.strip())
    if arguments.columns is not None and not keys:
        keys = ("",)
    with at_work(arguments) as (app, actor):
        asked = of_days(what, first, last, actor.zone)
        order = Order(what, asked, arguments.out.absolute(), keys, arguments.format)
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


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is no day. Write it as 2025-11-18.") from None
