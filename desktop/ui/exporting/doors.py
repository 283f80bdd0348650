"""Where the system is asked: the place of a file, and to show a folder. Tests put theirs here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


class Doors:
    """The system's own dialogs. The one that saves asks before it takes a name that is there."""

    def ask_where(
        self,
        window: QWidget,
        name: str,
        chosen: Callable[[Path], None],
        left: Callable[[], None],
    ) -> None:
        """Ask where a file called ``name`` goes; returns at once."""
        ending = Path(name).suffix
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(window, "Save the export", folder, f"*{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.rejected.connect(left)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_which(self, window: QWidget, ending: str, chosen: Callable[[Path], None]) -> None:
        """Ask for a file that is there; returns at once."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(window, "Choose a file", folder, f"*{ending}")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
