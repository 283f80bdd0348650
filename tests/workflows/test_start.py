"""The window is there at once, as a picture; then the desk takes its place, and no key is lost."""

import argparse
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.app import App
from desktop.domain.errors import KeyMissing
from desktop.paths import Folders, resources
from desktop.services.demo.story import CLERK
from desktop.services.first_desk import FirstDesk
from desktop.services.first_look import FirstLook, NextPromise, take_first_look
from desktop.services.look import Look
from desktop.storage.data_files import DataFiles
from desktop.ui import entrance
from desktop.ui.application import Desk
from desktop.ui.entrance import Opening
from desktop.ui.first_picture import picture
from desktop.ui.first_run.desk_step import DeskStep
from desktop.ui.fonts import load_fonts
from desktop.ui.frame import Frame
from desktop.ui.main_window import MainWindow
from desktop.ui.opening import OpeningTrouble
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.workflows.conftest import Hands, quick_passwords

Start = Callable[[], tuple[Frame, Opening]]

MANAGER, PASSWORD, PIN = "Lark Moor", "copper kettle on", "135790"


def frame_of(look: FirstLook | None) -> Frame:
    """A window with its first picture."""
    load_fonts(resources() / "fonts")
    return Frame(partial(picture, look, resources() / "icons"))


@pytest.fixture
def start(qapp: QApplication, demo_data: Path) -> Iterator[Start]:
    """Opens the program's window on the demo, as the command does."""
    frames: list[Frame] = []

    def open_it() -> tuple[Frame, Opening]:
        frame, opening = begin(demo_data)
        frames.append(frame)
        return frame, opening

    yield open_it
    for frame in frames:
        frame.close()


def begin(data: Path, link: str | None = None) -> tuple[Frame, Opening]:
    """Open the program's window on some data, as the command or a link does."""
    frame = frame_of(take_first_look(data, CLERK))
    arguments = argparse.Namespace(data_dir=data, database=None, demo=False, link=link)
    opening = Opening(frame, Look("light"), arguments, Folders.of(data))
    frame.show()
    return frame, opening


@contextmanager
def furnished(
    data: Path, qtbot: QtBot, link: str | None = None
) -> Iterator[tuple[Frame, MainWindow]]:
    """The desk in the place of its picture, when everything that was begun has come home: what is
    so then, stays so."""
    frame, opening = begin(data, link)
    try:
        frame.activateWindow()
        qtbot.waitUntil(lambda: isinstance(frame.centralWidget(), MainWindow))
        window, desk = frame.centralWidget(), opening._desk
        assert isinstance(window, MainWindow)
        assert desk is not None
        for _round in range(3):  # an answer may ask further
            qtbot.waitUntil(lambda: not desk.tasks.busy)
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        assert not desk.tasks.busy
        yield frame, window
    finally:
        frame.close()
        opening.close()


def real_data(folder: Path, *, manager: bool = False, pin: bool = False) -> Path:
    """Data of a clinic's own: set up or not, somebody signed in with a PIN or not."""
    data = folder / "clinic"
    app = composition.build(data, passwords=quick_passwords, prefer_key_file=True)
    if manager:
        users = app.services.users
        place = FirstDesk("Phoenix", "Front desk 1", "America/Phoenix")
        users.make_first_manager(MANAGER, PASSWORD, place, uuid4(), PIN if pin else "")
        if pin:
            users.sign_in(MANAGER, PASSWORD)
    app.close()
    return data


class Windows(QObject):
    """Hears of every window that shows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - its name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_of_the_desk_shows_as_a_window_while_it_is_built(
    qapp: QApplication, demo_data: Path, desk_clock: Clock
) -> None:
    """A part that is shown before it has a place flashes on the screen and takes the focus."""
    theme, windows = Theme(resources()), Windows()
    theme.apply(qapp)
    qapp.installEventFilter(windows)
    desk = Desk(composition.build(demo_data, clock=desk_clock, passwords=quick_passwords), theme)
    desk.enter_demo()
    deque(desk.window.build_rest(), maxlen=0)
    desk.close()
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_what_is_typed_into_the_picture_stands_in_the_number_field(
    start: Start, qtbot: QtBot
) -> None:
    frame, opening = start()
    try:
        QTest.keyClicks(frame, "31255x")
        QTest.keyClick(frame, Qt.Key.Key_Backspace)
        assert frame.picture.typed == "31255"
        qtbot.waitUntil(lambda: isinstance(frame.centralWidget(), MainWindow))
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


def test_the_demo_is_ready_for_a_number(demo_data: Path, qtbot: QtBot) -> None:
    with furnished(demo_data, qtbot) as (frame, window):
        number = window.intake.ready.number
        assert QApplication.focusWidget() is frame.focusWidget() is number
        QTest.keyClicks(frame.focusWidget(), "312")
        assert number.text() == "312"


@pytest.mark.parametrize(
    ("made", "where"),
    [
        ({}, lambda window: window.findChild(DeskStep).clinic),
        ({"manager": True}, lambda window: window.sign_in.password.name),
        ({"manager": True, "pin": True}, lambda window: window.sign_in.quick.pin),
    ],
    ids=["to be set up", "nobody signed in", "signed in with a PIN"],
)
def test_the_door_is_ready_for_who_comes(
    tmp_path: Path, qtbot: QtBot, made: dict[str, bool], where: Callable[[MainWindow], QWidget]
) -> None:
    with furnished(real_data(tmp_path, **made), qtbot) as (frame, window):
        assert QApplication.focusWidget() is frame.focusWidget() is where(window)


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
        qtbot.waitUntil(lambda: bool(troubles()))
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
        qtbot.waitUntil(frame.isHidden)
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


def test_a_link_that_opens_the_program_shows_whom_it_is_about(
    demo_data: Path, qtbot: QtBot
) -> None:
    link = "ketwell:pop?number=%2B13125550147&name=Juniper"
    with furnished(demo_data, qtbot, link) as (_frame, window):
        qtbot.waitUntil(lambda: window.popups.bar.callers != ())
        assert "Juniper Moss" in window.popups.bar.callers[0]
