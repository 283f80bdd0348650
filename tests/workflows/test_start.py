"""The window is there at once, as a picture; then the desk takes its place, and no key is lost."""

import argparse
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.domain.errors import KeyMissing
from desktop.paths import Folders, resources
from desktop.services.demo.story import CLERK
from desktop.services.first_look import FirstLook, NextPromise, take_first_look
from desktop.services.look import Look
from desktop.storage.data_files import DataFiles
from desktop.ui import entrance
from desktop.ui.entrance import Opening
from desktop.ui.first_picture import picture
from desktop.ui.fonts import load_fonts
from desktop.ui.frame import Frame
from desktop.ui.main_window import MainWindow
from desktop.ui.opening import OpeningTrouble
from tests.workflows.conftest import Hands

Start = Callable[[], tuple[Frame, Opening]]


def frame_of(look: FirstLook | None) -> Frame:
    """A window with its first picture."""
    load_fonts(resources() / "fonts")
    return Frame(partial(picture, look, resources() / "icons"))


@pytest.fixture
def start(qapp: QApplication, demo_data: Path) -> Iterator[Start]:
    """Opens the program's window on the demo, as the command does."""
    frames: list[Frame] = []

    def open_it() -> tuple[Frame, Opening]:
        look = take_first_look(demo_data, CLERK)
        frame = frame_of(look)
        frames.append(frame)
        arguments = argparse.Namespace(data_dir=demo_data, database=None, demo=False)
        opening = Opening(frame, Look("light"), arguments, Folders.of(demo_data))
        frame.show()
        return frame, opening

    yield open_it
    for frame in frames:
        frame.close()


def test_what_is_typed_into_the_picture_stands_in_the_number_field(
    start: Start, qtbot: QtBot
) -> None:
    frame, opening = start()
    try:
        QTest.keyClicks(frame, "31255x")
        QTest.keyClick(frame, Qt.Key.Key_Backspace)
        assert frame.picture.typed == "31255"
        qtbot.waitUntil(lambda: isinstance(frame.centralWidget(), MainWindow), timeout=20_000)
        window = frame.centralWidget()
        assert isinstance(window, MainWindow)
        qtbot.waitUntil(lambda: window.intake.ready.number.hasFocus())
        assert window.intake.ready.number.text() == "312-55"
        assert window.actor is not None
        assert window.actor.name == CLERK
        QTest.keyClicks(window.intake.ready.number, "50147")
        assert window.intake.ready.number.text() == "(312) 555-0147"
    finally:
        frame.close()
        opening.close()
    assert not any(thread.name.startswith("database") for thread in threading.enumerate())


@pytest.mark.parametrize("size", [QSize(1440, 900), QSize(1280, 720)], ids=["1440", "1280"])
def test_the_picture_is_what_the_desk_looks_like(
    hands: Hands, demo_data: Path, size: QSize
) -> None:
    """Where it shows something else, the window would jump a moment after it came."""
    hands.window.resize(size)
    hands.window.intake.ready.activate()
    hands.settle()
    frame = frame_of(take_first_look(demo_data, CLERK))
    frame.resize(size)
    frame.show()
    seen, expected = pixels(frame), pixels(hands.window)
    frame.close()
    differ = sum(max(abs(a - b) for a, b in zip(one, other, strict=True)) > 40
                 for one, other in zip(seen, expected, strict=True))  # fmt: skip
    # Letters fall between other pixels, and the waiting card follows with the desk.
    assert differ < 0.02 * len(expected)


def pixels(widget: QWidget) -> list[bytes]:
    """Its colours, one pixel after the other."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    colours = bytes(image.constBits())
    return [colours[at : at + 3] for at in range(0, len(colours), 3)]


def test_names_are_shown_as_they_are(demo_data: Path, qtbot: QtBot) -> None:
    look = take_first_look(demo_data, CLERK)
    assert look is not None
    promise = look.promises[0]._replace(name="<b>&Moss</b> \x07\ud83d")
    frame = frame_of(look._replace(promises=(promise,)))
    qtbot.addWidget(frame)
    frame.show()
    blank = frame_of(look._replace(promises=(promise._replace(name=""),)))
    qtbot.addWidget(blank)
    blank.show()
    assert pixels(frame) != pixels(blank), "one letter amiss, and nothing would be drawn"


@pytest.mark.parametrize("name", ["A" * 300, "No name yet", ""])
def test_a_picture_of_any_length_of_name(demo_data: Path, name: str) -> None:
    look = take_first_look(demo_data, CLERK)
    assert look is not None
    promises: tuple[NextPromise, ...] = tuple(p._replace(name=name) for p in look.promises)
    drawn = picture(
        look._replace(promises=promises, due=1200), resources() / "icons", 1440, 900, "", dark=True
    )
    assert "99+" in drawn
    assert "A" * 30 not in drawn


def test_a_lost_key_is_asked_for(start: Start, qtbot: QtBot, demo_data: Path) -> None:
    DataFiles.of(demo_data).key_file.unlink()
    frame, opening = start()
    try:
        qtbot.waitUntil(lambda: bool(troubles()), timeout=20_000)
        assert frame.isHidden()
        troubles()[0].close()
    finally:
        frame.close()
        with pytest.raises(KeyMissing):
            opening.close()


def troubles() -> list[OpeningTrouble]:
    """The windows that tell why the data does not open."""
    shown = (w for w in QApplication.topLevelWidgets() if w.isVisible())
    return [window for window in shown if isinstance(window, OpeningTrouble)]


def test_a_bug_while_opening_ends_the_program_with_it(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_self: Opening, _code: str = "") -> App:
        raise ZeroDivisionError

    monkeypatch.setattr(entrance.Opening, "open_data", stumble)
    frame, opening = start()
    try:
        qtbot.waitUntil(frame.isHidden, timeout=20_000)
    finally:
        with pytest.raises(ZeroDivisionError):
            opening.close()


def test_a_window_closed_at_once_closes_the_data(
    start: Start, qtbot: QtBot, demo_data: Path
) -> None:
    frame, opening = start()
    # Begun, not still running: where the modules are loaded it is over in a moment.
    qtbot.waitUntil(lambda: opening._thread.ident is not None)
    frame.close()
    opening.close()
    take = take_first_look(demo_data, CLERK)
    assert take is not None
