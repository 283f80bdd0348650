"""Closing a clinic: everyone to be told, in order; promises by phase; words for outsiders."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.vocabulary import (
    MilestoneKind,
    OutsiderKind,
    RequestKind,
    Resolution,
    SafetyEnding,
)
from desktop.services.requests import NewRequest
from desktop.services.safety import Safety
from desktop.services.safety_form import SafetyForm
from desktop.services.takeaway import Takeaway
from tests.services.mergers import merger_of
from tests.services.phone import Phone
from tests.services.transition.deal import Deal

CLOSURE = MilestoneKind.CLOSURE


def listed(deal: Deal) -> list[str]:
    return [each.name for each in deal.closures.to_tell(deal.world.wren, deal.world.chicago)]


@pytest.fixture
def closing(deal: Deal) -> list[UUID]:
    """Seven plants of Chicago, and one of Phoenix."""
    world = deal.world
    people = deal.plants(7, site_id=world.chicago)
    deal.concern(people[0], prepaid_cents=100)
    deal.concern(people[1], prepaid_cents=9_000)
    deal.concern(people[2], series_left=2, last_infusion_on=date(2026, 11, 1))
    deal.concern(people[3], series_left=2, last_infusion_on=date(2026, 9, 1))
    deal.concern(people[4], next_appointment_at=deal.now + timedelta(days=1))
    deal.concern(people[6], prepaid_cents=70, site_id=world.phoenix)
    Safety(world.database, deal.ledger, world.clock).save(
        world.wren,
        uuid4(),
        SafetyForm(
            deal.now, person_id=people[5], no_number=True, note="Said she cannot go on",
            ending=SafetyEnding.SAFE_FOR_NOW, site_id=world.chicago,
        ),
        uuid4(),
    )  # fmt: skip
    return people


@pytest.mark.usefixtures("closing")
def test_safety_first_then_disrupted_treatment_then_money(deal: Deal) -> None:
    assert listed(deal) == [f"Plant 0{n}" for n in (5, 3, 2, 1, 0, 4)]
    first, second, *_ = deal.closures.to_tell(deal.world.wren, deal.world.chicago)
    assert (first.has_safety, first.why) == (True, "A safety event")
    assert (second.disrupted, second.numbers) == (True, ("(312) 555-0003",))
    assert len(deal.closures.to_tell(deal.world.wren, None)) == 7


def test_the_clinical_lead_puts_somebody_elsewhere(deal: Deal, closing: list[UUID]) -> None:
    world = deal.world
    with pytest.raises(Refused, match="Plan the closure first"):
        deal.closures.move(world.lark, world.chicago, closing[4], 0, uuid4())
    deal.milestones.plan(world.lark, CLOSURE, world.chicago, date(2026, 12, 1), 0, uuid4())
    with pytest.raises(NotAllowed):
        deal.closures.move(world.wren, world.chicago, closing[4], 0, uuid4())
    moved = deal.closures.move(world.lark, world.chicago, closing[4], 1, uuid4())
    assert moved.said == "Plant 04 stands at place 2 now."
    assert listed(deal) == [f"Plant 0{n}" for n in (5, 4, 3, 2, 1, 0)]
    merger_of(world).merge(closing[0], closing[4])
    assert listed(deal)[1] == "Plant 00", "their place goes with who stays"
    with pytest.raises(Refused, match="changed this since"):
        deal.take_back(moved)


def test_the_list_is_saved_with_numbers_addresses_and_what_is_owed(
    deal: Deal, closing: list[UUID], tmp_path: Path
) -> None:
    world = deal.world
    deal.concern(closing[1], address="1 Elm St, Chicago")
    deal.requests.open(world.wren, NewRequest(RequestKind.REFUND, person_id=closing[1]), uuid4())
    takeaway = Takeaway(tmp_path / "list.csv", "Everyone is told by letter")
    with pytest.raises(NotAllowed):
        deal.closures.export(world.wren, world.chicago, takeaway, "csv", uuid4())
    with pytest.raises(Refused, match="needs a reason"):
        deal.closures.export(
            world.lark, world.chicago, replace(takeaway, reason=" "), "csv", uuid4()
        )
    file, rows = deal.closures.export(world.lark, world.chicago, takeaway, "csv", uuid4())
    text = file.read_text("utf-8-sig")
    assert rows == 6
    assert '"Plant 01","Has paid ahead","(312) 555-0001","1 Elm St, Chicago"' in text
    assert '"90.00","Refund","1","nothing"' in text
    (log,) = deal.stored("export")
    assert (log["what"], log["row_count"], log["reason"]) == ("closure", 6, takeaway.reason)


def test_promises_by_phase_and_under_whom(deal: Deal, tmp_path: Path) -> None:
    world = deal.world
    kept, carried, waits = deal.waits(on=None, days=1), deal.waits(on=None), deal.waits()
    world.clock.forward(hours=2)
    deal.callbacks.close(world.wren, [(kept, 1)], Resolution.KEPT, "", uuid4())
    deal.mark(MilestoneKind.ANNOUNCED)
    world.clock.forward(days=1)
    deal.mark()
    world.clock.forward(hours=1)
    deal.waits(on=None)
    before, announced, closed = deal.phases.figures(world.wren)
    assert (before.opened, before.on_time, before.open, before.carried_over) == (3, 1, 2, 2)
    assert (before.company, announced.opened) == ("KWC (Delic)", 0)
    assert (closed.company, closed.opened, closed.title) == (
        "KWC (Peter/PetraMD)", 1, "Since Closing",
    )  # fmt: skip
    takeaway = Takeaway(tmp_path / "phases.csv", "The figure for both owners")
    with pytest.raises(Refused, match="needs a reason"):
        deal.phases.export(world.lark, replace(takeaway, reason=""), "csv", uuid4())
    file, rows = deal.phases.export(world.lark, takeaway, "csv", uuid4())
    (log,) = deal.stored("export")
    assert (log["what"], log["reason"]) == ("transition", takeaway.reason)
    text = file.read_text("utf-8-sig")
    assert rows == 4
    assert text.count("Announced, Closing") == 2
    assert deal.one("callback", waits)["waited_on"] == "closing"
    assert '"closing","Announced, Closing","KWC (Peter/PetraMD)"' in text
    assert deal.one("callback", carried)["state"] == "open"
    world.clock.forward(days=60)
    assert deal.phases.figures(world.wren)[0].overdue == 2


def test_outsiders_are_told_approved_words_only(deal: Deal) -> None:
    world = deal.world
    rows = deal.outsiders.words(world.wren)
    assert [row.kind for row in rows] == list(OutsiderKind)
    assert not any(row.approved for row in rows)
    words = ("I can pass your question on.", "Heron Bay", "(602) 555-0177")
    with pytest.raises(NotAllowed):
        deal.outsiders.approve(world.wren, OutsiderKind.PRESS, 0, *words, uuid4())
    with pytest.raises(Refused, match="Who deals with these callers"):
        deal.outsiders.approve(world.lark, OutsiderKind.PRESS, 0, "x", " ", "1", uuid4())
    deal.outsiders.approve(world.lark, OutsiderKind.PRESS, 0, *words, uuid4())
    press = deal.outsiders.words(world.wren)[0]
    assert (press.text, press.contact_name, press.approved) == (*words[:2], True)
    with pytest.raises(ChangedSince):
        deal.outsiders.approve(world.lark, OutsiderKind.PRESS, 0, *words, uuid4())


def test_a_call_of_an_outsider_is_kept_as_one(deal: Deal) -> None:
    phone = Phone.at(deal.world)
    card = phone.card(speaker_id=None, speaker_name="Reed Daily", outsider=OutsiderKind.PRESS)
    written = phone.log(card)
    assert phone.rows("call")[0].outsider == OutsiderKind.PRESS
    phone.take_back(written)
    (draft,) = phone.drafts.open_drafts(deal.world.wren)
    assert draft.form.outsider is OutsiderKind.PRESS
