"""Backups: each is a folder that has the form of a data directory, so that it opens as one.

``<time>-<why>/`` holds the encrypted database, the files by which its key is found (``data.json``,
``recovery.json``, ``earlier-keys.json``) and ``backup.json``, which says what was copied and is
signed with the data's key. A folder gets this name only when its database was opened again, looked
through to the last page, and has as many rows as the source had: what bears the name is good.
"""

import hashlib
import hmac
import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.backup_rules import BackupKind, Dated, to_keep
from desktop.domain.errors import DamagedFile, StorageProblem, WrongKey
from desktop.storage.copying import Contents, Told, check_file, nobody
from desktop.storage.data_files import DataFiles, sync_directory, write_durably
from desktop.storage.data_identity import DataIdentity, read_identity, write_identity
from desktop.storage.data_lock import DataLock
from desktop.storage.faults import reading, writing

FORMAT = 1
MANIFEST = "backup.json"
_LOCK, _FAILURE, _PART, _GONE = "backup.lock", "last-failure.json", ".part", ".gone"
_STAMP = "%Y-%m-%dT%H%M%SZ"
_SIGNED = b"ketwell-desk backup 1"
_AT_ONCE = 1 << 20

Copy = Callable[[Path, bytes, Told], Contents]
"""Copies the data to a new file under a key, and says what the data held at that moment."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there, as its own ``backup.json`` has it (see :func:`check_backup`)."""

    path: Path
    made_at: datetime
    kind: BackupKind
    data_id: UUID
    contents: Contents
    size: int
    sha256: str
    signature: str

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name

    @property
    def files(self) -> DataFiles:
        """Its files, which are those of a data directory."""
        return DataFiles(self.path)

    def is_signed_with(self, raw: bytes) -> bool:
        """Whether ``backup.json`` is as it was written, with the key ``raw``."""
        return hmac.compare_digest(_signature(raw, _body(self)), self.signature)


@dataclass(frozen=True, slots=True)
class Failure:
    """The last backup that was tried did not come about. ``sentence`` says why and what to do."""

    at: datetime
    sentence: str


def computer_time() -> datetime:
    """Now, by this computer: a backup is dated so, also of a demo that lives on its own Tuesday."""
    return datetime.now(UTC)


class Safe:
    """Where the backups of one set of data are, and how one is made. Usable from any thread."""

    def __init__(
        self,
        files: DataFiles,
        key: Callable[[], bytes],
        copy: Copy,
        clock: Callable[[], datetime] = computer_time,
    ) -> None:
        self.files = files
        self.key = key
        """The key of this data, found when it is asked for."""
        self._copy = copy
        self._clock = clock

    @property
    def folder(self) -> Path:
        """Where they lie when no other place is named."""
        return self.files.backups

    @property
    def began(self) -> datetime | None:
        """Since when there is something to back up, by this computer; None where nobody knows."""
        try:
            return datetime.fromtimestamp(self.files.identity.stat().st_mtime, UTC)
        except OSError:
            return None

    def take_recovery_code(self) -> str | None:
        """A recovery code that was made just now, once, to be printed; None for most."""
        return None

    def take(self, kind: BackupKind, told: Told = nobody, into: Path | None = None) -> Backup:
        """Make a backup and look through it; it is good when this returns. Those that are no
        longer wanted go afterwards.

        Raises DiskFull, DataLocked while another program makes one, DamagedFile when the copy is
        not what was to be copied, StorageProblem, and what ``told`` raises. Nothing half is left.
        """
        folder = into or self.folder
        with writing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DataLock(folder / _LOCK)
        try:
            lock.alone()
            _sweep(folder)
            made = self._make(folder, kind, told)
            with writing(folder):
                (folder / _FAILURE).unlink(missing_ok=True)
            _thin(folder, made.data_id, self._clock())
        finally:
            lock.release()
        return made

    def there(self, folder: Path | None = None) -> tuple[Backup, ...]:
        """The backups of this data in a folder, the newest first."""
        identity = read_identity(self.files)
        of = None if identity is None else identity.data_id
        return tuple(each for each in backups_in(folder or self.folder) if each.data_id == of)

    def check(self, backup: Backup, raw: bytes | None = None) -> None:
        """See :func:`check_backup`; with the key of this data where none is given."""
        check_backup(backup, self.key() if raw is None else raw)

    def note_failure(self, sentence: str) -> None:
        """Keep why a backup did not come about, for whoever looks later. A disk that takes not
        even that is no reason to stop the desk."""
        with suppress(StorageProblem):
            with writing(self.folder):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            told = {"at": self._clock().isoformat(), "sentence": sentence}
            write_durably(self.folder / _FAILURE, json.dumps(told, ensure_ascii=False) + "\n")

    def last_failure(self) -> Failure | None:
        """Why the last backup that was tried did not come about; None when it did."""
        try:
            told = json.loads((self.folder / _FAILURE).read_text(encoding="utf-8"))
            return Failure(datetime.fromisoformat(told["at"]), str(told["sentence"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _make(self, folder: Path, kind: BackupKind, told: Told) -> Backup:
        raw = self.key()
        identity = read_identity(self.files)
        if identity is None:
            raise DamagedFile(
                f"The file {self.files.identity} is gone, so no backup could ever be opened. "
                "Start KetWell Desk once: it makes it again."
            )
        at = self._clock().astimezone(UTC)  # to the microsecond: two may be made in a second
        path = _free_name(folder / f"{at.strftime(_STAMP)}-{kind}")
        part = DataFiles(path.with_name(path.name + _PART))
        with writing(part.data_dir):
            part.data_dir.mkdir(mode=0o700)
        try:
            held = self._copy(part.database, raw, told)
            must_be(check_file(part.database, raw), held)
            size, sha256 = _size_and_sum(part.database)
            made = Backup(path, at, kind, identity.data_id, held, size, sha256, "")
            _write_companions(self.files, part, identity)
            body = _body(made)
            signed = {**body, "signature": _signature(raw, body)}
            write_durably(part.data_dir / MANIFEST, json.dumps(signed, indent=1) + "\n")
            with writing(path):
                part.data_dir.rename(path)
                sync_directory(folder)
        except BaseException:
            shutil.rmtree(part.data_dir, ignore_errors=True)
            raise
        return read_backup(path)


def backups_in(folder: Path) -> Iterable[Backup]:
    """The backups in a folder, the newest first; what is none is passed by."""
    try:
        with reading(folder):
            named = sorted((path for path in folder.iterdir() if path.is_dir()), reverse=True)
    except FileNotFoundError:
        return []
    found = []
    for path in named:
        if not path.name.endswith((_PART, _GONE)):
            with suppress(StorageProblem):
                found.append(read_backup(path))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def read_backup(path: Path) -> Backup:
    """What the ``backup.json`` in a folder says. Raises DamagedFile where it makes no sense, and
    StorageProblem where there is none."""
    manifest = path / MANIFEST
    try:
        with reading(manifest):
            text = manifest.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError) as error:
        raise StorageProblem(
            f"{path} is no backup of KetWell Desk: it has no readable {MANIFEST}. "
            "Name the folder of one."
        ) from error
    try:
        kept = json.loads(text)
        contents = Contents(
            str(kept["revision"]), {str(name): int(n) for name, n in dict(kept["rows"]).items()}
        )
        return Backup(
            path,
            datetime.fromisoformat(kept["made_at"]),
            BackupKind(kept["kind"]),
            UUID(kept["data_id"]),
            contents,
            int(kept["size"]),
            str(kept["sha256"]),
            str(kept["signature"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFile(f"The file {manifest} is damaged. Use another backup.") from error


def check_backup(backup: Backup, raw: bytes) -> None:
    """Look through a backup: the signature, the sum of the file, every page and row.

    Raises WrongKey when ``raw`` is not its key, DamagedFile for anything that is not as it was.
    """
    identity = read_identity(backup.files)
    if identity is not None and not identity.is_key(raw):
        raise WrongKey(f"This key does not open the backup {backup.name}. Use the recovery code.")
    if not backup.is_signed_with(raw):
        raise DamagedFile(f"The backup {backup.name} was altered: {MANIFEST} is not as it was.")
    try:
        size, sha256 = _size_and_sum(backup.files.database)
    except FileNotFoundError as error:
        raise DamagedFile(f"The backup {backup.name} has lost its database.") from error
    if (size, sha256) != (backup.size, backup.sha256):
        raise DamagedFile(f"The backup {backup.name} is damaged: its file is not as it was.")
    if check_file(backup.files.database, raw) != backup.contents:
        raise DamagedFile(f"The backup {backup.name} does not hold what it says it does.")


def _write_companions(source: DataFiles, target: DataFiles, identity: DataIdentity) -> None:
    """The files by which the key of the copy is found."""
    write_identity(target, replace(identity, made=True))
    for kept, copy in (
        (source.recovery, target.recovery),
        (source.earlier_keys, target.earlier_keys),
    ):
        with suppress(FileNotFoundError), reading(kept):
            write_durably(copy, kept.read_text(encoding="utf-8"))


def _thin(folder: Path, data_id: UUID, now: datetime) -> None:
    """Remove what :func:`to_keep` does not keep; each goes under another name first, so that half
    a backup never bears a good name."""
    there = [each for each in backups_in(folder) if each.data_id == data_id]
    kept = to_keep([Dated(each.made_at, each.kind) for each in there], now)
    for each in there:
        if Dated(each.made_at, each.kind) not in kept:
            gone = each.path.with_name(each.name + _GONE)
            with writing(each.path):
                each.path.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed left half. The lock of the folder is held."""
    for path in folder.iterdir():
        if path.name.endswith((_PART, _GONE)) and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _free_name(wanted: Path) -> Path:
    path, number = wanted, 1
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path


def _size_and_sum(path: Path) -> tuple[int, str]:
    total = hashlib.sha256()
    size = 0
    with reading(path), path.open("rb") as file:
        while block := file.read(_AT_ONCE):
            total.update(block)
            size += len(block)
    return size, total.hexdigest()


def _body(backup: Backup) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": backup.made_at.isoformat(),
        "kind": backup.kind.value,
        "data_id": str(backup.data_id),
        "revision": backup.contents.revision,
        "rows": dict(sorted(backup.contents.rows.items())),
        "size": backup.size,
        "sha256": backup.sha256,
    }


def _signature(raw: bytes, body: dict[str, Any]) -> str:
    key = hmac.new(raw, _SIGNED, hashlib.sha256).digest()
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def must_be(found: Contents, held: Contents) -> None:
    """Raise DamagedFile unless the copy has what the source held."""
    for name in sorted({*held.rows, *found.rows}):
        there, wanted = found.rows.get(name, 0), held.rows.get(name, 0)
        if there != wanted or found.revision != held.revision:
            raise DamagedFile(
                f"The copy came out different from the data ({there:,} rows of {name}, not "
                f"{wanted:,}), so it was thrown away. Try again; if it happens again, tell IT."
            )
