"""Real files of others, where they are at hand: what ``MANIFEST.tsv`` says is what is read."""

import csv
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.registry import recognise
from desktop.domain.errors import Problem
from desktop.domain.incoming import Disposition, Ignored, IncomingCall, Rejected, RowRead, Taken
from desktop.domain.vocabulary import Direction
from tests.connectors.reading import PHOENIX

SAMPLES = Path(os.environ.get("KETWELL_SAMPLES", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("KETWELL_SAMPLES"), reason="KETWELL_SAMPLES does not say where samples are"
)
IN, OUT = Direction.IN, Direction.OUT
ANSWERED, MISSED, VOICEMAIL = Disposition.ANSWERED, Disposition.MISSED, Disposition.VOICEMAIL
RINGING, NOT_REACHED = Disposition.RINGING, Disposition.NOT_REACHED

COUNTS = {  # the format that is found; how many calls, ignored and rejected rows
    "a-asterisk/asterisk_Master.csv": ("asterisk-csv", 2, 0, 0),
    "a-asterisk/asterisk_cdr_good.csv": ("asterisk-csv", 5, 0, 0),
    "a-asterisk/asterisk_CELMaster1.csv": ("asterisk-cel", 0, 1, 0),
    "a-asterisk/freeswitch_CDRImport-2015-10-26.csv": ("freeswitch-titled", 5, 0, 0),
    "a-asterisk/freeswitch_import_voipcall_report.txt": ("calls-table", 9, 0, 1),
    "b-cloud-calls/3cx_cdr_socket_record.csv": ("3cx-cdr", 1, 0, 0),
    "b-cloud-calls/3cx_v20_call_report_sample.csv": ("3cx-report", 2, 0, 0),
    "b-cloud-calls/callrail_call.json": ("callrail", 1, 0, 0),
    "b-cloud-calls/cisco_cucm_sample_cdr.txt": ("cisco-cucm", 1, 0, 0),
    "b-cloud-calls/dialpad_call_event_hangup.json": ("dialpad", 1, 0, 0),
    "b-cloud-calls/plivo_callGetResponse.json": ("plivo", 1, 0, 0),
    "b-cloud-calls/plivo_callListResponse.json": ("plivo", 1, 0, 0),
    "b-cloud-calls/ringcentral_account-telephony-sessions.json": ("ringcentral-notices", 0, 1, 0),
    "b-cloud-calls/ringcentral_call-log-sample.json": ("ringcentral", 1, 0, 0),
    "b-cloud-calls/ringcentral_simple_csv_header.csv": ("ringcentral-csv", 0, 0, 0),
    "b-cloud-calls/ringcentral_voicemail-message.json": ("ringcentral-notices", 1, 0, 0),
    "b-cloud-calls/sipgate_io_posts.form.txt": ("generic-cti", 7, 0, 0),
    "b-cloud-calls/zammad_generic_cti.jsonl": ("generic-cti", 3, 0, 0),
    "b-cloud-calls/twilio_call_fetch.json": ("twilio", 1, 0, 0),
    "b-cloud-calls/twilio_calls_readFullPage1.json": ("twilio", 2, 0, 0),
    "b-cloud-calls/twilio_calls_readEmptyDatesLess.json": ("twilio", 0, 0, 0),
    "b-cloud-calls/twilio_calls_readEmptyDatesGreater.json": ("twilio", 0, 0, 0),
    "b-cloud-calls/twilio_calls_readEmptyDateFunDateFormats.json": ("twilio", 0, 0, 0),
    "b-cloud-calls/twilio_recordings_readFull.json": ("twilio", 0, 1, 0),
    "b-cloud-calls/twilio_recordings_readEmpty.json": ("twilio", 0, 0, 0),
    "b-cloud-calls/twilio_recordings_readIncludeSoftDeleted.json": ("twilio", 0, 2, 0),
    "b-cloud-calls/twilio_voice_webhook_outbound.form": ("twilio", 1, 0, 0),
    "b-cloud-calls/twiml_incoming_0.form": ("twilio", 1, 0, 0),
    "b-cloud-calls/twiml_incoming_1.form": ("twilio", 1, 0, 0),
    "b-cloud-calls/vonage_call.json": ("vonage", 1, 0, 0),
    "b-cloud-calls/vonage_event-post-completed.txt": ("vonage", 1, 0, 0),
    "b-cloud-calls/vonage_event-post-notify.txt": ("vonage", 0, 1, 0),
    "b-cloud-calls/zoom_callee_ringing.json": ("zoom-phone", 1, 0, 0),
    "b-cloud-calls/gvoice_Call_-_Recorded.html": ("google-voice", 1, 0, 0),
}


def read(name: str) -> tuple[str, list[RowRead]]:
    content = Content(SAMPLES / name)
    found = recognise(content)
    return found[0].format.name, list(found[0].format.read(content, PHOENIX))


def calls(name: str) -> list[IncomingCall]:
    rows = read(name)[1]
    return [
        row.record
        for row in rows
        if isinstance(row, Taken) and isinstance(row.record, IncomingCall)
    ]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize("name", COUNTS)
def test_formats_and_counts(name: str) -> None:
    found, rows = read(name)
    assert (
        found,
        sum(isinstance(row, Taken) for row in rows),
        sum(isinstance(row, Ignored) for row in rows),
        sum(isinstance(row, Rejected) for row in rows),
    ) == COUNTS[name]


def test_asterisk() -> None:
    first, _ = calls("a-asterisk/asterisk_Master.csv")
    assert (first.caller, first.called, first.talked_seconds) == ("", "1", 7)
    assert first.started_at == at("2010-04-02T00:26:32-07:00")
    good = calls("a-asterisk/asterisk_cdr_good.csv")
    assert {call.name for call in good} == {"Test User"}
    assert len({call.external_id for call in good}) == 5


def test_3cx_cisco_and_grandstream() -> None:
    (call,) = calls("b-cloud-calls/3cx_cdr_socket_record.csv")
    assert (call.direction, call.caller, call.called) == (OUT, "10016", "+46701740605")
    assert (call.started_at, call.talked_seconds) == (at("2024-06-17T05:59:49-07:00"), 25)
    report = calls("b-cloud-calls/3cx_v20_call_report_sample.csv")
    assert [call.caller for call in report] == ["09516047180", "830"]
    assert report[1].name == "Hoehne, Info"
    (call,) = calls("b-cloud-calls/cisco_cucm_sample_cdr.txt")
    assert (call.caller, call.called, call.talked_seconds) == ("5033466520", "9712628803", 60)
    assert call.started_at == at("2024-03-25T17:01:44+00:00")
    tree = calls("b-cloud-calls/grandstream_ucm_cdrapi.json")
    assert (tree[0].caller, tree[0].called, tree[0].direction) == ("07700900123", "01632960401", IN)
    assert tree[0].started_at == at("2022-08-22T09:33:56-07:00")
    assert [call.external_id for call in tree].count(tree[0].external_id) == 1


def test_cloud() -> None:
    (call,) = calls("b-cloud-calls/callrail_call.json")
    assert (call.name, call.disposition) == ("Jimmy Pesto, Sr.", MISSED)
    (call,) = calls("b-cloud-calls/ringcentral_call-log-sample.json")
    assert (call.caller, call.called, call.name) == ("+14155555900", "+15625555772", "")
    assert call.started_at == at("2023-06-06T23:07:20+00:00")
    (call,) = calls("b-cloud-calls/ringcentral_voicemail-message.json")
    assert (call.caller, call.name, call.disposition) == ("+18664320079", "Jane Doe", VOICEMAIL)
    first = calls("b-cloud-calls/twilio_calls_readFullPage1.json")[0]
    assert (first.caller, first.called) == ("+13051416799", "+13051913581")
    assert (first.started_at, first.talked_seconds) == (at("2019-10-18T17:02:00+00:00"), 4)
    (call,) = calls("b-cloud-calls/vonage_event-post-completed.txt")
    assert (call.caller, call.called, call.talked_seconds) == ("+14845552121", "+16105553939", 7)
    (call,) = calls("b-cloud-calls/zoom_callee_ringing.json")
    assert call.external_id == "6998252113337041462"


def test_cti() -> None:
    sipgate = {call.external_id: call for call in calls("b-cloud-calls/sipgate_io_posts.form.txt")}
    assert sipgate["1234567890-4"].disposition is VOICEMAIL
    assert sipgate["1234567890-1"].disposition is NOT_REACHED
    assert sipgate["1234567890-3"].caller == "+4912347114711"
    zammad = calls("b-cloud-calls/zammad_generic_cti.jsonl")
    assert [call.disposition for call in zammad] == [RINGING, NOT_REACHED, ANSWERED]


def test_google_voice() -> None:
    folder = SAMPLES / "b-cloud-calls" / "gvoice_lbeder"
    kinds = {"Missed": MISSED, "Received": ANSWERED, "Placed": ANSWERED, "Voicemail": VOICEMAIL}
    for page in sorted(folder.iterdir()):
        # A caller who showed no number leaves its place in the name empty.
        number, kind, stamp = f"_{page.stem}".rsplit("_-_", 2)
        number = number.strip("_")
        (call,) = calls(f"b-cloud-calls/gvoice_lbeder/{page.name}")
        assert call.started_at is not None
        assert call.started_at.strftime("%Y-%m-%dT%H_%M_%SZ") == stamp
        assert (call.caller or call.called, call.disposition) == (number, kinds[kind])
        assert call.direction is (OUT if kind == "Placed" else IN)
    (call,) = calls("b-cloud-calls/gvoice_Call_-_Voicemail_no_name_or_number.html")
    assert (call.caller, call.message, call.talked_seconds) == ("", "Hello World Goodbye", 179)
    (call,) = calls("b-cloud-calls/gvoice_Call_-_Missed_with_name.html")
    assert (call.caller, call.name) == ("+11045550100", "Joe Smith")


def test_control_traffic_and_settings_are_no_calls() -> None:
    for name in sorted((SAMPLES / "a-asterisk").glob("*.yaml")):
        assert recognise(Content(name)) == ()
    assert recognise(Content(SAMPLES / "a-asterisk" / "asterisk_voicemail.conf.sample.txt")) == ()


@pytest.mark.parametrize(
    ("name", "count", "second"),
    [
        ("spectrum_comma_in_quotes.csv", 2, ["John", "Doe", "120 any st.", "Anytown, WW", "08123"]),
        ("spectrum_empty_crlf.csv", 3, ["1", "", ""]),
        ("spectrum_escaped_quotes.csv", 3, ["1", 'ha "ha" ha']),
        ("spectrum_newlines.csv", 4, ["1", "2", "3"]),
        ("spectrum_quotes_and_newlines.csv", 3, ["1", 'ha \n"ha" \nha']),
        ("spectrum_utf8.csv", 3, ["1", "2", "3"]),
        ("csvkit_mac_newlines.csv", 3, ["1", "2", "3"]),
        ("csvkit_test_utf16_little.csv", 3, ["1", "2", "3"]),
        ("csvkit_test_utf8_bom.csv", 3, ["1", "2", "3"]),
        ("csvkit_null_byte.csv", 2, ["", "2", "3"]),
        ("dataloader_csvtext_BOM_UTF16BE.csv", 3, ["row1-1", "row1-2", "row1-3"]),
        ("dataloader_csvtext_BOM_UTF32BE.csv", 3, ["row1-1", "row1-2", "row1-3"]),
        ("frictionless_delimiter.csv", 3, ["1", "english"]),
        ("rustcsv_smallpop-colon.csv", 11, ["Southborough", "MA", "United States", "9686"]),
        ("rustcsv_strange.csv", 7, ['Bret "Hit Man" Hart', "1984"]),
        ("messy_simple.ssv", 7, ["2011-01-01", "1", "Galway"]),
        ("messy_simple.xls", 7, ["2011-01-01", "1", "Galway"]),
        ("csvkit_sheets.xlsx", 6, None),
    ],
)
def test_messy_tables(name: str, count: int, second: list[str] | None) -> None:
    lines = [line.cells for line in Content(SAMPLES / "f-messy-tabular" / name).lines()]
    assert len(lines) == count
    assert second is None or lines[1] == second
    expected = SAMPLES / "f-messy-tabular" / f"{name.removesuffix('.csv')}.json"
    if expected.exists():
        records = [dict(zip(lines[0], row, strict=False)) for row in lines[1:]]
        assert records == json.loads(expected.read_text("utf-8"))


def every_file() -> list[str]:
    if not os.environ.get("KETWELL_SAMPLES"):
        return []
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return [row["file"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("name", every_file())
def test_no_file_at_all_does_harm(name: str) -> None:
    try:
        content = Content(SAMPLES / name)
        for found in recognise(content)[:2]:
            for row in found.format.read(content, PHOENIX):
                assert isinstance(row, Taken | Ignored | Rejected)
        if content.is_workbook or name.endswith(("csv", "txt")):
            for line in content.lines():
                content.row_text(line)
    except Problem:
        return
