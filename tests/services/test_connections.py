"""Sources are kept with the data, their secrets never are."""

import logging
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused, StorageProblem
from desktop.services.connections import (
    LISTENER_ID,
    Connections,
    FormTrouble,
    SourceForm,
)
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.secrets import FileSecrets, NoSecrets
from tests.services.world import PHOENIX, World

_SECRET = "correct horse battery"


@pytest.fixture
def connections(world: World, tmp_path: Path) -> Connections:
    return Connections(world.database, world.clock, FileSecrets(tmp_path / "data.secrets"))


def _form(title: str = "Mailbox", **options: str) -> SourceForm:
    filled = {"host": "imap.example", "port": "993", "user": "desk", "folder": "INBOX", **options}
    return SourceForm(title, filled, PHOENIX)


def _mailbox(connections: Connections, world: World) -> UUID:
    return connections.add(world.lark, "mailbox", _form())


def test_a_source_is_added_filled_in_switched_on_and_removed(
    connections: Connections, world: World
) -> None:
    source_id = _mailbox(connections, world)
    with pytest.raises(Refused, match="password"):
        connections.switch(world.lark, source_id, on=True)
    connections.put_secret(world.lark, source_id, _SECRET)
    connections.switch(world.lark, source_id, on=True)
    (to_run,) = connections.to_run()
    assert (to_run.kind, to_run.name, to_run.secret) == ("mailbox", "mailbox", _SECRET)
    assert to_run.option("host") == "imap.example"
    connections.switch(world.lark, source_id, on=False)
    assert connections.to_run() == ()
    connections.remove(world.lark, source_id)
    with pytest.raises(NotFound):
        connections.switch(world.lark, source_id, on=True)
    assert [row.id for row in connections.sources(world.lark)] == [LISTENER_ID]


def test_a_secret_is_in_no_row_of_the_database_and_in_no_log(
    connections: Connections, world: World, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    source_id = _mailbox(connections, world)
    connections.put_secret(world.lark, source_id, _SECRET)
    made_id = connections.add(world.lark, "web_form", _web("Website form"))
    made = connections.make_secret(world.lark, made_id)
    connections.switch(world.lark, source_id, on=True)
    with database.read() as conn:
        for table in tables.metadata.sorted_tables:
            for row in conn.execute(select(table)):
                assert _SECRET not in str(row)
                assert made not in str(row)
    assert _SECRET not in caplog.text
    assert made not in caplog.text
    assert _SECRET not in str(connections.sources(world.lark))


def test_a_made_secret_is_another_each_time(connections: Connections, world: World) -> None:
    source_id = connections.add(world.lark, "web_form", _web("Website form"))
    first = connections.make_secret(world.lark, source_id)
    second = connections.make_secret(world.lark, source_id)
    assert first != second
    assert len(first) >= 32
    connections.switch(world.lark, source_id, on=True)
    assert [source.secret for source in connections.to_run()] == [second]


def test_what_is_not_filled_in_is_said_at_its_place(connections: Connections, world: World) -> None:
    with pytest.raises(FormTrouble) as told:
        connections.add(world.lark, "mailbox", _form("", host="", port="99999999"))
    assert told.value.fields.keys() == {"title", "host", "port"}


def test_names_in_addresses_differ(connections: Connections, world: World) -> None:
    for _ in range(2):
        connections.add(world.lark, "web_form", _web("Página de contacto"))
    names = [row.name for row in connections.sources(world.lark)[1:]]
    assert names == ["pagina-de-contacto", "pagina-de-contacto-2"]


def test_two_who_change_the_same(connections: Connections, world: World) -> None:
    source_id = _mailbox(connections, world)
    connections.change(world.lark, source_id, _form("Clinic mail"), 1)
    with pytest.raises(ChangedSince):
        connections.change(world.it, source_id, _form("Desk mail"), 1)
    assert connections.sources(world.lark)[1].title == "Clinic mail"


def test_the_listener_is_there_off_and_stays(connections: Connections, world: World) -> None:
    (listener,) = connections.sources(world.it)
    assert (listener.enabled, listener.options) == (False, _listener())
    connections.switch(world.it, LISTENER_ID, on=True)
    assert [source.kind for source in connections.to_run()] == ["listener"]
    with pytest.raises(Refused):
        connections.remove(world.it, LISTENER_ID)
    with pytest.raises(Refused):
        connections.add(world.it, "listener", _web("Another"))


def test_staff_cannot_and_administrators_can(connections: Connections, world: World) -> None:
    with pytest.raises(NotAllowed):
        connections.sources(world.wren)
    with pytest.raises(NotAllowed):
        connections.add(world.wren, "mailbox", _form())
    connections.add(world.it, "mailbox", _form())
    assert len(connections.sources(world.it)) == 2


def test_without_a_keyring_nothing_is_pretended(world: World) -> None:
    connections = Connections(world.database, world.clock, NoSecrets())
    source_id = _mailbox(connections, world)
    with pytest.raises(StorageProblem, match="keyring"):
        connections.put_secret(world.lark, source_id, _SECRET)
    assert connections.sources(world.lark)[1].secret_set_at is None


def _web(title: str) -> SourceForm:
    return SourceForm(title, {"signature": "secret"}, PHOENIX)


def _listener() -> Mapping[str, str]:
    return {"host": "127.0.0.1", "port": "8443"}
