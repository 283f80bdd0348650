"""``export``: from the words on the command line to the file."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.__main__ import main
from tests.export.zip_reader import open_with

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "seven herons over a pond"
WHY = ("--reason", "The monthly count")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with 40 calls."""
    data = tmp_path_factory.mktemp("demo") / "data"
    assert main(["--data-dir", str(data), "demo", "--people", "20", "--calls", "40"]) == 0
    return data


@pytest.fixture
def run(demo: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command over the demo; its exit code, standard output and standard error."""
    capsys.readouterr()

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--data-dir", str(demo), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_calls_are_saved_and_counted(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    code, out, err = run("--json", "export", "calls", "--format", "csv", "--out", str(target), *WHY)
    assert (code, err) == (0, "")
    rows = rows_of(target)[1:]
    assert json.loads(out) == {
        "what": "calls",
        "format": "csv",
        "file": str(target),
        "rows": len(rows),
    }
    assert len(rows) >= 40
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)


@pytest.mark.parametrize(("what", "preset"), [("calls", "counting"), ("callbacks", "counting")])
def test_what_nobody_chose_is_the_preset_that_names_nobody(
    run: Run, tmp_path: Path, what: str, preset: str
) -> None:
    plain, chosen = tmp_path / "plain.csv", tmp_path / "chosen.csv"
    run("export", what, "--out", str(plain), *WHY)
    run("export", what, "--out", str(chosen), *WHY, "--preset", preset)
    assert plain.read_bytes() == chosen.read_bytes()
    assert not {"Phone", "Speaker", "Name", "Notes"} & set(rows_of(plain)[0])


def test_days_and_columns(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    run("export", "calls", "--out", str(target), *WHY, "--columns", "started")
    days = sorted({row[0][:10] for row in rows_of(target)[1:]})
    first, last = days[1], days[-2]
    words = ("--from", first, "--to", last, "--columns", "phone, started")
    code, out, _ = run("export", "calls", "--out", str(target), *WHY, *words)
    assert code == 0
    rows = rows_of(target)
    assert rows[0] == ["Phone", "Started (desk time)"]
    assert {row[1][:10] for row in rows[1:]} == set(days[1:-1])
    assert f"{len(rows) - 1} calls saved in {target}." in out


def test_callbacks_are_saved(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "callbacks.csv"
    code, _, _ = run("export", "callbacks", "--out", str(target), *WHY, "--columns", "state,id")
    assert code == 0
    assert {row[0] for row in rows_of(target)[1:]} >= {"open"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("people", "--out", "x.csv"), 2, "There are: calls, callbacks, audit, transition."),
        (("calls", "--out", "x.csv", "--columns", "name"), 2, "There are: started, "),
        (("calls", "--out", "x.csv", "--columns", ""), 2, "There are: started, "),
        (("calls", "--out", "x.csv", "--from", "Monday"), 2, "Write it as 2025-11-18."),
        (
            ("calls", "--out", "x.csv", "--from", "2026-11-02", "--to", "2026-11-01"),
            2,
            "before the first",
        ),
        (("calls", "--out", "x.csv", "--format", "docx"), 2, "There are: csv, xlsx."),
        (("calls", "--out", "nowhere/x.csv"), 3, "There is no folder"),
        (("calls", "--out", "/dev/full"), 3, "no ordinary file"),
        (("calls", "--out", "."), 3, "is a folder"),
    ],
)
def test_what_is_in_the_way_is_one_sentence(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("export", *words, *WHY)
    assert (answer[0], answer[1]) == (code, "")
    assert sentence in answer[2]
    assert answer[2].count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_staff_may_not(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    code, _, err = run("--user", "Wren Hill", "export", "calls", "--out", str(target), *WHY)
    assert (code, err) == (2, "Only a manager can export. Ask a manager.\n")
    assert not target.exists()


def test_the_data_itself_is_never_written_over(run: Run, demo: Path) -> None:
    before = (demo / "ketwell.db").stat().st_size
    code, _, err = run("export", "calls", "--out", str(demo / "ketwell.db"), *WHY)
    assert (code, "stays as it is" in err) == (3, True)
    assert (demo / "ketwell.db").stat().st_size == before


@pytest.mark.parametrize("reason", [(), ("--reason", " ")])
def test_why_it_is_saved_has_to_be_said(run: Run, tmp_path: Path, reason: tuple[str, ...]) -> None:
    target = tmp_path / "calls.csv"
    code, out, err = run("export", "calls", "--out", str(target), *reason)
    assert (code, out) == (2, "")
    assert err == ("This needs a reason. Say why with --reason, in a few words that name nobody.\n")
    assert not target.exists()


@pytest.mark.parametrize("what", ["calls", "callbacks", "audit", "transition"])
def test_a_locked_file_is_opened_by_its_password(run: Run, tmp_path: Path, what: str) -> None:
    password, target = tmp_path / "password", tmp_path / "locked.zip"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    locked = ("--zip", "--zip-password-file", str(password))
    code, out, err = run("--json", "export", what, "--out", str(target), *WHY, *locked)
    assert (code, err) == (0, "")
    lines = open_with(target, PASSWORD).decode("utf-8-sig").count('"\r\n"')
    assert lines == json.loads(out)["rows"]
    assert PASSWORD not in out


def test_the_password_is_asked_for_twice_and_never_an_argument(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [PASSWORD, "seven gray herons on ice", PASSWORD, PASSWORD]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    target = tmp_path / "calls.zip"
    words = ("export", "calls", "--out", str(target), *WHY, "--zip")
    code, _, err = run(*words)
    assert (code, "differ" in err, target.exists()) == (2, True, False)
    assert run(*words)[0] == 0
    assert b"Started" in open_with(target, PASSWORD)
    with pytest.raises(SystemExit):
        run(*words, PASSWORD)


def test_a_password_comes_from_standard_input(demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "calls.zip"
    command = [sys.executable, "-m", "desktop", "--data-dir", str(demo), "export", "calls"]
    command += ["--out", str(target), *WHY, "--zip", "--zip-password-file", "/dev/stdin"]
    subprocess.run(command, input=PASSWORD, text=True, check=True, capture_output=True)
    assert b"Started" in open_with(target, PASSWORD)


@pytest.mark.parametrize(
    ("password", "locked", "sentence"),
    [
        ("", ("--zip",), "without a password"),
        ("too short", ("--zip",), "at least 15 characters"),
        ("seven herons over a pond", (), "put --zip before"),
    ],
)
def test_what_locks_nothing_is_refused(
    run: Run, tmp_path: Path, password: str, locked: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / "password"
    file.write_text(password, encoding="utf-8")
    target = str(tmp_path / "calls.zip")
    words = ("--zip-password-file", str(file), *locked)
    code, _, err = run("export", "calls", "--out", target, *WHY, *words)
    assert (code, sentence in err) == (2, True)
    assert list(tmp_path.iterdir()) == [file]
