"""People: found, added, corrected, bound."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import update

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import (
    DoNotCallPurpose,
    NumberKind,
    RestrictionKind,
    Scope,
    VoicemailRule,
)
from desktop.services.do_not_call import DoNotCalls
from desktop.services.people import NewPerson, People
from desktop.storage import tables
from tests.services.world import CHICAGO, World


@pytest.fixture
def people(world: World) -> People:
    return People(world.database, world.ledger, world.clock)


def names(people: People, world: World, text: str, limit: int = 8) -> list[str]:
    return [hit.name for hit in people.find(world.wren, text, limit)]


def test_any_word_prefix_finds(world: World, people: People) -> None:
    for name in ("Moss Reed", "Ångström O’Élan-Moss", "松本 茂", "Mosley Fern"):
        world.clock.forward(seconds=1)
        people.add(world.wren, NewPerson(name), uuid4())
    moss = ["Juniper Moss", "Rowan Moss", "Alder Moss", "Moss Reed", "Ångström O’Élan-Moss"]
    assert names(people, world, "moss") == moss
    assert names(people, world, "MOS") == ["Mosley Fern", *moss]
    assert names(people, world, "mo ju") == names(people, world, "ju mo") == ["Juniper Moss"]
    assert names(people, world, "elan angs") == ["Ångström O’Élan-Moss"]
    assert names(people, world, "oelanmo") == ["Ångström O’Élan-Moss"]
    assert names(people, world, "松") == ["松本 茂"]
    assert names(people, world, "mos", limit=2) == ["Mosley Fern", "Juniper Moss"]
    for nothing in ("", "  ", "\0", "🌿", "mossy", "mo zz", "%", "_", "'"):
        assert names(people, world, nothing) == []


def test_digits_find_by_number(world: World, people: People) -> None:
    assert names(people, world, "0147") == ["Juniper Moss", "Rowan Moss"]
    assert names(people, world, "(312) 555") == ["Juniper Moss", "Rowan Moss"]
    (hit,) = people.find(world.wren, "303-555-0112")
    assert (hit.person_id, hit.e164, hit.kind) == (world.hazel, "+13035550112", "Patient")
    people.add(world.wren, NewPerson("Fern 2nd"), uuid4())
    assert names(people, world, "2nd fern") == ["Fern 2nd"]


def test_the_first_number_stands_for_a_person(world: World, people: People) -> None:
    (juniper,) = people.find(world.wren, "juniper")
    assert (juniper.e164, juniper.city) == ("+13125550147", "Chicago")
    (sorrel,) = people.find(world.wren, "sorrel")
    assert (sorrel.e164, sorrel.city) == (None, None)


def test_a_new_person_brings_a_number_a_city_and_its_zone(world: World, people: People) -> None:
    new = NewPerson(
        "  Sage   Holloway ",
        kind="Patient",
        number_text="(312) 555-0147 (cell)",
        date_of_birth=date(1971, 2, 3),
        city="Boulder",
        email=" Sage@Example.com ",
        interpreter=True,
        language="Spanish",
        site_id=world.chicago,
    )
    key = uuid4()
    world.clock.forward(seconds=1)
    added = people.add(world.wren, new, key)
    assert people.add(world.wren, new, key).value == added.value
    assert added.value is not None
    row = people.get(world.wren, added.value)
    assert (row.name, row.city, row.zone) == ("Sage Holloway", "Boulder", "America/Denver")
    assert [each.email for each in row.emails] == ["Sage@Example.com"]
    assert (row.language, row.interpreter) == ("Spanish", True)
    assert (row.date_of_birth, row.site_name) == (date(1971, 2, 3), "Chicago")
    assert row.voicemail is VoicemailRule.NEUTRAL  # until they allow more
    (number,) = row.numbers
    assert (number.number_id, number.kind) == (world.shared_number, NumberKind.MOBILE)
    assert [match.name for match in people.household(world.wren, world.shared_number)] == [
        "Juniper Moss",
        "Rowan Moss",
        "Sage Holloway",
    ]


def test_what_a_person_needs(world: World, people: People) -> None:
    with pytest.raises(Refused, match="needs a name"):
        people.add(world.wren, NewPerson(" \0 "), uuid4())
    with pytest.raises(Refused, match="cannot be read"):
        people.add(world.wren, NewPerson("Fern", number_text="12 monkeys"), uuid4())
    added = people.add(world.wren, NewPerson("Fern", number_text="anonymous"), uuid4())
    assert added.value is not None
    assert people.get(world.wren, added.value).numbers == ()
    with pytest.raises(NotAllowed):
        people.add(world.it, NewPerson("Fern"), uuid4())


def test_a_zone_that_is_none_never_gets_to_the_queue(world: World, people: People) -> None:
    with pytest.raises(Refused, match="time zone is not known"):
        people.add(world.wren, NewPerson("Bay Laurel", zone="Mars/Phobos"), uuid4())
    with pytest.raises(Refused, match="time zone is not known"):
        people.update(world.wren, world.hazel, 1, uuid4(), zone="Etc/Unknown")
    people.update(world.wren, world.juniper, 1, uuid4(), zone=None)
    assert people.get(world.wren, world.juniper).zone is None


def test_a_correction(world: World, people: People) -> None:
    people.update(world.wren, world.hazel, 1, uuid4(), name="Hazel Élan", city="Denver")
    row = people.get(world.wren, world.hazel)
    assert (row.name, row.zone, row.version) == ("Hazel Élan", "America/Denver", 2)
    assert names(people, world, "elan") == ["Hazel Élan"]
    assert names(people, world, "birch") == []
    with pytest.raises(ChangedSince, match="Wren Hill"):
        people.update(world.robin, world.hazel, 1, uuid4(), notes="Late")
    people.update(world.wren, world.hazel, 2, uuid4(), city="Somewhere", hours_from=9 * 60)
    assert people.get(world.wren, world.hazel).zone is None
    with pytest.raises(Refused, match="8:00 am to 9:00 pm"):
        people.update(world.wren, world.hazel, 3, uuid4(), hours_to=22 * 60)
    with pytest.raises(Refused, match="8:00 am to 9:00 pm"):
        people.update(world.wren, world.hazel, 3, uuid4(), hours_to=8 * 60)
    with pytest.raises(TypeError, match="colour"):
        people.update(world.wren, world.hazel, 3, uuid4(), colour="green")
    with pytest.raises(NotFound):
        people.update(world.wren, uuid4(), 1, uuid4(), notes="")


def test_one_more_number(world: World, people: People) -> None:
    text = "+44 20 7946 0018 ext 7"
    added = people.add_number(world.wren, world.hazel, text, NumberKind.WORK, uuid4())
    again = people.add_number(world.wren, world.hazel, text, NumberKind.WORK, uuid4())
    assert again.change_id is None
    assert again.value == added.value
    numbers = people.get(world.wren, world.hazel).numbers
    assert [(n.e164, n.extension, n.kind) for n in numbers] == [
        ("+13035550112", "", NumberKind.MOBILE),
        ("+442079460018", "7", NumberKind.WORK),
    ]
    with pytest.raises(Refused, match="no number here"):
        people.add_number(world.wren, world.hazel, "anonymous", NumberKind.WORK, uuid4())
    with pytest.raises(NotFound):
        people.add_number(world.wren, uuid4(), text, NumberKind.WORK, uuid4())


def test_a_number_the_library_doubts_is_kept_and_flagged(world: World, people: People) -> None:
    people.add_number(world.wren, world.sorrel, "+1 305 141 6799", NumberKind.OTHER, uuid4())
    (number,) = people.get(world.wren, world.sorrel).numbers
    assert (number.e164, number.unusual) == ("+13051416799", True)


def test_speaking_for_somebody_with_permission(world: World, people: People) -> None:
    binding = people.binding(world.wren, world.rowan, world.juniper)
    assert [each.kind for each in binding.restrictions] == [RestrictionKind.NEVER_RING_HOME]
    (given,) = binding.permissions
    assert (given.scope, given.until, given.source) == (
        Scope.APPOINTMENTS,
        date(2027, 3, 1),
        "Signed form on file",
    )
    assert (binding.scopes, binding.expired) == ((Scope.APPOINTMENTS,), ())
    assert [hit.name for hit in people.speaks_for(world.wren, world.rowan)] == ["Juniper Moss"]


def test_speaking_for_somebody_without_or_no_longer(world: World, people: People) -> None:
    expired = people.binding(world.wren, world.alder, world.juniper)
    assert (expired.permissions, expired.scopes) == ((), ())
    assert [each.speaker_name for each in expired.expired] == ["Alder Moss"]
    assert people.speaks_for(world.wren, world.alder) == ()
    none = people.binding(world.wren, world.hazel, world.juniper)
    assert (none.permissions, none.expired) == ((), ())
    assert len(none.restrictions) == 1
    other_way = people.binding(world.wren, world.juniper, world.rowan)
    assert other_way.permissions == ()
    assert len(other_way.restrictions) == 1  # Juniper's own, ringing her back


def test_a_permission_holds_through_its_last_day_here(world: World, people: People) -> None:
    table = tables.metadata.tables["permission_to_speak"]
    today = date(2026, 11, 17)
    assert world.clock.now.date() == today
    with world.database.write() as conn:
        conn.execute(update(table).where(table.c.speaker_id == world.rowan).values(until=today))
    world.clock.forward(hours=9)  # past midnight in UTC, 11:18 pm in Phoenix
    assert people.binding(world.wren, world.rowan, world.juniper).permissions
    world.clock.forward(hours=1)
    assert not people.binding(world.wren, world.rowan, world.juniper).permissions


def test_a_permission_taken_back_is_gone_today(world: World, people: People) -> None:
    table = tables.metadata.tables["permission_to_speak"]
    with world.database.write() as conn:
        taken_back = update(table).where(table.c.speaker_id == world.rowan)
        conn.execute(taken_back.values(revoked_at=world.clock.now))
    binding = people.binding(world.wren, world.rowan, world.juniper)
    assert (binding.permissions, len(binding.expired)) == ((), 1)


def test_the_whole_person(world: World, people: People) -> None:
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.wren, None, world.home_number, DoNotCallPurpose.MARKETING, "", uuid4())
    row = people.get(world.wren, world.juniper)
    assert [(number.e164, number.kind) for number in row.numbers] == [
        ("+13125550147", NumberKind.MOBILE),
        ("+13125550162", NumberKind.HOME),
    ]
    assert (row.zone, row.site_name, row.date_of_birth) == (CHICAGO, "Chicago", date(1990, 6, 21))
    assert [(each.speaker_name, each.is_valid) for each in row.spoken_for_by] == [
        ("Rowan Moss", True),
        ("Alder Moss", False),
    ]
    assert row.may_speak_for == ()
    assert [each.number_id for each in row.do_not_call] == [world.home_number]
    assert [each.kind for each in row.restrictions] == [RestrictionKind.NEVER_RING_HOME]
    with pytest.raises(NotFound):
        people.get(world.wren, uuid4())
    for look in (
        lambda: people.get(world.it, world.juniper),
        lambda: people.find(world.it, "moss"),
        lambda: people.household(world.it, world.shared_number),
        lambda: people.binding(world.it, world.rowan, world.juniper),
        lambda: people.speaks_for(world.it, world.rowan),
    ):
        with pytest.raises(NotAllowed):
            look()
