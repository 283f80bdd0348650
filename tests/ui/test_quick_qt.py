"""What PySide6 compiles at every start is compiled once."""

import os
import subprocess
import sys
from pathlib import Path

_COUNT = """
import builtins, sys
compiled = []
compile_really = builtins.compile
def count(source, filename, *how, **more):
    compiled.append(str(filename))
    return compile_really(source, filename, *how, **more)
builtins.compile = count
from desktop.ui.quick_qt import load_qt
load_qt(keep=True)
assert builtins.compile is count, "it is put back"
from PySide6.QtCore import QObject
QObject().objectName()
print(sum(name.startswith("shibokensupport/") for name in compiled))
"""


def _compiled(caches: Path) -> int:
    """How many parts of PySide6 a fresh process compiles, with its caches in ``caches``."""
    told = subprocess.run(
        [sys.executable, "-c", _COUNT],
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(caches)},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


def test_the_second_start_compiles_nothing(tmp_path: Path) -> None:
    assert _compiled(tmp_path) > 5
    assert _compiled(tmp_path) == 0


def test_a_cache_that_is_no_good_is_made_again(tmp_path: Path) -> None:
    every = _compiled(tmp_path)
    (cache,) = tmp_path.rglob("shibokensupport.*.bin")
    cache.write_bytes(cache.read_bytes()[:1000])
    assert _compiled(tmp_path) == every
    text = cache.read_bytes()
    cache.write_bytes(text.replace(b"def ", b"dEf ", 1))
    assert _compiled(tmp_path) == 1, "only the part whose text is another one"
    assert _compiled(tmp_path) == 0


_SOURCES = """
import linecache
from desktop.ui.quick_qt import load_qt
load_qt(keep=False)
from PySide6.QtCore import QObject
import colorsys, desktop.ui.theme
print([name for name in linecache.cache if name.endswith(("colorsys.py", "theme.py"))])
"""


def test_the_text_of_what_is_loaded_later_is_not_read() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _SOURCES], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
