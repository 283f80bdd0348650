"""The desks of a clinic: which there are, what each still holds, and retiring one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Item, Ledger, Writing, Written
from desktop.services.leaving import hand_over_cards, heir_of, take_work_back
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

_desk = tables.metadata.tables["desk"]
_site = tables.metadata.tables["site"]
_draft = tables.metadata.tables["draft"]
_safety = tables.metadata.tables["safety_draft"]
_account = tables.metadata.tables["user_account"]
_HELD = _draft.c.handed_over_at.is_(None)


def _cards_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    restore_images(writing, actor, take_work_back(writing, items))


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "retire_desk": (Permission.MANAGE_USERS, restore_images),
    "hand_over_cards": (Permission.MANAGE_USERS, _cards_back),
}


@dataclass(frozen=True, slots=True)
class DeskState:
    """One desk. ``cards`` are the calls that are set aside or half typed there, ``whose`` the names
    of those who typed them; ``is_here`` marks the desk one is at."""

    id: UUID
    name: str
    site: str
    cards: int
    whose: tuple[str, ...]
    retired_at: datetime | None
    is_here: bool
    version: int


class Desks:
    """Reads and retires desks."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def list(self, actor: Actor) -> tuple[DeskState, ...]:
        """Every desk by name, those in use first."""
        demand(actor, Permission.MANAGE_USERS)
        query = (
            select(_desk, _site.c.name.label("site"))
            .join(_site, _site.c.id == _desk.c.site_id)
            .order_by(_desk.c.retired_at.is_not(None), _desk.c.name, _desk.c.id)
        )
        with self._database.read() as conn:
            return tuple(
                DeskState(
                    row.id,
                    row.name,
                    row.site,
                    *_cards(conn, row.id),
                    row.retired_at,
                    row.id == actor.desk_id,
                    row.version,
                )
                for row in conn.execute(query).all()
            )

    def retire(self, actor: Actor, desk_id: UUID, version: int, key: UUID) -> Written:
        """Nobody signs in at this desk any more; what was done there stays under its name.

        Raises :class:`Refused` for the desk one is at, and while it holds cards that nobody would
        find any more.
        """

        def work(writing: Writing) -> UUID:
            row = writing.row("desk", desk_id)
            if desk_id == actor.desk_id:
                raise Refused("You are at this desk. Retire it from another one.")
            cards, whose = _cards(writing.conn, desk_id)
            if cards:
                what = "a call that is" if cards == 1 else f"{cards} calls that are"
                raise Refused(
                    f"{row['name']} still holds {what} not finished ({', '.join(whose)}). Finish "
                    f"them at {row['name']}, or hand them over first."
                )
            if row["retired_at"] is None:
                writing.update("desk", desk_id, {"retired_at": writing.now}, expected=version)
            return desk_id

        return self._ledger.write(actor, "retire_desk", Permission.MANAGE_USERS, key, work)

    def hand_over(self, actor: Actor, desk_id: UUID, heir_id: UUID | None, key: UUID) -> Written:
        """Give the cards of a desk to somebody, or to the desk's team: they are then offered at
        every desk. Raises :class:`Refused` for somebody who cannot go on with them."""

        def work(writing: Writing) -> UUID:
            team_id = writing.row("desk", desk_id)["team_id"]
            heir = heir_of(writing.conn, desk_id, heir_id, team_id)
            here = (_draft.c.desk_id == desk_id) & _HELD
            hand_over_cards(writing, heir, here, _safety.c.desk_id == desk_id)
            return desk_id

        return self._ledger.write(actor, "hand_over_cards", Permission.MANAGE_USERS, key, work)


def _cards(conn: Connection, desk_id: UUID) -> tuple[int, tuple[str, ...]]:
    names: set[str] = set()
    total = 0
    for table, here in (
        (_draft, (_draft.c.desk_id == desk_id) & _HELD),
        (_safety, _safety.c.desk_id == desk_id),
    ):
        rows = conn.execute(
            select(_account.c.name, func.count())
            .select_from(table.outerjoin(_account, _account.c.id == table.c.user_id))
            .where(here)
            .group_by(_account.c.name)
        ).all()
        total += sum(count for _name, count in rows)
        names |= {name or "Nobody signed in" for name, _count in rows}
    return total, tuple(sorted(names))
