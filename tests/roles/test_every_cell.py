"""Every role against every action of the services and the command line, as ``docs/roles.md`` says.

A new action fails here until the document decides it: a line for it is in the failure of a run,
made by :func:`tests.roles.table.written`.
"""

from pathlib import Path

import pytest

from desktop.domain import roles
from desktop.domain.vocabulary import Role
from tests.roles.every_cell import run_services, run_verbs
from tests.roles.table import DOC, WHO, Table, read_table, written


@pytest.fixture(scope="module")
def table() -> Table:
    return read_table(DOC.read_text(encoding="utf-8"))


def test_every_cell(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tried, wrong = run_services(table, tmp_path / "desk")
    assert not wrong
    assert tried > 1_500

    tried, wrong = run_verbs(table, tmp_path / "desk")
    assert not wrong
    assert tried >= len(table.verbs) * len(WHO)


def test_an_admin_who_could_read_people_is_found(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = {**roles._PERMISSIONS, Role.ADMIN: roles._PERMISSIONS[Role.MANAGER]}
    monkeypatch.setattr(roles, "_PERMISSIONS", more)

    few = {name: cells for name, cells in table.services.items() if name.startswith("people.")}
    _, wrong = run_services(Table(few, {}, {}, {}), tmp_path / "desk")

    assert any(each.startswith("people.get as admin: ") for each in wrong)
    assert any("calls.log is not in the table" in each for each in wrong)


def test_a_line_is_read_as_it_is_written() -> None:
    may = dict.fromkeys(WHO, False) | {"admin": True}
    text = DOC.read_text(encoding="utf-8").replace(
        "| `users.list` |", written("users.newly_made", may) + "\n| `users.list` |"
    )
    assert read_table(text).services["users.newly_made"] == may
