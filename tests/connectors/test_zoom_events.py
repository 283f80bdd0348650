"""What one event of Zoom Phone says about several calls, and what a voicemail says in words."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.connectors.files.calls.live import LiveCalls
from desktop.domain.incoming import Disposition, Ignored, IncomingCall, RowRead, Taken
from tests.connectors.reading import PHOENIX, rows_of

NOW = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)


def log(call: str, caller: str, result: str, **more: str) -> dict[str, Any]:
    return {
        "call_id": call,
        "direction": "inbound",
        "caller_number": caller,
        "callee_number": "+16025550100",
        "date_time": "2026-11-17T19:59:40Z",
        "duration": 0,
        "result": result,
    } | more


def event(kind: str, **inside: Any) -> dict[str, Any]:
    return {"event": f"phone.{kind}", "event_ts": 1794945580000, "payload": {"object": inside}}


def logs(*found: dict[str, Any]) -> dict[str, Any]:
    return event("callee_call_log_completed", user_id="u", call_logs=list(found))


def voicemail(kind: str, **more: Any) -> dict[str, Any]:
    return event(
        kind,
        id="v1",
        date_time="2026-11-17T19:59:40Z",
        caller_number="6025550147",
        caller_name="Fern Moss",
        callee_number="800",
        call_id="77",
        **more,
    )


def posted(*events: dict[str, Any]) -> list[RowRead]:
    """Posted one after the other."""
    live = LiveCalls(lambda: NOW)
    found: list[RowRead] = []
    for each in events:
        body = json.dumps(each).encode()
        found += live.read("zoom", "zoom-phone", body, "application/json", PHOENIX)
    return found


def taken(rows: list[RowRead]) -> list[IncomingCall]:
    return [
        row.record
        for row in rows
        if isinstance(row, Taken) and isinstance(row.record, IncomingCall)
    ]


def test_every_log_of_an_event_is_a_call() -> None:
    whole = logs(
        log("78", "+16025550147", "Call connected"),
        log("79", "+16025550148", "Missed"),
        log("80", "+16025550149", "Voicemail"),
    )
    for rows in (posted(whole), rows_of(json.dumps(whole))):
        assert [(call.external_id, call.caller, call.disposition) for call in taken(rows)] == [
            ("78", "+16025550147", Disposition.ANSWERED),
            ("79", "+16025550148", Disposition.MISSED),
            ("80", "+16025550149", Disposition.VOICEMAIL),
        ]


def test_an_internal_call_among_the_logs_is_passed_over_alone() -> None:
    whole = logs(
        log("81", "800", "Call connected", callee_number="801"), log("82", "+16025550148", "Missed")
    )
    for rows in (posted(whole), rows_of(json.dumps(whole))):
        assert [call.external_id for call in taken(rows)] == ["82"]
        assert [row.reason for row in rows if isinstance(row, Ignored)] == ["internal call"]


def test_a_call_with_several_logs_is_what_became_of_it() -> None:
    whole = logs(log("83", "+16025550147", "Missed"), log("83", "+16025550147", "Call connected"))
    (call,) = taken(rows_of(json.dumps(whole)))
    assert call.disposition is Disposition.ANSWERED
    assert taken(posted(whole))[-1].disposition is Disposition.ANSWERED


def test_the_words_of_a_voicemail_are_its_message() -> None:
    words = {"status": 1, "content": "Please ring me back before noon."}
    said = voicemail("voicemail_transcript_completed", transcription=words)
    heard = voicemail("voicemail_received", duration=9)
    for events in ([said], [heard, said], [said, heard]):
        for rows in (posted(*events), rows_of("\n".join(map(json.dumps, events)))):
            call = taken(rows)[-1]
            assert call.disposition is Disposition.VOICEMAIL
            assert (call.message, call.external_id) == ("Please ring me back before noon.", "77")


def test_the_log_of_a_voicemail_does_not_take_its_words_away() -> None:
    words = {"status": 1, "content": "Please ring me back before noon."}
    said = voicemail("voicemail_transcript_completed", transcription=words)
    rows = posted(said, logs(log("77", "+16025550147", "Voicemail")))
    assert taken(rows)[-1].message == "Please ring me back before noon."


@pytest.mark.parametrize(
    ("result", "disposition"),
    [
        *((word, Disposition.MISSED) for word in ("unconnected", "overflowed", "call_cancel")),
        *((word, Disposition.MISSED) for word in ("invalid_key", "invalid_operation")),
        ("service_unavailable", Disposition.MISSED),
        ("picked_up", Disposition.ANSWERED),
        ("succeeded", Disposition.ANSWERED),
        ("system_blocked", Disposition.BLOCKED),
    ],
)
def test_the_words_of_call_elements(result: str, disposition: Disposition) -> None:
    (call,) = taken(rows_of(json.dumps(logs(log("84", "+16025550147", result)))))
    assert call.disposition is disposition


@pytest.mark.parametrize("machine", ["auto_receptionist", "call_queue"])
@pytest.mark.parametrize(
    ("became", "disposition"),
    [
        ("voicemail", Disposition.VOICEMAIL),
        ("no_answer", Disposition.MISSED),
        ("answered", Disposition.ANSWERED),
    ],
)
def test_what_a_machine_answered_is_what_became_of_it_behind_it(
    machine: str, became: str, disposition: Disposition
) -> None:
    first = log("85", "+16025550147", "connected", callee_ext_type=machine)
    then = log("85", "+16025550147", became, callee_ext_type="user", callee_number="+16025550101")
    for elements in ([first, then], [then, first]):
        (call,) = taken(
            rows_of(json.dumps(event("call_element_completed", call_elements=elements)))
        )
        assert (call.disposition, call.called) == (disposition, "+16025550101")
