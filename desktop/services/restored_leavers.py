"""Who left since a backup was made stays out when it is put back."""

from collections.abc import Collection
from uuid import UUID, uuid4

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Role
from desktop.services import sign_in_state
from desktop.services.account_rules import LAST_OF, refuse_last
from desktop.services.changes import Ledger, Writing
from desktop.services.leaving import hand_over_work, heir_of
from desktop.services.this_desk import need_this_desk


def keep_out(ledger: Ledger, leavers: Collection[UUID]) -> None:
    """Switch these accounts off again, in one Change each; what was theirs then goes to their
    team. The last manager or administrator of a backup stays: somebody has to come in."""
    for user_id in sorted(leavers):

        def work(writing: Writing, user_id: UUID = user_id) -> UUID:
            row = writing.row("user_account", user_id)
            if row["active"] and row["role"] in LAST_OF:
                try:
                    refuse_last(writing.conn, Role(row["role"]))
                except Refused:
                    return user_id
            team_id = row["team_id"] or need_this_desk(writing.conn).team_id
            heir = heir_of(writing.conn, user_id, None, team_id)
            writing.update("user_account", user_id, {"active": False})
            sign_in_state.leave(writing.conn, user_id)
            hand_over_work(writing, user_id, heir)
            return user_id

        ledger.write_unattended("keep_out", uuid4(), work)


def leavers_in_words(count: int) -> str:
    """What is said of them before a backup is put back; nothing of none."""
    if not count:
        return ""
    who = "1 person who left since stays" if count == 1 else f"{count} people who left since stay"
    return f"{who} switched off. Roles and passwords will be those of then."
