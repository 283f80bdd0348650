"""Versions of the approved words: who decides, what holds, who has read them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.vocabulary import (
    Language,
    SafetyContactKind,
    StatementStanding,
    StatementState,
)
from desktop.services.safety_numbers import SafetyContacts, SafetyNumberForm
from desktop.services.statement_rows import NewWords
from tests.services.transition.deal import Deal


def test_a_new_installation_has_no_words_and_says_whom_to_ask(deal: Deal) -> None:
    world = deal.world
    words = deal.statements.current(world.wren, None, Language.ENGLISH)
    assert words.statement is None
    assert words.instead.endswith("Ask a manager.")
    SafetyContacts(world.database, world.ledger).keep(
        world.lark, None, None,
        SafetyNumberForm(SafetyContactKind.MANAGER, "Lark Moor", "(602) 555-0170"), uuid4(),
    )  # fmt: skip
    words = deal.statements.current(world.wren, world.chicago, Language.ENGLISH)
    assert words.instead.endswith("Ask Lark Moor: (602) 555-0170.")
    chosen = replace(deal.settings.choices(), manager_name="Kestrel", manager_number="6025550188")
    deal.settings.keep(world.lark, chosen, uuid4())
    words = deal.statements.current(world.wren, None, Language.ENGLISH)
    assert (words.manager_name, words.manager_number) == ("Kestrel", "(602) 555-0188")


def test_drafted_reviewed_approved_and_replaced(deal: Deal) -> None:
    world = deal.world
    first = deal.draft("One.")
    assert deal.words() is None
    with pytest.raises(Refused, match="You wrote this yourself"):
        deal.statements.review(world.lark, first, 1, uuid4())
    with pytest.raises(NotAllowed):
        deal.statements.approve(world.wren, first, 1, None, uuid4())
    assert deal.approve(first).said == "v1 is approved."
    words = deal.words()
    assert words is not None
    assert (words.name, words.text, words.approved_by) == ("v1", "One.", "Lark Moor")
    world.clock.forward(days=1)
    second = deal.say("Two.")
    assert [row.standing for row in deal.statements.versions(world.wren)] == [
        StatementStanding.CURRENT,
        StatementStanding.SUPERSEDED,
    ]
    assert deal.row(first).ended_at == deal.row(second).approved_at
    with pytest.raises(Refused, match="stay as they were said"):
        deal.statements.edit(world.lark, first, deal.row(first).version, NewWords("x"), uuid4())


def test_two_managers_at_once_the_second_is_told_whose_is_there(deal: Deal) -> None:
    world = deal.world
    mine, other = deal.draft("Mine."), deal.draft("The other.")
    deal.statements.approve(world.lark, mine, 1, None, uuid4())
    with pytest.raises(ChangedSince, match="Lark Moor approved v1 after you opened this"):
        deal.statements.approve(world.lark, other, 1, None, uuid4())
    with pytest.raises(ChangedSince, match="Lark Moor changed this"):
        deal.statements.approve(world.lark, mine, 1, None, uuid4())
    deal.statements.approve(world.lark, other, 1, mine, uuid4())
    words = deal.words()
    assert words is not None
    assert words.id == other


def test_the_same_edition_in_spanish_and_for_a_clinic(deal: Deal) -> None:
    deal.say("One.")
    spanish = deal.say("Uno.", language=Language.SPANISH, number=1)
    chicago = deal.say("One for Chicago.", site_id=deal.world.chicago, number=1)
    assert deal.row(spanish).name == "v1 español"
    assert deal.row(chicago).name == "v1 Chicago"
    with pytest.raises(Refused, match="words of v1 for this clinic and language already"):
        deal.draft("Uno otra vez.", language=Language.SPANISH, number=1)
    here, there = deal.words(deal.world.chicago), deal.words(deal.world.phoenix)
    assert here is not None
    assert there is not None
    assert (here.text, there.text) == ("One for Chicago.", "One.")
    assert deal.words(deal.world.chicago, Language.SPANISH) is not None


def test_words_end_when_they_were_said_to(deal: Deal) -> None:
    end = deal.now + timedelta(hours=2)
    deal.say("Until four.", effective_until=end)
    assert deal.words() is not None
    deal.world.clock.now = end
    assert deal.words() is None
    deal.world.clock.now = end - timedelta(hours=1)
    assert deal.words() is not None
    with pytest.raises(Refused, match="end before they begin"):
        deal.draft("x", effective_until=deal.now)


def test_withdrawn_words_hold_nowhere_at_once(deal: Deal) -> None:
    statement = deal.say()
    with pytest.raises(Refused, match="Why are these words withdrawn"):
        deal.withdraw(statement, " ")
    taken = deal.withdraw(statement)
    assert "take messages for every clinic" in taken.said
    assert deal.words() is None
    deal.take_back(taken)
    assert deal.words() is not None


def test_an_approval_is_undone_only_while_nobody_was_told(deal: Deal) -> None:
    first = deal.say("One.")
    second = deal.draft("Two.")
    approved = deal.approve(second)
    deal.statements.acknowledge(deal.world.wren, second, uuid4())
    deal.take_back(approved)
    words = deal.words()
    assert words is not None
    assert (words.id, deal.row(second).state) == (first, StatementState.DRAFT)
    approved = deal.approve(second)
    deal.tell(second, deal.world.juniper)
    with pytest.raises(Refused, match="was told these words already"):
        deal.take_back(approved)


def test_who_has_read_new_words(deal: Deal) -> None:
    world = deal.world
    statement = deal.say()
    assert [row.id for row in deal.statements.to_acknowledge(world.wren)] == [statement]
    assert not deal.statements.current(world.wren, None).acknowledged
    for _ in range(2):
        deal.statements.acknowledge(world.wren, statement, uuid4())
    assert deal.statements.to_acknowledge(world.wren) == ()
    assert deal.statements.current(world.wren, None).acknowledged
    assert deal.statements.acknowledged_by(world.lark, statement) == ("Wren Hill",)
    assert [row.id for row in deal.statements.to_acknowledge(world.robin)] == [statement]


def test_what_is_new_since_they_heard_it_last(deal: Deal) -> None:
    world = deal.world
    first = deal.say("KWC is being acquired.")
    deal.tell(first, world.juniper)
    second = deal.say(
        "KWC is being acquired. Your appointments stay.",
    )
    since = deal.statements.since_heard(world.wren, second, world.juniper)
    assert (since.heard_id, since.heard_name) == (first, "v1")
    assert [piece.text.strip() for piece in since.pieces if piece.new] == [
        "Your appointments stay."
    ]
    fresh = deal.statements.since_heard(world.wren, second, world.rowan)
    assert (fresh.heard_id, [piece.new for piece in fresh.pieces]) == (None, [False])


def test_a_window_that_cannot_read_shows_no_old_words(deal: Deal) -> None:
    deal.say()
    words = deal.statements.current(deal.world.wren, None)
    assert words.still_holds(deal.now + timedelta(seconds=60))
    assert not words.still_holds(deal.now + timedelta(seconds=61))
    assert not words.still_holds(deal.now - timedelta(seconds=1)), "the clock was set back"


def test_a_correction_names_words_that_hold_no_more(deal: Deal) -> None:
    world = deal.world
    wrong = deal.say("Your records move on Monday.")
    deal.tell(wrong, world.juniper)
    with pytest.raises(Refused, match="still holds"):
        deal.statements.correct(world.lark, wrong, "Not on Monday", uuid4())
    deal.say("Your records stay here.")
    with pytest.raises(NotAllowed):
        deal.statements.correct(world.wren, wrong, "Not on Monday", uuid4())
    said = deal.statements.correct(world.lark, wrong, "Not on Monday", uuid4()).said
    assert said == "Correction published. 1 person who was told v1 come first now."
    assert deal.told(world.juniper)[0].wrong_because == "Not on Monday"
