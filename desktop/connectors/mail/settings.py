"""What a mailbox is reached by. It is always encrypted, except on this very computer."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import Refused

_LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_PORTS: Final = range(1, 65536)


class Protection(StrEnum):
    """How the connection is encrypted. The server's certificate is always checked."""

    TLS = "tls"
    """From the first byte (port 993)."""
    STARTTLS = "starttls"
    """After a first plain word (port 143)."""
    NONE = "none"
    """A mail server on this very computer alone."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """One folder of one mailbox. ``source`` is what its records say they come from; ``zone``
    (IANA) is that of times without one; ``ca_file`` is a certificate of the clinic's own, "" for
    those the computer trusts. Raises Refused where the password would go out unencrypted."""

    source: str
    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    protection: Protection = Protection.TLS
    folder: str = "INBOX"
    zone: str = "UTC"
    ca_file: str = ""

    def __post_init__(self) -> None:
        if self.protection is Protection.NONE and self.host.lower() not in _LOOPBACK:
            raise Refused(
                "A mailbox is not read unencrypted, since anybody on the way could read along. "
                "Choose TLS or STARTTLS."
            )


def settings_of(source: SourceToRun) -> MailSettings:
    """From what was filled in on the Connections page. Raises Refused with what to do."""
    port = source.option("port", "993")
    if not (port.isascii() and port.isdecimal() and int(port[:9]) in _PORTS):
        raise Refused("The mailbox's port is no number. It is 993 as a rule.")
    if not (source.option("host") and source.option("user")):
        raise Refused("The mailbox has no server or no name to sign in with. Fill both in.")
    try:
        protection = Protection(source.option("security", Protection.TLS))
    except ValueError as problem:
        raise Refused("Choose TLS or STARTTLS for the mailbox.") from problem
    return MailSettings(
        source.name,
        source.option("host").strip(),
        source.option("user").strip(),
        source.secret,
        int(port),
        protection,
        source.option("folder", "INBOX"),
        source.zone,
        source.option("ca_file"),
    )
