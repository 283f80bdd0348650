"""What is in the folder of the frozen program, and what must not be."""

import importlib.metadata
import re

import pytest

from tests.frozen.conftest import FOLDER

ROOT = FOLDER.parent.parent
LICENCES = FOLDER / "_internal" / "resources" / "licences"


@pytest.mark.parametrize(
    "part",
    [
        *("readline", "gdbm", "virtualkeyboard", "Charts", "Graphs", "HttpServer"),  # GPL
        *("Qt6Qml", "Qt6Quick", "Qt6Network", "gtk", "eglfs", "tkinter", "pytest"),  # of no use
    ],
)
def test_what_may_not_or_need_not_be_there_is_not(part: str) -> None:
    assert not [file for file in FOLDER.rglob("*") if part.lower() in file.name.lower()]


def test_every_package_brings_its_licence() -> None:
    lock = (ROOT / "requirements" / "run.lock").read_text("utf-8")
    installed = {package.name for package in importlib.metadata.distributions()}
    named = {_plain(name) for name in installed} & set(re.findall(r"^([\w-]+)==", lock, re.M))
    # The packages of Qt carry no text of their own: it is the LGPL, see licences.md.
    texts = {place.name for place in LICENCES.iterdir()}
    assert named - {"pyside6-essentials", "shiboken6"} <= texts
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "licences.md", "python", "system"} <= texts


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
