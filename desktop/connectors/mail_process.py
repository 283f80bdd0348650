"""The process that reads one large mail: a line of JSON and the mail come in, what it is goes out
as JSON.

It limits itself first (memory, seconds of work), so that a mail made to do harm ends it.
"""

import json
import logging
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop.connectors.own_limits import limit_self
from desktop.domain.incoming import (
    Consent,
    Disposition,
    Ignored,
    IncomingCall,
    IncomingLead,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.mail_reading import OUR_FAULT, read_mail, shown
from desktop.domain.vocabulary import Direction

LOG = logging.getLogger(__name__)
_START_SECONDS = 2
_TIMES = ("started_at", "answered_at", "ended_at", "submitted_at")


def main() -> int:
    """Read standard input, write the row to standard output; 0 when it was read."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit_self(_START_SECONDS + int(asked["seconds"]))
    row = read_or_own_up(sys.stdin.buffer.read(), asked["source"], asked["zone"])
    sys.stdout.write(written(row))
    sys.stdout.flush()
    return 0


def read_or_own_up(raw: bytes, source: str, zone: str) -> RowRead:
    """What :func:`read_mail` makes of it, or that the program stumbled over it."""
    try:
        return read_mail(raw, source, zone)
    except MemoryError:
        raise
    except Exception:  # one mail's bug may not keep back all others
        LOG.exception("a mail could not be read")
        return Rejected(1, OUR_FAULT, shown(raw))


def written(row: RowRead) -> str:
    """A row as JSON, for :func:`row_of`."""
    kind = type(row).__name__
    record = type(row.record).__name__ if isinstance(row, Taken) else ""
    return json.dumps([kind, record, asdict(row)], default=datetime.isoformat)


def row_of(text: str) -> RowRead:
    """The row that was written. Raises ValueError, TypeError or KeyError for anything else."""
    kind, record, fields = json.loads(text)
    if kind == "Taken":
        made = _call(fields["record"]) if record == "IncomingCall" else _lead(fields["record"])
        return Taken(fields["row"], made, tuple(map(_call, fields["more"])))
    return Ignored(**fields) if kind == "Ignored" else Rejected(**fields)


def _call(fields: dict[str, Any]) -> IncomingCall:
    said = {"direction": Direction, "disposition": Disposition}
    enums = {name: kind(fields[name]) for name, kind in said.items()}
    return IncomingCall(**{**fields, **_times(fields), **enums})


def _lead(fields: dict[str, Any]) -> IncomingLead:
    many = {name: tuple(fields[name]) for name in ("numbers", "emails", "remarks")}
    consents = tuple(Consent(**each) for each in fields["consents"])
    return IncomingLead(**{**fields, **_times(fields), **many, "consents": consents})


def _times(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(fields[name]) for name in _TIMES if fields.get(name)}


if __name__ == "__main__":
    sys.exit(main())
