"""What encryption costs: a desk's reads on its file, and the same on a plain copy of it."""

from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.app import App
from desktop.services.actor import Actor
from desktop.services.queue_row import ViewFilter
from desktop.storage.sqlite_connection import CACHE_KIB
from desktop.ui.section_lines import BLOCK
from tests.bench import raw
from tests.bench.exporting import plain_copy
from tests.bench.lists import place_of
from tests.bench.sides import Result, in_turns

MOST = 1.2
KNOWN = ("(312) 555-0147", "(303) 555-0112", "(702) 555-0135")


def measure(app: App, actor: Actor, data: Path, folder: Path, rounds: int) -> Result:
    """The queue, a caller that is known, and pages of calls anywhere in the list."""
    days = app.services.call_list.days(actor)
    total = sum(day.calls for day in days)
    places = [place_of(days, row) for row in range(0, total, max(1, total // 12))]

    def page(place: object) -> Callable[[], object]:
        return lambda: app.services.call_list.rows(actor, place, BLOCK)  # type: ignore[arg-type]

    def known(number: str) -> Callable[[], object]:
        return lambda: app.services.numbers.match(actor, number)

    works: list[Callable[[], object]] = [
        lambda: app.services.callbacks.queue(actor, ViewFilter("all"), 60),
        *map(known, KNOWN),
        *map(page, places),
    ]
    reads = [raw.statements_of(work) for work in works]
    encrypted = raw.connect(data, read_only=True)
    plain = dbapi2.connect(str(plain_copy(data, folder)), isolation_level=None)
    plain.execute(f"PRAGMA cache_size = -{CACHE_KIB}").close()
    try:
        return in_turns(
            "a desk's reads, encrypted | on a plain copy",
            lambda n: raw.rows_of(encrypted, reads[n % len(reads)]),
            lambda n: raw.rows_of(plain, reads[n % len(reads)]),
            rounds * 2,
            MOST,
            warm=2 * len(reads),
        )
    finally:
        encrypted.close()
        plain.close()
