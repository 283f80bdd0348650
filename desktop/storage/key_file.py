"""The key of the data in a file beside its directory: for tests and servers, and where there is no
keyring. Cheap to load, since the first page asks here too.
"""

import os
from contextlib import suppress

from desktop.domain.errors import StorageProblem, WrongKey
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading, writing

KEY_BYTES = 32


def read_key_file(files: DataFiles) -> bytes | None:
    """The key in the key file, or None where there is no such file.

    Raises StorageProblem when others can read it (on POSIX: any group or other permission; on
    Windows the folder's own rights protect it), WrongKey when it holds no key.
    """
    path = files.key_file
    try:
        with reading(path), path.open("rb") as kept:
            mode = os.fstat(kept.fileno()).st_mode
            text = kept.read(4096)
    except FileNotFoundError:
        return None
    if os.name == "posix" and mode & 0o077:
        raise StorageProblem(
            f"The key file {path} can be read by others (mode {mode & 0o777:04o}). "
            f"Close it to them (chmod 600 {path.name}), then start again."
        )
    try:
        raw = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise WrongKey(
            f"The file {path} does not hold a key. "
            "Put the right key file in its place, or use the recovery code."
        )
    return raw


def write_key_file(files: DataFiles, raw: bytes) -> None:
    """Put a key on disk, readable by its owner alone. Raises WrongKey when there is a key file
    already: it is never overwritten."""
    path = files.key_file
    if path.exists():
        raise WrongKey(
            f"The key file {path} belongs to other data and is never overwritten. "
            "Move it away, then start again."
        )
    # Whole or not at all: half a key after a power cut would keep a desk from being set up.
    write_durably(path, raw.hex() + "\n")


def replace_key_file(files: DataFiles, raw: bytes, *, keep_other: bool) -> None:
    """Put another key in the key file, whole or not at all. ``keep_other`` moves the one before to
    a name of its own: it may open a backup."""
    path = files.key_file
    with suppress(WrongKey):
        if read_key_file(files) == raw:
            return
    if keep_other and path.exists():
        import hashlib  # hardly ever needed, and every start loads this file

        with writing(path):
            name = f"{path.name}.before-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
            path.rename(path.with_name(name))
    write_durably(path, raw.hex() + "\n")
