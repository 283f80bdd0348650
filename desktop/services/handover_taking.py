"""Taking a package in: looked through whole before anything is written, then written in parts.

What is here already stays as it is, so the same package again changes nothing, and one that broke
off is gone on with. Names of clinics, teams and colleagues that are taken here get the company's
name behind them; colleagues who came along cannot sign in, and nobody sits with teams that did, so
what is open goes to the team that takes it in. Words that the one who hands over had approved are
not this desk's: they come in as withdrawn, for the ledger to refer to.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select

from desktop.domain.errors import Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.vocabulary import CallbackState, Permission, Role, StatementState
from desktop.export.sealed_package import DAMAGED, FOREIGN
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.closed_sites import open_team
from desktop.services.handover_parts import ORDER
from desktop.services.images import from_json
from desktop.services.many_ids import some_at_a_time
from desktop.services.records import KINDS
from desktop.storage import tables
from desktop.storage.engine import Database

PART = 50
"""So many records are written at once."""
_of = tables.metadata.tables
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """A package that was looked through: rows of each kind with their child rows."""

    rows: Mapping[str, Sequence[tuple[_Row, list[_Row]]]]


def look_through(lines: Mapping[str, Sequence[str]]) -> Looked:
    """Read every line and see that whatever it refers to is in the package. Raises
    :class:`Refused` for one that is not."""
    if set(lines) - set(ORDER):
        raise Refused(FOREIGN)
    rows: dict[str, list[tuple[_Row, list[_Row]]]] = {}
    known: dict[str, set[UUID]] = {}
    for record in ORDER:
        rows[record] = [_read(record, line) for line in lines.get(record, ())]
        known[record] = {row["id"] for row, _ in rows[record]}
        for row, children in rows[record]:
            _see(record, row, children, known)
    return Looked(rows)


def _read(record: str, line: str) -> tuple[_Row, list[_Row]]:
    try:
        row, children = from_json(KINDS[record], line)
        if record == "user_account":
            return {"id": row["id"], "name": str(row["name"])}, []
        needed = {c.name for c in KINDS[record].table.c if not c.nullable and c.name != "seq"}
        if needed - row.keys():
            raise Refused(DAMAGED)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Refused(DAMAGED) from problem
    return row, children


def _see(
    record: str, row: Mapping[str, Any], children: Sequence[_Row], known: Mapping[str, set[UUID]]
) -> None:
    """Whatever a row refers to came before it."""
    kind = KINDS[record]
    for table, each in [(kind.table, row), *((kind.children, child) for child in children)]:
        if table is None:
            raise Refused(DAMAGED)
        for column in table.c:
            value = each.get(column.name)
            for key in column.foreign_keys:
                there = known.get(key.column.table.name)
                if value is None or (table is kind.children and key.column.table is kind.table):
                    continue
                if there is None or value not in there:
                    raise Refused(DAMAGED)


class Taking:
    """Writes what was looked through."""

    def __init__(self, database: Database, ledger: Ledger, company: str) -> None:
        self._database = database
        self._ledger = ledger
        self._company = company
        self._numbers: dict[UUID, UUID] = {}
        self.created: dict[str, int] = {}
        self.unchanged = 0

    def take(self, actor: Actor, looked: Looked) -> None:
        """All of it, in parts."""
        for record in ORDER:
            rows = list(looked.rows[record])
            with self._database.read() as conn:
                if record == "phone_number":
                    self._numbers = _same_numbers(conn, [row for row, _ in rows])
                here = _here(conn, record, [row["id"] for row, _ in rows])
                here |= set(self._numbers) if record == "phone_number" else set()
            new = [each for each in rows if each[0]["id"] not in here]
            self.unchanged += len(rows) - len(new)
            for start in range(0, len(new), PART):
                self._part(actor, record, new[start : start + PART])

    def _part(self, actor: Actor, record: str, rows: Sequence[tuple[_Row, list[_Row]]]) -> None:
        made = 0

        def work(writing: Writing) -> UUID | None:
            nonlocal made
            made = 0
            last = None
            for row, children in rows:
                fitted = self._fit(writing, actor, record, row)
                if fitted is None:
                    continue
                below = _words(record, row) if record in _WITH_WORDS else children
                last = writing.insert(record, fitted, below)
                made += 1
            return last

        needs = Permission.RUN_TRANSITION
        self._ledger.write(actor, "take_handover", needs, uuid4(), work)
        self.created[record] = self.created.get(record, 0) + made
        self.unchanged += len(rows) - made

    def _fit(self, writing: Writing, actor: Actor, record: str, row: _Row) -> _Row | None:
        """The row as it fits in here; None where something of its kind is here already."""
        fitted = dict(row)
        if fitted.get("number_id") in self._numbers:
            fitted["number_id"] = self._numbers[fitted["number_id"]]
        match record:
            case "site" | "team":
                fitted["name"] = self._free_name(writing.conn, record, row["name"])
            case "user_account":
                return self._colleague(writing, row)
            case "callback" | "request" if row["state"] == CallbackState.OPEN:
                # Their teams and colleagues sit nowhere here.
                team_id = open_team(writing.conn, actor.team_id)
                fitted |= {"owner_team_id": team_id, "owner_user_id": None}
            case "milestone":
                return None if _same(writing.conn, record, fitted, "kind", "scope") else fitted
            case "statement":
                return self._statement(writing, fitted)
            case "correction":
                return None if _same(writing.conn, record, fitted, "wrong_id") else fitted
            case "person_number":
                return (
                    None
                    if _same(writing.conn, record, fitted, "person_id", "number_id")
                    else fitted
                )
            case "person_email":
                return (
                    None
                    if _same(writing.conn, record, fitted, "person_id", "email_key")
                    else fitted
                )
        return fitted

    def _colleague(self, writing: Writing, row: _Row) -> _Row:
        name = self._free_name(writing.conn, "user_account", row["name"])
        return {
            "id": row["id"],
            "name": name,
            "name_key": fold(name),
            "role": Role.STAFF,
            "password_hash": "",  # nobody signs in with it, and the account is off
            "pin_hash": None,
            "team_id": None,
            "active": False,
            "created_at": writing.now,
        }

    def _statement(self, writing: Writing, row: _Row) -> _Row:
        table = _of["statement"]
        if _same(writing.conn, "statement", row, "number", "scope", "language"):
            last = writing.conn.execute(select(func.max(table.c.number))).scalar_one()
            row["number"] = last + 1
        if row["state"] == StatementState.APPROVED:
            row |= {
                "state": StatementState.WITHDRAWN,
                "withdrawn_at": writing.now,
                "withdrawn_by": None,
                "withdrawn_reason": f"Handed over by {self._company}",
            }
        return row

    def _free_name(self, conn: Connection, record: str, name: str) -> str:
        table = _of[record]
        is_user = record == "user_account"
        column = table.c.name_key if is_user else table.c.name
        for number in range(100):
            behind = f" ({self._company}{f' {number}' if number > 1 else ''})" if number else ""
            said = f"{name}{behind}"
            wanted = fold(said) if is_user else said
            if conn.execute(select(table.c.id).where(column == wanted)).first() is None:
                return said
        raise Refused(f"There are too many called {name} here. Rename one, then try again.")


_WITH_WORDS = {"person": "name", "person_email": "email"}


def _words(record: str, row: Mapping[str, Any]) -> list[_Row]:
    """Search words are made here, as this program makes them."""
    return [{"word": word} for word in words_of(row[_WITH_WORDS[record]])]


def _here(conn: Connection, record: str, ids: Sequence[UUID]) -> set[UUID]:
    table = _of[record]
    found: set[UUID] = set()
    for some in some_at_a_time(ids):
        found.update(conn.execute(select(table.c.id).where(table.c.id.in_(some))).scalars())
    return found


def _same_numbers(conn: Connection, rows: Sequence[_Row]) -> dict[UUID, UUID]:
    """Numbers of the package that are here under another identity."""
    table = _of["phone_number"]
    theirs = {(row["e164"], row["extension"]): row["id"] for row in rows}
    found: dict[UUID, UUID] = {}
    for some in some_at_a_time({e164 for e164, _ in theirs}):
        columns = (table.c.e164, table.c.extension, table.c.id)
        for e164, extension, number_id in conn.execute(
            select(*columns).where(table.c.e164.in_(some))
        ):
            their_id = theirs.get((e164, extension))
            if their_id is not None and their_id != number_id:
                found[their_id] = number_id
    return found


def _same(conn: Connection, record: str, row: Mapping[str, Any], *columns: str) -> bool:
    table = _of[record]
    query = select(table.c.id).where(*(table.c[name] == row[name] for name in columns))
    return conn.execute(query).first() is not None


def lines_of(files: Mapping[str, bytes]) -> Mapping[str, Sequence[str]]:
    """The lines of each kind in a package's files, held against the manifest. Raises
    :class:`Refused`."""
    manifest = manifest_of(files)
    found: dict[str, Sequence[str]] = {}
    for record, told in manifest["files"].items():
        content = files.get(f"{record}.jsonl")
        if content is None or sha256(content) != told["sha256"]:
            raise Refused(DAMAGED)
        lines = content.decode("utf-8").split("\n")[:-1]
        if len(lines) != told["count"]:
            raise Refused(DAMAGED)
        found[record] = lines
    return found


def manifest_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a package. Raises :class:`Refused`."""
    try:
        manifest = json.loads(files["manifest.json"])
        if manifest["format"] != FORMAT or not isinstance(manifest["files"], dict):
            raise Refused(FOREIGN)
    except (KeyError, TypeError, ValueError) as problem:
        raise Refused(FOREIGN) from problem
    return dict(manifest)


FORMAT = "ketwell-handover-1"


def sha256(content: bytes) -> str:
    """For the manifest."""
    return hashlib.sha256(content).hexdigest()
