"""``users``: from the words on the command line to the account, over an encrypted file."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.__main__ import main
from desktop.cli.at_work import PASSWORD_FILE
from desktop.domain.vocabulary import Role
from desktop.services.anchors import Anchors
from desktop.services.changes import Ledger
from desktop.services.demo.desk import mark
from desktop.services.first_desk import FirstDesk
from desktop.services.passwords import Cost, Passwords
from desktop.services.users import Users
from desktop.storage.engine import open_database
from tests.conftest import A_TUESDAY, Clock

PASSWORD = "copper kettle on"
OTHER = "seven grey herons"
CHEAP = Passwords(Cost(passes=1, memory=8, lanes=1))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(sqlite_data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with Lark Moor (manager) and Wren Hill (staff); Lark's password is in a file."""
    with_accounts(sqlite_data, clock)
    file = sqlite_data.with_name("password")
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    return sqlite_data


def with_accounts(data: Path, clock: Clock) -> None:
    database = open_database(data).database
    anchors = Anchors(data)
    users = Users(database, Ledger(database, clock, anchored=anchors.note), clock, CHEAP)
    place = FirstDesk(clinic="Phoenix", desk="Front desk 3", zone="America/Phoenix")
    users.make_first_manager("Lark Moor", PASSWORD, place, uuid4())
    users.add(users.recognise("Lark Moor", PASSWORD), "Wren Hill", Role.STAFF, PASSWORD, uuid4())
    anchors.close()
    database.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; its exit code, standard output and standard error."""

    def run(data: Path, *words: str) -> tuple[int, str, str]:
        code = main(["--data-dir", str(data), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def new_password(desk: Path, words: str) -> tuple[str, str]:
    file = desk.with_name("new")
    file.write_text(f"{words}\nnot this line\n", encoding="utf-8")
    return "--password-file", str(file)


def can_sign_in(desk: Path, clock: Clock, name: str, password: str) -> bool:
    database = open_database(desk).database
    try:
        users = Users(database, Ledger(database, clock), clock, CHEAP)
        return users.sign_in(name, password).actor.name == name
    finally:
        database.close()


def test_a_new_account_can_sign_in(desk: Path, run: Run, clock: Clock) -> None:
    who = ("--user", "lark moor")

    code, out, _ = run(
        desk, *who, "users", "add", "Tern Cove", "--role", "admin", *new_password(desk, OTHER)
    )

    assert (code, out.split()) == (0, ["Tern", "Cove", "admin", "may", "sign", "in"])
    assert can_sign_in(desk, clock, "Tern Cove", OTHER)


def test_disable_and_reset_say_how_the_account_stands(desk: Path, run: Run, clock: Clock) -> None:
    who = ("--json", "--user", "Lark Moor")

    code, out, _ = run(desk, *who, "users", "disable", "wren hill")
    assert code == 0
    assert json.loads(out) == [
        {"name": "Wren Hill", "role": "staff", "active": False, "has_pin": False}
    ]

    reset = ("users", "reset", "Wren Hill", "--enable", *new_password(desk, OTHER))
    code, out, _ = run(desk, *who, *reset)
    assert json.loads(out)[0]["active"] is True
    assert can_sign_in(desk, clock, "Wren Hill", OTHER)

    _, out, _ = run(desk, *who, "users", "list")
    assert [row["name"] for row in json.loads(out)] == ["Lark Moor", "Wren Hill"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("users", "list"), "Say who is asking: put --user and your name before the command."),
        (("--user", "Wren Hill", "users", "list"), "Only a manager or an administrator"),
        (("--user", "Lark Moor", "users", "disable", "Heron Grey"), "Nobody here is called Heron"),
        (("--user", "Lark Moor", "users", "disable", "Lark Moor"), "your own account"),
        (("--user", "Lark Moor", "users", "add", "Tern Cove"), "no terminal"),
    ],
)
def test_a_refusal_is_one_sentence_and_2(
    desk: Path, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(desk, *words)

    assert (code, out) == (2, "")
    assert sentence in err


def test_a_wrong_password_does_not_act(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_FILE, new_password(desk, "not the password")[1])

    code, _, err = run(desk, "--user", "Lark Moor", "users", "list")

    assert (code, err) == (2, "Name and password do not match. Try again.\n")


def test_the_demo_acts_as_its_manager_without_asking(desk: Path, run: Run) -> None:
    database = open_database(desk).database
    with database.write() as conn:
        mark(conn, A_TUESDAY)
    database.close()

    code, out, _ = run(desk, "users", "list")
    assert (code, len(out.splitlines())) == (0, 2)
    code, _, err = run(desk, "--user", "Wren Hill", "users", "list")
    assert (code, "Only a manager" in err) == (2, True)


def test_no_data_is_made_where_none_is(tmp_path: Path, run: Run) -> None:
    empty = tmp_path / "nothing here"

    code, _, err = run(empty, "--user", "Lark Moor", "users", "list")

    assert code == 2
    assert "There is no data in" in err
    assert not (empty / "ketwell.db").exists()


def test_a_desk_that_is_not_set_up_says_what_to_do(sqlite_data: Path, run: Run) -> None:
    code, _, err = run(sqlite_data, "--user", "Lark Moor", "users", "list")

    assert (code, "first steps" in err) == (2, True)


def test_a_new_password_is_asked_for_twice(
    desk: Path, run: Run, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [OTHER, "seven gray herons", OTHER, OTHER]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    reset = ("--user", "Lark Moor", "users", "reset", "Wren Hill")

    code, _, err = run(desk, *reset)
    assert (code, "differ" in err) == (2, True)
    assert can_sign_in(desk, clock, "Wren Hill", PASSWORD)

    assert run(desk, *reset)[0] == 0
    assert can_sign_in(desk, clock, "Wren Hill", OTHER)


def test_what_somebody_leaves_behind_is_said_and_goes_to_a_named_person(
    desk: Path, run: Run
) -> None:
    who = ("--user", "Lark Moor")
    code, out, _ = run(desk, *who, "users", "leaving", "Wren Hill")
    assert (code, out) == (0, "Nothing is left behind.\n")
    code, out, _ = run(desk, "--json", *who, "users", "leaving", "Wren Hill")
    assert json.loads(out)["promises"] == 0

    code, _, err = run(desk, *who, "users", "disable", "Wren Hill", "--to", "Tern Cove")
    assert (code, err) == (2, "Nobody here is called Tern Cove. Look at the list of accounts.\n")
    code, out, _ = run(desk, *who, "users", "disable", "Wren Hill", "--to", "Lark Moor")
    assert (code, out.split()) == (0, ["Wren", "Hill", "staff", "switched", "off"])
