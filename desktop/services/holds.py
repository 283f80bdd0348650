"""What a manager says of a person's data as a whole: it must be kept, or stays out of exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import HoldKind, Permission
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_hold = tables.metadata.tables["person_hold"]
_users = tables.metadata.tables["user_account"]
_uses = tables.metadata.tables["person_number"]
_NEEDS = Permission.KEEP_RECORDS

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "set_hold": (_NEEDS, restore_images),
    "lift_hold": (_NEEDS, restore_images),
}

_OF_PERSON = (
    select(_hold, _users.c.name.label("by"))
    .outerjoin(_users, _users.c.id == _hold.c.set_by)
    .where(_hold.c.person_id == bindparam("this_person"), _hold.c.lifted_at.is_(None))
)
_KEPT_BACK = select(_hold.c.person_id).where(
    _hold.c.kind == HoldKind.NO_EXPORT, _hold.c.lifted_at.is_(None)
)


LEFT_OUT = (
    "A manager left this person out of every export, so no file was made. "
    "Lift that first, with a reason, if it is to be made."
)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One that is in force, why, and who set it."""

    id: UUID
    kind: HoldKind
    reason: str
    set_at: datetime
    by: str


def holds_of(conn: Connection, person_id: UUID) -> tuple[HoldRow, ...]:
    """What is in force for a person."""
    return tuple(
        HoldRow(row.id, HoldKind(row.kind), row.reason, row.set_at, row.by or "")
        for row in sorted(
            conn.execute(_OF_PERSON, {"this_person": person_id}),
            key=lambda row: (row.set_at, row.kind),
        )
    )


def kept_back(conn: Connection) -> set[UUID]:
    """Everybody whose data stays out of every export. They are few."""
    return set(conn.execute(_KEPT_BACK).scalars())


def leaves_out(
    people: set[UUID], named: tuple[ColumnElement[UUID], ...], number: ColumnElement[UUID]
) -> list[ColumnElement[bool]]:
    """The conditions that leave out what names one of these people, and what was with a number of
    theirs while nobody was named."""
    if not people:
        return []
    these = sorted(people)
    theirs = select(_uses.c.number_id).where(_uses.c.person_id.in_(these))
    nobodys = ~number.in_(theirs) | number.is_(None)
    return [
        *(or_(column.is_(None), column.not_in(these)) for column in named),
        or_(nobodys, *(column.is_not(None) for column in named)),
    ]


class Holds:
    """Sets and lifts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def set(
        self, actor: Actor, person_id: UUID, kind: HoldKind, reason: str, key: UUID
    ) -> Recorded:
        """Hold it from now on. ``value`` is the hold. Raises :class:`Refused` without a reason, and
        where it is held like this already."""
        why = _reason(reason)

        def work(writing: Writing, said: list[str]) -> UUID:
            stays = who_stays(writing.conn, person_id)
            name = writing.row("person", stays)["name"]
            if any(each.kind is kind for each in holds_of(writing.conn, stays)):
                raise Refused(f"{name} has this already. Nothing was changed.")
            said.append(
                f"Everything about {name} is kept: nothing can be removed."
                if kind is HoldKind.LEGAL
                else f"{name} is left out of every export from now on."
            )
            values = {"person_id": stays, "kind": kind, "reason": why, "lifted_at": None}
            return writing.insert(
                "person_hold", {**values, "set_at": writing.now, "set_by": actor.user_id}
            )

        return record(self._ledger, actor, "set_hold", _NEEDS, key, work)

    def lift(self, actor: Actor, hold_id: UUID, reason: str, key: UUID) -> Recorded:
        """It is not held any more, and why. Raises as above."""
        why = _reason(reason)

        def work(writing: Writing, said: list[str]) -> UUID:
            row = writing.row("person_hold", hold_id)
            if row["lifted_at"] is not None:
                raise Refused("This was lifted already. Nothing was changed.")
            name = writing.row("person", row["person_id"])["name"]
            writing.update("person_hold", hold_id, {"lifted_at": writing.now, "lifted_reason": why})
            said.append(
                f"What is kept of {name} may be removed again."
                if row["kind"] == HoldKind.LEGAL
                else f"{name} is part of exports again."
            )
            return hold_id

        return record(self._ledger, actor, "lift_hold", _NEEDS, key, work)


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("This needs a reason. Say why in a few words.")
    return text.strip()
