"""What docs/security.md names as code and as a test is there."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
PAGE = (HOME / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`([\w./-]+(?:/|\.py)(?:::\w+)?)`", PAGE)))
ASKED = (
    "164.312(a)(1)",
    "164.312(a)(2)(i)",
    "164.312(a)(2)(ii)",
    "164.312(a)(2)(iii)",
    "164.312(a)(2)(iv)",
    "164.312(b)",
    "164.312(c)(1)",
    "164.312(d)",
    "164.312(e)(1)",
    "164.312(e)(2)(i)",
    "164.312(e)(2)(ii)",
    *(f"164.308(a)(5)(ii)({part})" for part in "ABCD"),
    *(f"164.308(a)(7)(ii)({part})" for part in "ABCDE"),
)


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    file = next(place for place in (HOME / path, HOME / "desktop" / path) if place.exists())
    assert not test or f"def {test}(" in file.read_text("utf-8")


@pytest.mark.parametrize("part", ASKED)
def test_each_part_of_the_rule_has_its_row(part: str) -> None:
    assert f"\n| {part}" in PAGE
