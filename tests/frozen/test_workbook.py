"""The frozen program opens workbooks: it starts itself aside to read one."""

import json
import subprocess

from tests.connectors.test_workbooks import sheet, workbook
from tests.frozen.conftest import FOLDER, Program


def test_a_workbook_is_read_by_the_program_itself(program: Program) -> None:
    book = workbook(sheet(["Name", "Phone"], ["Fern Moss", "602-555-0147"]))

    done = subprocess.run(
        [str(FOLDER / "ketwell-desk"), "--read-workbook"],
        input=book,
        env={"PATH": "/usr/bin:/bin", "HOME": str(program.data.parent)},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows == [["Name", "Phone"], ["Fern Moss", "602-555-0147"], {"end": True}]


def test_a_broken_workbook_is_told_by_its_end(program: Program) -> None:
    done = subprocess.run(
        [str(FOLDER / "ketwell-desk"), "--read-workbook"],
        input=b"PK\3\4 nothing",
        env={"PATH": "/usr/bin:/bin", "HOME": str(program.data.parent)},
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0
    assert b"Traceback" not in done.stderr
