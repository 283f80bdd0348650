"""From the phone system's word that somebody rings to the painted card with who it is; and how
long a soft phone waits for ``pop``."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from uuid import uuid4

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from sqlalchemy import select

from desktop import app as composition
from desktop.app import App
from desktop.domain.connection_state import Link
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction
from desktop.paths import resources
from desktop.services.connections import LISTENER_ID, SourceForm
from desktop.storage.tables import PersonNumber, PhoneNumber
from desktop.ui.application import Desk
from desktop.ui.entrance import qt_application
from desktop.ui.fonts import load_fonts
from desktop.ui.theme import Theme
from tests.bench.sides import Result
from tests.connections.test_web import free_port
from tests.connectors.telephony.manager import SECRET, USER, Manager

MOST_MS = 300.0
REST = 1.2
"""Seconds between two callers: what the one before set going has ended."""
HELPER_MOST_MS = 150.0
CLERK, MANAGER = "Wren Hill", "Lark Moor"
_PATIENCE_MS = 20_000


def measure(data: Path, rounds: int) -> Iterator[Result]:
    """The window stands on ``data`` as a desk's own; nobody else may have it open."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rounds = max(20, rounds // 5)
    with Manager() as phone_system, _bench(data, phone_system) as bench:
        yield bench.tell("POST /cti to the painted card", bench.post, rounds)
        yield bench.tell("Asterisk event to the painted card", bench.ring, rounds)
        yield bench.tell("another program to the painted card", bench.write, rounds)
        yield _helper(data, rounds)


@dataclass
class _Bench(QObject):
    desk: Desk
    port: int
    secret: str
    phone_system: Manager
    elsewhere: App
    numbers: list[str]
    painted: list[float] = field(default_factory=list)
    rung: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self.awaited = ""
        self.patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self.patience.timeout.connect(lambda: self.loop.exit(1))
        self.desk.window.popups.bar.caller.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The caller's name is about to be painted; what is queued now runs when all of it is."""
        if event.type() == QEvent.Type.Paint and self.awaited and self._shows_who():
            QTimer.singleShot(0, self.loop.quit)
        return super().eventFilter(watched, event)

    def _shows_who(self) -> bool:
        popups = self.desk.window.popups
        shown = popups.bar.number.text()
        return shown.startswith(self.awaited) and popups.bar.caller.text() != self.awaited

    def tell(self, name: str, announce: Callable[[str, str], None], rounds: int) -> Result:
        """Ring ``rounds`` times, one after the other."""
        rung = [self._round(announce) for _ in range(rounds + 3)][3:]
        times = [took for took, _ in rung]
        return Result(
            f"{name} | its processor time",
            statistics.median(times),
            statistics.median(busy for _, busy in rung),
            statistics.quantiles(times, n=20)[-1],
            None,
            MOST_MS,
        )

    def _round(self, announce: Callable[[str, str], None]) -> tuple[float, float]:
        number = self.numbers[self.rung % len(self.numbers)]
        self.rung += 1
        self.awaited = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
        began: list[tuple[float, float]] = []

        def ring() -> None:
            began.append((time.perf_counter(), time.process_time()))
            announce(number, f"{int(self.desk.app.clock().timestamp())}.{self.rung}")

        thread = Thread(target=ring)
        thread.start()
        self.patience.start()
        assert self.loop.exec() == 0, "the caller was never shown"
        took = (time.perf_counter() - began[0][0]) * 1000
        busy = (time.process_time() - began[0][1]) * 1000
        self.patience.stop()
        thread.join()
        self.awaited = ""
        self.desk.window.popups.bar.take_first()
        self._rest()
        return took, busy

    def _rest(self) -> None:
        until = time.perf_counter() + REST
        while time.perf_counter() < until or self.desk.tasks.busy:
            QTimer.singleShot(20, self.loop.quit)
            self.loop.exec()

    def post(self, number: str, call_id: str) -> None:
        """As sipgate posts it."""
        body = urlencode(
            {"event": "newCall", "from": number, "to": "18555389355", "direction": "in",
             "callId": call_id}
        )  # fmt: skip
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        link.request(
            "POST",
            f"/cti/phones?token={self.secret}",
            body,
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert link.getresponse().status == 200
        link.close()

    def ring(self, number: str, call_id: str) -> None:
        """As Asterisk tells it."""
        sides = {
            "channel": f"PJSIP/trunk-{self.rung}",
            "context": "from-trunk",
            "exten": "8555389355",
            "calleridnum": number,
            "calleridname": "",
            "uniqueid": call_id,
            "linkedid": call_id,
            "channelstate": "4",
        }
        self.phone_system.say({"event": "Newchannel", **sides})
        self.phone_system.say({"event": "Newexten", "application": "Dial", **sides})

    def write(self, number: str, call_id: str) -> None:
        """Another program takes it in."""
        self.elsewhere.services.take_in(
            IncomingCall(
                direction=Direction.IN,
                caller=number,
                called="855-KET-WELL",
                source="elsewhere",
                started_at=self.desk.app.clock(),
                disposition=Disposition.RINGING,
                external_id=call_id,
            )
        )


@contextmanager
def _bench(data: Path, phone_system: Manager) -> Iterator[_Bench]:
    application = qt_application()
    load_fonts(resources() / "fonts")
    theme = Theme(resources())
    theme.apply(application)
    app = composition.build(data)
    port = free_port()
    secret = _sources(app, port, phone_system.port)
    desk = Desk(app, theme)
    elsewhere = composition.build(data, clock=app.clock)
    try:
        desk.window.resize(1440, 900)
        desk.window.show()
        desk.enter_demo(CLERK)
        bench = _Bench(desk, port, secret, phone_system, elsewhere, _numbers(app))
        standing = app.connectors.standing
        sources = app.services.connections.to_run()
        while any(standing(each.id).link is not Link.WORKING for each in sources):
            bench._rest()
        yield bench
    finally:
        elsewhere.close()
        desk.close()


def _sources(app: App, port: int, manager_port: int) -> str:
    assert app.demo is not None, "the data must be a demo"
    manager, connections = app.demo.actor(MANAGER), app.services.connections
    listener = {"host": "127.0.0.1", "port": str(port)}
    connections.change(manager, LISTENER_ID, SourceForm("Web listener", listener, ""), 0, uuid4())
    connections.switch(manager, LISTENER_ID, uuid4(), on=True)
    form = SourceForm("Phones", {"sender": "generic-cti"}, "America/Phoenix")
    phones = connections.add(manager, "cti", form, uuid4()).written.value
    assert phones is not None
    secret = connections.make_secret(manager, phones, uuid4())
    options = {"host": "127.0.0.1", "port": str(manager_port), "user": USER}
    form = SourceForm("PBX", options, "America/Phoenix")
    asterisk = connections.add(manager, "asterisk", form, uuid4()).written.value
    assert asterisk is not None
    connections.put_secret(manager, asterisk, SECRET, uuid4())
    for source in (phones, asterisk):
        connections.switch(manager, source, uuid4(), on=True)
    return secret


def _numbers(app: App) -> list[str]:
    """Numbers of people, all over the data."""
    people = select(PhoneNumber.e164).join(PersonNumber, PersonNumber.number_id == PhoneNumber.id)
    american = PhoneNumber.e164.like("+1%")
    with app.database.read() as conn:
        return list(conn.execute(people.where(american).distinct().limit(500)).scalars())


def _helper(data: Path, rounds: int) -> Result:
    """Whole processes: what ``pop`` takes beyond an interpreter that does nothing."""
    here = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    pop = [sys.executable, "-m", "desktop", "--data-dir", str(data), "pop", "+1 602 555 0155"]
    nothing = [sys.executable, "-c", "pass"]
    app = composition.build(data)
    door = composition.pop_door(app)
    assert door is not None
    door.start()
    door.is_open.wait(10)
    try:
        taken = [(_process(pop, here), _process(nothing, here)) for _ in range(rounds)]
    finally:
        door.stop()
        app.close()
    beyond = [ours - bare for ours, bare in taken]
    p95 = statistics.quantiles(beyond, n=20)[-1]
    return Result(
        "pop hands over, behind the interpreter | the interpreter",
        statistics.median(beyond),
        statistics.median(bare for _, bare in taken),
        p95,
        None,
        HELPER_MOST_MS,
    )


def _process(command: list[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    took = (time.perf_counter() - began) * 1000
    assert done.returncode == 0, done.stderr
    return took
