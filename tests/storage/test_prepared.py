"""Prepared statements say the same as Core on both engines, by their own short way on SQLite."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

_person = tables.metadata.tables["person"]
_holiday = tables.metadata.tables["holiday"]
_names = [column.name for column in _person.c if column.name != "seq"]

INSERT = Prepared(insert(_person).inline(), _names)
SELECT = Prepared(
    select(_person).where(_person.c.id == bindparam("this_id"), _person.c.language == "English")
)


def somebody(**more: Any) -> dict[str, Any]:
    """A person with a value of each type; columns left out are empty."""
    return {
        "id": uuid4(),
        "name": "Juniper 🌿",
        "name_key": "juniper",
        "kind": "Patient",
        "date_of_birth": date(1990, 6, 21),
        "language": "English",
        "interpreter": True,
        "hours_from": 540,
        "voicemail": "full",
        "notes": "",
        "created_at": datetime(2026, 11, 17, 21, 18, 0, 7, UTC),
        "version": 1,
        **more,
    }


def test_what_is_written_is_read_with_its_types(database: Database) -> None:
    rows = [somebody(), somebody(hours_from=None, interpreter=False)]
    with database.write() as conn:
        INSERT.run(conn, *rows)
    with database.read() as conn:
        for row in rows:
            kept = SELECT.first(conn, {"this_id": row["id"]})
            assert kept is not None
            core = conn.execute(select(_person).where(_person.c.id == row["id"])).one()
            assert tuple(kept) == tuple(core)
            whole = {**dict.fromkeys(_names), **row}
            assert dict(zip(_names, kept[1:], strict=True)) == whole
        assert SELECT.first(conn, {"this_id": uuid4()}) is None
        assert SELECT.rows(conn, {"this_id": None}) == []


def test_columns_are_written_as_rows_are(database: Database) -> None:
    born = date(1990, 6, 21)
    rows = [somebody(date_of_birth=born), somebody(date_of_birth=born, hours_from=None)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    with database.write() as conn:
        INSERT.run_columns(conn, columns)
    with database.read() as conn:
        for row in rows:
            kept = SELECT.first(conn, {"this_id": row["id"]})
            assert kept is not None
            assert dict(zip(_names, kept[1:], strict=True)) == {**dict.fromkeys(_names), **row}
    with pytest.raises(IntegrityError), database.write() as conn:
        INSERT.run_columns(conn, {**columns, "name": ["Fern", None]})


def test_a_value_forgotten_is_a_bug(sqlite_database: Database) -> None:
    with sqlite_database.read() as conn, pytest.raises(KeyError, match="this_id"):
        SELECT.rows(conn, {})


def test_updates_and_deletes(database: Database) -> None:
    row = somebody()
    where = _person.c.id == bindparam("this_id")
    rename = Prepared(update(_person).where(where), ("name", "version"))
    remove = Prepared(delete(_person).where(where))
    with database.write() as conn:
        INSERT.run(conn, row)
        rename.run(conn, {"this_id": row["id"], "name": "Hazel", "version": 2})
        kept = SELECT.first(conn, {"this_id": row["id"]})
        assert kept is not None
        assert (kept[2], kept[-1]) == ("Hazel", 2)
        remove.run(conn, {"this_id": row["id"]})
        assert SELECT.first(conn, {"this_id": row["id"]}) is None


def test_a_broken_rule_is_sqlalchemys_on_both(database: Database) -> None:
    row = somebody()
    with pytest.raises(IntegrityError), database.write() as conn:
        INSERT.run(conn, row, row)
    with pytest.raises(IntegrityError), database.write() as conn:
        INSERT.run(conn, somebody(name=None))
    with database.read() as conn:
        assert SELECT.first(conn, {"this_id": row["id"]}) is None


def test_a_date_and_a_missing_reference(database: Database) -> None:
    names = [column.name for column in _holiday.c]
    write = Prepared(insert(_holiday), names)
    read = Prepared(select(_holiday.c.day, _holiday.c.site_id))
    holiday = {"id": UUID(int=7), "day": date(2026, 11, 26), "name": "Thanksgiving", "version": 1}
    with database.write() as conn:
        write.run(conn, holiday)
        assert [tuple(row) for row in read.rows(conn, {})] == [(date(2026, 11, 26), None)]
