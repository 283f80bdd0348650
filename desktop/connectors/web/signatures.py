"""Whether a request comes from whom it says: each vendor's signature as its documentation has it.

Everything is compared in constant time. A signature with a time in it is refused when the time is
more than five minutes off, so that a recorded request cannot be sent again later; those without one
can at most tell us again what we know.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from desktop.connectors.web.request import Request
from desktop.connectors.web.sources import WebSource

_CLOCKS_DIFFER: Final = 300
"""Seconds."""
_MILLISECONDS: Final = 100_000_000_000
"""What is larger than this is no count of seconds before the year 5138."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, from whom it says it is, and the time. The source has a secret."""

    request: Request
    source: WebSource
    now: datetime

    @property
    def secret(self) -> str:
        """What both sides know."""
        return self.source.secret

    def header(self, name: str) -> str:
        """The header of that (small) name, "" where there is none."""
        return self.request.header(name)


Check = Callable[[Asked], bool]
"""Whether the request is from the source."""


def same(one: str, other: str) -> bool:
    """Whether both texts are the same, in a time that does not depend on where they differ; an
    empty one is never the same."""
    first, second = one.encode("utf-8", "replace"), other.encode("utf-8", "replace")
    return bool(first) and hmac.compare_digest(first, second)


def by_token(asked: Asked) -> bool:
    """The shared secret: in the header ``X-KetWell-Token``, as a bearer, or as ``token`` in the
    address for senders that cannot set headers."""
    kind, _, bearer = asked.header("authorization").partition(" ")
    given = (
        asked.header("x-ketwell-token"),
        bearer.strip() if kind.casefold() == "bearer" else "",
        asked.request.asked("token"),
    )
    # Not any(): each is looked at, so that the time tells nothing.
    return bool(sum([same(each, asked.secret) for each in given]))


def by_sum(asked: Asked) -> bool:
    """Our own way to sign, for forms that can: ``X-Signature`` is SHA-256 in hex over the seconds
    in ``X-Timestamp``, a dot and the body."""
    stamp = asked.header("x-timestamp")
    message = stamp.encode("latin-1", "replace") + b"." + asked.request.body
    given = asked.header("x-signature").removeprefix("sha256=")
    return _is_now(stamp, asked.now) and same(_hex(asked.secret, message), given)


def twilio(asked: Asked) -> bool:
    """``X-Twilio-Signature``: SHA-1 over the address as Twilio knows it and the sorted fields; of a
    JSON body the address holds a sum instead."""
    base = asked.source.public or f"https://{asked.header('host')}"
    signed = ""
    if body_sum := asked.request.asked("bodySHA256"):
        if not same(hashlib.sha256(asked.request.body).hexdigest(), body_sum):
            return False
    elif asked.request.body and not asked.request.form:
        return False  # nothing signs such a body
    elif asked.request.method == "POST":
        values: dict[str, set[str]] = {}
        for name, value in asked.request.form:
            values.setdefault(name, set()).add(value)
        signed = "".join(name + value for name in sorted(values) for value in sorted(values[name]))
    given = asked.header("x-twilio-signature")
    found = [
        same(_base64(hashlib.sha1, asked.secret, (address + signed).encode()), given)
        for address in _with_and_without_port(base.rstrip("/") + asked.request.target)
    ]
    return bool(sum(found))


def callrail(asked: Asked) -> bool:
    """``Signature``: SHA-1 of the body in base 64. The time in the body is that of the call, which
    is told again when somebody changes it days later: it says nothing about a replay."""
    return same(_base64(hashlib.sha1, asked.secret, asked.request.body), asked.header("signature"))


def meta(asked: Asked) -> bool:
    """``X-Hub-Signature-256``, with the app's secret."""
    expected = f"sha256={_hex(asked.secret, asked.request.body)}"
    return same(expected, asked.header("x-hub-signature-256"))


def typeform(asked: Asked) -> bool:
    """``Typeform-Signature``: SHA-256 of the body in base 64."""
    expected = f"sha256={_base64(hashlib.sha256, asked.secret, asked.request.body)}"
    return same(expected, asked.header("typeform-signature"))


def zoom(asked: Asked) -> bool:
    """``x-zm-signature`` over version, time and body."""
    stamp = asked.header("x-zm-request-timestamp")
    message = b"v0:" + stamp.encode("latin-1", "replace") + b":" + asked.request.body
    expected = f"v0={_hex(asked.secret, message)}"
    return _is_now(stamp, asked.now) and same(expected, asked.header("x-zm-signature"))


def openphone(asked: Asked) -> bool:
    """``openphone-signature`` (``hmac;1;time;sum``) of webhooks made in the app, or
    ``webhook-signature`` of those made by the API; the key is written in base 64."""
    key = _key(asked.secret.removeprefix("whsec_"))
    stamp, message = asked.header("webhook-timestamp"), b""
    given: list[str] = []
    if stamp:
        message = f"{asked.header('webhook-id')}.{stamp}.".encode("latin-1", "replace")
        signatures = asked.header("webhook-signature").split(" ")
        given = [each.removeprefix("v1,") for each in signatures if each.startswith("v1,")]
    else:
        for each in asked.header("openphone-signature").split(","):
            scheme, _, rest = each.strip().partition(";")
            version, _, rest = rest.partition(";")
            stamp, _, signature = rest.partition(";")
            if (scheme, version) == ("hmac", "1"):
                message, given = stamp.encode("latin-1", "replace") + b".", [signature]
                break
    digest = hmac.new(key, message + asked.request.body, hashlib.sha256).digest()
    expected = base64.b64encode(digest).decode()
    fits = sum([same(expected, each) for each in given[:10]])
    return bool(key) and bool(fits) and _is_now(stamp, asked.now)


def placetel(asked: Asked) -> bool:
    """``X-PLACETEL-SIGNATURE``: SHA-256 of the body, where the account has a shared secret."""
    return same(_hex(asked.secret, asked.request.body), asked.header("x-placetel-signature"))


def mautic(asked: Asked) -> bool:
    """``Webhook-Signature``: SHA-256 of the body in base 64."""
    return same(
        _base64(hashlib.sha256, asked.secret, asked.request.body), asked.header("webhook-signature")
    )


def vonage(asked: Asked) -> bool:
    """A token (JWT) as bearer, with the sum of the body in it and when it was issued."""
    kind, _, token = asked.header("authorization").partition(" ")
    claims = token_claims(token.strip(), asked.secret) if kind.casefold() == "bearer" else None
    if claims is None:
        return False
    body_sum = str(claims.get("payload_hash", "")).casefold()
    expected = hashlib.sha256(asked.request.body).hexdigest()
    whole = asked.request.method == "GET" or same(expected, body_sum)
    return whole and _is_now(str(claims.get("iat", "")), asked.now)


def token_claims(token: str, secret: str) -> dict[str, Any] | None:
    """What a token (JWT) signed with SHA-256 and ``secret`` says; None where it is not sound. What
    the token itself says of its algorithm is not believed."""
    parts = token.split(".")
    if len(parts) != 3 or not secret or not token.isascii():
        return None
    signed = f"{parts[0]}.{parts[1]}".encode()
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if not same(expected, parts[2].rstrip("=")):
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def zoom_answer(plain: str, secret: str) -> dict[str, str]:
    """What Zoom wants to hear when it tries an address. Only a signed request may ask: the answer
    is a signature of whatever was sent."""
    return {"plainToken": plain, "encryptedToken": _hex(secret, plain.encode())}


def _is_now(stamp: str, now: datetime) -> bool:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 16):
        return False
    seconds = int(stamp) / 1000 if int(stamp) > _MILLISECONDS else int(stamp)
    return abs(now.timestamp() - seconds) <= _CLOCKS_DIFFER


def _with_and_without_port(address: str) -> tuple[str, ...]:
    """Twilio leaves the usual port out for some kinds of calls and not for others."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return (address,)
    host = parts.netloc.rpartition(":")[0] if port else parts.netloc
    usual = 443 if parts.scheme == "https" else 80
    start = f"{parts.scheme}://{parts.netloc}"
    rest = address.removeprefix(start)
    bare = f"{parts.scheme}://{host}{rest}"
    return bare, f"{parts.scheme}://{host}:{port or usual}{rest}"


def _key(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _hex(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _base64(algorithm: Any, secret: str, message: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, algorithm).digest()).decode()
