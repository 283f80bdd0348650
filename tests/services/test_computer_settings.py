"""What holds for one computer, on both engines."""

from desktop.services.computer_settings import ComputerSettings
from desktop.storage import tables
from tests.services.world import World

_setting = tables.metadata.tables["setting"]


def test_a_number_and_a_switch_are_kept_for_each_computer(world: World) -> None:
    here, there = (ComputerSettings(world.database, name) for name in ("desk-1", "desk-2"))
    assert here.number("minutes", start=5) == 5
    for minutes in (1, 15):
        here.choose("minutes", minutes)
        assert here.number("minutes", start=5) == minutes
    here.switch("callers", on=False)
    assert not here.is_on("callers", start=True)
    assert there.number("minutes", start=5) == 5
    assert there.is_on("callers", start=True)


def test_what_is_no_number_counts_as_none(world: World) -> None:
    kept = ComputerSettings(world.database, "desk-1")
    kept.choose("minutes", 9)
    with world.database.write() as conn:
        conn.execute(_setting.update().values(value="-3 x"))
    assert kept.number("minutes", start=5) == 5
