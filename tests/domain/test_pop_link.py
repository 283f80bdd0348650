"""A ringing caller in the words of a softphone, a link or the ``pop`` verb."""

import string
import unicodedata
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.incoming import Disposition
from desktop.domain.numbers import NumberStatus, read_number
from desktop.domain.pop_link import LONGEST, PopRequest, read_pop

NOW = datetime(2026, 11, 26, 16, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "e164", "name"),
    [
        ("+1 602 555 0142", "+16025550142", ""),
        ("(602) 555-0142", "+16025550142", ""),
        ("tel:+1-602-555-0142", "+16025550142", ""),
        ("TEL:6025550142", "+16025550142", ""),
        ("sip:6025550147@192.0.2.7:5060", "+16025550147", ""),
        ('"Fern Moss" <sip:6025550147@pbx.example>', "+16025550147", "Fern Moss"),
        ("Fern Moss <6025550147>", "+16025550147", "Fern Moss"),
        ("ketwell:pop?number=+16025550142", "+16025550142", ""),
        ("ketwell:pop?number=%2B16025550142&name=Fern%20Moss", "+16025550142", "Fern Moss"),
        ("ketwell:pop?name=Fern+Moss&number=602-555-0142", "+16025550142", "Fern Moss"),
        ("KetWell://pop/?number=6025550142#x", "+16025550142", ""),
        ("ketwell:pop?number=tel%3A6025550142", "+16025550142", ""),
    ],
)
def test_a_caller_is_read(text: str, e164: str, name: str) -> None:
    """In every form that softphones and links have."""
    request = read_pop(text)
    assert request is not None
    assert read_number(request.number).e164 == e164
    assert request.name == name
    assert request.disposition is Disposition.RINGING


@pytest.mark.parametrize("text", ["anonymous", "Restricted", "ketwell:pop?number=anonymous"])
def test_a_withheld_caller_is_a_caller(text: str) -> None:
    """Nobody to ring, but somebody to answer."""
    request = read_pop(text)
    assert request is not None
    assert read_number(request.number).status is NumberStatus.WITHHELD


def test_a_link_tells_line_identity_and_what_happened() -> None:
    """What the later record of the phone system is recognised by."""
    request = read_pop("ketwell:pop?number=6025550142&line=855-KET-WELL&id=17+a&event=Answered")
    assert request == PopRequest(
        "6025550142", "", "855-KET-WELL", "17+a", disposition=Disposition.ANSWERED
    )
    call = request.call("softphone", NOW)
    assert (call.external_id, call.answered_at, call.started_at) == ("17+a", NOW, None)
    ringing = read_pop("6025550142")
    assert ringing is not None
    assert ringing.call("pop", NOW).started_at == NOW


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "help",
        "ketwell:",
        "ketwell:pop",
        "ketwell:pop?number=",
        "ketwell:pop?name=Fern",
        "ketwell:delete?number=6025550142",
        "ketwell:6025550142",
        "ketwell:pop?number=6025550142&event=explode",
        "tel:",
        "--data-dir",
        "9" * (LONGEST + 1),
        "ketwell:pop?number=" + "9" * 200,
    ],
)
def test_what_is_no_caller_is_none(text: str) -> None:
    """Nothing is shown for it."""
    assert read_pop(text) is None


def test_the_first_of_two_numbers_counts() -> None:
    """A link with a second number does not swap the caller."""
    request = read_pop("ketwell:pop?number=6025550142&number=6025550199")
    assert request is not None
    assert request.number == "6025550142"


def test_what_turns_text_around_is_taken_off() -> None:
    """A name cannot make the number read otherwise, nor break the line."""
    name = quote("Fern\u202e\u200bMoss\r\nsaved\x00\x1b[31m")
    request = read_pop(f"ketwell:pop?number=6025550142&name={name}")
    assert request is not None
    assert request.name == "FernMoss saved [31m"


def test_half_an_identity_is_none() -> None:
    """Cut short it might be that of another call."""
    request = read_pop("ketwell:pop?number=6025550142&id=" + "7" * 300)
    assert request is not None
    assert request.external_id == ""


_PIECES = st.sampled_from(
    [
        *("ketwell:", "pop", "?", "&", "=", "number=", "name=", "id=", "event=", "tel:", "sip:"),
        *("%", "%00", "%ff", "%u0041", "<", ">", '"', "+", "#", "//", ";ext=", "@", "anonymous"),
        *("\u202e", "\ud800"),
    ]
)


@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.one_of(_PIECES, st.text(string.digits, max_size=12)), max_size=40).map("".join),
    )
)
@example('"' * 2000)
@example("<" * 2000)
@example("(" * 1000 + ")" * 1000)
@example("ketwell:pop?" + "&" * 1980)
def test_hostile_text_never_gets_through(text: str) -> None:
    """Whatever comes: none, or one line of shown characters in bounds that the desk can read."""
    request = read_pop(text)
    if request is None:
        return
    for shown in (request.number, request.name, request.line, request.external_id):
        assert len(shown) <= 200
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)
    assert request.number
    read_number(request.number)
    request.call("pop", NOW)
