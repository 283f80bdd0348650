"""Open the callback queue over a million calls, against the same queue of a small desk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop import app as composition
from desktop.app import App
from desktop.services.actor import Actor
from desktop.services.demo.make import grow
from desktop.services.passwords import Cost, Passwords
from desktop.services.queue_row import ViewFilter
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST_OF_SMALL = 1.3
PAGE = 60
SMALL = 2_000


def measure(app: App, actor: Actor, data: Path, folder: Path, rounds: int) -> Iterator[Result]:
    """The first page with its counts, as the page asks when it opens."""

    def open_queue(_number: int = 0) -> object:
        callbacks = app.services.callbacks
        return callbacks.queue(actor, ViewFilter("all"), PAGE), callbacks.counts(actor)

    connection = raw.connect(data, read_only=True)
    try:
        statements = raw.statements_of(open_queue)
        yield in_turns(
            "open the queue | raw SQL of the same rows",
            open_queue,
            lambda _n: raw.rows_of(connection, statements),
            rounds,
        )
    finally:
        connection.close()
    small_data = folder / "small"
    small = composition.build(
        small_data, demo=True, passwords=lambda: Passwords(Cost(passes=1, memory=8, lanes=1))
    )
    try:
        assert small.demo is not None
        grow(small.database, small.demo, SMALL, SMALL, lambda *_: None)
        here = small.demo.actor(actor.name)
        callbacks = small.services.callbacks
        yield in_turns(
            "open the queue over all these calls | over 2,000",
            open_queue,
            lambda _n: (callbacks.queue(here, ViewFilter("all"), PAGE), callbacks.counts(here)),
            rounds,
            MOST_OF_SMALL,
        )
    finally:
        small.close()
        shutil.rmtree(small_data, ignore_errors=True)
