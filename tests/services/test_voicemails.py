"""The voicemail box: in what order it is worked, by whom, and what a look says."""

from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed
from desktop.domain.vocabulary import Reason
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services.voicemail_promises import RingBack
from desktop.services.voicemail_rows import MOST, Heard
from desktop.services.voicemails import Voicemails
from tests.services.messages import HAZELS, close, message, the_row
from tests.services.phone import TOMORROW_TEN, Phone
from tests.services.world import World

NEW = "(602) 555-0142"
SHARED, HOME = "(312) 555-0147", "(312) 555-0162"


@pytest.fixture
def box(world: World) -> Voicemails:
    return Voicemails(world.database, world.ledger, world.clock)


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


def test_danger_comes_first_then_the_oldest_and_the_done_last(
    world: World, box: Voicemails
) -> None:
    late = message(world, hours_ago=2)
    early = message(world, NEW, hours_ago=9)
    danger = message(world, "anonymous", hours_ago=1, danger=True, danger_words="end it")
    done = message(world, hours_ago=11)
    close(box, world, done)
    found = box.box(world.wren)
    assert [row.id for row in found.rows] == [danger, early, late, done]
    assert (found.done, found.waiting, found.all, found.danger) == (1, 3, 4, 1)
    assert box.waiting(world.wren) == 3
    assert (found.rows[0].caller_id, found.rows[0].danger_words) == ("", ("end it",))
    world.clock.forward(hours=24)
    assert [row.id for row in box.box(world.wren).rows] == [danger, early, late]


def test_danger_comes_first_however_many_wait(world: World, box: Voicemails) -> None:
    """The youngest of more than are shown still stands at the top."""
    for number in range(MOST + 1):
        message(world, hours_ago=20 - number / 60)
    danger = message(world, hours_ago=1, danger=True, danger_words="end it")
    found = box.box(world.wren)
    assert found.rows[0].id == danger
    assert (len(found.rows), found.waiting) == (MOST, MOST + 2)


def test_two_who_listen_at_once(world: World, box: Voicemails) -> None:
    """The second is told by whom, and the same key writes once."""
    left = message(world)
    key = uuid4()
    box.close(world.robin, left, 1, VoicemailEnd.SPAM, Heard(), key)
    assert box.close(world.robin, left, 1, VoicemailEnd.SPAM, Heard(), key).written.repeated
    with pytest.raises(ChangedSince, match="Robin"):
        box.promise(world.wren, left, 1, Heard(), RingBack(), uuid4())


def test_a_card_number_in_the_note_is_not_kept(world: World, box: Voicemails) -> None:
    left, kept = message(world), message(world)
    card = "Card 4111 1111 1111 1111"
    close(box, world, left, note=card)
    assert "4111 1111" not in the_row(box, world, left).note
    heard = Heard(note=card, sensitive_kept=True)
    box.close(world.wren, kept, 1, VoicemailEnd.HANDLED, heard, uuid4())
    assert card in the_row(box, world, kept).note


def test_a_look_says_who_it_may_be_and_what_binds(
    world: World, box: Voicemails, phone: Phone
) -> None:
    left = message(world, SHARED)
    seen = box.look(world.wren, left)
    assert [who.name for who in seen.people] == ["Juniper Moss", "Rowan Moss"]
    assert (seen.person, seen.e164, seen.reading) == (None, "+13125550147", None)
    seen = box.look(world.wren, left, Heard(HAZELS, world.juniper))
    assert [who.name for who in seen.people] == ["Hazel Birch", "Juniper Moss", "Rowan Moss"]
    assert seen.person is not None
    assert (seen.person.name, seen.e164) == ("Juniper Moss", "+13035550112")
    assert seen.place == "Chicago"
    assert seen.promised == ()
    phone.log(phone.promising())
    (other,) = box.look(world.wren, left, Heard(person_id=world.juniper)).promised
    assert (other.reason, other.due_at) == (Reason.RECORDS, TOMORROW_TEN)
    assert box.look(world.wren, left, Heard("call me")).e164 == ""
    assert box.look(world.wren, left, Heard(NEW)).e164 == "+16025550142"


def test_who_may_not_read_people_sees_no_message(world: World, box: Voicemails) -> None:
    left = message(world)
    for ask in (box.box, box.waiting):
        with pytest.raises(NotAllowed):
            ask(world.it)
    with pytest.raises(NotAllowed):
        box.look(world.it, left)
    with pytest.raises(NotAllowed):
        box.close(world.it, left, 1, VoicemailEnd.SPAM, Heard(), uuid4())
