"""Reading a mail with a hard limit on time and memory, for the mailbox and for a saved mail.

The rules that read it take a bounded time for each megabyte; a large one is read in a process of
its own all the same, so that one that takes longer than anybody knows today ends that process and
is put aside, and the mailbox goes on.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Final

from desktop.connectors.mail_process import read_or_own_up, row_of
from desktop.domain.incoming import Rejected, RowRead
from desktop.domain.mail_reading import BROKEN, OUR_FAULT, shown

LOG = logging.getLogger(__name__)

READER_FLAG: Final = "--read-mail"
"""An installed program is not Python: it starts itself with this word instead of a module."""
SMALL: Final = 64 * 1024
"""So large a mail is no work, whatever stands in it, and is read at once."""
TOO_SLOW: Final = (
    "This mail takes longer to read than any notification. Open it in the mail program."
)
_BYTES_A_SECOND: Final = 1_000_000
_WAIT_SECONDS: Final = 15.0
"""On a busy computer a process takes its time to begin and to be given its turn."""


def _command() -> Sequence[str]:
    if getattr(sys, "frozen", False):
        return (sys.executable, READER_FLAG)
    return (sys.executable, "-m", "desktop.connectors.mail_process")


def read_mail_apart(
    raw: bytes,
    source: str,
    zone: str,
    *,
    command: Callable[[], Sequence[str]] = _command,
    wait_seconds: float = _WAIT_SECONDS,
) -> RowRead:
    """What :func:`read_or_own_up` makes of it; a mail that ends its reader is put aside too."""
    if len(raw) <= SMALL:
        return read_or_own_up(raw, source, zone)
    seconds = -(-len(raw) // _BYTES_A_SECOND)
    asked = {"source": source, "zone": zone, "seconds": seconds}
    with subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        try:
            said, _ = reader.communicate(
                json.dumps(asked).encode() + b"\n" + raw, timeout=wait_seconds + seconds
            )
        except subprocess.TimeoutExpired:
            return Rejected(1, TOO_SLOW, shown(raw))
        except OSError:  # it ended before it had taken the mail
            said = b""
        finally:
            reader.kill()
    if reader.returncode < 0:  # ended by a limit of the system
        return Rejected(1, TOO_SLOW, shown(raw))
    try:
        row = row_of(said.decode())
    except (ValueError, TypeError, KeyError):
        return Rejected(1, BROKEN, shown(raw))
    if isinstance(row, Rejected) and row.reason == OUR_FAULT:
        LOG.error("a mail could not be read in the process for large ones")
    return row
