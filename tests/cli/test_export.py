"""``export``: from the words on the command line to the file."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.__main__ import main

Run = Callable[..., tuple[int, str, str]]


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
    code, out, err = run("--json", "export", "calls", "--format", "csv", "--out", str(target))
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


def test_days_and_columns(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    run("export", "calls", "--out", str(target), "--columns", "started")
    days = sorted({row[0][:10] for row in rows_of(target)[1:]})
    first, last = days[1], days[-2]
    words = ("--from", first, "--to", last, "--columns", "phone, started")
    code, out, _ = run("export", "calls", "--out", str(target), *words)
    assert code == 0
    rows = rows_of(target)
    assert rows[0] == ["Phone", "Started (desk time)"]
    assert {row[1][:10] for row in rows[1:]} == set(days[1:-1])
    assert f"{len(rows) - 1} calls saved in {target}." in out


def test_callbacks_are_saved(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "callbacks.csv"
    code, _, _ = run("export", "callbacks", "--out", str(target), "--columns", "state,id")
    assert code == 0
    assert {row[0] for row in rows_of(target)[1:]} >= {"open"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("people", "--out", "x.csv"), 2, "There are: calls, callbacks."),
        (("calls", "--out", "x.csv", "--columns", "name"), 2, "There are: started, "),
        (("calls", "--out", "x.csv", "--columns", ""), 2, "There are: started, "),
        (("calls", "--out", "x.csv", "--from", "Monday"), 2, "Write it as 2025-11-18."),
        (
            ("calls", "--out", "x.csv", "--from", "2026-11-02", "--to", "2026-11-01"),
            2,
            "before the first",
        ),
        (("calls", "--out", "x.csv", "--format", "docx"), 2, "There are: csv."),
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
    answer = run("export", *words)
    assert (answer[0], answer[1]) == (code, "")
    assert sentence in answer[2]
    assert answer[2].count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_staff_may_not(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    code, _, err = run("--user", "Wren Hill", "export", "calls", "--out", str(target))
    assert (code, err) == (2, "Only a manager can export. Ask a manager.\n")
    assert not target.exists()


def test_the_data_itself_is_never_written_over(run: Run, demo: Path) -> None:
    before = (demo / "ketwell.db").stat().st_size
    code, _, err = run("export", "calls", "--out", str(demo / "ketwell.db"))
    assert (code, "stays as it is" in err) == (3, True)
    assert (demo / "ketwell.db").stat().st_size == before
