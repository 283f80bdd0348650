"""Where the desk stands."""

from datetime import date
from uuid import uuid4

import pytest

from desktop.domain.errors import NotFound
from desktop.services.places import Places, read_site
from tests.services.world import CHICAGO, PHOENIX, World, edit


def test_places(world: World) -> None:
    places = Places(world.database)
    chicago, phoenix = places.sites(world.it)
    assert (chicago.name, chicago.zone, phoenix.zone) == ("Chicago", CHICAGO, PHOENIX)
    assert (phoenix.opens, phoenix.closes, phoenix.work_days) == (480, 1020, frozenset(range(5)))
    mine, other = places.teams(world.wren)
    assert (mine.name, mine.id, other.site_id) == (
        "Front desk, Phoenix",
        world.front_desk,
        world.chicago,
    )
    desk = places.desk()
    assert desk is not None
    assert (desk.id, desk.team_id) == (world.desk, world.front_desk)
    calendar = places.calendar(world.phoenix)
    assert calendar.holidays == {date(2026, 11, 26)}
    assert not calendar.is_working(date(2026, 11, 21))
    with pytest.raises(NotFound):
        places.calendar(uuid4())
    with world.database.read() as conn:
        assert read_site(conn, world.chicago) == chicago
        with pytest.raises(NotFound):
            read_site(conn, uuid4())


def test_only_who_can_sign_in_is_given_work(world: World) -> None:
    places = Places(world.database)
    everybody = [user.name for user in places.team_members(world.wren, world.front_desk)]
    assert everybody == ["Lark Moor", "Robin Vale", "Wren Hill"]
    edit(world, world.lark, "user_account", world.robin.user_id, active=False)
    assert len(places.team_members(world.wren, world.front_desk)) == 2
    assert places.team_members(world.wren, world.chicago_team) == ()
