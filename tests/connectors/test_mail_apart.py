"""A large mail is read in a process of its own, which its limits end."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from desktop.connectors.mail_apart import SMALL, TOO_SLOW, read_mail_apart
from desktop.connectors.mail_process import row_of, written
from desktop.domain.incoming import (
    Consent,
    Disposition,
    Ignored,
    IncomingCall,
    IncomingLead,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.mail_reading import BROKEN, OTHER_MAIL, OUR_FAULT, read_mail
from desktop.domain.vocabulary import Direction
from tests.domain.hostile_mail import hostile_mails

AT = datetime(2026, 11, 17, 16, tzinfo=UTC)
FORM = b"From: a@example.com\r\nSubject: Form\r\n\r\nName: Fern Moss\r\nPhone: (312) 555-0147\r\n"
VOICEMAIL = (
    b"From: no-reply@example.com\r\nSubject: New voicemail from (602) 555-0147\r\n"
    b"Date: Tue, 17 Nov 2026 16:00:00 +0000\r\n\r\n"
    b"You have a new voicemail from (602) 555-0147.\r\n"
)
LETTER = b"From: a@example.com\r\n\r\nHello, see you soon.\r\n"
FILLER = b"\r\n" + b"Words of a letter below.\r\n" * 5_000


@pytest.mark.parametrize("mail", [FORM, VOICEMAIL, LETTER])
def test_a_large_mail_is_read_as_it_would_be_here(mail: bytes) -> None:
    raw = mail + FILLER
    assert len(raw) > SMALL

    assert read_mail_apart(raw, "mail", "America/Phoenix") == read_mail(
        raw, "mail", "America/Phoenix"
    )


@pytest.mark.parametrize(
    "row",
    [
        Ignored(1, OTHER_MAIL),
        Rejected(1, BROKEN, "half of a pair \ud800 and \0"),
        Taken(
            1,
            IncomingLead(
                "mail",
                "Fern \ud83c",
                ("(312) 555-0147",),
                ("a@example.com",),
                submitted_at=AT,
                consents=(Consent("Call me", given=True),),
                remarks=("Look twice.",),
            ),
        ),
        Taken(2, IncomingLead("mail")),
        Taken(
            1,
            IncomingCall(
                Direction.IN,
                "6025550147",
                "101",
                "mail",
                started_at=AT,
                disposition=Disposition.VOICEMAIL,
            ),
        ),
        Taken(
            1,
            IncomingCall(Direction.IN, "6025550147", "", "mail"),
            (IncomingCall(Direction.IN, "6025550148", "", "mail", started_at=AT),),
        ),
    ],
)
def test_what_is_told_between_the_two_is_whole(row: RowRead) -> None:
    told = row_of(written(row))

    assert told == row
    if isinstance(told, Taken) and isinstance(told.record, IncomingCall):
        assert told.record.direction is Direction.IN


def test_a_mail_that_takes_too_long_is_put_aside() -> None:
    endless = (sys.executable, "-c", "while True: pass")

    row = read_mail_apart(FORM + FILLER, "mail", "UTC", command=lambda: endless, wait_seconds=0.2)

    assert isinstance(row, Rejected)
    assert row.reason == TOO_SLOW
    assert "Fern Moss" in row.raw


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit of its own")
def test_the_reader_ends_itself_when_its_seconds_are_over() -> None:
    work = (
        "import sys; sys.stdin.buffer.readline();"
        "from desktop.connectors.own_limits import limit_self; limit_self(1)\n"
        "while True: pass"
    )

    row = read_mail_apart(
        FORM + FILLER, "mail", "UTC", command=lambda: (sys.executable, "-c", work)
    )

    assert isinstance(row, Rejected)
    assert row.reason == TOO_SLOW


@pytest.mark.parametrize(
    "code", ["raise SystemExit(3)", "import sys; sys.stdin.buffer.read(); print('[1]')", "pass"]
)
def test_a_reader_that_breaks_puts_only_its_mail_aside(code: str) -> None:
    row = read_mail_apart(
        FORM + FILLER, "mail", "UTC", command=lambda: (sys.executable, "-c", code)
    )

    assert row == Rejected(1, BROKEN, row.raw)  # type: ignore[union-attr]


def test_hostile_mails_end_no_reader() -> None:
    worst = {"nested parts", "lines like boundaries, nested", "labels", "dashes", "100,000 headers"}
    mails = {name: raw for name, raw in hostile_mails() if name in worst}
    assert len(mails) == len(worst)

    for name, raw in mails.items():
        assert read_mail_apart(raw, "mail", "UTC") == read_mail(raw, "mail", "UTC"), name


def test_the_program_itself_is_the_reader_when_it_is_installed() -> None:
    asked = b'{"source": "mail", "zone": "UTC", "seconds": 1}\n'
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--read-mail"],
        input=asked + FORM,
        capture_output=True,
        check=True,
    )
    assert row_of(done.stdout.decode()) == read_mail(FORM, "mail", "UTC")


@pytest.mark.parametrize("filler", [b"", FILLER])
def test_a_mail_over_which_the_program_stumbles_is_put_aside_as_our_fault(
    filler: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("desktop.connectors.mail_process.read_mail", stumble)
    bug = (
        "import sys; from desktop.connectors import mail_process\n"
        "mail_process.read_mail = lambda *_: 1 / 0\n"
        "sys.exit(mail_process.main())"
    )
    row = read_mail_apart(FORM + filler, "mail", "UTC", command=lambda: (sys.executable, "-c", bug))
    assert isinstance(row, Rejected)
    assert row.reason == OUR_FAULT
    assert "Fern Moss" in row.raw
    assert "a mail could not be read" in caplog.text
    assert "Fern" not in caplog.text
