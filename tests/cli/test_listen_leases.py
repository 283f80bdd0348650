"""``listen`` and another program on the same data: one runs the watched folder, and when that one
is killed the other takes over. On both engines."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from desktop.app import App, build
from desktop.domain.connection_state import Link
from desktop.services.connections import SourceForm
from desktop.services.source_leases import TERM
from desktop.storage.tables import Call
from tests.conftest import Clock

_CALL = (
    "Date,From,To,Direction,Status,Duration\n"
    "2025-11-17 09:00:00,+13125550147,+18555389355,inbound,answered,{seconds}\n"
)


def until(holds: Callable[[], bool]) -> bool:
    pause = Event()
    for _ in range(3_000):
        if holds():
            return True
        pause.wait(0.01)
    return False


def calls(app: App) -> int:
    with app.database.read() as conn:
        return conn.execute(select(func.count()).select_from(Call)).scalar_one()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where demo data is."""
    place: Path | str = tmp_path / "desk"
    if request.param == "postgresql":
        place = request.getfixturevalue("postgresql_target")
    build(place, demo=True).close()
    return place


def watched_folder(target: Path | str, folder: Path) -> UUID:
    """A watched folder, switched on."""
    app = build(target)
    assert app.demo is not None
    manager, connections = app.demo.actor("Lark Moor"), app.services.connections
    form = SourceForm("From the phone system", {"folder": str(folder)}, "America/Phoenix")
    source_id = connections.add(manager, "folder", form, uuid4()).written.value
    assert source_id is not None
    connections.switch(manager, source_id, uuid4(), on=True)
    app.close()
    return source_id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_when_it_is_killed_the_other_takes_over(target: Path | str, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    source_id = watched_folder(target, folder)
    at = ["--database", target] if isinstance(target, str) else ["--data-dir", str(target)]
    words = [sys.executable, "-m", "desktop", *at, "listen"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as listening:
        assert listening.stderr is not None
        app: App | None = None
        try:
            said = iter(listening.stderr.readline, "")
            assert "Watched folder: watching.\n" in said
            started = build(target)
            assert started.demo is not None
            clock = Clock(started.demo.resumes_at())
            started.close()
            app = build(target, clock=clock)
            before = calls(app)
            app.connectors.refresh()
            standing = app.connectors.standing
            assert until(lambda: standing(source_id).link is Link.ELSEWHERE)
            (folder / "one.csv").write_text(_CALL.format(seconds=61))
            assert until(lambda: calls(app) == before + 1), "it reads for both"
            listening.send_signal(signal.SIGKILL)
            listening.wait(20)
            app.connectors.refresh()
            clock.forward(seconds=TERM.total_seconds() + 60)
            app.connectors.refresh()
            assert until(lambda: standing(source_id).link is Link.WORKING)
            (folder / "two.csv").write_text(_CALL.format(seconds=62).replace("09:00", "11:00"))
            assert until(lambda: calls(app) == before + 2)
        finally:
            listening.kill()
            if app is not None:
                app.close()
