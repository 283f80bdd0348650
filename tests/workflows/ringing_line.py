"""The phone system at the other end: calls that ring, are answered and end, as a connector's thread
tells of them after they are written down."""

from dataclasses import dataclass, field, replace
from threading import Thread
from uuid import UUID, uuid4

from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.vocabulary import Direction
from desktop.services.actor import Actor
from desktop.services.changes import Ledger
from tests.services.announced import announce_call, measure
from tests.workflows.conftest import Hands

JUNIPERS = "+13125550147"
"""Juniper and Rowan Moss share it."""
STRANGERS = "+16025550155"


@dataclass
class Line:
    """One line of the phone system, ringing at the desk of ``hands``."""

    hands: Hands
    source: str = "asterisk"
    records: dict[str, UUID] = field(default_factory=dict)

    def ring(self, caller: str = JUNIPERS, *, external_id: str = "", name: str = "") -> str:
        """Somebody rings; returns what the phone system calls the call."""
        call = IncomingCall(
            direction=Direction.IN,
            caller=caller,
            called="855-KET-WELL",
            source=self.source,
            name=name,
            started_at=self.hands.clock.now,
            disposition=Disposition.RINGING,
            external_id=external_id or uuid4().hex,
        )
        if call.external_id not in self.records:
            self.records[call.external_id] = self._write(call)
        self._told[call.external_id] = call
        self._tell(call)
        return call.external_id

    def answer(self, external_id: str) -> None:
        """Somebody picked the phone up."""
        now = self.hands.clock.now
        measure(self._ledger, self.records[external_id], answered_at=now)
        call = self._told[external_id]
        self._tell(replace(call, disposition=Disposition.ANSWERED, answered_at=now))

    def end(self, external_id: str) -> None:
        """They hung up after a talk."""
        now = self.hands.clock.now
        measure(self._ledger, self.records[external_id], ended_at=now)
        call = self._told[external_id]
        over = replace(call, disposition=Disposition.ANSWERED, answered_at=now, ended_at=now)
        self._tell(over)

    def give_up(self, external_id: str, callback_id: UUID | None = None) -> None:
        """The caller hung up before anybody answered."""
        now = self.hands.clock.now
        measure(self._ledger, self.records[external_id], ended_at=now)
        call = self._told[external_id]
        missed = replace(call, disposition=Disposition.MISSED, ended_at=now)
        self._tell(missed, callback_id)

    def __post_init__(self) -> None:
        self._told: dict[str, IncomingCall] = {}
        app = self.hands.desk.app
        self._ledger = Ledger(app.database, app.clock)

    def _write(self, call: IncomingCall) -> UUID:
        clerk = self.hands.window.actor or self._anybody()
        return announce_call(
            self._ledger,
            clerk,
            call.caller,
            self.hands.clock.now,
            external_id=call.external_id,
        )

    def _anybody(self) -> Actor:
        demo = self.hands.desk.app.demo
        assert demo is not None
        return demo.actor("Wren Hill")

    def _tell(self, call: IncomingCall, callback_id: UUID | None = None) -> None:
        """From a thread of its own, as connectors do."""
        receipt = Receipt(Fate.UPDATED, self.records[call.external_id], callback_id)
        doorway = self.hands.window.popups.doorway
        thread = Thread(target=doorway.ringing, args=(call, receipt))
        thread.start()
        thread.join()
        self.hands.settle()
