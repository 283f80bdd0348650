"""The article as it is typeset: every character of it stands once, in order, where it stood."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.article import Article, BlockKind, Section, check_of, covering, parse
from desktop.paths import resources
from desktop.services.script_book import ScriptBook

ARTICLE = ScriptBook(resources()).article

_lines = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "",
                "  ",
                "  • One",
                "•",
                "“Said.” By her.",
                "“Said.”",
                "“",
                "How does it help?",
                "Title",
            ]
        ),
    ),
    max_size=12,
)


def words_of(kind: BlockKind) -> list[str]:
    return [ARTICLE.text[b.words : b.end] for b in ARTICLE.blocks if b.kind is kind]


def test_the_article_has_its_parts() -> None:
    assert words_of(BlockKind.NOTICE)[0].startswith("Delic Announces Pending Acquisition of KWC")
    title = "Reducing the Severity of PTSD Symptoms with Ketamine Infusions"
    assert words_of(BlockKind.TITLE) == words_of(BlockKind.CLOSING) == [title]
    assert words_of(BlockKind.AUTHOR)[0].startswith("Christine Ryan")
    assert words_of(BlockKind.HEADING) == ["So, How Does Ketamine Help those Suffering from PTSD?"]
    assert words_of(BlockKind.ATTRIBUTION) == ["According to Adriana Feder and her colleagues."]
    assert words_of(BlockKind.QUOTATION)[0].startswith("“This randomized")
    assert words_of(BlockKind.QUOTATION)[0].endswith("chronic PTSD.”")
    bullets = words_of(BlockKind.BULLET)
    assert (bullets[0], bullets[-1], len(bullets)) == (
        "Intrusive memories",
        "Suicidal ideation",
        10,
    )
    assert len(words_of(BlockKind.PARAGRAPH)) == 5


def test_every_section_of_the_outline_begins_where_a_block_begins() -> None:
    starts = {block.start for block in ARTICLE.blocks}
    assert {section.start for section in ARTICLE.sections} <= starts
    assert all(block.section == ARTICLE.section_at(block.start) for block in ARTICLE.blocks)


@given(_lines, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_the_blocks_cover_every_character_that_is_printed_once_and_in_order(
    lines: list[str], between: str
) -> None:
    text = between.join(lines)
    blocks = parse(text)
    at = 0
    for block in blocks:
        assert text[at : block.start].strip() == ""
        assert block.start <= block.words <= block.end
        assert block.start < block.end
        at = block.end
    assert text[at:].strip() == ""


@given(st.integers(0, len(ARTICLE.text)), st.integers(0, len(ARTICLE.text)))
def test_what_is_pointed_at_is_found_again(one: int, other: int) -> None:
    start, end = sorted((one, other))
    place = ARTICLE.point_at(start, end)
    selected = ARTICLE.text[start:end].strip()
    if place is None:
        assert selected == ""
        return
    assert ARTICLE.text[place.start : place.end] == selected
    assert start <= place.start <= place.end <= end
    assert ARTICLE.words_at(place) == " ".join(selected.replace("•", " ").split())


def test_words_that_moved_are_not_read_from_their_old_place() -> None:
    place = ARTICLE.point_at(0, 20)
    assert place is not None
    moved = Article.of(ARTICLE.key, "", f"New. {ARTICLE.text}", ARTICLE.sections)
    other = Article.of("other", "", ARTICLE.text, ARTICLE.sections)
    assert moved.words_at(place) is None
    assert other.words_at(place) is None


def test_a_section_goes_on_until_the_next() -> None:
    article = Article.of(
        "k", "", "Notice\nTitle\nAuthor\nWords", [Section("A", 7), Section("B", 13)]
    )
    assert [article.section_at(n) for n in (0, 7, 12, 13, 99)] == ["", "A", "A", "B", "B"]


def test_the_check_takes_half_a_surrogate_pair() -> None:
    assert check_of("\ud83d") == check_of("?")


def test_a_selection_needs_the_ranges_it_lies_in() -> None:
    text = "One two. Three four. Five."
    ranges = [(0, 8), (9, 20)]
    assert covering(text, ranges, 2, 6) == (0,)
    assert covering(text, ranges, 0, 20) == (0, 1)
    assert covering(text, ranges, 8, 9) == ()
    assert covering(text, ranges, 10, 24) == ()
    assert covering(text, [(0, 8), (4, 8)], 0, 8) == (0,)
