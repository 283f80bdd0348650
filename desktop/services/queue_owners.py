"""Whose a promise in the queue is: mine, or the team's."""

from sqlalchemy import ColumnElement, Connection, and_, or_

from desktop.services.actor import Actor
from desktop.services.closed_sites import teams_without_people
from desktop.services.owners_gone import who_cannot_ring
from desktop.storage import tables

_c = tables.metadata.tables["callback"].c


def mine(actor: Actor) -> ColumnElement[bool]:
    """I am named."""
    return _c.owner_user_id == actor.user_id


def my_teams(conn: Connection, actor: Actor) -> ColumnElement[bool]:
    """Given to my team as a whole, or to one that nobody sits with: that is every team's, so that
    somebody is reminded of it. Whoever is named and cannot ring is nobody."""
    teams = {actor.team_id, *teams_without_people(conn)}
    nobodys: ColumnElement[bool] = _c.owner_user_id.is_(None)
    if gone := who_cannot_ring(conn):
        nobodys = or_(nobodys, _c.owner_user_id.in_(gone))
    return and_(_c.owner_team_id.in_(teams), nobodys)
