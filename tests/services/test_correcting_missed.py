"""A missed call is corrected, or a correction taken back, while others wait for the same promise:
everybody who was missed is still rung back, and once."""

from uuid import UUID, uuid4

import pytest

from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import CallOutcome
from desktop.services.recorded import Recorded
from tests.services.incoming import Intake
from tests.services.phone import call_id
from tests.services.promises import desk_of
from tests.services.test_correcting_promises import RIGHT, WRONG, correct, rings
from tests.services.world import World

AT_RIGHT, AT_WRONG = "+16025550119", "+16025550111"


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


def missed(intake: Intake, number: str, minutes: int = 5) -> UUID:
    """Somebody whom nobody knows was missed, and some minutes go by."""
    phone = intake.phone
    logged = phone.log(phone.card(CallOutcome.MISSED, number_text=number, speaker_id=None))
    intake.later(minutes=minutes)
    return call_id(logged)


def take_back(intake: Intake, done: Recorded) -> None:
    assert done.written.change_id is not None
    intake.phone.undo.undo(intake.world.wren, done.written.change_id, uuid4())


def rung(intake: Intake) -> list[str]:
    """The numbers of the promises that are open."""
    return sorted(rings(intake.phone, row) or "" for row in intake.waiting())


@pytest.mark.parametrize("who", ["a machine", "a clerk"])
@pytest.mark.parametrize("made", [True, False])
def test_who_was_missed_since_a_correction_is_rung_back_when_it_is_taken_back(
    intake: Intake, who: str, *, made: bool
) -> None:
    # GIVEN a correction that made a promise, or moved one, to another number
    if made:
        missed(intake, WRONG)
    done = correct(intake.phone, missed(intake, WRONG), number_text=RIGHT)
    # WHEN somebody is missed from there, and the correction is taken back
    intake.later(minutes=20)
    if who == "a machine":
        intake.take(intake.call(caller=RIGHT))
    else:
        form = intake.phone.card(CallOutcome.MISSED, number_text=RIGHT, speaker_id=None)
        intake.phone.log(form, intake.world.robin)
    assert rung(intake).count(AT_RIGHT) == 1
    take_back(intake, done)
    # THEN both numbers are rung
    assert rung(intake) == [AT_WRONG, AT_RIGHT]


def test_a_first_call_that_was_not_missed_leaves_its_promise_to_those_after_it(
    intake: Intake,
) -> None:
    first, second = missed(intake, RIGHT), missed(intake, RIGHT)
    (before,) = intake.waiting()
    done = correct(intake.phone, first, outcome=CallOutcome.RESOLVED)
    (waits,) = intake.waiting()
    assert (waits.id, waits.call_id) == (before.id, second)
    assert "promise" not in done.said
    take_back(intake, done)
    (waits,) = intake.waiting()
    assert (waits.id, waits.call_id) == (before.id, first)


def test_an_only_call_that_was_not_missed_keeps_its_promise_and_the_desk_hears_it(
    intake: Intake,
) -> None:
    first = missed(intake, RIGHT)
    done = correct(intake.phone, first, outcome=CallOutcome.RESOLVED)
    assert [row.call_id for row in intake.waiting()] == [first]
    assert "stays open" in done.said


def test_a_further_call_is_found_by_the_number_that_is_rung(intake: Intake) -> None:
    # GIVEN Juniper was missed from home, is rung at her mobile, and was missed from there too
    phone, world = intake.phone, intake.world
    form = phone.card(CallOutcome.MISSED, number_text="(312) 555-0162", speaker_id=world.juniper)
    phone.log(form)
    intake.later(minutes=5)
    mobile = phone.card(CallOutcome.MISSED, number_text="(312) 555-0147", speaker_id=None)
    second = call_id(phone.log(mobile))
    assert len(intake.waiting()) == 1
    # WHEN that was from another number
    done = correct(phone, second, number_text=RIGHT)
    # THEN whoever that was is rung back too
    assert "A promise was made for it" in done.said
    assert rung(intake) == ["+13125550147", AT_RIGHT]


@pytest.mark.parametrize("first", ["there", "corrected"])
def test_a_promise_joins_the_one_that_waits_where_it_goes(intake: Intake, first: str) -> None:
    # GIVEN two missed calls, one of them typed with a wrong number
    numbers = (RIGHT, WRONG) if first == "there" else (WRONG, RIGHT)
    calls = [missed(intake, number) for number in numbers]
    before = intake.waiting()
    # WHEN it is corrected
    done = correct(intake.phone, calls[numbers.index(WRONG)], number_text=RIGHT)
    # THEN there is one promise, of the first of the two, and the other shows as missed again
    (waits,) = intake.waiting()
    assert waits.call_id == calls[0]
    assert rung(intake) == [AT_RIGHT]
    assert done.said == (
        "The call is corrected. Its promise joins the one there: (602) 555-0119, due today 2:18 pm."
    )
    timeline = desk_of(intake.world).callbacks.detail(intake.world.wren, waits.id).timeline
    assert calls[1] in {entry.call_id for entry in timeline}
    # AND all is as before when it is taken back
    take_back(intake, done)
    assert {(row.id, row.call_id, row.number_id, row.due_at) for row in intake.waiting()} == {
        (row.id, row.call_id, row.number_id, row.due_at) for row in before
    }


def test_a_message_keeps_its_own_promise(intake: Intake) -> None:
    missed(intake, RIGHT)
    left = intake.take(intake.call(Disposition.VOICEMAIL, caller=WRONG, message="It is Fern."))
    assert left.record_id is not None
    correct(intake.phone, left.record_id, number_text=RIGHT)
    assert rung(intake) == [AT_RIGHT, AT_RIGHT]
    assert intake.row("voicemail").callback_id == left.callback_id
