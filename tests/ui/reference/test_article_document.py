"""The article in the document: which character stands where, and that nothing is loaded."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from desktop.domain.article import Article, BlockKind, Section
from desktop.paths import resources
from desktop.services.script_book import ScriptBook
from desktop.ui.reference.article_document import ArticleDocument, characters, units
from desktop.ui.theme import Theme

ARTICLE = ScriptBook(resources()).article


@pytest.fixture
def document(theme: Theme) -> Iterator[ArticleDocument]:
    """The real article, typeset."""
    made = ArticleDocument(theme)
    made.typeset(ARTICLE, 1.0)
    yield made
    made.deleteLater()


def test_the_document_says_what_is_printed_and_nothing_else(document: ArticleDocument) -> None:
    printed = [ARTICLE.text[b.words : b.end] for b in ARTICLE.blocks]
    assert document.toPlainText().replace("\xa0", " ") == "\n".join(printed).replace("\xa0", " ")
    assert ARTICLE.text.count("•") == sum(b.kind is BlockKind.BULLET for b in ARTICLE.blocks)


def test_every_word_is_found_at_its_place(document: ArticleDocument) -> None:
    plain = document.toPlainText()
    for words in ("Delic", "Intrusive memories", "“This randomized", "800-273-8255"):
        start = ARTICLE.text.index(words)
        ((first, last),) = document.pieces(start, start + len(words))
        assert plain[first:last] == words
        assert document.position_of(start) == first
        assert document.character_at(first) == start


def test_a_range_over_blocks_is_a_piece_in_each(document: ArticleDocument) -> None:
    start = ARTICLE.text.index("Intrusive")
    end = ARTICLE.text.index("activities")
    plain = document.toPlainText()
    pieces = [plain[a:b] for a, b in document.pieces(start, end)]
    assert pieces == ["Intrusive memories", "Avoidance of places, "]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text("ab \U0001f600é•?“”", min_size=1, max_size=8).filter(lambda t: t.strip()),
        min_size=1,
        max_size=6,
    )
)
def test_positions_hold_for_any_article(theme: Theme, lines: list[str]) -> None:
    article = Article.of("k", "K", "\n\n".join(lines), [Section("All", 0)])
    document = ArticleDocument(theme)
    document.typeset(article, 1.0)
    for block in article.blocks:
        for character in range(block.words, block.end):
            assert document.character_at(document.position_of(character)) == character
    document.deleteLater()


def test_html_in_an_article_is_text(theme: Theme) -> None:
    words = "<img src='file:///etc/hosts'><b>Bold</b> & <a href='http://x'>link</a>"
    document = ArticleDocument(theme)
    document.typeset(Article.of("k", "K", f"N\nT\nA\n{words}", []), 1.0)
    assert words in document.toPlainText()
    document.deleteLater()


def test_no_file_and_no_address_is_ever_loaded(document: ArticleDocument) -> None:
    for kind in QTextDocument.ResourceType:
        assert document.resource(kind.value, QUrl("file:///etc/hosts")) is None
        assert document.resource(kind.value, QUrl("https://example.com/a.png")) is None


@given(st.text(max_size=20), st.integers(0, 25))
def test_characters_and_qts_units_agree(text: str, length: int) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    count = characters(text, min(length, units(text)))
    assert units(text[:count]) >= min(length, units(text))
    assert count == 0 or units(text[: count - 1]) < min(length, units(text)) or length == 0
