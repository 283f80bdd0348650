"""The detail of a promise: what binds whoever rings, and what to do next."""

from uuid import uuid4

from desktop.domain.vocabulary import Reason, VoicemailRule
from desktop.services.new_promise import NewPromise
from tests.ui.callbacks.conftest import Hands


def _bindings(hands: Hands) -> list[str]:
    return [line.text() for line in hands.page.detail.head.binding_lines]


def _promise_to(hands: Hands, number: str) -> None:
    due_at = hands.row("Juniper Moss").due_at
    made = hands.app.services.callbacks.promise(
        hands.wren, NewPromise(Reason.OTHER, due_at, number_text=number), uuid4()
    )
    assert made.written.value is not None
    hands.page.show_callback(made.written.value)
    hands.settle()


def test_restrictions_come_first(hands: Hands) -> None:
    hands.take("Juniper Moss")
    assert _bindings(hands) == ["Never ring home", "Voicemail: neutral words only"]
    hands.take("Hazel Birch")
    assert _bindings(hands) == []


def test_what_may_be_left_on_the_voicemail(hands: Hands) -> None:
    people = hands.app.services.people
    for rule, said in (
        (VoicemailRule.NEUTRAL, "Voicemail: neutral words only"),
        (VoicemailRule.NONE, "Leave no voicemail"),
    ):
        person_id = hands.row("Hazel Birch").person_id
        assert person_id is not None
        version = people.get(hands.wren, person_id).version
        people.update(hands.wren, person_id, version, uuid4(), voicemail=rule)
        hands.page.on_changed(frozenset())
        hands.settle()
        assert _bindings(hands) == [said]


def test_a_number_in_two_zones_says_so(hands: Hands) -> None:
    _promise_to(hands, "(208) 555-0147")
    assert _bindings(hands) == ["Boise or Los Angeles or Denver time? Ask."]


def test_a_toll_free_number_asks_where_they_are(hands: Hands) -> None:
    _promise_to(hands, "(800) 555-0147")
    assert _bindings(hands) == ["The number does not tell where they are. Ask."]


def test_a_promise_that_waits_says_for_what_and_until_when(hands: Hands) -> None:
    hands.page.show_callback(hands.row("Cedar Pell").id)
    hands.settle()
    said = hands.page.detail.head.promised.accessibleName()
    assert said.startswith("Lark promised, After Closing, or by Dec 15, Refund of the prepaid")
    assert hands.page.detail.next.title.text().startswith("After Closing")


def test_next_is_to_wait_when_it_is_too_early_there(hands: Hands) -> None:
    hands.clock.forward(hours=-8)
    hands.page.tick()
    hands.settle()
    assert hands.shown == "Hazel Birch"
    assert hands.page.detail.next.title.text() == "Next: wait until 1:30 pm in Denver"
