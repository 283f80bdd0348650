"""Sources are kept with the data, their secrets never are."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused
from desktop.services.actor import Actor
from desktop.services.connections import (
    INVERSES,
    LISTENER_ID,
    Connections,
    FormTrouble,
    SourceForm,
)
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.secrets import FileSecrets
from desktop.storage.secrets_key import secrets_key
from tests.services.world import PHOENIX, World

_SECRET = "correct horse battery"


@pytest.fixture
def connections(world: World, tmp_path: Path) -> Connections:
    return Connections(
        world.database,
        world.ledger,
        FileSecrets(tmp_path / "data.secrets", partial(secrets_key, world.database)),
    )


def _form(title: str = "Mailbox", **options: str) -> SourceForm:
    filled = {"host": "imap.example", "port": "993", "user": "desk", "folder": "INBOX", **options}
    return SourceForm(title, filled, PHOENIX)


def _added(done: Recorded) -> UUID:
    assert done.written.value is not None
    return done.written.value


def _mailbox(connections: Connections, world: World) -> UUID:
    return _added(connections.add(world.lark, "mailbox", _form(), uuid4()))


def test_a_source_is_added_filled_in_switched_on_and_removed(
    connections: Connections, world: World, tmp_path: Path
) -> None:
    source_id = _mailbox(connections, world)
    with pytest.raises(Refused, match="password"):
        connections.switch(world.lark, source_id, uuid4(), on=True)
    connections.put_secret(world.lark, source_id, _SECRET, uuid4())
    connections.switch(world.lark, source_id, uuid4(), on=True)
    (to_run,) = connections.to_run()
    assert (to_run.kind, to_run.name, to_run.secret) == ("mailbox", "mailbox", _SECRET)
    assert to_run.option("host") == "imap.example"
    connections.switch(world.lark, source_id, uuid4(), on=False)
    assert connections.to_run() == ()
    connections.remove(world.lark, source_id, uuid4())
    assert source_id.hex not in (tmp_path / "data.secrets").read_text()
    with pytest.raises(NotFound):
        connections.switch(world.lark, source_id, uuid4(), on=True)
    assert [row.id for row in connections.sources(world.lark)] == [LISTENER_ID]


def test_a_secret_is_in_no_row_of_the_database_and_in_no_log(
    connections: Connections, world: World, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    source_id = _mailbox(connections, world)
    connections.put_secret(world.lark, source_id, _SECRET, uuid4())
    made_id = _added(connections.add(world.lark, "web_form", _web("Website form"), uuid4()))
    made = connections.make_secret(world.lark, made_id, uuid4())
    connections.switch(world.lark, source_id, uuid4(), on=True)
    with database.read() as conn:
        for table in tables.metadata.sorted_tables:
            for row in conn.execute(select(table)):
                assert _SECRET not in str(row)
                assert made not in str(row)
    assert _SECRET not in caplog.text
    assert made not in caplog.text
    assert _SECRET not in str(connections.sources(world.lark))


def test_a_made_secret_is_another_each_time(connections: Connections, world: World) -> None:
    source_id = _added(connections.add(world.lark, "web_form", _web("Website form"), uuid4()))
    first = connections.make_secret(world.lark, source_id, uuid4())
    second = connections.make_secret(world.lark, source_id, uuid4())
    assert first != second
    assert len(first) >= 32
    connections.switch(world.lark, source_id, uuid4(), on=True)
    assert [source.secret for source in connections.to_run()] == [second]


def test_what_is_not_filled_in_is_said_at_its_place(connections: Connections, world: World) -> None:
    with pytest.raises(FormTrouble) as told:
        connections.add(world.lark, "mailbox", _form("", host="", port="99999999"), uuid4())
    assert told.value.fields.keys() == {"title", "host", "port"}


def test_names_in_addresses_differ(connections: Connections, world: World) -> None:
    for _ in range(2):
        connections.add(world.lark, "web_form", _web("Página de contacto"), uuid4())
    names = [row.name for row in connections.sources(world.lark)[1:]]
    assert names == ["pagina-de-contacto", "pagina-de-contacto-2"]


def test_two_who_change_the_same(connections: Connections, world: World) -> None:
    source_id = _mailbox(connections, world)
    connections.change(world.lark, source_id, _form("Clinic mail"), 1, uuid4())
    with pytest.raises(ChangedSince):
        connections.change(world.it, source_id, _form("Desk mail"), 1, uuid4())
    assert connections.sources(world.lark)[1].title == "Clinic mail"


def test_the_listener_is_there_off_and_stays(connections: Connections, world: World) -> None:
    (listener,) = connections.sources(world.it)
    assert (listener.enabled, listener.options) == (False, _listener())
    connections.switch(world.it, LISTENER_ID, uuid4(), on=True)
    assert [source.kind for source in connections.to_run()] == ["listener"]
    with pytest.raises(Refused):
        connections.remove(world.it, LISTENER_ID, uuid4())
    with pytest.raises(Refused):
        connections.add(world.it, "listener", _web("Another"), uuid4())


def test_staff_cannot_and_administrators_can(connections: Connections, world: World) -> None:
    with pytest.raises(NotAllowed):
        connections.sources(world.wren)
    with pytest.raises(NotAllowed):
        connections.add(world.wren, "mailbox", _form(), uuid4())
    connections.add(world.it, "mailbox", _form(), uuid4())
    assert len(connections.sources(world.it)) == 2


def _undo(world: World, done: Recorded, actor: Actor | None = None) -> None:
    assert done.written.change_id is not None
    undo = Undo(world.database, world.ledger, INVERSES)
    undo.undo(actor or world.lark, done.written.change_id, uuid4())


def _actions(world: World) -> list[tuple[str, UUID | None]]:
    change = tables.metadata.tables["change"]
    with world.database.read() as conn:
        rows = conn.execute(select(change.c.action, change.c.user_id).order_by(change.c.seq))
        return [(row.action, row.user_id) for row in rows if "connection" in row.action]


def test_who_did_what_with_a_connection_is_in_the_trail(
    connections: Connections, world: World
) -> None:
    source_id = _mailbox(connections, world)
    connections.change(world.it, source_id, _form("Clinic mail"), 1, uuid4())
    connections.put_secret(world.it, source_id, _SECRET, uuid4())
    connections.switch(world.lark, source_id, uuid4(), on=True)
    # The same again changes nothing, and so is no Change.
    connections.switch(world.lark, source_id, uuid4(), on=True)
    connections.remove(world.lark, source_id, uuid4())

    assert _actions(world) == [
        ("add_connection", world.lark.user_id),
        ("change_connection", world.it.user_id),
        ("set_connection_secret", world.it.user_id),
        ("switch_connection", world.lark.user_id),
        ("remove_connection", world.lark.user_id),
    ]


def test_what_was_done_is_undone(connections: Connections, world: World) -> None:
    added = connections.add(world.lark, "mailbox", _form(), uuid4())
    source_id = _added(added)
    changed = connections.change(world.lark, source_id, _form("Clinic mail"), 1, uuid4())
    _undo(world, changed)
    assert connections.sources(world.lark)[1].title == "Mailbox"
    _undo(world, added)
    assert len(connections.sources(world.lark)) == 1
    listened = connections.switch(world.lark, LISTENER_ID, uuid4(), on=True)
    _undo(world, listened)
    assert connections.to_run() == ()


def test_a_removed_one_comes_back_paused_and_without_its_secret(
    connections: Connections, world: World
) -> None:
    source_id = _mailbox(connections, world)
    connections.put_secret(world.lark, source_id, _SECRET, uuid4())
    connections.switch(world.lark, source_id, uuid4(), on=True)
    removed = connections.remove(world.lark, source_id, uuid4())
    assert removed.said == "Mailbox is removed, and its secret is forgotten."

    _undo(world, removed)

    row = connections.sources(world.lark)[1]
    assert (row.id, row.title, row.enabled, row.secret_set_at) == (
        source_id, "Mailbox", False, None,
    )  # fmt: skip
    with pytest.raises(Refused, match="password"):
        connections.switch(world.lark, source_id, uuid4(), on=True)


def test_a_removed_one_does_not_take_a_name_that_another_has_by_now(
    connections: Connections, world: World
) -> None:
    removed = connections.remove(world.lark, _mailbox(connections, world), uuid4())
    _mailbox(connections, world)
    with pytest.raises(Refused, match="Another connection"):
        _undo(world, removed)
    assert len(connections.sources(world.lark)) == 2


def test_staff_cannot_undo_and_somebody_elses_change_wins(
    connections: Connections, world: World
) -> None:
    added = connections.add(world.lark, "mailbox", _form(), uuid4())
    with pytest.raises(Refused):
        _undo(world, added, world.wren)
    connections.change(world.it, _added(added), _form("Clinic mail"), 1, uuid4())
    with pytest.raises(ChangedSince):
        _undo(world, added)


def test_the_same_key_adds_once(connections: Connections, world: World) -> None:
    key = uuid4()
    first = connections.add(world.lark, "mailbox", _form(), key)
    second = connections.add(world.lark, "mailbox", _form(), key)
    assert first.written.value == second.written.value
    assert len(connections.sources(world.lark)) == 2


def test_a_secret_that_cannot_be_had_keeps_back_its_source_alone(
    connections: Connections, world: World, tmp_path: Path
) -> None:
    mailbox = _mailbox(connections, world)
    connections.put_secret(world.lark, mailbox, _SECRET, uuid4())
    for source_id in (mailbox, LISTENER_ID):
        connections.switch(world.lark, source_id, uuid4(), on=True)
    other = FileSecrets(tmp_path / "data.secrets", lambda: bytes(32))

    sources = Connections(world.database, world.ledger, other).to_run()

    assert [(each.kind, each.secret) for each in sources] == [("listener", ""), ("mailbox", "")]


def _web(title: str) -> SourceForm:
    return SourceForm(title, {"signature": "secret"}, PHOENIX)


def _listener() -> Mapping[str, str]:
    return {"host": "127.0.0.1", "port": "8443", "public": ""}
