"""Watches one folder of a mailbox in a thread of its own, and hands in what comes."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Final

from desktop.connectors.mail.cursor import MailCursors
from desktop.connectors.mail.folder_reader import FolderReader, MailCounts, NotNow
from desktop.connectors.mail.session import SERVER_TROUBLES, Session, connected
from desktop.connectors.mail.settings import MailSettings
from desktop.connectors.mail.troubles import Trouble, trouble_of
from desktop.domain.connection_state import Link, Standing, StandingKeeper
from desktop.domain.incoming import SetAside, Take

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: ``first`` to ``most`` between two tries, doubled each time; ``refused`` after a
    password was not accepted; ``waiting`` before the server is asked again although it tells by
    itself; ``asking`` where it does not."""

    first: float = 1.0
    most: float = 300.0
    refused: float = 900.0
    waiting: float = 540.0
    asking: float = 60.0


PACE: Final = Pace()


class Mailbox:
    """A connector, see :class:`desktop.domain.connection_state.Connector`.

    ``told`` is called in the mailbox's thread whenever it stands differently or something was
    done.
    """

    def __init__(
        self,
        settings: MailSettings,
        take: Take,
        set_aside: SetAside,
        cursors: MailCursors,
        clock: Callable[[], datetime],
        *,
        pace: Pace = PACE,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings, self._pace, self._clock = settings, pace, clock
        self._told = told
        self._keeper = StandingKeeper()
        self._stopping = Event()
        self._lock = Lock()
        self._session: Session | None = None
        self._reader = FolderReader(
            settings,
            take,
            set_aside,
            cursors,
            clock,
            stopped=self._stopping.is_set,
            counted=self._counted,
        )
        self._thread = Thread(target=self._run, name="mailbox", daemon=True)

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        return self._keeper.standing

    @property
    def counts(self) -> MailCounts:
        """What was done so far."""
        return self._reader.counts

    def start(self) -> None:
        """Begin; returns at once."""
        self._tell(Link.CONNECTING)
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread has ended."""
        self._stopping.set()
        with self._lock:
            if self._session is not None:
                self._session.interrupt()
        if self._thread.ident is not None:
            self._thread.join()
        self._tell(Link.OFF)

    def _run(self) -> None:
        delay = self._pace.first
        while not self._stopping.is_set():
            trouble = self._until_trouble()
            if self._stopping.is_set() or trouble is None:
                return
            if self._keeper.standing.link is Link.WORKING:
                delay = self._pace.first
            if trouble.needs_somebody:
                self._tell(Link.REFUSED, trouble.sentence)
            else:
                self._tell(Link.RETRYING, f"{trouble.sentence} It is tried again.")
            self._stopping.wait(self._pace.refused if trouble.may_lock else delay)
            delay = min(delay * 2, self._pace.most)

    def _until_trouble(self) -> Trouble | None:
        """Connect and serve; None when it was told to stop."""
        try:
            with connected(self._settings) as session:
                with self._lock:
                    self._session = session
                try:
                    self._serve(session)
                finally:
                    with self._lock:
                        self._session = None
        except NotNow as why:
            return Trouble(str(why))
        except SERVER_TROUBLES as problem:
            _log.info("the mailbox lost its server: %s", type(problem).__name__)
            return trouble_of(problem, self._settings)
        except Exception:  # noqa: BLE001
            # A server's answer that the library cannot take apart, or a bug: neither may end the
            # mailbox for good.
            _log.exception("the mailbox stumbled")
            return Trouble("The mail server answered in a way that is not known.")
        return None

    def _serve(self, session: Session) -> None:
        while not self._stopping.is_set():
            self._reader.catch_up(session)
            if self._stopping.is_set():
                return
            self._tell(Link.WORKING)
            if session.waits:
                session.wait(self._pace.waiting)
            else:
                self._stopping.wait(self._pace.asking)

    def _counted(self) -> None:
        if last := self.counts.last_at:
            self._keeper.note_event(last)
        self._told()

    def _tell(self, link: Link, reason: str = "") -> None:
        self._keeper.tell(link, self._clock(), reason)
        self._told()
