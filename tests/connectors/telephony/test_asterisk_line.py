"""The phone system is heard over a real socket, lost and found again, and no call is lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock
from threading import enumerate as threads

import pytest

from desktop.connectors.telephony.asterisk_line import AsteriskLine
from desktop.connectors.telephony.call_records import CallRecords
from desktop.connectors.telephony.line_settings import LineSettings, Patience
from desktop.domain.connection_state import Link
from desktop.domain.errors import DataLocked
from desktop.domain.incoming import Disposition, Fate, Incoming, IncomingCall, Receipt, Unreadable
from tests.connectors.telephony.manager import SECRET, USER, Manager
from tests.connectors.telephony.test_call_records import Kept, read, row
from tests.connectors.telephony.test_live_calls import ANSWER, END, rings

NOW = datetime(2025, 11, 18, 21, 0, tzinfo=UTC)
QUICK = Patience(answer=5, first=0.02, most=0.05, settle=0.1, records=0.02, refused=0.05)


class Desk:
    """Takes calls in; ``away`` is a desk that is out of reach."""

    def __init__(self) -> None:
        self.calls: list[IncomingCall] = []
        self.aside: list[Unreadable] = []
        self.away = False
        self._lock = Lock()

    def take(self, record: Incoming) -> Receipt:
        if self.away:
            raise DataLocked("Another program holds the data.")
        assert isinstance(record, IncomingCall)
        with self._lock:
            self.calls.append(record)
        return Receipt(Fate.CREATED)

    def became(self) -> dict[str, Disposition]:
        """The last news of each call."""
        with self._lock:
            return {call.external_id: call.disposition for call in self.calls}


def until(holds: Callable[[], bool]) -> bool:
    pause = Event()
    for _ in range(1_000):
        if holds():
            return True
        pause.wait(0.01)
    return False


@pytest.fixture
def manager() -> Iterator[Manager]:
    with Manager() as made:
        yield made


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def line(manager: Manager, desk: Desk, tmp_path: Path) -> Iterator[AsteriskLine]:
    """A line that is up, with call records that were read to their end."""
    records, place = tmp_path / "Master.csv", Kept()
    records.write_text(row(1000), encoding="utf-8")
    made = AsteriskLine(
        LineSettings("desk-pbx", "127.0.0.1", USER, SECRET, manager.port, records),
        take=desk.take,
        set_aside=desk.aside.append,
        clock=lambda: NOW,
        open_records=lambda: CallRecords(records, read, place, "desk-pbx"),
        patience=QUICK,
    )
    made.start()
    manager.came.get(timeout=10)
    assert until(lambda: bool(place.text))
    yield made
    manager.cut()
    made.stop()
    assert not [each for each in threads() if each.name == "phone system"]


def test_a_call_is_told_while_it_rings_and_when_it_is_over(
    line: AsteriskLine, manager: Manager, desk: Desk
) -> None:
    manager.say(*rings())
    assert until(lambda: list(desk.became().values()) == [Disposition.RINGING])
    manager.say(*ANSWER, *END)
    assert until(lambda: len(desk.calls) == 3)
    assert list(desk.became().values()) == [Disposition.ANSWERED]
    assert line.standing.link is Link.WORKING


def test_a_connection_cut_in_the_middle_is_made_again_and_the_records_say_how_it_ended(
    line: AsteriskLine, manager: Manager, desk: Desk, tmp_path: Path
) -> None:
    manager.say(*rings())
    assert until(lambda: len(desk.calls) == 1)
    manager.cut()
    with (tmp_path / "Master.csv").open("a", encoding="utf-8") as records:
        # The call that rang, answered in the gap, and one that nothing was heard of.
        linked = desk.calls[0].external_id
        records.write(row(2000).replace("1763472000.1", linked))
        records.write(row(3000, "NO ANSWER"))
    manager.came.get(timeout=10)
    assert manager.logins == 2
    assert until(
        lambda: desk.became() == {linked: Disposition.ANSWERED, "1763473000.1": Disposition.MISSED}
    )
    assert line.standing.link is Link.WORKING


def test_a_call_of_which_no_record_comes_is_missed(
    line: AsteriskLine, manager: Manager, desk: Desk
) -> None:
    manager.say(*rings())
    assert until(lambda: len(desk.calls) == 1)
    manager.cut()
    assert until(lambda: list(desk.became().values()) == [Disposition.MISSED])
    assert line.standing.reason == ""


def test_what_cannot_be_taken_waits_in_its_order(
    line: AsteriskLine, manager: Manager, desk: Desk
) -> None:
    desk.away = True
    manager.say(*rings(), *ANSWER, *END)
    assert until(lambda: "holds the data" in line.standing.reason)
    assert not desk.calls
    desk.away = False
    assert until(lambda: len(desk.calls) == 3)
    assert desk.calls[0].disposition is Disposition.RINGING
    assert desk.calls[-1].ended_at is not None


def test_garbage_and_half_packets_end_nothing(
    line: AsteriskLine, manager: Manager, desk: Desk
) -> None:
    manager.say_raw(b"\xff\x00" * 50_000 + b"\r\n: \r\nEvent: Newchannel\r\n\r\nEvent: ")
    manager.say_raw(b"x" * 100_000 + b"\r\n\r\n")
    manager.say(*rings(), *END)
    assert until(lambda: list(desk.became().values()) == [Disposition.MISSED])
    assert line.standing.link is Link.WORKING


def test_a_wrong_password_says_what_to_do(manager: Manager, desk: Desk) -> None:
    line = AsteriskLine(
        LineSettings("desk-pbx", "127.0.0.1", USER, "not it", manager.port),
        take=desk.take,
        set_aside=desk.aside.append,
        clock=lambda: NOW,
        patience=QUICK,
    )
    line.start()
    try:
        assert until(lambda: line.standing.link is Link.REFUSED)
        assert "does not accept the manager name or password" in line.standing.reason
    finally:
        line.stop()
    assert manager.logins == 0


def test_nobody_there_is_tried_again_and_can_be_stopped(desk: Desk) -> None:
    with Manager() as gone:
        port = gone.port
    line = AsteriskLine(
        LineSettings("desk-pbx", "127.0.0.1", USER, SECRET, port),
        take=desk.take,
        set_aside=desk.aside.append,
        clock=lambda: NOW,
        patience=QUICK,
    )
    line.start()
    assert until(lambda: line.standing.link is Link.RETRYING)
    line.stop()
    assert line.standing.link is Link.OFF


def test_a_missed_call_that_was_heard_whole_is_not_told_again_by_its_record(
    line: AsteriskLine, manager: Manager, desk: Desk, tmp_path: Path
) -> None:
    manager.say(*rings(), *END)
    assert until(lambda: len(desk.calls) == 2)
    with (tmp_path / "Master.csv").open("a", encoding="utf-8") as records:
        records.write(row(2000, "NO ANSWER").replace("1763472000.1", desk.calls[0].external_id))
        records.write(row(3000, "NO ANSWER"))
    assert until(lambda: "1763473000.1" in desk.became())
    assert len(desk.calls) == 3
    assert line.standing.link is Link.WORKING


def test_how_long_they_talked_is_what_the_record_says(
    line: AsteriskLine, manager: Manager, desk: Desk, tmp_path: Path
) -> None:
    manager.say(*rings(), *ANSWER, *END)
    assert until(lambda: len(desk.calls) == 3)
    assert [call.talked_seconds for call in desk.calls] == [None, None, None]
    with (tmp_path / "Master.csv").open("a", encoding="utf-8") as records:
        records.write(row(2000).replace("1763472000.1", desk.calls[0].external_id))
    assert until(lambda: len(desk.calls) == 4)
    assert [call.talked_seconds for call in desk.calls] == [None, None, None, 55]
    assert len({call.external_id for call in desk.calls}) == 1


def test_how_long_they_talked_is_what_was_heard_when_no_record_comes(
    line: AsteriskLine, manager: Manager, desk: Desk
) -> None:
    manager.say(*rings(), *ANSWER, *END)
    assert until(lambda: len(desk.calls) == 4)
    assert [call.talked_seconds for call in desk.calls] == [None, None, None, 0]


def test_a_list_that_was_not_answered_is_asked_for_again(
    manager: Manager, desk: Desk, tmp_path: Path
) -> None:
    """A call that rang when the phone system was killed is over, though it said so only later."""
    line = AsteriskLine(
        LineSettings("desk-pbx", "127.0.0.1", USER, SECRET, manager.port),
        take=desk.take,
        set_aside=desk.aside.append,
        clock=lambda: NOW,
        patience=replace(QUICK, answer=0.3),
    )
    line.start()
    try:
        manager.came.get(timeout=10)
        manager.say(*rings())
        assert until(lambda: list(desk.became().values()) == [Disposition.RINGING])
        manager.says_nothing += 2
        manager.cut()
        assert until(lambda: list(desk.became().values()) == [Disposition.MISSED])
        assert manager.says_nothing == 0
    finally:
        line.stop()


def test_without_the_right_to_the_list_the_records_tell_how_calls_ended(
    line: AsteriskLine, manager: Manager, desk: Desk, tmp_path: Path
) -> None:
    manager.say(*rings())
    assert until(lambda: len(desk.calls) == 1)
    manager.denies = True
    manager.cut()
    linked = desk.calls[0].external_id
    with (tmp_path / "Master.csv").open("a", encoding="utf-8") as records:
        records.write(row(2000).replace("1763472000.1", linked))
    assert until(lambda: desk.became() == {linked: Disposition.ANSWERED})
    assert until(lambda: "write = reporting" in line.standing.reason)
    assert line.standing.link is Link.WORKING
