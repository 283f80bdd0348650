"""What the first painted window does without."""

import subprocess
import sys


def test_the_thousand_constants_of_qt_wait_for_the_desk() -> None:
    """Loading the namespace ``Qt`` takes a tenth of a cold start (see ``tests/bench``)."""
    program = "import PySide6.QtCore as core; import desktop.ui.entrance; print('Qt' in vars(core))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert loaded.stdout.strip() == "False"
