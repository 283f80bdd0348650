"""Reading numbers: whatever comes in, the right number, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.numbers import NumberStatus, display, read_number
from desktop.domain.withheld import is_withheld

CHICAGO = "+13125550147"
DRESSES = (
    "3125550147",
    "13125550147",
    "+1 (312) 555-0147",
    "312.555.0147",
    "1.312.555.0147",
    "001 1 312 555 0147",
    "001 312 555 0147",
    "011 1 312 555 0147",
    "\u200e(312) 555\u20110147\u202c",
    "312\u00a0555\u202f0147",
    "312\u2013555\u22120147",
    "３１２ ５５５ ０１４７",
    "＋１３１２５５５０１４７",
    "٣١٢٥٥٥٠١٤٧",
    "\x00312\x00-555-0147\x00",
    '="3125550147"',
    "'3125550147",
    "3125550147.0",
    "tel:+13125550147",
    "tel:%2B1-312-555-0147;isub=12345",
    "callto:+13125550147?call",
    "sip:+13125550147@sip.example.com",
    "sips:13125550147@gw.example.com;user=phone",
    "<sip:3125550147@10.0.0.5:5060;transport=udp>;tag=as3f",
    '"Juniper Moss" <sip:+13125550147@example.com>;tag=1',
    "Juniper <3125550147>",
    "3125550147 <sip:anonymous@anonymous.invalid>",
    "p:+13125550147",
    "4:+13125550147",
    "Phone: (312) 555-0147",
    "H: 312-555-0147",
    "(312) 555-0147 (cell)",
    "(312) 555-0147 [home 2]",
    "312-555-0147 - after 5pm",
    "312-555-0147 mornings, ask for Wren",
    "312-555-0147, after 5:30",
    "312-555-0147 9-5pm",
    "+1 312-555-0147 9-5pm",
    "(312) 555-0147 10-12",
    "312-555-0147 (9-5)",
    "312-555-0147, 9-5",
    "312-555-0147; 9-5",
    "312-555-0147 24/7",
    "312-555-0147 1pm",
    "312-555-0147 12/3/1980",
    "312 555 0147 2",
    "3125550147\n9-5pm",
    "call 312-555-0147 9-5",
    "Suite 5, 312-555-0147",
    "call at 8:30 on 312-555-0147",
    "📞 312-555-0147 😀",
    "*67 312-555-0147",
    "#31#3125550147",
    "312-555-0147/48",
)


@pytest.mark.parametrize("text", DRESSES)
def test_one_number_in_any_dress(text: str) -> None:
    reading = read_number(text)
    assert (reading.e164, reading.extension, reading.more) == (CHICAGO, None, ())
    assert reading.status is NumberStatus.VALID
    assert reading.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "312-555-0147 x5",
        "312-555-0147x5",
        "312-555-0147 ext 5",
        "312-555-0147, ext. 5",
        "(312) 555-0147 (ext 5)",
        "312-555-0147;ext=5",
        "tel:+13125550147;ext=5",
        "sip:+13125550147;ext=5@example.com",
        "312.555.0147#5",
        "312-555-0147 EXT:5",
        "312-555-0147 extension #5",
        "312-555-0147 extensión 5",
        "312-555-0147 доб. 5",
        "312-555-0147 ｅｘｔ 5",
        "312-555-0147,,5#",
        "312-555-0147p5",
        "312-555-0147 x5 after 5pm",
    ],
)
def test_an_extension_in_any_form(text: str) -> None:
    reading = read_number(text)
    assert (reading.e164, reading.extension) == (CHICAGO, "5")


@pytest.mark.parametrize(
    "text", ["+13125550147*101", "1 (312) 555-0147 * 101", "312-555-0147*101", "(3125550147)*101"]
)
def test_a_star_before_an_extension(text: str) -> None:
    reading = read_number(text)
    assert (reading.e164, reading.extension, reading.status) == (CHICAGO, "101", NumberStatus.VALID)


def test_a_star_is_no_extension_elsewhere() -> None:
    assert read_number("*67*3125550147").extension is None
    assert read_number("*67 312-555-0147").e164 == CHICAGO
    assert read_number("*98101").status is NumberStatus.SERVICE


def test_few_digits_after_a_comma_are_an_extension() -> None:
    reading = read_number("312-555-0147, 5550148")
    assert (reading.e164, reading.extension, reading.more) == (CHICAGO, "5550148", ())


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("855-KET-WELL", "+18555389355"),
        ("1 (855) ket-well", "+18555389355"),
        ("(855) KETWELL", "+18555389355"),
        ("(855 KETWELL)", "+18555389355"),
        ("1 800 555 HELP", "+18005554357"),
    ],
)
def test_letters_of_a_vanity_number(text: str, e164: str) -> None:
    reading = read_number(text)
    assert (reading.e164, reading.status) == (e164, NumberStatus.VALID)


def test_an_over_long_vanity_number_ends_where_dialling_ends_and_is_flagged() -> None:
    reading = read_number("1-855-KET-WELLNESS")
    assert (reading.e164, reading.status) == ("+18555389355", NumberStatus.UNUSUAL)


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("+44 20 7946 0018", "+442079460018"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("011 44 20 7946 0018", "+442079460018"),
        ("00 44 20 7946 0018", "+442079460018"),
        ("442079460018", "+442079460018"),
        ("tel:7946-0018;phone-context=+44-20", "+442079460018"),
        ("+52 1 55 1234 5678", "+525512345678"),
    ],
)
def test_numbers_abroad(text: str, e164: str) -> None:
    assert read_number(text).e164 == e164


def test_the_region_decides_what_a_national_number_means() -> None:
    assert read_number("020 7946 0018", "GB").e164 == "+442079460018"
    assert read_number("020 7946 0018", "ZZ").status is NumberStatus.UNREADABLE
    assert read_number("+44 20 7946 0018", "nowhere").e164 == "+442079460018"


@pytest.mark.parametrize(
    ("text", "first", "more"),
    [
        ("312-555-0147 / 646-555-0145", CHICAGO, ["+16465550145"]),
        ("H: 312-555-0147 C: 646-555-0145", CHICAGO, ["+16465550145"]),
        ("312-555-0147::646-555-0145", CHICAGO, ["+16465550145"]),
        ("312-555-0147, 646-555-0145", CHICAGO, ["+16465550145"]),
        ("312-555-0147 646-555-0145", CHICAGO, ["+16465550145"]),
        ("3125550147\n6465550145", CHICAGO, ["+16465550145"]),
        ("home 3125550147 cell 6465550145 x2", CHICAGO, ["+16465550145"]),
        ("312-555-0147 after 5pm or 646-555-0145", CHICAGO, ["+16465550145"]),
        ("555-0147/555-0148", "+15550147", ["+15550148"]),
        ("n/a / 312-555-0147", CHICAGO, []),
        ("999-999-9999 / 312-555-0147", CHICAGO, []),
        ("312-555-0147 / unknown", CHICAGO, []),
        ("312-555-0147 9-5 or 646-555-0145", CHICAGO, ["+16465550145"]),
        ("312-555-0147 born 1984-03-10", CHICAGO, []),
        (
            "312-555-0147 and 312-555-0148 and +44 20 7946 0018",
            CHICAGO,
            ["+13125550148", "+442079460018"],
        ),
    ],
)
def test_several_numbers_in_one_text(text: str, first: str, more: list[str]) -> None:
    reading = read_number(text)
    assert reading.raw == text
    assert (reading.e164, [other.e164 for other in reading.more]) == (first, more)


def test_a_separator_inside_one_number_does_not_split_it() -> None:
    assert read_number("312/555/0147").e164 == CHICAGO
    assert read_number("312/555-0147").e164 == CHICAGO


PIECES = st.sampled_from(
    (
        *DRESSES,
        "+17378742833",
        "7378742833",
        "ext 5",
        "x",
        "/",
        ";",
        ",",
        " - ",
        "or",
        "(cell)",
        "<",
        ">",
        "sip:",
        "tel:",
        "@",
        "+",
        "1",
        "011",
        "555",
        "KET-WELL",
        "anonymous",
        "\n",
        "é",
        "%2B",
        "😀",
        "\ud800",
        "phone-context=",
        '"',
        "0",
        "*67",
        "#31#",
        "E+09",
        "\u0660",
        "::",
        "[",
        "}",
    )
)


@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=6).map("".join)), st.sampled_from(["US", "GB"])
)
def test_every_text_gets_an_answer(text: str, region: str) -> None:
    reading = read_number(text, region)
    assert reading.raw == text
    for each in (reading, *reading.more):
        rung = each.status in (NumberStatus.VALID, NumberStatus.UNUSUAL)
        assert (each.e164 is not None) == rung
        if each.e164:
            assert each.e164[0] == "+"
            assert each.e164[1:].isascii()
            assert each.e164[1:].isdecimal()
            assert len(each.e164) <= 16
            assert not is_withheld(each.e164)


@pytest.mark.parametrize("text", ["7" * 10_240, "a1 " * 4_000, "((" * 5_000, "\x00" * 10_240])
def test_ten_kilobytes_of_anything(text: str) -> None:
    assert read_number(text).e164 is None


def test_a_number_at_the_start_of_a_long_text_is_found() -> None:
    assert read_number("312-555-0147 " + "and so on " * 2_000).e164 == CHICAGO


AMERICAN = st.builds(
    "+1{}55501{:02d}".format, st.sampled_from((212, 312, 480, 646, 787, 876)), st.integers(0, 99)
)


@given(AMERICAN, st.one_of(st.none(), st.from_regex(r"[0-9]{1,6}", fullmatch=True)))
def test_what_is_shown_reads_back(e164: str, extension: str | None) -> None:
    reading = read_number(display(e164, extension))
    assert (reading.e164, reading.extension) == (e164, extension)
