"""Data for each workflow, made once: a drill copies it as often as it needs it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from alembic import command
from sqlalchemy import Connection, select, update

from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services import chain, spread_runs
from desktop.services.callbacks import Callbacks
from desktop.services.new_promise import NewPromise
from desktop.storage.data_files import DataFiles
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.tables import metadata
from desktop.storage.upgrade import migrations_config
from tests.drills.desk import at_work, make_desk
from tests.drills.frame import copy_data, raw_key
from tests.drills.workflows import CALLS, WORKFLOWS, back_up
from tests.services.mergers import merger_of
from tests.services.world import World

OLDER = "0011"
WAITING = 2 * spread_runs.PART + 60
"""Callbacks that wait for the closing: marking it takes three parts."""
_ROWS = 90
"""Calls in the file that is imported: more than one batch."""

Prepared = Mapping[str, tuple[Path, World]]


def prepare(folder: Path, names: Iterable[str] = WORKFLOWS) -> Prepared:
    """Data for these workflows: the small world with a backup in it and a file to import; for the
    upgrade an older schema, for the milestone many callbacks that wait for it."""
    first = folder / "prepared" / "desk"
    first.parent.mkdir()
    world = make_desk(first)
    (first / CALLS).write_text(_calls(), encoding="ascii")
    back_up(first, world, lambda _new: None)
    special = {"upgrade": _older, "milestone": _waiting, "merge": _history}
    made: dict[str, tuple[Path, World]] = {}
    for name in names:
        source = first
        if name in special:
            source = copy_data(first, folder / "prepared" / name)
            special[name](source, world)
        made[name] = (source, world)
    return made


def _calls() -> str:
    """A phone system's list of calls, of the morning before."""
    lines = ["Call ID,Call time,From,To,Direction,Status,Talk time"]
    for number in range(_ROWS):
        at = f"2026-11-16T09:{number % 60:02}:00-07:00"
        status = "Missed" if number % 3 == 0 else "Answered"
        talk = 0 if number % 3 == 0 else 30
        lines.append(f"c{number},{at},31255501{number:02},8555389355,Inbound,{status},{talk}")
    return "\n".join(lines) + "\n"


def _waiting(data: Path, world: World) -> None:
    with at_work(data, world) as there:
        callbacks = Callbacks(there.database, there.ledger, there.clock)
        for number in range(WAITING):
            there.clock.forward(seconds=1)
            new = NewPromise(
                Reason.ACQUISITION,
                there.clock() + timedelta(days=20),
                number_text=f"+1602555{number:04}",
                milestone=MilestoneKind.CLOSING,
            )
            callbacks.promise(there.lark, new, uuid4())


def _history(data: Path, world: World) -> None:
    """Something to hand over."""
    with at_work(data, world) as there:
        merger = merger_of(there)
        for _ in range(20):
            there.clock.forward(minutes=1)
            merger.log(world.rowan, subject=world.juniper)
        for _ in range(5):
            merger.promise(world.rowan)


def _older(data: Path, _world: World) -> None:
    engine = migrating_engine(DataFiles.of(data).database, raw_key(data))
    with engine.begin() as connection:
        command.downgrade(migrations_config(connection), OLDER)
        _chain_of_then(connection)
    engine.dispose()


def _chain_of_then(conn: Connection) -> None:
    """Link the Changes as they were before each desk had its own chain."""
    change, item, head = (metadata.tables[name] for name in ("change", "change_item", "chain_head"))
    previous, seq = chain.GENESIS, 0
    columns = [column for column in change.c if column.name != "chain_number"]
    for row in conn.execute(select(*columns).order_by(change.c.seq)).all():
        header = chain.Header(
            row.id,
            row.at,
            row.user_id,
            row.desk_id,
            row.action,
            row.idempotency_key,
            row.undoes_id,
        )
        commitments = conn.execute(
            select(item.c.commitment).where(item.c.change_id == row.id).order_by(item.c.position)
        ).scalars()
        made = chain.first_format_link(previous, header, map(bytes, commitments))
        conn.execute(
            update(change).where(change.c.seq == row.seq).values(previous_hash=previous, hash=made)
        )
        previous, seq = made, row.seq
    conn.execute(update(head).values(seq=seq, hash=previous))
