"""Calls are handed in one after the other, and none that cannot be taken stops the others."""

from datetime import UTC, datetime

import pytest

from desktop.connectors.telephony.handing import Handing, no_one
from desktop.domain.errors import DataLocked, NotAllowed, Problem, Refused
from desktop.domain.incoming import Disposition, Fate, Incoming, IncomingCall, Receipt, Unreadable
from desktop.domain.vocabulary import Direction


def _call(number: int) -> IncomingCall:
    return IncomingCall(
        direction=Direction.IN,
        caller=f"60255501{number:02}",
        called="8555389355",
        source="asterisk",
        started_at=datetime(2026, 11, 17, 16, number, tzinfo=UTC),
        disposition=Disposition.MISSED,
        external_id=str(number),
    )


class _Desk:
    """Says no to the first call with ``problem``."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem
        self.taken: list[Incoming] = []
        self.aside: list[Unreadable] = []
        self.handing = Handing(self._take, self.aside.append, no_one)

    def _take(self, record: Incoming) -> Receipt:
        if record == _call(1):
            raise self.problem
        self.taken.append(record)
        return Receipt(Fate.CREATED)

    def give(self) -> str:
        for number in (1, 2, 3):
            self.handing.give(_call(number))
        return self.handing.go()


def test_a_call_that_the_desk_refuses_is_set_aside_and_the_others_go_on() -> None:
    desk = _Desk(Refused("Phoenix is closed."))
    assert desk.give() == ""
    assert desk.taken == [_call(2), _call(3)]
    (kept,) = desk.aside
    assert (kept.reason, kept.external_id) == (
        "The desk does not take this: “Phoenix is closed.”",
        "1",
    )
    assert not desk.handing.waits


@pytest.mark.parametrize("problem", [DataLocked("Not now."), NotAllowed("Not with this right.")])
def test_while_nothing_can_be_taken_all_wait_in_their_order(problem: Problem) -> None:
    desk = _Desk(problem)
    assert desk.give() == str(problem)
    assert (desk.taken, desk.aside) == ([], [])
    assert desk.handing.waits


def test_what_could_neither_be_read_nor_set_aside_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(_: Unreadable) -> None:
        raise Refused("Not this.")

    desk = _Desk(Refused("Never."))
    desk.handing = Handing(desk._take, refuse, no_one)
    desk.handing.give(Unreadable("asterisk", "It cannot be read.", b"6025550147"))
    desk.handing.give(_call(2))
    assert desk.handing.go() == ""
    assert desk.taken == [_call(2)]
    assert "was not set aside" in caplog.text
    assert "6025550147" not in caplog.text
