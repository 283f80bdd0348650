"""``handover`` and ``export transition`` from the words on the command line."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.__main__ import main

Run = Callable[..., tuple[int, str, str]]
WHY = ("--reason", "The sale")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo in the middle of a sale."""
    data = tmp_path_factory.mktemp("demo") / "data"
    assert main(["--data-dir", str(data), "demo"]) == 0
    return data


@pytest.fixture
def run(demo: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; its exit code, standard output and standard error."""
    capsys.readouterr()

    def run(*words: str, data: Path = demo) -> tuple[int, str, str]:
        code = main(["--data-dir", str(data), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_package_is_made_read_and_taken_in(run: Run, demo: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("a passphrase told by phone\n", encoding="utf-8")
    passphrase = ("--passphrase-file", str(words))
    package = str(tmp_path / "kwc.ketwell")
    code, out, _ = run("--json", "handover", "plan")
    plan = json.loads(out)
    assert (code, plan["may_go"], plan["counsel"]) == (0, False, None)
    code, _, err = run("handover", "export", "--out", package, *WHY, *passphrase)
    assert (code, err.startswith("Closing has not happened")) == (2, True)
    assert run("handover", "sign-off", "--note", "Counsel agreed")[0] == 0
    code, _, err = run("handover", "export", "--out", package, *passphrase)
    assert (code, "--reason" in err) == (2, True)
    code, out, _ = run("--json", "handover", "export", "--out", package, *WHY, *passphrase)
    made = json.loads(out)
    assert (code, made["counts"]) == (0, plan["counts"])
    # Read needs no data at all.
    nowhere = tmp_path / "nowhere"
    code, out, _ = run("--json", "handover", "read", package, *passphrase, data=nowhere)
    assert (code, json.loads(out)["sha256"]) == (0, made["sha256"])
    folder = tmp_path / "folder"
    for _ in range(2):
        run("handover", "read", package, "--out", str(folder), *passphrase, data=nowhere)
    assert "Handover of KWC" in (folder / "cover.txt").read_text("utf-8")
    if sys.platform != "win32":
        modes = {path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert (folder.stat().st_mode & 0o777, modes) == (0o700, {0o600})
    code, out, _ = run("handover", "import", package, *passphrase)
    assert (code, out) == (0, "All of it is here already. Nothing was changed.\n")
    words.write_text("some other passphrase\n", encoding="utf-8")
    code, _, err = run("handover", "read", package, *passphrase, data=nowhere)
    assert (code, "passphrase does not open" in err) == (2, True)


def test_promises_by_phase_are_saved(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "phases.csv"
    code, _, err = run("export", "transition", "--out", str(target))
    assert (code, "--reason" in err, target.exists()) == (2, True, False)
    code, out, _ = run("--json", "export", "transition", "--out", str(target), *WHY)
    assert code == 0
    assert json.loads(out)["rows"] == len(target.read_text("utf-8-sig").splitlines()) - 1
    assert "Since Announced" in target.read_text("utf-8-sig")
    code, _, err = run("export", "transition", "--out", str(target), *WHY, "--from", "2026-01-01")
    assert (code, "exported whole" in err) == (2, True)
