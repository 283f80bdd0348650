"""How a sentence calls the person it is about: by name, else by number."""

from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.number_display import display
from desktop.storage import tables

_person = tables.metadata.tables["person"]
_number = tables.metadata.tables["phone_number"]


def named(conn: Connection, person_id: UUID | None, number_id: UUID | None) -> str:
    """The person's name, else the number as people write it, else "this caller"."""
    if person_id is not None:
        name = conn.execute(select(_person.c.name).where(_person.c.id == person_id)).scalar()
        if name:
            return str(name)
    if number_id is not None:
        number = conn.execute(
            select(_number.c.e164, _number.c.extension).where(_number.c.id == number_id)
        ).first()
        if number is not None:
            return display(number.e164, number.extension or None)
    return "this caller"
