"""Loads PySide6's ground floor without compiling it anew.

A part of PySide6 travels as Python text in a zip inside a library, and every start compiles that
text: a sixth of the time until a bare window shows. Here the compiled code is kept where Python
keeps that of our own modules, and used again while the text is the very same, letter by letter.

PySide6 also reads the text of every module that is imported after it, and keeps all its lines, to
know whether it asks for an optional feature of PySide6 (``from __feature__ import …``). None here
does, and it is told so: that was a sixth of the loading of our modules, and some 70 MB once the
tables of places are loaded.

``python -m desktop.ui.quick_qt`` makes it beforehand (``start.py`` and the installers do).
"""

import builtins
import marshal
import sys
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

_PART = "shibokensupport/"
Kept = dict[str, tuple[bytes, CodeType]]
"""File name in the zip, its text, what came of it."""


def load_qt(*, keep: bool = not sys.dont_write_bytecode) -> None:
    """Import shiboken6, on which all of PySide6 stands. ``keep``: keep what had to be compiled.

    Call it before anything else of PySide6 is imported; only then is there something to gain.
    """
    kept, fresh = _read(), dict[str, tuple[bytes, CodeType]]()
    compile_anew: Any = builtins.compile

    def compile_once(source: Any, filename: Any, *how: Any, **more: Any) -> Any:
        if not (isinstance(filename, str) and filename.startswith(_PART)):
            return compile_anew(source, filename, *how, **more)
        known = kept.get(filename)
        if known is not None and known[0] == source:
            return known[1]
        code = compile_anew(source, filename, *how, **more)
        fresh[filename] = (source, code)
        return code

    builtins.compile = compile_once
    try:
        import shiboken6  # noqa: F401
    finally:
        builtins.compile = compile_anew
    feature: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _asks_for_no_feature
    if fresh and keep:
        _write({**kept, **fresh})


def _asks_for_no_feature(_module: object) -> bool:
    return False


def _file() -> Path:
    beside = Path(cache_from_source(__file__))
    return beside.with_name(f"shibokensupport.{sys.implementation.cache_tag}.bin")


def _read() -> Kept:
    try:
        # To be trusted as much as the .pyc files beside it.
        kept: Kept = marshal.loads(_file().read_bytes())  # noqa: S302
    except (OSError, EOFError, ValueError, TypeError):
        return {}  # not made yet, or cut short
    return kept


def _write(kept: Kept) -> None:
    """Whole or not at all; where it may not be written, every start takes a little longer."""
    part = _file().with_suffix(".part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(marshal.dumps(kept))
        part.replace(_file())
    except OSError:
        return


if __name__ == "__main__":
    load_qt(keep=True)
