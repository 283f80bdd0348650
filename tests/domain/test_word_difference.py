"""What is new in a text since an earlier one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.word_difference import changed_share, new_since

V2 = "KWC is being acquired. The sale is announced but not final. We still hold your records."
V3 = (
    "KWC is being acquired. The sale is announced but not final. As of today, your appointments "
    "stay as they are. We still hold your records, and you can ask for a copy."
)


def marked(earlier: str, text: str) -> list[str]:
    return [piece.text.strip() for piece in new_since(earlier, text) if piece.new]


def test_only_what_was_not_said_before_is_marked() -> None:
    assert marked(V2, V3) == [
        "As of today, your appointments stay as they are.",
        "and you can ask for a copy.",
    ]


def test_a_mark_or_a_capital_is_nothing_new_but_a_word_is() -> None:
    assert marked("We hold your records.", "we hold, your Records") == []
    assert marked("You will keep your time.", "You will not keep your time.") == ["not"]
    assert marked("in 30 days", "in 60 days") == ["60"]


def test_of_nothing_all_is_new() -> None:
    assert marked("", V2) == [V2]
    assert new_since(V2, "") == ()
    assert (changed_share("", V2), changed_share(V2, V2)) == (1.0, 0.0)


_TEXT = st.text(st.sampled_from("ab .,\n–é"), max_size=60)


@given(_TEXT, _TEXT)
def test_the_pieces_are_the_text(earlier: str, text: str) -> None:
    pieces = new_since(earlier, text)
    assert "".join(piece.text for piece in pieces) == text
    assert all(one.new != other.new for one, other in pairwise(pieces))


@given(_TEXT)
def test_nothing_is_new_in_the_same_text(text: str) -> None:
    assert not any(piece.new for piece in new_since(text, text))
