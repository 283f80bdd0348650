"""Records that are not as the trail left them: the entry that wrote one last is named."""

from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, update

from desktop.domain.vocabulary import CallOutcome, Reason, RestrictionKind
from desktop.services import people as people_service
from desktop.services import records_check
from desktop.services.call_form import CallForm
from desktop.services.calls import Calls
from desktop.services.people import NewPerson, People
from desktop.services.person_details import PersonDetails
from desktop.services.records_check import altered_records
from desktop.services.removing import Removing
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World, edit

_of = tables.metadata.tables


def found(world: World) -> list[tuple[int, str]]:
    with world.database.read() as conn:
        return [(each.number, each.what) for each in altered_records(conn)]


def tamper(world: World, statement: Any) -> None:
    with world.database.write() as conn:
        assert conn.execute(statement).rowcount == 1


def test_what_the_program_writes_takes_back_and_removes_is_as_the_trail_says(
    world: World, monkeypatch: Any
) -> None:
    monkeypatch.setattr(records_check, "_BLOCK", 3)
    people = People(world.database, world.ledger, world.clock)
    details = PersonDetails(world.ledger)
    made = people.add(world.wren, NewPerson("Tamarisk Reed", number_text="7025550138"), uuid4())
    assert made.value is not None
    details.add_email(world.wren, made.value, "tamarisk@example.com", uuid4())
    details.add_restriction(
        world.wren, made.value, RestrictionKind.NO_VOICEMAIL, "Rings at noon", uuid4()
    )
    form = CallForm(
        world.clock.now,
        speaker_id=made.value,
        reasons=(Reason.RECORDS,),
        outcome=CallOutcome.RESOLVED,
        notes="asked",
    )
    Calls(world.database, world.ledger, world.clock).log(world.wren, None, form, uuid4())
    other = people.add(world.wren, NewPerson("Sedge Marsh"), uuid4())
    assert other.change_id is not None
    undo = Undo(world.database, world.ledger, people_service.INVERSES)
    undo.undo(world.wren, other.change_id, uuid4())
    assert found(world) == []

    Removing(world.database, world.ledger, world.clock).remove(world.lark, made.value, "asked")
    assert found(world) == []


def test_a_record_that_was_altered_is_named_by_the_entry_that_wrote_it_last(world: World) -> None:
    edit(world, world.wren, "person", world.hazel, notes="one")
    edit(world, world.wren, "person", world.juniper, notes="two")
    edit(world, world.wren, "person", world.hazel, notes="three")
    person, account = _of["person"], _of["user_account"]
    tamper(world, update(person).where(person.c.id == world.hazel).values(notes="one"))
    altered = "that it wrote last was altered since"
    assert found(world) == [(3, f"a record (person) {altered}")]

    tamper(world, update(person).where(person.c.id == world.hazel).values(notes="three"))
    robin = account.c.id == world.robin.user_id
    tamper(world, update(account).where(robin).values(role="manager"))
    assert found(world) == [(1, f"a record (user account) {altered}")]


def test_a_word_beneath_a_record_is_part_of_it(world: World) -> None:
    word = _of["person_word"]
    with world.database.write() as conn:
        conn.execute(insert(word).values(person_id=world.hazel, word="forged"))
    assert [what for _, what in found(world)] == [
        "a record (person) that it wrote last was altered since"
    ]


def test_a_record_that_is_gone_or_came_from_nowhere_is_found(world: World) -> None:
    details = PersonDetails(world.ledger)
    details.add_email(world.wren, world.hazel, "one@example.com", uuid4())
    email, word = _of["person_email"], _of["email_word"]
    with world.database.write() as conn:
        row = conn.execute(select(email).order_by(email.c.id.desc()).limit(1)).mappings().one()
        conn.execute(delete(word).where(word.c.email_id == row["id"]))
        conn.execute(delete(email).where(email.c.id == row["id"]))
        conn.execute(insert(email).values({**row, "id": uuid4()}))
    assert found(world) == [
        (0, "a record (person email) is here that no entry wrote"),
        (1, "a record (person email) that it wrote last is gone"),
    ]


def test_an_image_from_before_a_column_was_added_is_no_fault(world: World) -> None:
    """Images keep the columns that there were; whether one is altered shows the chain."""
    edit(world, world.wren, "person", world.hazel, notes="one")
    item = _of["change_item"]
    with world.database.write() as conn:
        last = select(item.c.after).where(item.c.record_id == world.hazel)
        images = conn.execute(last).scalars().all()
        before = images[-1].replace('"address":"",', "").replace('"address":null,', "")
        assert before != images[-1]
        conn.execute(update(item).where(item.c.after == images[-1]).values(after=before))
    assert found(world) == []
