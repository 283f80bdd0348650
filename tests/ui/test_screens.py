"""``screens``: every scene and the sheet of controls lands in a file of its own."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.ui.screen_scenes import SCENES
from desktop.ui.screens import SHEET, VARIANTS, draw_screens


def test_a_screen_and_the_sheet_are_drawn(tmp_path: Path, qtbot: QtBot) -> None:
    draw_screens(tmp_path / "new", ["14-sign-in", SHEET])
    drawn = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert drawn == sorted(
        [f"14-sign-in{each.suffix}.png" for each in VARIANTS]
        + [f"{SHEET}.png", f"{SHEET}-dark.png"]
    )


def test_no_two_scenes_share_a_name() -> None:
    names = [scene.name for scene in SCENES]
    assert len(set(names)) == len(names)
    assert SHEET not in names
