"""What a password and a PIN must be like."""

import pytest

from desktop.domain.errors import Refused
from desktop.domain.passwords import LONGEST, as_typed_anywhere, check_password, check_pin


@pytest.mark.parametrize(
    "password",
    [
        "copper kettle on",
        "fifteen chars !",
        "αβγδεζηθικλμνξο",
        "Wren Hill keeps bees",
        "418092375546120",
        "compass latest swell",
        "the otter is not at home",
        "we met in Seattle by the ferry",
        "marble canoe and violet",
        ("moss on the north side " * 20)[:LONGEST],
    ],
)
def test_a_long_enough_password_will_do(password: str) -> None:
    check_password(password, "Wren Hill")


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("", "at least 15"),
        ("fourteen chars", "at least 15"),
        ("e\u0301" * 14, "at least 15"),  # fourteen letters, however many code points
        (" " * 16, "spaces"),
        ("x" * (LONGEST + 1), "shorter"),
        ("Wren  Hill      ", "name"),
        ("wrenhill2026 2027", "name"),
        ("1234567 WRÉN-HÏLL!", "name"),
        ("Wren Hill, KetWell", "first passwords"),
        ("Password2026Password!", "first passwords"),
        ("P@ssw0rd P@ssw0rd", "first passwords"),
        ("correct horse battery staple", "first passwords"),
        ("qwertyuiopasdfghjkl", "first passwords"),
        ("1qaz2wsx3edc4rfv", "first passwords"),
        ("zyxwvutsrqponmlkj", "first passwords"),
        ("123456789012345", "first passwords"),
        ("9876543210 summer", "first passwords"),
        ("Ω" * 15, "first passwords"),
        ("moss moss moss moss", "first passwords"),
        ("1q2w3e4r5t6y7u8i", "first passwords"),
        ("q1w2e3r4t5y6u7i8", "first passwords"),
        ("8i7u6y5t4r3e2w1q", "first passwords"),
        ("qazwsxedcrfvtgby", "first passwords"),
        ("thisismypassword", "first passwords"),
        ("This is my password!", "first passwords"),
        ("mypasswordisgreat", "first passwords"),
        ("iloveyouverymuch2026", "first passwords"),
        ("we are the best doctors", "first passwords"),
        ("Chicago2026Chicago", "first passwords"),
        ("las vegas clinic 2026", "first passwords"),
        ("MinneapolisMinnesota", "first passwords"),
        ("this is my great one", "first passwords"),
    ],
)
def test_a_password_that_will_not_do_says_what_to_do(password: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        check_password(password, "Wren Hill")


@pytest.mark.parametrize("pin", ["135790", "907214", "１３５７９０", "294857", "120934", "700512"])
def test_six_digits_make_a_pin(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize("pin", ["", "13579", "1357902", "13579a", "13 579", "١٣٥٧٩٠"])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(Refused, match="six digits"):
        check_pin(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "000000", "777777", "123456", "987654", "200000", "000001", "101010", "121212", "696969",
        "123123", "258258", "112233", "998877", "440077", "111222", "123321", "456123", "147258",
        "159753", "246789", "321987", "122112",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_no_pin_and_is_not_repeated_on_screen(pin: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_pin(pin)
    assert pin not in str(refusal.value)


def test_two_ways_to_type_a_letter_are_one() -> None:
    assert as_typed_anywhere("cafe\u0301") == as_typed_anywhere("caf\u00e9")


def test_half_a_character_is_no_reason_to_stumble() -> None:
    assert as_typed_anywhere("caf\u00e9 \ud83d").encode() == "caf\u00e9 ?".encode()
