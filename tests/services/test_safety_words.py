"""The words that ship, and what a manager decided about them."""

import json

from desktop.paths import resources
from desktop.services.safety_words import FILE, read_safety_lines, safety_words


def test_no_line_ships_approved_and_each_has_its_place() -> None:
    lines = read_safety_lines(resources())
    assert not any(line.approved for line in lines)
    assert len({line.id for line in lines}) == len(lines)
    for language in ("English", "Spanish"):
        words = safety_words(lines, language)
        assert set(words.lines) == {"stay", "ask", "lifeline", "no_dispatch", "break"}
        assert all(line.language == language for line in words.lines.values())
        assert not words.approved
        assert "988" not in words.text("stay")
        assert "838255" in words.text("lifeline")


def test_the_manager_decides_line_by_line() -> None:
    shipped = read_safety_lines(resources())
    english = [line for line in shipped if line.language == "English"]
    first = english[0]
    lines = read_safety_lines(resources(), {first.id: ("I am here.", True)})
    words = safety_words(lines)
    assert words.text(first.key) == "I am here."
    assert not words.approved, "the others are not"
    lines = read_safety_lines(resources(), {line.id: (line.text, True) for line in english})
    assert safety_words(lines).approved
    assert not safety_words(lines, "Spanish").approved


def test_identities_never_change() -> None:
    """A manager's decision is kept by them."""
    shipped = json.loads((resources() / FILE).read_text(encoding="utf-8"))["lines"]
    known = {(line["key"], line["language"]): line["id"] for line in shipped}
    assert known["stay", "English"] == STAY
    assert known["ask", "Spanish"] == ASK_IN_SPANISH


STAY = "07f1f1ff-2de9-5e6e-9ec3-445799fcc6cb"
ASK_IN_SPANISH = "97b5b950-1aa2-597b-aa03-0cb27b72b937"
