"""A file that was written for these tests."""

import json
from typing import Any, NamedTuple


class OwnFile(NamedTuple):
    """A file of ``format``; ``calls``, ``ignored`` and ``rejected`` say how many there are."""

    format: str
    about: str
    content: bytes
    calls: int
    ignored: int = 0
    rejected: int = 0

    def __repr__(self) -> str:
        """For the names of tests."""
        return f"{self.format}, {self.about}"


def lines_of(*lines: str, end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()


def json_of(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()
