"""A source that another program runs: Settings → Connections says so, and takes it over."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from desktop import app as composition
from desktop.app import App
from desktop.domain.connection_state import Link
from desktop.services.connections import SourceForm
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import actor_of
from tests.workflows.test_settings import connections, manager, section


@pytest.fixture
def elsewhere(hands: Hands, demo_data: Path) -> Iterator[App]:
    """Another program on the same data."""
    app = composition.build(demo_data, clock=hands.clock, passwords=quick_passwords)
    yield app
    app.close()


def test_it_is_said_and_taken_over(hands: Hands, elsewhere: App, tmp_path: Path) -> None:
    # GIVEN a watched folder that another program runs
    hands.become(manager(hands))
    service, who = connections(hands), actor_of(hands)
    form = SourceForm("From the phone system", {"folder": str(tmp_path)}, "America/Phoenix")
    source_id = service.add(who, "folder", form, uuid4()).written.value
    assert source_id is not None
    service.switch(who, source_id, uuid4(), on=True)
    elsewhere.connectors.refresh()
    there, here = elsewhere.connectors.standing, hands.desk.app.connectors.standing
    hands.qtbot.waitUntil(lambda: there(source_id).link is Link.WORKING)
    # WHEN this desk is to run it too
    hands.desk.app.connectors.refresh()
    hands.qtbot.waitUntil(lambda: here(source_id).link is Link.ELSEWHERE)
    # THEN the settings say where it runs, and nothing looks broken
    hands.press("Ctrl+,")
    section(hands).load()
    hands.settle()
    card = section(hands).list.card(source_id)
    assert "Runs on another desk" in card.accessibleName()
    section(hands).pick(source_id)
    hands.settle()
    assert hands.sees("Runs on another desk")
    assert not section(hands).detail.trouble.isVisible()
    # WHEN the other program is closed, this one takes over
    elsewhere.connectors.close()
    hands.desk.app.connectors.refresh()
    hands.qtbot.waitUntil(lambda: here(source_id).link is Link.WORKING)
    section(hands).load()
    hands.settle()
    assert "Watching" in section(hands).list.card(source_id).accessibleName()
