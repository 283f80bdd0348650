"""What is no plain number: doubted, withheld, a service, or no number at all."""

import pytest

from desktop.domain.numbers import NumberStatus, read_number


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("+13121550147", "+13121550147"),  # a carrier gave it; the plan knows no exchange 155
        ("+11025550147", "+11025550147"),
        ("(312) 555-01477", "+131255501477"),
        ("555-0147", "+15550147"),  # no area code
        ("555-0147 after 5pm", "+15550147"),
    ],
)
def test_what_the_library_doubts_is_kept_and_flagged(text: str, e164: str) -> None:
    reading = read_number(text)
    assert (reading.e164, reading.status) == (e164, NumberStatus.UNUSUAL)


@pytest.mark.parametrize(
    "text",
    [
        "anonymous",
        "RESTRICTED",
        "Private",
        "Private Number",
        "Unavailable",
        "Unavailable <0>",
        "Blocked",
        "Unknown Caller",
        "<unknown>",
        "No Caller ID",
        "Out-Of-Area",
        "Not provided",
        "Oculto",
        "Número privado",
        "NUMERO DESCONOCIDO",
        "Llamada anónima",
        "No disponible",
        "Unterdrückte Rufnummer",
        "s",
        "P",
        "0000000000",
        "+10000000000",
        "sip:anonymous@anonymous.invalid",
        '"Wren Hill" <sip:Restricted@example.com>;tag=1',
        "＋１７３７８７４２８３３",
        "(737) 874-2833",
        "tel:+17378742833",
        "737-874-2833 x5",
        *(
            prefix + word
            for prefix in ("", "+", "+1")
            for word in ("7378742833", "266696687", "2562533", "8656696", "86282452253")
        ),
    ],
)
def test_a_withheld_caller_is_never_a_number_to_ring(text: str) -> None:
    reading = read_number(text)
    assert (reading.status, reading.e164, reading.more) == (NumberStatus.WITHHELD, None, ())


@pytest.mark.parametrize(
    "text",
    ["WIRELESS CALLER", "Privet Hill", "Private Wren Hill", "name", "Numero", "Wren de Oculto"],
)
def test_a_name_is_not_withheld(text: str) -> None:
    assert read_number(text).status is NumberStatus.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        *("911", "9-1-1", "988", "411", "tel:911", "sip:911@pbx", "911 (emergency)"),
        *("*69", "*67", "#31#"),
        *("101", "1001", "12345", "x120", "Ext. 120 (Front Desk)", "sip:1001@10.0.0.5", "0"),
    ],
)
def test_service_numbers_have_nothing_to_ring(text: str) -> None:
    reading = read_number(text)
    assert (reading.status, reading.e164) == (NumberStatus.SERVICE, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "n/a",
        "none",
        "+",
        "()",
        "tel:",
        "sip:",
        "<>",
        "KET-WELL",
        "sip:bob@10.0.0.5",
        "999-999-9999",
        "1111111111",
        "123-456-7890",
        "012-345-6789",
        "+1 555 123 4567",
        "(555) 010-0199",
        "2.12556E+09",
        "2026-11-17 08:00",
        "b002179144511001",
        "+99966",
        "602555014795551",
        "1602555014795",
        "24 HOUR FITNESS",
        "31 BROWNING",
        "SAN FRANCSCO CA",
        "😀",
        "\x00",
        "31",
        "253-000",
    ],
)
def test_what_is_no_number_stays_text(text: str) -> None:
    reading = read_number(text)
    assert (reading.status, reading.e164, reading.raw) == (NumberStatus.UNREADABLE, None, text)
