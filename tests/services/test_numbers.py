"""Numbers as typed: who uses them, what binds them, what they may become."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotAllowed
from desktop.domain.numbers import NumberStatus
from desktop.domain.vocabulary import DoNotCallPurpose, NumberKind, Reason, Scope
from desktop.services.do_not_call import DoNotCalls
from desktop.services.numbers import Numbers
from desktop.services.people import NewPerson, People
from tests.services.phone import TOMORROW_TEN, Phone
from tests.services.world import CHICAGO, World


@pytest.fixture
def numbers(world: World) -> Numbers:
    return Numbers(world.database, world.clock)


@pytest.fixture
def people(world: World) -> People:
    return People(world.database, world.ledger, world.clock)


def add(world: World, people: People, name: str, number: str) -> UUID:
    world.clock.forward(seconds=1)
    added = people.add(world.wren, NewPerson(name, number_text=number), uuid4())
    assert added.value is not None
    return added.value


def test_a_household_shares_a_number(world: World, numbers: Numbers) -> None:
    phone = Phone.at(world)
    phone.log(phone.promising(due_at=TOMORROW_TEN + timedelta(days=1)))
    phone.log(phone.promising(reasons=(Reason.REFUND,)))
    match = numbers.match(world.wren, "tel:+1-312-555-0147")
    assert match.number_id == world.shared_number
    assert (match.place, match.zones) == ("Chicago, IL", (CHICAGO,))
    assert match.recent_calls == 2
    juniper, rowan = match.people
    assert (juniper.name, juniper.kind, juniper.number_kind) == (
        "Juniper Moss",
        "Patient",
        NumberKind.MOBILE,
    )
    assert juniper.open_callbacks == 2
    assert juniper.next_promise == (TOMORROW_TEN, Reason.REFUND, CHICAGO, None)
    assert juniper.speaks_for == ()
    (about,) = rowan.speaks_for
    assert (about.person_id, about.name, about.scope, about.until) == (
        world.juniper,
        "Juniper Moss",
        Scope.APPOINTMENTS,
        date(2027, 3, 1),
    )
    assert rowan.open_callbacks == 0


def test_what_ran_out_is_not_offered(world: World, numbers: Numbers, people: People) -> None:
    people.add_number(world.wren, world.alder, "773 555 0118", NumberKind.WORK, uuid4())
    (alder,) = numbers.match(world.wren, "773 555 0118").people
    assert alder.speaks_for == ()
    world.clock.now -= timedelta(days=60)
    (alder,) = numbers.match(world.wren, "773 555 0118").people
    assert [each.name for each in alder.speaks_for] == ["Juniper Moss"]


def test_a_new_number_has_nobody_but_zones(world: World, numbers: Numbers) -> None:
    match = numbers.match(world.wren, "(206) 555-0116")
    assert (match.number_id, match.people, match.recent_calls) == (None, (), 0)
    assert match.zones == ("America/Los_Angeles",)
    assert match.place


@pytest.mark.parametrize("text", ["", "anonymous", "Restricted", "+17378742833", "Unavailable"])
def test_no_number_to_ring_matches_nobody(world: World, numbers: Numbers, text: str) -> None:
    match = numbers.match(world.wren, text)
    assert match.reading.status in (NumberStatus.WITHHELD, NumberStatus.UNREADABLE)
    assert (match.number_id, match.people, match.zones) == (None, (), ())


def test_extensions_tell_people_apart(world: World, numbers: Numbers, people: People) -> None:
    front = add(world, people, "Front Hall", "713 555 0168")
    four = add(world, people, "Fern Oakes", "713 555 0168 x4")

    def matched(text: str) -> tuple[list[UUID], bool]:
        match = numbers.match(world.wren, text)
        return [person.person_id for person in match.people], match.number_id is not None

    assert matched("713 555 0168 ext. 4") == ([four], True)
    assert matched("713 555 0168") == ([front], True)
    assert matched("713 555 0168 x9") == ([front, four], False)
    six = add(world, people, "Clover Reed", "832 555 0181 x6")
    assert matched("832 555 0181") == ([six], False)


def test_what_binds_is_shown_for_the_number_and_its_people(world: World, numbers: Numbers) -> None:
    stops = DoNotCalls(world.database, world.ledger)
    number = world.shared_number
    stops.set(world.wren, None, number, DoNotCallPurpose.MARKETING, "", uuid4())
    world.clock.forward(seconds=1)
    stops.set(world.wren, world.rowan, None, DoNotCallPurpose.ALL, "Asked", uuid4())
    stops.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "", uuid4())
    rows = numbers.match(world.wren, "312 555 0147").do_not_call
    assert [(row.purpose, row.person_id, row.by) for row in rows] == [
        (DoNotCallPurpose.MARKETING, None, "Wren Hill"),
        (DoNotCallPurpose.ALL, world.rowan, "Wren Hill"),
    ]


def test_numbers_as_typed(world: World, numbers: Numbers) -> None:
    def found(text: str, limit: int = 8) -> list[tuple[str, tuple[str, ...]]]:
        suggestions = numbers.suggest(world.wren, text, limit)
        return [(each.e164, each.names) for each in suggestions]

    shared = ("+13125550147", ("Juniper Moss", "Rowan Moss"))
    home = ("+13125550162", ("Juniper Moss",))
    hazels = ("+13035550112", ("Hazel Birch",))
    assert found("312") == found("+1 (312) 555-01") == [shared, home]
    assert found("0147") == found("555-0147") == found("13125550147") == [shared]
    assert found("+1 312 555 0147 ext") == [shared]
    assert found("0112") == [hazels]
    assert found("555 01") == []
    assert found("312", limit=1) == [shared]
    for nothing in ("", "31", "Room 12", "\0", "🌿", "+44 20", "%%%", "___"):
        assert found(nothing) == []


def test_an_administrator_sees_nobody(world: World, numbers: Numbers) -> None:
    with pytest.raises(NotAllowed):
        numbers.match(world.it, "312 555 0147")
    with pytest.raises(NotAllowed):
        numbers.suggest(world.it, "312")
