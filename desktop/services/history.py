"""Everything that was with a person or at a number, newest first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from desktop.domain.vocabulary import Permission
from desktop.services import history_calls, history_promises, history_safety
from desktop.services.actor import Actor, demand
from desktop.services.history_entry import HistoryEntry, Window
from desktop.storage.engine import Database

__all__ = ["MOST_COUNTED", "History", "HistoryEntry", "entries_of_callback"]

MOST_COUNTED = 100
"""Counts on screen stop here: nobody reads further, and counting costs."""


class History:
    """Reads what happened, page by page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_person(
        self,
        actor: Actor,
        person_id: UUID,
        limit: int = 50,
        before: tuple[datetime, UUID] | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """Calls with or about this person, promises and tries, and what they were told.

        ``before`` is the time and identity of the last entry seen; the page begins after it.
        """
        demand(actor, Permission.READ_PEOPLE)
        window = Window.after(before, limit)
        with self._database.read() as conn:
            return window.newest(
                *history_calls.of_person(conn, person_id, window),
                *history_promises.of_person(conn, person_id),
                *history_calls.told(conn, person_id),
                *history_safety.of_person(conn, person_id),
            )

    def of_number(
        self,
        actor: Actor,
        number_id: UUID,
        limit: int = 50,
        before: tuple[datetime, UUID] | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """What was with this number while nobody was named."""
        demand(actor, Permission.READ_PEOPLE)
        window = Window.after(before, limit)
        with self._database.read() as conn:
            return window.newest(
                *history_calls.of_number(conn, number_id, window),
                *history_promises.of_number(conn, number_id),
                *history_safety.of_number(conn, number_id),
            )

    def count(self, actor: Actor, person_id: UUID) -> int:
        """How many entries there are for a person, counted up to :data:`MOST_COUNTED`."""
        demand(actor, Permission.READ_PEOPLE)
        window = Window.after(None, MOST_COUNTED)
        with self._database.read() as conn:
            calls = history_calls.count_of_person(conn, person_id, MOST_COUNTED)
            promises = len(history_promises.of_person(conn, person_id))
            told = len(history_calls.told(conn, person_id))
            safety = len(history_safety.of_person(conn, person_id))
        return min(window.limit, calls + promises + told + safety)


def entries_of_callback(conn: Connection, callback_id: UUID) -> tuple[HistoryEntry, ...]:
    """One promise from the call on which it was given: promised, tried, closed."""
    window = Window.after(None, MOST_COUNTED)
    return window.newest(
        *history_calls.of_callback(conn, callback_id, window),
        *history_promises.of_callback(conn, callback_id),
        *history_safety.of_callback(conn, callback_id),
    )
