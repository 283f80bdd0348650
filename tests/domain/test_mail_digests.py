"""One notice that tells of several missed calls: all who rang, and none of our own lines."""

import pytest

from desktop.domain.mail_voicemail import read_call_notice
from tests.domain.test_mail_notices import X

ONE, TWO = "(602) 555-0147", "(602) 555-0148"


def callers(*lines: str, subject: str = "") -> list[str]:
    """Who rang, as a notice of these lines tells."""
    notice = read_call_notice(subject or f"You missed {len(lines)} calls", "\n".join(lines), X)
    assert notice is not None
    return [notice.caller, *notice.others]


@pytest.mark.parametrize(
    "behind", ["2026-11-17 10:30 AM", "17.11.2026", "(12)", "3", "11 17 2026", "2 calls"]
)
def test_what_stands_behind_a_number_is_no_part_of_it(behind: str) -> None:
    assert callers(f"602-555-0147 {behind}", f"+1 602 555 0148 {behind}") == [
        "602-555-0147",
        "+1 602 555 0148",
    ]


def test_a_long_list_of_callers_is_whole() -> None:
    numbers = [f"(602) 555-01{n:02}" for n in range(60)]
    assert callers(*(f"Caller: {each}   at 10:30 AM on Nov 17, 2026" for each in numbers)) == (
        numbers
    )


@pytest.mark.parametrize("filled", range(20))
def test_half_a_number_at_the_end_of_what_is_looked_at_is_none(filled: int) -> None:
    numbers = [f"+1 602-555-{n:04}" for n in range(100, 1400)]
    found = callers("x" * filled, *numbers, subject="Missed calls")
    assert len(found) > 900
    assert found == numbers[: len(found)]


OURS = "(855) 538-9355"


@pytest.mark.parametrize(
    "lines",
    [
        (f"Juniper {ONE} to Front desk {OURS}", f"Fern {TWO} to Front desk {OURS}"),
        (f"Front desk {OURS}: Juniper {ONE}", f"Front desk {OURS}: Fern {TWO}"),
        (f"Your number {OURS} missed 2 calls.", ONE, TWO),
        (f"Missed by our line {OURS}:", f"{ONE} at 10:30", f"{TWO} at 10:31"),
        (f"{ONE} > {OURS}", f"{TWO} > {OURS}", f"{ONE} > {OURS}"),
    ],
    ids=["whom they rang", "before the callers", "your number", "our line", "on each line"],
)
def test_our_own_line_did_not_ring(lines: tuple[str, ...]) -> None:
    assert callers(*lines, subject="Missed calls") == [ONE, TWO]


def test_our_own_line_did_not_ring_where_one_called() -> None:
    line = f"Your number {OURS} missed a call. Caller {ONE}"
    assert callers(line, subject="Missed call") == [ONE]
    assert callers(f"Juniper {ONE} to Front desk {OURS}", subject="Missed calls") == [ONE]


def test_callers_that_share_a_line_all_rang() -> None:
    assert callers(f"{ONE}, {TWO}", subject="Missed calls") == [ONE, TWO]
    assert callers(f"From 10:00 to 10:05: {ONE} and {TWO}", subject="Missed calls") == [ONE, TWO]


@pytest.mark.parametrize("who", ["A caller", "Someone", "Alguien"])
def test_a_word_for_anybody_is_no_name(who: str) -> None:
    left = "dejó un mensaje de voz" if who == "Alguien" else "left a voicemail"
    notice = read_call_notice(f"{who} {left}", f"{who} {left}\n{ONE}", X)
    assert notice is not None
    assert (notice.caller, notice.name) == (ONE, "")
