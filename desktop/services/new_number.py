"""A number that the desk is told for a promise: kept, tied to the person, rung from now on."""

from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.errors import Refused
from desktop.domain.numbers import NumberStatus, read_number
from desktop.domain.vocabulary import NumberKind
from desktop.services.changes import Writing
from desktop.services.number_rows import keep_number
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_uses = tables.metadata.tables["person_number"]
_USES = select(_uses.c.id, _uses.c.number_id, _uses.c.position).where(
    _uses.c.person_id == bindparam("this_person")
)

_NOT_TO_RING = {
    NumberStatus.WITHHELD: "That is a hidden number. Ask for one that can be rung.",
    NumberStatus.SERVICE: "That is a service number. Ask for the person's own.",
}


def use_number(writing: Writing, person_id: UUID | None, text: str, *, first: bool = False) -> UUID:
    """The row of the number in ``text``, made when new; it becomes the person's when they have a
    name, their ``first`` where the one before was wrong. Raises :class:`Refused` for what is no
    number to ring."""
    reading = read_number(text)
    number_id = keep_number(writing, reading)
    if number_id is None:
        unread = "This number cannot be read. Type it with its area code."
        raise Refused(_NOT_TO_RING.get(reading.status, unread))
    if person_id is not None:
        # Of one who was merged meanwhile it becomes the number of who stays, who may have it.
        _tie(writing, who_stays(writing.conn, person_id), number_id, first=first)
    return number_id


def _tie(writing: Writing, person_id: UUID, number_id: UUID, *, first: bool) -> None:
    uses = writing.conn.execute(_USES, {"this_person": person_id}).all()
    before = [use.position for use in uses if use.number_id != number_id]
    use_id = next((use.id for use in uses if use.number_id == number_id), None)
    position = min(before, default=1) - 1 if first else max(before, default=-1) + 1
    if use_id is None:
        values = {"person_id": person_id, "number_id": number_id, "kind": NumberKind.OTHER}
        writing.insert("person_number", {**values, "position": position})
    elif first:
        writing.update("person_number", use_id, {"position": position})
