"""Promises around every change of the clocks in every zone of the US, and a clock that jumps.

A promise is given for a time on somebody's wall. It has to fall due when that wall shows it: not an
hour early or late, not twice, not never. The desk's own clock is set back and forward meanwhile and
put right again. Around each change one promise of each zone is a real one, in the real data, and
the real reminder looks for it.
"""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.domain.due_groups import due_group
from desktop.domain.local_time import instant, local, minute_of_day, next_opening
from desktop.domain.vocabulary import DueGroup, Reason, Resolution
from desktop.services.callbacks import Callbacks
from desktop.services.new_promise import NewPromise
from desktop.services.queue_row import ViewFilter
from desktop.ui.reminders import Reminders
from tests.drills.desk import at_work, make_desk
from tests.drills.frame import Tally
from tests.services.world import World
from tests.ui.at_once import AtOnce

FIRST_YEAR = 2024
EVERY = 15
OPENS, CLOSES = 8 * 60, 18 * 60


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """All zones, ``count`` years from 2024."""
    tally, chance = Tally(), random.Random(seed)
    zones = us_zones()
    changes = 0
    real: set[datetime] = set()
    for zone in zones:
        for day in _days_of_change(zone, FIRST_YEAR, FIRST_YEAR + count):
            changes += 1
            real.add(instant(day, 120, zone))
            for offset in (-1, 0, 1):
                _one_day(tally, chance, zone, day + timedelta(days=offset), planted)
        if planted and tally.failures:
            break
    _remind(tally, chance, sorted(real), folder, planted)
    tally.note = (
        f"{len(zones)} zones, {changes} changes of the clocks, {len(real)} of the promises in data"
    )
    return tally


def _remind(
    tally: Tally, chance: random.Random, dues: Sequence[datetime], folder: Path, planted: bool
) -> None:
    """Each promise is given the day before; the reminder looks every half hour around it, every
    second time at a clock that is set wrong for an hour and a half. It has to be told once where
    the clock is right all the time, at least once where it is not, and to stand in the queue once,
    at its time."""
    qt = QCoreApplication.instance() or QCoreApplication([])
    data = folder / "desk"
    with at_work(data, make_desk(data)) as there:
        callbacks = Callbacks(there.database, there.ledger, there.clock)
        reminders = Reminders(AtOnce(), callbacks, there.clock)
        told: list[datetime] = []
        reminders.due.connect(lambda _sentence: told.append(there.clock.now))
        for number, due in enumerate(dues):
            made, stands = _promised(there, callbacks, chance, due)
            there.clock.now = stands - timedelta(hours=3)
            reminders.start(there.wren)
            told.clear()
            wrong = timedelta(minutes=chance.choice((-150, -45, 45, 150)) if number % 2 else 0)
            for minutes in range(-90, 91, 30):
                if planted and minutes == 0:
                    continue  # the bug: a look is left out
                there.clock.now = stands + timedelta(minutes=minutes)
                if -30 <= minutes < 60:
                    there.clock.now += wrong
                reminders.look()
            reminders.stop()
            tally.tried += 1
            where = f"{due:%Y-%m-%d %H:%M} UTC, clock set by {wrong}"
            in_time = told == [stands] if not wrong else bool(told)
            tally.expect(in_time, f"{where}: told {len(told)} times")
            queue = callbacks.queue(there.wren, ViewFilter()).rows
            once = [(row.id, row.due_at) for row in queue] == [(made, stands)]
            tally.expect(once, f"{where}: in the queue {len(queue)} times")
            version = callbacks.detail(there.wren, made).row.version
            callbacks.close(there.wren, [(made, version)], Resolution.KEPT, "", uuid4())
    del reminders, qt


def _promised(
    there: World, callbacks: Callbacks, chance: random.Random, due: datetime
) -> tuple[UUID, datetime]:
    """A promise of Wren's for ``due``, given the day before: its identity, and when it is due."""
    there.clock.now = due - timedelta(days=1)
    new = NewPromise(
        Reason.RECORDS,
        due,
        number_text=f"(602) 555-01{chance.randrange(100):02}",
        owner_user_id=there.wren.user_id,
        hours_reason="They asked for it",
    )
    made = callbacks.promise(there.wren, new, uuid4()).written.value
    if made is None:
        raise AssertionError("nothing was promised")
    return made, callbacks.detail(there.wren, made).row.due_at


def us_zones() -> list[str]:
    """Every zone that the tz database lists for the US."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return sorted(row[2].strip() for row in rows if row[0] == "US")


def _days_of_change(zone: str, first: int, last: int) -> list[date]:
    found, day = [], date(first, 1, 1)
    there = ZoneInfo(zone)
    while day < date(last, 1, 1):
        morning = datetime(day.year, day.month, day.day, 12, tzinfo=there)
        if morning.utcoffset() != (morning - timedelta(days=1)).utcoffset():
            found.append(day)
        day += timedelta(days=1)
    return found


def _one_day(tally: Tally, chance: random.Random, zone: str, day: date, planted: bool) -> None:
    before: datetime | None = None
    for minute in range(0, 24 * 60, EVERY):
        due = _hasty(day, minute, zone) if planted else instant(day, minute, zone)
        where = f"{zone} {day} {minute // 60}:{minute % 60:02}"
        tally.tried += 1
        shown = local(due, zone)
        minutes = (shown.date() - day).days * 24 * 60 + shown.hour * 60 + shown.minute
        if minutes != minute:
            skipped = not _exists(day, minute, zone)
            tally.expect(skipped and minutes == minute + 60, f"{where}: due at {shown:%H:%M}")
        if minutes == minute:  # of a time that is skipped another comes in its place
            tally.expect(before is None or due > before, f"{where}: not after the one before it")
            before = due
        _jump(tally, chance, where, due)
        opening = next_opening(due, zone, OPENS, CLOSES)
        at_desk = minute_of_day(opening, zone)
        tally.expect(OPENS <= at_desk < CLOSES, f"{where}: rung at {at_desk // 60} o'clock")
        tally.expect(
            timedelta() <= opening - due <= timedelta(hours=25), f"{where}: a day is skipped"
        )


def _jump(tally: Tally, chance: random.Random, where: str, due: datetime) -> None:
    """Real time goes by; the desk's clock jumps by up to three hours and is put right again."""
    late, jumped = 0, timedelta(minutes=chance.randint(-180, 180))
    for minutes in range(-120, 121, 20):
        real = due + timedelta(minutes=minutes)
        shows = real + (jumped if -60 <= minutes < 60 else timedelta())
        group = due_group(due, shows, waiting=False, needs_decision=False)
        if shows == real:
            told = (group is DueGroup.OVERDUE) == (real >= due)
            tally.expect(told, f"{where}: {minutes}: {group}")
        late += group is DueGroup.OVERDUE
    tally.expect(late > 0, f"{where}: never due")


def _exists(day: date, minute: int, zone: str) -> bool:
    shown = datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=ZoneInfo(zone))
    return shown.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == shown.replace(
        tzinfo=None
    )


def _hasty(day: date, minute: int, zone: str) -> datetime:
    """The bug: so many hours after yesterday's midnight, as if every day had 24 of them."""
    yesterday = day - timedelta(days=1)
    midnight = datetime(yesterday.year, yesterday.month, yesterday.day, tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC) + timedelta(days=1, minutes=minute)
