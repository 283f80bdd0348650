"""Steps of the transition and the callbacks that wait for them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.vocabulary import AttemptResult, MilestoneKind, Reason, Resolution
from desktop.services import spread_runs
from desktop.services.changes import Writing
from tests.services.transition.deal import Deal

CLOSING, MOVED = MilestoneKind.CLOSING, MilestoneKind.SYSTEMS_MOVED


def many(deal: Deal, count: int, **more: Any) -> list[UUID]:
    return [deal.waits(days=10 + n / 1440, **more) for n in range(count)]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_runs, "PART", 4)


def test_the_steps_in_their_order_and_which_is_next(deal: Deal) -> None:
    rows = deal.milestones.all(deal.world.wren)
    assert [row.kind for row in rows] == list(MilestoneKind)[:5]
    assert [row.is_next for row in rows] == [True, False, False, False, False]
    deal.mark(MilestoneKind.ANNOUNCED)
    deal.waits()
    deal.waits(deal.world.rowan, MOVED)
    rows = deal.milestones.all(deal.world.wren)
    assert [row.is_next for row in rows].index(True) == 1
    assert [row.waiting for row in rows] == [0, 0, 1, 1, 0]
    assert (rows[0].recorded_by, rows[0].happened_at) == ("Lark Moor", deal.now)


def test_only_a_manager_marks_and_takes_back(deal: Deal) -> None:
    world = deal.world
    with pytest.raises(NotAllowed):
        deal.milestones.mark(world.wren, CLOSING, None, 0, uuid4())
    deal.mark()
    row = deal.step(CLOSING)
    assert row.id is not None
    with pytest.raises(NotAllowed):
        deal.milestones.unmark(world.wren, row.id, row.version, uuid4())
    with pytest.raises(Refused, match="marked already"):
        deal.milestones.mark(world.lark, CLOSING, None, 0, uuid4())


def test_the_preview_says_what_marking_does_and_writes_nothing(deal: Deal) -> None:
    world = deal.world
    statement = deal.say("Until the closing.", until_milestone=CLOSING)
    deal.tell(statement, world.juniper)
    many(deal, 30)
    before = deal.stored("callback"), deal.stored("milestone")
    seen = deal.milestones.preview(world.lark, CLOSING)
    assert (deal.stored("callback"), deal.stored("milestone")) == before
    assert (seen.becoming_due, seen.keep_latest, seen.to_tell) == (30, 0, 1)
    assert (seen.ending, seen.without_words) == (("v1",), True)
    assert seen.skipped == (MilestoneKind.ANNOUNCED, MilestoneKind.SIGNED)
    assert sum(day.callbacks for day in seen.days) == 30
    assert deal.mark().callbacks == 30
    assert deal.words() is None
    due = [row["due_at"] for row in deal.stored("callback")]
    assert max(due) == seen.last_due_at


def test_marking_makes_due_spread_within_hours_and_keeps_the_owner(deal: Deal) -> None:
    world = deal.world
    mine = deal.waits(owner_user_id=world.robin.user_id)
    others = many(deal, 40)
    later = deal.waits(on=MOVED)
    result = deal.mark()
    assert result.said == "Closing is marked. 41 callbacks became due."
    row = deal.one("callback", mine)
    assert (row["owner_user_id"], row["milestone"], row["waited_on"]) == (
        world.robin.user_id, None, CLOSING,
    )  # fmt: skip
    assert row["due_why"] == "Closing: it has happened."
    assert row["first_due_at"] > row["due_at"] >= deal.now
    assert deal.one("callback", later)["milestone"] == MOVED
    by_hour: dict[Any, int] = {}
    for each in others:
        at = deal.one("callback", each)["due_at"].astimezone(ZoneInfo("America/Phoenix"))
        assert at.weekday() < 5
        assert 8 <= at.hour < 17, "the clinic works, and so it suits Chicago (9 to 18)"
        key = at.replace(minute=0)
        by_hour[key] = by_hour.get(key, 0) + 1
    assert max(by_hour.values()) <= 6, "one desk rings six in an hour"
    assert len({key.date() for key in by_hour}) >= 2


def test_nobody_is_put_later_than_they_were_promised(deal: Deal) -> None:
    deal.settings.keep(deal.world.lark, _slow(deal), uuid4())
    soon = [deal.waits(days=1) for _ in range(12)]
    seen = deal.milestones.preview(deal.world.lark, CLOSING)
    latest = {each: deal.one("callback", each)["due_at"] for each in soon}
    deal.mark()
    assert seen.keep_latest > 0
    for each in soon:
        assert deal.one("callback", each)["due_at"] <= latest[each]


def _slow(deal: Deal) -> Any:
    from dataclasses import replace

    return replace(deal.settings.choices(), calls_per_hour=1)


def test_taken_back_they_wait_again_and_what_was_worked_stays(deal: Deal) -> None:
    world = deal.world
    waiting = many(deal, 5)
    before = {row["id"]: row for row in deal.stored("callback")}
    deal.mark()
    world.clock.forward(days=1)
    tried, kept, moved, given = waiting[:4]
    version = deal.one("callback", tried)["version"]
    deal.callbacks.record(world.wren, tried, version, AttemptResult.NO_ANSWER, uuid4())
    version = deal.one("callback", kept)["version"]
    deal.callbacks.close(world.wren, [(kept, version)], Resolution.RANG_US, "Rang", uuid4())
    version = deal.one("callback", moved)["version"]
    to = deal.now + timedelta(days=2)
    deal.callbacks.postpone(world.wren, [(moved, version)], to, "", uuid4())
    version = deal.one("callback", given)["version"]
    deal.callbacks.reassign(
        world.wren, [(given, version)], world.front_desk, world.wren.user_id, uuid4()
    )
    taken = deal.unmark()
    assert taken.waiting_again == 2
    assert {(each.callback_id, each.what) for each in taken.worked} == {
        (tried, "tried since"), (kept, "closed since"), (moved, "moved to another time since"),
    }  # fmt: skip
    assert taken.said == (
        "Taken back. 2 callbacks wait again. 3 were worked since and stay as they are."
    )
    for each in (given, waiting[4]):
        row = deal.one("callback", each)
        for name in ("milestone", "due_at", "waited_on", "due_why", "hours_reason"):
            assert row[name] == before[each][name]
    assert deal.one("callback", given)["owner_user_id"] == world.wren.user_id
    assert deal.one("callback", kept)["state"] == "closed"
    assert deal.step(CLOSING).happened_at is None
    again = deal.mark()
    assert again.callbacks == 2


def test_few_are_one_change_that_undo_takes_back(deal: Deal) -> None:
    waiting = many(deal, 3)
    before = deal.stored("change")
    deal.mark()
    assert len(deal.stored("change")) == len(before) + 1
    last = deal.undo.last(deal.world.lark)
    assert last is not None
    assert last.action == "mark_milestone"
    deal.undo.undo(deal.world.lark, last.change_id, uuid4())
    assert {deal.one("callback", each)["milestone"] for each in waiting} == {CLOSING}
    assert deal.step(CLOSING).happened_at is None
    assert deal.mark().callbacks == 3


def test_the_same_key_marks_once(deal: Deal) -> None:
    many(deal, 3)
    key = uuid4()
    first = deal.milestones.mark(deal.world.lark, CLOSING, None, 0, key)
    second = deal.milestones.mark(deal.world.lark, CLOSING, None, 0, key)
    assert first is not None
    assert second is not None
    assert (first.run_id, first.milestone_id) == (second.run_id, second.milestone_id)
    assert len(deal.stored("spread_run")) == 1


@pytest.mark.usefixtures("small_parts")
def test_many_go_in_parts_under_one_identity(deal: Deal) -> None:
    """Before the last part the step is not marked, so that nobody waits for nothing."""
    waiting = many(deal, 11)
    seen: list[tuple[int, bool]] = []

    def told(done: int, of: int) -> None:
        assert of == 11
        seen.append((done, deal.step(CLOSING).happened_at is not None))

    result = deal.mark(told=told)
    assert seen == [(4, False), (8, False), (11, True)]
    assert len(deal.stored("spread_part", run_id=result.run_id)) == 3
    assert not any(deal.one("callback", each)["milestone"] for each in waiting)
    (run,) = deal.stored("spread_run")
    assert (run["state"], run["total"]) == ("done", 11)
    last = deal.undo.last(deal.world.lark)
    assert last is not None
    with pytest.raises(Refused, match="Take it back on the Transition page"):
        deal.undo.undo(deal.world.lark, last.change_id, uuid4())
    assert deal.unmark().waiting_again == 11
    assert all(deal.one("callback", each)["milestone"] == CLOSING for each in waiting)
    assert deal.stored("spread_run")[0]["state"] == "undone"
    assert deal.mark().callbacks == 11


@pytest.mark.usefixtures("small_parts")
def test_stopped_in_between_everything_waits_as_before(deal: Deal) -> None:
    waiting = many(deal, 11)
    before = {row["id"]: row["due_at"] for row in deal.stored("callback")}
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 2

    result = deal.milestones.mark(deal.world.lark, CLOSING, None, 0, uuid4(), stopped=stopped)
    assert result is None
    for each in waiting:
        row = deal.one("callback", each)
        assert (row["milestone"], row["due_at"]) == (CLOSING, before[each])
    assert deal.step(CLOSING).happened_at is None
    assert deal.mark().callbacks == 11


@pytest.mark.usefixtures("small_parts")
def test_broken_off_in_between_it_is_gone_on_with(deal: Deal) -> None:
    """The computer stopped after one part: some are due early, the rest still wait, and marking
    again ends it. What was promised meanwhile becomes due with the last part."""
    many(deal, 11)

    class GoneError(Exception):
        pass

    def gone(done: int, _of: int) -> None:
        if done == 4:
            raise GoneError

    with pytest.raises(GoneError):
        deal.mark(told=gone)
    assert sum(row["milestone"] is None for row in deal.stored("callback")) == 4
    late = deal.waits(days=5)
    assert deal.mark().callbacks == 8
    assert deal.one("callback", late)["milestone"] is None
    assert len(deal.stored("spread_run")) == 1
    assert deal.unmark().waiting_again == 12


@pytest.mark.usefixtures("small_parts")
def test_two_managers_mark_at_once(deal: Deal) -> None:
    many(deal, 6)
    world = deal.world

    def other(done: int, _of: int) -> None:
        if done == 4:
            with pytest.raises(Refused, match="Lark Moor is doing this right now"):
                deal.milestones.mark(_another_manager(deal), CLOSING, None, 1, uuid4())

    assert deal.mark(told=other).callbacks == 6
    row = deal.step(CLOSING)
    assert row.id is not None
    with pytest.raises(ChangedSince):
        deal.milestones.unmark(world.lark, row.id, row.version - 1, uuid4())


def _another_manager(deal: Deal) -> Any:
    from dataclasses import replace

    world = deal.world

    def work(writing: Writing) -> UUID:
        row = writing.row("user_account", world.lark.user_id)
        return writing.insert(
            "user_account", {**row, "id": uuid4(), "name": "Heron Bay", "name_key": "heron bay"}
        )

    made = world.ledger.write_unattended("add", uuid4(), work).value
    assert made is not None
    return replace(world.lark, user_id=made, name="Heron Bay")


def test_called_off_they_become_due_with_the_reason(deal: Deal) -> None:
    closing, moved = deal.waits(), deal.waits(on=MOVED)
    deal.mark(MilestoneKind.CALLED_OFF)
    for each, on in ((closing, CLOSING), (moved, MOVED)):
        row = deal.one("callback", each)
        assert (row["milestone"], row["waited_on"]) == (None, on)
        assert row["due_why"] == "The sale was called off."
    with pytest.raises(Refused, match="was called off, so this would wait for ever"):
        deal.waits()
    with pytest.raises(Refused, match="The sale was called off"):
        deal.mark(CLOSING)
    assert deal.unmark(MilestoneKind.CALLED_OFF).waiting_again == 2
    deal.mark(CLOSING)
    with pytest.raises(Refused, match="cannot be called off any more"):
        deal.mark(MilestoneKind.CALLED_OFF)


def test_nobody_waits_for_what_has_happened(deal: Deal) -> None:
    deal.mark()
    with pytest.raises(Refused, match="Closing has happened already"):
        deal.waits()


def test_undo_does_not_bring_back_a_wait_for_what_happened_since(deal: Deal) -> None:
    world = deal.world
    waiting = deal.waits()
    closed = deal.callbacks.close(
        world.wren, [(waiting, 1)], Resolution.NOT_NEEDED, "Mistaken", uuid4()
    )
    deal.mark()
    assert deal.one("callback", waiting)["milestone"] == CLOSING, "a closed one is left as it was"
    deal.take_back(closed, world.wren)
    row = deal.one("callback", waiting)
    assert (row["state"], row["milestone"], row["waited_on"]) == ("open", None, CLOSING)
    assert row["due_at"] < deal.now + timedelta(days=1)


def test_a_planned_day_that_goes_by_is_asked_about(deal: Deal) -> None:
    world = deal.world
    deal.waits()
    deal.milestones.plan(world.lark, CLOSING, None, date(2026, 11, 18), 0, uuid4())
    assert deal.milestones.questions(world.lark) == ()
    world.clock.forward(days=1)
    assert deal.milestones.questions(world.lark) == ()
    world.clock.forward(days=1)
    (asked,) = deal.milestones.questions(world.lark)
    assert asked.words.startswith(
        "Closing was planned for November 18. Has it happened? 1 callback waits for it."
    )
    deal.milestones.plan(
        world.lark, CLOSING, None, date(2026, 12, 1), asked.milestone.version, uuid4()
    )
    assert deal.milestones.questions(world.lark) == ()
    world.clock.forward(days=20)
    assert len(deal.milestones.questions(world.lark)) == 1
    deal.mark(MilestoneKind.CALLED_OFF)
    assert deal.milestones.questions(world.lark) == ()


def test_a_promise_never_waits_for_ever(deal: Deal) -> None:
    far = deal.now + timedelta(days=400)
    for reason, days in ((Reason.ACQUISITION, 90), (Reason.RECORDS, 30), (Reason.REFUND, 30)):
        due = deal.one("callback", deal.waits(reason=reason, due_at=far))["due_at"]
        assert (due - deal.now).days in range(days - 1, days + 4)


def test_an_answer_comes_before_the_appointment(deal: Deal) -> None:
    world = deal.world
    friday = deal.now + timedelta(days=3)

    def book(writing: Writing) -> UUID:
        writing.update("person", world.juniper, {"next_appointment_at": friday})
        return world.juniper

    world.ledger.write_unattended("book", uuid4(), book)
    row = deal.one("callback", deal.waits(days=20))
    assert deal.now < row["due_at"] < friday - timedelta(hours=12)
    assert row["milestone"] == CLOSING


def test_postponing_keeps_to_the_latest_date(deal: Deal) -> None:
    waiting = deal.waits(days=3)
    far = deal.now + timedelta(days=200)
    deal.callbacks.postpone(deal.world.wren, [(waiting, 1)], far, "They asked", uuid4())
    assert deal.one("callback", waiting)["due_at"] < deal.now + timedelta(days=96)


def test_closing_a_clinic_stops_promises_there(deal: Deal) -> None:
    world = deal.world
    with pytest.raises(Refused, match="Who keeps the records"):
        deal.mark(MilestoneKind.CLOSURE, world.chicago)
    before = deal.waits()
    theirs = deal.callbacks.promise(
        world.wren, _promise(deal, owner_team_id=world.chicago_team), uuid4()
    )
    seen = deal.milestones.preview(world.lark, MilestoneKind.CLOSURE, world.chicago)
    assert seen.stranded == 1
    deal.mark(
        MilestoneKind.CLOSURE, world.chicago, custodian="Iron Vault", custodian_contact="555-0100"
    )
    assert deal.one("callback", before)["milestone"] == CLOSING
    assert theirs.written.value is not None
    with pytest.raises(Refused, match="Give this to a team of another clinic"):
        deal.callbacks.promise(
            world.wren, _promise(deal, owner_team_id=world.chicago_team), uuid4()
        )
    deal.callbacks.promise(world.wren, _promise(deal), uuid4())
    row = deal.step(MilestoneKind.CLOSURE, world.chicago)
    assert (row.custodian, row.site_name) == ("Iron Vault", "Chicago")


@pytest.mark.parametrize("part", [spread_runs.PART, 1])
def test_what_waited_for_a_closure_is_due_with_a_team_of_an_open_clinic(
    deal: Deal, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(spread_runs, "PART", part)
    world = deal.world
    theirs: dict[str, Any] = {
        "on": MilestoneKind.CLOSURE,
        "site_id": world.chicago,
        "owner_team_id": world.chicago_team,
    }
    robins = deal.waits(**theirs, owner_user_id=world.robin.user_id)
    teams, moved = deal.waits(world.hazel, **theirs), deal.waits(**theirs)
    seen = deal.milestones.preview(world.lark, MilestoneKind.CLOSURE, world.chicago)
    assert {day.team for day in seen.days} == {"Front desk, Phoenix", "Robin Vale"}
    deal.mark(MilestoneKind.CLOSURE, world.chicago, custodian="Iron Vault")

    def owners(*ids: UUID) -> set[tuple[UUID, UUID | None]]:
        rows = [deal.one("callback", each) for each in ids]
        return {(row["owner_team_id"], row["owner_user_id"]) for row in rows}

    assert owners(teams, moved) == {(world.front_desk, None)}
    assert owners(robins) == {(world.front_desk, world.robin.user_id)}

    row = deal.step(MilestoneKind.CLOSURE, world.chicago)
    assert row.id is not None
    deal.milestones.unmark(world.lark, row.id, row.version, uuid4())
    assert owners(teams, moved) == {(world.chicago_team, None)}
    assert deal.one("callback", teams)["milestone"] == MilestoneKind.CLOSURE


def _promise(deal: Deal, **more: Any) -> Any:
    from desktop.services.new_promise import NewPromise

    return NewPromise(
        reason=Reason.REFUND,
        due_at=deal.now + timedelta(hours=1),
        person_id=deal.world.juniper,
        **more,
    )
