"""The words that ship with the program, and what is said when they cannot be read."""

import json
import shutil
from pathlib import Path

import pytest

from desktop.domain.vocabulary import LineKind
from desktop.paths import resources
from desktop.services.script_book import ArticleProblem, ScriptBook, ScriptProblem


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the article and scripts of one's own."""
    for name in ("article", "scripts"):
        shutil.copytree(resources() / name, tmp_path / name)
    return tmp_path


def test_every_snippet_points_at_whole_words_of_the_article() -> None:
    book = ScriptBook(resources())
    places = [line.place for line in book.lines.values() if line.place is not None]
    assert len(places) >= 10
    for place in places:
        words = book.article.words_at(place)
        assert words, f"nothing at {place}"
        assert place.section == book.article.section_at(place.start)
        around = book.article.text[place.start - 1 : place.start], book.article.text[place.end]
        assert not any(each.isalnum() for each in around)


def test_lines_about_how_well_it_works_are_marked() -> None:
    book = ScriptBook(resources())
    for line in book.lines.values():
        words = (book.article.words_at(line.place) if line.place else line.text) or ""
        if any(
            each in words for each in ("improve", "beneficial", "efficacy", "can help", "lasting")
        ):
            assert line.claims, words


def test_every_answer_says_when_it_is_offered_and_promises_no_success() -> None:
    answers = [x for x in ScriptBook(resources()).lines.values() if x.kind is LineKind.ANSWER]
    assert len(answers) >= 8
    for line in answers:
        assert line.title.endswith("?")
        assert line.text
        assert line.reasons
        assert "guarantee" not in line.text.lower()


def test_every_file_of_scripts_is_read_whatever_it_is_called(shipped: Path) -> None:
    body = {
        "kind": "safety",
        "lines": [{"id": "0" * 31 + "7", "title": "Ask", "text": "Are you safe?"}],
    }
    (shipped / "scripts" / "more.json").write_text(json.dumps(body), "utf-8")
    lines = ScriptBook(shipped).lines.values()
    assert [line.text for line in lines if line.title == "Ask"] == ["Are you safe?"]


def test_a_missing_article_is_said_plainly(shipped: Path) -> None:
    (shipped / "article" / "article.txt").unlink()
    with pytest.raises(ArticleProblem, match=r"The article is not in this program\. Install"):
        _ = ScriptBook(shipped).article


def test_an_altered_article_is_not_shown(shipped: Path) -> None:
    file = shipped / "article" / "article.txt"
    file.write_bytes(file.read_bytes().replace(b"may include", b"are always"))
    book = ScriptBook(shipped)
    with pytest.raises(ArticleProblem, match="not the approved one, so it is not shown"):
        _ = book.article
    assert book.readable_article is None


@pytest.mark.parametrize("body", ["{", "[]", '{"kind": "poem", "lines": []}', '{"kind": "answer"}'])
def test_lines_that_cannot_be_read_name_their_file(shipped: Path, body: str) -> None:
    (shipped / "scripts" / "answers.json").write_text(body, "utf-8")
    with pytest.raises(ScriptProblem, match=r"answers\.json cannot be read"):
        _ = ScriptBook(shipped).lines
