"""The desk's side of a mailbox in a test: what was handed in, and how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

from desktop.connectors.mail.cursor import MailCursor
from desktop.connectors.mail.mailbox import Mailbox, Pace
from desktop.connectors.mail.settings import MailSettings, Protection
from desktop.domain.connection_state import Link
from desktop.domain.incoming import (
    Fate,
    Incoming,
    IncomingCall,
    IncomingLead,
    Receipt,
    Unreadable,
)
from tests.conftest import A_TUESDAY, Clock
from tests.connectors.mail.dovecot import PASSWORD, MailServer

QUICK = Pace(first=0.01, most=0.05, refused=0.05, waiting=60.0, asking=0.05)


@dataclass
class Desk:
    """Takes what comes; the same twice is told, as the real one does. ``before`` is run first and
    may raise."""

    before: Callable[[Incoming], None] = lambda _record: None
    taken: dict[str, Incoming] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    aside: dict[str, Unreadable] = field(default_factory=dict)
    cursor: MailCursor | None = None
    changed: Condition = field(default_factory=Condition)
    also: Callable[[], None] = lambda: None
    """Called whenever something was told."""

    def take(self, record: Incoming) -> Receipt:
        self.before(record)
        assert isinstance(record, IncomingCall | IncomingLead)
        with self.changed:
            if record.external_id in self.taken:
                self.again.append(record.external_id)
                return Receipt(Fate.UNCHANGED)
            self.taken[record.external_id] = record
            return Receipt(Fate.CREATED)

    def take_and_tell(self, record: Incoming) -> Receipt:
        receipt = self.take(record)
        self.told()
        return receipt

    def set_aside(self, mail: Unreadable) -> None:
        with self.changed:
            self.aside[mail.external_id] = mail

    def load(self) -> MailCursor | None:
        return self.cursor

    def store(self, cursor: MailCursor) -> None:
        self.cursor = cursor

    def told(self) -> None:
        self.also()
        with self.changed:
            self.changed.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for it; half a minute is more than any step takes."""
        with self.changed:
            assert self.changed.wait_for(done, timeout=30), (
                len(self.taken),
                self.aside,
                self.cursor,
            )

    @property
    def leads(self) -> list[IncomingLead]:
        return [each for each in self.taken.values() if isinstance(each, IncomingLead)]

    @property
    def calls(self) -> list[IncomingCall]:
        return [each for each in self.taken.values() if isinstance(each, IncomingCall)]


def settings(server: MailServer, user: str, folder: str = "INBOX", port: int = 0) -> MailSettings:
    return MailSettings(
        source="mail",
        host="localhost",
        user=user,
        password=PASSWORD,
        port=port or server.tls,
        protection=Protection.TLS,
        folder=folder,
        zone="America/Phoenix",
        ca_file=server.certificate,
    )


def mailbox(desk: Desk, how: MailSettings, pace: Pace = QUICK) -> Mailbox:
    # The server stamps mail with the real day: the clock of a folder that is read first has to
    # stand before it.
    return Mailbox(
        how, desk.take, desk.set_aside, desk, Clock(A_TUESDAY), pace=pace, told=desk.told
    )


def form(number: int, words: str = "Please ring me", **heads: str) -> bytes:
    """The notification of a contact form."""
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in heads.items())
    return (
        f"From: Clinic <wordpress@clinic.example.com>\nTo: desk@clinic.example.com\n{more}"
        f'Subject: Clinic "Question {number}"\nDate: Tue, 17 Nov 2026 20:00:00 +0000\n'
        f"Message-ID: <form-{number}@clinic.example.com>\nContent-Type: text/plain; charset=utf-8\n"
        f"\nFrom: Fern Moss <fern{number}@example.com>\nPhone: (602) 555-01{number % 100:02}\n\n"
        f"Message Body:\n{words}\n"
    ).encode()


LETTER = (
    b"From: Kestrel <kestrel@clinic.example.com>\nSubject: Lunch: who is in?\n"
    b"Message-ID: <letter@clinic.example.com>\n\nToday at noon: soup.\n"
)
VOICEMAIL = (
    b"From: Asterisk PBX <asterisk@clinic.example.com>\nDate: Tue, 17 Nov 2026 20:00:00 +0000\n"
    b"Subject: [PBX]: New message 3 in mailbox 200\nMessage-ID: <Asterisk-3@pbx>\n\n"
    b"Dear Desk:\n\n\tJust wanted to let you know you were just left a 0:12 long message\n"
    b'(number 3) in mailbox 200 from "FERN MOSS" <6025550147>, on Tuesday, November 17,\n'
    b"2026 at 12:59:40 PM so you might want to check it when you get a chance.  Thanks!\n\n"
    b"\t\t\t\t--Asterisk\n"
)


@contextmanager
def watching(desk: Desk, how: MailSettings, **more: Pace) -> Iterator[Mailbox]:
    """A mailbox that is read in the block."""
    box = mailbox(desk, how, **more)
    box.start()
    try:
        yield box
    finally:
        box.stop()


def is_waiting(box: Mailbox) -> bool:
    """It has read what is there."""
    return box.standing.link is Link.WORKING
