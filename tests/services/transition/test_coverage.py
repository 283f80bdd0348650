"""How many of the people affected have heard the current words, and who needs an update."""

from datetime import date, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.affected_order import Concerned, update_order
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DoNotCallPurpose,
    Heard,
    HoldKind,
    Language,
    MilestoneKind,
)
from desktop.services import update_callbacks
from desktop.services.coverage import Coverage
from desktop.services.do_not_call import DoNotCalls
from desktop.services.holds import Holds
from desktop.services.update_list import Whom
from tests.services.mergers import merger_of
from tests.services.transition.deal import Deal

SOON = timedelta(days=3)


def coverage(deal: Deal) -> tuple[int, int, int, int]:
    found = deal.coverage.coverage(deal.world.wren)
    assert found.affected == found.current + found.earlier + found.nothing
    assert sum(each.people for each in found.versions) == found.told
    return found.affected, found.current, found.earlier, found.nothing


def on_list(deal: Deal, whom: Whom = "earlier") -> list[UUID]:
    page = deal.updates.page(deal.world.wren, whom)
    assert page.total == len(page.rows)
    return [row.person_id for row in page.rows]


def test_who_is_affected(deal: Deal) -> None:
    """An appointment, a series, money, an open request or an open promise; each counts once."""
    world = deal.world
    assert coverage(deal) == (0, 0, 0, 0)
    deal.concern(world.juniper, next_appointment_at=deal.now + SOON, prepaid_cents=9_000)
    deal.concern(world.rowan, series_left=3)
    deal.concern(world.alder, prepaid_cents=100)
    assert coverage(deal)[0] == 3
    deal.waits(world.hazel)
    deal.waits(world.juniper)
    assert coverage(deal)[0] == 4
    from desktop.domain.vocabulary import RequestKind
    from desktop.services.requests import NewRequest

    new = NewRequest(RequestKind.STAY, person_id=world.sorrel, no_callback_reason="Came by")
    deal.requests.open(world.wren, new, uuid4())
    assert coverage(deal)[0] == 5
    merger_of(world).merge(world.juniper, world.rowan)
    assert coverage(deal)[0] == 4


def test_current_earlier_and_nothing(deal: Deal) -> None:
    world = deal.world
    for each in (world.juniper, world.rowan, world.alder):
        deal.concern(each, series_left=1)
    first = deal.say("One.")
    deal.tell(first, world.juniper)
    deal.tell(first, world.rowan, subject_id=world.alder)
    assert coverage(deal) == (3, 2, 0, 1), "telling a spouse is not telling the patient"
    second = deal.say("Two.")
    assert coverage(deal) == (3, 0, 2, 1)
    entry = deal.tell(second, world.juniper)
    assert coverage(deal) == (3, 1, 1, 1)
    assert on_list(deal) == [world.rowan]
    assert on_list(deal, "nothing") == [world.alder]
    assert set(on_list(deal, "all")) == {world.rowan, world.alder}
    found = deal.coverage.coverage(world.wren)
    assert [(each.number, each.people, each.is_current) for each in found.versions] == [
        (2, 1, True),
        (1, 1, False),
    ]
    deal.disclosures.strike(world.wren, entry, 1, "Not read", uuid4())
    assert coverage(deal) == (3, 0, 2, 1)
    deal.withdraw(second)
    assert coverage(deal) == (3, 0, 2, 1), "where no words hold, nobody has heard them"


def test_a_clinic_and_a_language_have_their_own_current_words(deal: Deal) -> None:
    world = deal.world
    deal.concern(world.juniper, series_left=1, site_id=world.chicago)
    deal.concern(world.rowan, series_left=1, language="Spanish")
    general = deal.say("One.")
    deal.tell(general, world.juniper)
    deal.tell(general, world.rowan)
    assert coverage(deal) == (2, 2, 0, 0), "without Spanish words the English are interpreted"
    deal.say("Uno.", language=Language.SPANISH, number=1)
    assert coverage(deal) == (2, 2, 0, 0), "the same edition says the same"
    chicago = deal.say("For Chicago.", site_id=world.chicago)
    assert coverage(deal) == (2, 1, 1, 0)
    assert on_list(deal) == [world.juniper]
    deal.tell(chicago, world.juniper)
    assert coverage(deal) == (2, 2, 0, 0)
    deal.tell(chicago, world.rowan)
    assert coverage(deal) == (2, 2, 0, 0)


def test_who_has_no_clinic_and_heard_a_clinics_words_still_needs_an_update(deal: Deal) -> None:
    world = deal.world
    deal.concern(world.alder, series_left=1, site_id=None)
    theirs = deal.say("In Phoenix nothing changes.", site_id=world.phoenix)
    deal.tell(theirs, world.alder)
    assert (coverage(deal), on_list(deal), on_list(deal, "all")) == (
        (1, 0, 1, 0), [world.alder], [world.alder],
    )  # fmt: skip
    everywhere = deal.say("Nothing changes anywhere.")
    assert on_list(deal) == [world.alder]
    deal.tell(everywhere, world.alder)
    assert (on_list(deal), on_list(deal, "all")) == ([], [])


def test_the_list_puts_who_was_misled_first_then_the_soonest_appointment(deal: Deal) -> None:
    world = deal.world
    people = deal.plants(7)
    wrong, fine = deal.say("Wrong."), deal.say("Fine.")
    told = {people[0]: fine, people[1]: fine, people[2]: fine, people[3]: fine, people[4]: fine}
    for person, statement in {**told, people[5]: wrong, people[6]: fine}.items():
        deal.tell(statement, person)
    deal.concern(people[0], next_appointment_at=deal.now + timedelta(days=9))
    deal.concern(people[1], next_appointment_at=deal.now + timedelta(days=2))
    deal.concern(people[2], series_left=2, last_infusion_on=date(2026, 11, 1))
    deal.concern(people[3], series_left=2, last_infusion_on=date(2026, 9, 1))
    deal.concern(people[4], prepaid_cents=5_000)
    deal.concern(people[5], prepaid_cents=1)
    deal.concern(people[6], prepaid_cents=90_000)
    deal.say("Right.")
    deal.statements.correct(world.lark, wrong, "That was wrong", uuid4())
    assert on_list(deal) == [people[n] for n in (5, 1, 0, 3, 2, 6, 4)]
    rows = deal.updates.page(world.wren).rows
    assert [row.misled for row in rows] == [True, *[False] * 6]
    assert (rows[0].heard, rows[0].heard_name) == (Heard.EARLIER, "v1")
    by_rule = sorted(
        rows,
        key=lambda row: update_order(
            Concerned(
                row.person_id, row.next_appointment_at, row.series_left, row.last_infusion_on,
                row.prepaid_cents,
            ),
            misled=row.misled,
        ),
    )  # fmt: skip
    assert [row.person_id for row in by_rule] == on_list(deal)
    assert deal.coverage.coverage(world.wren).misled == 1
    page = deal.updates.page(world.wren, limit=3)
    assert (page.total, page.next_offset) == (7, 3)


def behind(deal: Deal, count: int) -> list[UUID]:
    """So many people who heard v1 only."""
    people = deal.plants(count, series_left=1)
    first = deal.say("One.")
    for each in people:
        deal.tell(first, each)
    deal.say("Two.")
    return people


def test_the_list_becomes_callbacks_spread_over_days_and_desks(deal: Deal) -> None:
    world = deal.world
    people = behind(deal, 70)
    deal.concern(people[3], next_appointment_at=deal.now + SOON)
    with pytest.raises(NotAllowed):
        deal.updates.plan(world.wren)
    plan = deal.updates.plan(world.lark)
    assert (plan.callbacks, plan.has_one, plan.stopped, plan.no_number) == (70, 0, 0, 0)
    assert len(plan.days) >= 2
    seen: list[tuple[int, int]] = []
    made = deal.updates.to_callbacks(
        world.lark, uuid4(), told=lambda done, of: seen.append((done, of))
    )
    assert made is not None
    assert made.callbacks == 70
    assert made.said == f"70 callbacks promised, over {len(plan.days)} days."
    assert seen == [(40, 70), (70, 70)]
    rows = {row["person_id"]: row for row in deal.stored("callback")}
    assert set(rows) == set(people)
    for row in rows.values():
        at = row["due_at"].astimezone(ZoneInfo("America/Chicago"))
        assert 8 <= at.hour < 21
        assert at.weekday() < 5
        assert (row["kind"], row["promise"]) == (CallbackKind.TRANSITION, "Read them statement v2")
    assert rows[people[3]]["due_at"] == min(row["due_at"] for row in rows.values())
    assert deal.updates.plan(world.lark).callbacks == 0
    with pytest.raises(Refused, match="nobody here to promise a call to"):
        deal.updates.to_callbacks(world.lark, uuid4())
    listed = deal.updates.page(world.wren).rows
    assert all(row.callback_id for row in listed)


def test_nobody_is_rung_against_their_wish_or_twice(deal: Deal) -> None:
    world = deal.world
    people = behind(deal, 4)
    deal.waits(people[0])
    DoNotCalls(world.database, world.ledger).set(
        world.wren, people[1], None, DoNotCallPurpose.TRANSITION, "Asked", uuid4()
    )
    deal.concern(world.sorrel, series_left=1)
    deal.tell(deal.statements.versions(world.wren)[1].id, world.sorrel)
    plan = deal.updates.plan(world.lark)
    assert (plan.callbacks, plan.has_one, plan.stopped, plan.no_number) == (2, 1, 1, 1)
    made = deal.updates.to_callbacks(world.lark, uuid4(), person_ids=(people[2],))
    assert made is not None
    assert made.callbacks == 1
    row = next(r for r in deal.updates.page(world.wren).rows if r.person_id == people[0])
    assert row.waits_on is MilestoneKind.CLOSING


def test_taken_back_the_worked_ones_stay(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_callbacks, "PART", 3)
    world = deal.world
    people = behind(deal, 7)
    made = deal.updates.to_callbacks(world.lark, uuid4())
    assert made is not None
    (row,) = deal.stored("callback", person_id=people[0])
    world.clock.now = row["due_at"]
    deal.callbacks.record(world.wren, row["id"], 1, AttemptResult.NO_ANSWER, uuid4())
    assert deal.updates.take_back(world.lark, made.run_id) == 6
    assert [row["person_id"] for row in deal.stored("callback")] == [people[0]]
    assert deal.stored("spread_run")[0]["state"] == "undone"


def test_taken_back_those_of_a_legal_hold_stay(deal: Deal) -> None:
    world = deal.world
    people = behind(deal, 3)
    made = deal.updates.to_callbacks(world.lark, uuid4())
    assert made is not None
    Holds(world.ledger).set(world.lark, people[1], HoldKind.LEGAL, "Court order", uuid4())
    assert deal.updates.take_back(world.lark, made.run_id) == 2
    assert [row["person_id"] for row in deal.stored("callback")] == [people[1]]


def test_stopped_in_between_nothing_stays(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_callbacks, "PART", 3)
    behind(deal, 7)
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert deal.updates.to_callbacks(deal.world.lark, uuid4(), stopped=stopped) is None
    assert deal.stored("callback") == []


def test_a_closed_clinics_people_are_rung_from_elsewhere(deal: Deal) -> None:
    world = deal.world
    people = behind(deal, 2)
    deal.concern(people[0], site_id=world.chicago)
    deal.mark(MilestoneKind.CLOSURE, world.chicago, custodian="Iron Vault")
    deal.updates.to_callbacks(world.lark, uuid4())
    assert {row["owner_team_id"] for row in deal.stored("callback")} == {world.front_desk}
    assert isinstance(deal.coverage.coverage(world.wren), Coverage)
