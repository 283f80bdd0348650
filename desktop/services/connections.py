"""The sources that calls and leads come in from: added, changed, paused, removed.

Their settings are working state of the clinic, kept with the data; their secrets are not: those are
in the keyring, go in here and come out only for the connector that needs them.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from desktop.domain.connection_kinds import LISTENER, ConnectionKind, kind_named
from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.folding import fold
from desktop.domain.vocabulary import Permission
from desktop.domain.zones import is_zone
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.secrets import SecretStore

_setting = tables.metadata.tables["setting"]
_SCOPE: Final = "connection"
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


class Connections:
    """Keeps the sources. Reading and changing them takes ``manage_connections``."""

    def __init__(self, database: Database, clock: Clock, store: SecretStore) -> None:
        self._database, self._clock, self._store = database, clock, store

    @property
    def secrets_warning(self) -> str:
        """What to know about where secrets are kept; "" for a keyring."""
        return self._store.warning

    def sources(self, actor: Actor) -> tuple[SourceRow, ...]:
        """The listener, then every source in the order in which they were added."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        with self._database.read() as conn:
            return _all(conn, actor.zone)

    def add(self, actor: Actor, kind: str, form: SourceForm) -> UUID:
        """Add a source, paused until it is switched on. Raises :class:`FormTrouble`."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        if kind == LISTENER.name:
            raise Refused("There is one web listener, and it is here already.")
        _check(kind_named(kind), form)
        with self._database.write() as conn:
            taken = {each.name for each in _all(conn, actor.zone)}
            row = SourceRow(
                uuid4(), kind, _name(form.title, taken), form.title.strip(), form.options,
                form.zone, form.site_id, enabled=False, secret_set_at=None, version=1,
            )  # fmt: skip
            values = {"scope": _SCOPE, "name": row.id.hex, "value": _text(row, _last(conn) + 1)}
            conn.execute(insert(_setting).values(**values))
        return row.id

    def change(self, actor: Actor, source_id: UUID, form: SourceForm, version: int) -> None:
        """Change what was filled in. Raises :class:`FormTrouble`, :class:`ChangedSince`."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        with self._database.write() as conn:
            row = _one(conn, source_id, actor.zone)
            _check(row.spec, form)
            if row.version != version:
                raise ChangedSince(
                    "Somebody changed this connection after you opened it. Look at it again first."
                )
            _put(
                conn,
                replace(
                    row, title=form.title.strip(), options=form.options, zone=form.zone,
                    site_id=form.site_id,
                ),
            )  # fmt: skip

    def switch(self, actor: Actor, source_id: UUID, *, on: bool) -> None:
        """Begin with a source, or pause it. Raises :class:`Refused` where its secret is missing."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        with self._database.write() as conn:
            row = _one(conn, source_id, actor.zone)
            if on and row.spec.secret and row.secret_set_at is None:
                raise Refused(f"Fill in its {row.spec.secret.lower()} first.")
            if on != row.enabled:
                _put(conn, replace(row, enabled=on))

    def remove(self, actor: Actor, source_id: UUID) -> None:
        """Remove a source and its secret. What came in from it stays."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        if source_id == LISTENER_ID:
            raise Refused("The web listener can be paused, not removed.")
        with self._database.write() as conn:
            _one(conn, source_id, actor.zone)
            conn.execute(delete(_setting).where(*_where(source_id)))
        self._store.drop(source_id)

    def put_secret(self, actor: Actor, source_id: UUID, secret: str) -> None:
        """Keep the secret that the other side gave. It is never shown again."""
        demand(actor, Permission.MANAGE_CONNECTIONS)
        if not secret.strip():
            raise Refused("Paste the secret first.")
        with self._database.write() as conn:
            row = _one(conn, source_id, actor.zone)
            # Before the note that there is one: a note without a secret would be a lie.
            self._store.put(source_id, secret.strip())
            _put(conn, replace(row, secret_set_at=self._clock()))

    def make_secret(self, actor: Actor, source_id: UUID) -> str:
        """A new secret for the other side, told this once; the one before ends."""
        made = secrets.token_urlsafe(_SECRET_BYTES)
        self.put_secret(actor, source_id, made)
        return made

    def to_run(self) -> tuple[SourceToRun, ...]:
        """The sources that are switched on, with their secrets; for the connectors of this
        process. A source whose secret cannot be had now is handed on without."""
        with self._database.read() as conn:
            rows = _all(conn, "UTC")
        return tuple(
            SourceToRun(
                row.id, row.kind, row.name, tuple(sorted(row.options.items())), row.zone,
                self._store.get(row.id) if row.spec.secret else "",
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


def _where(source_id: UUID) -> tuple[Any, Any]:
    return _setting.c.scope == _SCOPE, _setting.c.name == source_id.hex


def _all(conn: Connection, zone: str) -> tuple[SourceRow, ...]:
    rows = conn.execute(select(_setting.c.name, _setting.c.value).where(_setting.c.scope == _SCOPE))
    found = sorted(
        ((json.loads(row.value), UUID(hex=row.name)) for row in rows),
        key=lambda each: (each[0]["place"], each[1]),
    )
    kept = {source_id: _row(source_id, value) for value, source_id in found}
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


def _put(conn: Connection, row: SourceRow) -> None:
    newer = replace(row, version=row.version + 1)
    before = conn.execute(select(_setting.c.value).where(*_where(row.id))).scalar()
    if before is None:  # the listener, touched for the first time
        values = {"scope": _SCOPE, "name": row.id.hex, "value": _text(newer, 0)}
        conn.execute(insert(_setting).values(**values))
        return
    place = json.loads(before)["place"]
    conn.execute(update(_setting).where(*_where(row.id)).values(value=_text(newer, place)))


def _last(conn: Connection) -> int:
    """The place of the one that was added last."""
    values = conn.execute(select(_setting.c.value).where(_setting.c.scope == _SCOPE)).scalars()
    return max((int(json.loads(value)["place"]) for value in values), default=0)


def _text(row: SourceRow, place: int) -> str:
    return json.dumps(
        {
            "kind": row.kind,
            "name": row.name,
            "title": row.title,
            "options": dict(row.options),
            "zone": row.zone,
            "site": row.site_id.hex if row.site_id else None,
            "enabled": row.enabled,
            "secret_set_at": row.secret_set_at.isoformat() if row.secret_set_at else None,
            "version": row.version,
            "place": place,
        }
    )


def _row(source_id: UUID, value: Mapping[str, Any]) -> SourceRow:
    site, set_at = value["site"], value["secret_set_at"]
    return SourceRow(
        source_id,
        value["kind"],
        value["name"],
        value["title"],
        value["options"],
        value["zone"],
        UUID(hex=site) if site else None,
        value["enabled"],
        datetime.fromisoformat(set_at) if set_at else None,
        value["version"],
    )
