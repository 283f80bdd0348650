"""What came of the keys: read through the services, as another desk would."""

from typing import overload

from desktop.services.actor import Actor
from desktop.services.call_rows import CallRow
from desktop.services.queue_row import QueueRow, ViewFilter
from tests.workflows.conftest import Hands


def actor_of(hands: Hands) -> Actor:
    """Who is at the desk."""
    actor = hands.window.actor
    assert actor is not None
    return actor


def promises(hands: Hands) -> tuple[QueueRow, ...]:
    """Every open promise."""
    return hands.desk.app.services.callbacks.queue(actor_of(hands), ViewFilter()).rows


def open_promise(hands: Hands, e164: str) -> QueueRow | None:
    """The open promise to a number."""
    return next((row for row in promises(hands) if row.e164 == e164), None)


@overload
def call_of(hands: Hands, e164: str) -> CallRow: ...
@overload
def call_of(hands: Hands, e164: str, *, missing_ok: bool) -> CallRow | None: ...
def call_of(hands: Hands, e164: str, *, missing_ok: bool = False) -> CallRow | None:
    """The newest call from a number."""
    services, actor = hands.desk.app.services, actor_of(hands)
    number_id = services.numbers.match(actor, e164).number_id
    calls = services.calls.recent_for_number(actor, number_id, 1) if number_id else ()
    assert calls or missing_ok, f"no call from {e164}"
    return calls[0] if calls else None
