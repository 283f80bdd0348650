"""What comes back to somebody who has left is the team's, so that the team is reminded of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.app import SETTLES
from desktop.domain.errors import NotAllowed
from desktop.domain.vocabulary import DoNotCallPurpose, RequestKind, Resolution
from desktop.services.changes import Ledger
from desktop.services.requests import NewRequest, Requests
from desktop.storage import tables
from tests.services.promises import Desk, desk_of
from tests.services.world import World, edit

CANNOT_RING: list[dict[str, Any]] = [{"active": False}, {"role": "admin"}]


@pytest.fixture
def world(world: World) -> World:
    """With all that holds after every Change."""
    return replace(world, ledger=Ledger(world.database, world.clock, SETTLES))


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_of(world)


def leave(world: World, how: dict[str, Any]) -> None:
    """Wren cannot ring anybody any more."""
    edit(world, world.lark, "user_account", world.wren.user_id, **how)


def is_reminded(desk: Desk, callback_id: UUID) -> bool:
    """Whether Robin hears of it when it falls due, and finds it in the team's list."""
    world, since = desk.world, desk.now
    until = since + timedelta(days=1)
    due = desk.callbacks.due_for_reminder(world.robin, since, until)
    return callback_id in {row.id for row in due}


@pytest.mark.parametrize("how", CANNOT_RING)
def test_a_close_that_is_taken_back_opens_the_promise_for_the_team(
    desk: Desk, world: World, how: dict[str, Any]
) -> None:
    mine = desk.promise(owner_user_id=world.wren.user_id)
    which = [desk.version(mine)]
    closed = desk.callbacks.close(world.robin, which, Resolution.NOT_NEEDED, "", uuid4())
    leave(world, how)

    desk.take_back(closed, world.robin)

    row = desk.row(mine)
    assert (row["state"], row["owner_team_id"], row["owner_user_id"]) == (
        "open",
        world.front_desk,
        None,
    )
    assert is_reminded(desk, mine)


def test_a_promise_that_was_taken_goes_back_to_the_team(desk: Desk, world: World) -> None:
    mine = desk.promise(owner_user_id=world.wren.user_id)
    robin = world.robin.user_id
    which = [desk.version(mine)]
    took = desk.callbacks.reassign(world.robin, which, world.front_desk, robin, uuid4())
    leave(world, {"active": False})

    desk.take_back(took, world.robin)

    assert desk.row(mine)["owner_user_id"] is None
    assert is_reminded(desk, mine)


def test_who_is_still_here_has_it_again(desk: Desk, world: World) -> None:
    mine = desk.promise(owner_user_id=world.wren.user_id)
    which = [desk.version(mine)]
    closed = desk.callbacks.close(world.robin, which, Resolution.NOT_NEEDED, "", uuid4())
    desk.take_back(closed, world.robin)
    assert desk.row(mine)["owner_user_id"] == world.wren.user_id


def test_a_do_not_call_that_is_taken_back_opens_it_for_the_team(desk: Desk, world: World) -> None:
    mine = desk.promise(owner_user_id=world.wren.user_id)
    every = DoNotCallPurpose.ALL
    asked = desk.do_not_calls.set(world.robin, world.juniper, None, every, "Asked", uuid4())
    assert desk.row(mine)["state"] == "closed"
    leave(world, {"active": False})

    desk.take_back(asked, world.robin)

    row = desk.row(mine)
    assert (row["state"], row["owner_user_id"]) == ("open", None)


def test_a_request_is_the_teams_too(desk: Desk, world: World) -> None:
    requests = Requests(world.database, world.ledger, world.clock)
    mine = NewRequest(
        RequestKind.RECORDS, person_id=world.juniper, owner_user_id=world.wren.user_id
    )
    request_id = requests.open(world.wren, mine, uuid4()).written.value
    assert request_id is not None
    leave(world, {"active": False})
    edit(world, world.lark, "request", request_id, note="Two boxes")
    table = tables.metadata.tables["request"]
    with world.database.read() as conn:
        owner = select(table.c.owner_user_id).where(table.c.id == request_id)
        assert conn.execute(owner).scalar_one() is None


def test_who_cannot_ring_keeps_nobody_from_giving_it_to_somebody(desk: Desk, world: World) -> None:
    mine = desk.promise(owner_user_id=world.wren.user_id)
    lark, team = world.lark.user_id, world.front_desk
    with pytest.raises(NotAllowed):
        desk.callbacks.reassign(world.robin, [desk.version(mine)], team, lark, uuid4())
    leave(world, {"active": False})
    desk.callbacks.reassign(world.robin, [desk.version(mine)], team, lark, uuid4())
    assert desk.row(mine)["owner_user_id"] == lark
