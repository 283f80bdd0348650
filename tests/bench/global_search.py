"""Search over everything as one types: the first results, and those from notes a moment later."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from desktop.app import App
from desktop.services.actor import Actor
from desktop.services.found import FindKind
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST_P95_MS = 5.0
KINDS = frozenset(FindKind)
TYPED = (
    "r", "re", "rec", "reco", "records", "h", "haz", "hazel", "hazel b", "hazel birch", "juniper m",
    "moss jun", "0147", "(312) 555-01", "(312) 555-0147", "5550112", "KET-WELL", "asks", "asks mon",
    "driver can", "wants a copy", "o b", "zzzz",
)  # fmt: skip
"""Beginnings of words, names and numbers; words that stand in every seventh note."""


def measure(app: App, actor: Actor, data: Path, rounds: int) -> Iterator[Result]:
    """One round is one key press. Beside it the driver alone with the same statements."""
    finding = app.services.finding
    connection = raw.connect(data, read_only=True)
    try:
        for name, look, most in (
            ("search everything, first results", finding.at_once, MOST_P95_MS),
            ("search everything, from notes", finding.in_notes, None),
        ):
            caught = [_statements(app, partial(look, actor, text, KINDS)) for text in TYPED]
            yield in_turns(
                f"{name} | raw SQL of the same",
                partial(_press, look, actor),
                partial(_run, connection, caught),
                rounds * 3,
                None,
                most,
            )
    finally:
        connection.close()


def _press(look: Callable[..., object], actor: Actor, number: int) -> object:
    return look(actor, TYPED[number % len(TYPED)], KINDS)


def _run(connection: Any, caught: Sequence[Sequence[str]], number: int) -> object:
    return [connection.execute(sql).fetchall() for sql in caught[number % len(TYPED)]]


def _statements(app: App, work: Callable[[], object]) -> list[str]:
    """What ``work`` asks of the reading connections, with its values in it."""
    seen: list[str] = []
    drivers: list[Any] = []
    for reading in (app.database.glance, app.database.read):
        with reading() as conn:
            drivers.append(conn.connection.driver_connection)
    for driver in drivers:
        driver.set_trace_callback(seen.append)
    try:
        work()
    finally:
        for driver in drivers:
            driver.set_trace_callback(None)
    return [statement for statement in seen if statement.lstrip().startswith("SELECT")]
