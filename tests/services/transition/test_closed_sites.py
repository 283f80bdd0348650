"""A clinic has closed: who keeps what would be its team's."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from desktop.domain.incoming import Fate
from desktop.domain.vocabulary import MilestoneKind, Permission
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.milestones import Milestones
from desktop.services.queue_row import ViewFilter
from tests.services.incoming import Intake
from tests.services.promises import Desk, desk_of
from tests.services.world import World, edit, sit_with


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
