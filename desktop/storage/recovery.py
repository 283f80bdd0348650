"""The way in without the keyring: the data's key, wrapped by a printed code.

The code has 140 random bits, so HKDF is enough to make a wrapping key of it; a slow function
would only protect a code that somebody could guess.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.domain.errors import DamagedFile, KeyMissing, WrongKey
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading
from desktop.storage.recovery_code import code_secret, new_code

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_INFO = b"ketwell-desk recovery 1"


def write_recovery(files: DataFiles, data_id: UUID, raw: bytes, into: Path | None = None) -> str:
    """Wrap the key ``raw`` and return the new code, which is kept nowhere. An older code ends.
    ``into`` is another file than that of the data."""
    code = new_code()
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapped = _cipher(code, salt).encrypt(nonce, raw, data_id.bytes)
    kept = {
        "format": 1,
        "data_id": str(data_id),
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "wrapped": wrapped.hex(),
    }
    write_durably(into or files.recovery, json.dumps(kept, indent=1) + "\n")
    return code


def unlock_with_code(
    files: DataFiles, code: str, recovery: Path | None = None
) -> tuple[UUID, bytes]:
    """The data's id and raw key, from the recovery file of the data or from ``recovery``.

    Raises WrongKey for a code that is mistyped or of other data, KeyMissing where there is no
    recovery file, DamagedFile where it makes no sense.
    """
    from cryptography.exceptions import InvalidTag

    path = recovery or files.recovery
    try:
        with reading(path):
            text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyMissing(
            f"The file {path} is missing, and a recovery code needs it. Put it back from a backup."
        ) from error
    try:
        kept = json.loads(text)
        data_id = UUID(kept["data_id"])
        salt, nonce, wrapped = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "wrapped"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFile(f"The file {path} is damaged. Put it back from a backup.") from error
    try:
        return data_id, _cipher(code, salt).decrypt(nonce, wrapped, data_id.bytes)
    except InvalidTag as error:
        raise WrongKey(
            "This recovery code belongs to other data, or was replaced by a newer one. "
            "Look for the latest print-out."
        ) from error


def _cipher(code: str, salt: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=_INFO)
    return AESGCM(derive.derive(code_secret(code)))
