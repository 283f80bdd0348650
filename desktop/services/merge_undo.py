"""A merge taken back: each goes where it came from, and nothing that was done since is lost.

What anyone added after the merge stays with the person who stays. What was changed since is not
overwritten: only whom it names goes back. This also holds when who stayed was merged on.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from desktop.domain.vocabulary import CallbackKind, CallbackState
from desktop.services import tallies
from desktop.services.actor import Actor
from desktop.services.changes import Item, Writing
from desktop.services.do_not_call import in_force, stops
from desktop.services.images import differing, from_json
from desktop.services.leases import refuse_held
from desktop.services.many_records import Row, change_many
from desktop.services.merge_moves import MOVED
from desktop.services.records import KINDS, Values
from desktop.services.who_stays import references, who_stays

_TOGETHER = (
    frozenset({"state", "resolution", "closed_at", "closed_by", "needs_decision", "asks_number"}),
    frozenset({"number_id", "asks_number"}),
    frozenset({"city", "zone"}),
    frozenset({"hours_from", "hours_to"}),
    frozenset({"language", "interpreter"}),
    frozenset({"name", "name_key"}),
    frozenset({"series_left", "last_infusion_on"}),
)
"""Columns that are put back together or not at all."""


def come_apart(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of a merge. Raises :class:`Refused` while somebody else is at work on a promise
    that would go back, with their name."""
    for item in items:
        if item.record == "callback":
            refuse_held(writing.conn, actor, item.record_id, writing.now)
    # The merge itself was written last, so it is the first to go: from here on the one who was
    # gone is meant as themselves again.
    many: dict[str, dict[UUID, list[Item]]] = {}
    for item in items:
        if item.record == "person_merge":
            writing.update("person_merge", item.record_id, {"undone_at": writing.now})
        elif item.record in MOVED:
            many.setdefault(item.record, {}).setdefault(item.record_id, []).append(item)
        else:
            _put_back(writing, item)
    for record, of_each in many.items():
        _move_back(writing, record, of_each)
    tallies.count(writing.conn, tallies.PEOPLE, 1)


def _put_back(writing: Writing, item: Item) -> None:
    kind = KINDS[item.record]
    if item.before is None:
        return
    before, children = from_json(kind, item.before)
    current = kind.read(writing.conn, item.record_id)
    if item.after is None:
        if current is None and not _has_one_by_now(writing, item.record, before):
            writing.reinsert(item.record, before, children)
        return
    if current is None:
        return  # removed since: that was decided knowing who it belongs to
    old, new = differing(kind, item.before, item.after)
    values = _values(item.record, old, new, current, _Meant(writing))
    named = item.record == "person" and "name_key" in values
    writing.update(item.record, item.record_id, values, children=children if named else None)


def _move_back(writing: Writing, record: str, of_each: Mapping[UUID, Sequence[Item]]) -> None:
    """Items of one record stand newest first: the oldest says how it was before."""
    kind = KINDS[record]

    meant = _Meant(writing)

    def change(row: Row) -> Values:
        mine = of_each[row["id"]]
        old, new = differing(kind, mine[-1].before or "{}", mine[0].after or "{}")
        values = _values(record, old, new, row, meant)
        if record == "callback" and values.get("state") == CallbackState.OPEN:
            whole = {**row, **values}
            wishes = in_force(writing.conn, whole["person_id"], whole["number_id"])
            if stops(CallbackKind(row["kind"]), wishes) is not None:
                values = {name: values[name] for name in kind.people if name in values}
        return values

    change_many(writing, record, list(of_each), change)


class _Meant(dict[UUID, UUID]):
    """Whom a reference means today, each looked up once."""

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._conn = writing.conn

    def __missing__(self, person_id: UUID) -> UUID:
        self[person_id] = who_stays(self._conn, person_id)
        return self[person_id]


def _values(
    record: str, before: Row, after: Row, current: Row, meant: Mapping[UUID, UUID]
) -> dict[str, Any]:
    """The columns to put back, of those that differ: what still is as the merge left it. Whom a
    record names counts as left also when that person was merged on."""
    people = references(KINDS[record].table)
    left = {name for name, value in after.items() if current[name] == value}
    left |= {
        name
        for name in after.keys() & set(people)
        if after[name] is not None and current[name] == meant[after[name]]
    }
    for together in _TOGETHER:
        if not (together & after.keys()) <= left:
            left -= together
    return {name: before[name] for name in left}


def _has_one_by_now(writing: Writing, record: str, row: Mapping[str, Any]) -> bool:
    """Whether what was one too many, and is wanted again, was given anew in the meantime."""
    unique = {
        "person_number": ("person_id", "number_id"),
        "person_email": ("person_id", "email_key"),
        "not_same": ("one_id", "other_id"),
        "closure_place": ("milestone_id", "person_id"),
    }.get(record)
    if unique is None:
        return False
    table = KINDS[record].table
    query = table.select().where(*(table.c[name] == row[name] for name in unique))
    return writing.conn.execute(query).first() is not None
