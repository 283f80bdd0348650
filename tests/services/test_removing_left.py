"""What is easily left behind by a removal, and what must be: wishes, and who is held."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import DiskFull, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DoNotCallPurpose,
    HoldKind,
    NumberKind,
    Reason,
    Relation,
    Resolution,
    Scope,
)
from desktop.services import callbacks as callback_service
from desktop.services import calls as call_service
from desktop.services import people as people_service
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls, in_force, stops
from desktop.services.holds import Holds
from desktop.services.new_promise import NewPromise
from desktop.services.people import NewPerson, People
from desktop.services.person_details import PersonDetails
from desktop.services.removing import Removing
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.storage import note_index, tables
from tests.services.removals import CANARY, NUMBER, cells, index_bytes, log, make_tamarisk
from tests.services.world import World

_of = tables.metadata.tables


@pytest.fixture
def removing(world: World) -> Removing:
    return Removing(world.database, world.ledger, world.clock)


@pytest.fixture
def tamarisk(world: World) -> UUID:
    return make_tamarisk(world)


def undo(world: World, change_id: UUID | None) -> None:
    assert change_id is not None
    inverses = {
        **people_service.INVERSES, **call_service.INVERSES, **callback_service.INVERSES,
    }  # fmt: skip
    Undo(world.database, world.ledger, inverses).undo(world.wren, change_id, uuid4())


def assert_clean(world: World, *words: str) -> None:
    """None of it stands anywhere, and the trail holds."""
    everything = [str(cell).lower() for cell in cells(world)]
    for each in (CANARY, NUMBER, *words):
        assert not [cell for cell in everything if each.lower() in cell], each
    assert CANARY.lower().encode() not in index_bytes(world)
    assert list(broken_links(world.database)) == []


def of_person(world: World, table: str, person: UUID) -> list[UUID]:
    with world.database.read() as conn:
        query = select(_of[table].c.id).where(_of[table].c.person_id == person)
        return list(conn.execute(query.order_by(_of[table].c.id)).scalars())


def test_what_was_taken_off_their_card_before_goes_too(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    """GIVEN numbers, an e-mail and a promise that were hers once WHEN she is removed THEN nothing
    of those stays either: in no record and in no entry of the trail."""
    people, details = (
        People(world.database, world.ledger, world.clock),
        PersonDetails(world.ledger),
    )
    for number in ("7025550139", "7025550140", "7025550141"):
        people.add_number(world.wren, tamarisk, number, NumberKind.WORK, uuid4())
    log(world, tamarisk, tamarisk, "7025550140")
    uses = {each.e164: each.number_id for each in people.get(world.wren, tamarisk).numbers}
    details.remove_number(world.wren, tamarisk, uses["+17025550139"], uuid4())
    details.remove_number(world.wren, tamarisk, uses["+17025550140"], uuid4())
    log(world, tamarisk, tamarisk, "7025550142")  # a number that was never on the card
    details.remove_email(world.wren, of_person(world, "person_email", tamarisk)[0], uuid4())
    taken_back = people.add_number(world.wren, tamarisk, "7025550143", NumberKind.WORK, uuid4())
    undo(world, taken_back.change_id)
    undo(world, log(world, tamarisk, tamarisk, "7025550144"))
    with world.database.write() as conn:
        conn.execute(_of["draft"].delete())  # the card that came back was put away
    removing.remove(world.lark, tamarisk, "Asked")
    assert_clean(world, *(f"702555013{each}" for each in "9"), *(f"702555014{n}" for n in range(5)))


def test_a_try_that_was_taken_back_goes_with_the_promise(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    new = NewPromise(
        reason=Reason.RECORDS, due_at=world.clock.now + timedelta(hours=1), person_id=tamarisk
    )
    promise = callbacks.promise(world.wren, new, uuid4()).written.value
    assert promise is not None
    tried = callbacks.record(
        world.wren, promise, 1, AttemptResult.NO_ANSWER, uuid4(), note=f"{CANARY}'s phone is off"
    )
    undo(world, tried.written.change_id)
    version = callbacks.detail(world.wren, promise).row.version
    callbacks.close(world.lark, [(promise, version)], Resolution.NOT_NEEDED, "", uuid4())
    removing.remove(world.lark, tamarisk, "Asked")
    assert_clean(world)


def test_a_number_that_somebody_else_is_at_stays_theirs(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    """GIVEN a number that was hers and is another's by now WHEN she is removed THEN it stays."""
    people, details = (
        People(world.database, world.ledger, world.clock),
        PersonDetails(world.ledger),
    )
    uses = {each.e164: each.number_id for each in people.get(world.wren, tamarisk).numbers}
    details.remove_number(world.wren, tamarisk, uses[f"+1{NUMBER}"], uuid4())
    sorrel = people.add(world.wren, NewPerson("Sedge Fell", number_text=NUMBER), uuid4()).value
    assert sorrel is not None
    removing.remove(world.lark, tamarisk, "Asked")
    assert [each.e164 for each in people.get(world.wren, sorrel).numbers] == [f"+1{NUMBER}"]
    assert not [cell for cell in cells(world) if f"{CANARY} Reed" in str(cell)]
    assert list(broken_links(world.database)) == []


def test_words_that_were_left_go_with_the_next_removal(
    world: World, removing: Removing, tamarisk: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_conn: object, *, first: bool) -> bool:
        raise DiskFull(f"There is no room left. {first}")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.removing.forget_words", full)
        removing.remove(world.lark, tamarisk, "Asked")
    assert People(world.database, world.ledger, world.clock).find(world.wren, CANARY) == ()
    removing.remove(world.lark, world.sorrel, "Asked")
    assert CANARY.lower().encode() not in index_bytes(world)


def test_many_words_are_forgotten_in_short_steps(
    world: World, removing: Removing, tamarisk: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN an index of many pages WHEN she is removed THEN each step writes only some of them, the
    desk can write in between, and at the end nothing of hers is in it."""
    if world.database.dialect != "sqlite":
        pytest.skip("PostgreSQL drops the words at once")
    monkeypatch.setattr(note_index, "_MERGED", 1)
    for at in range(200):
        log(
            world, world.hazel, world.hazel, "3035550112", " ".join(f"w{at}x{n}" for n in range(40))
        )
    steps = list[int]()
    forget = note_index.forget_words

    def counted(conn: object, *, first: bool) -> bool:
        steps.append(1)
        return forget(conn, first=first)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.services.removing.forget_words", counted)
    removing.remove(world.lark, tamarisk, "Asked")
    assert len(steps) > 5
    assert CANARY.lower().encode() not in index_bytes(world)
    assert list(broken_links(world.database)) == []
    with world.database.read() as conn:
        assert note_index.found(conn, "call", ["w7x7"], 5), "the words of others are found"


def is_stopped(world: World, e164: str) -> bool:
    """Whether somebody new at this number would not be rung."""
    people = People(world.database, world.ledger, world.clock)
    people.add(world.wren, NewPerson("Sedge Fell", number_text=e164), uuid4())
    number = _of["phone_number"]
    with world.database.read() as conn:
        found = conn.execute(select(number.c.id).where(number.c.e164 == f"+1{e164}")).scalar_one()
        return stops(CallbackKind.MARKETING, in_force(conn, None, found)) is not None


@pytest.mark.parametrize("at_number", [False, True])
def test_a_wish_not_to_be_called_stays_with_their_own_number(
    world: World, removing: Removing, tamarisk: UUID, at_number: bool
) -> None:
    """GIVEN she asked not to be called, at any number or at hers WHEN she is removed THEN her own
    number is not rung for anybody, the household's is, and nothing says whose wish it was."""
    numbers = People(world.database, world.ledger, world.clock).get(world.wren, tamarisk).numbers
    own = next(each.number_id for each in numbers if each.e164 == f"+1{NUMBER}")
    DoNotCalls(world.database, world.ledger).set(
        world.wren, tamarisk, own if at_number else None, DoNotCallPurpose.ALL,
        f"{CANARY} asked", uuid4(),
    )  # fmt: skip
    plan = removing.preview(world.lark, tamarisk)
    assert plan.not_to_call == 1
    assert not {"do_not_call", "phone_number"} & plan.removed.keys(), "they stay, nameless"
    removing.remove(world.lark, tamarisk, "Asked")
    assert is_stopped(world, NUMBER)
    assert not is_stopped(world, "3125550147"), "Rowan and Juniper asked for nothing"
    assert not [cell for cell in cells(world) if CANARY.lower() in str(cell).lower()]
    with world.database.read() as conn:
        rows = conn.execute(select(_of["do_not_call"].c.person_id)).scalars().all()
    assert tamarisk not in rows


def test_a_wish_that_was_lifted_keeps_no_number(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    wishes = DoNotCalls(world.database, world.ledger)
    numbers = People(world.database, world.ledger, world.clock).get(world.wren, tamarisk).numbers
    own = next(each.number_id for each in numbers if each.e164 == f"+1{NUMBER}")
    for person in (tamarisk, None):
        made = wishes.set(
            world.wren, person, own, DoNotCallPurpose.ALL, f"{CANARY} asked", uuid4()
        ).written.value
        assert made is not None
        wishes.lift(world.lark, made, f"{CANARY} called", uuid4())
    assert removing.preview(world.lark, tamarisk).not_to_call == 0
    removing.remove(world.lark, tamarisk, "Asked")
    assert_clean(world)


@pytest.mark.parametrize("how", ["call", "may speak", "taken back"])
def test_a_legal_hold_on_one_keeps_what_another_has_with_them(
    world: World, removing: Removing, how: str
) -> None:
    """GIVEN a hold on Juniper WHEN Rowan is to be removed, with whom she has something, or had
    THEN it is refused, and hers stays in the records and in the trail."""
    people = People(world.database, world.ledger, world.clock)
    other = people.add(world.wren, NewPerson("Tansy Field", number_text=NUMBER), uuid4()).value
    assert other is not None
    if how == "may speak":
        PersonDetails(world.ledger).allow_to_speak(
            world.wren, other, world.juniper, Relation.SPOUSE, Scope.APPOINTMENTS, "Form", None,
            uuid4(),
        )  # fmt: skip
    else:
        made = log(world, other, world.juniper, NUMBER, "The dose was wrong")
        if how == "taken back":
            undo(world, made)
            with world.database.write() as conn:
                conn.execute(_of["draft"].delete())
    before = sorted(map(str, cells(world)))
    hold = (
        Holds(world.ledger)
        .set(world.lark, world.juniper, HoldKind.LEGAL, "Court order", uuid4())
        .written.value
    )
    assert hold is not None
    assert "somebody else" in removing.preview(world.lark, other).why_not
    with pytest.raises(Refused, match="legal hold on somebody else"):
        removing.remove(world.lark, other, "Asked")
    after = list(map(str, cells(world)))
    assert all(cell in after for cell in before)
    Holds(world.ledger).lift(world.lark, hold, "Over", uuid4())
    removing.remove(world.lark, other, "Asked")
