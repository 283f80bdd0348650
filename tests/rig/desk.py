"""The desk at the other end of the phone system: the program without a window, over encrypted data.

The connection is filled in and switched on as the Connections page does it.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop import app as composition
from desktop.app import App
from desktop.domain.connection_state import Link, Standing
from desktop.domain.incoming import Disposition, Incoming, IncomingCall, Receipt
from desktop.services.changes import Written
from desktop.services.connections import SourceForm
from desktop.services.first_desk import FirstDesk
from desktop.services.passwords import Cost, Passwords
from desktop.storage.tables import Call, Callback, IncomingKey, PhoneNumber
from tests.rig.records import Entry
from tests.rig.settings import SECRET, USER

_NEW = re.compile(rb"Event: Newchannel\r\n(?:[^\r]+\r\n)*?Linkedid: (\S+)\r\n")
_PASSWORD = "the-kinglet-and-the-wren"


@dataclass
class PopTimes:
    """From Asterisk's first word about a call on the wire to its ringing being told."""

    said: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    _rest: bytes = b""

    def on_the_wire(self, data: bytes) -> None:
        """What Asterisk says, before the program hears it."""
        now = time.monotonic()
        text = self._rest + data
        for found in _NEW.finditer(text):
            self.said.setdefault(found[1].decode(), now)
        self._rest = text[-2000:]

    def heard(self, record: Incoming, receipt: Receipt, written: Written) -> None:
        """It was written down and is told to the window (for ``Receiving.hear``)."""
        if isinstance(record, IncomingCall) and record.disposition is Disposition.RINGING:
            self.told.setdefault(record.external_id, time.monotonic())

    @property
    def sentence(self) -> str:
        """How long it took."""
        took = sorted(
            (self.told[key] - self.said[key]) * 1000 for key in self.told & self.said.keys()
        )
        middle, late = statistics.median(took), took[int(len(took) * 0.95)]
        return (
            f"ringing told after {middle:.0f} ms in the middle, {late:.0f} ms in the 95th "
            f"percentile, {took[-1]:.0f} ms at most, of {len(took)} calls"
        )


class Desk:
    """What the desk knows."""

    def __init__(self, app: App, source: UUID) -> None:
        self._app, self._source = app, source

    @property
    def standing(self) -> Standing:
        """Of its connection."""
        return self._app.connectors.standing(self._source)

    def log(self) -> dict[str, Entry]:
        """Its calls by what the phone system calls them; one without such a name by its own id."""
        query = (
            select(
                Call.id, Call.withheld, Call.disposition, Call.started_at, Call.talked_seconds,
                Call.answered_at, Call.speaker_name, Call.number_text, PhoneNumber.e164,
                IncomingKey.key,
            )
            .outerjoin(PhoneNumber, PhoneNumber.id == Call.number_id)
            .outerjoin(IncomingKey, IncomingKey.record_id == Call.id)
        )  # fmt: skip
        with self._app.database.read() as conn:
            rows = conn.execute(query).all()
        return {
            row.key or str(row.id): Entry(
                "" if row.withheld else (row.e164 or row.number_text)[-10:],
                row.speaker_name or "",
                Disposition(row.disposition),
                row.started_at,
                row.answered_at and row.answered_at.replace(microsecond=0),
                row.talked_seconds,
            )
            for row in rows
        }

    def ended(self) -> set[str]:
        """The calls that are over."""
        query = select(IncomingKey.key).join(Call, Call.id == IncomingKey.record_id)
        with self._app.database.read() as conn:
            return set(conn.execute(query.where(Call.ended_at.is_not(None))).scalars())

    def rows(self) -> int:
        """How many calls there are in all."""
        with self._app.database.read() as conn:
            return len(conn.execute(select(Call.id)).all())

    def open_callbacks(self) -> list[str]:
        """The numbers to ring back, ten digits of each, in order; "" for one without."""
        query = (
            select(PhoneNumber.e164)
            .select_from(Callback)
            .outerjoin(PhoneNumber, PhoneNumber.id == Callback.number_id)
            .where(Callback.state == "open")
        )
        with self._app.database.read() as conn:
            return sorted((e164 or "")[-10:] for e164 in conn.execute(query).scalars())


@contextmanager
def desk_at(folder: Path, port: int, records: Path, pops: PopTimes) -> Iterator[Desk]:
    """A desk that is set up and connected, until it is closed."""
    app = composition.build(
        folder, passwords=lambda: Passwords(Cost(passes=1, memory=8, lanes=1)), prefer_key_file=True
    )
    try:
        services = app.services
        place = FirstDesk("Clinic", "Front desk 1", "America/Phoenix")
        services.users.make_first_manager("Wren Hill", _PASSWORD, place, uuid4())
        manager = services.users.sign_in("Wren Hill", _PASSWORD).actor
        services.receiving.hear(pops.heard)
        options = {
            "host": "127.0.0.1",
            "port": str(port),
            "user": USER,
            "cdr_file": str(records),
        }
        # The zone that the page offers first: the clinic's own.
        form = SourceForm("Phones", options, manager.zone)
        source = services.connections.add(manager, "asterisk", form, uuid4()).written.value
        assert source is not None
        services.connections.put_secret(manager, source, SECRET, uuid4())
        services.connections.switch(manager, source, uuid4(), on=True)
        app.connectors.refresh()
        desk = Desk(app, source)
        assert until(lambda: desk.standing.link is Link.WORKING), desk.standing
        yield desk
    finally:
        app.close()


def until(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Wait until it holds; whether it does."""
    pause, last = Event(), time.monotonic() + seconds
    while not holds():
        if time.monotonic() > last:
            return False
        pause.wait(0.2)
    return True
