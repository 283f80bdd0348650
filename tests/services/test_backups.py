"""One backup a day, and people are told when there is none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import DiskFull
from desktop.services.backups import Backups
from desktop.services.changes import Ledger
from desktop.storage import tables
from desktop.storage.backup import Safe
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Opened, open_database
from tests.conftest import Clock

_event = tables.metadata.tables["audit_event"]


@pytest.fixture
def opened(sqlite_data: Path) -> Iterator[Opened]:
    one = open_database(sqlite_data)
    yield one
    one.database.close()


@pytest.fixture
def now() -> Clock:
    """The computer's own clock: that of the files is real, so it begins there."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def backups(opened: Opened, now: Clock) -> Backups:
    safe = opened.safe()
    dated = Safe(safe.files, safe.key, safe._copy, now)
    return Backups(lambda: dated, Ledger(opened.database, now), now)


def test_one_a_day_and_no_more(backups: Backups, now: Clock, opened: Opened) -> None:
    assert backups.is_due()
    first = backups.take_if_due()
    assert first is not None
    assert backups.take_if_due() is None
    now.forward(hours=22)
    assert backups.take_if_due() is None
    now.forward(hours=1)
    second = backups.take_if_due()
    assert [each.name for each in backups.there()] == [
        each.name for each in (second, first) if each
    ]
    with opened.database.read() as conn:
        actions = conn.execute(select(_event.c.action)).scalars().all()
    assert actions == ["backup", "backup"], "the trail says so"


def test_people_are_told_when_there_was_none_for_two_days(backups: Backups, now: Clock) -> None:
    assert backups.state().is_well, "it was set up just now"
    now.forward(days=3)
    state = backups.state()
    assert (state.last_good, state.missed, state.is_well) == (None, True, False)
    made = backups.take_if_due()
    assert made is not None
    assert backups.state().is_well
    assert backups.state().last_good == made.made_at
    now.forward(hours=47)
    assert backups.state().is_well
    now.forward(hours=2)
    assert backups.state().missed


def test_why_it_failed_is_told_until_one_is_good(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    usage = shutil.disk_usage("/")._replace(free=1_000)
    with monkeypatch.context() as patch:
        patch.setattr("desktop.storage.copying.shutil.disk_usage", lambda _path: usage)
        with pytest.raises(DiskFull):
            backups.take_if_due()
    failure = backups.state().failure
    assert failure is not None
    assert "Free some room" in failure.sentence
    assert backups.is_due(), "it is tried again"
    backups.take_if_due()
    assert backups.state().failure is None


def test_another_program_that_makes_one_is_no_failure(backups: Backups, opened: Opened) -> None:
    folder = opened.safe().folder
    folder.mkdir()
    with DataLock(folder / "backup.lock") as other:
        other.alone()
        assert backups.take_if_due() is None
    assert backups.state().failure is None


def test_a_clock_that_went_wrong_does_not_stop_backups(backups: Backups, now: Clock) -> None:
    now.forward(days=400)
    backups.take_if_due()
    now.forward(days=-397)
    assert backups.state().missed, "nobody knows how old the last good one is"
    assert backups.take_if_due() is not None
    assert backups.state().is_well
    assert len(backups.there()) == 2
    assert backups.there()[0].made_at - now() > timedelta(days=396)
