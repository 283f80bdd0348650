"""A promise gets a name later: who spoke on its call, or whom it turned out to be for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import CallbackState
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.moving import suiting
from desktop.services.open_promise import hold, read_promise
from desktop.services.promising import number_to_ring
from desktop.services.who_stays import who_stays


def attach(writing: Writing, actor: Actor, callback_id: UUID, version: int, person_id: UUID) -> str:
    """Say whom an open promise without a name is for; returns the name.

    Raises :class:`Refused` for one that has a name.
    """
    promise = hold(writing, actor, callback_id, version)
    if promise.row["person_id"] is not None:
        raise Refused(f"This promise is for {promise.name}. Make a new one for somebody else.")
    person_id = who_stays(writing.conn, person_id)
    name: str = writing.row("person", person_id)["name"]
    columns = learned(writing, promise.row, person_id, person_id)
    writing.update("callback", callback_id, columns, expected=version)
    return name


def learned(
    writing: Writing, row: Mapping[str, Any], speaker: UUID | None, subject: UUID | None
) -> dict[str, Any]:
    """The columns of a callback's ``row`` whose people are known by now.

    Who is named already stays. The number is one at which they may be rung, the time one that
    suits them, unless a reason was given for it.
    """
    person_id, subject_id = row["person_id"] or speaker, row["subject_id"] or subject
    columns: dict[str, Any] = {"person_id": person_id, "subject_id": subject_id}
    if person_id is not None:
        number_id = number_to_ring(writing.conn, row["number_id"], person_id, subject_id)
        if number_id != row["number_id"]:
            columns |= {"number_id": number_id, "asks_number": number_id is None}
    if row["state"] == CallbackState.OPEN:
        columns |= suiting(read_promise(writing, {**row, **columns}))
    return columns
