"""What a connector that starts is handed."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import app as composition
from desktop.connections.kinds import Hands, take_from_now
from desktop.domain.errors import DataLocked, Problem, Refused
from desktop.domain.incoming import Disposition, Fate, IncomingCall
from desktop.domain.vocabulary import Direction
from desktop.services.actor import Actor
from desktop.services.changes import Ledger
from desktop.services.cursors import Cursors
from desktop.services.danger_words import DangerWords
from desktop.services.listener import find_listener
from desktop.services.receiving import Receiving
from tests.conftest import A_TUESDAY, Clock


class _EndsNone(Receiving):
    """Something is in the way of ending the calls that were heard ringing."""

    in_the_way: Problem

    def end_unheard(self, actor: Actor) -> int:
        raise self.in_the_way


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Hands]:
    """Over a desk on its own data."""
    app = composition.build(
        tmp_path / "data", demo=True, real=lambda: A_TUESDAY, clock=Clock(A_TUESDAY)
    )
    ledger = Ledger(app.database, app.clock)
    receiving = _EndsNone(app.database, ledger, DangerWords(app.database, ledger, ()))
    yield Hands(
        receiving,
        lambda: find_listener(app.database, ledger),
        app.clock,
        app.services.importing,
        Cursors(app.database, app.clock),
    )
    app.close()


def test_a_rule_that_refuses_a_call_of_last_night_keeps_nobody_from_ringing_now(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_EndsNone, "in_the_way", Refused("Juniper Moss asked."), raising=False)
    with caplog.at_level(logging.WARNING):
        take = take_from_now(hands)
    call = IncomingCall(
        Direction.IN, "(312) 555-0147", "+18555389355", "asterisk", Disposition.MISSED,
        started_at=A_TUESDAY, external_id="1",
    )  # fmt: skip
    assert take(call).fate is Fate.CREATED
    assert "stay open" in caplog.text
    assert "Juniper" not in caplog.text


def test_data_out_of_reach_is_told_and_tried_again(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_EndsNone, "in_the_way", DataLocked("Later."), raising=False)
    with pytest.raises(DataLocked):
        take_from_now(hands)
