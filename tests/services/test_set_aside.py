"""What could not be read waits for somebody who may read it; nobody else sees what was sent."""

from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.incoming import Fate, Incoming, IncomingLead, Receipt
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.set_aside import SetAsideBook
from tests.services.world import World

SOURCE = "website-form"
LEAD = b"name=Basil+Thornby&phone=%28602%29+555-0101&message=Hello"


@pytest.fixture
def taken() -> list[Incoming]:
    """What was handed in again."""
    return []


@pytest.fixture
def book(world: World, taken: list[Incoming]) -> SetAsideBook:
    def take(_actor: Actor, record: Incoming) -> Receipt:
        taken.append(record)
        return Receipt(Fate.CREATED)

    return SetAsideBook(world.database, world.ledger, world.clock, take)


def put(world: World, raw: bytes, source: str = SOURCE, reason: str = "Nothing in it.") -> UUID:
    """As a connector sets something aside."""
    values = {
        "source": source,
        "reason": reason,
        "raw": raw,
        "external_id": "",
        "received_at": world.clock(),
        "handled_at": None,
        "handled_by": None,
        "handling": "",
    }
    written = world.ledger.write(
        world.wren,
        "set_aside",
        Permission.LOG_CALLS,
        uuid4(),
        lambda writing: writing.insert("quarantine", values),
    )
    assert written.value is not None
    return written.value


def test_what_waits_is_shown_by_source_until_it_is_handled(
    book: SetAsideBook, world: World
) -> None:
    row_id = put(world, b"\xff\x00half")
    put(world, b"other", "mailbox")
    (row,) = book.waiting(world.lark, SOURCE)
    assert (row.id, row.reason, row.size) == (row_id, "Nothing in it.", 6)
    assert book.arrived(world.lark, SOURCE).set_aside == 1
    assert book.text(world.wren, row_id) == "\N{REPLACEMENT CHARACTER}\N{SYMBOL FOR NULL}half"
    book.handled(world.wren, row_id)
    assert book.waiting(world.lark, SOURCE) == ()
    assert book.arrived(world.lark, SOURCE).set_aside == 0
    assert book.waiting(world.lark, "mailbox") != ()


def test_administrators_see_that_something_waits_and_not_what(
    book: SetAsideBook, world: World
) -> None:
    row_id = put(world, LEAD)
    assert [row.id for row in book.waiting(world.it, SOURCE)] == [row_id]
    with pytest.raises(NotAllowed):
        book.text(world.it, row_id)
    with pytest.raises(NotAllowed):
        book.read_again(world.it, row_id)
    with pytest.raises(NotAllowed):
        book.handled(world.it, row_id)
    assert book.waiting(world.it, SOURCE) != ()


def test_administrators_are_told_why_without_what_it_quotes(
    book: SetAsideBook, world: World
) -> None:
    reason = "“Juniper Moss.csv”, row 3: “Juniper Moss suicidal” is no date."
    put(world, LEAD, reason=reason)
    (seen,) = book.waiting(world.it, SOURCE)
    assert seen.reason == "“…”, row 3: “…” is no date."
    assert [row.reason for row in book.waiting(world.lark, SOURCE)] == [reason]


def test_read_again_takes_it_in(book: SetAsideBook, world: World, taken: list[Incoming]) -> None:
    row_id = put(world, LEAD)
    assert "Taken in" in book.read_again(world.wren, row_id)
    (lead,) = taken
    assert isinstance(lead, IncomingLead)
    assert (lead.name, lead.numbers) == ("Basil Thornby", ("(602) 555-0101",))
    assert book.waiting(world.wren, SOURCE) == ()


def test_what_still_cannot_be_read_goes_on_waiting(
    book: SetAsideBook, world: World, taken: list[Incoming]
) -> None:
    row_id = put(world, b"\x00\x01\x02")
    with pytest.raises(Refused):
        book.read_again(world.wren, row_id)
    assert taken == []
    assert [row.id for row in book.waiting(world.wren, SOURCE)] == [row_id]


def test_a_long_one_is_shown_in_part(book: SetAsideBook, world: World) -> None:
    row_id = put(world, b"x" * 400_000)
    assert len(book.text(world.wren, row_id)) < 300_000
