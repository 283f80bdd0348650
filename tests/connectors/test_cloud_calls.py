"""What the records and posts of cloud telephone systems say about calls."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction
from tests.connectors.own_cloud_files import twilio
from tests.connectors.own_files import OWN_FILES
from tests.connectors.reading import calls_of, ignored_of, rejected_of

FOUR = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
IN, OUT = Direction.IN, Direction.OUT


def own(name: str, about: str = "") -> list[IncomingCall]:
    (file,) = [each for each in OWN_FILES if each.format == name and about in each.about]
    return calls_of(file.content)


def lines(*posts: dict[str, Any]) -> str:
    return "\n".join(json.dumps(post) for post in posts)


def test_twilio_list() -> None:
    first, second = own("twilio", "page of the REST")
    assert (first.caller, first.called, first.name) == ("+16025550147", "+16025550100", "FERN MOSS")
    assert (first.started_at, first.ended_at) == (FOUR, FOUR + timedelta(seconds=61))
    assert (first.talked_seconds, first.disposition) == (61, Disposition.ANSWERED)
    assert (first.external_id, first.zone_assumed) == ("CA1", False)
    assert second.disposition is Disposition.MISSED


def test_twilio_call_whose_leg_nobody_took_was_missed() -> None:
    legs = [twilio("CA1"), twilio("CA2", parent_call_sid="CA1", status="no-answer", duration="0")]
    (call,) = calls_of(json.dumps({"calls": legs}))
    assert (call.external_id, call.disposition) == ("CA1", Disposition.MISSED)


def test_twilio_call_from_our_own_softphone_goes_out() -> None:
    legs = [
        twilio("CA1", **{"from": "client:wren", "to": ""}),
        twilio(
            "CA2",
            parent_call_sid="CA1",
            direction="outbound-dial",
            **{"from": "+16025550100", "to": "+16025550147"},
        ),
    ]
    (call,) = calls_of(json.dumps({"calls": legs}))
    assert (call.direction, call.called, call.disposition) == (
        OUT,
        "+16025550147",
        Disposition.ANSWERED,
    )


def test_twilio_legs_without_their_parent_are_calls_of_their_own() -> None:
    legs = [twilio("CA1", parent_call_sid="CA9"), twilio("CA2", parent_call_sid="CA9")]
    assert [call.external_id for call in calls_of(json.dumps({"calls": legs}))] == ["CA1", "CA2"]


def test_twilio_webhooks_of_one_call() -> None:
    (call,) = own("twilio", "webhook")
    assert call.disposition is Disposition.ANSWERED
    assert (call.started_at, call.ended_at) == (FOUR, FOUR + timedelta(seconds=30))
    assert call.external_id == "CA5"


def test_twilio_csv_in_the_zone_it_names() -> None:
    first, second = own("twilio-csv")
    assert (first.started_at, first.zone_assumed) == (FOUR, False)
    assert (second.direction, second.disposition) == (IN, Disposition.MISSED)


def test_ringcentral_session_is_one_call_with_its_best_result() -> None:
    first, second = own("ringcentral", "fax")
    assert first.external_id == "9007199254740993"
    assert (first.disposition, first.talked_seconds) == (Disposition.ANSWERED, 55)
    assert first.name == ""  # the name is a city
    assert second.disposition is Disposition.VOICEMAIL
    assert "fax" in ignored_of(
        next(each.content for each in OWN_FILES if each.format == "ringcentral")
    )


def test_ringcentral_notices() -> None:
    (call,) = own("ringcentral-notices")
    assert (call.disposition, call.name, call.external_id) == (
        Disposition.MISSED,
        "Fern Moss",
        "77",
    )
    assert (call.started_at, call.ended_at) == (FOUR, FOUR + timedelta(seconds=2))


def test_ringcentral_csv_writes_the_month_first() -> None:
    first, second, third = own("ringcentral-csv")
    assert (first.started_at, first.disposition) == (FOUR, Disposition.MISSED)
    assert second.started_at == datetime(2026, 11, 4, 4, 5, tzinfo=UTC)
    assert (second.name, second.talked_seconds) == ("", 65)
    assert (third.direction, third.called, third.disposition) == (
        OUT,
        "(602) 555-0149",
        Disposition.ANSWERED,
    )


def test_callrail() -> None:
    first, second = own("callrail", "page")
    assert (first.name, first.disposition, first.talked_seconds) == (
        "Moss, Fern",
        Disposition.ANSWERED,
        40,
    )
    assert first.started_at == FOUR
    assert second.disposition is Disposition.VOICEMAIL
    (changed,) = own("callrail", "form body")
    assert (changed.external_id, changed.disposition) == ("CAL9", Disposition.ANSWERED)
    answered, missed = own("callrail-csv")
    assert (answered.disposition, answered.name, answered.started_at) == (
        Disposition.ANSWERED,
        "Moss, Fern",
        FOUR,
    )
    assert (missed.disposition, missed.name) == (Disposition.MISSED, "")


def vonage(status: str, second: int, **more: Any) -> dict[str, Any]:
    return {
        "from": "16025550147",
        "to": "16025550100",
        "uuid": "u1",
        "conversation_uuid": "CON-1",
        "status": status,
        "direction": "inbound",
        "timestamp": f"2026-11-17T16:00:{second:02d}.000Z",
    } | more


def test_vonage() -> None:
    (call,) = own("vonage")
    assert (call.caller, call.called) == ("+16025550147", "+16025550100")
    assert (call.answered_at, call.talked_seconds) == (FOUR + timedelta(seconds=5), 7)
    # Out of order and twice.
    events = [vonage("answered", 5), vonage("ringing", 1), vonage("started", 0)]
    over = vonage("completed", 12, duration="7")
    (call,) = calls_of(lines(over, *events, *events))
    assert (call.started_at, call.disposition) == (FOUR, Disposition.ANSWERED)
    (call,) = calls_of(lines(vonage("started", 0), vonage("unanswered", 9)))
    assert call.disposition is Disposition.MISSED
    (call,) = calls_of(lines(vonage("busy", 3, direction="outbound")))
    assert call.disposition is Disposition.NOT_REACHED
    (call,) = calls_of(lines(vonage("started", 0), vonage("completed", 9, duration="0")))
    assert call.disposition is Disposition.MISSED


def vonage_agent(status: str, second: int, **more: Any) -> dict[str, Any]:
    sides = {"from": "16025550100", "to": "16025550111", "direction": "outbound", "uuid": "u2"}
    return vonage(status, second, **(sides | more))


def test_vonage_takes_a_call_before_it_rings_anybody() -> None:
    menu = [vonage("started", 0), vonage("answered", 1)]
    (call,) = calls_of(lines(*menu))
    assert (call.disposition, call.answered_at) == (Disposition.RINGING, None)
    (call,) = calls_of(lines(*menu, vonage_agent("ringing", 3)))
    assert call.disposition is Disposition.RINGING
    over = vonage("completed", 35, duration="34", start_time="2026-11-17T16:00:01.000Z")
    for nobody in ("timeout", "unanswered", "busy"):
        (call,) = calls_of(lines(*menu, vonage_agent("ringing", 3), vonage_agent(nobody, 33), over))
        assert (call.disposition, call.answered_at) == (Disposition.MISSED, None)
        assert (call.talked_seconds, call.caller) == (None, "+16025550147")
    given_up = vonage_agent("completed", 33, duration="0")
    (call,) = calls_of(lines(*menu, vonage_agent("ringing", 3), given_up, over))
    assert call.disposition is Disposition.MISSED


def test_vonage_call_is_answered_by_the_phone_that_took_it() -> None:
    taken = [
        vonage("answered", 1),
        vonage_agent("unanswered", 9),
        vonage_agent("answered", 15, uuid="u3"),
    ]
    (call,) = calls_of(lines(*taken))
    assert (call.disposition, call.answered_at) == (
        Disposition.ANSWERED,
        FOUR + timedelta(seconds=15),
    )
    over = [
        vonage_agent("completed", 25, uuid="u3", duration="10"),
        vonage("completed", 26, duration="25"),
    ]
    (call,) = calls_of(lines(*taken, *over))
    assert (call.disposition, call.talked_seconds) == (Disposition.ANSWERED, 10)


def test_vonage_lists_may_name_the_newest_leg_first() -> None:
    times = {"start_time": "2026-11-17T16:00:00Z", "end_time": "2026-11-17T16:01:00Z"}
    caller = vonage("completed", 0, duration="60", **times)
    phone = vonage_agent("timeout", 0)
    for each in (caller, phone):
        del each["timestamp"]
    for legs in ([phone, caller], [caller, phone]):
        (call,) = calls_of(json.dumps({"_embedded": {"calls": legs}}))
        assert (call.direction, call.caller) == (Direction.IN, "+16025550147")
        assert call.disposition is Disposition.MISSED


def openphone(**more: Any) -> str:
    call = {
        "id": "AC1",
        "from": "+16025550147",
        "to": "+16025550100",
        "direction": "incoming",
        "createdAt": "2026-11-17T16:00:00.000Z",
        "completedAt": "2026-11-17T16:00:30.000Z",
        "answeredAt": None,
    } | more
    return json.dumps({"id": "EV1", "type": "call.completed", "data": {"object": call}})


def test_openphone_says_completed_of_every_call() -> None:
    (call,) = own("openphone")
    assert (call.disposition, call.started_at) == (Disposition.MISSED, FOUR)
    (call,) = calls_of(openphone(answeredAt="2026-11-17T16:00:05.000Z"))
    assert (call.disposition, call.talked_seconds) == (Disposition.ANSWERED, 25)
    (call,) = calls_of(openphone(voicemail={"url": "x", "duration": 12}))
    assert (call.disposition, call.talked_seconds) == (Disposition.VOICEMAIL, 12)
    (call,) = calls_of(openphone(direction="outgoing"))
    assert call.disposition is Disposition.NOT_REACHED


def test_dialpad_counts_in_milliseconds() -> None:
    (call,) = own("dialpad")
    assert (call.external_id, call.name, call.talked_seconds) == ("4611118400000001", "", 11)
    assert (call.started_at, call.ended_at) == (FOUR, FOUR + timedelta(seconds=17))
    assert call.disposition is Disposition.ANSWERED


def test_openphone_transcripts_have_times_of_their_own() -> None:
    told = openphone(object="call", answeredAt="2026-11-17T16:00:10.000Z")
    later = {
        "object": "callTranscript",
        "callId": "AC1",
        "createdAt": "2026-11-17T16:07:00.000Z",
        "duration": 290,
        "voicemail": {"transcription": "Please ring back."},
    }
    for more in ({}, {"id": "TR1"}, {"object": "call"}):
        transcript = {"type": "call.transcript.completed", "data": {"object": later | more}}
        for posts in ((told, json.dumps(transcript)), (json.dumps(transcript), told)):
            (call,) = calls_of("\n".join(posts))
            assert (call.external_id, call.started_at) == ("AC1", FOUR)
            assert (call.disposition, call.talked_seconds) == (Disposition.ANSWERED, 20)
            assert call.message == "Please ring back."


def dialpad(**more: Any) -> dict[str, Any]:
    return {
        "call_id": 7,
        "state": "hangup",
        "direction": "inbound",
        "external_number": "+16025550147",
        "internal_number": "+16025550100",
        "date_started": 1794931200000,
        "date_connected": 1794931205000,
        "date_ended": 1794931217000,
        "duration": 12000.0,
    } | more


def test_dialpad_connects_a_caller_to_the_voicemail_too() -> None:
    link = "https://voice.example.org/messages/7f3a91"
    for told in ({"state": "voicemail"}, {"voicemail_link": link}, {"voicemail_recording_id": 5}):
        (call,) = calls_of(lines(dialpad(**told), dialpad()))
        assert (call.disposition, call.answered_at) == (Disposition.VOICEMAIL, None)
        assert call.talked_seconds == 12
        (call,) = calls_of(lines(dialpad(**told, direction="outbound")))
        assert call.disposition is Disposition.ANSWERED


def test_plivo_has_offsets() -> None:
    (call,) = own("plivo")
    assert (call.started_at, call.answered_at) == (FOUR, FOUR + timedelta(seconds=5))
    assert (call.caller, call.talked_seconds) == ("+16025550147", 60)


def plivo(uuid: str, answered: int | None, **more: Any) -> dict[str, Any]:
    """A record of a call in of forty seconds; ``answered`` is the second it was taken at."""
    return {
        "call_uuid": uuid,
        "parent_call_uuid": None,
        "from_number": "16025550147",
        "to_number": "16025550100",
        "call_direction": "inbound",
        "initiation_time": "2026-11-17 09:00:00-07:00",
        "answer_time": None if answered is None else f"2026-11-17 09:00:{answered:02d}-07:00",
        "end_time": "2026-11-17 09:00:40-07:00",
        "call_duration": 0 if answered is None else 40 - answered,
    } | more


def test_plivo_call_is_answered_by_the_phone_that_took_it() -> None:
    leg: dict[str, Any] = {"parent_call_uuid": "p1", "call_direction": "outbound"}
    parent, nobody, wren = plivo("p1", 1), plivo("p2", None, **leg), plivo("p3", 12, **leg)
    for records in ([parent, nobody], [nobody, parent, parent]):
        (call,) = calls_of(json.dumps({"api_id": "a", "objects": records}))
        assert (call.external_id, call.disposition) == ("p1", Disposition.MISSED)
        assert (call.answered_at, call.talked_seconds) == (None, 0)
    (call,) = calls_of(json.dumps({"api_id": "a", "objects": [wren, nobody, parent]}))
    assert (call.direction, call.disposition) == (IN, Disposition.ANSWERED)
    assert call.answered_at == FOUR + timedelta(seconds=12)


def test_zoom_ids_stay_texts() -> None:
    (call,) = own("zoom-phone")
    assert call.external_id == "6998252113337041462"
    assert (call.disposition, call.started_at, call.name) == (Disposition.MISSED, FOUR, "Fern Moss")
    log = {
        "call_id": 6998252113337041462,
        "direction": "outbound",
        "caller_number": "1002",
        "callee_number": "+16025550147",
        "callee_name": "Fern Moss",
        "date_time": "2026-11-17T16:00:00Z",
        "duration": 30,
        "result": "Call connected",
    }
    (call,) = calls_of(json.dumps({"call_logs": [log]}))
    assert (call.direction, call.external_id) == (OUT, "6998252113337041462")


@pytest.mark.parametrize(
    ("posts", "disposition"),
    [
        (["event=newCall"], Disposition.RINGING),
        (["event=newCall", "event=answer"], Disposition.ANSWERED),
        (["event=newCall", "event=answer&user=voicemail"], Disposition.VOICEMAIL),
        (["event=newCall", "event=hangup&cause=cancel"], Disposition.MISSED),
        (["event=newCall", "event=hangup&cause=cancel", "event=answer"], Disposition.MISSED),
        (["event=newCall", "event=hangup&cause=forwarded"], Disposition.UNKNOWN),
        (["event=IncomingCall", "event=HungUp&type=voicemail"], Disposition.VOICEMAIL),
        (["event=IncomingCall", "event=HungUp&type=blocked"], Disposition.BLOCKED),
        (["event=OutgoingCall", "event=HungUp&type=busy"], Disposition.NOT_REACHED),
        (
            ["event=IncomingCall", "event=CallAccepted", "event=HungUp&type=accepted"],
            Disposition.ANSWERED,
        ),
    ],
)
def test_generic_cti(posts: list[str], disposition: Disposition) -> None:
    first, *later = posts
    body = [f"{first}&from=16025550147&to=16025550100&callId=a"]
    (call,) = calls_of("\n".join([*body, *(f"{post}&callId=a" for post in later)]))
    assert call.disposition is disposition
    assert (call.caller, call.started_at) == ("+16025550147", None)


def test_an_end_without_a_beginning_is_passed_over() -> None:
    assert (
        ignored_of("event=hangup&callId=a&cause=cancel\nevent=hangup&callId=b&cause=cancel")
        == ["end of a call that began before"] * 2
    )


def test_a_line_that_is_cut_off_costs_only_itself() -> None:
    content = lines(vonage("ringing", 1), vonage("answered", 2)) + '\n{"conversation_uuid": "CON-2'
    assert len(calls_of(content)) == 1
    assert [row.row for row in rejected_of(content)] == [3]


def test_a_message_of_another_kind_is_told() -> None:
    content = lines(vonage("ringing", 1), vonage("answered", 2), {"hello": "there"})
    assert [row.reason for row in rejected_of(content)] == ["This message is of another kind."]
