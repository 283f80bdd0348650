"""The ledger of who was told what: nothing in it is ever removed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince, Refused
from desktop.domain.vocabulary import AttemptResult, Reason, Resolution
from desktop.services.call_form import ToldWords
from desktop.services.merging import Merging
from desktop.services.new_promise import NewPromise
from tests.services.mergers import merger_of
from tests.services.phone import Phone, call_id
from tests.services.transition.deal import Deal


@pytest.fixture
def phone(deal: Deal) -> Phone:
    return Phone.at(deal.world)


def test_ticking_told_caller_writes_who_heard_it_and_whom_it_concerns(
    deal: Deal, phone: Phone
) -> None:
    world = deal.world
    statement = deal.say()
    told = (ToldWords(statement, deal.now),)
    written = phone.log(phone.card(speaker_id=world.rowan, subject_id=world.juniper, told=told))
    (row,) = deal.told(world.juniper)
    assert (row.told_id, row.subject_id, row.for_themselves) == (world.rowan, world.juniper, False)
    assert (row.call_id, row.told_by, row.text) == (
        written.value, "Wren Hill", "KWC is being acquired.",
    )  # fmt: skip
    since = deal.statements.since_heard(world.wren, statement, world.juniper)
    assert since.heard_id is None, "telling a spouse is not telling the patient"


def test_who_heard_it_too_and_a_correction_of_who_it_was(deal: Deal, phone: Phone) -> None:
    world = deal.world
    statement = deal.say()
    told = (ToldWords(statement, deal.now, also_subject=True),)
    written = phone.log(phone.card(speaker_id=world.rowan, subject_id=world.juniper, told=told))
    assert {row.told_id for row in deal.told(world.juniper)} == {world.rowan, world.juniper}
    # Rowan had called for himself: what Juniper is said to have heard is struck.
    call = phone.calls.get(world.wren, call_id(written))
    phone.calls.correct(
        world.wren, call.id, call.version, "It was about him", uuid4(), subject_id=world.rowan
    )
    heard = {(row.told_id, row.struck_reason is None) for row in deal.told(world.juniper)}
    assert (world.juniper, True) not in heard
    assert [row.told_id for row in deal.told(world.rowan) if row.struck_reason is None] == [
        world.rowan
    ]


def test_words_withdrawn_while_they_are_read_are_named_as_read(deal: Deal, phone: Phone) -> None:
    statement = deal.say()
    card = phone.card(told=(ToldWords(statement, deal.now),))
    deal.world.clock.forward(minutes=1)
    deal.withdraw(statement)
    phone.log(card)
    assert [row.statement_id for row in deal.told(deal.world.juniper)] == [statement]


def test_nobody_is_told_a_draft(deal: Deal, phone: Phone) -> None:
    draft = deal.draft()
    with pytest.raises(Refused, match="not approved"):
        phone.log(phone.card(told=(ToldWords(draft, deal.now),)))
    assert phone.rows("call") == []


def test_a_draft_card_keeps_its_tick(deal: Deal, phone: Phone) -> None:
    statement = deal.say()
    card = phone.card(told=(ToldWords(statement, deal.now),))
    draft_id = uuid4()
    phone.drafts.save(deal.world.wren, draft_id, card)
    assert phone.drafts.open_drafts(deal.world.wren)[0].form.told == card.told


def test_a_call_taken_back_strikes_and_the_card_tells_again(deal: Deal, phone: Phone) -> None:
    world = deal.world
    statement = deal.say()
    card = phone.card(told=(ToldWords(statement, deal.now),))
    phone.take_back(phone.log(card))
    (row,) = deal.told(world.juniper)
    assert row.struck_reason == "The call was taken back."
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form.told == card.told
    phone.log(draft.form, draft_id=draft.id)
    assert sorted(row.struck_reason or "" for row in deal.told(world.juniper)) == [
        "",
        "The call was taken back.",
    ]


def test_a_mistake_is_struck_with_a_reason(deal: Deal) -> None:
    world = deal.world
    entry = deal.tell(deal.say(), world.juniper)
    with pytest.raises(Refused, match="Why was this a mistake"):
        deal.disclosures.strike(world.wren, entry, 1, "", uuid4())
    struck = deal.disclosures.strike(world.robin, entry, 1, "I read another", uuid4())
    (row,) = deal.told(world.juniper)
    assert (row.struck_reason, row.struck_by) == ("I read another", "Robin Vale")
    with pytest.raises(ChangedSince):
        deal.disclosures.strike(world.wren, entry, 1, "Again", uuid4())
    deal.take_back(struck, world.robin)
    assert deal.told(world.juniper)[0].struck_reason is None


def test_undoing_a_telling_strikes_it(deal: Deal) -> None:
    world = deal.world
    told = deal.disclosures.tell(world.wren, deal.say(), uuid4(), told_id=world.juniper)
    assert told.said == "Juniper Moss was told v1."
    deal.take_back(told, world.wren)
    assert len(deal.stored("disclosure")) == 1
    assert deal.told(world.juniper)[0].struck_reason == "Taken back by whoever wrote it."


def test_who_it_was_may_come_later(deal: Deal, phone: Phone) -> None:
    """Nobody was named on the call; its correction says who it was."""
    world = deal.world
    told = (ToldWords(deal.say(), deal.now),)
    written = phone.log(phone.card(speaker_id=None, number_text="anonymous", told=told))
    call_id = written.value
    assert call_id is not None
    (row,) = deal.disclosures.of_calls(world.wren, [call_id])
    assert row.told_id is None
    phone.calls.correct(
        world.wren, call_id, 1, "It was Hazel", uuid4(),
        speaker_id=world.hazel, subject_id=world.hazel,
    )  # fmt: skip
    assert [row.id for row in deal.told(world.hazel)] == [row.id]
    other = deal.disclosures.tell(
        world.wren, row.statement_id, uuid4(), told_id=None, call_id=call_id
    )
    assert other.written.value is not None
    deal.disclosures.attach(world.wren, other.written.value, world.rowan, uuid4())
    assert deal.told(world.rowan)[0].for_themselves
    with pytest.raises(Refused, match="Somebody is named here already"):
        deal.disclosures.attach(world.wren, other.written.value, world.hazel, uuid4())


def test_a_call_of_somebody_else_after_all(deal: Deal, phone: Phone) -> None:
    """The entry of the wrong person is struck, the right one has theirs; undo keeps both rows."""
    world = deal.world
    written = phone.log(phone.card(told=(ToldWords(deal.say(), deal.now),)))
    assert written.value is not None
    corrected = phone.calls.correct(
        world.wren, written.value, 1, "It was Rowan", uuid4(), speaker_id=world.rowan
    )
    by_person = {row["told_id"]: row["struck_reason"] for row in deal.stored("disclosure")}
    assert by_person == {world.juniper: "It was Rowan", world.rowan: None}
    deal.take_back(corrected, world.wren)
    by_person = {row["told_id"]: row["struck_reason"] for row in deal.stored("disclosure")}
    assert by_person[world.juniper] is None
    assert by_person[world.rowan] is not None


def test_who_is_merged_keeps_what_they_heard(deal: Deal) -> None:
    world = deal.world
    deal.tell(deal.say(), world.alder)
    merger = merger_of(world)
    assert isinstance(merger.merging, Merging)
    merged = merger.merge(world.juniper, world.alder)
    assert [row.told_id for row in deal.told(world.juniper)] == [world.juniper]
    assert [row.told_id for row in deal.told(world.alder)] == [world.juniper]
    merger.undo(merged)
    assert [row.told_id for row in deal.told(world.alder)] == [world.alder]


def test_whoever_is_rung_back_is_told_on_no_call_and_undo_strikes_it(deal: Deal) -> None:
    # GIVEN Juniper, rung back through Rowan
    world = deal.world
    statement = deal.say()
    callback_id = deal.waits(world.rowan, None, days=1, subject_id=world.juniper)
    version = deal.one("callback", callback_id)["version"]
    # WHEN he is reached and told
    recorded = deal.callbacks.record(
        world.wren, callback_id, version, AttemptResult.REACHED, uuid4(), close=Resolution.KEPT,
        hours_reason="At the door", told=(ToldWords(statement, deal.now),),
    )  # fmt: skip
    # THEN the ledger has it for him alone, and the sentence says so
    assert recorded.said == "Reached Rowan Moss. The promise is kept. They were told v1."
    (row,) = deal.told(world.juniper)
    assert (row.told_id, row.subject_id, row.call_id) == (world.rowan, world.juniper, None)
    # AND taken back it is struck, and the promise is open again
    deal.take_back(recorded, world.wren)
    (row,) = deal.told(world.rowan)
    assert row.struck_reason == "Taken back by whoever wrote it."
    assert deal.one("callback", callback_id)["state"] == "open"
    assert deal.stored("attempt", callback_id=callback_id) == []


def test_nobody_is_told_on_a_promise_without_a_name_nor_what_is_no_ones_words(deal: Deal) -> None:
    world = deal.world
    new = NewPromise(Reason.ACQUISITION, deal.now + timedelta(days=1), number_text="(602) 555-0171")
    nameless = deal.callbacks.promise(world.wren, new, uuid4()).written.value
    assert nameless is not None
    theirs = deal.waits(world.juniper, None, days=1)
    for callback_id, words in ((nameless, deal.say()), (theirs, deal.draft())):
        told = (ToldWords(words, deal.now),)
        with pytest.raises(Refused):
            deal.callbacks.record(
                world.wren, callback_id, 1, AttemptResult.REACHED, uuid4(),
                close=Resolution.KEPT, hours_reason="At the door", told=told,
            )  # fmt: skip
        assert deal.stored("attempt", callback_id=callback_id) == []
