"""Forms of pages that are not written in UTF-8: every word arrives as it was typed."""

import encodings

import pytest

from desktop.connectors.files.calls.live import LiveCalls
from desktop.connectors.files.leads.services import read_post
from desktop.connectors.form_text import decoded, form_pairs
from desktop.connectors.web.request import Request
from desktop.domain.incoming import IncomingCall, IncomingLead, Taken
from tests.conftest import Clock
from tests.connectors.reading import PHOENIX

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XX"


def lead(body: bytes, content_type: str) -> tuple[str, str]:
    """The name and the message of the lead that was posted."""
    (row,) = read_post(body, content_type, PHOENIX)
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    return row.record.name, row.record.message


def part(name: str, value: bytes, *headers: bytes) -> bytes:
    head = f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n'.encode()
    return head + b"".join(each + b"\r\n" for each in headers) + b"\r\n" + value + b"\r\n"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("name=Jos%E9&message=I+can%92t+wait", FORM),
        ("name=Jos%E9&message=I+can%92t+wait", f"{FORM}; charset=iso-8859-1"),
        ("name=Jos%E9&message=I+can%92t+wait", f"{FORM}; charset=US-ASCII"),
        ("name=Jos%E9&message=I+can%92t+wait", f"{FORM}; charset=utf-8"),
        ("name=Jos%E9&message=I+can%92t+wait", f"{FORM}; charset=no-such-thing"),
        ("name=Jos%C3%A9&message=I+can%E2%80%99t+wait", f"{FORM}; charset=iso-8859-1"),
        ("name=Jos%8E&message=I+can%92t+wait&_charset_=windows-1252", FORM),
    ],
)
def test_a_form_in_an_older_encoding(body: str, content_type: str) -> None:
    name, message = lead(f"{body}&phone=602-555-0147".encode(), content_type)
    assert name == ("JosŽ" if "%8E" in body else "José")
    assert message == "I can’t wait"


def test_the_stated_encoding_is_read_where_it_is_known() -> None:
    body = b"name=%CF%F2%E8%F6%E0&phone=602-555-0147"
    assert lead(body, f'{FORM}; charset="windows-1251"')[0] == "Птица"
    assert lead(body + b"&_charset_=windows-1251", FORM) == ("Птица", "")


def test_a_multipart_form_in_an_older_encoding() -> None:
    phone = part("phone", b"602-555-0147")
    plain = part("name", b"Jos\xe9") + phone + part("message", b"I can\x92t wait") + b"--XX--\r\n"
    assert lead(plain, MULTIPART) == ("José", "I can’t wait")
    stated = b"Content-Type: text/plain; charset=windows-1251"
    told = part("name", b"\xcf\xf2\xe8\xf6\xe0", stated) + phone
    quoted = part("message", b"I can=92t wait", b"Content-Transfer-Encoding: quoted-printable")
    assert lead(told + quoted + b"--XX--\r\n", MULTIPART) == ("Птица", "I can’t wait")
    field = part("_charset_", b"windows-1251") + part("name", b"\xcf\xf2\xe8\xf6\xe0") + phone
    assert lead(field + b"--XX--\r\n", MULTIPART) == ("Птица", "")


def test_a_call_whose_caller_has_an_accent(clock: Clock) -> None:
    body = b"CallSid=CA1&AccountSid=AC1&From=%2B16025550147&To=%2B16025550100&CallerName=JOS%C9&"
    body += b"CallStatus=ringing&Direction=inbound"
    (row,) = LiveCalls(clock).read("t", "twilio", body, f"{FORM}; charset=iso-8859-1", PHOENIX)
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingCall)
    assert row.record.name == "JOSÉ"


def test_the_fields_of_a_request() -> None:
    request = Request("POST", "/leads/form?who=Jos%E9", {"content-type": FORM}, b"a=caf%E9&b=\xe9")
    assert request.query_fields == (("who", "José"),)
    assert request.form == (("a", "café"), ("b", "é"))


def test_what_is_no_encoding_of_pages_changes_nothing() -> None:
    assert form_pairs("a=%E9&b=%2B", most=5, charset="utf-16") == [("a", "é"), ("b", "+")]
    assert decoded(b"\xe9", "idna") == decoded(b"\xe9", "\0") == "é"
    assert decoded("é ’".encode() + b" \x92") == "é ’ ’"
    assert form_pairs("a=1&a=2", most=1) == []


@pytest.mark.parametrize("length", [3, 5000])
def test_names_that_are_none_of_an_encoding_are_not_kept(length: int) -> None:
    """By Python, which keeps each that it was asked for."""
    before = set(vars(encodings)["_cache"])
    for number in range(20):
        assert form_pairs(f"a=%E9&_charset_=n{number}{'x' * length}", most=5)[0] == ("a", "é")
    assert set(vars(encodings)["_cache"]) == before


def test_encodings_that_python_has_no_other_name_for() -> None:
    assert decoded(b"\xa4", "KOI8-U") == "є"
    assert decoded(b"\xe9", "mbcs") == "é"
