"""A clinic has closed: who keeps what would be its team's."""

from uuid import UUID, uuid4

from desktop.domain.vocabulary import MilestoneKind, Permission
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.milestones import Milestones
from tests.services.world import World


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
