"""The rows that stay out leave the program like every export, but for their reason."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.connectors.files.content import UnreadableFile
from desktop.domain.errors import FileProblem, NotAllowed, Refused
from desktop.domain.incoming import IncomingKind
from desktop.services.import_plan import ImportPlan
from desktop.services.import_rejects import Rejects, name_for
from desktop.storage import tables
from tests.services.world import World

ROWS = "Name,Phone,Email\nFern Moss,602-555-0147,\nIvy Vine,mobile,\n"


@pytest.fixture
def rejects(world: World, tmp_path: Path) -> Rejects:
    return Rejects(world.ledger, [tmp_path / "data"])


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS, "utf-8")
    return ImportPlan(path, "lead-table", "A table", IncomingKind.LEAD, "America/Phoenix")


def exports(world: World) -> list[tuple[object, ...]]:
    table = tables.metadata.tables["export"]
    with world.database.read() as conn:
        query = select(table.c.what, table.c.reason, table.c.row_count, table.c.user_id)
        return [tuple(row) for row in conn.execute(query)]


def test_whoever_may_import_may_have_them_and_the_trail_says_so(
    world: World, rejects: Rejects, plan: ImportPlan, tmp_path: Path
) -> None:
    target, key = tmp_path / "mend.csv", uuid4()
    assert rejects.save(world.wren, plan, target, key) == 1
    assert "Ivy Vine" in target.read_text("utf-8-sig")
    assert target.stat().st_mode & 0o777 == 0o600
    rejects.save(world.wren, plan, target, key)
    why = "To be put right and imported again"
    assert exports(world) == [("rejects", why, 1, world.wren.user_id)], "once for one key"
    with pytest.raises(NotAllowed):
        rejects.save(world.it, plan, tmp_path / "other.csv", uuid4())
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize(
    "name", ["data/mend.csv", "data/deep/x.csv", "data.key", "data.key.before-0a", "leads.csv"]
)
def test_nothing_is_written_among_the_data_over_a_key_or_the_source(
    world: World, rejects: Rejects, plan: ImportPlan, tmp_path: Path, name: str
) -> None:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    target = tmp_path / name
    if target != plan.path:
        target.write_text("kept")
    (tmp_path / "way.csv").symlink_to(target)
    before = target.read_bytes()
    for to in (target, tmp_path / "way.csv", tmp_path / "data" / ".." / name):
        with pytest.raises(Refused, match="rows that stay out"):
            rejects.save(world.wren, plan, to, uuid4())
    assert target.read_bytes() == before
    assert exports(world) == []


def test_what_is_no_table_or_text_is_not_replaced(
    world: World, rejects: Rejects, plan: ImportPlan, tmp_path: Path
) -> None:
    for name in ("notes.json", "letter.docx", "nameless"):
        (tmp_path / name).write_text("kept")
        with pytest.raises(FileProblem, match="stays as it is"):
            rejects.save(world.wren, plan, tmp_path / name, uuid4())
        assert (tmp_path / name).read_text() == "kept"
    plan.path.unlink()
    with pytest.raises(UnreadableFile, match="still there"):
        rejects.save(world.wren, plan, tmp_path / "mend.csv", uuid4())
    assert sorted(path.name for path in tmp_path.iterdir() if "mend" in path.name) == []
    assert exports(world) == []


def test_a_name_to_begin_with_is_one_that_can_be_replaced() -> None:
    assert name_for(Path("in/leads.xlsx")) == Path("in/leads-rows-to-mend.csv")
    assert name_for(Path("in/queue.LOG")) == Path("in/queue-rows-to-mend.LOG")
