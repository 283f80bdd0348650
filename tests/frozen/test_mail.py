"""The frozen program reads large mails: it starts itself aside to read one."""

import json
import subprocess

from tests.frozen.conftest import FOLDER, Program


def test_a_mail_is_read_by_the_program_itself(program: Program) -> None:
    asked = b'{"source": "mail", "zone": "UTC", "seconds": 1}\n'
    mail = b"From: a@example.com\r\n\r\nName: Fern Moss\r\nPhone: (312) 555-0147\r\n"

    done = subprocess.run(
        [str(FOLDER / "ketwell-desk"), "--read-mail"],
        input=asked + mail,
        env={"PATH": "/usr/bin:/bin", "HOME": str(program.data.parent)},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    kind, record, _ = json.loads(done.stdout)
    assert (kind, record) == ("Taken", "IncomingLead")
