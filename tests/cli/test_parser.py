"""The command line is read as the help says, and a wrong one gets one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli.parser import parse


def test_without_a_verb_it_is_the_window() -> None:
    arguments = parse(["--demo", "--data-dir", "somewhere"])
    assert arguments.verb is None
    assert arguments.run is None
    assert arguments.demo
    assert arguments.data_dir == Path("somewhere")


def test_options_stand_before_the_verb() -> None:
    arguments = parse(["--json", "--user", "Wren Hill", "number", "555-0147"])
    assert (arguments.verb, arguments.json, arguments.user) == ("number", True, "Wren Hill")
    assert arguments.text == ["555-0147"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["frobnicate"], "There is no command “frobnicate”. See ketwell-desk --help.\n"),
        (["--frob"], "Unrecognized arguments: --frob. See ketwell-desk --help.\n"),
        (["--dem"], "Unrecognized arguments: --dem. See ketwell-desk --help.\n"),
        (["--data-dir"], "Argument --data-dir: expected one argument. See ketwell-desk --help.\n"),
        (
            ["screens"],
            "The following arguments are required: --out. See ketwell-desk screens --help.\n",
        ),
    ],
)
def test_a_wrong_command_line_gets_one_sentence_and_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(words)
    assert left.value.code == 2
    assert capsys.readouterr() == ("", sentence)


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert "number" in text
    assert "screens" in text


def test_the_window_does_not_wait_for_what_it_does_not_use() -> None:
    look = (
        "import sys; import desktop.__main__; import desktop.cli.carry_out; "
        "import desktop.cli.parser as door; door.parse(['--demo']); "
        "print(*{'phonenumbers', 'sqlalchemy', 'alembic', 'socket', 'json', 'platformdirs',"
        " 'PySide6', 'desktop.cli.verbs'} & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "\n"
