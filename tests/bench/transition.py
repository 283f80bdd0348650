"""The transition: coverage against the bare SQL, marking a milestone with 10,000 callbacks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update

from desktop.app import App
from desktop.domain.ids import uuid7
from desktop.domain.vocabulary import MilestoneKind
from desktop.services.actor import Actor
from desktop.storage import tables
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST_OF_SQL = 1.5
WAITING = 10_000
_of = tables.metadata.tables
_BATCH = 2_000


def measure(app: App, actor: Actor, data: Path, rounds: int) -> Iterator[Result]:
    """Everybody is concerned, and four of five have heard something."""
    _concern_everybody(app, actor)

    def coverage(_number: int = 0) -> object:
        return app.services.coverage.coverage(actor)

    connection = raw.connect(data, read_only=True)
    try:
        statements = raw.statements_of(coverage)
        yield in_turns(
            "coverage of everybody | bare SQL of the same",
            coverage,
            lambda _n: raw.rows_of(connection, statements),
            rounds,
            MOST_OF_SQL,
        )
    finally:
        connection.close()
    print(mark(app, actor), flush=True)


def mark(app: App, actor: Actor) -> str:
    """One marking with 10,000 waiting callbacks, in a line; taken back again. The target is 2 s in
    all, and 50 ms for each part."""
    _let_wait(app)
    milestones = app.services.milestones
    row = next(r for r in milestones.all(actor) if r.kind is MilestoneKind.CLOSING)
    parts: list[float] = []
    began = last = perf_counter()

    def told(_done: int, _of: int) -> None:
        nonlocal last
        now = perf_counter()
        parts.append(now - last)
        last = now

    marked = milestones.mark(actor, row.kind, None, row.version, uuid4(), told=told)
    took = perf_counter() - began
    if marked is None:
        raise RuntimeError("nobody could have stopped it")
    after = next(r for r in milestones.all(actor) if r.kind is MilestoneKind.CLOSING)
    milestones.unmark(actor, marked.milestone_id, after.version, uuid4())
    middle = sorted(parts)[len(parts) // 2]
    return (
        f"mark a milestone with {marked.callbacks:,} callbacks: {took:.2f} s (at most 2 s), "
        f"a part {1000 * middle:.0f} ms (at most 50 ms), the longest {1000 * max(parts):.0f} ms"
    )


def _concern_everybody(app: App, actor: Actor) -> None:
    person, disclosure, statement = _of["person"], _of["disclosure"], _of["statement"]
    now = app.clock()
    with app.database.read() as conn:
        people = conn.execute(select(person.c.id)).scalars().all()
        told = conn.execute(select(statement.c.id).where(statement.c.approved_at.is_not(None)))
        versions = told.scalars().all()
    with app.database.write() as conn:
        conn.execute(update(person).values(series_left=2))
    rows: list[dict[str, Any]] = []
    for number, person_id in enumerate(people):
        if number % 5 == 0:
            continue
        rows.append(
            {
                "id": uuid7(now, number),
                "statement_id": versions[number % len(versions)],
                "told_id": person_id,
                "subject_id": person_id,
                "user_id": actor.user_id,
                "told_at": now,
                "version": 1,
            }
        )
        if len(rows) == _BATCH:
            with app.database.write() as conn:
                conn.execute(insert(disclosure), rows)
            rows = []


def _let_wait(app: App) -> None:
    callback, uses = _of["callback"], _of["person_number"]
    now = app.clock()
    with app.database.read() as conn:
        like = conn.execute(select(callback).where(callback.c.milestone == "closing").limit(1))
        base = {key: value for key, value in like.mappings().one().items() if key != "seq"}
        people = conn.execute(select(uses.c.person_id, uses.c.number_id).limit(WAITING)).all()
    rows = []
    for number in range(WAITING):
        person_id, number_id = people[number % len(people)]
        at = now + timedelta(days=10, minutes=number)
        who = {"person_id": person_id, "subject_id": person_id, "number_id": number_id}
        times = {"due_at": at, "first_due_at": at, "owner_user_id": None}
        rows.append({**base, **who, **times, "id": uuid7(now, number), "version": 1})
    for start in range(0, WAITING, _BATCH):
        with app.database.write() as conn:
            conn.execute(insert(callback), rows[start : start + _BATCH])
