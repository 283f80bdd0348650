"""Puts another database in the place of the one that is there, with its key: a new key, a restore.

The new database stands ready under another name, whole and looked through. ``exchange.json`` is
then the decision: until it is written nothing has happened, once it is there the rest is carried to
its end, by whoever opens the data next if need be. Each step may be done twice. The key before and
the key after are in it, each locked with the other, so that whichever the keyring, the key file or
a recovery code still holds opens the data throughout. The lock is held alone all the while.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.errors import DamagedFile, KeyMissing, StorageProblem, WrongKey
from desktop.storage.data_files import (
    DataFiles,
    beside,
    sync_directory,
    sync_file,
    write_durably,
)
from desktop.storage.data_identity import DataIdentity, key_check, write_identity
from desktop.storage.faults import reading, writing
from desktop.storage.keys import kept_keys, replace_key
from desktop.storage.recovery import unlock_with_code
from desktop.storage.recovery_code import code_secret
from desktop.storage.wrapped_keys import keep_earlier_key, unwrap_key, wrap_key


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was decided. The fields of before are empty where nobody could open what was there.

    ``set_aside`` names the folder to which the database of before goes, "" where a backup of it was
    taken; ``key_file`` says that the key is kept in the key file.
    """

    after_id: UUID
    after_check: str
    after_wrapped: str
    before_id: UUID | None
    before_check: str
    before_wrapped: str
    set_aside: str
    key_file: bool


def decide(
    files: DataFiles,
    after: tuple[UUID, bytes],
    before: tuple[UUID, bytes] | None,
    *,
    set_aside: str = "",
    key_file: bool,
) -> None:
    """The decision, durable when this returns; :func:`carry_out` follows. ``after`` and ``before``
    are the identity of the data and its key. ``files.incoming`` is there and synced."""
    told: dict[str, object] = {
        "format": 1,
        "after_id": str(after[0]),
        "after_check": key_check(*after),
        "after_wrapped": wrap_key(after[1], before[1], after[0]) if before else "",
        "before_id": str(before[0]) if before else None,
        "before_check": key_check(*before) if before else "",
        "before_wrapped": wrap_key(before[1], after[1], after[0]) if before else "",
        "set_aside": set_aside,
        "key_file": key_file,
    }
    with writing(files.data_dir):
        sync_file(files.incoming)
        sync_directory(files.data_dir)
    write_durably(files.exchange, json.dumps(told, indent=1) + "\n")


def settle(files: DataFiles, recovery_code: str | None = None) -> None:
    """Carry an exchange that was decided to its end; where there is none, remove what one that was
    not decided left. The lock is held alone.

    Raises KeyMissing or WrongKey where neither key is to be had; nothing was changed then.
    """
    exchange = _read(files)
    if exchange is None:
        drop_undecided(files)
        return
    for raw in _candidates(files, exchange, recovery_code):
        if key_check(exchange.after_id, raw) == exchange.after_check:
            before = unwrap_key(exchange.before_wrapped, raw, exchange.after_id)
            carry_out(files, exchange, raw, before)
            return
        if exchange.before_id and key_check(exchange.before_id, raw) == exchange.before_check:
            after = unwrap_key(exchange.after_wrapped, raw, exchange.after_id)
            if after is not None:
                carry_out(files, exchange, after, raw)
                return
    if recovery_code is not None:
        raise WrongKey(
            "This recovery code belongs to other data, or was replaced by a newer one. "
            "Look for the latest print-out."
        )
    raise KeyMissing(
        f"The data in {files.data_dir} is here, but its key is not on this computer. "
        "Enter the recovery code that was printed at set-up, or when the key was renewed."
    )


def carry_out(files: DataFiles, exchange: Exchange, after: bytes, before: bytes | None) -> None:
    """Every step that is left, in the order in which they are safe."""
    if files.incoming.exists():
        _put_in_place(files, exchange)
    elif not files.database.exists():
        raise DamagedFile(
            f"The data file {files.database} is gone. Put it back from a backup; "
            "nothing was changed."
        )
    kept_by = replace_key(
        files,
        exchange.after_id,
        after,
        key_file=exchange.key_file,
        keep_other=not exchange.before_wrapped,
    )
    if files.incoming_recovery.exists():
        with writing(files.recovery):
            files.incoming_recovery.replace(files.recovery)
            sync_directory(files.data_dir)
    identity = DataIdentity(exchange.after_id, exchange.after_check, made=True, kept_by=kept_by)
    write_identity(files, identity)
    if before is not None and before != after:
        keep_earlier_key(files, after, before, exchange.after_id)
    with writing(files.exchange):
        files.exchange.unlink()
        sync_directory(files.data_dir)


def read_exchange(files: DataFiles) -> Exchange | None:
    """The exchange that was decided and is not at its end; None where there is none."""
    return _read(files)


def drop_undecided(files: DataFiles) -> None:
    """Remove what was made ready for an exchange that was never decided."""
    with writing(files.incoming):
        for path in (files.incoming, *beside(files.incoming), files.incoming_recovery):
            path.unlink(missing_ok=True)


def _put_in_place(files: DataFiles, exchange: Exchange) -> None:
    """The file of before goes out of the way, then the new one takes its name in one step.

    A log that stayed behind would be read into the new file, so it goes first. It is empty where
    the data could be opened (see ``copying.bring_log_in``), and set aside where not.
    """
    with writing(files.database):
        if exchange.set_aside:
            _keep_aside(files, exchange.set_aside)
        for path in files.beside_database():
            path.unlink(missing_ok=True)
        sync_directory(files.data_dir)
        files.incoming.replace(files.database)
        sync_directory(files.data_dir)


def _keep_aside(files: DataFiles, name: str) -> None:
    """A data file that nobody could open is never deleted: it is kept with all that belongs to it.
    What lies there already from a first try stays as it is."""
    aside = files.data_dir / name
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in (
        files.database,
        *files.beside_database(),
        files.identity,
        files.recovery,
        files.earlier_keys,
    ):
        there = aside / path.name
        if path.exists() and not there.exists():
            part = there.with_name(there.name + ".part")
            part.unlink(missing_ok=True)
            try:
                os.link(path, part)
            except OSError:  # a file system without links
                shutil.copyfile(path, part)
            sync_file(part)
            part.rename(there)
    sync_directory(aside)
    sync_directory(files.data_dir)


def _candidates(files: DataFiles, exchange: Exchange, recovery_code: str | None) -> Iterator[bytes]:
    """Every key that may be one of the two."""
    if recovery_code is not None:
        code_secret(recovery_code)  # a slip of the pen is named
        for recovery in (files.incoming_recovery, files.recovery):
            with suppress(KeyMissing, WrongKey, DamagedFile):
                yield unlock_with_code(files, recovery_code, recovery)[1]
        return
    ids = [exchange.after_id]
    if exchange.before_id is not None and exchange.before_id != exchange.after_id:
        ids.append(exchange.before_id)
    yield from kept_keys(files, ids)


def _read(files: DataFiles) -> Exchange | None:
    try:
        with reading(files.exchange):
            text = files.exchange.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        kept = json.loads(text)
        before = kept["before_id"]
        return Exchange(
            UUID(kept["after_id"]),
            str(kept["after_check"]),
            str(kept["after_wrapped"]),
            UUID(before) if before else None,
            str(kept["before_check"]),
            str(kept["before_wrapped"]),
            str(kept["set_aside"]),
            bool(kept["key_file"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StorageProblem(
            f"The file {files.exchange} is damaged, so a new key or a restore cannot be finished. "
            "Nothing was changed; call IT, and keep the folder as it is."
        ) from error
