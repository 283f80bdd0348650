"""Importing files, beside what Python itself needs to read the same rows and their numbers.

The bare side reads the rows with ``csv.reader`` and parses the one number of each with
``phonenumbers.parse``. Ours recognises the file, reads all of it, matches, writes and keeps the
trail; the part that reads alone is told too. Last, what the encrypted file itself asks for: the
driver alone writes the very same rows, in the same transactions, into a copy of the data.
"""

import csv
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import phonenumbers

from desktop.app import App
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.services.actor import Actor
from desktop.storage.data_files import DataFiles
from tests.bench import raw
from tests.bench.sides import Result

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MOST = 2.0
_SAME = 20_000
_AREAS = [
    str(area)
    for area in range(201, 990)
    if phonenumbers.is_valid_number(phonenumbers.parse(f"+1{area}5550100"))
]


def measure(
    app: App, actor: Actor, data: Path, folder: Path, calls: int, leads: int
) -> Iterator[Result]:
    """Both files, each once: the second time there is nothing left to write."""
    now = datetime.now(UTC).replace(microsecond=0)
    yield from _beside_the_driver(app, actor, data, folder, now)
    for path, column, how_many, what in (
        (calls_file(folder / "Master.csv", calls, now), 1, calls, "calls of Master.csv"),
        (_leads(folder / "leads.csv", leads, now), 1, leads, "leads of a table"),
    ):
        theirs, their_work = min(_bare(path, column) for _ in range(2))
        reading = _timed_reading(path)
        yield Result(f"read {how_many:,} {what}", 1e3 * reading, 1e3 * theirs, 1e3 * reading, None)
        began, before = time.perf_counter(), time.process_time()
        plan = app.services.importing.plan(actor, path)
        done = app.services.importing.commit(actor, plan)
        ours, our_work = time.perf_counter() - began, time.process_time() - before
        assert done.counts.read == how_many
        if resource is not None:
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"(memory at its most: {most:.0f} MB)", file=sys.stderr)
        yield Result(f"import {how_many:,} {what}", 1e3 * ours, 1e3 * theirs, 1e3 * ours, MOST)
        # Each is done once: what else the machine is at shows here less.
        work = 1e3 * our_work, 1e3 * their_work, 1e3 * our_work
        yield Result("… the same in time of the processor", *work, None)


def _beside_the_driver(
    app: App, actor: Actor, data: Path, folder: Path, now: datetime
) -> Iterator[Result]:
    """Ours, the driver alone and Python's reading alone, all with so many calls of one kind."""
    importing = app.services.importing
    timed, noted = (calls_file(folder / f"{n}.csv", _SAME, now, seed=7 + n) for n in range(2))
    began = time.perf_counter()
    importing.commit(actor, importing.plan(actor, timed))
    ours = time.perf_counter() - began
    copy = folder / "before"
    shutil.copytree(data, copy)
    shutil.copy(DataFiles.of(data).key_file, DataFiles.of(copy).key_file)
    plan = importing.plan(actor, noted)
    writes = _transactions(raw.statements_of(lambda: importing.commit(actor, plan)))
    connection = raw.connect(copy, read_only=False)
    began = time.perf_counter()
    for transaction in writes:
        connection.execute("BEGIN IMMEDIATE")
        for sql, rows in transaction:
            connection.executemany(sql, rows)
        connection.execute("COMMIT")
    driver = time.perf_counter() - began
    connection.close()
    shutil.rmtree(copy)
    bare, _ = min(_bare(noted, 1) for _ in range(2))
    what = f"{_SAME:,} calls"
    yield Result(
        f"import {what} | the driver writes them", 1e3 * ours, 1e3 * driver, 1e3 * ours, None
    )
    yield Result(
        f"the driver writes {what} | csv and parse", 1e3 * driver, 1e3 * bare, 1e3 * driver, None
    )


def _transactions(
    statements: Sequence[raw.Statement],
) -> list[list[tuple[str, list[tuple[Any, ...]]]]]:
    """What was written, by transactions: each ends by moving the head of the chain."""
    done: list[list[tuple[str, list[tuple[Any, ...]]]]] = [[]]
    for sql, given in statements:
        words = sql.lstrip().upper()
        if not words.startswith(("INSERT", "UPDATE", "DELETE")):
            continue
        row = tuple(bytes(value) if isinstance(value, memoryview) else value for value in given)
        if done[-1] and done[-1][-1][0] == sql:
            done[-1][-1][1].append(row)
        else:
            done[-1].append((sql, [row]))
        if words.startswith("UPDATE CHAIN_HEAD"):
            done.append([])
    return [each for each in done if each]


def _bare(path: Path, column: int) -> tuple[float, float]:
    """Seconds, by the clock and of the processor."""
    began, before = time.perf_counter(), time.process_time()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            try:
                phonenumbers.parse(row[column], "US")
            except phonenumbers.NumberParseException:
                continue
    return time.perf_counter() - began, time.process_time() - before


def _timed_reading(path: Path) -> float:
    began = time.perf_counter()
    content = Content(path)
    found = recognise(content)[0].format
    for _ in found.read(content, ReadOptions("America/Phoenix")):
        pass
    return time.perf_counter() - began


def _number(dice: random.Random, pool: list[str]) -> str:
    """A number of the demo; every fourth is drawn anew."""
    if pool and dice.random() > 0.25:
        return dice.choice(pool)
    pool.append(f"{dice.choice(_AREAS)}55501{dice.randrange(100):02}")
    return pool[-1]


def calls_file(path: Path, rows: int, now: datetime, seed: int = 4) -> Path:
    """A Master.csv of so many calls of the last two years; three of ten were missed."""
    dice, pool = random.Random(seed), list[str]()
    at = now - timedelta(days=700)
    step = timedelta(days=600) / max(1, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        for n in range(rows):
            at += step
            start = at.strftime("%Y-%m-%d %H:%M:%S")
            end = (at + timedelta(seconds=90)).strftime("%Y-%m-%d %H:%M:%S")
            number = _number(dice, pool)
            answered = dice.random() < 0.7
            file.write(
                f'"","{number}","8555389355","from-trunk","""Fern Moss"" <{number}>",'
                f'"PJSIP/trunk-{n:08x}","PJSIP/101-{n:08x}","Dial","PJSIP/101,20","{start}",'
                f'"{start if answered else ""}","{end}",90,{85 if answered else 0},'
                f'"{"ANSWERED" if answered else "NO ANSWER"}","DOCUMENTATION",'
                f'"{1_700_000_000 + n}.{seed}{n}",""\r\n'
            )
    return path


def _leads(path: Path, rows: int, now: datetime) -> Path:
    dice, pool = random.Random(5), list[str]()
    at = now - timedelta(days=700)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "Phone", "Email", "Message", "Campaign", "Submitted at"])
        for n in range(rows):
            number = _number(dice, pool)
            shown = f"({number[:3]}) {number[3:6]}-{number[6:]}"
            sent = (at + timedelta(minutes=5 * n)).isoformat()
            words = "Please call me about a visit, mornings are best."
            writer.writerow(
                [f"Fern Moss {n}", shown, f"fern{n}@example.com", words, "spring", sent]
            )
    return path
