"""The desk at the first glance: what the window shows before the services are loaded."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.domain.due_groups import due_group
from desktop.domain.roles import may
from desktop.domain.vocabulary import DueGroup, Permission, Reason, Role
from desktop.domain.wording import SOON
from desktop.services.called import called
from desktop.services.look import Look, read_look
from desktop.storage.first_page import FirstPromise, read_first_page

SHOWN = 4
"""So many of the clerk's promises."""


# Tuples: every start loads them, and a dataclass takes five times as long to make.
class NextPromise(NamedTuple):
    """One of the clerk's next promises."""

    due_at: datetime
    group: DueGroup
    needs_decision: bool
    name: str
    reason: Reason


class FirstLook(NamedTuple):
    """A demo desk at ``now``: who signs in and the look they like, the desk's name and zone, how
    many promises are due, how many cards wait, and the clerk's next promises."""

    now: datetime
    clerk: str
    look: Look
    desk: str
    zone: str
    due: int
    cards: int
    promises: tuple[NextPromise, ...]


def take_first_look(data_dir: Path, clerk: str) -> FirstLook | None:
    """Look into the demo in ``data_dir`` as ``clerk``; None where it takes the ordinary opening to
    tell anything: no data yet, a real desk, another schema, anything in the way."""
    page = read_first_page(data_dir, clerk, SOON, SHOWN)
    if page is None or not may(Role(page.role), Permission.READ_PEOPLE):
        return None
    return FirstLook(
        page.now,
        clerk,
        read_look(page.colours, page.scale),
        page.desk,
        page.zone,
        page.due,
        page.cards,
        tuple(_next_promise(promise, page.now) for promise in page.promises),
    )


def _next_promise(stored: FirstPromise, now: datetime) -> NextPromise:
    return NextPromise(
        stored.due_at,
        due_group(stored.due_at, now, stored.waits, stored.needs_decision),
        stored.needs_decision,
        called(stored.person_name, stored.typed_name, stored.e164, stored.extension),
        Reason(stored.reason),
    )
