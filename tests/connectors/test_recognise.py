"""Each format knows its own files best, and takes nobody else's."""

from collections import Counter
from pathlib import Path

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import PERHAPS, ReadOptions
from desktop.connectors.files.registry import FORMATS, named, recognise
from desktop.domain.incoming import IncomingCall, Taken
from tests.connectors.own_file import OwnFile
from tests.connectors.own_files import OWN_FILES

OPTIONS = ReadOptions("America/Phoenix")


@pytest.mark.parametrize("file", OWN_FILES, ids=repr)
def test_a_file_is_known_by_its_own_format_above_all(file: OwnFile) -> None:
    found = recognise(Content(file.content))

    assert found
    assert found[0].format.name == file.format
    # What others see in it is at most a table that anybody may map.
    assert [each.format.name for each in found[1:] if each.confidence > 2 * PERHAPS] == []


@pytest.mark.parametrize("file", OWN_FILES, ids=repr)
def test_every_row_is_accounted_for(file: OwnFile, tmp_path: Path) -> None:
    place = tmp_path / "any name at all"
    place.write_bytes(file.content)
    chosen = named(file.format)
    assert chosen is not None

    rows = list(chosen.read(Content(place), OPTIONS))

    counts = Counter(type(row).__name__ for row in rows)
    assert (counts["Taken"], counts["Ignored"], counts["Rejected"]) == (
        file.calls,
        file.ignored,
        file.rejected,
    ), rows
    for row in rows:
        if isinstance(row, Taken):
            assert isinstance(row.record, IncomingCall)
            assert row.record.source == file.format


def test_every_format_has_a_file_of_its_own() -> None:
    calls = {each.name for each in FORMATS if each.kind.value == "call"}
    assert {file.format for file in OWN_FILES} == calls


def test_names_are_given_once() -> None:
    names = [each.name for each in FORMATS]
    assert len(names) == len(set(names))
    assert named("no such format") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"hello", b"\0" * 500, bytes(range(256)) * 40, b"{", b"[]", b"null", b"{}"],
)
def test_nothing_is_no_format(content: bytes) -> None:
    assert recognise(Content(content)) == ()
