"""Which data this is: an id for the keyring, and a check that a key belongs to it.

The check tells a wrong key from a damaged first page, which look the same to SQLCipher (both
are "not a database"). It is a one-way sum over a random 256-bit key, so it gives nothing away.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.errors import DamagedFile
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading


@dataclass(frozen=True, slots=True)
class DataIdentity:
    """``made`` turns true when the database is in place: from then on a missing file is a loss.
    ``kept_by`` names where the key is kept (``key_places``); "" in older data."""

    data_id: UUID
    key_check: str
    made: bool
    kept_by: str = ""

    def is_key(self, raw: bytes) -> bool:
        """Whether ``raw`` is this data's key."""
        return hmac.compare_digest(key_check(self.data_id, raw), self.key_check)


def key_check(data_id: UUID, raw: bytes) -> str:
    """The sum that ``data.json`` keeps of the key ``raw`` (32 bytes)."""
    message = b"ketwell-desk key check " + data_id.bytes
    return hmac.new(raw, message, hashlib.sha256).hexdigest()


def read_identity(files: DataFiles) -> DataIdentity | None:
    """The identity on disk; None where there is none. Raises DamagedFile if it makes no sense."""
    try:
        with reading(files.identity):
            text = files.identity.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        kept = json.loads(text)
        return DataIdentity(
            UUID(kept["data_id"]),
            str(kept["key_check"]),
            bool(kept["made"]),
            str(kept.get("kept_by", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFile(
            f"The file {files.identity} is damaged, so the key to the data cannot be found. "
            "Put it back from a backup; nothing was changed."
        ) from error


def write_identity(files: DataFiles, identity: DataIdentity) -> None:
    """Put ``identity`` on disk, whole or not at all."""
    kept = {
        "format": 1,
        "data_id": str(identity.data_id),
        "key_check": identity.key_check,
        "made": identity.made,
        "kept_by": identity.kept_by,
    }
    write_durably(files.identity, json.dumps(kept, indent=1) + "\n")
