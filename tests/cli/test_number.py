"""``number``: how the program reads a telephone number."""

import json

import pytest

from desktop.cli import number
from desktop.cli.verb import Parser
from desktop.domain.errors import Refused


def run(*words: str) -> int:
    whole = Parser(prog="ketwell-desk")
    whole.add_argument("--json", action="store_true")
    number.add(whole.add_subparsers(parser_class=Parser))
    arguments = whole.parse_args(words)
    code = arguments.run(arguments)
    assert isinstance(code, int)
    return code


def test_a_line_for_each_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("number", "(312) 555-0147 x5", "anonymous", "312-555-0147 / +44 20 7946 0018") == 0
    lines = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[1]) for line in lines] == [
        ("valid", "+13125550147"),
        ("withheld", "-"),
        ("valid", "+13125550147"),
        ("valid", "+442079460018"),
    ]
    assert "(312) 555-0147 ext. 5" in lines[0][2]
    assert "America/Chicago" in lines[0][2]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "number", "312-555-0147 x5 / 646-555-0145", "911") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "raw": "312-555-0147 x5 / 646-555-0145",
            "e164": "+13125550147",
            "extension": "5",
            "status": "valid",
            "zones": ["America/Chicago"],
            "more": [
                {
                    "raw": "646-555-0145",
                    "e164": "+16465550145",
                    "extension": None,
                    "status": "valid",
                    "zones": ["America/New_York"],
                }
            ],
        },
        {"raw": "911", "e164": None, "extension": None, "status": "service", "zones": []},
    ]


def test_one_when_any_is_unreadable(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("number", "312-555-0147", "nope") == 1
    assert "nope" in capsys.readouterr().out


def test_the_region(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("number", "020 7946 0018", "--region", "gb") == 0
    assert "+442079460018" in capsys.readouterr().out
    with pytest.raises(Refused, match="no country “Gondor”"):
        run("number", "312-555-0147", "--region", "Gondor")


def test_what_a_terminal_cannot_show_does_not_stop_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("number", "\x1b[31m\ud800٣١٢٥٥٥٠١٤٧") == 0
    out = capsys.readouterr().out
    assert "+13125550147" in out
    assert "\x1b" not in out
