"""A clinic has closed: who keeps what would be its team's."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from desktop.domain.incoming import Disposition, Fate
from desktop.domain.vocabulary import CallbackKind, CallOutcome, MilestoneKind, Permission
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.milestones import Milestones
from desktop.services.queue_row import ViewFilter
from tests.services.incoming import Intake
from tests.services.leads import Inbox
from tests.services.phone import call_id
from tests.services.promises import Desk, desk_of
from tests.services.world import World, edit, sit_with, version_of


def close(world: World, site_id: UUID | None) -> None:
    Milestones(world.database, world.ledger, world.clock).mark(
        world.lark, MilestoneKind.CLOSURE, site_id, 0, uuid4(),
        world.clock.now, "Iron Vault", "(312) 555-0100",
    )  # fmt: skip


def kept_by(world: World, team_id: UUID) -> UUID:
    with world.database.read() as conn:
        return open_team(conn, team_id)


def test_a_team_keeps_its_own_while_its_clinic_is_open(world: World) -> None:
    assert kept_by(world, world.chicago_team) == world.chicago_team
    close(world, world.phoenix)
    assert kept_by(world, world.chicago_team) == world.chicago_team


def test_a_team_with_a_desk_keeps_what_a_closed_clinic_cannot(world: World) -> None:
    def work(writing: Writing) -> UUID:
        site = {**writing.row("site", world.chicago), "id": writing.new_id(), "name": "Austin"}
        writing.insert("site", site)
        return writing.insert("team", {"name": "A team without a desk", "site_id": site["id"]})

    world.ledger.write(world.lark, "set_up", Permission.MANAGE_USERS, uuid4(), work)
    close(world, world.chicago)
    assert kept_by(world, world.chicago_team) == world.front_desk


def test_once_no_clinic_is_open_whoever_is_left_goes_on(world: World) -> None:
    close(world, world.chicago)
    close(world, world.phoenix)
    assert kept_by(world, world.chicago_team) == world.chicago_team


def test_once_all_are_closed_at_once_whoever_is_left_goes_on(world: World) -> None:
    close(world, None)
    assert kept_by(world, world.chicago_team) == world.chicago_team


def seen(desk: Desk, actor: Actor, since: datetime) -> list[bool]:
    """Of what somebody is reminded, and what is in the team's list."""
    world = desk.world
    until = world.clock.now
    due = desk.callbacks.due_for_reminder(actor, since, until)
    team = desk.queue(ViewFilter("team"), actor)
    counted = desk.callbacks.counts(actor).team
    assert counted == len(team)
    return [bool(due), bool(team)]


def test_what_a_closed_clinic_kept_is_every_teams(world: World) -> None:
    desk, since = desk_of(world), world.clock.now
    sit_with(world, world.chicago_team)
    desk.promise(owner_team_id=world.chicago_team)
    world.clock.forward(hours=2)
    assert seen(desk, world.robin, since) == [False, False]

    close(world, world.chicago)

    assert seen(desk, world.robin, since) == [True, True]
    assert seen(desk, replace(world.lark, team_id=world.chicago_team), since) == [True, True]


def test_what_a_team_without_a_desk_keeps_is_every_teams(world: World) -> None:
    desk, since = desk_of(world), world.clock.now
    sits = sit_with(world, world.chicago_team)
    desk.promise(owner_team_id=world.chicago_team)
    world.clock.forward(hours=2)
    edit(world, world.lark, "desk", sits, retired_at=world.clock.now)
    assert seen(desk, world.robin, since) == [True, True]


def test_once_all_are_closed_each_team_goes_on_with_its_own(world: World) -> None:
    desk, since = desk_of(world), world.clock.now
    sit_with(world, world.chicago_team)
    desk.promise(owner_team_id=world.chicago_team)
    world.clock.forward(hours=2)
    close(world, None)
    assert seen(desk, world.robin, since) == [False, False]


def test_what_somebody_has_who_cannot_ring_is_the_teams(world: World) -> None:
    desk, since = desk_of(world), world.clock.now
    desk.promise(owner_user_id=world.wren.user_id)
    world.clock.forward(hours=2)
    assert seen(desk, world.robin, since) == [False, False]
    edit(world, world.lark, "user_account", world.wren.user_id, active=False)
    assert seen(desk, world.robin, since) == [True, True]


def test_the_missed_calls_of_a_file_go_to_a_team_of_an_open_clinic(world: World) -> None:
    intake = Intake.at(world)
    sit_with(world, world.chicago_team)
    close(world, world.phoenix)
    calls = [intake.call(caller=f"602-555-010{n}", external_id=f"1700000000.{n}") for n in range(3)]
    receipts, _ = intake.receiving.take_all(intake.listener, calls, lambda _writing: None)
    assert [receipt.fate for receipt in receipts] == [Fate.CREATED] * 3
    promises = intake.rows("callback")
    assert [row.owner_team_id for row in promises] == [world.chicago_team] * 3


def close_one_after_the_other(world: World) -> None:
    close(world, world.chicago)
    world.clock.forward(days=60)
    close(world, world.phoenix)


def test_once_each_has_closed_the_last_one_is_reminded_of_what_the_others_kept(
    world: World,
) -> None:
    desk, since = desk_of(world), world.clock.now
    sit_with(world, world.chicago_team)
    desk.promise(owner_team_id=world.chicago_team)
    world.clock.forward(hours=2)
    close_one_after_the_other(world)
    assert seen(desk, world.robin, since) == [True, True]


def test_once_each_has_closed_whoever_asks_is_promised_a_call_still(world: World) -> None:
    intake = Intake.at(world)
    close_one_after_the_other(world)
    rang = intake.take(intake.call())
    wrote = intake.take(intake.lead())
    in_danger = intake.take(
        intake.lead(external_id="lead-2", name="Fern Dale", message="I want to kill myself")
    )
    assert None not in (rang.callback_id, wrote.callback_id, in_danger.callback_id)
    logged = intake.phone.log(intake.phone.card(CallOutcome.MISSED))
    assert call_id(logged) in {row.call_id for row in intake.waiting()}


def test_where_no_other_clinic_has_a_team_the_last_one_goes_on(world: World) -> None:
    def work(writing: Writing) -> UUID:
        site = {**writing.row("site", world.chicago), "id": writing.new_id(), "name": "Austin"}
        return writing.insert("site", site)

    world.ledger.write(world.lark, "set_up", Permission.MANAGE_USERS, uuid4(), work)
    intake = Intake.at(world)
    close_one_after_the_other(world)
    assert intake.take(intake.call()).callback_id is not None


def test_once_each_has_closed_a_call_whose_end_nobody_told_is_rung_back(world: World) -> None:
    intake = Intake.at(world)
    intake.take(intake.call(Disposition.RINGING))
    close(world, world.chicago)
    close(world, world.phoenix)
    intake.later(hours=15)
    assert intake.receiving.end_unheard(intake.listener) == 1
    assert len(intake.waiting()) == 1


@pytest.mark.parametrize("how", ["no desk", "closed"])
def test_a_safety_follow_up_of_a_team_nobody_sits_with_asks_those_who_are_there(
    world: World, how: str
) -> None:
    intake, desk = Intake.at(world), desk_of(world)
    follow_up = intake.take(intake.lead(message="I want to kill myself")).callback_id
    assert follow_up is not None
    edit(world, world.lark, "callback", follow_up, owner_team_id=world.chicago_team)
    if how == "closed":
        sit_with(world, world.chicago_team)
        intake.later(minutes=1)
        assert not desk.callbacks.detail(world.robin, follow_up).row.asks_me
        close(world, world.chicago)
    intake.later(minutes=1)
    assert desk.callbacks.detail(world.robin, follow_up).row.asks_me
    asked = desk.callbacks.safety_climbed(world.robin, None, desk.now)
    assert [row.id for row in asked] == [follow_up]


@pytest.mark.parametrize("act", ["merge", "new person", "call"])
def test_who_works_in_a_closed_clinic_takes_a_lead_on_for_an_open_one(
    world: World, act: str
) -> None:
    intake, inbox = Intake.at(world), Inbox(world)
    close(world, world.phoenix)
    number = () if act == "merge" else ("602-555-0199",)
    lead_id = intake.take(intake.lead(numbers=number)).record_id
    assert lead_id is not None
    if number:
        edit(world, world.lark, "lead", lead_id, callback_id=None)
    version = intake.row("lead").version
    if act == "merge":
        person = world.hazel, version_of(world, "person", world.hazel)
        inbox.acts.merge(world.wren, (lead_id, version), person, uuid4())
    elif act == "call":
        inbox.acts.call(world.wren, lead_id, version, uuid4())
    else:
        inbox.acts.new_person(world.wren, lead_id, version, "Clover Fields", uuid4())
    promised = intake.row("callback", id=intake.row("lead").callback_id)
    assert (promised.kind, promised.owner_team_id) == (CallbackKind.SERVICE, world.chicago_team)


def test_who_works_in_a_closed_clinic_corrects_a_missed_call_for_an_open_one(world: World) -> None:
    phone = Intake.at(world).phone
    form = phone.card(CallOutcome.MISSED, number_text="(602) 555-0111", speaker_id=None)
    phone.log(form)
    second = call_id(phone.log(form))
    close(world, world.phoenix)
    (call,) = phone.rows("call", id=second)
    phone.calls.correct(
        world.wren, second, call.version, "Typed wrong", uuid4(), number_text="(602) 555-0119"
    )
    (promised,) = phone.rows("callback", call_id=second)
    assert promised.owner_team_id == world.chicago_team
