"""Mail that is made to keep its reader busy is read like any other, with bounded work."""

import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from desktop.domain.incoming import Ignored, IncomingLead, Rejected, Taken
from desktop.domain.mail_reading import MANY_PARTS, read_mail
from tests.domain.hostile_mail import MB, hostile_mails

_HOSTILE = dict(hostile_mails())
_STEPS_A_MB = 4_000_000
"""Calls of functions for each megabyte: a computer makes more of them in a second."""
_MEMORY_A_MB = 60 * MB


class _Counter:
    """Counts the calls of functions, Python's own too."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _frame: object, event: str, _arg: object) -> None:
        if event in ("call", "c_call"):
            self.calls += 1


@pytest.fixture
def counter() -> Iterator[_Counter]:
    made, before = _Counter(), sys.getprofile()
    yield made
    sys.setprofile(before)


@pytest.mark.parametrize("name", _HOSTILE)
def test_the_work_is_bounded(name: str, counter: _Counter) -> None:
    raw = _HOSTILE[name]

    sys.setprofile(counter)
    row = read_mail(raw, "mail", "America/Phoenix")
    sys.setprofile(None)

    assert isinstance(row, Taken | Ignored | Rejected)
    assert counter.calls < _STEPS_A_MB * len(raw) / MB


@pytest.mark.parametrize(
    "name", ["nested parts", "lines like boundaries, nested", "lines", "comments"]
)
def test_the_memory_is_bounded(name: str) -> None:
    raw = _HOSTILE[name]

    tracemalloc.start()
    read_mail(raw, "mail", "America/Phoenix")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < _MEMORY_A_MB * len(raw) / MB


@pytest.mark.parametrize(
    "name", ["blanks", "digits", "quotation marks", "labels", "lines", "stars", "returns", "urls"]
)
def test_a_form_before_the_rest_is_not_lost(name: str) -> None:
    row = read_mail(_HOSTILE[f"{name} after a form"], "mail", "America/Phoenix")

    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    assert row.record.numbers[0].startswith("(312) 555-0147")


@pytest.mark.parametrize("name", ["100,000 headers", "nested parts", "lines"])
def test_what_stands_behind_too_many_lines_is_put_aside_and_not_left_alone(name: str) -> None:
    row = read_mail(_HOSTILE[name], "mail", "America/Phoenix")

    assert isinstance(row, Rejected)
    assert row.reason == MANY_PARTS


def test_a_long_mail_of_usual_lines_is_read_whole() -> None:
    body = b"Words of a letter, as long as a line of one.\r\n" * 40_000
    row = read_mail(
        b"From: a@example.com\r\n\r\nName: Fern Moss\r\nPhone: (312) 555-0147\r\n\r\n" + body,
        "mail",
        "America/Phoenix",
    )

    assert isinstance(row, Taken)
