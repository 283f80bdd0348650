"""What people ask of the transition; each open request keeps a live callback or says why none."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    DoNotCallPurpose,
    RequestKind,
    RequestState,
    Resolution,
)
from desktop.services.call_form import AskedRequest
from desktop.services.do_not_call import DoNotCalls
from desktop.services.requests import NewRequest, RequestRow
from tests.services.mergers import merger_of
from tests.services.phone import Phone
from tests.services.transition.deal import Deal


def ask(deal: Deal, kind: RequestKind = RequestKind.RECORDS, **more: Any) -> UUID:
    if not {"person_id", "asked_by_id"} & more.keys():
        more["person_id"] = deal.world.juniper
    made = deal.requests.open(deal.world.wren, NewRequest(kind, **more), uuid4())
    assert made.written.value is not None
    return made.written.value


def row(deal: Deal, request_id: UUID) -> RequestRow:
    return deal.requests.get(deal.world.wren, request_id)


def close_callback(deal: Deal, callback_id: UUID | None) -> None:
    assert callback_id is not None
    version = deal.one("callback", callback_id)["version"]
    deal.callbacks.close(
        deal.world.wren, [(callback_id, version)], Resolution.KEPT, "Told", uuid4()
    )


def test_records_are_due_in_thirty_days_and_somebody_rings(deal: Deal) -> None:
    asked = row(deal, ask(deal))
    assert (asked.due_at - deal.now).days == 30
    assert asked.callback_id is not None
    assert asked.callback_due_at is not None
    assert asked.callback_due_at >= asked.due_at
    assert asked.steps[0].text.startswith("Check who asks")
    assert asked.person_name == "Juniper Moss"
    assert deal.one("callback", asked.callback_id)["reason"] == "records"


def test_who_asks_for_somebody_else_is_rung(deal: Deal) -> None:
    world = deal.world
    asked = row(deal, ask(deal, person_id=world.juniper, asked_by_id=world.rowan))
    assert (asked.person_name, asked.asked_by_name) == ("Juniper Moss", "Rowan Moss")
    assert asked.callback_id is not None
    callback = deal.one("callback", asked.callback_id)
    assert (callback["person_id"], callback["subject_id"]) == (world.rowan, world.juniper)


def test_an_open_request_never_loses_its_callback(deal: Deal) -> None:
    request = ask(deal)
    first = row(deal, request).callback_id
    close_callback(deal, first)
    second = row(deal, request).callback_id
    assert second not in (None, first)
    deal.requests.finish(deal.world.wren, request, row(deal, request).version, "Sent", uuid4())
    close_callback(deal, second)
    assert row(deal, request).callback_id is None
    assert len(deal.stored("callback")) == 2


def test_where_nobody_may_be_rung_the_reason_is_kept(deal: Deal) -> None:
    world = deal.world
    request = ask(deal)
    DoNotCalls(world.database, deal.ledger).set(
        world.wren, world.juniper, None, DoNotCallPurpose.ALL, "Asked", uuid4()
    )
    found = row(deal, request)
    assert found.callback_id is None
    assert found.no_callback_reason.startswith("Juniper Moss asked not to be called")


def test_undoing_the_close_leaves_one_live_callback(deal: Deal) -> None:
    world = deal.world
    request = ask(deal)
    first = row(deal, request).callback_id
    assert first is not None
    closed = deal.callbacks.close(world.wren, [(first, 1)], Resolution.KEPT, "", uuid4())
    deal.take_back(closed, world.wren)
    assert row(deal, request).callback_id == first
    assert [r["state"] for r in deal.stored("callback")] == ["open"]


def test_steps_are_ticked_and_added(deal: Deal) -> None:
    world = deal.world
    request = ask(deal, RequestKind.QUESTION)
    deal.requests.step(world.robin, request, 1, 0, uuid4(), done=True)
    found = row(deal, request)
    assert (found.steps[0].done_at, found.steps[0].done_by) == (deal.now, "Robin Vale")
    with pytest.raises(ChangedSince, match="Robin Vale changed this"):
        deal.requests.step(world.wren, request, 1, 1, uuid4(), done=True)
    deal.requests.add_step(world.wren, request, 2, "Ask the doctor", uuid4())
    deal.requests.step(world.wren, request, 3, 0, uuid4(), done=False)
    found = row(deal, request)
    assert [(step.text, step.done_at) for step in found.steps][::2] == [
        ("Find the answer", None),
        ("Ask the doctor", None),
    ]


def test_refused_needs_a_reason_and_can_be_opened_again(deal: Deal) -> None:
    world = deal.world
    request = ask(deal, RequestKind.REFUND)
    with pytest.raises(Refused, match="Why is it refused"):
        deal.requests.refuse(world.wren, request, 1, " ", uuid4())
    refused = deal.requests.refuse(world.wren, request, 1, "Used up", uuid4())
    assert row(deal, request).closed_reason == "Used up"
    deal.take_back(refused, world.wren)
    assert row(deal, request).state is RequestState.OPEN
    deal.requests.finish(world.wren, request, row(deal, request).version, "", uuid4())
    close_callback(deal, row(deal, request).callback_id)
    deal.requests.reopen(world.wren, request, row(deal, request).version, uuid4())
    assert row(deal, request).callback_id is not None


def test_progress_counts_done_and_late(deal: Deal) -> None:
    world = deal.world
    ask(deal)
    done = ask(deal)
    ask(deal, RequestKind.REFUND, due_at=deal.now + timedelta(days=1))
    deal.requests.finish(world.wren, done, 1, "", uuid4())
    world.clock.forward(days=2)
    progress = deal.requests.progress(world.wren)
    assert [(each.kind, each.done, each.total, each.late) for each in progress] == [
        (RequestKind.RECORDS, 1, 2, 0),
        (RequestKind.REFUND, 0, 1, 1),
    ]
    assert [each.kind for each in deal.requests.list(world.wren, "late")] == [RequestKind.REFUND]
    assert len(deal.requests.list(world.wren, "closed")) == 1


def test_another_clinic_is_rung_at_a_number_that_was_found(deal: Deal) -> None:
    with pytest.raises(Refused, match="never take it from the caller"):
        ask(deal, RequestKind.CLINIC_RECORDS, organisation="Fern Clinic")
    asked = row(
        deal,
        ask(
            deal, RequestKind.CLINIC_RECORDS, organisation="Fern Clinic", contact="555-0100",
            contact_source="State register", asked_by_id=None,
        ),
    )  # fmt: skip
    assert asked.steps[0].text.startswith("Find the clinic’s number yourself")
    assert asked.callback_id is None
    assert asked.no_callback_reason


def test_requests_go_with_a_merge(deal: Deal) -> None:
    world = deal.world
    request = ask(deal, person_id=world.alder, no_callback_reason="Came by")
    merger = merger_of(world)
    merged = merger.merge(world.juniper, world.alder)
    assert [each.id for each in deal.requests.of_person(world.wren, world.juniper)] == [request]
    merger.undo(merged)
    assert [each.id for each in deal.requests.of_person(world.wren, world.alder)] == [request]


def test_a_kept_try_does_not_leave_the_request_alone(deal: Deal) -> None:
    """Reached and closed in one go, as the desk does it."""
    request = ask(deal)
    callback = row(deal, request).callback_id
    assert callback is not None
    deal.callbacks.record(
        deal.world.wren, callback, 1, AttemptResult.REACHED, uuid4(), close=Resolution.KEPT
    )
    assert row(deal, request).callback_id is not None


def test_asked_on_a_call_with_a_promise_of_its_own_or_without(deal: Deal) -> None:
    phone, world = Phone.at(deal.world), deal.world
    # GIVEN a call that is resolved, on which her records were asked for
    asked = (AskedRequest(RequestKind.RECORDS, "To her new doctor"),)
    resolved = phone.log(phone.card(requests=asked))
    (row,) = deal.requests.of_person(world.wren, world.juniper)
    assert (row.call_id, row.note) == (resolved.value, "To her new doctor")
    assert row.callback_id is not None
    # THEN undo takes the request and its callback with it, and the card asks again
    phone.take_back(resolved)
    assert phone.rows("request") == phone.rows("callback") == []
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert [each.kind for each in draft.form.requests] == [RequestKind.RECORDS]
    # and with a promise of its own there is one callback, which undo takes back too
    promised = phone.log(phone.promising(requests=draft.form.requests))
    (row,) = deal.requests.of_person(world.wren, world.juniper)
    (callback,) = phone.rows("callback")
    assert row.callback_id == callback.id
    phone.take_back(promised)
    assert phone.rows("request") == phone.rows("callback") == []
