"""Which group of the callback queue a promise stands in."""

from datetime import datetime

from desktop.domain.vocabulary import DueGroup
from desktop.domain.wording import SOON


def due_group(due: datetime, now: datetime, waiting: bool, needs_decision: bool) -> DueGroup:
    """The group of an open promise.

    One that asks for a decision is overdue until somebody decides. One that waits on a milestone
    leaves the waiting group when its latest date comes near, so that waiting never hides it.
    """
    if needs_decision or due <= now:
        return DueGroup.OVERDUE
    if due <= now + SOON:
        return DueGroup.SOON
    return DueGroup.WAITING if waiting else DueGroup.LATER
