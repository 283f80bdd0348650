"""The queue: groups, tabs, pages, filters, counts, reminders, and how the database reads it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, text

from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DueGroup,
    MilestoneKind,
    Reason,
    Resolution,
)
from desktop.services.queue_row import ViewFilter
from tests.services.promises import Desk, desk_of
from tests.services.world import CHICAGO, PHOENIX, build_world, edit, sit_with


def _in(desk: Desk, **span: float) -> dict[str, Any]:
    return {"due_at": desk.now + timedelta(**span), "hours_reason": "For the test"}


def _groups(desk: Desk, view: ViewFilter | None = None) -> list[tuple[DueGroup | None, UUID]]:
    return [(row.group, row.id) for row in desk.queue(view)]


def _one_of_each(desk: Desk) -> dict[str, UUID]:
    """A promise in each group; the clock stands a minute after the first fell due."""
    world = desk.world
    ids = {
        "late": desk.promise(**_in(desk, minutes=1)),
        "decide": desk.promise(world.robin, owner_user_id=world.robin.user_id),
        "soon": desk.promise(**_in(desk, minutes=62)),
        "later": desk.promise(**_in(desk, days=1)),
        "waits": desk.promise(milestone=MilestoneKind.CLOSING, **_in(desk, days=20)),
        "waited": desk.promise(milestone=MilestoneKind.CLOSING, **_in(desk, minutes=90)),
        "closed": desk.promise(**_in(desk, hours=1)),
    }
    for _ in range(4):
        desk.record(ids["decide"], AttemptResult.VOICEMAIL)
    desk.callbacks.close(world.wren, [desk.version(ids["closed"])], Resolution.KEPT, "", uuid4())
    desk.callbacks.reassign(
        world.wren,
        [desk.version(ids["soon"]), desk.version(ids["waits"])],
        world.front_desk,
        world.wren.user_id,
        uuid4(),
    )
    world.clock.forward(minutes=2)
    return ids


def test_groups_tabs_and_counts_agree(desk: Desk) -> None:
    world = desk.world
    ids = _one_of_each(desk)
    assert _groups(desk) == [
        (DueGroup.OVERDUE, ids["late"]),
        (DueGroup.OVERDUE, ids["decide"]),
        (DueGroup.SOON, ids["soon"]),
        (DueGroup.SOON, ids["waited"]),
        (DueGroup.LATER, ids["later"]),
        (DueGroup.WAITING, ids["waits"]),
    ]
    assert desk.queue(ViewFilter("due")) == desk.queue()[:4]
    assert _groups(desk, ViewFilter("waiting")) == [(DueGroup.WAITING, ids["waits"])]
    assert _groups(desk, ViewFilter("closed")) == [(None, ids["closed"])]
    assert {row.id for row in desk.queue(ViewFilter("mine"))} == {ids["soon"], ids["waits"]}

    counts = desk.callbacks.counts(world.wren)
    assert (counts.due_now, counts.overdue, counts.soon) == (4, 2, 2)
    assert counts.mine == 2
    assert counts.team == len(desk.queue(ViewFilter("team"))) == 3
    assert (counts.waiting, counts.all) == (1, 6)
    assert (counts.next_due_at, counts.next_name) == (
        desk.row(ids["soon"])["due_at"],
        "Juniper Moss",
    )
    assert desk.callbacks.counts(world.robin).mine == 1


def test_nothing_to_do(desk: Desk) -> None:
    counts = desk.callbacks.counts(desk.world.wren)
    assert (counts.all, counts.due_now, counts.next_due_at, counts.next_name) == (0, 0, None, None)
    assert desk.callbacks.queue(desk.world.wren, ViewFilter()).rows == ()


def test_pages_pass_over_groups_while_others_work(desk: Desk) -> None:
    world = desk.world
    ids = _one_of_each(desk)
    ids |= {f"more {n}": desk.promise(**_in(desk, minutes=200 + n)) for n in range(7)}
    whole = [row.id for row in desk.queue()]

    seen: list[UUID] = []
    cursor = None
    for step in range(len(whole)):
        page = desk.callbacks.queue(world.wren, ViewFilter(), limit=2, after=cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
        # What is done behind the reader's back, on rows already seen, and time going on.
        if step == 0:
            desk.callbacks.close(world.robin, [desk.version(seen[0])], Resolution.KEPT, "", uuid4())
        desk.promise(world.robin, **_in(desk, minutes=-1 - step), kind=CallbackKind.SAFETY)
        world.clock.forward(minutes=25)
    assert seen == whole


def test_rows_tell_who_and_how_it_stands(desk: Desk) -> None:
    world = desk.world
    edit(world, world.wren, "person", world.hazel, city="Denver", zone="America/Denver")
    about = desk.promise(person_id=world.rowan, subject_id=world.juniper, reason=Reason.REFUND)
    own = desk.promise(person_id=world.hazel, subject_id=world.hazel)
    nobody = desk.promise(person_id=None, number_text="+44 20 7946 0018")
    bare = desk.promise(person_id=None, kind=CallbackKind.SAFETY)
    desk.record(own, AttemptResult.NO_ANSWER, note="Rang out")
    rows = {row.id: row for row in desk.queue()}

    row = rows[about]
    assert (row.name, row.who_line, row.subject_name) == (
        "Rowan Moss",
        "Spouse · Chicago",
        "Juniper Moss",
    )
    assert (row.zone, row.zone_certain, row.reason) == (CHICAGO, True, Reason.REFUND)
    assert (row.owner_team, row.owner_name) == ("Front desk, Phoenix", None)
    row = rows[own]
    assert (row.who_line, row.subject_name) == ("Patient · Denver", None)
    assert (row.attempts, row.last_result, row.last_note) == (
        1,
        AttemptResult.NO_ANSWER,
        "Rang out",
    )
    row = rows[nobody]
    assert (row.name, row.who_line, row.name_is_known) == (
        "+44 20 7946 0018",
        "No name yet",
        False,
    )
    assert (row.zone, row.zone_certain) == (PHOENIX, False)
    row = rows[bare]
    assert (row.name, row.who_line, row.asks_number) == ("No name yet", "", True)


def test_filter_finds_parts_of_names_and_numbers(desk: Desk) -> None:
    world = desk.world
    edit(world, world.wren, "person", world.hazel, name="Häzel O’Birch", name_key="hazel o’birch")
    edit(world, world.wren, "person", world.rowan, name="100% Rowan_", name_key="100% rowan_")
    juniper = desk.promise()
    hazel = desk.promise(person_id=world.hazel)
    rowan = desk.promise(person_id=world.rowan, subject_id=world.alder)

    def found(what: str) -> set[UUID]:
        return {row.id for row in desk.queue(ViewFilter(text=what))}

    assert found("UNIPER  mo") == {juniper}
    assert found("HÄZ") == {hazel}
    assert found("alder") == {rowan}, "whom it concerns counts"
    assert found("(303) 555") == {hazel}
    assert found("0147") == {juniper, rowan}
    assert found("%") == {rowan}
    assert found("_") == {rowan}
    assert found("' OR 1=1 --") == set()
    assert found("   ") == {juniper, hazel, rowan}
    assert found("\0 \ud83d") == set()

    desk.callbacks.close(world.wren, [desk.version(hazel)], Resolution.KEPT, "", uuid4())
    for text_typed, closed in [("birch haz", {hazel}), ("555-0112", {hazel}), ("moss", set())]:
        rows = desk.queue(ViewFilter("closed", text=text_typed))
        assert {row.id for row in rows} == closed

    refunds = desk.promise(reason=Reason.REFUND, owner_team_id=world.chicago_team)
    assert _groups(desk, ViewFilter(reason=Reason.REFUND)) == [(DueGroup.SOON, refunds)]
    assert _groups(desk, ViewFilter(team_id=world.chicago_team)) == [(DueGroup.SOON, refunds)]
    assert _groups(desk, ViewFilter(owner_id=world.robin.user_id)) == []
    # The clinic is that of whom it concerns, else the desk's own.
    assert {row.id for row in desk.queue(ViewFilter(site_id=world.chicago))} == {juniper, refunds}
    assert {row.id for row in desk.queue(ViewFilter(site_id=world.phoenix))} == {rowan}


def test_reminders_come_once_to_those_concerned(desk: Desk) -> None:
    world = desk.world
    sit_with(world, world.chicago_team)
    teams = desk.promise(**_in(desk, minutes=10))
    robins = desk.promise(owner_user_id=world.robin.user_id, **_in(desk, minutes=10))
    other = desk.promise(owner_team_id=world.chicago_team, **_in(desk, minutes=10))
    since = desk.now
    safety = desk.promise(
        owner_team_id=world.chicago_team, kind=CallbackKind.SAFETY, **_in(desk, minutes=10)
    )

    def due(start: Any, end: Any) -> set[UUID]:
        return {row.id for row in desk.callbacks.due_for_reminder(world.wren, start, end)}

    ten = since + timedelta(minutes=10)
    assert due(since - timedelta(minutes=1), since) == {safety}
    assert due(since, ten - timedelta(microseconds=1)) == set()
    assert due(since, ten) == {teams}
    assert due(ten, ten + timedelta(hours=1)) == set()
    assert {robins, other}.isdisjoint(due(since, ten))


def _plans(desk: Desk, read: Any) -> list[str]:
    """How SQLite carries out what ``read`` asks for."""
    statements: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    with desk.world.database.read() as conn:
        engine = conn.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    plans: list[str] = []
    with desk.world.database.read() as conn:
        for statement, parameters in statements:
            rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append("\n".join(row[3] for row in rows))
    return plans


def test_the_queue_is_walked_along_its_index(sqlite_database: Any, clock: Any) -> None:
    desk = desk_of(build_world(sqlite_database, clock))
    _one_of_each(desk)
    wren = desk.world.wren
    first = desk.callbacks.queue(wren, ViewFilter(), limit=1)
    reads = [
        lambda: desk.callbacks.queue(wren, ViewFilter()),
        lambda: desk.callbacks.queue(wren, ViewFilter(), after=first.next),
        lambda: desk.callbacks.queue(wren, ViewFilter("mine", text="moss")),
    ]
    for plan in (plan for read in reads for plan in _plans(desk, read)):
        assert "callback USING INDEX ix_callback_open_" in plan.splitlines()[0], plan
        assert "TEMP B-TREE" not in plan, plan
    counted, following, safety = _plans(desk, lambda: desk.callbacks.counts(wren))
    assert "callback USING INDEX ix_callback_open_safety" in safety.splitlines()[0]
    assert counted == "SCAN callback USING COVERING INDEX ix_callback_open_due"
    assert "ix_callback_open_due" in following.splitlines()[0]
    [closed] = _plans(desk, lambda: desk.callbacks.queue(wren, ViewFilter("closed")))
    assert "callback USING INDEX ix_callback_closed_at" in closed.splitlines()[0], closed
    assert "TEMP B-TREE" not in closed


def test_postgresql_walks_the_same_index(postgresql_database: Any, clock: Any) -> None:
    desk = desk_of(build_world(postgresql_database, clock))
    with desk.world.database.read() as conn:
        conn.execute(text("SET LOCAL enable_seqscan = off"))
        conn.execute(text("SET LOCAL enable_bitmapscan = off"))
        plan = "\n".join(
            conn.execute(
                text(
                    "EXPLAIN SELECT count(*) FILTER (WHERE needs_decision) FROM callback"
                    " WHERE state = 'open'"
                )
            ).scalars()
        )
    assert "Index Only Scan using ix_callback_open_due" in plan
