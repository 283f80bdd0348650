"""The web listener in the window's process: switched on with clicks, it takes what is posted."""

import json
from http.client import HTTPConnection
from threading import enumerate as threads
from uuid import uuid4

from sqlalchemy import select

from desktop.domain.connection_state import Link
from desktop.services.connections import LISTENER_ID, SourceForm
from desktop.storage import tables
from tests.connections.test_web import free_port
from tests.workflows.conftest import Open
from tests.workflows.looking import actor_of
from tests.workflows.test_settings import connections, manager


def test_a_form_is_posted_while_the_window_is_open(open_desk: Open) -> None:
    # GIVEN a desk with a web form, whose listener a manager switches on
    hands, port = open_desk(), free_port()
    hands.become(manager(hands))
    who, service = actor_of(hands), connections(hands)
    options = {"host": "127.0.0.1", "port": str(port)}
    service.change(who, LISTENER_ID, SourceForm("Web listener", options, ""), 0, uuid4())
    service.switch(who, LISTENER_ID, uuid4(), on=True)
    form = SourceForm("Website form", {"sender": "any"}, "America/Phoenix")
    source_id = service.add(who, "web_form", form, uuid4()).written.value
    assert source_id is not None
    secret = service.make_secret(who, source_id, uuid4())
    service.switch(who, source_id, uuid4(), on=True)
    # WHEN the program is opened again and somebody sends the form
    hands = open_desk()
    running = hands.desk.app.connectors
    hands.qtbot.waitUntil(lambda: running.standing(source_id).link is Link.WORKING)
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    lead = json.dumps({"name": "Linden Grove", "phone": "602-555-0142", "message": "Please ring"})
    headers = {"Content-Type": "application/json", "X-KetWell-Token": secret}
    link.request("POST", "/leads/website-form", lead, headers)
    status = link.getresponse().status
    link.close()
    # THEN it is kept with a promise to ring, and the listener ends with the window
    assert status == 200
    lead_table = tables.metadata.tables["lead"]
    with hands.desk.app.database.read() as conn:
        (kept,) = conn.execute(select(lead_table).where(lead_table.c.name == "Linden Grove"))
    assert kept.callback_id is not None
    assert running.standing(source_id).last_event_at is not None
    running.close()
    assert not [each for each in threads() if each.name.startswith("web listener")]
