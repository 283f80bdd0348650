"""Numbers, addresses, what binds and who may speak: given and taken back, on both engines."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import NumberKind, Relation, RestrictionKind, Scope
from desktop.services.changes import Written
from tests.services.mergers import Merger, merger_of
from tests.services.world import World

HOME = "+13125550162"


@pytest.fixture
def merger(world: World) -> Merger:
    return merger_of(world)


def undo(merger: Merger, written: Written) -> None:
    assert written.change_id is not None
    merger.undoing.undo(merger.world.wren, written.change_id, uuid4())


def numbers(merger: Merger, person: UUID) -> list[tuple[str, NumberKind]]:
    card = merger.people.get(merger.world.wren, person)
    return [(number.e164[-4:], number.kind) for number in card.numbers]


def test_another_number_is_rung_first(merger: Merger) -> None:
    world = merger.world
    home = merger.number_of(HOME)
    first = merger.details.change_number(world.wren, world.juniper, home, uuid4(), first=True)
    assert [last for last, _ in numbers(merger, world.juniper)] == ["0162", "0147"]
    again = merger.details.change_number(world.wren, world.juniper, home, uuid4(), first=True)
    assert again.change_id is None
    undo(merger, first)
    assert [last for last, _ in numbers(merger, world.juniper)] == ["0147", "0162"]


def test_a_number_that_turns_out_to_be_home_is_not_rung(merger: Merger) -> None:
    """She must never be rung at home, and the promise was at that number."""
    world = merger.world
    mobile = merger.number_of("+13125550147")
    promise = merger.promise(world.juniper, "(312) 555-0147")
    written = merger.details.change_number(
        world.wren, world.juniper, mobile, uuid4(), kind=NumberKind.HOME
    )
    row = merger.row("callback", promise)
    assert (row["number_id"], row["asks_number"]) == (None, True)
    undo(merger, written)
    row = merger.row("callback", promise)
    assert (row["number_id"], row["asks_number"]) == (mobile, False)


def test_a_restriction_binds_open_promises(merger: Merger) -> None:
    world = merger.world
    home = merger.number_of(HOME)
    merger.people.add_number(world.wren, world.rowan, "(312) 555-0162", NumberKind.HOME, uuid4())
    promise = merger.promise(world.rowan, "(312) 555-0162")
    assert merger.row("callback", promise)["number_id"] == home
    kind = RestrictionKind.NEVER_RING_HOME
    written = merger.details.add_restriction(world.wren, world.rowan, kind, " His mother ", uuid4())
    assert merger.row("callback", promise)["number_id"] == world.shared_number
    (bound,) = merger.people.get(world.wren, world.rowan).restrictions
    assert (bound.kind, bound.note) == (kind, "His mother")
    same = merger.details.add_restriction(world.wren, world.rowan, kind, "His mother", uuid4())
    assert same.change_id is None
    undo(merger, written)
    assert merger.people.get(world.wren, world.rowan).restrictions == ()
    again = merger.details.add_restriction(world.wren, world.rowan, kind, "", uuid4())
    (bound,) = merger.people.get(world.wren, world.rowan).restrictions
    removed = merger.details.remove_restriction(world.wren, bound.id, uuid4())
    assert merger.people.get(world.wren, world.rowan).restrictions == ()
    undo(merger, removed)
    assert again.change_id is not None
    assert len(merger.people.get(world.wren, world.rowan).restrictions) == 1


def test_a_number_is_removed_and_its_promise_stays(merger: Merger) -> None:
    world = merger.world
    promise = merger.promise(world.hazel)
    removed = merger.details.remove_number(world.wren, world.hazel, world.hazels_number, uuid4())
    assert numbers(merger, world.hazel) == []
    assert merger.row("callback", promise)["number_id"] == world.hazels_number
    with pytest.raises(NotFound):
        merger.details.change_number(
            world.wren, world.hazel, world.hazels_number, uuid4(), first=True
        )
    undo(merger, removed)
    assert numbers(merger, world.hazel) == [("0112", NumberKind.MOBILE)]


def test_addresses(merger: Merger) -> None:
    world = merger.world
    for none in ("", "hazel", "@", "hazel@", "@here"):
        with pytest.raises(Refused):
            merger.details.add_email(world.wren, world.hazel, none, uuid4())
    added = merger.details.add_email(world.wren, world.hazel, " Hazel@Example.com ", uuid4())
    again = merger.details.add_email(world.wren, world.hazel, "hazel@example.com", uuid4())
    assert again.change_id is None
    (email,) = merger.people.get(world.wren, world.hazel).emails
    assert email.email == "Hazel@Example.com"
    removed = merger.details.remove_email(world.wren, email.id, uuid4())
    assert merger.rows("email_word") == []
    undo(merger, removed)
    assert {row["word"] for row in merger.rows("email_word")} >= {"hazel", "example", "com"}
    assert added.change_id is not None


def test_who_may_speak(merger: Merger) -> None:
    world = merger.world
    until = world.clock.now.date() + timedelta(days=30)
    given = merger.details.allow_to_speak(
        world.wren, world.hazel, world.sorrel, Relation.FRIEND, Scope.EVERYTHING, "Told by phone",
        until, uuid4(),
    )  # fmt: skip
    (row,) = merger.people.get(world.wren, world.sorrel).spoken_for_by
    assert (row.speaker_name, row.until, row.is_valid) == ("Hazel Birch", until, True)
    taken = merger.details.stop_speaking(world.wren, row.id, uuid4())
    (row,) = merger.people.get(world.wren, world.sorrel).spoken_for_by
    assert not row.is_valid
    undo(merger, taken)
    undo(merger, given)
    assert merger.people.get(world.wren, world.sorrel).spoken_for_by == ()
    for speaker, source in ((world.sorrel, "Form"), (world.hazel, "  ")):
        with pytest.raises(Refused):
            merger.details.allow_to_speak(
                world.wren, speaker, world.sorrel, Relation.FRIEND, Scope.RECORDS, source,
                date(2027, 1, 1), uuid4(),
            )  # fmt: skip


def test_an_administrator_changes_nobody(merger: Merger) -> None:
    world = merger.world
    with pytest.raises(NotAllowed):
        merger.details.add_email(world.it, world.hazel, "h@example.com", uuid4())
    with pytest.raises(NotAllowed):
        merger.people.page(world.it, world.hazel)
    with pytest.raises(NotAllowed):
        merger.alike.pairs(world.it)


def test_the_page_of_a_person(merger: Merger) -> None:
    world = merger.world
    promise = merger.promise(world.juniper)
    world.clock.forward(seconds=60)
    merger.promise(world.juniper)
    page = merger.people.page(world.robin, world.juniper)
    assert page.promise is not None
    assert (page.promise.row.id, page.promise.more) == (promise, 1)
    assert page.ring_at == world.shared_number
    assert [number.shared_with for number in page.person.numbers] == [("Rowan Moss",), ()]
    assert merger.people.page(world.robin, world.sorrel).ring_at is None
