"""docs/formats.md tells what the readers find now."""

import os
from pathlib import Path

import pytest

from desktop.connectors.files.registry import FORMATS
from tests.connectors.formats_table import DOCUMENT, document


def test_every_format_is_told() -> None:
    told = DOCUMENT.read_text("utf-8")
    assert [each.name for each in FORMATS if f"| `{each.name}` | {each.title} |" not in told] == []


@pytest.mark.skipif(
    not os.environ.get("KETWELL_SAMPLES"), reason="KETWELL_SAMPLES does not say where samples are"
)
def test_the_counts_hold() -> None:
    assert DOCUMENT.read_text("utf-8") == document(Path(os.environ["KETWELL_SAMPLES"]))
