"""RingCentral's call log as CSV: who rang whom where no column says it, and rows of legs."""

import pytest

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction
from tests.connectors.reading import calls_of, ignored_of

IN, OUT = Direction.IN, Direction.OUT
ANSWERED, MISSED = Disposition.ANSWERED, Disposition.MISSED
NOT_REACHED, UNKNOWN = Disposition.NOT_REACHED, Disposition.UNKNOWN
SIMPLE = (
    '"Type","Phone Number","Name","Date","Time","Action","Action Result","Result Description",'
    '"Duration","Attachment"'
)
DETAILED = (
    '"Type","CallId","SessionId","Leg","Direction","From","To","Extension","Forwarded To","Name",'
    '"Date","Time","Action","Action Result","Result Description","Duration","Included",'
    '"Purchased","Site","Attachment"'
)


def simple(action: str, result: str, kind: str = "Voice") -> IncomingCall:
    """The call of a row as scripts write it, of a type that says no direction."""
    row = f"{kind},(602) 555-0147,Fern Moss,Tue 11/17/2026,9:00:00 AM,{action},{result},,0:00:20,"
    (call,) = calls_of(f"{SIMPLE}\n{row}")
    return call


@pytest.mark.parametrize(
    ("action", "result", "direction", "disposition"),
    [
        ("Phone Call", "Missed", IN, MISSED),
        ("Phone Call", "Accepted", IN, ANSWERED),
        ("VoIP Call", "Missed", IN, MISSED),
        ("Phone Call", "Reply", IN, MISSED),
        ("Phone Call", "Hang Up", IN, MISSED),
        ("Phone Call", "Voicemail", IN, Disposition.VOICEMAIL),
        # Nobody was there to take it, here or there.
        ("Phone Call", "IP Phone Offline", IN, MISSED),
        ("VoIP Call", "IP Phone Offline", OUT, NOT_REACHED),
        ("VoIP Call", "No Answer", OUT, NOT_REACHED),
        ("VoIP Call", "Call connected", OUT, ANSWERED),
        ("RingOut Web", "Hang Up", OUT, NOT_REACHED),
        ("Phone Call", "Busy", OUT, NOT_REACHED),
        ("Phone Call", "Wrong Number", OUT, NOT_REACHED),
        # Only a caller is led on to the phones that somebody chose.
        ("FindMe", "Declined", IN, MISSED),
        ("FollowMe", "Declined", IN, MISSED),
        ("Accept Call", "Declined", IN, MISSED),
        ("Transfer", "Hang Up", IN, UNKNOWN),
        ("", "Declined", IN, UNKNOWN),
    ],
)
def test_where_no_column_says_it_result_and_action_tell_who_rang(
    action: str, result: str, direction: Direction, disposition: Disposition
) -> None:
    call = simple(action, result)
    assert (call.direction, call.disposition) == (direction, disposition)
    number = call.caller if direction is IN else call.called
    assert (number, call.name) == ("(602) 555-0147", "Fern Moss")


def test_a_direction_that_is_told_is_believed() -> None:
    call = simple("VoIP Call", "No Answer", "Inbound")
    assert (call.direction, call.disposition) == (IN, MISSED)


def test_rows_of_legs_are_no_calls() -> None:
    day = "Tue 11/17/2026,9:00:00 AM"
    content = "\n".join(
        (
            DETAILED,
            (
                "Voice,Kb1,900001,Leg-master,Incoming,(602) 555-0147,(602) 555-0100,101 - Desk,,"
                f'"Fern Moss",{day},Phone Call,Accepted,,0:01:30,0,0,-,'
            ),
            (
                ",,,Leg-1,Incoming,(602) 555-0147,,101 - Desk,,"
                f'"Fern Moss",{day},Phone Call,Missed,,0:00:20,0,0,-,'
            ),
            f',,,Leg-2,Outgoing,,,102 - Wren,,"Wren",{day},FindMe,Call connected,,0:01:05,0,0,-,',
            (
                "Voice,Kb2,900002,Leg-master,Incoming,(602) 555-0148,(602) 555-0100,101 - Desk,,"
                f'"Alder Birch",{day},Phone Call,Missed,,0:00:30,0,0,-,'
            ),
        )
    )
    calls = calls_of(content)
    assert [(call.external_id, call.disposition) for call in calls] == [
        ("900001", ANSWERED),
        ("900002", MISSED),
    ]
    assert ignored_of(content) == ["leg of a call"] * 2
    # Without the column of legs they are known by what they lack.
    assert len(calls_of(content.replace('"Leg"', '"Row"'))) == 2
