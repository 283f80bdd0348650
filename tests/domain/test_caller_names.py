"""Names that are none, sides of a call, and what its state is called."""

import pytest

from desktop.domain.call_sides import (
    direction_in,
    direction_of,
    is_code,
    is_extension,
    is_outside,
    says_internal,
)
from desktop.domain.caller_names import name_and_number, real_name
from desktop.domain.disposition_words import disposition_in
from desktop.domain.incoming import Disposition
from desktop.domain.vocabulary import Direction


@pytest.mark.parametrize(
    "text",
    ["Fern Moss", "Moss, Fern", "Jimmy Ivy, Sr.", "IVY CLINIC 24", "Núñez Olmo", "FERN MOSS", "Al"],
)
def test_names(text: str) -> None:
    assert real_name(f' "{text}" ') == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(602) 555-0147",
        "+16025550147",
        "SAN FRANCSCO CA",
        "PHOENIX      AZ",
        "Phoenix, AZ",
        "WIRELESS CALLER",
        "Anonymous",
        "Oculto",
        "Número privado",
        "Desconocido",
        "Unknown",
        "<unknown>",
        "...",
        "x" * 300,
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert real_name(text) == ""


def test_a_name_that_is_the_place_beside_it_is_none() -> None:
    assert real_name("Springfield", "springfield") == ""
    assert real_name("Springfield", "Tucson") == "Springfield"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Fern Moss" <6025550147>', ("Fern Moss", "6025550147")),
        ('"" <6025550147>', ("", "6025550147")),
        ("6025550147", ("", "6025550147")),
        ("Fern Moss", ("Fern Moss", "")),
        ("<6025550147>", ("", "6025550147")),
        ("", ("", "")),
    ],
)
def test_name_and_number(text: str, expected: tuple[str, str]) -> None:
    assert name_and_number(text) == expected


def test_sides() -> None:
    assert is_extension("101")
    assert is_extension("Ext.101")
    assert not is_extension("6025550147")
    assert not is_extension("")
    assert not is_extension("1")
    assert is_code("*97")
    assert not is_code("97")
    assert is_outside("+4930600")
    assert is_outside("602 555 0147")
    assert direction_of("6025550147", "101") is Direction.IN
    assert direction_of("101", "6025550147") is Direction.OUT
    assert direction_of("101", "102") is None
    assert direction_of("", "101") is Direction.IN
    assert direction_in("Outbound-API") is Direction.OUT
    assert direction_in("Entrante") is Direction.IN
    assert direction_in("Internal") is None
    assert says_internal("Internal")


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("ANSWERED", Direction.IN, Disposition.ANSWERED),
        ("Call connected", Direction.OUT, Disposition.ANSWERED),
        ("NO ANSWER", Direction.IN, Disposition.MISSED),
        ("no-answer", Direction.OUT, Disposition.NOT_REACHED),
        ("NO_ANSWER", Direction.IN, Disposition.MISSED),
        ("Hang Up", Direction.IN, Disposition.MISSED),
        ("Reply", Direction.IN, Disposition.MISSED),
        ("Call Failed", Direction.IN, Disposition.MISSED),
        ("Call Failure", Direction.OUT, Disposition.NOT_REACHED),
        ("Internal Error", Direction.IN, Disposition.MISSED),
        ("Poor Line Quality", Direction.IN, Disposition.MISSED),
        ("Answered Not Accepted", Direction.IN, Disposition.MISSED),
        ("Restricted Number", Direction.OUT, Disposition.NOT_REACHED),
        ("Suspended account", Direction.IN, Disposition.MISSED),
        ("International Disabled", Direction.OUT, Disposition.NOT_REACHED),
        ("Sent to Voicemail", Direction.IN, Disposition.VOICEMAIL),
        ("No contesta", Direction.OUT, Disposition.NOT_REACHED),
        ("Voicemail", Direction.IN, Disposition.VOICEMAIL),
        ("Buzón de voz", Direction.IN, Disposition.VOICEMAIL),
        ("Blocked", Direction.IN, Disposition.BLOCKED),
        ("ringing", Direction.IN, Disposition.RINGING),
        ("Contestada", Direction.IN, Disposition.ANSWERED),
        ("quux", Direction.IN, Disposition.UNKNOWN),
        ("", Direction.IN, Disposition.UNKNOWN),
    ],
)
def test_states(text: str, direction: Direction, expected: Disposition) -> None:
    assert disposition_in(text, direction) is expected
