"""A mailbox in a process of its own, which dies where it is told to."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from desktop.connectors.mail.cursor import MailCursor
from desktop.connectors.mail.mailbox import Mailbox
from desktop.connectors.mail.settings import MailSettings
from desktop.domain.connection_state import Link
from desktop.domain.incoming import Fate, Incoming, IncomingLead, Receipt, Unreadable


class Kept:
    """A file of lines, each safely written before it is gone on."""

    def __init__(self, path: Path, die_at: str) -> None:
        self._path, self._die_at = path, die_at

    def _write(self, **line: object) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def load(self) -> MailCursor | None:
        lines = [json.loads(line) for line in self._path.read_text().splitlines()]
        cursors = [line["cursor"] for line in lines if "cursor" in line]
        if not cursors:
            return None
        validity, last, at = cursors[-1]
        return MailCursor(validity, last, datetime.fromisoformat(at))

    def store(self, cursor: MailCursor) -> None:
        self._write(cursor=[cursor.uid_validity, cursor.last_uid, cursor.at.isoformat()])

    def take(self, record: Incoming) -> Receipt:
        assert isinstance(record, IncomingLead)
        self._write(taken=record.external_id)
        if record.external_id == self._die_at:
            os._exit(9)
        return Receipt(Fate.CREATED)

    def set_aside(self, mail: Unreadable) -> None:
        self._write(aside=mail.reason)


def main(path: str, plan_text: str) -> None:
    """Until it waits for mail, at most half a minute."""
    plan = json.loads(plan_text)
    kept = Kept(Path(path), plan["die_at"])
    done = Event()

    def told() -> None:
        if box.standing.link is Link.WORKING:
            done.set()

    box = Mailbox(
        MailSettings(**plan["how"]),
        kept.take,
        kept.set_aside,
        kept,
        lambda: datetime(2026, 11, 17, 21, tzinfo=UTC),
        told=told,
    )
    box.start()
    ended = done.wait(30)
    box.stop()
    sys.exit(0 if ended else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
