"""The test button: whether the other side answers. Nothing is written."""

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import Refused

PATIENCE: Final = 5.0
"""Seconds that the other side may take."""
_OK: Final = 200
Probe = Callable[[SourceToRun, Sequence[SourceToRun]], str]
"""Tries a source beside all others that are switched on: a sentence on how it went. Raises
:class:`desktop.domain.errors.Problem` with what to do."""


def answers(source: SourceToRun, _running: Sequence[SourceToRun]) -> str:
    """Whether anybody answers at its host and port."""
    host, port = source.option("host"), int(source.option("port", "0"))
    began = time.monotonic()
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except OSError as problem:
        raise Refused(
            f"Nobody answers at {host}, port {port}. See that it runs, and that both are right."
        ) from problem
    took = time.monotonic() - began
    return f"Answered in {took:.1f} s, nothing written"


def signs_in(source: SourceToRun, _running: Sequence[SourceToRun]) -> str:
    """Whether a mailbox lets us in, and what is in its folder."""
    from desktop.connectors.mail.settings import settings_of
    from desktop.connectors.mail.trying import try_mailbox

    return try_mailbox(settings_of(source))


def listens(_source: SourceToRun, running: Sequence[SourceToRun]) -> str:
    """Whether the listener of this desk answers."""
    listener = next((each for each in running if each.kind == "listener"), None)
    if listener is None:
        raise Refused("The web listener is off. Switch it on first.")
    host, port = listener.option("host"), int(listener.option("port", "0"))
    began = time.monotonic()
    link = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        link.request("GET", "/health")
        status = link.getresponse().status
    except (OSError, HTTPException) as problem:
        raise Refused(
            f"The web listener does not answer at {host}, port {port}. Pause it, then switch it "
            "on again."
        ) from problem
    finally:
        link.close()
    if status != _OK:
        raise Refused(f"The web listener answers {status}. Pause it, then switch it on again.")
    return f"Answered in {time.monotonic() - began:.1f} s, nothing written"


def folder_is_there(source: SourceToRun, _running: Sequence[SourceToRun]) -> str:
    """Whether the folder can be read."""
    folder = Path(source.option("folder"))
    try:
        files = sum(1 for each in folder.iterdir() if each.is_file())
    except OSError as problem:
        raise Refused(
            f"The folder {folder} cannot be read. See that it is there and that you may read it."
        ) from problem
    return f"The folder is there, with {files} {'file' if files == 1 else 'files'}"


PROBES: Final[Mapping[str, Probe]] = {
    "listener": listens,
    "web_form": listens,
    "cti": listens,
    "pop": listens,
    "mailbox": signs_in,
    "asterisk": answers,
    "folder": folder_is_there,
}
"""How each kind of source is tried."""
