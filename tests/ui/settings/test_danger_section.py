"""The list of words of danger: ticked, added to, and a refusal takes the tick back."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.services.changes import Touched, Written
from desktop.ui.settings.danger_section import DangerSection
from desktop.ui.theme import Theme
from tests.ui.at_once import AtOnce

LARK = Actor(uuid4(), "Lark Moor", Role.MANAGER, uuid4(), uuid4(), uuid4(), "America/Phoenix")


@dataclass(frozen=True)
class Row:
    """A word."""

    language: str
    word: str
    enabled: bool = True
    shipped: bool = True


class Book:
    """A list of words."""

    def __init__(self) -> None:
        self.rows = [Row("en", "suicide"), Row("en", "hurt myself"), Row("es", "suicidio")]
        self.refuses = False

    def list(self, actor: Actor) -> list[Row]:
        """All of them."""
        return list(self.rows)

    def add(self, actor: Actor, language: str, word: str, key: UUID) -> Written:
        """One more."""
        self.rows.append(Row(language, word, shipped=False))
        return self._written()

    def switch(self, actor: Actor, language: str, word: str, key: UUID, *, on: bool) -> Written:
        """On or off."""
        if self.refuses:
            raise Refused("Ask a manager.")
        self.rows = [
            replace(row, enabled=on) if (row.language, row.word) == (language, word) else row
            for row in self.rows
        ]
        return self._written()

    def _written(self) -> Written:
        return Written(uuid4(), (Touched("danger_word", uuid4()),))


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def section(qtbot: QtBot, theme: Theme, book: Book) -> DangerSection:
    shown = DangerSection(theme, AtOnce(), book)
    qtbot.addWidget(shown)
    shown.set_actor(LARK)
    shown.load()
    shown.show()
    return shown


def test_a_word_is_switched_off_and_can_be_undone(section: DangerSection, book: Book) -> None:
    said: list[tuple[str, object]] = []
    section.said.connect(lambda words, undo: said.append((words, undo)))
    section.panes_by_language["en"].checks["suicide"].click()
    assert not book.rows[0].enabled
    ((words, undo),) = said
    assert words == "“suicide” is not looked for any more."
    assert isinstance(undo, UUID)


def test_a_word_is_added_by_enter_to_its_language(section: DangerSection, book: Book) -> None:
    pane = section.panes_by_language["es"]
    pane.line.setFocus()
    QTest.keyClicks(pane.line, "no quiero vivir")
    QTest.keyClick(pane.line, Qt.Key.Key_Return)
    assert book.rows[-1] == Row("es", "no quiero vivir", shipped=False)
    assert pane.line.text() == ""
    assert pane.checks["no quiero vivir"].isChecked()
    assert "no quiero vivir" not in section.panes_by_language["en"].checks


def test_a_refusal_says_so_and_takes_the_tick_back(section: DangerSection, book: Book) -> None:
    book.refuses = True
    heard: list[str] = []
    section.troubled.connect(heard.append)
    check = section.panes_by_language["en"].checks["suicide"]
    check.click()
    assert heard == ["Ask a manager."]
    assert check.isChecked()
