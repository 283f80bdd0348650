"""Merging people and taking it apart again: nothing is lost, nothing refers to who is gone."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.vocabulary import (
    CallbackState,
    DoNotCallPurpose,
    NumberKind,
    Permission,
    Relation,
    Resolution,
    RestrictionKind,
    Scope,
    VoicemailRule,
)
from desktop.services import merge_moves, tallies
from desktop.services.call_form import CallForm
from desktop.services.changes import Writing
from desktop.services.drafts import Drafts
from desktop.services.history import History
from desktop.services.leases import Leases
from desktop.services.people import NewPerson
from desktop.services.trail import broken_links
from desktop.services.who_stays import references
from desktop.storage import tables
from tests.services.mergers import Merger, merger_of
from tests.services.world import WORDS_FOR_ALL, World, edit

_of = tables.metadata.tables


@pytest.fixture
def merger(world: World) -> Merger:
    return merger_of(world)


@pytest.fixture
def web(merger: Merger) -> UUID:
    """Juniper once more, as she wrote from the web: another number and address, Rowan's home."""
    merger.world.clock.forward(seconds=60)
    made = merger.people.add(
        merger.world.wren,
        NewPerson(
            "Juniper Moss",
            kind="Web lead",
            number_text="(872) 555-0139",
            date_of_birth=date(1990, 6, 21),
            email="j.moss@example.com",
            notes="Found us on the web",
        ),
        uuid4(),
    )
    assert made.value is not None
    return made.value


def test_every_column_that_refers_to_a_person_is_known_to_merging() -> None:
    known = {**merge_moves.MOVED, **merge_moves.ADDED_UP, **merge_moves.LEFT}
    there = {name: references(table) for name, table in _of.items() if references(table)}
    assert {name: set(columns) for name, columns in there.items()} == {
        name: set(columns) for name, columns in known.items()
    }


def test_all_of_them_goes_to_the_one_who_stays(merger: Merger, web: UUID) -> None:
    world = merger.world
    call = merger.log(web, subject=web)
    about = merger.log(world.rowan, subject=web)
    promise = merger.promise(web)
    merger.details.add_restriction(world.wren, web, RestrictionKind.LETTER_ONLY, "", uuid4())
    merger.details.allow_to_speak(
        world.wren, world.rowan, web, Relation.SPOUSE, Scope.RECORDS, "Told on the phone", None,
        uuid4(),
    )  # fmt: skip
    preview = merger.merging.preview(world.wren, world.juniper, web)
    assert (preview.moves.calls, preview.moves.open_callbacks) == (2, 1)
    merged = merger.merge(world.juniper, web)
    assert merged.said.startswith("Juniper Moss is one person now")
    card = merger.people.get(world.wren, world.juniper)
    assert [n.e164[-4:] for n in card.numbers] == ["0147", "0162", "0139"]
    assert [each.email for each in card.emails] == ["j.moss@example.com"]
    assert {each.kind for each in card.restrictions} == {
        RestrictionKind.NEVER_RING_HOME,
        RestrictionKind.LETTER_ONLY,
    }
    assert {each.scope for each in card.spoken_for_by if each.is_valid} == {
        Scope.APPOINTMENTS,
        Scope.RECORDS,
    }
    assert card.voicemail is VoicemailRule.NEUTRAL
    assert card.notes == "Found us on the web"
    for each in (call, about):
        assert merger.calls.get(world.wren, each).subject_id == world.juniper
    assert merger.row("callback", promise)["person_id"] == world.juniper
    assert merger.people.get(world.wren, web).id == world.juniper
    assert len(merger.people.find(world.wren, "juniper")) == 1
    assert merger.people.find(world.wren, "0139")[0].person_id == world.juniper


def test_undo_puts_everything_back(merger: Merger, web: UUID) -> None:
    world = merger.world
    merger.log(web, subject=web)
    merger.promise(web)
    before = merger.pictures()
    merged = merger.merge(world.juniper, web, take=("kind",))
    assert merger.row("person", world.juniper)["kind"] == "Web lead"
    merger.undo(merged)
    assert merger.pictures() == before
    assert not list(broken_links(world.database))
    assert [hit.person_id for hit in merger.people.find(world.wren, "juniper")] == [
        world.juniper,
        web,
    ]


def test_undo_keeps_what_was_worked_since(merger: Merger, web: UUID) -> None:
    world = merger.world
    old = merger.log(web, subject=web)
    promise = merger.promise(web)
    merged = merger.merge(world.juniper, web)
    new = merger.log(world.juniper, subject=world.juniper)
    row = merger.row("callback", promise)
    merger.callbacks.close(
        world.robin, [(promise, row["version"])], Resolution.NOT_NEEDED, "She came by", uuid4()
    )
    edit(world, world.robin, "person", world.juniper, prefers="Mornings", notes="Said by Robin")
    merger.details.remove_number(
        world.robin, world.juniper, merger.number_of("+18725550139"), uuid4()
    )
    merger.undo(merged)
    assert merger.calls.get(world.wren, old).speaker_id == web
    assert merger.calls.get(world.wren, new).speaker_id == world.juniper
    closed = merger.row("callback", promise)
    assert (closed["person_id"], closed["state"]) == (web, CallbackState.CLOSED)
    juniper = merger.row("person", world.juniper)
    assert (juniper["prefers"], juniper["notes"]) == ("Mornings", "Said by Robin")
    assert merger.people.get(world.wren, web).numbers == ()


def test_a_promise_made_to_who_is_gone_keeps_the_number_of_who_stays(
    merger: Merger, web: UUID
) -> None:
    juniper = merger.world.juniper
    merger.merge(juniper, web)
    promise = merger.promise(web, "(872) 555-0139")
    assert merger.row("callback", promise)["person_id"] == juniper
    uses = merger.people.get(merger.world.wren, juniper).numbers
    assert [use.e164 for use in uses].count("+18725550139") == 1


def test_two_promises_for_the_same_thing_stay_two(merger: Merger, web: UUID) -> None:
    world = merger.world
    one, other = merger.promise(world.juniper), merger.promise(web)
    merger.merge(world.juniper, web)
    states = [merger.row("callback", each)["state"] for each in (one, other)]
    assert states == [CallbackState.OPEN, CallbackState.OPEN]


def test_the_stricter_rules_win(merger: Merger, web: UUID) -> None:
    """Never ring home counts for the number the other gave, do not call for the other's promise."""
    world = merger.world
    merger.people.add_number(world.wren, web, "(872) 555-0138", NumberKind.HOME, uuid4())
    promise = merger.promise(web, "(872) 555-0138")
    edit(world, world.wren, "person", web, voicemail=VoicemailRule.NONE)
    merged = merger.merge(world.juniper, web)
    row = merger.row("callback", promise)
    assert row["number_id"] != merger.number_of("+18725550138")
    assert row["state"] == CallbackState.OPEN
    assert merger.row("person", world.juniper)["voicemail"] == VoicemailRule.NONE
    merger.undo(merged)
    assert merger.row("callback", promise)["number_id"] == merger.number_of("+18725550138")


def test_do_not_call_moves_and_stops_what_it_covers(merger: Merger, web: UUID) -> None:
    world = merger.world
    promise = merger.promise(world.juniper)
    merger.do_not_calls.set(world.wren, web, None, DoNotCallPurpose.ALL, "By form", uuid4())
    assert merger.merging.preview(world.wren, world.juniper, web).moves.stopped == 1
    merged = merger.merge(world.juniper, web)
    closed = merger.row("callback", promise)
    assert (closed["state"], closed["resolution"]) == ("closed", Resolution.DO_NOT_CALL)
    merger.undo(merged)
    assert merger.row("callback", promise)["state"] == CallbackState.OPEN
    assert merger.people.get(world.wren, world.juniper).do_not_call == ()


def test_a_chain_undone_from_its_end_is_as_it_was(merger: Merger, web: UUID) -> None:
    world = merger.world
    merger.log(web, subject=web)
    merger.promise(web)
    before = merger.pictures()
    first = merger.merge(world.juniper, web)
    second = merger.merge(world.hazel, world.juniper, take=("name",))
    merger.undo(second)
    merger.undo(first)
    assert merger.pictures() == before


def test_chains_lead_on_and_come_apart_in_any_order(merger: Merger, web: UUID) -> None:
    """What both merges changed stays with the one in the middle: it was changed since."""
    world = merger.world
    call = merger.log(web, subject=web)
    other = merger.log(world.juniper, subject=world.juniper)
    before = merger.pictures()
    first = merger.merge(world.juniper, web)
    second = merger.merge(world.hazel, world.juniper)
    assert merger.people.get(world.wren, web).id == world.hazel
    assert {merger.calls.get(world.wren, each).speaker_id for each in (call, other)} == {
        world.hazel
    }
    with pytest.raises(Refused, match="merged into Hazel Birch already"):
        merger.merge(world.rowan, web)
    merger.undo(first)
    assert merger.calls.get(world.wren, call).speaker_id == web
    assert merger.calls.get(world.wren, other).speaker_id == world.hazel
    assert merger.people.get(world.wren, world.juniper).id == world.hazel
    merger.undo(second)
    after = merger.pictures()
    for record in ("call", "callback", "person_word", "restriction", "permission_to_speak"):
        assert after[record] == before[record]
    owners = (
        {(each["id"], each["person_id"]) for each in now["person_number"]}
        for now in (before, after)
    )
    assert next(owners) == next(owners)


def test_refused_while_somebody_is_at_work_with_them(merger: Merger, web: UUID) -> None:
    world = merger.world
    drafts = Drafts(world.database, world.clock)
    card = uuid4()
    drafts.save(world.robin, card, CallForm(world.clock.now, speaker_id=web, speaker_name="J"))
    with pytest.raises(Refused, match="Robin Vale has a call open with one of them"):
        merger.merge(world.juniper, web)
    with pytest.raises(Refused, match="You have a call open"):
        merger.merge(world.juniper, web, actor=world.robin)
    drafts.discard(world.robin, card, CallForm(world.clock.now, speaker_id=web))
    promise = merger.promise(web)
    leases = Leases(world.database, world.clock)
    leases.claim(world.robin, promise)
    with pytest.raises(Refused, match="Robin Vale is at work on a promise"):
        merger.merge(world.juniper, web)
    leases.release(world.robin, promise)
    seen = merger.seen(world.juniper)
    edit(world, world.robin, "person", world.juniper, prefers="Evenings")
    with pytest.raises(ChangedSince, match="Robin Vale"):
        merger.merging.merge(world.wren, seen, merger.seen(web), uuid4())
    with pytest.raises(Refused, match="one and the same"):
        merger.merge(web, web)
    with pytest.raises(NotAllowed):
        merger.merge(world.juniper, web, actor=world.it)
    merger.merge(world.juniper, web)


def test_undo_waits_for_who_is_at_work(merger: Merger, web: UUID) -> None:
    world = merger.world
    promise = merger.promise(web)
    merged = merger.merge(world.juniper, web)
    Leases(world.database, world.clock).claim(world.robin, promise)
    with pytest.raises(Refused, match="Robin Vale is at work"):
        merger.undo(merged)


def test_what_still_names_the_one_who_is_gone_means_who_stays(merger: Merger, web: UUID) -> None:
    """Another window had them picked before the merge."""
    world = merger.world
    merger.merge(world.juniper, web)
    call = merger.log(web, subject=web)
    assert merger.calls.get(world.wren, call).speaker_id == world.juniper
    promise = merger.promise(web)
    assert merger.row("callback", promise)["person_id"] == world.juniper
    merger.people.add_number(world.wren, web, "(872) 555-0137", NumberKind.MOBILE, uuid4())
    merger.details.add_email(world.wren, web, "third@example.com", uuid4())
    assert merger.count("person_number", "person_id", web) == 0
    stopped = merger.do_not_calls.set(
        world.wren, web, None, DoNotCallPurpose.ALL, "Told us", uuid4()
    )
    assert "1 promise stopped" in stopped.said
    with pytest.raises(ChangedSince):
        merger.people.update(world.wren, web, 1, uuid4(), prefers="Mornings")


def test_nobody_is_asked_twice_about_two_who_are_not_the_same(merger: Merger, web: UUID) -> None:
    world = merger.world
    merger.details.add_email(world.wren, world.juniper, "j.moss@example.com", uuid4())
    assert [each.person_id for each in merger.alike.of(world.wren, world.juniper)] == [web]
    (pair,) = merger.alike.pairs(world.wren)
    assert (pair.one.person_id, pair.other.person_id) == (world.juniper, web)
    assert merger.alike.known_pairs(world.wren) == 1
    kept = merger.merging.not_same(world.wren, web, world.juniper, uuid4())
    assert merger.alike.of(world.wren, web) == ()
    assert merger.alike.pairs(world.wren) == ()
    merger.undo(kept)
    assert len(merger.alike.pairs(world.wren)) == 1
    assert merger.people.known_while_typing(world.wren, "juniper mos", "") is None
    typed = merger.people.known_while_typing(world.wren, "Juniper Moss", "")
    assert typed is not None
    assert typed.city == "Chicago"


def test_the_number_of_people_is_kept(merger: Merger, web: UUID) -> None:
    world = merger.world
    people = _of["person"]

    def there() -> int:
        with world.database.read() as conn:
            return int(conn.execute(select(func.count()).select_from(people)).scalar_one())

    assert tallies.people(world.database) == there()
    merged = merger.merge(world.juniper, web)
    assert tallies.people(world.database) == there() - 1
    merger.undo(merged)
    merger.people.add(world.wren, NewPerson("Fern Oak"), uuid4())
    assert tallies.people(world.database) == there()


def test_a_disclosure_and_its_history_move(merger: Merger, web: UUID) -> None:
    world = merger.world

    def tell(writing: Writing) -> None:
        statement = writing.insert("statement", {**WORDS_FOR_ALL, "number": 1})
        writing.insert(
            "disclosure",
            {
                "statement_id": statement,
                "told_id": web,
                "subject_id": web,
                "user_id": world.wren.user_id,
                "told_at": writing.now,
            },
        )

    world.ledger.write(world.wren, "tell", Permission.READ_PEOPLE, uuid4(), tell)
    assert merger.merging.preview(world.wren, world.juniper, web).moves.statements == (1,)
    merger.merge(world.juniper, web)
    entries = History(world.database).of_person(world.wren, world.juniper)
    assert [entry.title for entry in entries] == ["Told statement v1"]


def test_a_merge_of_many_calls_is_one_change(merger: Merger, web: UUID) -> None:
    world = merger.world
    for minute in range(30):
        world.clock.forward(seconds=60)
        merger.log(web, subject=web if minute % 2 else world.rowan)
    merged = merger.merge(world.juniper, web)
    assert merger.count("call", "speaker_id", world.juniper) == 30
    merger.undo(merged)
    assert merger.count("call", "speaker_id", web) == 30
    assert not list(broken_links(world.database))
