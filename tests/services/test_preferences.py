"""How somebody likes their window is theirs, and outlives the window."""

from sqlalchemy import update

from desktop.services.look import Look
from desktop.services.preferences import Preferences
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.services.world import World


def test_each_person_keeps_their_own_look(database: Database, world: World) -> None:
    preferences = Preferences(database)
    assert preferences.look(world.wren) is None
    preferences.keep(world.wren, Look("dark", 1.25))
    preferences.keep(world.wren, Look("dark", 1.5))
    assert Preferences(database).look(world.wren) == Look("dark", 1.5)
    assert preferences.look(world.robin) is None


def test_what_cannot_be_read_counts_as_none(database: Database, world: World) -> None:
    preferences = Preferences(database)
    preferences.keep(world.wren, Look("dark", 1.25))
    with database.write() as conn:
        conn.execute(update(tables.metadata.tables["setting"]).values(value="mauve"))
    assert preferences.look(world.wren) == Look("system", 1.0)
