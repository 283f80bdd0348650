"""``screens``: draws every screen of the demo as PNG, named as the pictures of the design."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from desktop import app as composition
from desktop.paths import resources
from desktop.services.demo.day import demo_moment
from desktop.ui import component_sheet
from desktop.ui.application import Desk
from desktop.ui.entrance import qt_application
from desktop.ui.screen_scenes import SCENES
from desktop.ui.screen_stage import Scene, Stage
from desktop.ui.theme import Mode, Theme

SHEET = "00-components"
_SHEET_MODES = (Mode.LIGHT, Mode.DARK)
_LOOKS_AT_MOST = 20
"""What moves by itself is drawn as it is then."""
DAY = date(2025, 11, 18)
"""The Tuesday of the pictures."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a screen; ``suffix`` follows its name."""

    suffix: str
    mode: Mode
    size: QSize


VARIANTS = (
    Variant("", Mode.LIGHT, QSize(1440, 900)),
    Variant("-dark", Mode.DARK, QSize(1440, 900)),
    Variant("-1280", Mode.LIGHT, QSize(1280, 720)),
)


class _Clock:
    """A clock that scenes move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


def draw_screens(out: Path, names: Sequence[str] = (), scale: float = 1.0) -> int:
    """Draw the screens into ``out`` (made when missing) and print each name; returns 0."""
    out.mkdir(parents=True, exist_ok=True)
    qt = qt_application()
    qt.setCursorFlashTime(0)  # a picture shows where one types
    theme = Theme(resources(), Mode.LIGHT, scale)
    theme.apply(qt)
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        for file in _draw(scene, theme, out):
            print(file.name)  # noqa: T201 - the command line's answer
    if not names or SHEET in names:
        for file in _draw_sheet(theme, out):
            print(file.name)  # noqa: T201
    return 0


def _draw_sheet(theme: Theme, out: Path) -> Sequence[Path]:
    """Every control at once. It has one size."""
    files = [out / f"{SHEET}{'-dark' if mode is Mode.DARK else ''}.png" for mode in _SHEET_MODES]
    for file, mode in zip(files, _SHEET_MODES, strict=True):
        theme.set_mode(mode)
        component_sheet.draw(theme, file)
    return files


def _draw(scene: Scene, theme: Theme, out: Path) -> Sequence[Path]:
    files: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="ketwell-screens-") as folder:
        clock = _Clock(demo_moment(DAY))
        app = composition.build(
            Path(folder) / "data", demo=True, real=clock, clock=clock, prefer_key_file=True
        )
        desk = Desk(app, theme)
        try:
            desk.window.resize(VARIANTS[0].size)
            desk.window.show()
            desk.enter_demo()
            settle(desk)
            scene.play(Stage(desk, clock.forward, lambda: settle(desk), Path(folder)))
            settle(desk)
            for variant in VARIANTS:
                theme.set_mode(variant.mode)
                desk.window.resize(variant.size)
                file = out / f"{scene.name}{variant.suffix}.png"
                _at_rest(desk).save(str(file))
                files.append(file)
        finally:
            theme.set_mode(Mode.LIGHT)
            desk.close()
    return files


def _at_rest(desk: Desk) -> QImage:
    """The picture once it is the same twice: a layout may follow from another one."""
    settle(desk)
    seen = picture(desk).toImage()
    for _ in range(_LOOKS_AT_MOST):
        settle(desk)
        before, seen = seen, picture(desk).toImage()
        if seen == before:
            break
    return seen


def picture(desk: Desk) -> QPixmap:
    """The window with the dialogs over it, which are windows of their own."""
    whole = desk.window.grab()
    painter = QPainter(whole)
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            painter.drawPixmap(dialog.pos() - desk.window.pos(), dialog.grab())
    painter.end()
    return whole


def settle(desk: Desk, quiet_ms: int = 60, longest_ms: int = 10_000) -> None:
    """Let the window work until nothing has been under way for ``quiet_ms``."""
    loop = QEventLoop()
    quiet = QTimer(interval=quiet_ms)

    def look() -> None:
        if not desk.tasks.busy:
            loop.quit()

    quiet.timeout.connect(look)
    quiet.start()
    QTimer.singleShot(longest_ms, loop, loop.quit)
    loop.exec()
    quiet.stop()
