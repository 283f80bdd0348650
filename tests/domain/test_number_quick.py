"""The short way to read a plain number answers what the long way answers, or nothing."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.number_quick import quick_reading
from desktop.domain.number_reading import read_at_length
from desktop.domain.numbers import NumberStatus, read_number

DIGITS = st.text("0123456789", min_size=10, max_size=10)
AREAS = st.sampled_from(
    [
        "212",
        "312",
        "602",
        "480",
        "855",
        "800",
        "900",
        "242",
        "246",
        "264",
        "340",
        "345",
        "441",
        "473",
        "500",
        "521",
        "523",
        "532",
        "535",
        "544",
        "555",
        "649",
        "664",
        "670",
        "671",
        "684",
        "700",
        "710",
        "721",
        "737",
        "758",
        "767",
        "784",
        "787",
        "809",
        "829",
        "868",
        "869",
        "876",
        "939",
        "983",
        "204",
        "416",
        "600",
        "622",
        "505",
        "730",
        "472",
        "111",
        "999",
        "888",
        "123",
        "012",
    ]
)
NATIONAL = DIGITS | st.builds(
    lambda area, rest: area + rest, AREAS, st.text("0123456789", min_size=7, max_size=7)
)
SHAPES = st.sampled_from(
    [
        "{0}{1}{2}", "+1{0}{1}{2}", "1{0}{1}{2}", "({0}) {1}-{2}", "({0}){1}-{2}", "{0}-{1}-{2}",
        "{0}.{1}.{2}", "{0} {1} {2}", "1-{0}-{1}-{2}", "+1 ({0}) {1}-{2}", "+1 {0} {1} {2}",
        "+1.{0}.{1}.{2}", "1 {0} {1}{2}", "+1-{0}-{1}-{2}", "1({0}) {1}.{2}", "({0}{1}-{2}",
        "{0}) {1}-{2}", "{0}-{1}.{2}", "+1({0}){1}{2}",
    ]
)  # fmt: skip


def written(national: str, shape: str) -> str:
    return shape.format(national[:3], national[3:6], national[6:])


@settings(max_examples=600)
@given(st.builds(written, NATIONAL, SHAPES))
@example("+17378742833")  # RESTRICTED on the keypad, and a good number in Austin
@example("7378742833")
@example("2125550147")
@example("5555550147")
@example("1234567890")
@example("2222222222")
@example("9999999999")
@example("٢١٢٥٥٥٠١٤٧")
def test_both_ways_answer_the_same(text: str) -> None:
    short = quick_reading(text, "US")
    assert short is None or short == read_at_length(text, "US")


@given(st.text("0123456789+1()-. x,#", max_size=24))
def test_whatever_is_written(text: str) -> None:
    short = quick_reading(text, "US")
    assert short is None or short == read_at_length(text, "US")


def test_the_usual_spellings_are_read_the_short_way() -> None:
    for text in ("6025550147", "+16025550147", "(602) 555-0147", "602-555-0147", "1 602 555 0147"):
        found = quick_reading(text, "US")
        assert found is not None
        assert (found.e164, found.status) == ("+16025550147", NumberStatus.VALID)
        assert read_number(text) == found


def test_other_countries_are_read_at_length() -> None:
    assert quick_reading("6025550147", "GB") is None
    assert quick_reading("+442079460018", "US") is None
