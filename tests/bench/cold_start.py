"""Cold start to the first painted window with the live queue, against a bare PySide6 window."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.sides import Result, in_turns

MOST = 1.3
_DESK = """
import os, sys, threading
begin = threading.Thread.start
def start(thread):
    # This thread opens the data as soon as the first picture is painted: here the clock stops.
    os._exit(0) if thread.name == "opening" else begin(thread)
threading.Thread.start = start
from desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_HELLO = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Hello(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
import os
qt = QApplication(sys.argv[:1])
window = Hello("Hello")
window.resize(1440, 900)
window.show()
qt.exec()
"""


def measure(data: Path, rounds: int) -> Result:
    """Fresh processes in turns: from the command to the end of the first painting."""
    here = {
        **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }

    def desk(_number: int) -> None:
        command = [sys.executable, "-c", _DESK, "--data-dir", str(data)]
        subprocess.run(command, check=True, env=here, capture_output=True)

    def hello(_number: int) -> None:
        subprocess.run([sys.executable, "-c", _HELLO], check=True, env=here, capture_output=True)

    return in_turns("cold start, live queue painted | bare window", desk, hello, rounds, MOST)
