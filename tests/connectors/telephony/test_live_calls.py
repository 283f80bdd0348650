"""Events of the phone system become calls, whatever is missing, repeated or late."""

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.telephony.live_calls import LiveCalls
from desktop.connectors.telephony.packets import Packet
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction

START = datetime(2025, 11, 18, 21, 0, tzinfo=UTC)
STAMP = int(START.timestamp())
_FIRST, _PHONE = f"{STAMP}.1", f"{STAMP}.2"


def _event(kind: str, unique: str = _FIRST, linked: str = _FIRST, /, **more: str) -> Packet:
    return {"event": kind, "uniqueid": unique, "linkedid": linked, **more}


def rings(number: str = "3125550147") -> list[Packet]:
    sides = {
        "channel": "PJSIP/trunk-1",
        "context": "from-trunk",
        "exten": "8555389355",
        "calleridnum": number,
        "calleridname": "Juniper Moss",
    }
    phone = {"channel": "PJSIP/100-2", "context": "from-internal", "channelstate": "5"}
    return [
        _event("Newchannel", channelstate="4", **sides),
        _event("Newexten", channelstate="4", application="Dial", **sides),
        _event("Newchannel", _PHONE, **phone),
        _event("DialBegin", _PHONE, **phone),
    ]


ANSWER = [
    _event("Newstate", channelstate="6"),
    _event("BridgeEnter", bridgeid="b", channel="PJSIP/trunk-1"),
    _event("BridgeEnter", _PHONE, bridgeid="b", channel="PJSIP/100-2"),
]
END = [_event("Hangup", _PHONE), _event("Hangup")]


def _told(*packets: Packet) -> list[IncomingCall]:
    calls, seconds = LiveCalls("desk-pbx"), count()
    return [
        call
        for packet in packets
        for call in calls.hear(packet, START + timedelta(seconds=next(seconds)))
    ]


def test_a_message_that_is_left_says_its_mailbox() -> None:
    box = {"application": "VoiceMail", "appdata": "855@default&856,u"}
    told = _told(
        *rings(),
        _event("Hangup", _PHONE),
        _event("Newexten", channel="PJSIP/trunk-1", **box),
        _event("Newstate", channelstate="6"),
        _event("Hangup"),
    )
    assert [call.recording for call in told] == ["", "Mailbox 855"]
    assert told[-1].disposition is Disposition.VOICEMAIL


def _heard_a_machine(*steps: tuple[str, str, str], context: str = "from-trunk") -> Disposition:
    """What becomes of a call that the dial plan answers; ``steps`` are what it runs, where (context
    and number)."""
    sides = {"channel": "PJSIP/trunk-1", "calleridnum": "3125550147"}
    begins = _event("Newchannel", channelstate="4", context=context, exten="8555389355", **sides)
    up = _event("Newstate", channelstate="6", **sides)
    runs = [
        _event("Newexten", channelstate="6", application=app, context=where, exten=exten, **sides)
        for app, where, exten in steps
    ]
    return _told(begins, up, *runs, _event("Hangup"))[-1].disposition


def test_a_caller_who_heard_only_an_announcement_is_missed() -> None:
    played, ends = ("Playback", "app-announcement-1", "s"), ("Hangup", "app-blackhole", "hangup")
    assert _heard_a_machine(played) is Disposition.MISSED
    assert _heard_a_machine(played, ends) is Disposition.MISSED
    # What the dial plan does when the caller has hung up changes nothing.
    after = ("Hangup", "from-trunk", "h"), ("GotoIf", "macro-hangupcall", "s")
    assert _heard_a_machine(played, *after) is Disposition.MISSED
    # Something else may have spoken with them, and nobody says that the other came from outside.
    assert _heard_a_machine(played, ("AGI", "from-trunk", "s")) is Disposition.ANSWERED
    assert _heard_a_machine(played, context="default") is Disposition.ANSWERED


def test_a_talk_after_an_announcement_is_a_talk() -> None:
    played = _event(
        "Newexten", channel="PJSIP/trunk-1", context="from-trunk", application="Playback"
    )
    assert _told(played, *rings(), *ANSWER, *END)[-1].disposition is Disposition.ANSWERED
    assert _told(*rings(), *ANSWER, played, *END)[-1].disposition is Disposition.ANSWERED


def test_an_answered_call_rings_is_taken_and_ends_under_one_identity() -> None:
    told = _told(*rings(), *ANSWER, *END)
    assert [call.disposition for call in told] == [
        Disposition.RINGING,
        Disposition.ANSWERED,
        Disposition.ANSWERED,
    ]
    assert {call.external_id for call in told} == {_FIRST}
    last = told[-1]
    assert (last.direction, last.caller, last.line) == (Direction.IN, "3125550147", "8555389355")
    assert (last.name, last.source, last.started_at) == ("Juniper Moss", "desk-pbx", START)
    assert last.talked_seconds == 2
    assert last.ended_at == START + timedelta(seconds=8)


def test_nobody_answers() -> None:
    ringing, missed = _told(*rings(), *END)
    assert ringing.disposition is Disposition.RINGING
    assert (missed.disposition, missed.talked_seconds) == (Disposition.MISSED, 0)
    assert missed.answered_at is None


def test_a_withheld_number_stays_a_call() -> None:
    told = _told(*rings(""), *END)
    assert {call.caller for call in told} == {"anonymous"}
    assert told[-1].disposition is Disposition.MISSED


def test_several_phones_that_ring_are_one_call() -> None:
    more = f"{STAMP}.3"
    second = _event("Newchannel", more, channel="PJSIP/101-3", context="from-internal")
    told = _told(*rings(), second, _event("Hangup", more), *ANSWER, *END)
    assert len({call.external_id for call in told}) == 1
    assert told[-1].disposition is Disposition.ANSWERED


@given(st.lists(st.sampled_from([*rings(), *ANSWER, *END]), max_size=40))
def test_any_order_and_repetition_tells_of_one_call_at_most(packets: list[Packet]) -> None:
    told = _told(*packets)
    assert {call.external_id for call in told} <= {_FIRST, _PHONE}
    for call in told:
        assert call.ended_at is None or call.started_at is None or call.ended_at >= call.started_at


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["event", "uniqueid", "linkedid", "channel", "channelstate", "exten", "bridgeid"]
            ),
            st.one_of(st.sampled_from(["Newchannel", "Hangup", "1.1", "6", ""]), st.text()),
        ),
        max_size=30,
    )
)
def test_hostile_events_stumble_over_nothing(packets: list[Packet]) -> None:
    _told(*packets)


def test_a_call_that_ended_while_nothing_was_heard_is_given_back() -> None:
    calls = LiveCalls("desk-pbx")
    for packet in rings():
        calls.hear(packet, START)
    (lost,) = calls.only(there=(), before=calls.channels())
    assert lost.disposition is Disposition.RINGING
    assert not calls.is_alive(_FIRST)
    assert calls.became(_FIRST) is None, "how it ended is in the call records"
