"""What 3CX, FreeSWITCH, Cisco, Grandstream, Google Voice and plain tables say about calls."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from desktop.connectors.files.calls.parts import day_alone
from desktop.connectors.files.calls.threecx import ThreeCxCdr
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import named
from desktop.domain.incoming import Disposition, IncomingCall, Rejected, Taken
from desktop.domain.vocabulary import Direction
from tests.connectors.own_file import lines_of
from tests.connectors.own_files import OWN_FILES
from tests.connectors.reading import calls_of, ignored_of, rejected_of

FOUR = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
IN, OUT = Direction.IN, Direction.OUT


def own(name: str, about: str = "") -> list[IncomingCall]:
    (file,) = [each for each in OWN_FILES if each.format == name and about in each.about]
    return calls_of(file.content)


def test_3cx_report() -> None:
    first, second = own("3cx-report")
    assert (first.caller, first.called, first.name) == ("6025550147", "800", "Moss, Fern")
    assert (first.answered_at, first.talked_seconds) == (FOUR + timedelta(seconds=7), 72)
    assert second.disposition is Disposition.MISSED


_REPORT = (
    "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost\n"
    "2026-11-17T09:00:00,a-1,{},{},Inbound,Answered,00:00:07,00:01:12,0.00\n"
)


@pytest.mark.parametrize(
    ("took", "disposition"),
    [
        ("Queue (800)", Disposition.MISSED),
        ("Digital Receptionist (801)", Disposition.MISSED),
        ("Front Desk Ring Group (802)", Disposition.MISSED),
        ("Wren (101)", Disposition.ANSWERED),
        ("Voicemail (999)", Disposition.VOICEMAIL),
    ],
)
def test_3cx_report_of_calls_that_only_a_machine_took(took: str, disposition: Disposition) -> None:
    (call,) = calls_of(_REPORT.format("6025550147", took))
    assert call.disposition is disposition
    assert (call.talked_seconds == 72) is (disposition is Disposition.ANSWERED)


def test_3cx_side_without_end_takes_no_longer_than_any() -> None:
    """No clock is asserted: what takes the square of it would run for minutes."""
    (call,) = calls_of(_REPORT.format("x" + " " * 100_000 + "6025550147", "Wren (101)"))
    assert call.disposition is Disposition.ANSWERED


def test_3cx_cdr_in_the_usual_order() -> None:
    out, missed = own("3cx-cdr")
    assert (out.direction, out.caller, out.called) == (OUT, "101", "+16025550147")
    assert (out.started_at, out.talked_seconds) == (FOUR, 25)
    assert (missed.direction, missed.caller, missed.disposition) == (
        IN,
        "+16025550148",
        Disposition.MISSED,
    )
    assert (missed.name, missed.external_id) == ("Ivy Vine", "00000A_2")


def test_3cx_cdr_with_a_map() -> None:
    content = Content(b"2026/11/17 09:00:00;6025550147;Ext.800;2026/11/17 09:00:09;x7\n")
    columns = {
        "started_at": "1",
        "caller": "2",
        "to-no": "3",
        "time-answered": "4",
        "external_id": "5",
    }
    (row,) = ThreeCxCdr().read(content, ReadOptions("America/Phoenix", columns=columns))
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingCall)
    assert (row.record.caller, row.record.called, row.record.external_id) == (
        "6025550147",
        "800",
        "x7",
    )
    assert row.record.disposition is Disposition.ANSWERED


_3CX_LINE = (
    "Call {0},00000B_{0},00:00:25,2026/11/17 09:0{0}:00,{1},2026/11/17 09:0{0}:25,TerminatedBySrc,"
    "{2},Ext.800,10000,800,,,Ext.800,800,,,,,Chain: ;Ext.800;,Line,{3},{3},{4},Desk,Desk,"
)


def test_3cx_cdr_of_calls_that_only_a_machine_took() -> None:
    text = lines_of(
        _3CX_LINE.format(1, "2026/11/17 09:01:05", "+16025550147", "Queue", "Fern"),
        _3CX_LINE.format(2, "2026/11/17 09:02:05", "+16025550148", "IVR", "Ivy"),
        _3CX_LINE.format(3, "2026/11/17 09:03:05", "+16025550149", "Extension", "Moss"),
    )
    waiting, menu, spoken = calls_of(text)
    assert (waiting.disposition, waiting.talked_seconds) == (Disposition.MISSED, 0)
    assert (menu.disposition, menu.answered_at) == (Disposition.MISSED, None)
    assert spoken.disposition is Disposition.ANSWERED


def test_3cx_cdr_of_a_caller_who_shows_no_number() -> None:
    (call,) = calls_of(lines_of(_3CX_LINE.format(1, "", "", "Extension", "Anonymous")))
    assert (call.direction, call.caller) == (IN, ""), "not the trunk's own number"
    assert call.disposition is Disposition.MISSED


def test_3cx_journal() -> None:
    missed, out = own("3cx-journal")
    assert (missed.direction, missed.disposition, missed.started_at) == (
        IN,
        Disposition.MISSED,
        FOUR,
    )
    assert not missed.zone_assumed
    assert missed.external_id == "6025550147/2026-11-17T16:00:00"
    assert (out.direction, out.called, out.talked_seconds) == (OUT, "6025550148", 60)


def test_freeswitch() -> None:
    first, second = own("freeswitch-csv")
    assert (first.name, first.answered_at) == ("Fern Moss", FOUR + timedelta(seconds=5))
    assert (second.disposition, second.talked_seconds) == (Disposition.MISSED, 0)
    (titled,) = own("freeswitch-titled")
    assert (titled.external_id, titled.talked_seconds) == ("u-1", 60)


def test_cisco_nothing_set_is_zero() -> None:
    (answered,) = own("cisco-cucm", "titles and types")
    assert (answered.started_at, answered.talked_seconds) == (FOUR, 60)
    assert answered.external_id == "2/12345/C1"
    (missed,) = own("cisco-cucm", "without titles")
    assert (missed.disposition, missed.answered_at) == (Disposition.MISSED, None)
    assert missed.ended_at == FOUR + timedelta(seconds=20)
    assert (missed.caller, missed.called, missed.direction) == ("6025550147", "5150", IN)


@pytest.mark.parametrize("gateway", ["vg-phx01.clinic.example", "Analog-PSTN", "VG310-PSTN"])
def test_cisco_gateways_may_be_called_anything(gateway: str) -> None:
    row = [""] * 120
    for place, value in _CISCO.items():
        row[place] = value
    row[56] = gateway
    (call,) = calls_of(lines_of(",".join(row)))
    assert (call.direction, call.disposition) == (IN, Disposition.MISSED)


_CISCO = {
    0: "1", 1: "2", 2: "12346", 4: "1794931200", 8: "6025550147", 29: "5150", 30: "5150",
    47: "0", 48: "1794931220", 55: "0", 57: "SEP001122334455",
}  # fmt: skip


def test_grandstream_tree_is_one_call() -> None:
    (call,) = own("grandstream", "tree")
    assert (call.caller, call.called, call.direction) == ("6025550147", "6025550100", IN)
    assert (call.started_at, call.disposition) == (FOUR, Disposition.ANSWERED)
    assert call.external_id == "1794931200-6025550147"


def test_grandstream_s_menu_speaks_with_nobody() -> None:
    (file,) = [each for each in OWN_FILES if each.format == "grandstream" and "tree" in each.about]
    (tree, _) = json.loads(file.content)["cdr_root"]
    menu = {"dstchannel": "", "lastapp": "Playback", "action_type": "IVR[7000]"}
    tree["sub_cdr_1"] = tree.pop("sub_cdr_2") | menu
    (call,) = calls_of(json.dumps({"cdr_root": [tree]}))
    assert (call.disposition, call.talked_seconds) == (Disposition.MISSED, 0)
    del tree["sub_cdr_1"]["dstchannel"]
    (call,) = calls_of(json.dumps({"cdr_root": [tree]}))
    assert call.disposition is Disposition.ANSWERED


def test_google_voice() -> None:
    (call,) = own("google-voice")
    assert (call.caller, call.name, call.message) == ("+16025550147", "Fern Moss", "Please ring me")
    assert (call.started_at, call.talked_seconds) == (FOUR, 62)
    assert (call.disposition, call.zone_assumed) == (Disposition.VOICEMAIL, False)


def test_spanish_table_with_the_day_first() -> None:
    first, second = own("calls-table", "Spanish")
    assert first.started_at == datetime(2026, 11, 3, 16, tzinfo=UTC)
    assert first.disposition is Disposition.MISSED
    assert (second.disposition, second.talked_seconds) == (Disposition.ANSWERED, 90)


TABLE = "When,From,To,Direction,Status\n{},6025550147,6025550100,in,missed\n{},6025550148,,in,ok\n"


DATES = (
    "Date,Time,From,To,Direction,Result\n"
    "{},{},6025550147,6025550100,in,missed\n{},{},6025550148,,in,ok\n"
)


@pytest.mark.parametrize(
    "date",
    ["2026-11-17 00:00:00", "2026-11-17T00:00:00.000", "11/17/2026 12:00:00 AM", "2026-11-17"],
)
def test_a_midnight_that_a_spreadsheet_wrote_behind_a_date_is_no_time(date: str) -> None:
    first, second = calls_of(DATES.format(date, "10:05:00", date, "00:00:00"))
    assert first.started_at == datetime(2026, 11, 17, 17, 5, tzinfo=UTC)
    assert second.started_at == datetime(2026, 11, 17, 7, 0, tzinfo=UTC)


def test_a_date_without_end_takes_no_longer_than_any() -> None:
    """No clock is asserted: what takes the square of it would run for hours."""
    endless = "T" * 400_000 + "x"
    assert day_alone(endless) == endless


def test_a_midnight_among_other_clocks_is_one() -> None:
    text = DATES.format("2026-11-17 00:00:00", "0:02:10", "2026-11-17 09:00:00", "0:01:00")
    first, second = calls_of(text)
    assert first.started_at == datetime(2026, 11, 17, 7, 0, tzinfo=UTC)
    assert second.started_at == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)


def test_a_time_before_a_date_with_dashes_tells_the_order_too() -> None:
    first, second = calls_of(TABLE.format("9:00 AM 03-11-2026", "9:00 AM 11-17-2026"))
    assert first.started_at == datetime(2026, 3, 11, 16, tzinfo=UTC)
    assert second.started_at == datetime(2026, 11, 17, 16, tzinfo=UTC)


def test_dates_that_may_be_either_are_refused_until_somebody_says() -> None:
    text = TABLE.format("3/11/2026 9:00", "4/11/2026 9:00")
    assert len(rejected_of(text)) == 2
    assert "day/month or month/day" in rejected_of(text)[0].reason

    columns = {"started_at": "When", "caller": "From", "day_order": "mdy"}
    table = named("calls-table")
    assert table is not None
    rows = list(table.read(Content(text.encode()), ReadOptions("UTC", columns=columns)))
    assert [
        row.record.started_at
        for row in rows
        if isinstance(row, Taken) and isinstance(row.record, IncomingCall)
    ] == [
        datetime(2026, 3, 11, 9, tzinfo=UTC),
        datetime(2026, 4, 11, 9, tzinfo=UTC),
    ]


def test_the_order_is_told_by_a_row_far_below() -> None:
    rows = [
        f"{n % 9 + 1}/{n % 8 + 2}/2026 9:00,60255501{n % 90 + 10},6025550100,in,ok"
        for n in range(5000)
    ]
    text = "\n".join(["When,From,To,Direction,Status", *rows, "31/1/2026 9:00,6025550199,,in,ok"])
    calls = calls_of(text)
    assert len(calls) == 5001
    assert calls[0].started_at == datetime(2026, 2, 1, 16, tzinfo=UTC)


def test_impossible_dates_reject_the_row_alone() -> None:
    text = TABLE.format("31/2/2026 9:00", "25/12/2026 9:00")
    assert len(calls_of(text)) == 1
    assert isinstance(rejected_of(text)[0], Rejected)


def test_internal_calls_of_a_table() -> None:
    text = "When,From,To,Status\n2026-11-17 09:00,101,102,ok\n2026-11-17 09:00,6025550147,101,ok\n"
    assert ignored_of(text) == ["internal call"]


def test_separate_columns_of_date_and_time() -> None:
    text = "Date,Time,Caller,Direction,Duration (ms)\n2026-11-17,9:00 AM,6025550147,Inbound,61500\n"
    (call,) = calls_of(text)
    assert (call.started_at, call.talked_seconds) == (FOUR, 61)
