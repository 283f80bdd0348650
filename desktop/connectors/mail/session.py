"""One connection to a mail server, as the mailbox uses it.

Nothing is ever changed in the mailbox but that one mail is marked as seen: no deleting, no moving.
(So imap-tools' own ``flag`` is not used: it expunges what others have marked to be deleted.)
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from desktop.connectors.mail.settings import MailSettings, Protection

FETCHED_AT_MOST: Final = 2 * 1024 * 1024
"""Bytes of one mail that are fetched: its words stand before what is attached to it."""
_ANSWERS_WITHIN: Final = 30.0
"""Seconds in which a server has to connect, and to go on with an answer."""
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_UID: Final = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
SERVER_TROUBLES: Final = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError)
"""What comes of a server or a line that fails."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder as it was selected. ``next_uid`` is 0 where the server does not tell."""

    uid_validity: int
    next_uid: int
    messages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail, or its beginning: ``size`` is that of all of it."""

    raw: bytes
    size: int


class NotHandedOut(Exception):
    """The server has the mail and will not give it."""


class Session:
    """Signed in. One thread uses it; only :meth:`interrupt` may be called from another."""

    def __init__(self, box: BaseMailBox, settings: MailSettings) -> None:
        self._box = box
        self._settings = settings
        self._may_write = True
        _, words = box.client.capability()
        self.waits = b"IDLE" in b" ".join(words).upper().split()
        """Whether the server tells of new mail by itself."""

    def select(self, *, look_only: bool = False) -> Folder:
        """Open the folder; look only where nothing may be written there."""
        client = self._box.client
        try:
            self._box.folder.set(self._settings.folder, look_only or not self._may_write)
        except imaplib.IMAP4.readonly:
            self._may_write = False
            self._box.folder.set(self._settings.folder, readonly=True)
        messages = client.response("EXISTS")[1]
        return Folder(
            self._number("UIDVALIDITY"),
            self._number("UIDNEXT"),
            int(messages[-1]) if messages and messages[-1] else 0,
        )

    def _number(self, code: str) -> int:
        _, said = self._box.client.response(code)
        last = said[-1] if said else None
        return int(last) if isinstance(last, bytes) and last.isdigit() else 0

    def after(self, uid: int) -> list[int]:
        """The mails that came after that one, oldest first."""
        # "*" is the last mail, whatever its number: a server gives it where none is newer.
        return [each for each in self._search(f"UID {uid + 1}:*") if each > uid]

    def unread_since(self, moment: datetime) -> list[int]:
        """The mails not seen yet that came on that day or later."""
        return self._search(f"UNSEEN SINCE {_day(moment.date())}")

    def since(self, moment: datetime) -> list[int]:
        """All mails that came on that day or later."""
        return self._search(f"SINCE {_day(moment.date())}")

    def unread(self) -> int:
        """How many mails nobody has seen."""
        return len(self._search("UNSEEN"))

    def _search(self, what: str) -> list[int]:
        return sorted(int(uid) for uid in self._box.uids(what, charset=None) if uid.isdecimal())

    def fetch(self, uid: int) -> Fetched | None:
        """The mail, unmarked; None where it is not there any more. Raises NotHandedOut."""
        kind, said = self._box.client.uid(
            "FETCH", str(uid), f"(UID RFC822.SIZE BODY.PEEK[]<0.{FETCHED_AT_MOST}>)"
        )
        for each in said:
            if isinstance(each, tuple) and (found := _UID.search(each[0])) and int(found[1]) == uid:
                size = _SIZE.search(each[0])
                return Fetched(each[1], int(size[1]) if size else len(each[1]))
        if self._search(f"UID {uid}"):
            raise NotHandedOut(kind)
        return None

    def mark_seen(self, uid: int) -> None:
        """As if somebody had opened it; where that may not be, it stays as it is."""
        if self._may_write:
            self._box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, seconds: float) -> None:
        """Until the server tells of something, at most so long."""
        idle = self._box.idle
        idle.start()  # type: ignore[no-untyped-call]
        if not self._told_already():
            idle.poll(seconds)
        idle.stop()  # type: ignore[no-untyped-call]

    def _told_already(self) -> bool:
        """Whether news came since the folder was selected: with another answer, or in one go
        with the answer to IDLE. It is read from the line already, so that no poll would see it."""
        client = self._box.client
        if "EXISTS" in client.untagged_responses:
            return True
        client.sock.settimeout(0)
        try:
            return bool(client._get_line())
        except (OSError, imaplib.IMAP4.abort):
            return False
        finally:
            client.sock.settimeout(_ANSWERS_WITHIN)

    def interrupt(self) -> None:
        """Cut the line, so that whoever waits for it goes on."""
        with suppress(OSError):
            # Not the method of an encrypted one, which would talk to the other side first.
            socket.socket.shutdown(self._box.client.sock, socket.SHUT_RDWR)


@contextmanager
def connected(settings: MailSettings) -> Iterator[Session]:
    """Connect, encrypt, check the certificate, sign in. Raises one of SERVER_TROUBLES."""
    box = _box(settings)
    try:
        signs_in = box.login if _is_plain(settings) else box.login_utf8
        signs_in(settings.user, settings.password, initial_folder=None)
        yield Session(box, settings)
        with suppress(*SERVER_TROUBLES):
            box.logout()
    finally:
        with suppress(*SERVER_TROUBLES):
            box.client.shutdown()


def _box(settings: MailSettings) -> BaseMailBox:
    if settings.protection is Protection.NONE:
        return MailBoxUnencrypted(settings.host, settings.port, _ANSWERS_WITHIN)
    checked = ssl.create_default_context(cafile=settings.ca_file or None)
    box = MailBox if settings.protection is Protection.TLS else MailBoxStartTls
    return box(settings.host, settings.port, _ANSWERS_WITHIN, ssl_context=checked)


def _is_plain(settings: MailSettings) -> bool:
    return settings.user.isascii() and settings.password.isascii()


def _day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
