"""Who rings, what is promised and what they heard last, before anybody speaks."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotAllowed
from desktop.domain.numbers import NumberStatus
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services.call_form import ReadLine
from desktop.services.caller_glance import CallerGlances
from desktop.services.changes import Writing
from desktop.services.numbers import Numbers
from tests.services.phone import TOMORROW_TEN, Phone
from tests.services.world import WORDS_FOR_ALL, World

NEW = "(602) 555-0142"


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def glances(world: World) -> CallerGlances:
    return CallerGlances(world.database, Numbers(world.database, world.clock), world.ledger)


def test_the_people_their_promise_and_the_words_read_last(
    world: World, phone: Phone, glances: CallerGlances
) -> None:
    """Of everybody who uses the number."""
    lines = (ReadLine(UUID(int=7), 0, "Is my appointment still on?", world.clock.now),)
    phone.log(phone.promising(read_lines=lines))
    glance = glances.of(world.wren, "+13125550147")
    assert [person.name for person in glance.match.people] == ["Juniper Moss", "Rowan Moss"]
    assert glance.open_callbacks == 1
    assert glance.next_promise is not None
    assert glance.next_promise.due_at == TOMORROW_TEN
    assert glance.next_promise.reason is Reason.RECORDS
    assert glance.told is not None
    assert (glance.told.title, glance.told.name) == ("Is my appointment still on?", "Juniper Moss")


def test_the_newest_words_count(world: World, phone: Phone, glances: CallerGlances) -> None:
    """A statement told later than a line, unless it was struck."""
    lines = (ReadLine(UUID(int=7), 0, "Is my appointment still on?", world.clock.now),)
    phone.log(phone.card(read_lines=lines))
    later = world.clock.now + timedelta(minutes=1)

    def tell(writing: Writing) -> UUID:
        statement = writing.insert("statement", {**WORDS_FOR_ALL, "number": 3})
        told = {
            "statement_id": statement,
            "call_id": None,
            "told_id": world.rowan,
            "subject_id": world.juniper,
            "user_id": world.wren.user_id,
            "told_at": later,
        }
        return writing.insert("disclosure", told)

    disclosure = world.ledger.write_unattended("tell", uuid4(), tell).value
    told = glances.of(world.wren, "+13125550147").told
    assert told is not None
    assert (told.title, told.name, told.at) == ("Statement v3", "Rowan Moss", later)
    assert disclosure is not None
    world.ledger.write_unattended(
        "strike",
        uuid4(),
        lambda writing: writing.update("disclosure", disclosure, {"struck_reason": "Not read."}),
    )
    told = glances.of(world.wren, "+13125550147").told
    assert told is not None
    assert told.title == "Is my appointment still on?"


def test_a_number_without_a_person(world: World, phone: Phone, glances: CallerGlances) -> None:
    """Its promise and its words are its own."""
    lines = (ReadLine(UUID(int=7), 0, "Is my appointment still on?", world.clock.now),)
    card = phone.card(
        CallOutcome.MISSED, number_text=NEW, speaker_id=None, subject_id=None, read_lines=lines
    )
    phone.log(card)
    glance = glances.of(world.wren, NEW)
    assert (glance.match.people, glance.open_callbacks) == ((), 1)
    assert glance.told is not None
    assert (glance.told.title, glance.told.name) == ("Is my appointment still on?", "")


def test_nothing_is_known_of_a_withheld_or_a_new_caller(
    world: World, glances: CallerGlances
) -> None:
    """No number is no person."""
    hidden = glances.of(world.wren, "anonymous")
    assert hidden.match.reading.status is NumberStatus.WITHHELD
    for glance in (hidden, glances.of(world.wren, NEW)):
        assert (glance.match.people, glance.open_callbacks, glance.told) == ((), 0, None)


def test_who_may_not_read_people_learns_nothing(world: World, glances: CallerGlances) -> None:
    """The account that runs the system."""
    with pytest.raises(NotAllowed):
        glances.of(world.it, "+13125550147")
