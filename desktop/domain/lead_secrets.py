"""Take the secrets out of what a form sent, before anything keeps it or logs it.

Services put their shared key into the body (Google's ``google_key``, Wufoo's ``HandshakeKey``) or
into the address of the page; whoever reads a lead must not be able to send false ones.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

HIDDEN: Final = "‹secret›"
_NAMES: Final = (
    r"google_?key|access_?key|handshake_?key|api_?key|apikey|x-api-key|secret(?:_?key)?|client_"
    r"?secret|shared_?secret|webhook_?secret|access_?token|auth_?token|refresh_?token|id_?token|"
    r"bearer|authorization|proxy-authorization|cookie|set-cookie|password|passwd|passphrase|pwd|"
    r"private_?key|_?wp_?nonce|csrf_?token|csrfmiddlewaretoken|authenticity_token|"
    r"g-recaptcha-response|h-captcha-response|cf-turnstile-response|x-hub-signature(?:-256)?|"
    r"typeform-signature|x-[\w-]*signature"
)
_KEY = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
_HINTS: Final = (
    *("key", "token", "secret", "pass", "pwd", "auth", "sig", "nonce", "cookie", "bearer"),
    *("captcha", "://", "code=", "otp=", "jwt="),
)
_IN_ADDRESS = re.compile(
    rf"(?i)((?:^|[?&;#\s])(?:{_NAMES}|token|key|auth|sig|signature|code|otp|jwt)=)[^&#\s\"'<>\\]+"
)
_IN_JSON = re.compile(
    rf'(?i)(\\{{0,4}}"(?:{_NAMES})\\{{0,4}}"\s{{0,8}}:\s{{0,8}}\\{{0,4}}")((?:[^"\\]|\\[^"])*)'
)
_USER = re.compile(r"(?i)(\b[a-z][a-z0-9+.\-]{1,20}://)[^/\s@\"'<>]+@")


def is_secret(name: str) -> bool:
    """Whether a field of that name holds a secret."""
    return _KEY.fullmatch(name.strip()) is not None


def without_secrets(value: Any) -> Any:
    """``value`` (as JSON knows them) with every secret replaced; nothing else is changed."""
    if isinstance(value, str):
        return text_without_secrets(value)
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if is_secret(str(key)) and inside else without_secrets(inside)
            for key, inside in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_secrets(each) for each in value]
    return value


def may_hide_secrets(text: str) -> bool:
    """Whether a text, or JSON of plain texts, has an address or JSON of its own in it."""
    return "=" in text or "://" in text or '\\"' in text


def text_without_secrets(text: str) -> str:
    """``text`` with the secrets in its addresses and in JSON within it replaced."""
    if '"' not in text and not may_hide_secrets(text):
        return text
    small = text.lower()
    if not any(hint in small for hint in _HINTS):
        return text
    text = _IN_ADDRESS.sub(rf"\1{HIDDEN}", text)
    text = _USER.sub(rf"\1{HIDDEN}@", text)
    return _IN_JSON.sub(rf"\1{HIDDEN}", text)
