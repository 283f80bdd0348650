"""One key of the data locked with another one, and the keys the data had before.

AES-256-GCM with a random nonce; both keys are 256 random bits, so no slow function is needed.
"""

import json
import os
from collections.abc import Iterator
from uuid import UUID

from desktop.domain.errors import DamagedFile
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading

_NONCE = 12
_ABOUT = b"ketwell-desk key 1 "


def wrap_key(inner: bytes, outer: bytes, data_id: UUID) -> str:
    """``inner`` locked with ``outer``, as hexadecimal text."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return (nonce + AESGCM(outer).encrypt(nonce, inner, _ABOUT + data_id.bytes)).hex()


def unwrap_key(wrapped: str, outer: bytes, data_id: UUID) -> bytes | None:
    """What :func:`wrap_key` locked; None when it was not locked with ``outer``."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    whole = bytes.fromhex(wrapped)
    try:
        return AESGCM(outer).decrypt(whole[:_NONCE], whole[_NONCE:], _ABOUT + data_id.bytes)
    except (InvalidTag, ValueError):
        return None


def earlier_keys(files: DataFiles, raw: bytes, data_id: UUID) -> Iterator[bytes]:
    """The keys this data had before, the last one first: they open backups of then."""
    for wrapped in reversed(_kept(files)):
        key = unwrap_key(wrapped, raw, data_id)
        if key is not None:
            yield key


def keep_earlier_key(files: DataFiles, raw: bytes, before: bytes, data_id: UUID) -> None:
    """Note that ``before`` was the key until ``raw`` came. Doing it again changes nothing."""
    known: list[bytes] = []
    for wrapped in _kept(files):
        key = unwrap_key(wrapped, before, data_id) or unwrap_key(wrapped, raw, data_id)
        if key is not None and key not in (before, raw):
            known.append(key)
    known = [*dict.fromkeys(known), before]
    told = {"format": 1, "keys": [wrap_key(key, raw, data_id) for key in known]}
    write_durably(files.earlier_keys, json.dumps(told, indent=1) + "\n")


def _kept(files: DataFiles) -> list[str]:
    try:
        with reading(files.earlier_keys):
            text = files.earlier_keys.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    try:
        return [bytes.fromhex(wrapped).hex() for wrapped in json.loads(text)["keys"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFile(
            f"The file {files.earlier_keys} is damaged. Move it away: only backups from before the "
            "last new key need it."
        ) from error
