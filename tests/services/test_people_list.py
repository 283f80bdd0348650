"""People found by anything typed, on both engines."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.vocabulary import CallOutcome, DoNotCallPurpose, NumberKind, Reason
from desktop.services.call_form import CallForm
from desktop.services.people import NewPerson
from desktop.services.people_list import PeopleFound, PeopleList
from tests.services.mergers import Merger, merger_of
from tests.services.world import World, edit


@pytest.fixture
def merger(world: World) -> Merger:
    return merger_of(world)


@pytest.fixture
def listing(world: World) -> PeopleList:
    return PeopleList(world.database, world.clock)


def names(found: PeopleFound) -> list[str]:
    return [row.name for row in found.rows]


def add(merger: Merger, name: str, **more: object) -> UUID:
    merger.world.clock.forward(seconds=60)
    made = merger.people.add(merger.world.wren, NewPerson(name, **more), uuid4())  # type: ignore[arg-type]
    assert made.value is not None
    return made.value


def test_found_by_letters_digits_address_and_notes(merger: Merger, listing: PeopleList) -> None:
    world = merger.world
    well = add(merger, "Thistle Fen", number_text="+1 212 538 9355")
    mail = add(merger, "Heather Dene", email="j.moss-hale@Quiet-Place.example")
    noted = add(merger, "Larch Tarn", notes="Her driver waits inside")
    form = CallForm(
        world.clock.now - timedelta(minutes=4),
        speaker_id=world.rowan,
        subject_id=world.juniper,
        notes="Asked about the zebra <b>wing</b>",
        reasons=(Reason.OTHER,),
        outcome=CallOutcome.RESOLVED,
    )
    merger.calls.log(world.wren, None, form, uuid4())
    for text in ("KET-WELL", "ket-well", "538-9355", "9355", "ketwell", "(212) 538"):
        found = listing.find(world.wren, text)
        assert [row.person_id for row in found.rows] == [well], text
        assert found.rows[0].found_by == "number"
    for text in ("j.moss", "quiet", "hale@quiet", "moss-hale@quiet-place.ex"):
        found = listing.find(world.wren, text)
        assert mail in [row.person_id for row in found.rows], text
    assert names(listing.find(world.wren, "driver ins")) == ["Larch Tarn"]
    assert listing.find(world.wren, "driver").rows[0].person_id == noted
    zebra = listing.find(world.wren, "zebra")
    assert names(zebra) == ["Rowan Moss", "Juniper Moss"]
    assert {row.found_by for row in zebra.rows} == {"call"}
    assert names(listing.find(world.wren, "0147")) == ["Juniper Moss", "Rowan Moss"]


def test_a_name_comes_before_an_address_before_a_note(merger: Merger, listing: PeopleList) -> None:
    add(merger, "Cedar Pell", notes="Knows Hazel well")
    add(merger, "Fern Oak", email="hazel@example.com")
    assert names(listing.find(merger.world.wren, "hazel")) == [
        "Hazel Birch",
        "Fern Oak",
        "Cedar Pell",
    ]


def test_rows_carry_what_is_to_know(merger: Merger, listing: PeopleList) -> None:
    world = merger.world
    merger.log(world.juniper, world.juniper)
    merger.do_not_calls.set(
        world.wren, world.juniper, None, DoNotCallPurpose.MARKETING, "Asked", uuid4()
    )
    twin = add(merger, "Juniper Moss", number_text="(312) 555-0147", kind="Web lead")
    rows = {row.person_id: row for row in listing.find(world.wren, "moss").rows}
    juniper, rowan, alder = (rows[each] for each in (world.juniper, world.rowan, world.alder))
    assert juniper.last_contact == world.clock.now - timedelta(minutes=6)
    assert juniper.do_not_call == (DoNotCallPurpose.MARKETING,)
    assert rowan.speaks_for == ("Juniper Moss",)
    assert alder.speaks_for == ()
    assert (rows[twin].looks_same, juniper.looks_same) == (True, False)
    assert names(listing.find(world.wren, "moss", "family")) == ["Rowan Moss", "Alder Moss"]
    assert names(listing.find(world.wren, "")) == ["Juniper Moss"]


def test_who_was_merged_is_found_no_more(merger: Merger, listing: PeopleList) -> None:
    world = merger.world
    web = add(merger, "Juniper Moss", email="web@example.com", notes="A zebra", kind="Web lead")
    merged = merger.merge(world.juniper, web)
    for text in ("juniper", "web@", "zebra"):
        found = listing.find(world.wren, text)
        assert [row.person_id for row in found.rows] == [world.juniper], text
    assert listing.count(world.wren) == 5
    merger.undo(merged)
    assert [row.person_id for row in listing.find(world.wren, "zebra").rows] == [web]
    assert listing.count(world.wren) == 6


def test_a_long_list_says_that_there_is_more(merger: Merger, listing: PeopleList) -> None:
    for number in range(42):
        add(merger, f"Sage Number{number}")
    found = listing.find(merger.world.wren, "sage")
    assert (len(found.rows), found.more) == (40, True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_text_is_answered(world: World, text: str) -> None:
    PeopleList(world.database, world.clock).find(world.wren, text)


@pytest.mark.parametrize(
    "text",
    ["'\"", "a OR b", "NEAR(x", "moss*", "\0", "\ud800", "🌿", "%", "x" * 10_000, "AND NOT", "(((",
     "1" * 5_000, "moss " * 500],
)  # fmt: skip
def test_hostile_text_is_answered(world: World, text: str) -> None:
    PeopleList(world.database, world.clock).find(world.wren, text)


def test_edits_are_found_at_once(merger: Merger, listing: PeopleList) -> None:
    world = merger.world
    edit(world, world.wren, "person", world.sorrel, notes="Speaks of lighthouses")
    assert names(listing.find(world.wren, "lightho")) == ["Sorrel Pine"]
    merger.people.add_number(world.wren, world.sorrel, "602 555 0177", NumberKind.HOME, uuid4())
    assert names(listing.find(world.wren, "0177")) == ["Sorrel Pine"]
