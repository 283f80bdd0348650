"""Makes a demo out of empty data."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.services.changes import Ledger
from desktop.services.demo import story
from desktop.services.demo.build import build
from desktop.services.demo.bulk import Progress, fill
from desktop.services.demo.day import demo_day, demo_moment
from desktop.services.demo.desk import DemoDesk, find_demo
from desktop.services.demo.places import DemoHashes
from desktop.services.passwords import Passwords
from desktop.storage import tables
from desktop.storage.engine import Database

_account = tables.metadata.tables["user_account"]


def make_demo(database: Database, now: datetime, passwords: Callable[[], Passwords]) -> DemoDesk:
    """The demo of this data, made on its latest Tuesday before ``now`` when the data is empty.

    Raises :class:`Refused` for data in which somebody works: a demo never gets in among people.
    """
    demo = find_demo(database)
    if demo is not None:
        return demo
    with database.read() as conn:
        if conn.execute(select(_account.c.id).limit(1)).first() is not None:
            raise Refused(
                "This data is in use by a real desk. Name another folder for the demo with "
                "--data-dir."
            )
    hasher = passwords()
    hashes = DemoHashes(hasher.hash(story.DEMO_PASSWORD), hasher.hash(story.DEMO_PIN))
    began = demo_moment(demo_day(now.date()))
    build(database, began, hashes, lambda clock: Ledger(database, clock))
    return DemoDesk(database, began)


def grow(database: Database, demo: DemoDesk, people: int, calls: int, progress: Progress) -> None:
    """Add plants and their calls until there are that many."""
    fill(database, demo.began, people, calls, progress)
