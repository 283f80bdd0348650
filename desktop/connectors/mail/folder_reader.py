"""Reads what is new in a folder, hands it in and marks it.

A mail is handed in and safely written before it is marked as seen, and marked before the cursor
moves on: whatever is cut in between is done again, and its Message-ID says that it was here.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from desktop.connectors.mail.cursor import MailCursor, MailCursors
from desktop.connectors.mail.session import Fetched, Folder, NotHandedOut, Session
from desktop.connectors.mail.settings import MailSettings
from desktop.connectors.mail_apart import read_mail_apart
from desktop.domain.errors import ChangedSince, NotAllowed, Problem, Refused
from desktop.domain.incoming import (
    Fate,
    Ignored,
    IncomingLead,
    Receipt,
    Rejected,
    RowRead,
    SetAside,
    Take,
    Taken,
    Unreadable,
)
from desktop.domain.mail_reading import NO_WORDS, OUR_FAULT, shown
from desktop.domain.quoting import not_taken

_log = logging.getLogger(__name__)

BACKLOG: Final = timedelta(days=14)
"""How far back unread mail is taken when a folder is read for the first time."""
_SURELY: Final = timedelta(days=2)
"""So much longer ago than a folder was read last, no mail of it can be new: a server's day may be
another than ours, and mail takes its time."""
_TRIES: Final = 5
_IS_LARGE: Final = (
    "This mail is large, and no words stand in its first 2 MB. Open it in the mail program."
)
_LOSES_THE_LINE: Final = (
    "The connection broke each time this mail was fetched. Open it in the mail program."
)
_KEPT_BACK: Final = "The mail server does not hand this mail out. Open it in the mail program."


@dataclass(frozen=True, slots=True)
class MailCounts:
    """Since the mailbox was started: ``leads`` and ``calls`` handed in, ``put_aside``, and
    ``left_alone`` (other mail). ``last_at`` is when something was last handed in or put aside."""

    leads: int = 0
    calls: int = 0
    put_aside: int = 0
    left_alone: int = 0
    last_at: datetime | None = None


class NotNow(Exception):
    """The desk is out of reach (the sentence says why): nothing moves on until it is back."""


@dataclass(slots=True)
class _Tries:
    """How often the mail that is fetched has taken the connection with it."""

    uid: int = 0
    count: int = 0


@dataclass(slots=True)
class _Pass:
    """What is done of a first pass, so that a lost connection does not begin it anew."""

    uid_validity: int = 0
    done: set[int] = field(default_factory=set)


class FolderReader:
    """Used by one thread. ``counted`` is called after each mail, ``stopped`` asked before it."""

    def __init__(
        self,
        settings: MailSettings,
        take: Take,
        set_aside: SetAside,
        cursors: MailCursors,
        clock: Callable[[], datetime],
        *,
        stopped: Callable[[], bool],
        counted: Callable[[], None],
    ) -> None:
        self._settings, self._clock = settings, clock
        self._take, self._set_aside, self._cursors = take, set_aside, cursors
        self._stopped, self._counted = stopped, counted
        self._tries = _Tries()
        self._pass = _Pass()
        self.counts = MailCounts()

    def catch_up(self, session: Session) -> None:
        """Everything that is new in the folder. Raises NotNow and one of SERVER_TROUBLES."""
        folder = session.select()
        cursor = self._load()
        if cursor is None:
            start = MailCursor(folder.uid_validity, _last(folder), self._clock())
            self._first_pass(session, start, session.unread_since(start.at - BACKLOG))
        elif cursor.uid_validity != folder.uid_validity:
            # The server counts anew (moved, restored): what the numbers were says nothing any
            # more. All that may be new is read, and what was here is known by its Message-ID.
            start = MailCursor(folder.uid_validity, _last(folder), self._clock())
            late = set(session.since(cursor.at - _SURELY))
            late.update(session.unread_since(cursor.at - BACKLOG))
            self._first_pass(session, start, sorted(late))
        else:
            for uid in session.after(cursor.last_uid):
                if self._stopped():
                    return
                self._one(session, uid)
                self._store(MailCursor(folder.uid_validity, uid, self._clock()))

    def _first_pass(self, session: Session, start: MailCursor, uids: list[int]) -> None:
        """The cursor begins where all of them are done: one that is cut short is done again."""
        if self._pass.uid_validity != start.uid_validity:
            self._pass = _Pass(start.uid_validity)
        for uid in uids:
            if self._stopped():
                return
            if uid not in self._pass.done:
                self._one(session, uid)
                self._pass.done.add(uid)
        self._store(replace(start, last_uid=max([start.last_uid, *uids])))
        self._pass = _Pass()

    def _store(self, cursor: MailCursor) -> None:
        try:
            self._cursors.store(cursor)
        except Problem as why:
            raise NotNow(str(why)) from why

    def _load(self) -> MailCursor | None:
        try:
            return self._cursors.load()
        except Problem as why:
            raise NotNow(str(why)) from why

    def _one(self, session: Session, uid: int) -> None:
        """One mail: read, handed in, marked."""
        tries = self._tries
        tries.count = tries.count + 1 if tries.uid == uid else 1
        tries.uid = uid
        if tries.count > _TRIES:
            self._put_aside(uid, _LOSES_THE_LINE, "")
            return
        try:
            fetched = session.fetch(uid)
        except NotHandedOut:
            self._put_aside(uid, _KEPT_BACK, "")
            return
        tries.count = 0
        if fetched is None:
            return
        row = self._read(fetched)
        if isinstance(row, Ignored):
            self._count(left_alone=1)
        elif isinstance(row, Rejected):
            self._put_aside(uid, row.reason, row.raw)
        elif receipts := self._hand_in(uid, row, fetched):
            session.mark_seen(uid)
            news = sum(each.fate is not Fate.UNCHANGED for each in receipts)
            is_lead = isinstance(row.record, IncomingLead)
            self._count(leads=news * is_lead, calls=news * (not is_lead))

    def _read(self, fetched: Fetched) -> RowRead:
        row = read_mail_apart(fetched.raw, self._settings.source, self._settings.zone)
        if isinstance(row, Ignored) and row.reason == NO_WORDS and fetched.size > len(fetched.raw):
            return Rejected(1, _IS_LARGE, "")
        return row

    def _hand_in(self, uid: int, row: Taken, fetched: Fetched) -> list[Receipt]:
        """Taken; nothing for what never can be, which is put aside."""
        try:
            return [self._take(record) for record in (row.record, *row.more)]
        except (NotAllowed, ChangedSince) as why:
            raise NotNow(str(why)) from why
        except Refused as why:
            self._put_aside(uid, not_taken(why), shown(fetched.raw))
        except Problem as why:
            raise NotNow(str(why)) from why
        except Exception:  # noqa: BLE001 - one mail's bug may not keep back all others
            _log.exception("a mail could not be taken in")
            self._put_aside(uid, OUR_FAULT, shown(fetched.raw))
        return []

    def _put_aside(self, uid: int, reason: str, raw: str) -> None:
        """Kept for somebody to look at, and left unread in the mailbox too."""
        kept = raw.encode("utf-8", "replace")
        which = hashlib.sha256(kept).hexdigest() if kept else f"{self._settings.folder} {uid}"
        try:
            self._set_aside(Unreadable(self._settings.source, reason, kept, which[:255]))
        except Problem as why:
            raise NotNow(str(why)) from why
        self._count(put_aside=1)

    def _count(
        self, *, leads: int = 0, calls: int = 0, put_aside: int = 0, left_alone: int = 0
    ) -> None:
        before = self.counts
        self.counts = MailCounts(
            before.leads + leads,
            before.calls + calls,
            before.put_aside + put_aside,
            before.left_alone + left_alone,
            before.last_at if left_alone else self._clock(),
        )
        self._counted()


def _last(folder: Folder) -> int:
    """The last mail that was there when the folder was opened."""
    return max(0, folder.next_uid - 1)
