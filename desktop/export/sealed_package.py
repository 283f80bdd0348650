"""A package of files that is sealed: encrypted with a passphrase, signed, and refused whole when
one byte of it is not as it was written.

The file: one line that names the format, the length of the head (4 bytes), the head as JSON (how
the key is made of the passphrase, and who signed), the encrypted zip, and 64 bytes of signature
over everything before it. scrypt makes the key (RFC 7914), AES-256-GCM encrypts and covers the head
too, Ed25519 signs. Nothing in it needs a server.
"""

import base64
import binascii
import hashlib
import io
import json
import secrets
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from desktop.domain.errors import Refused

MAGIC: Final = b"KetWell Desk handover 1\n"
_LENGTH = 4
_SIGNATURE = 64
_LONGEST_HEAD = 4_096
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 1 << 15, 8, 1
_MOST_N = 1 << 18
MOST_BYTES: Final = 1 << 30
"""So large what is packed may be when it is unpacked."""

FOREIGN: Final = "This is no handover package of KetWell Desk. Ask for the right file."
DAMAGED: Final = (
    "This package is damaged or was changed, so nothing of it is taken. Ask for it again."
)
WRONG_WORDS: Final = "The passphrase does not open this package. Type it as it was told to you."


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What was in a package. ``signer`` is the fingerprint of the key that signed it, ``digest``
    the SHA-256 of the whole file."""

    files: Mapping[str, bytes]
    signer: str
    digest: str


def new_signing_key() -> bytes:
    """A key to sign with, 32 bytes; to be kept secret."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def fingerprint(public: bytes) -> str:
    """How people compare keys: "3f2a 91c0 …", 16 groups of four."""
    text = hashlib.sha256(public).hexdigest()
    return " ".join(text[start : start + 4] for start in range(0, 64, 4))


def seal(files: Mapping[str, bytes], passphrase: str, signing_key: bytes) -> bytes:
    """The package of these files, as one file."""
    signer = Ed25519PrivateKey.from_private_bytes(signing_key)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    head = json.dumps(
        {
            "kdf": "scrypt",
            "n": _SCRYPT_N,
            "r": _SCRYPT_R,
            "p": _SCRYPT_P,
            "salt": _text(salt),
            "nonce": _text(nonce),
            "signer": _text(signer.public_key().public_bytes_raw()),
        },
        sort_keys=True,
    ).encode()
    front = MAGIC + len(head).to_bytes(_LENGTH, "big") + head
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # The same time in each, so that nothing but the content tells two packages apart.
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, 8)
    key = _key(passphrase, salt, _SCRYPT_N, _SCRYPT_R, _SCRYPT_P)
    body = front + AESGCM(key).encrypt(nonce, packed.getvalue(), front)
    return body + signer.sign(body)


def unseal(data: bytes, passphrase: str) -> Unsealed:
    """What is in a package. Raises :class:`Refused` for a file that is none, one that is damaged
    or was changed, and a wrong passphrase; nothing of such a file is looked at any further."""
    if not data.startswith(MAGIC):
        raise Refused(FOREIGN)
    front, head = _head(data)
    body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    try:
        public = _bytes(head["signer"])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
        n, r, p = int(head["n"]), int(head["r"]), int(head["p"])
        if head["kdf"] != "scrypt" or not 2 <= n <= _MOST_N or (r, p) != (_SCRYPT_R, _SCRYPT_P):
            raise Refused(FOREIGN)
        salt, nonce = _bytes(head["salt"]), _bytes(head["nonce"])
        key = _key(passphrase, salt, n, r, p)
    except (InvalidSignature, KeyError, TypeError, ValueError) as problem:
        raise Refused(DAMAGED) from problem
    try:
        packed = AESGCM(key).decrypt(nonce, body[len(front) :], front)
    except (InvalidTag, ValueError) as problem:
        # The signature holds, so the file is as it was written: it is the passphrase.
        raise Refused(WRONG_WORDS) from problem
    return Unsealed(_unpacked(packed), fingerprint(public), hashlib.sha256(data).hexdigest())


def _head(data: bytes) -> tuple[bytes, Mapping[str, Any]]:
    start = len(MAGIC) + _LENGTH
    length = int.from_bytes(data[len(MAGIC) : start], "big")
    if not 0 < length <= _LONGEST_HEAD or len(data) < start + length + _SIGNATURE:
        raise Refused(DAMAGED)
    try:
        head = json.loads(data[start : start + length])
    except ValueError as problem:
        raise Refused(DAMAGED) from problem
    if not isinstance(head, dict):
        raise Refused(DAMAGED)
    return data[: start + length], head


def _unpacked(packed: bytes) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise Refused(FOREIGN)
            return {each.filename: archive.read(each) for each in archive.infolist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,  # also what is no more than not understood
    ) as problem:
        raise Refused(DAMAGED) from problem


def _key(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    words = " ".join(passphrase.split()).encode()
    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(words)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise ValueError("not base 64") from problem
