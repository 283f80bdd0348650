"""Everything that was with a person: newest first, page by page, nothing twice."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotAllowed
from desktop.domain.vocabulary import (
    AttemptResult,
    CallOutcome,
    Direction,
    Reason,
    Relation,
    Resolution,
)
from desktop.services.changes import Writing
from desktop.services.history import MOST_COUNTED, History, HistoryEntry, entries_of_callback
from tests.services.phone import Phone
from tests.services.world import WORDS_FOR_ALL, World


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def history(world: World) -> History:
    return History(world.database)


def write(world: World, record: str, **values: object) -> UUID:
    """One record, by the ordinary way."""
    written = world.ledger.write_unattended(
        f"add_{record}", uuid4(), lambda writing: writing.insert(record, values)
    )
    assert written.value is not None
    return written.value


def attempt(world: World, callback_id: UUID, result: AttemptResult, note: str = "") -> UUID:
    return write(
        world,
        "attempt",
        callback_id=callback_id,
        user_id=world.robin.user_id,
        at=world.clock.now,
        result=result,
        note=note,
    )


def tell(world: World, told: UUID, about: UUID, number: int, struck: str | None = None) -> UUID:
    statement = write(world, "statement", **WORDS_FOR_ALL, number=number)
    return write(
        world,
        "disclosure",
        statement_id=statement,
        told_id=told,
        subject_id=about,
        user_id=world.wren.user_id,
        told_at=world.clock.now,
        struck_reason=struck,
    )


def close(world: World, callback_id: UUID) -> None:
    def work(writing: Writing) -> None:
        writing.update(
            "callback",
            callback_id,
            {
                "state": "closed",
                "resolution": Resolution.KEPT,
                "resolution_note": "She has them",
                "closed_at": writing.now,
                "closed_by": world.lark.user_id,
            },
        )

    world.ledger.write_unattended("close", uuid4(), work)


def told_as(entries: tuple[HistoryEntry, ...]) -> list[tuple[str, str, str]]:
    return [(entry.title, entry.detail, entry.who) for entry in entries]


def test_a_story_newest_first(world: World, phone: Phone, history: History) -> None:
    phone.log(
        phone.promising(reasons=(Reason.NEW_PATIENT, Reason.RECORDS), notes="When will they come?")
    )
    callback = phone.callback().id
    world.clock.forward(minutes=1)
    tell(world, world.juniper, world.juniper, 2)
    world.clock.forward(minutes=1)
    attempt(world, callback, AttemptResult.NO_ANSWER)
    world.clock.forward(minutes=1)
    attempt(world, callback, AttemptResult.VOICEMAIL, "No details")
    world.clock.forward(minutes=1)
    phone.log(
        phone.card(
            speaker_id=world.rowan, subject_id=world.juniper, relation=Relation.SPOUSE, notes=""
        ),
        world.robin,
    )
    world.clock.forward(minutes=1)
    tell(world, world.rowan, world.juniper, 3, struck="Wrong version")
    world.clock.forward(minutes=1)
    close(world, callback)
    entries = history.of_person(world.wren, world.juniper)
    assert told_as(entries) == [
        ("Promise kept", "She has them.", "Lark Moor"),
        (
            "Told Rowan statement v3",
            "Told to Rowan, not to Juniper. Struck: Wrong version.",
            "Wren Hill",
        ),
        ("Rowan called about Juniper", "Records.", "Robin Vale"),
        ("Left voicemail", "No details.", "Robin Vale"),
        ("No answer", "", "Robin Vale"),
        ("Told statement v2", "", "Wren Hill"),
        *entries_like_promise_and_call(entries),
    ]
    assert history.count(world.wren, world.juniper) == len(entries) == 8
    assert entries[0].outcome == Resolution.KEPT
    tries = [entry for entry in entries if entry.kind == "attempt"]
    assert {entry.callback_id for entry in tries} == {callback}
    assert [entry.aside for entry in tries] == ["try 2", "try 1"]
    assert told_as(history.of_person(world.wren, world.rowan)) == [
        (
            "Told Rowan statement v3",
            "Told to Rowan, not to Juniper. Struck: Wrong version.",
            "Wren Hill",
        ),
        ("Called about Juniper", "Records.", "Robin Vale"),
    ]
    with world.database.read() as conn:
        alone = entries_of_callback(conn, callback)
    assert [entry.kind for entry in alone] == ["callback", "attempt", "attempt", "callback", "call"]


def entries_like_promise_and_call(
    entries: tuple[HistoryEntry, ...],
) -> list[tuple[str, str, str]]:
    """The call and its promise are of one moment."""
    pair = told_as(entries)[-2:]
    assert sorted(pair) == [
        ("Callback promised for Wed 10:00 am", "When will they come?", "Wren Hill"),
        ("Called in", "New patient, Records. When will they come?", "Wren Hill"),
    ]
    return pair


def test_a_promise_for_today_is_not_for_the_day_it_is_read(
    world: World, phone: Phone, history: History
) -> None:
    phone.log(phone.promising(due_at=world.clock.now + timedelta(hours=1)))
    world.clock.forward(days=2)
    titles = {entry.title for entry in history.of_person(world.wren, world.juniper)}
    assert "Callback promised for 4:18 pm the same day" in titles


def test_how_calls_are_called(world: World, phone: Phone, history: History) -> None:
    titles = {
        CallOutcome.MISSED: "Missed call",
        CallOutcome.HUNG_UP: "Hung up",
        CallOutcome.WRONG_NUMBER: "Wrong number",
        CallOutcome.SPAM: "Spam call",
        CallOutcome.MESSAGE: "Called in",
    }
    for outcome in titles:
        world.clock.forward(minutes=1)
        phone.log(phone.card(outcome, number_text=""))
    calls = history.of_person(world.wren, world.juniper)
    assert [entry.title for entry in calls] == list(reversed(titles.values()))
    for speaker, subject in ((world.juniper, None), (world.rowan, world.juniper)):
        world.clock.forward(minutes=1)
        phone.log(phone.card(direction=Direction.OUT, speaker_id=speaker, subject_id=subject))
    newest = history.of_person(world.wren, world.juniper, limit=2)
    assert [entry.title for entry in newest] == ["Rang Rowan about Juniper", "Called out"]


def test_pages_with_ties_lose_and_repeat_nothing(
    world: World, phone: Phone, history: History
) -> None:
    """Eighteen calls of two moments, half of them by Rowan about Juniper, and promises."""
    for index in range(18):
        speaker = world.rowan if index % 2 else world.juniper
        subject = world.juniper if index % 2 else None
        started = world.clock.now - timedelta(hours=index // 9)
        card = phone.card if index % 5 else phone.promising
        phone.log(card(speaker_id=speaker, subject_id=subject, started_at=started))
    whole = history.of_person(world.wren, world.juniper, limit=100)
    assert len(whole) == 18 + 4
    places = [(entry.at, entry.id) for entry in whole]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == len(places)
    for size in (1, 4, 22):
        pages: list[HistoryEntry] = []
        before: tuple[datetime, UUID] | None = None
        while page := history.of_person(world.wren, world.juniper, size, before):
            assert len(page) <= size
            assert len(pages) < len(whole)
            pages += page
            before = (page[-1].at, page[-1].id)
        assert pages == list(whole)


def test_a_number_with_nobody_named(world: World, phone: Phone, history: History) -> None:
    written = phone.log(phone.promising(speaker_id=None, speaker_name="Fern?"))
    attempt(world, phone.callback().id, AttemptResult.BUSY)
    phone.log(phone.card())  # Juniper's, from the same number
    entries = history.of_number(world.wren, world.shared_number)
    assert sorted(entry.kind for entry in entries) == ["attempt", "call", "callback"]
    call = next(entry for entry in entries if entry.kind == "call")
    assert (call.id, call.title) == (written.value, "Called in")
    assert len(history.of_number(world.wren, world.shared_number, limit=1)) == 1
    phone.calls.attach_person(world.wren, call.id, 1, uuid4(), speaker_id=world.hazel)
    assert history.of_number(world.wren, world.shared_number) == ()
    assert len(history.of_person(world.wren, world.hazel)) == 3


def test_a_count_stops(world: World, phone: Phone, history: History) -> None:
    def many(writing: Writing) -> None:
        call = phone.rows("call")[0]._mapping
        row = {name: call[name] for name in call if name not in ("seq", "id", "version")}
        for _ in range(MOST_COUNTED + 5):
            writing.insert("call", row)

    phone.log(phone.card())
    world.ledger.write_unattended("many", uuid4(), many)
    assert history.count(world.wren, world.juniper) == MOST_COUNTED


def test_an_administrator_sees_no_history(world: World, history: History) -> None:
    for look in (
        lambda: history.of_person(world.it, world.juniper),
        lambda: history.of_number(world.it, world.shared_number),
        lambda: history.count(world.it, world.juniper),
    ):
        with pytest.raises(NotAllowed):
            look()
