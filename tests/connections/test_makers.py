"""The makers of the program, over the real encrypted data: what they make runs and hands in."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from threading import enumerate as threads
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from desktop import app as composition
from desktop.app import App, pop_door
from desktop.connections.folders import FolderHands, folder_maker
from desktop.connectors.telephony.pop_place import NO_CALLER, NOBODY, SHOWN, hand_over
from desktop.domain.connection_state import Connector, Link, SourceToRun
from desktop.domain.errors import StorageProblem
from desktop.domain.incoming import SetAside, Unreadable
from desktop.services.changes import Ledger
from desktop.services.listener import find_listener
from desktop.storage.tables import Call
from tests.conftest import A_TUESDAY, Clock

_CALLS = (
    "Date,From,To,Direction,Status,Duration\n"
    "2025-11-17 09:00:00,+13125550147,+18555389355,inbound,answered,61\n"
    "2025-11-17 09:05:00,+13125550162,+18555389355,inbound,no-answer,0\n"
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A desk on its own data."""
    built = composition.build(
        tmp_path / "data", demo=True, real=lambda: A_TUESDAY, clock=Clock(A_TUESDAY)
    )
    yield built
    built.close()


def _until(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    pause, left = Event(), seconds
    while not holds() and left > 0:
        pause.wait(0.05)
        left -= 0.05
    return holds()


def _calls(app: App) -> int:
    with app.database.read() as conn:
        return conn.execute(select(func.count()).select_from(Call)).scalar_one()


def _link(connector: Connector) -> Link:
    return connector.standing.link


def test_a_file_in_a_watched_folder_becomes_calls_and_a_bad_one_is_set_aside(
    app: App, tmp_path: Path
) -> None:
    folder = tmp_path / "from the phone system"
    folder.mkdir()
    aside: list[Unreadable] = []
    refusals = iter((StorageProblem("The disk is full. Make room."),))

    def keep(what: Unreadable) -> None:
        # The first is not safely written, and so is handed in again.
        for problem in refusals:
            raise problem
        aside.append(what)

    def set_aside(_: SourceToRun) -> SetAside:
        return keep

    hands = FolderHands(
        app.services.importing,
        lambda: find_listener(app.database, Ledger(app.database, app.clock)),
        set_aside,
        app.clock,
    )
    source = SourceToRun(uuid4(), "folder", "calls", (("folder", str(folder)),), "America/Chicago")
    watched = folder_maker(hands).make((source,))
    before = _calls(app)
    watched.start()
    assert _link(watched) is Link.WORKING
    bad = "31/31/2025 25:61,+13125550118,+18555389355,inbound,answered,5\n"
    (folder / "calls.csv").write_text(_CALLS + bad, encoding="utf-8")
    (folder / "noise.bin").write_bytes(b"\x00\x01" * 64)
    try:
        assert _until(lambda: _calls(app) == before + 2 and len(aside) == 2)
    finally:
        watched.stop()
    row = next(each for each in aside if each.raw.startswith(b"31/31/2025"))
    assert row.reason.startswith("“calls.csv”, row 4: ")
    assert _link(watched) is Link.OFF
    assert not [each for each in threads() if each.name == "watched folder"]


def test_a_soft_phone_finds_the_door_while_the_window_is_open(app: App, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert hand_over(data, "+1 312 555 0147") == NOBODY
    door = pop_door(app)
    assert door is not None
    heard: list[object] = []
    app.services.receiving.hear(lambda *news: heard.append(news))
    door.start()
    try:
        assert door.is_open.wait(10)
        mode = (tmp_path / "data" / "pop.sock").stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert not mode & 0o077, "nobody else hands over"
        assert hand_over(data, "+1 312 555 0147") == SHOWN
        assert hand_over(data, "--help; rm -rf") == NO_CALLER
        assert _until(lambda: bool(heard))
    finally:
        door.stop()
    assert hand_over(data, "+1 312 555 0147") == NOBODY
