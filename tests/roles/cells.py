"""A desk with somebody of each kind, and every public action of its services done by each."""

import dataclasses
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, insert, select

from desktop.app import App, Services, assemble
from desktop.domain.errors import NotAllowed, Problem
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.services.first_desk import FirstDesk
from desktop.services.listener import find_listener
from desktop.services.passwords import Cost, Passwords
from desktop.services.standing import __file__ as standing_file
from desktop.storage import tables
from desktop.storage.engine import Database, open_database
from desktop.storage.secrets import find_secrets, secrets_file
from tests.conftest import Clock
from tests.roles.arguments import arguments_of, made
from tests.roles.table import WHO

PASSWORD = "seven grey herons at noon"
CHEAP = Cost(passes=1, memory=8, lanes=1)
NAMES = {
    "manager": "Lark Moor",
    "staff": "Wren Hill",
    "stand-in": "Robin Vale",
    "admin": "Jay Marsh",
    "switched off": "Tern Cove",
}


_change = tables.metadata.tables["change"]


class Watched:
    """Counts how often the services reach for the data; looking whether somebody still has an
    account does not count."""

    def __init__(self, database: Database) -> None:
        self.touches = 0
        for name in ("read", "glance", "write"):
            setattr(database, name, self._counting(getattr(database, name)))

    def _counting(
        self, open_: Callable[[], AbstractContextManager[Connection]]
    ) -> Callable[[], AbstractContextManager[Connection]]:
        def counted() -> AbstractContextManager[Connection]:
            if sys._getframe(1).f_code.co_filename != standing_file:
                self.touches += 1
            return open_()

        return counted


@dataclasses.dataclass(frozen=True)
class Desk:
    """The desk; ``actors`` by the columns of the table."""

    app: App
    watched: Watched
    actors: dict[str, Actor]


@contextmanager
def open_desk(data: Path) -> Iterator[Desk]:
    """Somebody of each kind over new data in this folder."""
    opened = open_database(data, prefer_key_file=True)
    clock = Clock()
    secrets = find_secrets(secrets_file(data, data.parent), lambda: bytes(32), key_in_file=True)
    app = assemble(
        opened, secrets, clock=clock, passwords=lambda: Passwords(CHEAP), place=data, beside=data
    )
    try:
        yield _people_it(app, clock)
    finally:
        app.close()


def _people_it(app: App, clock: Clock) -> Desk:
    users, actors = app.services.users, dict[str, Actor]()
    place = FirstDesk("Phoenix", "Front desk 3", "America/Phoenix")
    users.make_first_manager(NAMES["manager"], PASSWORD, place, uuid4())
    manager = actors["manager"] = users.recognise(NAMES["manager"], PASSWORD)
    for who, role in (
        ("staff", Role.STAFF),
        ("stand-in", Role.STAFF),
        ("admin", Role.ADMIN),
        ("switched off", Role.MANAGER),
    ):
        users.add(manager, NAMES[who], role, PASSWORD, uuid4())
        actors[who] = users.recognise(NAMES[who], PASSWORD)
    actors["listener"] = find_listener(app.database, app.ledger)
    app.services.break_glass.begin(actors["stand-in"], "The clinic closes at noon", uuid4())
    off = users.find(manager, NAMES["switched off"])
    users.disable(manager, off.id, off.version, uuid4())
    # As long as what is known of somebody may be old.
    clock.forward(seconds=2)
    return Desk(app, Watched(app.database), {who: actors[who] for who in WHO})


def actions() -> Iterator[tuple[str, bool]]:
    """Every public method of the services, and the doors that are functions, by name; and whether
    it is told who acts."""
    hints = typing.get_type_hints(Services)
    for field in dataclasses.fields(Services):
        kind = hints[field.name]
        if not inspect.isclass(kind):
            yield field.name, False
            continue
        for name, method in inspect.getmembers(kind, callable):
            if not name.startswith("_"):
                yield f"{field.name}.{name}", "actor" in inspect.signature(method).parameters


def wrong_in(desk: Desk, action: str, who: str, may: bool) -> str:
    """Do one action as one of them; what is wrong with what came of it, "" when nothing is."""
    service, _, name = action.partition(".")
    method = getattr(getattr(desk.app.services, service), name)
    before = desk.watched.touches
    try:
        came = method(**arguments_of(method, desk.actors[who]))
        if callable(came):  # a way in for a connector, which knows no actor
            came(*(made(each) for each in typing.get_args(_answer_of(method))[0]))
        ended = "did it"
    except NotAllowed:
        ended = ""
    except Problem as problem:
        ended = f"went on, and was told “{problem}”"
    except Exception as stumbled:  # noqa: BLE001 - past the permission over what nobody would hand in
        ended = f"stumbled over {stumbled!r}"
        if desk.watched.touches == before:
            return f"{action} as {who}: {ended} before the data was reached: hand in something else"
    touched = desk.watched.touches - before
    if may:
        return "" if ended else f"{action} as {who}: was not allowed, and should be"
    if ended:
        return f"{action} as {who}: {ended}, and should not be allowed"
    return f"{action} as {who}: reached for the data before it was refused" if touched else ""


def _answer_of(method: Callable[..., Any]) -> Any:
    return typing.get_type_hints(method)["return"]


def wrong_in_undo(desk: Desk, action: str, who: str, may: bool) -> str:
    """Take back a Change of one's own of this kind."""
    undo, actor = desk.app.services.undo, desk.actors[who]
    change_id = _change_of(desk, actor, action)
    try:
        undo.undo(actor, change_id, uuid4())
    except NotAllowed:
        return f"undo of {action} as {who}: was not allowed, and should be" if may else ""
    except Exception as ended:
        if not isinstance(ended, Problem | LookupError | ValueError):
            raise
    return "" if may else f"undo of {action} as {who}: went on, and should not be allowed"


def _change_of(desk: Desk, actor: Actor, action: str) -> UUID:
    """A Change of this name by this user that touched nothing which is still there; its number is
    one that no real one has."""
    with desk.app.database.write() as conn:
        lowest = conn.execute(select(func.min(_change.c.seq))).scalar_one()
        one = dict(conn.execute(select(_change).limit(1)).one()._mapping)
        fresh: dict[str, Any] = {
            "seq": min(lowest, 0) - 1,
            "id": uuid4(),
            "idempotency_key": uuid4(),
        }
        whose = {"user_id": actor.user_id, "action": action, "undone_by_id": None}
        conn.execute(insert(_change), {**one, **fresh, **whose})
    made: UUID = fresh["id"]
    return made
