from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sensitive import Found, find_sensitive, mask
from desktop.domain.vocabulary import SensitiveKind

CARD = SensitiveKind.CARD
SOCIAL = SensitiveKind.SOCIAL_SECURITY


def found_in(text: str) -> list[tuple[SensitiveKind, str]]:
    return [(each.kind, text[each.start : each.end]) for each in find_sensitive(text)]


@pytest.mark.parametrize(
    "card",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111\u00a01111\u20131111.1111",
        "4111 - 1111 - 1111 - 1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41111111 11111111",
        "5555 5555 5555 4444",
        "2223003122003222",
        "3782 822463 10005",
        "6011 1111 1111 1117",
        "3056 930902 5904",
        "3530111333300000",
        "6200000000000005",
        "4222222222222",
        "4000000000000000006",
        "４１１１ １１１１ １１１１ １１１１",
        "٤١١١١١١١١١١١١١١١",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("her card is ", ", call back"), ("card:", " 12/27 123")]
)
def test_cards(card: str, before: str, after: str) -> None:
    assert found_in(before + card + after) == [(CARD, card)]


@pytest.mark.parametrize(
    "number",
    [
        "123-45-6789",
        "123 45 6789",
        "123.45.6789",
        "123\u201145\u20116789",
        "１２３-４５-６７８９",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("born 1/2/1990, ", ". Ring her"), ("no ", " 01/02/1990")]
)
def test_social_security_numbers(number: str, before: str, after: str) -> None:
    assert found_in(before + number + after) == [(SOCIAL, number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SSN 123456789", "123456789"),
        ("ssn: 123456789, thanks", "123456789"),
        ("her social is 12345 6789", "12345 6789"),
        ("Social Security number ends, it is 123456789.", "123456789"),
    ],
)
def test_nine_bare_digits_after_the_word(text: str, number: str) -> None:
    assert found_in(text) == [(SOCIAL, number)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ring her at (312) 555-0147 or 602-555-0106 after 2:30 pm",
        "480 555 0147 602 555 0106 303 555 0112",
        "4805550147 6025550106",
        # Sums that fit by chance, in the shapes of telephone numbers.
        "4805550147 126",
        "480 555 0147 605",
        "+4917612345679",
        "+49 123 45 6789",
        "+1-855-538-9355 ext. 1234",
        "2026-11-17 14:18, 11/17/2026, 20261117141800",
        "order 123456789",
        "4111 1111 1111 1112",  # the check digit is wrong
        "1111 1111 1111 1117",  # no network begins so
        "000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000",
        "1123-45-6789",
        "123-45-67890",
        "123-45-6789-1",
        "1-123-45-6789",
        "social worker rings from 602 555 0106",
        "ssn is 6025550106",
        "85001-1234",
    ],
)
def test_telephone_numbers_dates_and_the_rest_are_left(text: str) -> None:
    assert find_sensitive(text) == ()


def test_both_in_one_note() -> None:
    text = "Card 4111 1111 1111 1111 exp 12/27, SSN 123-45-6789. Ring 312-555-0147."
    found = find_sensitive(text)
    assert [each.kind for each in found] == [CARD, SOCIAL]
    assert mask(text, found) == (
        "Card •••• •••• •••• 1111 exp 12/27, SSN •••-••-6789. Ring 312-555-0147."
    )


def test_only_what_was_found_is_masked() -> None:
    assert mask("12345 12345", [Found(CARD, 0, 5)]) == "•2345 12345"
    assert mask("nothing", []) == "nothing"


PREFIXES = st.sampled_from(["4", "51", "55", "2221", "2720", "6011", "65", "3530", "62"])
SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u00a0", " - "])
WORDS = st.sampled_from(["", "card ", "She paid with ", "no.", "№", "\n", "\t", "号码："])
TELEPHONES = st.from_regex(
    r"(\([2-9]\d\d\) |[2-9]\d\d[-. ]|\+1 ?[2-9]\d\d[- ]?)555-?01\d\d( ext\. \d{1,4})?",
    fullmatch=True,
    alphabet=st.characters(max_codepoint=127),
)
DATES = st.datetimes().map(str)


@st.composite
def cards(draw: st.DrawFn) -> str:
    """Sixteen digits of a network with the check digit that fits."""
    prefix = draw(PREFIXES)
    body = prefix + draw(
        st.text("0123456789", min_size=15 - len(prefix), max_size=15 - len(prefix))
    )
    # From ISO/IEC 7812-1, annex B: odd places from the left are doubled in a number of sixteen.
    total = 0
    for place, digit in enumerate(body):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    digits = body + str(-total % 10)
    between = draw(SEPARATORS)
    return between.join(digits[at : at + 4] for at in range(0, 16, 4))


@given(WORDS, cards(), st.sampled_from(["", ", thanks", "\nRing back", " 12/27"]))
def test_every_card_is_found_and_hidden(before: str, card: str, after: str) -> None:
    text = before + card + after
    assert found_in(text) == [(CARD, card)]
    hidden = mask(text, find_sensitive(text))
    assert len(hidden) == len(text)
    assert hidden.endswith(card[-4:] + after)
    assert find_sensitive(hidden) == ()
    assert sum(character.isdecimal() for character in hidden[: -len(after) or None]) == 4


@given(st.lists(TELEPHONES | DATES, max_size=4), st.sampled_from([", ", "\n", " or "]))
def test_no_list_of_numbers_and_dates_is_mistaken(parts: list[str], between: str) -> None:
    assert find_sensitive(between.join(parts)) == ()


@given(st.text("0123456789-. +•\nsn", max_size=80))
def test_any_note_is_read_and_masking_settles(text: str) -> None:
    found = find_sensitive(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    hidden = mask(text, found)
    assert len(hidden) == len(text)
    for each in found:
        assert "•" in hidden[each.start : each.end]
