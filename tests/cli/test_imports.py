"""``import``: from the words on the command line to the rows in an encrypted file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main

TITLES = "Name,Phone,Email,Message,Submitted at"
GOOD = "Fern Moss,602-555-0147,fern@example.com,Please ring,2026-11-17 09:00:00"
BAD = "Ivy Vine,mobile,,=1+1,2026-11-17 09:00:00"
Run = Callable[..., tuple[int, str, str]]
COUNTED = ("created", "updated", "unchanged", "duplicates", "ignored")


@pytest.fixture
def demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    data = tmp_path / "data"
    assert main(["--data-dir", str(data), "demo"]) == 0
    capsys.readouterr()
    return data


@pytest.fixture
def run(demo: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command over the demo; its exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--data-dir", str(demo), *words])
        except SystemExit as left:
            code = int(str(left.code))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(f"{TITLES}\n{GOOD}\n{BAD}\n{GOOD}\n", encoding="utf-8")
    return path


def adds_up(counted: dict[str, Any]) -> bool:
    rejected = counted["rejected"]
    refused = rejected if isinstance(rejected, int) else len(rejected)
    return bool(counted["read"] == sum(counted[word] for word in COUNTED) + refused)


def test_json_has_exactly_the_keys_that_are_promised(run: Run, leads: Path) -> None:
    code, out, err = run("--json", "import", str(leads))

    answer = json.loads(out)
    assert (code, err) == (1, "")
    assert list(answer) == ["files", "read", *COUNTED, "rejected"]
    (file,) = answer["files"]
    assert list(file) == ["file", "format", "kind", "read", *COUNTED, "rejected"]
    assert (file["file"], file["format"], file["kind"]) == (str(leads), "lead-table", "leads")
    assert (file["read"], file["created"], file["duplicates"]) == (3, 1, 1)
    assert [list(each) for each in file["rejected"]] == [["row", "reason"]]
    assert file["rejected"][0]["row"] == 3
    assert (answer["read"], answer["rejected"]) == (3, 1)
    assert adds_up(answer)
    assert adds_up(file)


def test_a_dry_run_counts_the_same_and_writes_nothing(run: Run, leads: Path) -> None:
    _, dry, _ = run("--json", "import", "--dry-run", str(leads))
    _, again, _ = run("--json", "import", "--dry-run", str(leads))
    _, real, _ = run("--json", "import", str(leads))

    assert dry == again == real


def test_the_same_file_twice(run: Run, leads: Path) -> None:
    run("import", str(leads))
    code, out, _ = run("--json", "import", str(leads))

    answer = json.loads(out)
    assert code == 1
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 1)


def test_rejects_can_be_put_right_and_imported(run: Run, leads: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    run("import", "--rejects", str(rejects), str(leads))
    text = rejects.read_text("utf-8-sig")
    assert text.splitlines()[0] == TITLES
    assert "'=1+1" in text

    rejects.write_text(text.replace("mobile", "602-555-0148"), "utf-8")
    code, out, _ = run("--json", "import", str(rejects))

    assert code == 0
    assert json.loads(out)["created"] == 1


def test_rejects_go_over_nothing_but_an_older_table(
    run: Run, demo: Path, leads: Path, tmp_path: Path
) -> None:
    """GIVEN files of all kinds WHEN the rows that stay out are to be put there THEN the data, its
    key, what is imported and what is no table stay to the byte."""
    later = tmp_path / "later.csv"
    later.write_text(f"{TITLES}\n{GOOD}\n", encoding="utf-8")
    other = tmp_path / "precious.db"
    other.write_bytes(b"SQLite precious" * 100)
    kept = [path for path in (*demo.rglob("*"), *tmp_path.glob("data.*")) if path.is_file()]
    assert demo / "ketwell.db" in kept
    assert tmp_path / "data.key" in kept
    for path in (leads, later, *kept, demo / "rejects.csv"):
        before = path.read_bytes() if path.exists() else None
        code, out, err = run("import", "--rejects", str(path), str(leads), str(later))
        assert (code, out) == (2, ""), path
        assert "rows that stay out" in err
        assert (path.read_bytes() if path.exists() else None) == before
    code, out, _ = run("--json", "import", "--rejects", str(other), str(leads))
    assert code == 3
    assert other.read_bytes() == b"SQLite precious" * 100
    assert run("check")[0] == 0


def test_rejects_are_their_owners_alone_and_in_the_trail(
    run: Run, leads: Path, tmp_path: Path
) -> None:
    rejects, trail = tmp_path / "rejects.csv", tmp_path / "trail.csv"
    _, _, err = run("import", "--rejects", str(rejects), str(leads))
    assert "older" not in err
    assert rejects.stat().st_mode & 0o777 == 0o600
    _, _, err = run("import", "--rejects", str(rejects), str(leads))
    assert "in place of an older file" in err
    run(
        "export",
        "audit",
        "--out",
        str(trail),
        "--reason",
        "The monthly count",
        "--columns",
        "after",
    )
    taken = [line for line in trail.read_text("utf-8-sig").splitlines() if "rejects" in line]
    assert len(taken) == 2
    assert all('""row_count"":1,' in line and "Ivy" not in line for line in taken)


def test_several_files_each_with_its_own_answer(run: Run, leads: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b"\x00\x01\x02" * 50)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    code, out, _ = run("--json", "import", str(odd), str(empty), str(leads))

    answer = json.loads(out)
    assert code == 1
    assert [file["format"] for file in answer["files"]] == [None, None, "lead-table"]
    assert all(adds_up(file) for file in (*answer["files"], answer))
    assert answer["created"] == 1


def test_a_column_map_says_what_nothing_else_tells(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("A,B,C\n6025550147,17.11.2026 09:00,8555389355\n", encoding="utf-8")
    columns = tmp_path / "map.json"
    columns.write_text(
        json.dumps({"caller": 1, "started_at": "B", "C": "called", "zone": "America/Denver"}),
        encoding="utf-8",
    )
    words = ("import", "--format", "calls-table", "--map", str(columns), str(table))

    code, out, err = run(*words)

    assert (code, err) == (0, "")
    assert "1 created of 1 row" in out
    assert "It is read as the time in Denver." in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "must be one object"),
        ("{", "is no JSON"),
        ('{"caller": ["a"]}', "has to name one column"),
        ('{"zone": "Mars/Olympus"}', "no time zone"),
        ('{"region": "QQ"}', "no country"),
    ],
)
def test_a_wrong_map_is_refused(
    run: Run, leads: Path, tmp_path: Path, text: str, said: str
) -> None:
    columns = tmp_path / "map.json"
    columns.write_text(text, encoding="utf-8")

    code, out, err = run("import", "--map", str(columns), str(leads))

    assert (code, out) == (2, "")
    assert said in err


def test_what_is_refused_before_anything_is_imported(run: Run, leads: Path) -> None:
    code, _, err = run("import", str(leads), str(leads.with_name("missing.csv")))
    assert code == 2
    assert "Nothing was imported" in err
    code, _, err = run("import", "--format", "nonsense", str(leads))
    assert code == 2
    assert "There is no format" in err
    code, _, err = run("import", "--as", "poems", str(leads))
    assert code == 2
    code, out, _ = run("--json", "import", str(leads))
    assert json.loads(out)["created"] == 1


def test_calls_missed_before_a_day_open_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    row = (
        '"","60255501{n:02}","8555389355","from-trunk","","PJSIP/t-{n}","","Dial","",'
        '"2026-0{month}-02 10:00:00","","2026-0{month}-02 10:01:00",60,0,"NO ANSWER",'
        '"DOCUMENTATION","1700000{n:03}.1",""'
    )
    lines = [row.format(n=n, month=month) for n, month in ((77, 3), (78, 3), (79, 4))]
    path.write_text("\r\n".join([*lines, ""]), encoding="utf-8")

    code, _, err = run("import", "--missed-since", "soon", str(path))
    assert code == 2
    assert "2026-11-01" in err
    code, out, _ = run("--json", "import", "--missed-since", "2026-04-01", str(path))

    assert code == 0
    assert json.loads(out)["created"] == 3
