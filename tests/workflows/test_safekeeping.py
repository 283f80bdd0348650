"""The window looks after the backups and the clock by itself, and says what went wrong."""

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.backup_rules import BackupKind
from desktop.storage import backup as backup_storage
from desktop.storage import tables
from desktop.storage.faults import writing
from desktop.ui.shell.safekeeping import Safekeeping
from tests.workflows.conftest import Hands

_event = tables.metadata.tables["audit_event"]


def keeper(hands: Hands) -> Safekeeping:
    return hands.window.safekeeping


def a_minute_later(hands: Hands) -> None:
    """As its timer does."""
    keeper(hands).timer.timeout.emit()
    hands.settle()


def backups_there(hands: Hands) -> int:
    return len(hands.desk.app.services.backups.there())


def noted(hands: Hands) -> list[str]:
    with hands.desk.app.database.read() as conn:
        return list(conn.execute(select(_event.c.action).order_by(_event.c.seq)).scalars())


def test_todays_backup_is_taken_when_nobody_is_on_the_phone(hands: Hands) -> None:
    """GIVEN a desk without a backup WHEN somebody is on the phone THEN it waits; WHEN the call is
    over THEN it is taken, once, and the status bar says when."""
    assert not hands.window.status_bar.backup.isVisible(), "there is nothing to say yet"
    hands.press("F2")
    a_minute_later(hands)
    assert backups_there(hands) == 0, "a caller comes first"
    hands.press("Ctrl+Shift+D")
    a_minute_later(hands)
    a_minute_later(hands)
    assert backups_there(hands) == 1
    assert hands.window.status_bar.backup.text().startswith("Last backup today ")
    assert noted(hands).count("backup") == 1
    hands.window.resize(1280, 720)
    hands.settle()
    assert not hands.window.status_bar.backup.isVisible(), "a narrow bar has other things to say"


def test_a_backup_that_did_not_work_is_told_until_it_does(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a disk that is full WHEN a backup is due THEN the bar and a notice say so, with what
    to do; WHEN there is room again THEN both are gone."""
    whole = backup_storage.Safe._make

    def full(_safe: object, folder: Path, kind: BackupKind, told: object) -> None:
        with writing(folder):
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(backup_storage.Safe, "_make", full)
    hands.window.resize(1280, 720)
    a_minute_later(hands)
    bar = hands.window.status_bar.backup
    assert bar.isVisible()
    assert bar.text() == "The last backup did not work"
    assert "room" in bar.toolTip()
    assert "ask IT" in hands.window.notices.sentence
    hands.window.notices.dismiss()
    a_minute_later(hands)
    assert not hands.window.notices.sentence, "said once, not every minute"
    monkeypatch.setattr(backup_storage.Safe, "_make", whole)
    a_minute_later(hands)
    assert bar.text().startswith("Last backup today ")
    assert bar.toolTip() == ""


def test_two_days_without_a_backup_are_told(hands: Hands) -> None:
    """GIVEN a good backup WHEN the computer was off for days and is in a call ever since THEN the
    bar says for how long there was none."""
    a_minute_later(hands)
    later = backup_storage.computer_time() + timedelta(days=3, minutes=1)
    hands.desk.app.services.backups._clock = lambda: later
    keeper(hands)._now = lambda: later
    hands.press("F2")
    a_minute_later(hands)
    assert hands.window.status_bar.backup.text() == "No backup for 3 days"
    assert "The last good one is of " in hands.window.notices.sentence


def test_a_clock_that_is_set_is_in_the_trail(hands: Hands) -> None:
    """GIVEN the window has looked at the clock WHEN somebody sets it THEN the trail says so, once
    each time."""
    a_minute_later(hands)
    hands.clock.forward(hours=3)
    a_minute_later(hands)
    a_minute_later(hands)
    hands.clock.forward(hours=-2)
    a_minute_later(hands)
    set_at = [each for each in noted(hands) if each.startswith("clock_")]
    assert set_at == ["clock_set_forward", "clock_set_back"]


def test_a_window_that_closes_waits_for_no_backup(hands: Hands) -> None:
    """GIVEN a backup that begins as the window closes THEN it is left at its first pages, nothing
    half stays, and nobody is told of a failure."""
    keeper(hands).stop()
    a_minute_later(hands)
    safe = hands.desk.app.opened.safe()
    assert safe.last_failure() is None
    assert backups_there(hands) == 0
    assert not [each for each in safe.folder.iterdir() if each.is_dir()], "nothing half"
