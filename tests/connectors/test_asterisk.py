"""What Asterisk's records say about calls."""

from datetime import UTC, datetime

import pytest

from desktop.connectors.files.format import ReadOptions
from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import Direction
from tests.connectors.own_files import _CDR, freepbx, master
from tests.connectors.reading import calls_of, ignored_of, rejected_of, rows_of

NINE = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)


def test_a_row_says_who_rang_whom_when_and_how_it_went() -> None:
    (call,) = calls_of(master(extra=',"1763395200.1",""'))

    assert call.direction is Direction.IN
    assert (call.caller, call.called, call.name) == ("6025550147", "101", "Fern Moss")
    assert call.started_at == NINE
    assert call.zone_assumed
    assert call.answered_at == datetime(2026, 11, 17, 16, 0, 5, tzinfo=UTC)
    assert call.ended_at == datetime(2026, 11, 17, 16, 2, tzinfo=UTC)
    assert call.talked_seconds == 115
    assert call.disposition is Disposition.ANSWERED
    assert call.external_id.startswith("1763395200.1/")


@pytest.mark.parametrize(
    ("row", "direction", "disposition"),
    [
        (master(answered=False), Direction.IN, Disposition.MISSED),
        (master(answered=False, disposition="BUSY"), Direction.IN, Disposition.MISSED),
        (master(answered=False, disposition="CONGESTION"), Direction.IN, Disposition.MISSED),
        (master(app="VoiceMail", far=""), Direction.IN, Disposition.VOICEMAIL),
        (master(app="Queue", far=""), Direction.IN, Disposition.MISSED),
        (master(app="BackGround", far=""), Direction.IN, Disposition.MISSED),
        (master(app="Hangup", far=""), Direction.IN, Disposition.ANSWERED),
        (
            master("101", "6025550147", context="from-internal"),
            Direction.OUT,
            Disposition.ANSWERED,
        ),
        (
            master("101", "6025550147", context="from-internal", answered=False),
            Direction.OUT,
            Disposition.NOT_REACHED,
        ),
        (master("101", "6025550147", context="sales"), Direction.OUT, Disposition.ANSWERED),
        (master("6025550147", "101", context="ext-queues"), Direction.IN, Disposition.ANSWERED),
        (master("101", "6025550147", context="from-trunk"), Direction.IN, Disposition.ANSWERED),
        (master("anonymous", "s", context="from-pstn"), Direction.IN, Disposition.ANSWERED),
        (master("", "s", context="from-did"), Direction.IN, Disposition.ANSWERED),
    ],
)
def test_direction_and_what_became_of_it(
    row: str, direction: Direction, disposition: Disposition
) -> None:
    (call,) = calls_of(row)
    assert (call.direction, call.disposition) == (direction, disposition)
    assert call.answered_at is None or disposition is not Disposition.MISSED


@pytest.mark.parametrize(
    ("context", "channel", "far", "direction"),
    [
        ("outbound-allroutes", "frontdesk", "PJSIP/trunk-00000002", Direction.OUT),
        ("outgoing", "frontdesk", "", Direction.OUT),
        ("outrt-2", "frontdesk", "PJSIP/trunk-00000002", Direction.OUT),
        # Somebody from outside who is led on to a number outside still rang us.
        ("outbound-allroutes", "line", "PJSIP/line-00000002", Direction.IN),
        ("outbound-allroutes", "trunk", "PJSIP/other-00000002", Direction.IN),
        ("outbound-allroutes", "6025550100", "PJSIP/other-00000002", Direction.IN),
        ("phones", "frontdesk", "PJSIP/trunk-00000002", Direction.IN),
    ],
)
def test_a_phone_with_a_name_rings_out(
    context: str, channel: str, far: str, direction: Direction
) -> None:
    row = master("6025550100", "916025550148", context=context, far=far, answered=False)
    (call,) = calls_of(row.replace("PJSIP/trunk-00000001", f"PJSIP/{channel}-00000001"))
    assert call.direction is direction


def test_a_caller_is_in_wherever_an_outgoing_context_leads_to_us() -> None:
    (call,) = calls_of(master("6025550147", "101", context="outbound-allroutes"))
    assert call.direction is Direction.IN


@pytest.mark.parametrize("app", ["Playback", "Read", "Directory", "MusicOnHold", "Busy"])
def test_a_caller_from_outside_who_heard_only_a_machine_is_missed(app: str) -> None:
    (call,) = calls_of(master("6025550147", "s", app=app, far=""))
    assert (call.disposition, call.talked_seconds) == (Disposition.MISSED, 0)
    # What nobody says to have come from outside, and whatever a phone of ours took part in.
    (call,) = calls_of(master("6025550147", "s", app=app, far="", context="default"))
    assert call.disposition is Disposition.ANSWERED
    (call,) = calls_of(master("6025550147", "s", app=app))
    assert call.disposition is Disposition.ANSWERED


@pytest.mark.parametrize("context", ["ivr-1", "app-announcement-2", "app-blackhole"])
def test_a_menu_that_hangs_up_is_no_talk(context: str) -> None:
    row = freepbx("1763395200.1", "1763395200.1", "ANSWERED", app="Hangup")
    (call,) = calls_of("\n".join([_CDR, row.replace("ext-queues", context)]))
    assert call.disposition is Disposition.MISSED
    (call,) = calls_of("\n".join([_CDR, row]))
    assert call.disposition is Disposition.ANSWERED


@pytest.mark.parametrize("context", ["ivr-1", "app-announcement-2", "app-blackhole"])
def test_a_caller_whom_a_menu_hung_up_on_is_missed_where_the_trunk_is_not_told(
    context: str,
) -> None:
    row = master("6025550147", "s", app="Hangup", far="", context=context)
    (call,) = calls_of(row)
    assert (call.disposition, call.talked_seconds) == (Disposition.MISSED, 0)
    (call,) = calls_of(row.replace(context, "default"))
    assert call.disposition is Disposition.ANSWERED


def test_a_table_without_the_far_end_does_not_say_that_nobody_spoke() -> None:
    titles = "src,dst,dcontext,channel,lastapp,start,duration,billsec,disposition,uniqueid"
    row = "6025550147,s,from-trunk,PJSIP/trunk-1,Playback,2026-11-17 09:00:00,20,15,ANSWERED,1.1"
    (call,) = calls_of("\n".join([titles, row]))
    assert call.disposition is Disposition.ANSWERED


def test_a_fax_is_no_caller() -> None:
    assert ignored_of(master(app="ReceiveFAX", far="")) == ["fax"]
    (call,) = calls_of(master(app="ReceiveFAX", far="", answered=False))
    assert call.disposition is Disposition.MISSED
    end = ',"1763395200.1","","","1763395200.1",1'
    rang = master(answered=False, extra=end)
    (call,) = calls_of("\n".join([rang, master(app="ReceiveFAX", far="", extra=end)]))
    assert call.disposition is Disposition.MISSED


def test_calls_between_extensions_and_codes_are_none_of_ours() -> None:
    assert ignored_of(master("101", "102", context="from-internal")) == ["internal call"]
    assert ignored_of(master("101", "*97", context="from-internal")) == ["code of the phone system"]


def test_a_call_out_has_no_name_of_ours() -> None:
    (call,) = calls_of(master("101", "6025550147", context="from-internal", name="Wren"))
    assert (call.caller, call.called, call.name) == ("101", "6025550147", "")


def test_names_that_are_numbers_or_cities_are_none() -> None:
    for name in ("6025550147", "PHOENIX      AZ", "WIRELESS CALLER", ""):
        assert calls_of(master(name=name))[0].name == ""


def test_rows_of_one_channel_that_differ_are_different_calls_and_the_same_again_is_not() -> None:
    extra = ',"1763395200.1",""'
    rows = [master(extra=extra), master(answered=False, extra=extra), master(extra=extra)]
    first, second, third = calls_of("\n".join(rows))
    assert first.external_id != second.external_id
    assert first == third


def test_legs_of_one_linked_id_are_one_call_wherever_they_stand() -> None:
    legs = [
        master(answered=False, extra=',"1763395200.1","","","1763395200.1",1'),
        master("6025550148", extra=',"1763395300.9","","","1763395300.9",4'),
        master(extra=',"1763395200.3","","","1763395200.1",3'),
    ]
    calls = calls_of("\n".join(legs))
    assert [(call.external_id, call.disposition) for call in calls] == [
        ("1763395200.1", Disposition.ANSWERED),
        ("1763395300.9", Disposition.ANSWERED),
    ]
    assert calls[0].talked_seconds == 115


@pytest.mark.parametrize("system", ["clinic", "clinic-pbx", "pbx-1.north_2"])
def test_ids_may_begin_with_the_name_of_the_phone_system(system: str) -> None:
    legs = [
        master(answered=False, extra=f',"{system}-1763395200.1","","{system}-1763395200.1","",1'),
        master(extra=f',"{system}-1763395200.3","","{system}-1763395200.1","",2'),
    ]
    (call,) = calls_of("\n".join(legs))
    assert (call.external_id, call.disposition) == (
        f"{system}-1763395200.1",
        Disposition.ANSWERED,
    )


def test_a_caller_who_was_passed_on_spoke_with_both() -> None:
    """As Asterisk 16 writes it: a row for each phone, one behind the other."""
    end = ',"1795708103.14","","1795708103.14",'
    head = '"","3125550107","101","from-internal","""Fern"" <3125550107>","PJSIP/trunk-0000000c",'
    rows = [
        head + '"PJSIP/104-0000000d","Dial","PJSIP/104,20","2026-11-26 15:48:23",'
        '"2026-11-26 15:48:24","2026-11-26 15:50:25",122,121,"ANSWERED","DOCUMENTATION"'
        + end
        + "14",
        head + '"PJSIP/101-00000016","Dial","PJSIP/101,20","2026-11-26 15:50:25",'
        '"2026-11-26 15:50:25","2026-11-26 15:51:29",64,63,"ANSWERED","DOCUMENTATION"' + end + "27",
    ]
    (call,) = calls_of("\n".join(rows))
    assert (call.disposition, call.talked_seconds) == (Disposition.ANSWERED, 184)


def test_a_queue_that_answers_while_nobody_speaks_is_a_missed_call() -> None:
    rows = [
        _CDR,
        freepbx("1.1", "1763395200.1", "ANSWERED", app="Queue"),
        freepbx("1.2", "1763395200.1", "NO ANSWER", far="PJSIP/101-1"),
    ]
    (call,) = calls_of("\n".join(rows))
    assert call.disposition is Disposition.MISSED
    assert (call.talked_seconds, call.answered_at) == (0, None)
    assert (call.called, call.line) == ("6025550100", "6025550100")
    assert call.started_at == NINE


def test_somebody_who_took_it_from_the_queue_answered_it() -> None:
    rows = [
        _CDR,
        freepbx("1.1", "1763395200.1", "ANSWERED", app="Queue"),
        freepbx("1.2", "1763395200.1", "ANSWERED", far="PJSIP/101-1"),
    ]
    (call,) = calls_of("\n".join(rows))
    assert (call.disposition, call.talked_seconds) == (Disposition.ANSWERED, 90)
    assert call.answered_at == datetime(2026, 11, 17, 16, 0, 10, tzinfo=UTC)


def test_bad_rows_are_told_with_their_text_and_the_good_ones_are_kept() -> None:
    bad = master(start="2026-02-30 09:00:00")
    content = "\n".join([master(), bad, master(), "rubbish", master()])
    assert len(calls_of(content)) == 3
    assert [(row.row, row.reason) for row in rejected_of(content)] == [
        (2, "There is no such time as “2026-02-30 09:00:00”."),
        (4, "This row is cut off."),
    ]
    assert "2026-02-30 09:00:00" in rejected_of(content)[0].raw


def test_a_row_that_is_put_right_can_be_read_again() -> None:
    (bad,) = rejected_of("\n".join([master(), master(start="2026-02-30 09:00:00"), master()]))
    (call,) = calls_of(bad.raw.replace("2026-02-30", "2026-02-20").replace("\r\n", "\n"))
    assert (call.name, call.caller) == ("Fern Moss", "6025550147")


def test_the_zone_is_that_of_the_source() -> None:
    (call,) = calls_of(master(), ReadOptions("UTC"))
    assert call.started_at == datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def test_any_encoding_delimiter_and_end() -> None:
    text = "\r\n".join([master(name="Ñandú Moss"), master()]).replace(",", ";")
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert calls_of(text.encode(encoding))[0].name == "Ñandú Moss"


def test_a_dump_of_the_table_without_titles() -> None:
    row = freepbx("1763395200.1", "1763395200.1", "ANSWERED", far="PJSIP/101-1")
    (call,) = calls_of("\n".join([row, row]))
    assert call.external_id == "1763395200.1"


def test_many_calls_at_once_are_not_kept_for_ever() -> None:
    rows = [
        master(extra=f',"17633{n:05d}.1","","","17633{n:05d}.1",1', start="2026-11-17 09:00:00")
        for n in range(6_000)
    ]
    seen = rows_of("\n".join(rows))
    assert len(seen) == 6_000
    assert [row.row for row in seen] == list(range(1, 6_001))


def test_a_word_that_is_not_known_beside_a_talk_is_a_talk() -> None:
    rows = [master(), master(answered=False), master(disposition="COMPLETED")]
    assert calls_of("\n".join(rows))[2].disposition is Disposition.ANSWERED
    rows[2] = master(disposition="COMPLETED", answered=False)
    assert calls_of("\n".join(rows))[2].disposition is Disposition.MISSED
