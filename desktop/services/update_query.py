"""The update list as a query: people affected who have not heard the current words, in order.

The order is that of :func:`desktop.domain.affected_order.update_order`; a test holds both together.
"""

from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, select

from desktop.domain.affected_order import LONG_AGO
from desktop.services.affected import CurrentEditions, affected_people, heard_by
from desktop.storage import tables

_person = tables.metadata.tables["person"]

Whom = Literal["earlier", "nothing", "all"]
"""Who has heard an earlier version, nothing at all, or either."""

_COLUMNS = (
    "id",
    "name",
    "site_id",
    "language",
    "zone",
    "hours_from",
    "hours_to",
    "next_appointment_at",
    "series_left",
    "last_infusion_on",
    "prepaid_cents",
)


def update_query(editions: CurrentEditions, whom: Whom) -> Select[Any]:
    """Everybody on the list with what stands on their own row, ``last`` (edition heard) and
    ``misled``."""
    heard = heard_by(editions.numbers)
    columns = [_person.c[name] for name in _COLUMNS]
    people = affected_people(*columns).subquery("people")
    misled = func.coalesce(heard.c.wrong == heard.c.last, literal(False)).label("misled")
    query = (
        select(*people.c, heard.c.last, misled)
        .select_from(people.outerjoin(heard, heard.c.person_id == people.c.id))
        .where(*_bounds(editions, people, heard, whom))
    )
    disrupted = and_(people.c.series_left > 0, people.c.next_appointment_at.is_(None))
    return query.order_by(
        case((misled, 0), else_=1),
        case((people.c.next_appointment_at.is_(None), 1), else_=0),
        people.c.next_appointment_at,
        case((disrupted, 0), else_=1),
        case((disrupted, func.coalesce(people.c.last_infusion_on, LONG_AGO))),
        func.coalesce(people.c.prepaid_cents, 0).desc(),
        people.c.id,
    )


def _bounds(
    editions: CurrentEditions, people: Any, heard: Any, whom: Whom
) -> list[ColumnElement[bool]]:
    told = heard.c.last.is_not(None)
    if whom == "nothing":
        return [heard.c.last.is_(None)]
    behind = not_(editions.heard(people, heard))
    if whom == "earlier":
        return [told, behind]
    return [behind]
