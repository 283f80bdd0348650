"""What marking a step would do, read without writing anything."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.transition import Course, Step
from desktop.domain.vocabulary import Language, MilestoneKind, StatementStanding
from desktop.services.course import read_course
from desktop.services.milestone_release import IS_OPEN, plan_release
from desktop.services.milestone_rows import MarkPreview
from desktop.services.statement_reading import Book, read_book
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_milestone = tables.metadata.tables["milestone"]
_disclosure = tables.metadata.tables["disclosure"]
_draft = tables.metadata.tables["draft"]
_team = tables.metadata.tables["team"]


def read_preview(
    conn: Connection, kind: MilestoneKind, site_id: UUID | None, now: datetime
) -> MarkPreview:
    """Callbacks that become due and when, statements that end, people to tell again."""
    course = read_course(conn)
    release = plan_release(conn, course, kind, site_id, now)
    before = read_book(conn, now)
    after = read_book(conn, now, course_after(conn, kind, site_id, now))
    ending = [
        row
        for row, later in zip(before.rows, after.rows, strict=True)
        if row.standing is StatementStanding.CURRENT
        and later.standing is not StatementStanding.CURRENT
    ]
    return MarkPreview(
        kind=kind,
        site_id=site_id,
        becoming_due=len(release.placed),
        keep_latest=sum(each.kept_latest for each in release.placed),
        days=release.days,
        last_due_at=release.last_due_at,
        ending=tuple(row.name for row in ending),
        without_words=any(
            _has_words(before, row.site_id, row.language)
            and not _has_words(after, row.site_id, row.language)
            for row in ending
        ),
        to_tell=_told(conn, [row.id for row in ending]),
        skipped=course.skipped(kind),
        stranded=_stranded(conn, site_id) if kind is MilestoneKind.CLOSURE else 0,
        open_drafts=conn.execute(select(func.count()).select_from(_draft)).scalar_one(),
    )


def course_after(
    conn: Connection, kind: MilestoneKind, site_id: UUID | None, now: datetime
) -> Course:
    """How far the transition would be once a step has happened."""
    rows = conn.execute(
        select(
            _milestone.c.kind,
            _milestone.c.site_id,
            _milestone.c.planned_on,
            _milestone.c.happened_at,
        )
    )
    steps = [Step(MilestoneKind(row.kind), *row[1:]) for row in rows]
    return Course([*steps, Step(kind, site_id, None, now)])


def _has_words(book: Book, site_id: UUID | None, language: Language) -> bool:
    return book.current(site_id, language) is not None


def _told(conn: Connection, statement_ids: list[UUID]) -> int:
    query = select(func.count(_disclosure.c.told_id.distinct())).where(
        _disclosure.c.statement_id.in_(statement_ids), _disclosure.c.struck_reason.is_(None)
    )
    return int(conn.execute(query).scalar_one()) if statement_ids else 0


def _stranded(conn: Connection, site_id: UUID | None) -> int:
    """Open promises that a team of the closing clinic keeps: they need another team."""
    teams = select(_team.c.id)
    if site_id is not None:
        teams = teams.where(_team.c.site_id == site_id)
    query = select(func.count()).where(IS_OPEN, _callback.c.owner_team_id.in_(teams))
    return int(conn.execute(query).scalar_one())
