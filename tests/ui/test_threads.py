"""What holds on to widgets ends in the window's thread, whoever did the work."""

import gc
import threading
import weakref
from collections.abc import Callable
from threading import Thread, get_ident

from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refused
from desktop.ui.collecting import Collecting
from desktop.ui.tasks import Tasks

ROUNDS = 300


class Held:
    """Something that screens hold, in place of a widget."""

    def take(self, *_: object) -> None:
        """As a method that answers are delivered to."""

    def refuse(self) -> None:
        """Work that the world gets in the way of."""
        raise Refused("Not now.")


def test_what_is_asked_ends_in_the_windows_thread(qtbot: QtBot) -> None:
    tasks = Tasks()
    ended: list[int] = []

    def ask(fails: bool) -> None:
        held = Held()
        weakref.finalize(held, lambda: ended.append(get_ident()))
        work: Callable[[], None] = held.refuse if fails else held.take
        tasks.run(work, held.take, held.take)

    for number in range(ROUNDS):
        ask(fails=number % 3 == 0)
        qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
    gc.collect()
    assert len(ended) == ROUNDS
    assert set(ended) == {threading.main_thread().ident}


def test_cycles_end_in_the_windows_thread(qtbot: QtBot) -> None:
    collecting = Collecting()
    ended: list[int] = []
    try:
        held: list[object] = [Held()]
        weakref.finalize(held[0], lambda: ended.append(get_ident()))
        held.append(held)
        del held
        # A worker makes far more than what sets the collector off.
        worker = Thread(target=lambda: [[number] for number in range(100_000)])
        worker.start()
        worker.join()
        assert ended == []
        made = [[number] for number in range(2_000)]
        qtbot.waitUntil(lambda: bool(ended))
        assert len(made) == 2_000
        assert ended == [threading.main_thread().ident]
    finally:
        collecting.stop()
    assert gc.isenabled()
