"""Numbers as rows of their own: found, or made when one is rung or heard of for the first time."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.numbers import NumberReading, NumberStatus, reversed_digits
from desktop.services.changes import Writing
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_number = tables.metadata.tables["phone_number"]

_BY_E164 = Prepared(
    select(_number.c.id).where(
        _number.c.e164 == bindparam("this_e164"), _number.c.extension == bindparam("this_extension")
    )
)


def number_row_of(conn: Connection, reading: NumberReading) -> UUID | None:
    """The row of this number with this extension (none is one too), if there is one."""
    typed = {"this_e164": reading.e164, "this_extension": reading.extension or ""}
    found = _BY_E164.first(conn, typed)
    return found[0] if found else None


def keep_number(writing: Writing, reading: NumberReading) -> UUID | None:
    """The row of this number, made when there is none; None for what is no number to ring.

    The place is left open: looking it up loads for half a second, and a lock is held here.
    """
    if reading.e164 is None:
        return None
    return number_row_of(writing.conn, reading) or writing.insert(
        "phone_number", number_columns(reading.e164, reading)
    )


def number_columns(e164: str, reading: NumberReading) -> dict[str, Any]:
    """What the row of a number says when it is made."""
    return {
        "e164": e164,
        "extension": reading.extension or "",
        "reversed_digits": reversed_digits(e164),
        "unusual": reading.status is NumberStatus.UNUSUAL,
        "place": None,
    }
