"""What somebody sees when the data does not open, and when we made a mistake."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.app import App
from desktop.domain.errors import DataLocked, KeyMissing, Problem
from desktop.storage.data_files import DataFiles
from desktop.ui.bug_reports import BugReports
from desktop.ui.opening import OpeningTrouble
from desktop.ui.theme import Theme


def test_a_lost_key_asks_for_the_recovery_code_and_opens_with_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    first = composition.build(data, prefer_key_file=True)
    code = first.opened.recovery_code
    first.close()
    assert code is not None
    DataFiles.of(data).key_file.unlink()
    opened: list[App] = []

    def open_with(typed: str) -> App:
        return composition.build(data, prefer_key_file=True, recovery_code=typed or None)

    page = OpeningTrouble(theme, KeyMissing("The key is gone. Type the recovery code."), open_with)
    qtbot.addWidget(page)
    page.opened.connect(opened.append)
    page.show()
    wrong = code[:-1] + ("1" if code.endswith("0") else "0")
    QTest.keyClicks(page.code, wrong.replace("-", " ").lower())
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    assert page.field.problem, "a wrong code is said at the field"
    assert not opened
    page.code.clear()
    QTest.keyClicks(page.code, code.lower())
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    assert len(opened) == 1
    opened[0].close()


def test_anything_else_can_be_tried_again(qtbot: QtBot, theme: Theme) -> None:
    answers: list[object] = [DataLocked("Another program holds the data. Close it."), "open"]

    def open_with(_typed: str) -> object:
        answer = answers.pop(0)
        if isinstance(answer, Problem):
            raise answer
        return answer

    page = OpeningTrouble(theme, DataLocked("Another program holds the data."), open_with)
    qtbot.addWidget(page)
    page.show()
    assert page.field.isHidden()
    got: list[object] = []
    page.opened.connect(got.append)
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert "Close it" in page.sentence.text()
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert got == ["open"]


def test_a_bug_is_told_once_without_numbers(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    reports = BugReports(theme, window, tmp_path / "log")
    try:
        raise ValueError("(312) 555-0147, juniper@example.com")
    except ValueError as bug:
        reports.tell(bug)
        reports.tell(bug)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    report = dialog.report.toPlainText()  # type: ignore[attr-defined]
    assert "ValueError" in report
    assert "555-0147" not in report
    assert "juniper@" not in report
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
