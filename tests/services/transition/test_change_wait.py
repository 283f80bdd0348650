"""A promise that waits is moved: it waits for something else, not so long, or no more."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, Refused
from desktop.domain.vocabulary import CallbackKind, MilestoneKind, Reason
from desktop.services.new_promise import NewPromise
from tests.services.transition.deal import Deal

CLOSING, MOVED = MilestoneKind.CLOSING, MilestoneKind.SYSTEMS_MOVED


def change(
    deal: Deal, callback_id: UUID, on: MilestoneKind | None, due_at: datetime, why: str = ""
) -> str:
    """Wren moves it; what she was told."""
    version = deal.one("callback", callback_id)["version"]
    made = deal.callbacks.change_wait(
        deal.world.wren, callback_id, version, on, due_at, why, uuid4()
    )
    return made.said


def test_it_waits_for_something_else_until_another_day(deal: Deal) -> None:
    waiting = deal.waits(days=10)
    before = deal.one("callback", waiting)
    due_at = deal.now + timedelta(days=20)
    assert change(deal, waiting, MOVED, due_at) == (
        "Promise to Juniper Moss is kept after the systems move, or by Dec 7."
    )
    row = deal.one("callback", waiting)
    assert (row["milestone"], row["due_at"]) == (MOVED, due_at)
    for name in ("promised_wall", "promised_at", "first_due_at", "owner_team_id"):
        assert row[name] == before[name], "what was promised stays as it was said"
    deal.mark()
    assert deal.one("callback", waiting)["milestone"] == MOVED
    deal.mark(MOVED)
    assert deal.one("callback", waiting)["waited_on"] == MOVED


def test_it_waits_no_more(deal: Deal) -> None:
    waiting = deal.waits(days=10)
    due_at = deal.now + timedelta(days=120)
    said = change(deal, waiting, None, due_at)
    assert said.startswith("Promise to Juniper Moss moved to Mar 17, 2027 ")
    row = deal.one("callback", waiting)
    assert (row["milestone"], row["due_at"]) == (None, due_at), "no policy holds a plain time"
    assert deal.mark().callbacks == 0


def test_it_waits_no_longer_than_the_policy_lets_it(deal: Deal) -> None:
    waiting = deal.waits(days=10, reason=Reason.REFUND)
    said = change(deal, waiting, MOVED, deal.now + timedelta(days=120))
    row = deal.one("callback", waiting)
    assert row["due_at"] < deal.now + timedelta(days=36)
    assert said == "Promise to Juniper Moss is kept after the systems move, or by Dec 17."


def test_what_cannot_be_is_refused_and_nothing_changes(deal: Deal) -> None:
    waiting, world = deal.waits(days=10), deal.world
    before = deal.one("callback", waiting)
    night = deal.now.replace(hour=9) + timedelta(days=1)
    with pytest.raises(NeedsReason):
        change(deal, waiting, None, night)
    with pytest.raises(Refused, match="has passed"):
        change(deal, waiting, None, deal.now - timedelta(hours=1))
    with pytest.raises(ChangedSince):
        deal.callbacks.change_wait(world.robin, waiting, 7, MOVED, deal.now, "", uuid4())
    deal.mark(MilestoneKind.SIGNED)
    with pytest.raises(Refused, match="has happened already"):
        change(deal, waiting, MilestoneKind.SIGNED, before["due_at"])
    assert deal.one("callback", waiting) == before
    new = NewPromise(Reason.OTHER, deal.now, person_id=world.juniper, kind=CallbackKind.SAFETY)
    safety = deal.callbacks.promise(world.wren, new, uuid4()).written.value
    assert safety is not None
    with pytest.raises(Refused, match="is not put off"):
        change(deal, safety, CLOSING, deal.now + timedelta(days=3))


def test_one_that_was_due_waits_anew_and_counts_as_worked(deal: Deal) -> None:
    waiting = deal.waits(days=10)
    deal.mark()
    change(deal, waiting, MOVED, deal.now + timedelta(days=5))
    taken = deal.unmark()
    assert [each.callback_id for each in taken.worked] == [waiting]
    assert deal.one("callback", waiting)["milestone"] == MOVED


def test_undone_it_waits_as_before(deal: Deal) -> None:
    waiting, wren = deal.waits(days=10), deal.world.wren
    before = deal.one("callback", waiting)
    made = deal.callbacks.change_wait(
        wren, waiting, 1, None, deal.now + timedelta(days=1), "", uuid4()
    )
    assert made.written.change_id is not None
    deal.undo.undo(wren, made.written.change_id, uuid4())
    row = deal.one("callback", waiting)
    assert (row["milestone"], row["due_at"]) == (CLOSING, before["due_at"])
