"""Where reading stopped, in a small file of the data directory: working state, no Change."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_LONGEST: Final = 4_096


class PlaceFile:
    """A place (see ``call_records``) in ``path``. A lost one costs a second reading, no call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str:
        """What was saved last; "" when nothing was, or when it cannot be read."""
        with suppress(OSError), self._path.open("rb") as file:
            return file.read(_LONGEST).decode("utf-8", "replace")
        return ""

    def save(self, text: str) -> None:
        """Replace it: the old one or the new one, never a half. Raises OSError."""
        part = self._path.with_name(self._path.name + ".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._path)
