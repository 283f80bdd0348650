"""``listen``: the connectors without a window, on a server or beside a desk."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from desktop.cli.verb import Verbs


def add(verbs: Verbs) -> None:
    """Add ``listen``."""
    verb = verbs.add_parser(
        "listen", help="take in calls and leads without a window, until it is stopped"
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run what is switched on under Settings → Connections, until Ctrl+C or SIGTERM. It acts as an
    account of its own, which may hand in and read nothing, so nobody is asked who they are."""
    from desktop.cli.at_work import opened
    from desktop.connections.listening import keep_going

    with opened(arguments) as app, _until_stopped() as stop:
        keep_going(app.connectors, app.services.connections.to_run, stop, _tell)
    return 0


def _tell(sentence: str) -> None:
    # At once: whoever started it waits for this line.
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def _until_stopped() -> Iterator[Event]:
    """An event that is set by the signals that end a service, while the block runs."""
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
