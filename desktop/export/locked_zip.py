"""A file inside an encrypted ZIP, which 7-Zip, WinZip, Keka and their like open.

AES-256 as WinZip has it (AE-2: nothing of what is inside is told by a checksum), never the old
ZipCrypto, which is broken. Only the contents are encrypted: name, size and time inside can be read
by anybody, so they say no more than which kind of rows it is. WinZip's way makes the key of the
password with a thousand rounds, which is little today: the password itself has to be long.

What is written goes through compression and cipher straight into the file. Nothing is kept back,
and nothing unencrypted is put anywhere.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Final

ENDING: Final = ".zip"
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _SYMBOLS_OF_GROUP = 5, 4
_UNIX = 3
_FOR_ITS_OWNER = 0o100600 << 16


def new_password() -> str:
    """A fresh password, "k7mq-…": 99 random bits, without symbols that look alike."""
    groups = (
        "".join(secrets.choice(_SYMBOLS) for _ in range(_SYMBOLS_OF_GROUP)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


@contextmanager
def locked(stream: IO[bytes], name: str, password: str, at: datetime) -> Iterator[IO[bytes]]:
    """What the block writes becomes the one file ``name``, of the time ``at``, in an encrypted ZIP
    in ``stream``, which stays open. When the block fails, what is in the stream is no ZIP. Raises
    OSError as the disk does."""
    # A tenth of a second: only whoever locks a file waits for it.
    from pyzipper import WZ_AES, ZIP_DEFLATED, AESZipFile
    from pyzipper.zipfile_aes import AESZipInfo

    inside = AESZipInfo(name, at.timetuple()[:6])
    inside.compress_type = ZIP_DEFLATED
    inside.create_system, inside.external_attr = _UNIX, _FOR_ITS_OWNER
    archive = AESZipFile(stream, "w", encryption=WZ_AES, encryption_kwargs={"nbits": 256})
    archive.setpassword(password.encode("ascii"))
    try:
        # How large it becomes is not known beforehand, so it is told in 64 bits.
        with archive.open(inside, "w", force_zip64=True) as content:
            yield content
    except BaseException:
        archive.fp = None  # given up: closing it would write what makes it whole
        raise
    archive.close()
