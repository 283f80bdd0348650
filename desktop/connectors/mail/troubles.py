"""What is in the way of a mailbox, in words for the screen: what happened, then what to do."""

import socket
import ssl
from dataclasses import dataclass
from typing import Final

from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

from desktop.connectors.mail.settings import MailSettings

_NO_TLS: Final = frozenset(
    ("WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE")
)
"""What OpenSSL says of another side without TLS; its other words mean a line that broke."""
_FOR_NOW: Final = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TEMPORAR", "TRY AGAIN")


@dataclass(frozen=True, slots=True)
class Trouble:
    """``sentence`` says what happened and what to do. ``needs_somebody``: it does not go away by
    itself. ``may_lock``: trying often would only lock the account."""

    sentence: str
    needs_somebody: bool = False
    may_lock: bool = False


def trouble_of(problem: BaseException, settings: MailSettings) -> Trouble:
    """The trouble that an exception of a connection means."""
    host, port = settings.host, settings.port
    said = str(problem).upper()
    if isinstance(problem, MailboxLoginError) or "AUTHENTICATIONFAILED" in said:
        if any(word in said for word in _FOR_NOW):
            return Trouble(f"{host} does not sign anybody in at the moment.")
        return Trouble(
            "The mail server does not accept the name and password. Type the password again; many "
            "providers want an app password here.",
            needs_somebody=True,
            may_lock=True,
        )
    if isinstance(problem, MailboxFolderSelectError):
        return Trouble(
            f"There is no folder “{settings.folder}” in the mailbox, or it may not be read. "
            "Look up its name and type it as the mail program shows it.",
            needs_somebody=True,
        )
    if isinstance(problem, ssl.SSLCertVerificationError):
        return Trouble(
            f"The certificate of {host} cannot be trusted: {_certificate(problem)}. "
            "Look whether the server's name is right, and ask IT.",
            needs_somebody=True,
        )
    if isinstance(problem, ssl.SSLError) and _reason(problem) in _NO_TLS:
        return Trouble(
            f"{host} does not speak TLS on port {port}. As a rule TLS is 993 and STARTTLS 143.",
            needs_somebody=True,
        )
    if isinstance(problem, socket.gaierror):
        return Trouble(f"{host} cannot be found. Look at its name and at the internet connection.")
    if isinstance(problem, FileNotFoundError):
        return Trouble(
            "The file with the clinic's own certificate is not there. Choose it again.",
            needs_somebody=True,
        )
    if isinstance(problem, ConnectionRefusedError):
        return Trouble(
            f"Nobody answers at {host}, port {port}. See that it runs, and that both are right."
        )
    if isinstance(problem, TimeoutError):
        return Trouble(f"{host} does not answer.")
    return Trouble(f"The connection to {host} was lost.")


def _certificate(problem: ssl.SSLCertVerificationError) -> str:
    words = problem.verify_message or "it could not be checked"
    return words[:1].lower() + words[1:].rstrip(".")


def _reason(problem: ssl.SSLError) -> str:
    """OpenSSL's own word; an exception of Python's wrapper may have none."""
    return str(getattr(problem, "reason", "") or "")
