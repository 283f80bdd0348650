"""The raw 256-bit key of the data: found in the keyring or in a key file, never made twice."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from desktop.domain.errors import KeyMissing, WrongKey
from desktop.storage.data_files import DataFiles
from desktop.storage.data_identity import DataIdentity
from desktop.storage.key_file import KEY_BYTES, read_key_file, replace_key_file, write_key_file
from desktop.storage.key_places import KEY_FILE, changed_place, lost_place
from desktop.storage.keyring_store import KeyringStore, find_keyring


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key came from; ``warning`` is a sentence to show as long as it holds. ``keeper``
    names the place it is kept in now (``key_places``)."""

    kind: Literal["keyring", "key_file", "recovery"]
    warning: str | None
    keeper: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one data directory. The bytes never show in a log or a report."""

    raw: bytes = field(repr=False)
    source: KeySource


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return os.urandom(KEY_BYTES)


def find_key(files: DataFiles, identity: DataIdentity | None) -> DataKey:
    """The key that is kept for this data, in the key file (asked first, since it is quick) or
    the keyring.

    Raises KeyMissing where there is none (the recovery code is then the way in), WrongKey where
    it belongs to other data, StorageProblem for a key file that others can read.
    """
    before = identity.kept_by if identity is not None else ""
    from_file = _key_from_file(files, before)
    if from_file is not None and (identity is None or identity.is_key(from_file.raw)):
        return from_file
    store = None if identity is None else find_keyring()
    from_keyring = _key_from_keyring(store, identity)
    if from_keyring is not None and identity is not None and identity.is_key(from_keyring.raw):
        return from_keyring
    if from_file is None and from_keyring is None:
        raise KeyMissing(
            f"The data in {files.data_dir} is here, but its key is not on this computer. "
            f"{lost_place(before, store.name if store else '')}"
            "Enter the recovery code that was printed at set-up."
        )
    kept = "key in the keyring" if from_file is None else "key file"
    raise WrongKey(
        f"The {kept} does not belong to the data in {files.data_dir}. "
        "Put the right one in its place, or use the recovery code."
    )


def keep_key(
    files: DataFiles,
    data_id: UUID,
    raw: bytes,
    *,
    prefer_key_file: bool = False,
    before: str = "",
) -> KeySource:
    """Keep a key: in the keyring, or in the key file where there is none or it is preferred.
    ``before`` names the place it was kept in until now.

    A key file that is there already is never overwritten: it may open a backup.
    """
    store = None if prefer_key_file else find_keyring()
    if store is not None:
        store.put(data_id, raw)
        return _keyring_source(store, before)
    if read_key_file(files) != raw:
        write_key_file(files, raw)
    return _key_file_source(files, before)


def replace_key(
    files: DataFiles, data_id: UUID, raw: bytes, *, key_file: bool, keep_other: bool
) -> str:
    """Put a key in the place of the one before, where that is kept; the name of the place. Doing it
    again changes nothing.

    ``keep_other``: a key file with another key is moved aside, not overwritten, since nobody knows
    what it opens.
    """
    store = None if key_file else find_keyring()
    if store is not None:
        if store.get(data_id) != raw:
            store.put(data_id, raw)
        return store.name
    replace_key_file(files, raw, keep_other=keep_other)
    return KEY_FILE


def kept_keys(files: DataFiles, data_ids: Iterable[UUID]) -> Iterator[bytes]:
    """Every key that is kept on this computer for these data, whether it fits or not."""
    with suppress(WrongKey):
        from_file = read_key_file(files)
        if from_file is not None:
            yield from_file
    store = find_keyring()
    for data_id in data_ids if store is not None else ():
        with suppress(KeyMissing):
            raw = store.get(data_id) if store else None
            if raw is not None:
                yield raw


def _key_file_source(files: DataFiles, before: str) -> KeySource:
    warning = (
        f"The key to the data lies in a file, {files.key_file}: whoever can read that file "
        "and the data can read everything."
    )
    changed = changed_place(before, KEY_FILE)
    return KeySource("key_file", f"{warning} {changed}".strip(), KEY_FILE)


def _keyring_source(store: KeyringStore, before: str) -> KeySource:
    return KeySource("keyring", changed_place(before, store.name) or None, store.name)


def _key_from_file(files: DataFiles, before: str) -> DataKey | None:
    raw = read_key_file(files)
    return None if raw is None else DataKey(raw, _key_file_source(files, before))


def _key_from_keyring(store: KeyringStore | None, identity: DataIdentity | None) -> DataKey | None:
    if store is None or identity is None:
        return None
    raw = store.get(identity.data_id)
    return None if raw is None else DataKey(raw, _keyring_source(store, identity.kept_by))
