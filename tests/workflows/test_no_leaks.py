"""What is typed about people stays in the data: not in titles, logs, settings, temporary files,
the environment, the command line, nor in a picture of the memory after a crash."""

import ast
import ctypes
import logging
import os
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication

import desktop
from desktop import log
from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.vocabulary import Direction
from desktop.services.people import NewPerson
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of

CANARY = "vorquiltam"
NUMBER = "7025550138"
FORMS = tuple(
    word.encode(coding)
    for word in (CANARY, CANARY.upper(), CANARY.title(), NUMBER)
    for coding in ("utf-8", "utf-16-le")
)
HOME = Path(desktop.__file__).parent


def titles() -> list[str]:
    return [window.windowTitle() for window in QApplication.topLevelWidgets()]


def left_on_disk(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        path
        for path in files
        if CANARY in path.name.lower() or any(form in path.read_bytes() for form in FORMS)
    ]


def test_nothing_of_a_day_is_left_outside_the_data(
    open_desk: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a person with a name that stands nowhere else WHEN a clerk works with them, a caller
    pops up, a bug is logged and a backup made THEN that name is in no other byte, no title, not in
    the environment and not on the command line."""
    for name in ("TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        place = tmp_path / name
        place.mkdir()
        monkeypatch.setenv(name, str(place))
    hands = open_desk()
    people, actor = hands.desk.app.services.people, actor_of(hands)
    new = NewPerson(f"{CANARY.title()} Reed", number_text=NUMBER, notes=f"said {CANARY} twice")
    people.add(actor, new, uuid4())
    seen: list[str] = []
    with log.writing_to(tmp_path / "logs" / "ketwell-desk.log"):
        hands.press("Ctrl+6")
        hands.click(hands.window.people.list.field)
        hands.write(CANARY)
        assert hands.sees(f"{CANARY.title()} Reed"), "they are here"
        seen += titles()
        hands.press("Ctrl+K")
        hands.write(CANARY)
        seen += titles()
        hands.press("Esc")
        hands.press("F2")
        hands.write(NUMBER)
        seen += titles()
        ring = IncomingCall(
            direction=Direction.IN,
            caller=f"+1{NUMBER}",
            called="855-KET-WELL",
            source="phone system",
            name=CANARY,
            disposition=Disposition.RINGING,
            external_id="ring",
        )
        hands.window.popups.doorway.ringing(ring, Receipt(Fate.CREATED))
        hands.settle()
        seen += titles()
        hands.press("F8")
        seen += titles()
        hands.press("Esc")
        try:
            raise ValueError(f"could not read '{CANARY}' at {NUMBER}")
        except ValueError:
            logging.getLogger("desktop").exception("background work stopped")
        hands.desk.app.services.backups.take()
        hands.window.lock()
        hands.settle()
        seen += titles()
    assert (tmp_path / "logs" / "ketwell-desk.log").exists()
    assert left_on_disk(tmp_path) == []
    assert not [title for title in seen if CANARY in title.lower() or NUMBER in title]
    assert not [value for value in os.environ.values() if CANARY in value.lower()]
    assert CANARY not in " ".join(sys.argv).lower()
    leak = tmp_path / "notes.txt"
    leak.write_text(f"{CANARY} rang")
    assert left_on_disk(tmp_path) == [leak], "a leak would be found"


def test_titles_and_file_names_are_ours() -> None:
    """No window is named after what it shows, and nothing keeps settings or temporary files beside
    the two places that are known to hold nothing about people."""
    found = []
    for path in sorted(HOME.rglob("*.py")):
        name = path.relative_to(HOME).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                title = node.func.attr == "setWindowTitle"
                ours = title and (
                    isinstance(node.args[0], ast.Constant) or ast.unparse(node.args[0]) == "TITLE"
                )
                if title and not ours:
                    found.append(f"{name}: {ast.unparse(node)}")
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                if named & {"QSettings", "shelve", "QTemporaryFile", "QTemporaryDir"}:
                    found.append(f"{name}: {ast.unparse(node)}")
                if "tempfile" in named and name not in ("export/new_file.py", "ui/screens.py"):
                    found.append(f"{name}: {ast.unparse(node)}")
    assert found == []


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_a_crash_leaves_no_picture_of_the_memory(hands: Hands) -> None:
    """GIVEN an open desk WHEN the system asks whether it may be dumped THEN it may not."""
    import resource

    assert hands.desk.app.database.data_version() >= 0
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0
