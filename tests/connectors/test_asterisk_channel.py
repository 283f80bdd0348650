"""Asterisk's records as they are by default, without a linked id: the rows of one channel."""

from datetime import UTC, datetime

import pytest

from desktop.domain.incoming import Disposition, IncomingCall
from tests.connectors.reading import calls_of

ANSWERED, MISSED, VOICEMAIL = Disposition.ANSWERED, Disposition.MISSED, Disposition.VOICEMAIL
_END = ',"1763395200.10",""'


def leg(
    far: str,
    times: str,
    became: str = "NO ANSWER",
    *,
    app: str = "Dial",
    caller: str = "6025550147",
    end: str = _END,
) -> str:
    """A row; ``times`` are the seconds of ten o'clock at which it began and ended."""
    began, _, ended = times.partition("-")
    start, stop = (f"2026-11-17 10:{int(at) // 60:02}:{int(at) % 60:02}" for at in (began, ended))
    took = int(ended) - int(began)
    return (
        f'"","{caller}","600","ext-group","""Fern Moss"" <{caller}>","SIP/trunk-0000000a","{far}",'
        f'"{app}","101@default,u","{start}","{start if became == "ANSWERED" else ""}","{stop}",'
        f'{took},{took if became == "ANSWERED" else 0},"{became}","DOCUMENTATION"{end}'
    )


RING_GROUP = [
    leg("SIP/101-0000000b", "0-15"),
    leg("SIP/103-0000000c", "0-15"),
    leg("SIP/102-0000000d", "0-120", "ANSWERED"),
]
VOICEMAIL_AFTER = [
    leg("SIP/101-0000000b", "0-15"),
    leg("", "15-45", "ANSWERED", app="VoiceMail"),
]


def became(*rows: str) -> list[tuple[Disposition, int | None]]:
    return [(call.disposition, call.talked_seconds) for call in calls_of("\n".join(rows))]


@pytest.mark.parametrize("end", [_END, ""])
def test_phones_that_rang_together_are_one_call(end: str) -> None:
    assert became(*(row.replace(_END, end) for row in RING_GROUP)) == [(ANSWERED, 120)]


def test_the_voicemail_that_nobody_kept_it_from_belongs_to_the_call() -> None:
    (call,) = calls_of("\n".join(VOICEMAIL_AFTER))
    assert (call.disposition, call.recording) == (VOICEMAIL, "Mailbox 101")
    assert call.started_at == datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


def test_a_menu_before_and_a_phone_behind_are_one_call() -> None:
    menu = leg("", "0-10", "ANSWERED", app="BackGround")
    assert became(menu, leg("SIP/101-0000000b", "10-30")) == [(MISSED, 0)]
    assert became(menu, leg("SIP/101-0000000b", "10-30", "ANSWERED")) == [(ANSWERED, 20)]
    assert became(menu, leg("", "10-30", "ANSWERED", app="Queue")) == [(MISSED, 0)]


def test_a_caller_who_was_passed_on_is_one_caller() -> None:
    rows = [
        leg("SIP/101-0000000b", "0-60", "ANSWERED"),
        leg("SIP/102-0000000c", "60-90", "ANSWERED"),
    ]
    assert became(*rows) == [(ANSWERED, 90)]


def test_a_message_that_was_left_after_a_talk_is_not_lost() -> None:
    rows = [
        leg("SIP/101-0000000b", "0-60", "ANSWERED"),
        leg("", "60-90", "ANSWERED", app="VoiceMail"),
    ]
    assert [state for state, _ in became(*rows)] == [ANSWERED, VOICEMAIL]
    assert [state for state, _ in became(*reversed(rows))] == [VOICEMAIL, ANSWERED]


def test_the_same_phone_at_the_same_time_is_another_call() -> None:
    rows = [
        leg("SIP/101-0000000b", "0-15"),
        leg("SIP/101-0000000b", "0-15", "ANSWERED"),
        leg("", "0-15", "ANSWERED", app="Hangup", end=',"1763395200.11",""'),
        leg("", "0-15", "FAILED", app="Hangup", end=',"1763395200.11",""'),
    ]
    calls = calls_of("\n".join(rows))
    assert len(calls) == 4
    assert len({call.external_id for call in calls}) == 4


def test_whoever_rings_again_later_or_from_elsewhere_is_another_call() -> None:
    first, later = leg("SIP/101-0000000b", "0-15", end=""), leg("SIP/101-0000000c", "40-55", end="")
    assert len(calls_of("\n".join([first, later]))) == 2
    other = leg("SIP/102-0000000c", "0-15", "ANSWERED", caller="6025550148", end="")
    assert became(first, other) == [(MISSED, 0), (ANSWERED, 15)]
    channel = leg("SIP/102-0000000c", "0-15", "ANSWERED", end=',"1763395200.12",""')
    assert became(RING_GROUP[0], channel) == [(MISSED, 0), (ANSWERED, 15)]


def test_rows_of_other_calls_may_stand_between() -> None:
    other = leg("SIP/104-0000000e", "5-25", caller="6025550148", end=',"1763395205.12",""')
    rows = [VOICEMAIL_AFTER[0], other, VOICEMAIL_AFTER[1]]
    assert [state for state, _ in became(*rows)] == [VOICEMAIL, MISSED]


@pytest.mark.parametrize("rows", [RING_GROUP, VOICEMAIL_AFTER])
def test_a_file_that_grows_tells_of_the_same_call(rows: list[str]) -> None:
    def told(count: int) -> IncomingCall:
        (call,) = calls_of("\n".join(rows[:count]))
        return call

    assert {told(count).external_id for count in range(1, len(rows) + 1)} == {told(1).external_id}
    assert told(1).disposition is MISSED
    # What reads on live knows it by the channel that began it.
    assert told(len(rows)).external_id.startswith("1763395200.10/")


def test_freepbx_without_a_linked_id() -> None:
    titles = (
        "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
        "disposition,amaflags,accountcode,uniqueid,userfield"
    )
    head = '2026-11-17 10:00:00,"""Oak"" <6025550148>",6025550148,600,ext-group,PJSIP/trunk-5,'
    rows = [
        titles,
        head + "PJSIP/101-6,Dial,x,15,0,NO ANSWER,3,,1763395200.5,",
        head + "PJSIP/102-7,Dial,x,60,45,ANSWERED,3,,1763395200.5,",
    ]
    assert became(*rows) == [(ANSWERED, 45)]
