"""However a command ends, the person gets one sentence and the caller an exit code."""

import argparse
from pathlib import Path

import pytest

from desktop.cli.carry_out import carry_out
from desktop.cli.parser import parse
from desktop.domain.errors import DataLocked, Refused


@pytest.fixture
def arguments(data_dir: Path) -> argparse.Namespace:
    return parse(["--data-dir", str(data_dir)])


def test_the_code_of_the_command_is_passed_on(arguments: argparse.Namespace) -> None:
    assert carry_out(lambda _: 0, arguments) == 0
    assert carry_out(lambda _: 1, arguments) == 1


@pytest.mark.parametrize(
    ("problem", "code"),
    [(Refused("Only a manager can do this."), 2), (DataLocked("Another program has it."), 3)],
)
def test_a_problem_is_told_in_its_own_words(
    problem: Exception, code: int, arguments: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_: argparse.Namespace) -> int:
        raise problem

    assert carry_out(run, arguments) == code
    assert capsys.readouterr() == ("", f"{problem}\n")


def test_a_bug_is_one_sentence_here_and_a_traceback_in_the_log(
    arguments: argparse.Namespace, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = "a row of Juniper Moss"

    def run(_: argparse.Namespace) -> int:
        raise ZeroDivisionError(quoted)

    assert carry_out(run, arguments) == 3
    log = data_dir / "logs" / "ketwell-desk.log"
    assert capsys.readouterr().err == (
        f"KetWell Desk stumbled over its own code. What happened is in {log}.\n"
    )
    told = log.read_text("utf-8")
    assert "ZeroDivisionError" in told
    assert "test_carry_out.py" in told
    assert "Juniper" not in told


def test_ctrl_c_is_no_bug(
    arguments: argparse.Namespace, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    assert carry_out(run, arguments) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert not (data_dir / "logs").exists()
