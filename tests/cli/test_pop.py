"""``pop`` hands over whatever it was given, loads next to nothing, and says how it went."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.__main__ import main
from desktop.cli import pop
from desktop.connectors.telephony.pop_door import PopDoor
from desktop.domain.incoming import Fate, Incoming, IncomingCall, Receipt, Unreadable
from desktop.paths import Folders
from tests.conftest import Clock

_SHOWN, _NO_CALLER, _NO_WINDOW = 0, 2, 3


class _Window:
    """The window's end: a real door."""

    def __init__(self, data: Path) -> None:
        self.calls: list[IncomingCall] = []
        self.came = Event()
        self.door = PopDoor(
            data,
            take=self._take,
            set_aside=self._set_aside,
            clock=Clock(),
            ringing=lambda _call, _receipt: None,
        )

    def _take(self, record: Incoming) -> Receipt:
        assert isinstance(record, IncomingCall)
        self.calls.append(record)
        self.came.set()
        return Receipt(Fate.CREATED)

    def _set_aside(self, unreadable: Unreadable) -> None:
        raise AssertionError(unreadable)


@pytest.fixture
def window(data_dir: Path) -> Iterator[_Window]:
    """An open window on ``data_dir``."""
    made = _Window(data_dir)
    made.door.start()
    assert made.door.is_open.wait(10)
    yield made
    made.door.stop()


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program itself, as a soft phone starts it."""
    command = [sys.executable, "-m", "desktop", "--data-dir", str(data), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_it_hands_a_number_over(window: _Window, data_dir: Path) -> None:
    done = run(data_dir, "pop", "+1 602", "555-0155")
    assert (done.returncode, done.stdout, done.stderr) == (_SHOWN, "", "")
    assert window.came.wait(10)
    assert window.calls[0].caller == "+1 602 555-0155"


def test_without_a_window_or_a_number_it_says_so(window: _Window, data_dir: Path) -> None:
    done = run(data_dir, "pop", "nobody at all")
    assert done.returncode == _NO_CALLER
    assert done.stderr.startswith("No phone number was found there.")
    window.door.stop()
    done = run(data_dir, "pop", "6025550155")
    assert done.returncode == _NO_WINDOW
    assert done.stderr.startswith("KetWell Desk is not open")


def test_it_loads_next_to_nothing(window: _Window, data_dir: Path) -> None:
    """A phone waits for it."""
    words = ["--data-dir", str(data_dir), "pop", "6025550155"]
    script = (
        "import sys, json; before = set(sys.modules);"
        f"from desktop.__main__ import main; code = main({words!r});"
        "print(json.dumps([code, sorted(set(sys.modules) - before)]))"
    )
    bare = [sys.executable, "-S", "-c", script]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(bare, capture_output=True, text=True, check=True, env=here, timeout=60)
    code, loaded = json.loads(done.stdout)
    assert code == _SHOWN
    heavy = {"re", "typing", "pathlib", "dataclasses", "argparse", "logging", "json.decoder"}
    assert not heavy.intersection(loaded)
    ours = [name for name in loaded if name.startswith("desktop")]
    assert len(ours) <= 7, ours
    assert len(loaded) < 40, loaded


@pytest.mark.parametrize(
    "options",
    [[], ["--demo"], ["--data-dir", "some/where"], ["--data-dir=~/desk/"], ["--json", "--demo"]],
)
def test_the_quick_way_to_the_data_is_the_way(options: list[str]) -> None:
    asked = pop.asked([*options, "pop", "1"])
    assert asked is not None
    assert asked.quick_data == asked.data
    where = Path("/a/b")
    assert pop.Asked(["--data-dir", str(where)], "", by_link=False).quick_data == str(
        Folders.of(where).data
    )


_HOSTILE = (
    st.text(max_size=300)
    | st.text(st.characters(codec="utf-8"), max_size=40).map(lambda t: f"tel:{t}")
    | st.text(max_size=40).map(lambda t: f"ketwell:pop?number={t}&name={t}")
    | st.sampled_from(
        (
            "--help",
            "-h",
            "--data-dir=/etc",
            "'; drop table call; --",
            "$(reboot)",
            "`id`",
            "%n%n%n",
            "../../../etc/passwd",
            "ketwell:pop?number=%00%0a&event=answered",
            "ketwell://pop/?number=" + "9" * 5000,
            "tel:" + "1;" * 3000,
            "\u202e5550155",
            "file:///etc/passwd",
            "http://127.0.0.1/pop",
        )
    )
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_HOSTILE, min_size=1, max_size=3), st.booleans())
@example(["\udc80\udcff"], False)
@example(["\0"], True)
def test_whatever_is_behind_pop_is_only_text(
    window: _Window, data_dir: Path, words: Sequence[str], by_link: bool
) -> None:
    """It is shown or refused: it is no option, ends nothing, and is never more than one caller."""
    text = f"ketwell:{words[0]}" if by_link else "pop"
    rest = list(words[1:]) if by_link else list(words)
    if not by_link and rest in (["-h"], ["--help"]):
        return  # help, and nothing else
    line = ["--data-dir", str(data_dir), text, *rest]
    assert pop.asked(line) is not None
    assert main(line) in (_SHOWN, _NO_CALLER)
    assert window.door.is_open.is_set()
    for call in window.calls:
        assert "\n" not in call.caller
        assert len(call.caller) <= 100
    window.calls.clear()
