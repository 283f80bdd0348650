"""What happened in a gap is read from the call records: nothing twice, nothing lost."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.connectors.files.calls.asterisk_csv import AsteriskMaster
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.telephony.call_records import CallRecords
from desktop.domain.incoming import Disposition, IncomingCall, RowRead

_ROW = (
    '"","{caller}","100","from-trunk","""Fern"" <{caller}>","PJSIP/trunk-{n}","PJSIP/100-{n}",'
    '"Dial","PJSIP/100,20","2025-11-18 14:00:00","{answer}","2025-11-18 14:01:00",60,{talk},'
    '"{became}","DOCUMENTATION","176347{n}.{leg}","","","176347{n}.1","{n}"\n'
)


def row(n: int, became: str = "ANSWERED", leg: int = 1) -> str:
    answered = became == "ANSWERED"
    return _ROW.format(
        caller="3125550147",
        n=n,
        leg=leg,
        became=became,
        answer="2025-11-18 14:00:05" if answered else "",
        talk=55 if answered else 0,
    )


def read(block: bytes) -> Iterable[RowRead]:
    return AsteriskMaster().read(Content(block), ReadOptions(zone="UTC"))


def read_as_in_phoenix(block: bytes) -> Iterable[RowRead]:
    return AsteriskMaster().read(Content(block), ReadOptions(zone="America/Phoenix"))


class Kept:
    """The place, kept over the end of the program."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def load(self) -> str:
        return self.text

    def save(self, text: str) -> None:
        self.text = text


def all_of(records: CallRecords, *, alive: frozenset[str] = frozenset()) -> list[IncomingCall]:
    """What is whole after a few looks."""
    found: list[IncomingCall] = []
    for _ in range(6):
        calls, others, _ = records.step(alive.__contains__)
        assert not others
        found += calls
        records.done()
    return found


def _begun(tmp_path: Path) -> tuple[Path, Kept]:
    """Records that were looked at once, with one call that an import knows."""
    file, place = tmp_path / "Master.csv", Kept()
    file.write_text(row(1000), encoding="utf-8")
    assert all_of(CallRecords(file, read, place, "desk-pbx")) == []
    return file, place


def _add(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_calls_of_a_gap_are_read_once(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    _add(file, row(2000) + row(3000, "NO ANSWER"))
    found = all_of(CallRecords(file, read, place, "desk-pbx"))
    assert [(call.external_id, call.disposition) for call in found] == [
        ("1763472000.1", Disposition.ANSWERED),
        ("1763473000.1", Disposition.MISSED),
    ]
    assert {call.source for call in found} == {"desk-pbx"}
    assert all_of(CallRecords(file, read, place, "desk-pbx")) == []


def test_each_phone_that_rang_leaves_a_row_of_one_call(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    records = CallRecords(file, read, place, "desk-pbx")
    _add(file, row(2000, "NO ANSWER"))
    assert records.step(lambda _: False)[0] == [], "more may come"
    _add(file, row(2000, leg=2))
    (call,) = all_of(records)
    assert call.disposition is Disposition.ANSWERED


def test_rows_that_are_written_while_they_are_read_count_together(tmp_path: Path) -> None:
    """The caller was passed on: two rows, and the reader comes between them."""
    file, place = _begun(tmp_path)
    records = CallRecords(file, read, place, "desk-pbx")
    _add(file, row(2000))
    assert records.step(lambda _: False)[0] == []
    second = (
        row(2000, leg=2).replace("14:00:05", "14:01:00").replace('14:01:00",60', '14:01:58",60')
    )
    _add(file, second)
    (call,) = all_of(records)
    assert call.talked_seconds == 110
    assert call.answered_at == datetime(2025, 11, 18, 14, 0, 5, tzinfo=UTC)


def test_a_call_that_goes_on_is_kept_back(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    records = CallRecords(file, read, place, "desk-pbx")
    _add(file, row(2000, "NO ANSWER"))
    assert all_of(records, alive=frozenset({"1763472000.1"})) == []
    # The program ends meanwhile: the next one reads it again.
    (call,) = all_of(CallRecords(file, read, place, "desk-pbx"))
    assert call.external_id == "1763472000.1"


def test_half_a_line_waits_for_its_end(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    records = CallRecords(file, read, place, "desk-pbx")
    line = row(2000)
    _add(file, line[:40])
    assert all_of(records) == []
    _add(file, line[40:])
    assert len(all_of(records)) == 1


def test_records_that_were_put_away_and_begun_anew(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    _add(file, row(2000))
    file.rename(tmp_path / "Master.csv.1")
    file.write_text(row(3000), encoding="utf-8")
    found = all_of(CallRecords(file, read, place, "desk-pbx"))
    assert [call.external_id for call in found] == ["1763472000.1", "1763473000.1"]


def test_a_damaged_place_reads_everything_once_more(tmp_path: Path) -> None:
    file, _ = _begun(tmp_path)
    _add(file, row(2000))
    found = all_of(CallRecords(file, read, Kept('{"file": 1'), "desk-pbx"))
    assert [call.external_id for call in found] == ["1763471000.1", "1763472000.1"]


def test_the_zone_of_the_records_is_found_by_their_ids(tmp_path: Path) -> None:
    """Whether ``usegmtime`` is on or not, and whatever zone somebody chose for the source."""
    file, place = _begun(tmp_path)
    began = datetime(2025, 11, 18, 14, 0, tzinfo=UTC)
    _add(file, row(2000).replace("1763472000.1", f"{int(began.timestamp())}.1"))
    (call,) = all_of(CallRecords(file, read_as_in_phoenix, place, "desk-pbx"))
    assert call.started_at == began
    assert call.answered_at == began + timedelta(seconds=5)
    assert call.ended_at == began + timedelta(minutes=1)
    assert not call.zone_assumed


def test_the_first_call_of_a_new_phone_system_is_read(tmp_path: Path) -> None:
    """There is no file until somebody has rung."""
    file, place = tmp_path / "Master.csv", Kept()
    with pytest.raises(FileNotFoundError):
        CallRecords(file, read, place, "desk-pbx").step(lambda _: False)
    # The program ends meanwhile.
    file.write_text(row(1000), encoding="utf-8")
    (call,) = all_of(CallRecords(file, read, place, "desk-pbx"))
    assert call.external_id == "1763471000.1"


def test_a_folder_that_is_out_of_reach_is_not_a_new_phone_system(tmp_path: Path) -> None:
    share, place = tmp_path / "share", Kept()
    file = share / "Master.csv"
    with pytest.raises(FileNotFoundError):
        CallRecords(file, read, place, "desk-pbx").step(lambda _: False)
    share.mkdir()
    file.write_text(row(1000), encoding="utf-8")
    assert all_of(CallRecords(file, read, place, "desk-pbx")) == []


def test_a_leg_that_began_later_keeps_its_time(tmp_path: Path) -> None:
    file, place = _begun(tmp_path)
    began = datetime(2025, 11, 18, 14, 0, tzinfo=UTC)
    long_before = int((began - timedelta(minutes=75, seconds=70)).timestamp())
    _add(file, row(2000).replace("1763472000.1", f"{long_before}.1"))
    (call,) = all_of(CallRecords(file, read, place, "desk-pbx"))
    assert call.started_at == began
