"""kill -9 in the middle of typing, and nothing is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflows.conftest import Open


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9; its twin is a drill")
def test_a_killed_program_offers_the_half_typed_card(open_desk: Open, demo_data: Path) -> None:
    # GIVEN a clerk who has typed half a note in another process
    clerk = subprocess.Popen(
        [sys.executable, "-m", "tests.workflows.typing_clerk", str(demo_data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert clerk.stdout is not None
    with clerk.stdout as said:
        assert said.readline().strip() == "typed"
        # WHEN it is killed while typing on
        clerk.send_signal(signal.SIGKILL)
        clerk.wait(timeout=20)
    # THEN the next start offers the card as it was, and the data is whole
    hands = open_desk()
    hands.click_on("Open the card of (602) 555-0155")
    form = hands.window.intake.state.form
    assert form.notes.startswith("She said the pharmacy closes at five and")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert "saved" in hands.last_said
