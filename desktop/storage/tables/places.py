"""Where the desk stands: clinics, their holidays, teams, and desks."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from desktop.storage.column_types import Count, Day, Id, Ref, Version, When, Words
from desktop.storage.tables.base import Base


class Site(Base):
    """A clinic. Its hours are minutes after local midnight; ``work_days`` is a mask, Monday 1."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[Id]
    name: Mapped[Words]
    city: Mapped[Words]
    zone: Mapped[Words]
    opens: Mapped[Count]
    closes: Mapped[Count]
    work_days: Mapped[Count]
    version: Mapped[Version]


class Holiday(Base):
    """A day on which a site (or, with no site, every site) does not work."""

    __tablename__ = "holiday"
    __table_args__ = (ForeignKeyConstraint(["site_id"], ["site.id"]),)

    id: Mapped[Id]
    site_id: Mapped[Ref | None]
    day: Mapped[Day]
    name: Mapped[Words]
    version: Mapped[Version]


class Team(Base):
    """Who keeps promises together: "Front desk, Phoenix"."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("name"),
        ForeignKeyConstraint(["site_id"], ["site.id"]),
    )

    id: Mapped[Id]
    name: Mapped[Words]
    site_id: Mapped[Ref]
    version: Mapped[Version]


class Desk(Base):
    """One installed program; at one with ``retired_at`` nobody signs in any more."""

    __tablename__ = "desk"
    __table_args__ = (
        ForeignKeyConstraint(["site_id"], ["site.id"]),
        ForeignKeyConstraint(["team_id"], ["team.id"]),
    )

    id: Mapped[Id]
    name: Mapped[Words]
    site_id: Mapped[Ref]
    team_id: Mapped[Ref]
    created_at: Mapped[When]
    version: Mapped[Version]
    retired_at: Mapped[When | None]
