"""Pages made to keep the parser busy: it ends, and quickly enough to be a test."""

import pytest

from desktop.connectors.files.calls.google_voice import GoogleVoice
from desktop.connectors.files.content import Content
from desktop.domain.incoming import Taken
from tests.connectors.own_files import OWN_FILES
from tests.connectors.reading import PHOENIX

PAGE = next(file.content for file in OWN_FILES if file.format == "google-voice")


@pytest.mark.parametrize(
    "filling",
    [b"<!--" * 120_000, b"<!" * 200_000, b"<?" * 200_000, b"<a " * 150_000, b"<![CDATA[" * 50_000],
    ids=["comments", "declarations", "instructions", "tags", "sections"],
)
def test_what_is_never_closed_hides_no_call(filling: bytes) -> None:
    rows = list(GoogleVoice().read(Content(PAGE + filling), PHOENIX))

    assert [type(row) for row in rows[:1]] == [Taken]
