"""``backup``, ``restore``, ``check``, ``rekey`` and ``upgrade``, as IT types them."""

import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from desktop.cli.at_work import PASSWORD_FILE
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.recovery_code import new_code
from desktop.storage.sqlite_connection import connect

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with 40 calls, never touched."""
    data = tmp_path_factory.mktemp("demo") / "data"
    assert main(["--data-dir", str(data), "demo", "--people", "20", "--calls", "40"]) == 0
    return data


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    copy = tmp_path / "demo data"
    shutil.copytree(made, copy)
    shutil.copy(DataFiles.of(made).key_file, DataFiles.of(copy).key_file)
    return copy


@pytest.fixture
def run(demo: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command over the demo; its exit code, standard output and standard error."""
    capsys.readouterr()

    def run(*words: str, data: Path = demo) -> tuple[int, str, str]:
        code = main(["--data-dir", str(data), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def raw_of(data: Path) -> bytes:
    raw = read_key_file(DataFiles.of(data))
    assert raw is not None
    return raw


def change(data: Path, sql: str) -> None:
    with closing(open_database(data).database) as database, database.write() as conn:
        conn.exec_driver_sql(sql)


def everything(database: Path, raw: bytes) -> dict[str, list[Any]]:
    """Every row of every table but what the safekeeping itself notes."""
    with closing(connect(database, raw)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                " AND name NOT IN ('audit_event', 'desk_chain', 'chain_head')"
                " AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
            for name in tables
        }


def test_a_backup_is_taken_listed_and_put_back(run: Run, demo: Path) -> None:
    before = everything(DataFiles.of(demo).database, raw_of(demo))
    code, out, err = run("--json", "backup")
    assert (code, err) == (0, "")
    (backup,) = json.loads(out)
    assert backup["rows"]["call"] >= 40
    assert backup["kind"] == "by-hand"
    code, out, _ = run("backup", "--list")
    assert (code, out.split()[0]) == (0, backup["name"])

    change(demo, "UPDATE person SET notes = 'later', version = version + 1")
    change(demo, "DELETE FROM draft")
    code, out, err = run("restore", "last", "--dry-run")
    assert code == 0, err
    assert "people:" in out
    assert "0 would go, 0 would come back" in out
    assert everything(DataFiles.of(demo).database, raw_of(demo)) != before

    code, out, err = run("restore", backup["name"])
    assert code == 2
    assert "say --yes" in err
    code, out, err = run("--json", "restore", backup["name"], "--yes")
    assert code == 0, err
    assert json.loads(out)["restored"] == backup["name"]
    assert "What was there is in the backup" in err
    assert everything(DataFiles.of(demo).database, raw_of(demo)) == before

    code, out, err = run("check")
    assert (code, out) == (0, ""), err
    assert "Everything is as it was written" in err


def test_only_if_it_is_due_for_a_timer(run: Run, tmp_path: Path) -> None:
    assert "daily" in run("backup", "--if-due")[1]
    assert run("backup", "--if-due")[1] == "Today’s backup is there already.\n"
    elsewhere = tmp_path / "other disk"
    assert "daily" in run("backup", "--if-due", "--to", str(elsewhere))[1]
    assert "there already" in run("backup", "--if-due", "--to", str(elsewhere))[1]
    assert len(run("backup", "--list", "--to", str(elsewhere))[1].splitlines()) == 1


def test_a_new_computer_with_the_backup_and_the_code(run: Run, demo: Path, tmp_path: Path) -> None:
    opened = open_database(demo)
    assert opened.renew_recovery_code is not None
    code_file = tmp_path / "code"
    code_file.write_text(opened.renew_recovery_code())
    opened.database.close()
    stick = tmp_path / "stick"
    (backup,) = json.loads(run("--json", "backup", "--to", str(stick))[1])
    before = everything(DataFiles.of(demo).database, raw_of(demo))
    shutil.rmtree(demo)
    DataFiles.of(demo).key_file.unlink()
    new = tmp_path / "new computer" / "desk"
    words = ("restore", backup["folder"], "--yes")
    code, _, err = run(*words, data=new)
    assert code == 3
    assert "Enter the recovery code" in err
    code, out, err = run(*words, "--recovery-code-file", str(code_file), data=new)
    assert (code, out) == (0, f"Restored: {backup['name']}.\n"), err
    now = everything(DataFiles.of(new).database, raw_of(new))
    assert {name: rows for name, rows in now.items() if rows != before[name]} == {}
    assert run("check", data=new)[0] == 0


def test_damage_is_found_named_and_put_right(run: Run, demo: Path) -> None:
    run("backup")
    path = DataFiles.of(demo).database
    whole = bytearray(path.read_bytes())
    whole[len(whole) - 2_000] ^= 1
    path.write_bytes(whole)
    code, out, err = run("check")
    assert code == 1
    assert "The data file is damaged: HMAC verification failed for page" in out
    assert "Something is not right" in err
    code, _, err = run("restore", "last", "--yes")
    assert code == 0, err
    assert "could not be read and is kept in" in err
    assert run("check")[0] == 0


def test_tampering_is_found(run: Run, demo: Path) -> None:
    change(demo, "UPDATE change SET action = 'other' WHERE seq = 3")
    code, out, _ = run("--json", "check", "--without-backups")
    assert code == 1
    told = json.loads(out)
    assert told["data"] == []
    assert "entry 3: the link was altered." in told["trail"][0]


def test_a_new_key(run: Run, demo: Path, tmp_path: Path) -> None:
    before, old = everything(DataFiles.of(demo).database, raw_of(demo)), raw_of(demo)
    code, _, err = run("rekey")
    assert code == 2
    assert "--code-file" in err
    file = tmp_path / "new code"
    code, out, err = run("rekey", "--code-file", str(file))
    assert code == 0, err
    assert out.startswith("The data has a new key.")
    assert raw_of(demo) != old
    assert everything(DataFiles.of(demo).database, raw_of(demo)) == before
    assert file.stat().st_mode & 0o077 == 0
    code, _, err = run("rekey", "--code-file", str(file))
    assert code == 3
    assert "nothing was changed" in err
    DataFiles.of(demo).key_file.unlink()
    open_database(demo, recovery_code=file.read_text()).database.close()
    assert run("check")[0] == 0


class Typist:
    """Somebody at a terminal, who types the code wrong, then another one, then right."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self._code, self._tries = capsys, "", 0
        self.shown = ""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True

    def readline(self) -> str:
        """The next line that is typed."""
        self.shown += self._capsys.readouterr().err
        code = re.search(r"(\w{5}-){6}\w{5}", self.shown)
        assert code is not None
        self._tries += 1
        return (f"0{code[0][1:]}x\n", f"{new_code()}\n", f"{code[0].lower()}\n")[self._tries - 1]


def test_the_new_code_is_typed_back(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, typist = raw_of(demo), Typist(capsys)
    monkeypatch.setattr("sys.stdin", typist)
    code, out, _ = run("rekey")
    assert (code, raw_of(demo) != old) == (0, True)
    assert "has a new key" in out
    assert "has 35 letters and digits, this has 36" in typist.shown
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    new = raw_of(demo)
    code, _, err = run("rekey")
    assert (code, raw_of(demo)) == (2, new)
    assert "was not typed back" in err


def test_who_may(run: Run, sqlite_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup and a check ask nobody, a restore and a new key an administrator."""
    from tests.cli.test_users import PASSWORD, with_accounts
    from tests.conftest import Clock

    with_accounts(sqlite_data, Clock())
    file = sqlite_data.with_name("password")
    file.write_text(PASSWORD)
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    assert run("backup", data=sqlite_data)[0] == 0
    assert run("check", data=sqlite_data)[0] == 0
    for words in (("restore", "last", "--yes"), ("rekey", "--code-file", str(file) + "2")):
        code, _, err = run(*words, data=sqlite_data)
        assert (code, "Say who is asking" in err) == (2, True)
        for name in ("Lark Moor", "Wren Hill"):
            code, _, err = run("--user", name, *words, data=sqlite_data)
            assert (code, "Only an administrator" in err) == (2, True)


def test_upgrade_says_what_came_of_it(run: Run, demo: Path) -> None:
    from tests.storage.test_upgrade import OLDER, engine_of, step_back

    code, out, _ = run("upgrade")
    assert (code, "already" in out) == (0, True)
    with engine_of(demo) as engine:
        step_back(engine)
    code, out, _ = run("upgrade")
    assert (code, f"from version {OLDER}" in out) == (0, True)
    assert "before-upgrade" in run("backup", "--list")[1]


@pytest.mark.parametrize("words", [("restore", "last"), ("restore", "nowhere")])
def test_what_is_not_there_is_said(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words, "--yes")
    assert code in (2, 3)
    assert out == ""
    assert "backup" in err


def test_a_server_is_backed_up_checked_and_put_back(
    empty_postgresql_target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(
            ["--data-dir", str(tmp_path / "desk"), "--database", empty_postgresql_target, *words]
        )
        out, err = capsys.readouterr()
        return code, out, err

    assert run("demo", "--people", "20", "--calls", "40")[0] == 0
    code, out, err = run("--json", "backup")
    assert code == 0, err
    assert "The recovery code of the server’s backups" in err
    (backup,) = json.loads(out)
    safe = tmp_path / "desk" / "server"
    first = everything(Path(backup["folder"]) / "ketwell.db", raw_of(safe))
    assert len(first["call"]) >= 40

    opened = open_database(empty_postgresql_target)
    with closing(opened.database) as database, database.write() as conn:
        conn.exec_driver_sql("UPDATE person SET notes = 'later', version = version + 1")
        conn.exec_driver_sql("DELETE FROM draft")
    code, out, err = run("restore", backup["name"], "--dry-run")
    assert code == 0, err
    assert "people:" in out
    code, _, err = run("restore", backup["name"], "--yes")
    assert code == 0, err
    code, out, err = run("--json", "backup")
    again = everything(Path(json.loads(out)[0]["folder"]) / "ketwell.db", raw_of(safe))
    assert {name: rows for name, rows in again.items() if rows != first[name]} == {}
    code, out, err = run("check")
    assert (code, out) == (0, ""), err
    # and the desk goes on: running numbers, triggers and the index of notes are in order
    assert run("demo", "--people", "25", "--calls", "60")[0] == 0
    assert run("check")[0] == 0
    code, _, err = run("rekey")
    assert code == 2
