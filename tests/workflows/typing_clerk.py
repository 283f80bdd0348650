"""A clerk in a process of their own, to be killed in the middle of typing. Run by test_crash."""

import sys
from pathlib import Path

import pytest

from tests.workflows.own_process import desk_with_a_call, type_until_killed


def main(data: Path) -> None:
    """Open the desk, type half a note, say so, and go on typing until killed."""
    desk, notes = desk_with_a_call(data)
    kept = "She said the pharmacy closes at five and"
    type_until_killed(desk, notes, kept, "typed", " she is nearly out of tablets")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    pytest.fail("nobody killed the clerk")
