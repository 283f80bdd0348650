"""Twilio answers every call itself: whether one of ours spoke is told by the phones it rang."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from desktop.connectors.files.calls.live import LiveCalls
from desktop.domain.incoming import Disposition, IncomingCall, Taken
from desktop.domain.vocabulary import Direction
from tests.connectors.reading import PHOENIX, calls_of, rejected_of, rows_of

FOUR = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
ANSWERED, MISSED = Disposition.ANSWERED, Disposition.MISSED
RINGING, VOICEMAIL = Disposition.RINGING, Disposition.VOICEMAIL
LINK = "https://voice.example.org/messages/7f3a91"


def parent(status: str, **more: str) -> str:
    """A webhook's body about the call itself."""
    told = {
        "CallSid": "CA1",
        "AccountSid": "AC1",
        "From": "+16025550147",
        "To": "+16025550100",
        "Direction": "inbound",
        "CallStatus": status,
    }
    return urlencode(told | more)


def leg(status: str, sid: str = "CA2", **more: str) -> str:
    """A webhook's body about a phone of ours that is rung for it."""
    told = {"CallSid": sid, "ParentCallSid": "CA1", "Direction": "outbound-dial"}
    return parent(status, **(told | {"To": "+16025550111"} | more))


def live(*bodies: str) -> list[IncomingCall]:
    """The call after each of these messages, which come five seconds apart."""
    now = FOUR

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=5)
        return now

    reader = LiveCalls(clock)
    kind = "application/x-www-form-urlencoded"
    rows = [
        row for body in bodies for row in reader.read("t", "twilio", body.encode(), kind, PHOENIX)
    ]
    return [
        row.record
        for row in rows
        if isinstance(row, Taken) and isinstance(row.record, IncomingCall)
    ]


def states(*bodies: str) -> list[Disposition]:
    return [call.disposition for call in live(*bodies)]


@pytest.mark.parametrize("said", ["no-answer", "busy", "failed", "canceled"])
def test_a_call_whose_dial_reached_nobody_was_missed(said: str) -> None:
    bodies = (
        parent("ringing"),
        parent("in-progress", DialCallStatus=said, DialCallSid="CA2"),
        parent("completed", CallDuration="35"),
    )
    (call,) = calls_of("\n".join(bodies))
    assert (call.disposition, call.answered_at, call.talked_seconds) == (MISSED, None, 0)
    assert states(*bodies) == [RINGING, MISSED, MISSED]


def test_whoever_left_a_message_after_the_dial_is_in_voicemail() -> None:
    (call,) = calls_of(
        "\n".join(
            (
                parent("in-progress", DialCallStatus="no-answer"),
                parent("completed", RecordingUrl=LINK, RecordingSource="RecordVerb"),
            )
        )
    )
    assert (call.disposition, call.recording) == (VOICEMAIL, LINK)


def test_one_dial_that_was_taken_is_enough() -> None:
    first, second = "no-answer", "completed"
    assert states(
        parent("in-progress", DialCallStatus=first),
        parent("in-progress", DialCallStatus=second),
        parent("completed", CallDuration="60"),
    ) == [MISSED, ANSWERED, ANSWERED]
    # Its phone may be heard of later than the call.
    assert states(leg("ringing"), parent("completed", DialCallStatus=second))[-1] is ANSWERED


def test_the_status_of_a_dial_says_nothing_of_a_call_that_our_softphone_began() -> None:
    (call,) = calls_of(parent("completed", From="client:wren", DialCallStatus="no-answer"))
    assert call.disposition is ANSWERED


def test_a_menu_is_nobody_who_answers() -> None:
    bodies = (
        parent("ringing"),
        parent("in-progress", Digits="1"),
        leg("ringing"),
        leg("no-answer"),
        parent("completed", CallDuration="35"),
    )
    assert states(*bodies) == [RINGING, RINGING, RINGING, RINGING, MISSED]


def test_a_phone_that_takes_the_call_answers_it() -> None:
    *_, taken, over, done = live(
        parent("in-progress", Digits="1"),
        leg("no-answer"),
        leg("in-progress", "CA3"),
        leg("completed", "CA3", CallDuration="20"),
        parent("completed", CallDuration="35"),
    )
    assert [call.disposition for call in (taken, over, done)] == [ANSWERED] * 3
    # The first phone that gave up is not the end of the call.
    assert (taken.ended_at, taken.talked_seconds, over.talked_seconds) == (None, None, 20)
    assert taken.answered_at == FOUR + timedelta(seconds=15)
    assert done.ended_at == FOUR + timedelta(seconds=25)


def test_a_call_without_phones_was_answered_when_it_is_completed() -> None:
    assert states(parent("in-progress"), parent("completed")) == [RINGING, ANSWERED]


def test_a_leg_that_is_heard_of_alone_has_its_end() -> None:
    (call,) = live(leg("completed", CallDuration="20"))
    assert (call.direction, call.ended_at) == (Direction.OUT, FOUR + timedelta(seconds=5))


TITLES = "Sid,Parent Call Sid,From,To,Direction,Status,Start Time,End Time,Duration"
ROWS = (
    (
        "CA1,,+16025550147,+16025550100,inbound,completed,2026-11-17 16:00:00 UTC,"
        "2026-11-17 16:00:30 UTC,30"
    ),
    (
        "CA2,CA1,+16025550147,+16025550111,outbound-dial,no-answer,2026-11-17 16:00:05 UTC,"
        "2026-11-17 16:00:30 UTC,0"
    ),
    (
        "CA3,,+16025550148,+16025550100,inbound,completed,2026-11-17 17:00:00 UTC,"
        "2026-11-17 17:02:00 UTC,120"
    ),
    (
        "CA4,CA3,+16025550148,+16025550111,outbound-dial,completed,2026-11-17 17:00:05 UTC,"
        "2026-11-17 17:02:00 UTC,110"
    ),
)


@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_rows_of_legs_belong_to_their_call(step: int) -> None:
    calls = calls_of("\n".join((TITLES, *ROWS[::step])))
    assert [(call.external_id, call.disposition) for call in calls][::step] == [
        ("CA1", MISSED),
        ("CA3", ANSWERED),
    ]
    assert {call.caller for call in calls} == {"+16025550147", "+16025550148"}


def test_rows_of_legs_without_their_call_are_calls_of_their_own() -> None:
    content = "\n".join((TITLES, ROWS[1], ROWS[2], "CA5,CA3,a,b,outbound-dial,completed,no time,,"))
    assert [call.external_id for call in calls_of(content)] == ["CA2", "CA3"]
    assert [row.row for row in rejected_of(content)] == [4]
    assert len(rows_of(content)) == 3


def test_a_row_in_progress_waits_for_its_end() -> None:
    (call,) = calls_of("\n".join((TITLES, ROWS[0].replace("completed", "In Progress"))))
    assert (call.disposition, call.answered_at) == (RINGING, None)


@pytest.mark.parametrize(
    ("caller", "direction", "disposition"),
    [
        ("sip:+16025550147@sbc.clinic.example", Direction.IN, MISSED),
        ("sip:wren@clinic.example", Direction.OUT, Disposition.NOT_REACHED),
        ("sip:101@clinic.example", Direction.OUT, Disposition.NOT_REACHED),
        ("sip:+16025550111@clinic.sip.twilio.com", Direction.OUT, Disposition.NOT_REACHED),
    ],
)
def test_a_caller_whom_a_carrier_hands_over_by_sip_is_no_phone_of_ours(
    caller: str, direction: Direction, disposition: Disposition
) -> None:
    whole = {"sid": "CA1", "account_sid": "AC1", "from": caller, "to": "+16025550100"}
    times = {"start_time": "Tue, 17 Nov 2026 16:00:00 +0000", "duration": "30"}
    legs = [
        whole | times | {"direction": "inbound", "status": "completed"},
        whole
        | times
        | {"sid": "CA2", "parent_call_sid": "CA1", "direction": "outbound-dial"}
        | {"status": "no-answer", "to": "+16025550111", "duration": "0"},
    ]
    (call,) = calls_of(json.dumps({"calls": legs}))
    assert (call.direction, call.disposition) == (direction, disposition)
