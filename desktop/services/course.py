"""How far the transition is, read once for the rules of the domain."""

from sqlalchemy import Connection, select

from desktop.domain.transition import Course, Step
from desktop.domain.vocabulary import MilestoneKind
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_milestone = tables.metadata.tables["milestone"]
_STEPS = Prepared(
    select(
        _milestone.c.kind, _milestone.c.site_id, _milestone.c.planned_on, _milestone.c.happened_at
    )
)


def read_course(conn: Connection) -> Course:
    """Every step that somebody has written down."""
    rows = _STEPS.rows(conn, {})
    return Course([Step(MilestoneKind(kind), *others) for kind, *others in rows])
