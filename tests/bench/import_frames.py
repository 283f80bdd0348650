"""The window while a file comes in: how long it takes from one tick of a 60th of a second to the
next, in the real window of a demo with an import of its own under way. Told, and has no target
but the 50 ms of a frame."""

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import app as composition
from desktop.domain.errors import Problem
from desktop.paths import resources
from desktop.services.import_plan import ImportDone
from desktop.services.passwords import Cost, Passwords
from desktop.ui.application import Desk
from desktop.ui.theme import Theme
from tests.bench.importing import calls_file
from tests.bench.sides import Result

MOST_MS = 50.0
_FRAME_MS, _SETTLES_MS, _RESTS_MS = 16, 3_000, 4_000


def measure(data: Path, folder: Path, clerk: str, rows: int) -> Result:
    """Ticks of the window at rest beside those of the same window while ``rows`` calls come in.
    ``data`` is a demo that nobody else has open."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    theme = Theme(resources())
    theme.apply(qt)
    path = calls_file(folder / "frames.csv", rows, datetime.now(UTC).replace(microsecond=0), seed=6)
    app = composition.build(data, passwords=lambda: Passwords(Cost(passes=1, memory=8, lanes=1)))
    assert app.demo is not None, "the data must be a demo"
    actor = app.demo.actor(clerk)
    desk = Desk(app, theme)
    try:
        desk.window.resize(1440, 900)
        desk.window.show()
        desk.enter_demo(clerk)
        ticks(lambda done: QTimer.singleShot(_SETTLES_MS, done))
        calm = ticks(lambda done: QTimer.singleShot(_RESTS_MS, done))

        def imported() -> ImportDone:
            return app.services.importing.commit(actor, app.services.importing.plan(actor, path))

        def begin(done: Callable[[], object]) -> None:
            desk.tasks.run_network(imported, lambda _imported: (done(), None)[1], _fail)

        busy = ticks(begin)
    finally:
        desk.close()
    longest = f"longest {max(busy):.0f} ms, at rest {max(calm):.0f}"
    return Result(
        f"a frame while {rows:,} calls come in ({longest})",
        statistics.median(busy),
        statistics.median(calm),
        statistics.quantiles(busy, n=20)[-1],
        None,
        MOST_MS,
    )


def ticks(start: Callable[[Callable[[], object]], object]) -> list[float]:
    """How long it took from tick to tick, in milliseconds, until what was started is done."""
    loop, timer = QEventLoop(), QTimer(interval=_FRAME_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    times: list[float] = []
    timer.timeout.connect(lambda: times.append(time.perf_counter()))
    timer.start()
    start(loop.quit)
    loop.exec()
    timer.stop()
    return [1e3 * (later - earlier) for earlier, later in pairwise(times)]


def _fail(problem: Problem) -> None:
    raise problem
