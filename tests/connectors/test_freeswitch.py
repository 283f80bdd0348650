"""FreeSWITCH's records: both sides of a call, who rang whom, and its template named "asterisk"."""

import pytest

from desktop.connectors.files.calls import freeswitch_legs
from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import Direction
from tests.connectors.reading import calls_of, ignored_of, rows_of

ANSWERED, MISSED = Disposition.ANSWERED, Disposition.MISSED
IN, OUT = Direction.IN, Direction.OUT
_PART = "a phone that rang for another call"


def uuid(n: int) -> str:
    return f"{n:08x}-1111-2222-3333-444455556666" if n else ""


def leg(
    n: int,
    called: str,
    times: str,
    cause: str = "NORMAL_CLEARING",
    *,
    caller: str = "6025550147",
    context: str = "default",
    other: int = 0,
    account: str = "",
) -> str:
    """A row of the template "example"; ``times`` are the seconds of ten o'clock at which it began,
    was answered ("" when it was not) and ended."""
    began, answered, ended = times.split("-")
    stamps = ",".join(f'"{_clock(at)}"' for at in (began, answered, ended))
    talked = int(ended) - int(answered) if answered else 0
    return (
        f'"Fern Moss","{caller}","{called}","{context}",{stamps},'
        f'"{int(ended) - int(began)}","{talked}","{cause}","{uuid(n)}","{uuid(other)}", "{account}"'
    )


def _clock(seconds: str) -> str:
    return f"2026-11-17 10:{int(seconds) // 60:02}:{int(seconds) % 60:02}" if seconds else ""


def whole(n: int, times: str, cause: str = "NORMAL_CLEARING", *, other: int = 0) -> str:
    """The caller's own row."""
    return leg(n, "6025550100", times, cause, context="public", other=other)


def as_asterisk(n: int, answered: str, billed: int, cause: str) -> str:
    """A row of the template "asterisk"."""
    return (
        '"1001","6025550147","1001","public","""Fern Moss"" <6025550147>",'
        '"sofia/external/6025550147@example.com","","bridge","user/1001","2026-11-17 10:00:00",'
        f'"{answered}","2026-11-17 10:00:30","30","{billed}","{cause}","DOCUMENTATION",'
        f'"{uuid(n)}",""'
    )


def told(*rows: str) -> list[tuple[str, Disposition]]:
    return [(call.external_id[:8], call.disposition) for call in calls_of("\n".join(rows))]


LOST = leg(2, "1001", "0--12", "LOSE_RACE")
WON = leg(3, "1002", "0-12-120")
CALL = whole(1, "0-12-120", other=3)


@pytest.mark.parametrize(
    "rows", [[LOST, WON, CALL], [CALL, WON, LOST], [WON, CALL, LOST]], ids=["b", "a", "between"]
)
def test_both_sides_of_a_call_are_one_call(rows: list[str]) -> None:
    assert told(*rows) == [("00000001", ANSWERED)]
    assert ignored_of("\n".join(rows)) == [_PART, _PART]


def test_titles_make_no_difference() -> None:
    titles = (
        "caller_id_name,caller_id_number,destination_number,context,start_stamp,answer_stamp,"
        "end_stamp,duration,billsec,hangup_cause,uuid,bleg_uuid,accountcode"
    )
    assert told(titles, LOST, WON, CALL) == [("00000001", ANSWERED)]


def test_a_phone_that_lost_is_no_caller_though_the_call_still_goes_on() -> None:
    assert told(LOST, whole(9, "300--320", "ORIGINATOR_CANCEL")) == [("00000009", MISSED)]


def test_a_caller_who_gave_up_is_missed_once() -> None:
    rows = [
        leg(2, "1001", "0--20", "ORIGINATOR_CANCEL"),
        leg(3, "1002", "0--20", "ORIGINATOR_CANCEL"),
        whole(1, "0--20", "ORIGINATOR_CANCEL"),
    ]
    assert told(*rows) == [("00000001", MISSED)]


@pytest.mark.parametrize("context", ["default", "public"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_caller_whose_phones_have_the_context_of_the_call_is_missed_once(
    context: str, order: tuple[int, ...]
) -> None:
    rows = [
        leg(2, "1001", "1--20", "NO_ANSWER", context=context),
        leg(3, "1002", "1--20", "NO_ANSWER", context=context),
        leg(1, "2000", "0--21", "NO_ANSWER", context=context),
    ]
    assert told(*(rows[place] for place in order)) == [("00000001", MISSED)]


def test_two_calls_of_one_caller_one_behind_the_other_are_two() -> None:
    rows = [leg(1, "2000", "0--21", "NO_ANSWER"), leg(2, "2000", "30--51", "NO_ANSWER")]
    assert len(told(*rows)) == 2


def test_the_far_end_of_a_call_out_is_no_call_in() -> None:
    out = leg(1, "6025550147", "0--30", "NO_ANSWER", caller="1001")
    far = leg(2, "6025550147", "1--30", "NO_ANSWER", caller="8555389355")
    for rows in ([out, far], [far, out]):
        (call,) = calls_of("\n".join(rows))
        assert (call.direction, call.external_id) == (OUT, uuid(1))
    later = leg(2, "6025550147", "10--30", "NO_ANSWER", caller="8555389355")
    assert len(calls_of("\n".join([out, later]))) == 2


def test_a_phone_that_rang_before_another_one_picked_up() -> None:
    assert told(leg(2, "1001", "0--10", "NO_ANSWER"), WON, CALL) == [("00000001", ANSWERED)]


def test_a_caller_whom_only_a_menu_answered_stays_missed() -> None:
    """The menu's row says that it was answered; the phone behind it that nobody spoke."""
    rows = [leg(2, "1001", "10--40", "ORIGINATOR_CANCEL"), whole(1, "0-1-40")]
    assert told(*rows) == [("00000002", MISSED), ("00000001", ANSWERED)]
    rows = [leg(2, "1001", "10--40", "NO_ANSWER"), whole(1, "0-1-40", other=2)]
    assert told(*rows) == [("00000002", MISSED), ("00000001", ANSWERED)]


def test_a_phone_that_rang_after_the_talk_stays_missed() -> None:
    rows = [WON, leg(2, "1003", "60--100", "NO_ANSWER"), CALL]
    assert told(*rows) == [("00000002", MISSED), ("00000001", ANSWERED)]


def test_other_callers_and_other_times_are_calls_of_their_own() -> None:
    other = leg(2, "1001", "0--12", "ORIGINATOR_CANCEL", caller="6025550148")
    later = leg(4, "1001", "300--320", "ORIGINATOR_CANCEL")
    withheld = leg(5, "1001", "0--12", "ORIGINATOR_CANCEL", caller="anonymous")
    rows = [other, later, withheld, WON, CALL]
    assert [state for _, state in told(*rows)] == [MISSED, MISSED, MISSED, ANSWERED]


@pytest.mark.parametrize("others", [(2, 1), (1, 2), (2, 3, 1)])
def test_rows_that_name_each_other_leave_one_call(others: tuple[int, ...]) -> None:
    rows = [
        leg(n, "1001", "0-12-120", context="public" if n == 1 else "default", other=other)
        for n, other in enumerate(others, start=1)
    ]
    expected = ["00000001", "00000002"] if others == (1, 2) else ["00000001"]
    assert [which for which, _ in told(*rows)] == expected


def test_rows_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeswitch_legs, "ROWS_AT_MOST", 2)
    rows = [whole(n, f"{n}--{n + 1}", "NO_ANSWER") for n in range(1, 20)]
    content = "\n".join([*rows, CALL.replace(uuid(1), uuid(99)), WON, LOST])
    assert [row.row for row in rows_of(content)] == list(range(1, 23))
    assert ignored_of(content) == [_PART, _PART]


@pytest.mark.parametrize(
    ("row", "direction"),
    [
        (leg(1, "16025550147", "0--30", caller="6025550100", account="1001"), OUT),
        (leg(1, "16025550147", "0--30", caller="1001"), OUT),
        (leg(1, "16025550147", "0--30", caller="6025550100", account="1001", context="public"), IN),
        # Our own line, which a dial plan may lead on by its number.
        (leg(1, "6025550100", "0--30"), IN),
        (leg(1, "6025550100", "0--30", account="clinic"), IN),
        (leg(1, "1001", "0--30", account="1001"), IN),
    ],
)
def test_who_rang_whom(row: str, direction: Direction) -> None:
    (call,) = calls_of(row)
    assert call.direction is direction


def test_the_template_named_asterisk_is_freeswitch() -> None:
    spoken = as_asterisk(1, "2026-11-17 10:00:10", 20, "NORMAL_CLEARING")
    silent = as_asterisk(2, "", 0, "NO_ANSWER")
    for rows in ([spoken, silent], [spoken, spoken, silent], [silent, silent, spoken]):
        calls = calls_of("\n".join(rows))
        assert {call.source for call in calls} == {"freeswitch-csv"}
        assert {call.disposition: call.talked_seconds for call in calls} == {
            ANSWERED: 20,
            MISSED: 0,
        }
        assert {(call.caller, call.called, call.name) for call in calls} == {
            ("6025550147", "1001", "Fern Moss")
        }
