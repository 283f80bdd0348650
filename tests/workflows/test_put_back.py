"""A backup put back through the window: on a new computer, from the settings, after damage."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop import app as composition
from desktop.app import App
from desktop.domain.backup_rules import BackupKind
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.storage.data_files import DataFiles
from desktop.ui.entrance import Opening
from desktop.ui.first_run.first_run_page import FirstRunPage
from desktop.ui.frame import Frame
from desktop.ui.main_window import MainWindow
from desktop.ui.opening import OpeningTrouble
from desktop.ui.restoring.restore_window import RestoreWindow
from desktop.ui.settings.backups_section import BackupsSection
from tests.workflows.conftest import quick_passwords
from tests.workflows.test_start import MANAGER, PASSWORD, begin, real_data

ADMIN = "Stork Bell"
NEW = text("SELECT name FROM user_account WHERE role = 'staff'")
LAST = text(
    "SELECT who.name FROM audit_event AS e LEFT JOIN user_account AS who ON who.id = e.user_id"
    " WHERE e.action = 'restore'"
)


class Program:
    """The program's windows, from the first picture on."""

    def __init__(self, data: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.frame: Frame
        self.opening: Opening
        self.frame, self.opening = begin(data)

    def desk(self) -> MainWindow:
        """The desk, when it stands in its frame and rests."""
        self.qtbot.waitUntil(
            lambda: (
                self.opening._desk is not None
                and self.frame.isVisible()
                and self.frame.centralWidget() is self.opening._desk.window
            )
        )
        desk = self.opening._desk
        assert desk is not None
        for _round in range(3):
            self.qtbot.waitUntil(lambda: not desk.tasks.busy)
            QApplication.sendPostedEvents()
        return desk.window

    def top(self, kind: type[QWidget]) -> QWidget:
        """The window of this kind that can be seen."""
        found: list[QWidget] = []

        def there() -> bool:
            found[:] = [
                each for each in QApplication.topLevelWidgets() if type(each) is kind
                and each.isVisible()
            ]  # fmt: skip
            return bool(found)

        self.qtbot.waitUntil(there)
        found[0].activateWindow()
        return found[0]

    def restoring(self) -> RestoreWindow:
        """The window that puts a backup back."""
        window = self.top(RestoreWindow)
        assert isinstance(window, RestoreWindow)
        return window

    def press(self, widget: QWidget) -> None:
        """Click a widget that can be seen."""
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def go_on(self, window: RestoreWindow) -> None:
        """Enter, as soon as that may be pressed."""
        self.qtbot.waitUntil(window.act.isEnabled)
        QTest.keyClick(window.act, Qt.Key.Key_Return)

    def close(self) -> None:
        self.frame.close()
        self.opening.close()


@pytest.fixture
def programs(qtbot: QtBot) -> Iterator[list[Program]]:
    opened: list[Program] = []
    yield opened
    for each in opened:
        each.close()


def build(data: Path) -> App:
    return composition.build(data, passwords=quick_passwords)


def backed_up(folder: Path, data: Path) -> Path:
    """A backup of the data, carried to a stick."""
    with closing(build(data)) as app:
        made = app.services.backups.take(BackupKind.BY_HAND)
    stick = folder / "stick" / made.name
    shutil.copytree(made.path, stick)
    return stick.parent


def test_a_new_computer_with_a_backup_and_the_code_alone(
    tmp_path: Path, qtbot: QtBot, programs: list[Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a desk of somewhere else, of which a backup and the printed code are left
    old = tmp_path / "clinic"
    first = composition.build(old, passwords=quick_passwords, prefer_key_file=True)
    code = first.opened.recovery_code
    first.close()
    assert code is not None
    real_data(tmp_path, manager=True)
    stick = backed_up(tmp_path, old)
    shutil.rmtree(old)
    DataFiles.of(old).key_file.unlink()
    # WHEN the program is opened for the first time on a new computer
    new = tmp_path / "new" / "data"
    new.parent.mkdir()
    composition.build(new, passwords=quick_passwords, prefer_key_file=True).close()
    program = Program(new, qtbot)
    programs.append(program)
    page = program.desk().findChild(FirstRunPage)
    assert isinstance(page, FirstRunPage)
    program.press(page.have_backup)
    window = program.restoring()
    qtbot.waitUntil(lambda: window.other.hasFocus())
    assert "Choose the folder" in window.where.text()
    # AND a folder without one is named first
    answers = [str(new.parent), str(stick)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    program.press(window.other)
    qtbot.waitUntil(window.notice.isVisible)
    program.press(window.other)
    qtbot.waitUntil(lambda: window.table.in_hand() is not None)
    program.go_on(window)
    # THEN the code is asked for, and a wrong one is said to be wrong
    qtbot.waitUntil(window.code_field.isVisible)
    QTest.keyClicks(window.code, "ABCDE")
    QTest.keyClick(window.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.code_field.problem))
    window.code.clear()
    QTest.keyClicks(window.code, code)
    QTest.keyClick(window.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.step == 1)
    assert "The backup is whole" in window.changes.text()
    program.go_on(window)
    # AND the desk of before opens and asks who is here
    again = program.desk()
    assert again.actor is None
    assert again.sign_in.isVisible()
    program.close()
    programs.clear()
    with closing(build(new)) as app:
        assert app.services.users.sign_in(MANAGER, PASSWORD).actor.name == MANAGER
        assert app.services.places.desk() is not None
    assert [each.name for each in new.iterdir() if each.name.startswith("set-aside")]


def test_an_administrator_puts_one_back_from_the_settings(
    tmp_path: Path, qtbot: QtBot, programs: list[Program]
) -> None:
    data = real_data(tmp_path, manager=True)
    with closing(build(data)) as app:
        lark = app.services.users.sign_in(MANAGER, PASSWORD).actor
        app.services.users.add(lark, ADMIN, Role.ADMIN, PASSWORD, uuid4())
    program = Program(data, qtbot)
    programs.append(program)
    window = program.desk()
    admin = administrator(program)
    window.welcome(admin)
    section = backups_of(window)
    program.press(section.now_button)
    qtbot.waitUntil(lambda: section.table.rows.rowCount() == 1)
    desk = program.opening._desk
    assert desk is not None
    desk.app.services.users.add(admin, "Wren Hill", Role.STAFF, PASSWORD, uuid4())
    program.press(section.back_button)
    # WHEN it is looked at and left, everything is as it was
    looking = program.restoring()
    qtbot.waitUntil(lambda: looking.table.in_hand() is not None)
    program.go_on(looking)
    qtbot.waitUntil(lambda: looking.step == 1)
    assert "users: 3 now, 2 then" in looking.changes.text()
    QTest.keyClick(looking, Qt.Key.Key_Escape)
    window = program.desk()
    assert people_of(program) == ["Wren Hill"]
    # AND when it is put back, it is as it was then, and the trail says who did it
    window.welcome(administrator(program))
    program.press(backups_of(window).back_button)
    looking = program.restoring()
    qtbot.waitUntil(lambda: looking.table.in_hand() is not None)
    program.go_on(looking)
    qtbot.waitUntil(lambda: looking.step == 1)
    program.go_on(looking)
    program.desk()
    assert people_of(program) == []
    desk = program.opening._desk
    assert desk is not None
    with desk.app.database.read() as conn:
        assert conn.execute(LAST).scalars().all() == [ADMIN]
    kinds = [each.kind for each in desk.app.services.backups.there()]
    assert BackupKind.BEFORE_RESTORE in kinds


def administrator(program: Program) -> Actor:
    desk = program.opening._desk
    assert desk is not None
    return desk.app.services.users.sign_in(ADMIN, PASSWORD).actor


def backups_of(window: MainWindow) -> BackupsSection:
    window.settings.show_section("backups")
    section = window.findChild(BackupsSection)
    assert isinstance(section, BackupsSection)
    return section


def people_of(program: Program) -> list[str]:
    desk = program.opening._desk
    assert desk is not None
    with desk.app.database.read() as conn:
        return list(conn.execute(NEW).scalars())


def test_damaged_data_is_replaced_by_its_backup(
    tmp_path: Path, qtbot: QtBot, programs: list[Program]
) -> None:
    data = real_data(tmp_path, manager=True)
    backed_up(tmp_path, data)
    file = DataFiles.of(data).database
    file.write_bytes(b"\0" * 8192)
    program = Program(data, qtbot)
    programs.append(program)
    trouble = program.top(OpeningTrouble)
    assert isinstance(trouble, OpeningTrouble)
    program.press(trouble.put_back)
    window = program.restoring()
    qtbot.waitUntil(lambda: window.table.in_hand() is not None)
    program.go_on(window)
    qtbot.waitUntil(lambda: window.step == 1)
    program.go_on(window)
    assert program.desk().sign_in.isVisible()
