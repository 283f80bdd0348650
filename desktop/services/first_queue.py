"""The queue for the first painted window: the same rows and counts as
:class:`~desktop.services.callbacks.Callbacks` gives, without loading SQLAlchemy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role
from desktop.domain.wording import SOON
from desktop.services.actor import Actor
from desktop.services.queue_row import QueueCounts, QueueRow, StoredRow, queue_row
from desktop.storage.first_page import FirstRead, first_read
from desktop.storage.unlock import Unlocked


@dataclass(frozen=True, slots=True)
class FirstQueue:
    """Who is at the desk, the time it was read at, the first rows and the tabs' counts."""

    actor: Actor
    now: datetime
    rows: tuple[QueueRow, ...]
    counts: QueueCounts


def read_first_queue(
    unlocked: Unlocked, name: str, clock: Callable[[], datetime], limit: int = 40
) -> FirstQueue | None:
    """The queue as ``name`` sees it at once after the start; a demo is read at its own time.

    None when it cannot be told yet: data just made, another schema, nobody of that name, a role
    that may not see people. The whole queue follows from Callbacks.
    """
    with first_read(unlocked) as look:
        return _read(look, name, clock, limit) if look is not None else None


def _read(
    look: FirstRead, name: str, clock: Callable[[], datetime], limit: int
) -> FirstQueue | None:
    desk, user = look.desk(), look.user(name)
    if desk is None or user is None or not may(Role(user.role), Permission.READ_PEOPLE):
        return None
    now = look.demo_resumes_at() or clock()
    actor = Actor(
        user.id, user.name, Role(user.role), desk.id, desk.site_id, desk.team_id, desk.zone
    )
    soon = now + SOON
    rows = (
        queue_row(StoredRow(**stored), actor.user_id, now)
        for stored in look.queue(now, soon, limit)
    )
    counts = look.counts(now, soon, actor.user_id, actor.team_id)
    stored = look.coming(now)
    coming = queue_row(StoredRow(**stored), actor.user_id, now) if stored else None
    return FirstQueue(
        actor,
        now,
        tuple(rows),
        QueueCounts(
            due_now=counts.overdue + counts.soon,
            overdue=counts.overdue,
            soon=counts.soon,
            mine=counts.mine,
            team=counts.team,
            waiting=counts.waiting,
            all=counts.all,
            next_due_at=coming.due_at if coming else None,
            next_name=coming.name if coming else None,
        ),
    )
