"""Mail that wants to do harm, any bytes, and the mails of others: reading them always ends well."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.incoming import IncomingCall, IncomingLead, Rejected, Taken
from desktop.domain.mail_reading import MANY_PARTS, read_mail
from tests.domain.test_mail_reading import ZONE, lead_of

HOSTILE = {
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
    "nested": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000,
    "nested, each its own": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each)
        for each in range(20_000)
    )
    + b"x\n" * 300_000,
    "letters in letters": b"Content-Type: message/rfc822\n\n" * 40_000,
    "quotation marks": b'Content-Type: text/plain; a="' + b";" * 1_000_000 + b"\n\nx",
    "a long subject": b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nx",
    "many headers": b"X: y\n" * 200_000 + b"\nx",
    "punycode": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 500_000,
    "idna": b"Content-Type: text/plain; charset=idna\n\n" + b"xn--a." * 200_000,
    "brackets": b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 300_000,
    "scripts": b"Content-Type: text/html\n\n" + b"<script>" * 150_000,
    "labels": b"Subject: voicemail\n\n" + b"from: you have a voicemail from " * 40_000,
    "numbers": b"Subject: voicemail from " + b"1 " * 200_000 + b"\n\n" + b"(1) " * 200_000,
    "bare titles": b"\n" + b"Phone\nName\n" * 100_000,
    "cells": b"Content-Type: text/html\n\n" + b"<td>a</td>" * 100_000,
    "entities": b"Content-Type: text/html\n\n" + b"&#x41;" * 150_000,
    "base64": b"Content-Transfer-Encoding: base64\n\n" + b"A" * 1_000_000,
    "soft breaks": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 400_000,
    "unknown": bytes(range(256)) * 4000,
    "nothing": b"",
    "zeros": b"\0" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_ends(name: str) -> None:
    """Each about a megabyte. No clock is asserted: what takes the square of it would run for
    hours, and be stopped by the time limit of all tests."""
    check(HOSTILE[name])


def test_a_mail_of_too_many_parts_says_so() -> None:
    row = read_mail(HOSTILE["parts"], "mail", ZONE)
    assert isinstance(row, Rejected)
    assert row.reason == MANY_PARTS


def check(mail: bytes) -> None:
    """What holds whatever comes."""
    row = read_mail(mail, "mail", ZONE)
    if isinstance(row, Taken):
        record = row.record
        assert isinstance(record, IncomingLead | IncomingCall)
        repr(record).encode()
        assert "\0" not in record.message + record.name + record.external_id
        assert record.external_id
        assert len(record.external_id) <= 255
        if isinstance(record, IncomingLead):
            assert record.numbers or record.emails
            assert len(record.payload) < 70_000
    elif isinstance(row, Rejected):
        assert row.reason.endswith(".")
        assert len(row.raw.encode()) < 300_000


@given(st.binary(max_size=600))
def test_any_bytes(mail: bytes) -> None:
    check(mail)


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_notice(words: str, subject: str) -> None:
    subject = "Voicemail from " + " ".join(subject.split())
    check(f"Subject: {subject}\nFrom: noreply@pbx\n\n{words}".encode("utf-8", "replace"))


SAMPLES = Path(os.environ.get("KETWELL_SAMPLES", "/nowhere"))
EML = sorted(SAMPLES.glob("c-*/*.eml"))


@pytest.mark.skipif(not EML, reason="KETWELL_SAMPLES says where the mails of others lie")
def test_the_mails_of_others() -> None:
    for path in EML:
        check(path.read_bytes())
    (form,) = (path for path in EML if path.name.startswith("cf7"))
    lead = lead_of(form.read_bytes())
    assert (lead.name, lead.emails) == ("Jane Roe", ("jane@example.com",))
