"""Where things are."""

import sys
from pathlib import Path

import pytest

from desktop.paths import Folders, resources


def test_a_given_data_directory_holds_everything(tmp_path: Path) -> None:
    folders = Folders.of(tmp_path / "desk")
    assert folders.data == tmp_path / "desk"
    assert folders.log.is_relative_to(folders.data)
    assert folders.config.is_relative_to(folders.data)


def test_the_demo_never_shares_a_folder_with_the_real_data() -> None:
    real, demo = Folders.of().data, Folders.of(demo=True).data
    assert real != demo
    assert not demo.is_relative_to(real)
    assert not real.is_relative_to(demo)


def test_an_installed_program_finds_its_resources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (resources() / "article").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources() == tmp_path / "resources"
