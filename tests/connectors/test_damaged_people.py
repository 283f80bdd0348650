"""Damaged files of leads and contacts: never more than a row or a reason."""

import json
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.files.leads.services import read_post
from tests.connectors import contact_fixtures, lead_fixtures
from tests.connectors.damage import SECRETS, check, damaged_bytes, damaged_json, readings
from tests.connectors.readings import CHICAGO

FILES = {
    **{name: data for name, (data, _) in lead_fixtures.LEADS.items()},
    **lead_fixtures.MORE,
    **contact_fixtures.CONTACTS,
    **contact_fixtures.MORE,
}
BODIES = {name: data for name, data in FILES.items() if data[:1] in (b"{", b"[")}
FEW, MANY = 12, 1600


@pytest.mark.parametrize("name", FILES)
def test_damaged_bytes(name: str) -> None:
    damage_bytes(name, FEW)


@pytest.mark.parametrize("name", BODIES)
def test_damaged_values(name: str) -> None:
    damage_values(name, FEW)


@pytest.mark.drill
@pytest.mark.parametrize("name", FILES)
def test_much_damaged_bytes(name: str) -> None:
    damage_bytes(name, MANY)


@pytest.mark.drill
@pytest.mark.parametrize("name", BODIES)
def test_much_damaged_values(name: str) -> None:
    damage_values(name, 3 * MANY)


def damage_bytes(name: str, times: int) -> None:
    for seed in range(times):
        damaged = damaged_bytes(FILES[name], random.Random(f"{name} {seed}"))
        for row in readings(damaged):
            check(row)


def damage_values(name: str, times: int) -> None:
    for seed in range(times):
        try:
            value = json.loads(BODIES[name])
        except ValueError:
            return
        body = json.dumps(damaged_json(value, random.Random(f"{name} {seed}"))).encode()
        for row in readings(body):
            check(row)
            assert not any(secret in repr(row) for secret in SECRETS), seed
        for row in read_post(body, "application/json", CHICAGO):
            check(row)


_KEYS = (
    *("email", "phone", "name", "data", "fields", "form_id", "answers", "entry", "lead_id", "1.3"),
    *("field_data", "form_response", "payload", "user_column_data", "EntryId", "FormID"),
    *("UniqueID", "formID", "submissionID", "submission", "object", "form_data", "rawRequest"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS) | st.text(max_size=8),
            inside,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4) | JSON)
def test_any_json(value: object) -> None:
    body = json.dumps(value).encode()
    for row in (*readings(body), *read_post(body, "", CHICAGO)):
        check(row)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_any_table_under_titles(cells: list[list[str]]) -> None:
    titles = "name,email,phone,message,date,consent"
    rows = [",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in cells]
    for row in readings("\n".join([titles, *rows]).encode("utf-8", "replace")):
        check(row)


@given(st.text(max_size=200))
def test_any_text_in_a_card(text: str) -> None:
    card = f"BEGIN:VCARD\nFN:{text}\nTEL:{text}\nX;{text}:{text}\n{text}\nEND:VCARD\n"
    for row in readings(card.encode("utf-8", "replace")):
        check(row)


@given(st.text(max_size=300))
def test_any_text_in_a_mail(text: str) -> None:
    mail = f"From: a@example.com\nSubject: {text}\nReply-To: {text}\nDate: {text}\n\n{text}\n"
    for row in readings(mail.encode("utf-8", "replace")):
        check(row)


LARGE = {
    "one cell": b"name,email,message\nFern,fern@example.com," + b"x" * 2_000_000,
    "open quotation mark": b'name,email,message\n"Fern,fern@example.com,' + b"x\n" * 100_000,
    "deep": b'{"email":' * 100_000,
    "wide": b'{"email":"fern@example.com"' + b',"a":[1]' * 200_000 + b"}",
    "fields": b"email=fern%40example.com" + b"&a=b" * 200_000,
    "card": b"BEGIN:VCARD\nFN:Fern\n" + b"TEL:312-555-0147\n" * 60_000 + b"END:VCARD\n",
    "folded": b"BEGIN:VCARD\nNOTE:" + b"a\n " * 400_000 + b"\nTEL:312-555-0147\nEND:VCARD\n",
    "soft breaks": b"BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:" + b"=\n" * 400_000 + b"\nEND:VCARD\n",
    "semicolons": b"BEGIN:VCARD\nX" + b";A" * 500_000 + b"\nTEL:312-555-0147\nEND:VCARD\n",
    "nested cards": b"BEGIN:VCARD\nAGENT:\n" * 40_000,
    "parts": b"--x\r\n" * 200_000,
    "mail": b"From: a@b\nSubject: c\n\n" + b"Name: Fern\n" * 90_000,
    "mail in mail": b"From: a@b\nSubject: c\n"
    + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 3_000,
    "marks": b"From: a@b\nSubject: c\nContent-Type: text/html\n\n" + b"<a" * 500_000,
    "titles": b"email,phone,name" * 100_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_ends(name: str) -> None:
    """Each is a megabyte or two. No clock is asserted: a parser that goes over the same text again
    and again would run for hours here and be stopped by the time limit of all tests."""
    begun = time.monotonic()
    for row in readings(LARGE[name]):
        check(row)
    print(f"{name}: {time.monotonic() - begun:.1f} s for {len(LARGE[name]) / 1e6:.1f} MB")
