"""``listen`` in a process of its own: what is posted is in the data, and it ends when told."""

import json
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop.app import App, build
from desktop.services.connections import LISTENER_ID, SourceForm
from desktop.storage import tables
from tests.connections.test_web import free_port


def set_up(app: App, port: int) -> tuple[UUID, str]:
    """A web form and the listener, both switched on; the form and its secret."""
    assert app.demo is not None
    manager = app.demo.actor("Lark Moor")
    connections = app.services.connections
    options = {"host": "127.0.0.1", "port": str(port)}
    connections.change(manager, LISTENER_ID, SourceForm("Web listener", options, ""), 0, uuid4())
    connections.switch(manager, LISTENER_ID, uuid4(), on=True)
    form = SourceForm("Website form", {"sender": "any"}, "America/Phoenix")
    source_id = connections.add(manager, "web_form", form, uuid4()).written.value
    assert source_id is not None
    secret = connections.make_secret(manager, source_id, uuid4())
    connections.switch(manager, source_id, uuid4(), on=True)
    return source_id, secret


def test_what_is_posted_is_in_the_data(tmp_path: Path) -> None:
    port = free_port()
    app = build(tmp_path / "desk", demo=True)
    _, secret = set_up(app, port)
    app.close()
    words = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "desk"), "listen"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as listening:
        assert listening.stderr is not None
        assert [listening.stderr.readline() for _ in range(2)] == [
            "Web listener: listening.\n",
            "Web form: listening at /leads/website-form.\n",
        ]
        link = HTTPConnection("127.0.0.1", port, timeout=30)
        lead = json.dumps({"name": "Linden Grove", "phone": "602-555-0142", "message": "Please"})
        headers = {"Content-Type": "application/json", "X-KetWell-Token": secret}
        link.request("POST", "/leads/website-form", lead, headers)
        assert link.getresponse().status == 200
        link.close()
        listening.terminate()
        assert listening.stderr.read() == ""
    assert listening.returncode == 0
    app = build(tmp_path / "desk")
    try:
        lead_table = tables.metadata.tables["lead"]
        with app.database.read() as conn:
            (kept,) = conn.execute(select(lead_table).where(lead_table.c.name == "Linden Grove"))
        assert kept.callback_id is not None
    finally:
        app.close()
