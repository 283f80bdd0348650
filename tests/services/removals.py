"""Somebody with a life at the desk, and everything that stands anywhere in the database."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, select

from desktop.domain.vocabulary import CallOutcome, NumberKind, Reason
from desktop.services.call_form import CallForm
from desktop.services.calls import Calls
from desktop.services.people import NewPerson, People
from desktop.storage import tables
from desktop.storage.note_index import NOTED, index_of
from tests.services.world import World

CANARY = "Tamarisk"
"""In every text that is typed about her."""
NUMBER = "7025550138"
"""Her own."""


def log(
    world: World, speaker: UUID | None, subject: UUID | None, number: str, notes: str = ""
) -> UUID:
    """A call that was just had; its Change."""
    form = CallForm(
        world.clock.now - timedelta(minutes=5),
        number_text=number,
        speaker_id=speaker,
        subject_id=subject,
        reasons=(Reason.RECORDS,),
        notes=notes or f"{CANARY} said so",
        outcome=CallOutcome.RESOLVED,
    )
    made = Calls(world.database, world.ledger, world.clock).log(world.wren, None, form, uuid4())
    assert made.change_id is not None
    return made.change_id


def make_tamarisk(world: World) -> UUID:
    """Somebody with a life here: calls, a number of their own, one of a household, corrections."""
    people = People(world.database, world.ledger, world.clock)
    new = NewPerson(
        f"{CANARY} Reed", number_text=NUMBER, email=f"{CANARY}@example.com",
        date_of_birth=date(1984, 5, 6), notes=f"{CANARY} likes mornings",
    )  # fmt: skip
    person = people.add(world.wren, new, uuid4()).value
    assert person is not None
    people.add_number(world.wren, person, "3125550147", NumberKind.HOME, uuid4())
    people.update(world.wren, person, 1, uuid4(), city="Chicago", notes=f"Ask {CANARY} first")
    log(world, person, person, NUMBER)
    log(world, world.rowan, person, "3125550147")
    log(world, None, None, NUMBER)
    return person


def cells(world: World) -> Iterator[Any]:
    """Everything that stands anywhere in the database."""
    with world.database.read() as conn:
        for table in tables.metadata.tables.values():
            for row in conn.execute(
                select(*(c for c in table.c if not isinstance(c.type, LargeBinary)))
            ):
                yield from row


def index_bytes(world: World) -> bytes:
    """What the indexes of words are made of, also what they only hold as dropped."""
    with world.database.read() as conn:
        if conn.dialect.name != "sqlite":
            words = (
                f"SELECT words::text FROM {index_of(each)} JOIN {each} USING (seq)"  # noqa: S608
                for each in NOTED
            )
            return "".join(row[0] for sql in words for row in conn.exec_driver_sql(sql)).encode()
        blocks = (f"SELECT block FROM {index_of(each)}_data" for each in NOTED)  # noqa: S608
        return b"".join(row[0] for sql in blocks for row in conn.exec_driver_sql(sql))
