"""Reads a ZIP locked with AES by the words of its specification, with another library than writes
it: https://www.winzip.com/en/support/aes-encryption/."""

import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_AES_FIELD = 0x9901
_LOCAL_HEAD = 30
_SALT, _CHECK, _CODE, _BLOCK = 16, 2, 10, 16


class WrongPassword(Exception):
    """The two bytes that tell so are others."""


class Inside(NamedTuple):
    """What anybody can read of the one file in it."""

    name: str
    size: int
    checksum: int
    way: int
    encrypted: bool
    aes_version: int
    vendor: bytes
    strength: int
    compressed_as: int


def look(file: Path) -> Inside:
    """What is told without the password."""
    with zipfile.ZipFile(file) as archive:
        (info,) = archive.infolist()
    version, vendor, strength, way = struct.unpack("<H2sBH", _extra(info.extra)[_AES_FIELD])
    encrypted = bool(info.flag_bits & 1)
    return Inside(
        info.filename, info.file_size, info.CRC, info.compress_type, encrypted, version, vendor,
        strength, way,
    )  # fmt: skip


def open_with(file: Path, password: str) -> bytes:
    """The content. Raises :class:`WrongPassword`; a changed byte fails an assertion."""
    with zipfile.ZipFile(file) as archive:
        (info,) = archive.infolist()
    raw = file.read_bytes()
    names = sum(struct.unpack_from("<HH", raw, info.header_offset + 26))
    start = info.header_offset + _LOCAL_HEAD + names
    whole = raw[start : start + info.compress_size]
    salt, check = whole[:_SALT], whole[_SALT : _SALT + _CHECK]
    secret, code = whole[_SALT + _CHECK : -_CODE], whole[-_CODE:]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
    if keys[64:] != check:
        raise WrongPassword
    assert hmac.new(keys[32:64], secret, "sha1").digest()[:_CODE] == code
    # The counter is little-endian and begins at one, which CTR of this library is not.
    counted = b"".join(n.to_bytes(_BLOCK, "little") for n in range(1, len(secret) // _BLOCK + 2))
    stream = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(counted)  # noqa: S305
    plain = bytes(a ^ b for a, b in zip(secret, stream, strict=False))
    content = zlib.decompress(plain, -zlib.MAX_WBITS)
    assert len(content) == info.file_size
    return content


def _extra(extra: bytes) -> Mapping[int, bytes]:
    fields = {}
    while extra:
        kind, length = struct.unpack_from("<HH", extra)
        fields[kind], extra = extra[4 : 4 + length], extra[4 + length :]
    return fields
