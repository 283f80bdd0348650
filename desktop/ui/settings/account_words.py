"""The words and columns of accounts and desks, declared as data."""

from typing import Final

from desktop.domain.vocabulary import Role
from desktop.services.desks import DeskState
from desktop.services.user_rows import UserRow
from desktop.ui.role_words import ROLE_WORDS
from desktop.ui.row_model import Column
from desktop.ui.widgets.delegates import Cell

ROLE_DOES: Final = {
    Role.STAFF: "Answers calls and keeps promises.",
    Role.MANAGER: "All the desk does, approves words, exports, and manages accounts.",
    Role.ADMIN: "Accounts, connections, keys and restores. Sees nobody’s data.",
}


def _name(row: UserRow) -> Cell:
    tone = "text" if row.active else "text-3"
    return Cell(row.name, avatar=row.name, strong=row.active, tone=tone)


def _state(row: UserRow) -> Cell:
    if row.active:
        return Cell(tag="May sign in", tag_tone="ok", tag_icon="circle-check")
    return Cell(tag="Switched off", tag_icon="user-lock")


def _pin(row: UserRow) -> Cell:
    return Cell("Set", tone="text-2") if row.has_pin else Cell("None", tone="text-3")


USER_COLUMNS: Final[tuple[Column[UserRow], ...]] = (
    Column("name", "Name", _name),
    Column("role", "Role", lambda row: Cell(ROLE_WORDS[row.role]), 150, 130),
    Column("state", "State", _state, 150, 140),
    Column("pin", "PIN", _pin, 90, 80, leaves=1),
)


def _desk_state(row: DeskState) -> Cell:
    if row.retired_at is not None:
        return Cell(tag="Retired", tag_icon="lock-keyhole")
    words = "This desk" if row.is_here else "In use"
    return Cell(tag=words, tag_tone="ok", tag_icon="circle-check")


def _cards(row: DeskState) -> Cell:
    if not row.cards:
        return Cell("None", tone="text-3", spoken="No unfinished calls")
    whose = ", ".join(row.whose)
    return Cell(f"{row.cards} · {whose}", icon="inbox", icon_tone="soon")


DESK_COLUMNS: Final[tuple[Column[DeskState], ...]] = (
    Column("name", "Desk", lambda row: Cell(row.name, icon="monitor", strong=True)),
    Column("site", "Clinic", lambda row: Cell(row.site, tone="text-2"), 160, 140, leaves=1),
    Column("cards", "Unfinished calls", _cards, 240, 200),
    Column("state", "State", _desk_state, 140, 130),
)
