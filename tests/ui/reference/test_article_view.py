"""The article on screen: finding, going to a section, selecting, letters of another size."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.find_in_text import find_in_text
from desktop.paths import resources
from desktop.services.script_book import ScriptBook
from desktop.ui.reference.article_view import ArticleView
from desktop.ui.theme import Mode, Theme

ARTICLE = ScriptBook(resources()).article


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> Iterator[ArticleView]:
    """The real article in a pane of the page's width."""
    made = ArticleView(theme)
    qtbot.addWidget(made)
    made.resize(760, 700)
    made.show()
    made.show_article(ARTICLE)
    yield made
    theme.set_mode(Mode.LIGHT)
    theme.set_scale(1.0)


def test_it_opens_at_the_top(view: ArticleView) -> None:
    assert view.article_text.verticalScrollBar().value() == 0
    assert view.section == "Notice"


def test_finding_counts_and_goes_round(view: ArticleView) -> None:
    hits = find_in_text(ARTICLE.text, "symptoms")
    QTest.keyClicks(view.find_bar.field, "symptoms")
    assert view.find_bar.count.text() == f"1 of {len(hits)}"
    view.step(1)
    assert view.find_bar.count.text() == f"2 of {len(hits)}"
    view.step(-2)
    assert view.find_bar.count.text() == f"{len(hits)} of {len(hits)}"
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    assert view.find_bar.count.text() == f"1 of {len(hits)}"
    QTest.keyClicks(view.find_bar.field, "zzz")
    assert view.find_bar.count.text() == "Not found"
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert not view.find_bar.count.isVisible()


def test_what_is_found_is_marked_and_brought_into_sight(view: ArticleView) -> None:
    view.find_bar.field.setText("800-273-8255")
    assert view.section == "Where to turn"
    assert view.article_text.verticalScrollBar().value() > 0
    assert _shows(view, "mark-now")
    view.find_bar.field.clear()
    assert not _shows(view, "mark-now")


def test_beside_the_old_number_stands_the_new_one_and_not_in_the_text(view: ArticleView) -> None:
    view.go_to("Where to turn")
    assert _shows(view, "safety-tint")
    assert "988" not in view.article_text.toPlainText()
    assert "988" in view.article_text.accessibleDescription()


def test_approved_words_are_underlined(view: ArticleView) -> None:
    start = ARTICLE.text.index("Military service")
    assert not _shows(view, "primary-edge")
    view.underline([(start, start + 30)])
    assert _shows(view, "primary-edge")


def test_a_section_is_gone_to(view: ArticleView) -> None:
    reached: list[str] = []
    view.section_reached.connect(reached.append)
    view.go_to("What the study found")
    top = view.article_text.verticalScrollBar().value()
    view.article_text.setFocus()
    QTest.keyClick(view.article_text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.article_text.verticalScrollBar().value() > top > 0
    assert reached[-1] == "Where to turn"


@pytest.mark.parametrize("change", ["size", "scale", "dark"])
def test_a_selection_stays_when_everything_is_set_anew(
    view: ArticleView, theme: Theme, change: str
) -> None:
    start = ARTICLE.text.index("Avoidance")
    view.article_text.select(start, start + 9)
    if change == "size":
        view.article_text.set_size(1.3)
    elif change == "scale":
        theme.set_scale(1.25)
    else:
        theme.set_mode(Mode.DARK)
    assert view.article_text.selected() == (start, start + 9)


def test_the_article_cannot_be_changed_or_pasted_into(view: ArticleView) -> None:
    before = view.article_text.toPlainText()
    view.article_text.setFocus()
    QTest.keyClicks(view.article_text, "abc")
    QTest.keyClick(view.article_text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.article_text.toPlainText() == before


def test_a_problem_is_said_in_its_place(view: ArticleView) -> None:
    view.show_problem("The article is not in this program. Install KetWell Desk again.")
    assert not view.article_text.isVisible()
    view.show_article(ARTICLE)
    assert view.article_text.isVisible()


def _shows(view: ArticleView, token: str) -> bool:
    """Whether this colour is on the screen of the article."""
    theme = view.find_bar.theme
    wanted = QColor(theme.color(token)).rgb()
    image = view.article_text.viewport().grab().toImage()
    return any(
        image.pixel(x, y) == wanted
        for y in range(0, image.height(), 1)
        for x in range(0, image.width(), 3)
    )
