"""Damaged mail: whatever is cut out of it, swapped or put in, it ends as one of three things."""

import os
import random

import pytest

from tests.connectors.damage import damaged_bytes
from tests.domain.test_any_mail import EML, check
from tests.domain.test_mail_notices import NOTICES
from tests.domain.test_mail_reading import FORMS, HEADS

_PIECES = (
    *(b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", b"\n--b--\n", b"=?utf-8?b?"),
    *(b"?=", b"\nContent-Transfer-Encoding: base64\n", b"charset=utf-7", b"charset*0*=''"),
    *(b"<td>", b"<!--", b"\nMessage-ID: ", b"\nDate: Tue, 31 Feb 99999 25:61:61 +9999\n"),
    *(b" voicemail from ", b"\n\n", b"\nName: ", b"\nPhone: ", b"From: <<<<", b"&#x110000;"),
    *(b"&#0;", b"=FF=FE=00", b"\xed\xa0\x80"),
)


def mails() -> list[bytes]:
    """Sound ones of every kind."""
    forms = [(HEADS + form).encode() for form in FORMS.values()]
    notices = [
        f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
        f"{text}".encode()
        for subject, text, sender, _ in NOTICES.values()
    ]
    return [*forms, *notices, *(path.read_bytes()[:20_000] for path in EML)]


def drive(how_many: int, seed: int) -> None:
    sound = mails()
    for number in range(how_many):
        chance = random.Random(f"{seed} {number}")
        mail = damaged_bytes(chance.choice(sound), chance)
        for _ in range(chance.randint(0, 4)):
            at = chance.randint(0, len(mail))
            mail = mail[:at] + chance.choice(_PIECES) + mail[at:]
        try:
            check(mail)
        except Exception:
            print("seed", seed, "number", number, "mail", mail)
            raise


def test_damaged_mail() -> None:
    drive(4_000, seed=20_261_117)


@pytest.mark.drill
def test_a_hundred_thousand_damaged_mails() -> None:
    # One half of a time the same mails as ever, one half new ones.
    drive(50_000, seed=1)
    drive(50_000, seed=int.from_bytes(os.urandom(4)))
