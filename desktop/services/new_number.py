"""A number that the desk is told for a promise: kept, tied to the person, rung from now on."""

from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.numbers import NumberStatus, read_number
from desktop.domain.vocabulary import NumberKind
from desktop.services.changes import Writing
from desktop.services.number_rows import keep_number
from desktop.services.person_card import next_position

_NOT_TO_RING = {
    NumberStatus.WITHHELD: "That is a hidden number. Ask for one that can be rung.",
    NumberStatus.SERVICE: "That is a service number. Ask for the person's own.",
}


def use_number(writing: Writing, person_id: UUID | None, text: str) -> UUID:
    """The row of the number in ``text``, made when new; it becomes the person's when they have a
    name. Raises :class:`Refused` for what is no number to ring."""
    reading = read_number(text)
    number_id = keep_number(writing, reading)
    if number_id is None:
        unread = "This number cannot be read. Type it with its area code."
        raise Refused(_NOT_TO_RING.get(reading.status, unread))
    if person_id is not None:
        _tie(writing, person_id, number_id)
    return number_id


def _tie(writing: Writing, person_id: UUID, number_id: UUID) -> None:
    position = next_position(writing.conn, person_id, number_id)
    if position is None:
        return
    writing.insert(
        "person_number",
        {
            "person_id": person_id,
            "number_id": number_id,
            "kind": NumberKind.OTHER,
            "position": position,
        },
    )
