"""Web leads while the window is in use: fifty a second come to the listener for a minute, each is
answered, and afterwards every one is there, once. How long the window took from frame to frame
meanwhile, and how long a form waited for its answer."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from uuid import UUID, uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from sqlalchemy import func, select

from desktop import app as composition
from desktop.app import App
from desktop.domain.connection_state import Link
from desktop.paths import resources
from desktop.services.connections import LISTENER_ID, SourceForm
from desktop.storage.tables import Lead
from desktop.ui.application import Desk
from desktop.ui.entrance import qt_application
from desktop.ui.theme import Theme
from tests.bench.import_frames import MOST_MS, ticks
from tests.bench.sides import Result
from tests.connections.test_web import free_port

A_SECOND, SECONDS = 50, 60
CLERK, MANAGER = "Wren Hill", "Lark Moor"
ANSWER_MOST_MS = 1_000.0
_SETTLES_MS, _RESTS_MS, _TURNS_EVERY_MS = 2_000, 4_000, 120
_PAGES = ("leads", "callbacks", "calls", "intake")


def measure(data: Path, seconds: int = SECONDS) -> Iterator[Result]:
    """``data`` is a demo that nobody else has open."""
    qt = qt_application()
    theme = Theme(resources())
    theme.apply(qt)
    app = composition.build(data)
    port = free_port()
    form, secret = _sources(app, port)
    desk = Desk(app, theme)
    try:
        desk.window.resize(1440, 900)
        desk.window.show()
        desk.enter_demo(CLERK)
        for page in _PAGES:
            desk.window.show_page(page)
            ticks(lambda done: QTimer.singleShot(_SETTLES_MS, done))
        assert app.connectors.standing(form).link is Link.WORKING
        before = _count(app)
        plain = [_health(port) for _ in range(A_SECOND)]
        calm = ticks(lambda done: QTimer.singleShot(_RESTS_MS, done))
        answers: list[float] = []
        use = QTimer(interval=_TURNS_EVERY_MS)
        use.timeout.connect(_user(desk))
        use.start()

        def begin(done: Callable[[], object]) -> None:
            sent = Thread(target=lambda: answers.extend(_send(port, secret, seconds)))
            sent.start()
            look = QTimer(desk.window, interval=50)
            look.timeout.connect(lambda: None if sent.is_alive() else done())
            look.start()

        busy = ticks(begin)
        use.stop()
        there, different = _count(app)
        many = A_SECOND * seconds
        assert len(answers) == many, f"{many - len(answers)} were not answered"
        assert (there - before[0], different - before[1]) == (many, many), "some are lost or twice"
    finally:
        desk.close()
    yield Result(
        f"a lead posted | /health ({many:,} there, none twice)",
        statistics.median(answers),
        statistics.median(plain),
        statistics.quantiles(answers, n=20)[-1],
        None,
        ANSWER_MOST_MS,
    )
    yield Result(
        f"a frame meanwhile (longest {max(busy):.0f} ms, at rest {max(calm):.0f})",
        statistics.median(busy),
        statistics.median(calm),
        statistics.quantiles(busy, n=20)[-1],
        None,
        MOST_MS,
    )


def _user(desk: Desk) -> Callable[[], None]:
    """Somebody who goes from page to page."""
    turn = iter(range(10**9))
    return lambda: desk.window.show_page(_PAGES[next(turn) // 8 % len(_PAGES)])


def _send(port: int, secret: str, seconds: int) -> list[float]:
    """Post at that pace, every tenth lead a second time, as forms do; the answers' times in
    milliseconds, of each lead once."""
    times: list[float] = []
    began = time.perf_counter()
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    for n in range(A_SECOND * seconds):
        time.sleep(max(0.0, began + n / A_SECOND - time.perf_counter()))
        at = time.perf_counter()
        if _post(link, secret, n):
            times.append(1e3 * (time.perf_counter() - at))
        if n % 10 == 0:
            _post(link, secret, n)
    link.close()
    return times


def _health(port: int) -> float:
    """What an answer takes for which nothing is written."""
    at = time.perf_counter()
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", "/health")
    link.getresponse().read()
    link.close()
    return 1e3 * (time.perf_counter() - at)


def _post(link: HTTPConnection, secret: str, number: int) -> bool:
    body = urlencode(
        {
            "name": f"Fern Moss {number}",
            "phone": f"({312 + number % 5}) 555-01{number % 100:02}",
            "email": f"fern{number}@example.com",
            "message": f"Please ring me about a visit, question {number}.",
            "id": f"bench-{number}",
        }
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    link.request("POST", f"/leads/form?token={secret}", body, kind)
    answer = link.getresponse()
    answer.read()
    return answer.status == 200


def _count(app: App) -> tuple[int, int]:
    """How many leads there are, and how many different messages they have."""
    many = select(func.count(), func.count(func.distinct(Lead.message)))
    with app.database.read() as conn:
        there, different = conn.execute(many.where(Lead.source != "")).one()
    return there, different


def _sources(app: App, port: int) -> tuple[UUID, str]:
    assert app.demo is not None, "the data must be a demo"
    manager, connections = app.demo.actor(MANAGER), app.services.connections
    listener = {"host": "127.0.0.1", "port": str(port)}
    version = next(
        (row.version for row in connections.sources(manager) if row.id == LISTENER_ID), 0
    )
    listening = SourceForm("Web listener", listener, "")
    connections.change(manager, LISTENER_ID, listening, version, uuid4())
    connections.switch(manager, LISTENER_ID, uuid4(), on=True)
    form = SourceForm("Form", {"signature": "secret"}, "America/Phoenix")
    made = connections.add(manager, "web_form", form, uuid4()).written.value
    assert made is not None
    secret = connections.make_secret(manager, made, uuid4())
    connections.switch(manager, made, uuid4(), on=True)
    return made, secret
