"""The sources that calls and leads come in from: added, changed, paused, removed. Each is a Change.

Their secrets are in no Change and nowhere with the data: those are in the keyring (or the file that
stands for it), go in here and come out only for the connector that needs them.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.connection_kinds import LISTENER, ConnectionKind, kind_named
from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import NotFound, Refused, StorageProblem
from desktop.domain.folding import fold
from desktop.domain.vocabulary import Permission
from desktop.domain.zones import is_zone
from desktop.services.actor import Actor, demand
from desktop.services.changes import Item, Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.secrets import SecretStore

_log = logging.getLogger(__name__)
_source = tables.metadata.tables["source"]
_MANAGE: Final = Permission.MANAGE_CONNECTIONS
_NO_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40
_SECRET_BYTES = 24
LISTENER_ID: Final = UUID("00000000-0000-8000-8000-000000000001")
"""There is one listener, which is there from the first."""


@dataclass(frozen=True, slots=True)
class SourceForm:
    """What somebody fills in. ``site_id`` None: the desk's own clinic."""

    title: str
    options: Mapping[str, str]
    zone: str
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the settings show it; ``name`` is its name in addresses. Never its secret:
    ``secret_set_at`` says that there is one, and since when."""

    id: UUID
    kind: str
    name: str
    title: str
    options: Mapping[str, str]
    zone: str
    site_id: UUID | None
    enabled: bool
    secret_set_at: datetime | None
    version: int

    @property
    def spec(self) -> ConnectionKind:
        """What its kind asks for."""
        return kind_named(self.kind)


class FormTrouble(Refused):
    """Something is not filled in as it has to be; ``fields`` says what to do at each option."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = dict(fields)


def _bring_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """A removed source is here again, paused: its secret was forgotten."""
    restore_images(writing, actor, items)
    for item in items:
        row = writing.row("source", item.record_id)
        if row["name"] in {each.name for each in _all(writing.conn, "") if each.id != row["id"]}:
            raise Refused("Another connection has its name by now. Add it again instead.")
        writing.update("source", item.record_id, {"enabled": False, "secret_set_at": None})


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "add_connection": (_MANAGE, restore_images),
    "change_connection": (_MANAGE, restore_images),
    "switch_connection": (_MANAGE, restore_images),
    "remove_connection": (_MANAGE, _bring_back),
}
"""A secret cannot be taken back: the one before is kept nowhere."""


class Connections:
    """Keeps the sources. Reading and changing them takes ``manage_connections``."""

    def __init__(self, database: Database, ledger: Ledger, store: SecretStore) -> None:
        self._database, self._ledger, self._store = database, ledger, store

    @property
    def secrets_warning(self) -> str:
        """What to know about where secrets are kept; "" for a keyring."""
        return self._store.warning

    def sources(self, actor: Actor) -> tuple[SourceRow, ...]:
        """The listener, then every source in the order in which they were added."""
        demand(actor, _MANAGE)
        with self._database.read() as conn:
            return _all(conn, actor.zone)

    def add(self, actor: Actor, kind: str, form: SourceForm, key: UUID) -> Recorded:
        """Add a source, paused until it is switched on; the ``value`` is which. Raises
        :class:`FormTrouble`."""
        demand(actor, _MANAGE)
        if kind == LISTENER.name:
            raise Refused("There is one web listener, and it is here already.")
        _check(kind_named(kind), form)

        def work(writing: Writing, said: list[str]) -> UUID:
            others = _all(writing.conn, actor.zone)
            name = _name(form.title, {each.name for each in others})
            values = {"kind": kind, "name": name, **_filled(form), **_UNTOUCHED}
            said.append(f"{values['title']} is added. It is paused until you switch it on.")
            return writing.insert("source", {**values, "place": _last(writing.conn) + 1})

        return self._write(actor, "add_connection", key, work)

    def change(
        self, actor: Actor, source_id: UUID, form: SourceForm, version: int, key: UUID
    ) -> Recorded:
        """Change what was filled in. Raises :class:`FormTrouble`, :class:`ChangedSince`."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _one(writing.conn, source_id, actor.zone)
            _check(row.spec, form)
            _touch(writing, row, _filled(form), version)
            said.append(f"{form.title.strip()} is changed.")
            return source_id

        return self._write(actor, "change_connection", key, work)

    def switch(self, actor: Actor, source_id: UUID, key: UUID, *, on: bool) -> Recorded:
        """Begin with a source, or pause it. Raises :class:`Refused` where its secret is missing."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _one(writing.conn, source_id, actor.zone)
            if on and row.spec.secret and row.secret_set_at is None:
                raise Refused(f"Fill in its {row.spec.secret.lower()} first.")
            if on != row.enabled:
                _touch(writing, row, {"enabled": on})
            said.append(f"{row.title} is {'switched on' if on else 'paused'}.")
            return source_id

        return self._write(actor, "switch_connection", key, work)

    def remove(self, actor: Actor, source_id: UUID, key: UUID) -> Recorded:
        """Remove a source and its secret. What came in from it stays."""
        demand(actor, _MANAGE)
        if source_id == LISTENER_ID:
            raise Refused("The web listener can be paused, not removed.")

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _one(writing.conn, source_id, actor.zone)
            writing.delete("source", source_id)
            forgotten = ", and its secret is forgotten" if row.secret_set_at else ""
            said.append(f"{row.title} is removed{forgotten}.")
            return source_id

        done = self._write(actor, "remove_connection", key, work)
        self._store.drop(source_id)
        return done

    def put_secret(self, actor: Actor, source_id: UUID, secret: str, key: UUID) -> Recorded:
        """Keep the secret that the other side gave. It is never shown again, and stands in no
        Change: what is written down is that there is a new one."""
        demand(actor, _MANAGE)
        if not secret.strip():
            raise Refused("Paste the secret first.")
        self._store.make_ready()

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _one(writing.conn, source_id, actor.zone)
            # Before the note that there is one: a note without a secret would be a lie.
            self._store.put(source_id, secret.strip())
            _touch(writing, row, {"secret_set_at": writing.now})
            said.append(f"The secret of {row.title} is kept.")
            return source_id

        return self._write(actor, "set_connection_secret", key, work)

    def make_secret(self, actor: Actor, source_id: UUID, key: UUID) -> str:
        """A new secret for the other side, told this once; the one before ends."""
        made = secrets.token_urlsafe(_SECRET_BYTES)
        self.put_secret(actor, source_id, made, key)
        return made

    def _secret_of(self, row: SourceRow) -> str:
        if not row.spec.secret:
            return ""
        try:
            return self._store.get(row.id)
        except StorageProblem as why:
            _log.warning(
                "the secret of a source of kind %s is out of reach: %s", row.kind, type(why)
            )
            return ""

    def _write(
        self, actor: Actor, action: str, key: UUID, work: Callable[[Writing, list[str]], UUID]
    ) -> Recorded:
        return record(self._ledger, actor, action, _MANAGE, key, work)

    def to_run(self) -> tuple[SourceToRun, ...]:
        """The sources that are switched on, with their secrets; for the connectors of this
        process. A source whose secret cannot be had now is handed on without."""
        with self._database.read() as conn:
            rows = _all(conn, "UTC")
        return tuple(
            SourceToRun(
                row.id, row.kind, row.name, tuple(sorted(row.options.items())), row.zone,
                self._secret_of(row),
            )
            for row in rows
            if row.enabled
        )  # fmt: skip


def _check(kind: ConnectionKind, form: SourceForm) -> None:
    troubles = kind.troubles(form.options)
    if not form.title.strip():
        troubles = {"title": "Give it a name, so that everybody knows which it is.", **troubles}
    if kind.has_zone and not is_zone(form.zone):
        troubles["zone"] = "Choose the time zone of its times."
    if troubles:
        raise FormTrouble(troubles)


def _name(title: str, taken: set[str]) -> str:
    """The title as it stands in an address: "Website form" → "website-form"."""
    base = _NO_NAME.sub("-", fold(title)).strip("-")[:_LONGEST_NAME] or "source"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


_UNTOUCHED: Final[Mapping[str, Any]] = {"enabled": False, "secret_set_at": None}


def _filled(form: SourceForm) -> dict[str, Any]:
    """The columns of what somebody filled in."""
    return {
        "title": form.title.strip(),
        "options": json.dumps(dict(form.options)),
        "zone": form.zone,
        "site_id": form.site_id,
    }


def _all(conn: Connection, zone: str) -> tuple[SourceRow, ...]:
    rows = conn.execute(select(_source).order_by(_source.c.place, _source.c.id))
    kept = {row.id: _row(row) for row in rows}
    listener = kept.pop(LISTENER_ID, None) or _first_listener(zone)
    return (listener, *kept.values())


def _one(conn: Connection, source_id: UUID, zone: str) -> SourceRow:
    for row in _all(conn, zone):
        if row.id == source_id:
            return row
    raise NotFound("This connection is not here any more.")


def _first_listener(zone: str) -> SourceRow:
    """The listener before anybody touched it: off."""
    options = {each.name: each.start for each in LISTENER.options}
    return SourceRow(
        LISTENER_ID, LISTENER.name, LISTENER.name, LISTENER.title, options, zone, None,
        enabled=False, secret_set_at=None, version=0,
    )  # fmt: skip


def _touch(
    writing: Writing, row: SourceRow, values: Mapping[str, Any], version: int | None = None
) -> None:
    """Change columns of a source; the listener is written down when it is first touched."""
    if row.version:
        writing.update("source", row.id, values, expected=version)
        return
    first = _filled(SourceForm(row.title, row.options, row.zone))
    whole = {"id": row.id, "kind": row.kind, "name": row.name, **first, **_UNTOUCHED, "place": 0}
    writing.insert("source", {**whole, **values})


def _last(conn: Connection) -> int:
    """The place of the one that was added last."""
    return max(conn.execute(select(_source.c.place)).scalars(), default=0)


def _row(row: Any) -> SourceRow:
    return SourceRow(
        row.id,
        row.kind,
        row.name,
        row.title,
        json.loads(row.options),
        row.zone,
        row.site_id,
        row.enabled,
        row.secret_set_at,
        row.version,
    )
