"""A lead that somebody has dealt with is told of again: what is new is heard, and asks for a call
again."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from desktop.domain.incoming import Receipt
from desktop.domain.incoming_states import LeadState
from desktop.domain.vocabulary import CallbackKind, CallbackState, DoNotCallPurpose, Resolution
from desktop.services.do_not_call import DoNotCalls
from desktop.services.recorded import Recorded
from tests.services.incoming import HAZELS, STRANGERS, Intake
from tests.services.leads import Inbox
from tests.services.promises import desk_of
from tests.services.world import World, version_of

DANGER = "I want to kill myself, ring my sister."
ASKED = "Please ring me about an appointment."


class Again(Intake):
    """A lead that comes, is dealt with, and comes again."""

    @property
    def inbox(self) -> Inbox:
        return Inbox(self.world)

    def acted(self, act: str) -> Recorded:
        """What Wren does with the lead."""
        row, world = self.row("lead"), self.world
        done: Recorded = getattr(self.inbox.acts, act)(world.wren, row.id, row.version, uuid4())
        return done

    def merged(self, person_id: UUID) -> Recorded:
        """The lead is made somebody's."""
        row, world = self.row("lead"), self.world
        person = person_id, version_of(world, "person", person_id)
        return self.inbox.acts.merge(world.wren, (row.id, row.version), person, uuid4())

    def again(self, **more: Any) -> Receipt:
        """It comes once more, hours later."""
        self.later(hours=2)
        return self.take(self.lead(**more))


@pytest.fixture
def intake(world: World) -> Again:
    """The small world, listening."""
    there = Intake.at(world)
    return Again(world, there.phone, there.listener, there.words, there.receiving)


@pytest.mark.parametrize("act", ["call", "merge", "answered"])
def test_words_of_danger_that_come_after_it_was_dealt_with_get_a_safety_follow_up(
    intake: Again, act: str
) -> None:
    hazel = {"name": "Hazel Birch", "numbers": (HAZELS,) if act != "answered" else ()}
    intake.take(intake.lead(message="", **hazel))
    intake.merged(intake.world.hazel) if act == "merge" else intake.acted(act)
    receipt = intake.again(message=DANGER, **{**hazel, "numbers": (HAZELS,)})
    follow_up = intake.row("callback", kind=CallbackKind.SAFETY)
    assert (receipt.callback_id, receipt.danger) == (follow_up.id, True)
    assert (follow_up.state, follow_up.due_at) == (CallbackState.OPEN, intake.world.clock.now)


@pytest.mark.parametrize("why", ["spam", "test"])
def test_words_of_danger_under_what_is_never_rung_ring_nobody(intake: Again, why: str) -> None:
    intake.take(intake.lead(message="", is_test=why == "test"))
    if why == "spam":
        intake.acted("spam")
    before = intake.row("lead").state
    intake.again(message=DANGER, is_test=why == "test")
    assert intake.row("lead").state == before
    assert intake.waiting() == []


def test_later_words_of_danger_are_there_to_read_before_the_others(intake: Again) -> None:
    intake.take(intake.lead())
    for _ in range(2):
        intake.again(message=DANGER)
        assert intake.row("lead").message == f"{DANGER}\n\n{ASKED}"


def test_a_lead_that_nobody_could_be_rung_about_is_promised_a_call_with_its_number(
    intake: Again,
) -> None:
    sorrel = intake.world.sorrel
    intake.take(intake.lead(name="Sorrel Pine", numbers=()))
    assert "Nobody can be rung about it" in intake.merged(sorrel).said
    receipt = intake.again(name="Sorrel Pine")
    (promised,) = intake.waiting()
    assert (receipt.callback_id, promised.person_id) == (promised.id, sorrel)
    assert intake.row("lead").state == LeadState.MERGED


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"numbers": (STRANGERS,)}, ASKED),
        ({"numbers": (STRANGERS,), "message": "It is urgent."}, f"It is urgent.\n\n{ASKED}"),
        ({"numbers": (STRANGERS,), "message": f"{ASKED} Now!"}, f"{ASKED} Now!"),
    ],
)
@pytest.mark.parametrize("whose", ["nobody's", "Sorrel's"])
def test_a_lead_that_was_answered_asks_again_with_a_number(
    intake: Again, told: dict[str, Any], message: str, whose: str
) -> None:
    # GIVEN a lead that somebody wrote to, and that may be somebody's by then
    intake.take(intake.lead(numbers=()))
    if whose == "Sorrel's":
        intake.merged(intake.world.sorrel)
    intake.acted("answered")
    # WHEN it comes with a number, and with more words
    receipt = intake.again(**told)
    # THEN they are rung, and all that they wrote is there
    row, (promised,) = intake.row("lead"), intake.waiting()
    assert row.message == message
    assert row.callback_id == receipt.callback_id == promised.id
    assert row.state == (LeadState.NEW if whose == "nobody's" else LeadState.MERGED)
    assert promised.person_id == (None if whose == "nobody's" else intake.world.sorrel)
    shown = {each.id for each in intake.inbox.reads.page(intake.world.wren, "new").rows}
    assert row.id in shown


def test_a_lead_whose_promise_was_closed_before_the_answer_is_promised_another(
    intake: Again,
) -> None:
    first = intake.take(intake.lead()).callback_id
    assert first is not None
    desk = desk_of(intake.world)
    closing = [desk.version(first)]
    desk.callbacks.close(intake.world.wren, closing, Resolution.NOT_NEEDED, "", uuid4())
    intake.acted("answered")
    receipt = intake.again(message="I have another question.")
    assert [row.id for row in intake.waiting()] == [receipt.callback_id]


def test_new_words_of_an_answered_lead_without_a_number_wait_for_another_answer(
    intake: Again,
) -> None:
    intake.take(intake.lead(numbers=()))
    intake.acted("answered")
    receipt = intake.again(numbers=(), message="Is there a bus?")
    row = intake.row("lead")
    assert (row.state, receipt.callback_id) == (LeadState.NEW, None)
    assert row.message == f"Is there a bus?\n\n{ASKED}"


@pytest.mark.parametrize(
    "told", [{}, {"message": "please  ring me"}, {"form": "Contact"}, {"message": ""}]
)
def test_the_same_once_more_leaves_an_answered_lead_answered(
    intake: Again, told: dict[str, Any]
) -> None:
    intake.take(intake.lead(numbers=()))
    intake.acted("answered")
    intake.again(numbers=(), **told)
    row = intake.row("lead")
    assert (row.state, row.message, row.callback_id) == (LeadState.ANSWERED, ASKED, None)


def test_a_lead_that_is_somebodys_and_answered_is_not_offered_to_them_again(
    intake: Again,
) -> None:
    intake.take(intake.lead(numbers=(), name="Sorrel Pine"))
    intake.merged(intake.world.sorrel)
    intake.acted("answered")
    detail = intake.inbox.detail(intake.row("lead").id)
    assert detail.match is None
    assert detail.caller_id == intake.world.sorrel


def test_a_promise_that_comes_to_whoever_asked_not_to_be_called_is_told(intake: Again) -> None:
    world = intake.world
    intake.take(intake.lead(name="Clover Fields"))
    DoNotCalls(world.database, world.ledger).set(
        world.wren, world.sorrel, None, DoNotCallPurpose.ALL, "They said so.", uuid4()
    )
    done = intake.merged(world.sorrel)
    assert done.said == (
        "This lead is Sorrel Pine’s now. They asked not to be called: see to the promise to ring "
        "in Callbacks."
    )
    assert intake.row("callback").person_id == world.sorrel
