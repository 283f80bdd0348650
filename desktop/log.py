"""The log: what the program did, never whom it was about.

Names are never logged in the first place. Of exceptions only the class, the place and names of our
code are written (:mod:`desktop.domain.bug_words`), of what other libraries log only the place, and
numbers and addresses are taken out of the rest (:mod:`desktop.domain.redaction`).
"""

import logging
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from desktop.domain.bug_words import bug_words
from desktop.domain.redaction import redact

LARGEST = 1_000_000
"""Bytes of one log file; with the older ones a log takes at most four times this."""
OLDER_FILES = 3
OURS = "desktop"
"""Whose words are logged: this package's, and no other library's."""
TAIL = 200
"""Lines of the log that go into a crash report."""


@contextmanager
def writing_to(path: Path, level: int = logging.INFO) -> Iterator[None]:
    """Write what the program logs to ``path`` until the block is left, rotated and redacted.

    The folder and the file are made with the first line. A log that cannot be written (full disk,
    no permission) is gone without: it must never stop the desk.
    """
    handler = _LogFile(path)
    root = logging.getLogger()
    before = root.level
    root.setLevel(level)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()


@contextmanager
def bugs_going_to(told: Callable[[BaseException], None]) -> Iterator[None]:
    """Until the block is left, log every exception nobody caught, in any thread, and call
    ``told`` with it (in the thread where it happened). Ctrl+C and a plain exit are no bugs.
    """

    def hook(_: type[BaseException], bug: BaseException, __: TracebackType | None) -> None:
        if isinstance(bug, KeyboardInterrupt):
            sys.__excepthook__(type(bug), bug, bug.__traceback__)
            return
        logging.getLogger(__name__).critical("nobody caught this", exc_info=bug)
        told(bug)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    before, thread_before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = hook, thread_hook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, thread_before


def crash_report(bug: BaseException, log: Path, versions: dict[str, str]) -> str:
    """A report somebody can read before sending it: versions, where it happened, the log's end.

    Everything in it is redacted, the log's lines once more, should an older version have written
    them.
    """
    import platform  # only here: the window starts without

    named = {"Python": platform.python_version(), "System": platform.platform(), **versions}
    report = [f"{name}: {version}" for name, version in named.items()]
    report += ["", _what_happened(bug), "", f"The last lines of {log.name}:", *_tail(log)]
    return "\n".join(report)


def _tail(log: Path) -> list[str]:
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return [redact(line.rstrip("\n")) for line in deque(lines, TAIL)]
    except OSError as reason:
        return [f"(not readable: {reason.strerror})"]


def _what_happened(bug: BaseException) -> str:
    """The traceback with its causes; source lines as they are, of the exceptions no words but
    those about code."""
    cause = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    earlier = f"{_what_happened(cause)}\n\nand then:\n" if cause else ""
    frames = "".join(traceback.format_tb(bug.__traceback__))
    several = bug.exceptions if isinstance(bug, BaseExceptionGroup) else ()
    each = "".join(f"\n\none of them:\n{_what_happened(one)}" for one in several)
    return f"{earlier}{redact(frames)}{bug_words(bug)}{each}"


class _Redacted(logging.Formatter):
    """Formats a line; its own time stays, the message and the traceback are redacted."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Redact a copy: other handlers (a test's) still see the record as it was."""
        clean = copy(record)
        ours = record.name == OURS or record.name.startswith(f"{OURS}.")
        words = redact(record.getMessage()) if ours else f"{record.filename}:{record.lineno}"
        clean.msg, clean.args = words, None
        clean.exc_text = None
        return super().format(clean)

    def formatException(self, ei: object) -> str:  # noqa: N802 the base class's name
        """The traceback of the record, redacted."""
        bug = ei[1] if isinstance(ei, tuple) else None
        return _what_happened(bug) if isinstance(bug, BaseException) else ""


class _LogFile(logging.FileHandler):
    """A rotating file that makes its folder with the first line and never gets in the way.

    Not logging's own, which loads sockets and more before the window could show.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self.setFormatter(_Redacted())

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, into a new file when this one is full."""
        try:
            self._make_room()
            super().emit(record)
        except OSError:
            self.handleError(record)

    def _open(self) -> TextIOWrapper:
        """For its owner alone, also where others may look into the folder."""
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )

    def _make_room(self) -> None:
        if self.stream is None:
            # One by one: mkdir gives its mode to the last folder only, and this may be the data's.
            for folder in reversed(Path(self.baseFilename).parents):
                folder.mkdir(mode=0o700, exist_ok=True)
        elif self.stream.tell() > LARGEST:
            self.close()
            _move_on(Path(self.baseFilename))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 the base class's name
        """Say nothing: the log is the first thing to go without."""


def _move_on(log: Path) -> None:
    """``log.2`` becomes ``log.3`` and so on; the oldest goes."""
    names = [log, *(log.with_name(f"{log.name}.{age}") for age in range(1, OLDER_FILES + 1))]
    # Windows refuses while another process (a pop, a listener) has one open: the log then grows on.
    with suppress(PermissionError):
        for newer, older in zip(names[-2::-1], names[:0:-1], strict=True):
            if newer.exists():
                newer.replace(older)
