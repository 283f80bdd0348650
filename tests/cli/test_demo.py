"""``demo``: a data directory that knows it is one, and never gets in among people."""

from pathlib import Path
from uuid import uuid4

import pytest

from desktop.__main__ import main
from desktop.services.changes import Ledger
from desktop.services.first_desk import FirstDesk
from desktop.services.passwords import Cost, Passwords
from desktop.services.users import Users
from desktop.storage.engine import open_database
from tests.conftest import Clock


def test_it_is_made_grown_and_acted_in_as_its_manager(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data-dir", str(data_dir)]
    assert main([*data, "demo", "--people", "30", "--calls", "40"]) == 0
    assert main([*data, "demo", "--calls", "60"]) == 0
    capsys.readouterr()
    assert main([*data, "users", "list"]) == 0
    assert "Lark Moor     manager  may sign in" in capsys.readouterr().out
    assert main([*data, "--user", "Wren Hill", "users", "list"]) == 2
    assert (
        capsys.readouterr().err
        == "Only a manager or an administrator can change accounts. Ask one.\n"
    )


def test_a_real_desk_stays_as_it_is(
    sqlite_data: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    database = open_database(sqlite_data).database
    users = Users(database, Ledger(database, clock), clock, Passwords(Cost(1, 8, 1)))
    place = FirstDesk(clinic="Phoenix", desk="Front desk 3", zone="America/Phoenix")
    users.make_first_manager("Lark Moor", "copper kettle on", place, uuid4())
    database.close()
    assert main(["--data-dir", str(sqlite_data), "demo"]) == 2
    assert "in use by a real desk" in capsys.readouterr().err


def test_a_servers_address_is_not_repeated(
    postgresql_target: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data-dir", str(data_dir), "--database", postgresql_target, "demo"]) == 0
    assert capsys.readouterr().out == "The demo is ready on the clinic server.\n"
