"""``break-glass``: a clerk at the command line stands in for a manager."""

import json
from pathlib import Path

from tests.cli.test_users import Run, desk, run

__all__ = ["desk", "run"]


def test_a_clerk_stands_in_and_stops(desk: Path, run: Run) -> None:
    wren = ("--user", "Wren Hill")
    export = (
        *wren,
        "export",
        "calls",
        "--out",
        str(desk.with_name("calls.csv")),
        "--reason",
        "Mail",
    )
    assert run(desk, *export)[0] == 2

    code, out, _ = run(desk, *wren, "break-glass", "begin", "--reason", "The manager is on a plane")
    assert code == 0
    assert out.startswith("You stand in for a manager at Front desk 3 until ")
    assert run(desk, *export)[0] == 0

    code, out, _ = run(desk, "--json", *wren, "break-glass", "end")
    assert (code, json.loads(out)) == (0, {"until": None})
    assert run(desk, *export)[0] == 2
    code, _, err = run(desk, *wren, "break-glass", "end")
    assert (code, err) == (2, "You do not stand in for a manager at this desk.\n")
    code, _, err = run(desk, "--user", "Lark Moor", "break-glass", "begin", "--reason", "x")
    assert (code, err) == (2, "Only front-desk staff can stand in for a manager.\n")
