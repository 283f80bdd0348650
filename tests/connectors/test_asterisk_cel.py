"""The log of channel events: one call for each linked id."""

from datetime import UTC, datetime

from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import Direction
from tests.connectors.reading import calls_of, ignored_of, rejected_of

NINE = 1763395200


def event(
    kind: str,
    second: float,
    *,
    number: str = "",
    dialled: str = "8555389355",
    context: str = "from-trunk",
    channel: str = "PJSIP/trunk-1",
    app: str = "",
    unique: str = "1763395200.1",
    linked: str = "1763395200.1",
) -> str:
    return (
        f'"{kind}","{NINE + second:.6f}","Fern Moss","{number}","","","","{dialled}","{context}",'
        f'"{channel}","{app}","","3","","{unique}","{linked}","","","",""'
    )


FAR = {"unique": "1763395200.2", "channel": "PJSIP/101-2", "dialled": "", "context": "internal"}
ANSWERED = [
    event("CHAN_START", 0, number="612345678"),
    event("APP_START", 1, number="0612345678", app="Dial"),
    event("CHAN_START", 1, **FAR),
    event("ANSWER", 8, **FAR),
    event("ANSWER", 8, number="0612345678", app="Dial"),
    event("BRIDGE_ENTER", 8.5, number="0612345678", app="Dial"),
    event("CHAN_END", 69, **FAR),
    event("CHAN_END", 70, number="0612345678"),
    event("LINKEDID_END", 70, number="0612345678"),
]
MISSED = [
    event("CHAN_START", 100, number="6025550147", unique="1763395300.7", linked="1763395300.7"),
    event("CHAN_END", 130, number="6025550147", unique="1763395300.7", linked="1763395300.7"),
    event("LINKEDID_END", 130, unique="1763395300.7", linked="1763395300.7"),
]


def at(second: float) -> datetime:
    return datetime.fromtimestamp(NINE + second, UTC)


def test_the_events_of_one_linked_id_are_one_call() -> None:
    first, second = calls_of("\n".join([*ANSWERED, *MISSED]))

    assert (first.caller, first.called, first.name) == ("0612345678", "8555389355", "Fern Moss")
    assert first.direction is Direction.IN
    assert (first.started_at, first.answered_at, first.ended_at) == (at(0), at(8.5), at(70))
    assert (first.disposition, first.talked_seconds) == (Disposition.ANSWERED, 61)
    assert first.external_id == "1763395200.1"
    assert not first.zone_assumed
    assert (second.caller, second.disposition) == ("6025550147", Disposition.MISSED)


def test_events_of_two_calls_may_stand_among_each_other() -> None:
    mixed = [line for pair in zip(MISSED, ANSWERED[:3], strict=True) for line in pair]

    calls = calls_of("\n".join([*mixed, *ANSWERED[3:]]))

    assert sorted(call.external_id for call in calls) == ["1763395200.1", "1763395300.7"]
    assert {call.disposition for call in calls} == {Disposition.MISSED, Disposition.ANSWERED}


def test_voicemail_is_no_answer() -> None:
    events = [
        event("CHAN_START", 0, number="6025550147"),
        event("ANSWER", 20, number="6025550147", app="VoiceMail"),
        event("LINKEDID_END", 40, number="6025550147"),
    ]

    (call,) = calls_of("\n".join(events))

    assert (call.disposition, call.answered_at) == (Disposition.VOICEMAIL, None)


def test_between_extensions_it_is_nobodys_call() -> None:
    inside = {"number": "101", "dialled": "102", "context": "from-internal"}
    events = [event("CHAN_START", 0, **inside), event("LINKEDID_END", 9, **inside)]

    assert ignored_of("\n".join(events)) == ["internal call"]


def test_with_the_titles_of_the_database() -> None:
    titles = (
        "id,eventtype,eventtime,cid_name,cid_num,exten,context,channame,appname,uniqueid,linkedid"
    )
    rows = [
        f"{n},{kind},2026-11-17 09:00:{n:02}.5,,6025550147,8555389355,from-trunk,SIP/t-1,,1.1,1.1"
        for n, kind in enumerate(("CHAN_START", "APP_START", "CHAN_END", "LINKEDID_END"))
    ]

    (call,) = calls_of("\n".join([titles, *rows]))

    assert call.started_at == datetime(2026, 11, 17, 16, 0, 0, 500_000, tzinfo=UTC)
    assert call.zone_assumed
    assert call.disposition is Disposition.MISSED


def test_a_row_that_is_cut_off_takes_no_other_with_it() -> None:
    text = "\n".join([*MISSED, '"CHAN_START","1763395400.1",""'])

    assert len(calls_of(text)) == 1
    assert len(rejected_of(text)) == 1
