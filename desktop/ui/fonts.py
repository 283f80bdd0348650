"""The fonts that ship with the program."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase


def load_fonts(folder: Path) -> None:
    """Make the fonts in ``folder`` known to Qt, once for the process. The application is there."""
    if QFontDatabase.applicationFontFamilies(0):
        return
    for file in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
