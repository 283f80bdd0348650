"""What goes to a clinic server goes encrypted, to the server that it is meant for.

libpq of its own accord (``sslmode=prefer``) sends everything in the clear to a server without TLS,
and to whoever answers in its name. So for a server that is not this computer the certificate and
the name in it are checked (``verify-full``), unless the address asks for ``verify-ca``.
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address

from sqlalchemy import URL

from desktop.domain.errors import Refused

_CHECKED = ("verify-full", "verify-ca")
_NOT_CHECKED = (
    "This address lets data go to the clinic server unencrypted, or to whoever answers in its "
    "name. Leave sslmode out, and name the file of the server’s certificate authority: "
    "postgresql+psycopg://name@server/database?sslrootcert=/path/to/root.crt"
)
_SEEN_BY_ALL = (
    "The password of the clinic server stands in the address, where whoever lists the programs of "
    "this computer reads it. Put it into a file that only you may read, and name that: "
    "?passfile=/path/to/file"
)


def with_transport(url: URL, environment: Mapping[str, str]) -> URL:
    """``url`` as it may be connected to. Raises :class:`Refused` for an address of another computer
    that asks for less than a checked certificate. ``environment`` is what libpq looks at too."""
    if all(_is_here(host) for host in _hosts(url, environment)):
        return url
    asked = _all_of(url, "sslmode")
    if len(set(asked)) > 1:
        raise Refused(_NOT_CHECKED)
    mode = asked[0] if asked else environment.get("PGSSLMODE", "")
    if mode in _CHECKED:
        return url.update_query_dict({"sslmode": mode})
    if not asked:
        return url.update_query_dict({"sslmode": _CHECKED[0]})
    if mode == "require" and _all_of(url, "sslrootcert"):
        # libpq means the same by it, but goes on unchecked where that file is missing.
        return url.update_query_dict({"sslmode": "verify-ca"})
    raise Refused(_NOT_CHECKED)


def address_warning(url: URL) -> str:
    """What to say for as long as this address is used; "" where there is nothing to say."""
    return _SEEN_BY_ALL if url.password or _all_of(url, "password") else ""


def _hosts(url: URL, environment: Mapping[str, str]) -> Iterator[str]:
    """Every computer that libpq may connect to; what a service file names is not known here."""
    if _all_of(url, "service") or ("PGSERVICE" in environment and not url.host):
        yield "another computer"
    named = [url.host or "", *_all_of(url, "host")]
    named = [each for each in named if each] or [environment.get("PGHOST", "")]
    numbers = _all_of(url, "hostaddr") or [environment.get("PGHOSTADDR", "")]
    for each in (*named, *numbers):
        yield from each.split(",")


def _all_of(url: URL, name: str) -> list[str]:
    told = url.query.get(name, ())
    several: Iterable[str] = (told,) if isinstance(told, str) else told
    return [each for each in several if each]


def _is_here(host: str) -> bool:
    """Whether ``host`` is this computer: a socket, or an address that never leaves it."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    bare, colon, port = host.rpartition(":")
    if colon and port.isdecimal() and ":" not in bare:
        return _is_here(bare)
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
