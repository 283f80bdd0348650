"""Half-typed calls that name somebody in words or by a number, and not yet as a person."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.folding import fold
from desktop.domain.numbers import read_number
from desktop.services import call_form, safety_form
from desktop.storage import tables

_of = tables.metadata.tables
_person, _uses, _number = _of["person"], _of["person_number"], _of["phone_number"]


def is_half_typed(conn: Connection, people: Collection[UUID]) -> bool:
    """Whether a card that is open at a desk, or put by, has the name or a number of one of these
    people typed on it. Whom a card names as a person is found by that."""
    names = set(conn.execute(select(_person.c.name_key).where(_person.c.id.in_(people))).scalars())
    uses = select(_number.c.e164).join(_uses, _uses.c.number_id == _number.c.id)
    numbers = set(conn.execute(uses.where(_uses.c.person_id.in_(people))).scalars())
    return any(
        (name.strip() and fold(name) in names) or (number and read_number(number).e164 in numbers)
        for name, number in _typed(conn)
    )


def _typed(conn: Connection) -> Iterator[tuple[str, str]]:
    """A name and a number as they stand on each card, where nobody was picked."""
    for payload in conn.execute(select(_of["draft"].c.payload)).scalars():
        card = call_form.from_json(payload)
        if card.speaker_id is None:
            yield card.speaker_name, card.number_text
        if card.subject_id is None:
            yield card.subject_name, ""
    for payload in conn.execute(select(_of["safety_draft"].c.payload)).scalars():
        danger = safety_form.from_json(payload)
        if danger.person_id is None:
            yield danger.name, danger.number_text
