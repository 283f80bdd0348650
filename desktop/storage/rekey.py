"""A new key for data that somebody may have seen the old one of.

A verified backup first; then a copy of the whole database under the new key, looked through; then
the new recovery code, in the person's hands before anything depends on it; then the exchange, which
survives being stopped anywhere (see ``exchange``); then a backup under the new key.
"""

from collections.abc import Callable

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import DamagedFile, DataLocked
from desktop.storage.backup import Backup, must_be
from desktop.storage.copying import Told, bring_log_in, check_file, copy_file, nobody
from desktop.storage.data_identity import read_identity
from desktop.storage.exchange import decide, drop_undecided, settle
from desktop.storage.keys import new_key
from desktop.storage.recovery import write_recovery
from desktop.storage.safes import safe_of
from desktop.storage.unlock import Unlocked


def rekey(
    unlocked: Unlocked,
    keep_code: Callable[[str], None],
    told: Told = nobody,
) -> tuple[Backup, Backup]:
    """Give the data a new key and a new recovery code; returns the backups before and after.

    ``keep_code`` is given the new code and returns when the person has it; what it raises stops
    everything, and nothing was changed then. Nobody else may have the data open: raises DataLocked,
    DiskFull (it needs room for two copies), DamagedFile, StorageProblem. The lock is held alone
    when it returns; the caller releases it. What ``unlocked`` says of the key no longer holds.
    """
    files, raw, lock = unlocked.files, unlocked.key.raw, unlocked.lock
    lock.alone()
    identity = read_identity(files)
    if identity is None:
        raise DamagedFile(f"The file {files.identity} is gone. Start KetWell Desk, then try again.")
    if not identity.is_key(raw):
        raise DataLocked("Another program has just changed the key. Try again.")
    drop_undecided(files)
    before = safe_of(files, lambda: raw).take(BackupKind.BEFORE_REKEY, told)
    after = new_key()
    try:
        held = copy_file(files.database, raw, files.incoming, after, told)
        must_be(check_file(files.incoming, after), held)
        keep_code(write_recovery(files, identity.data_id, after, files.incoming_recovery))
        bring_log_in(files.database, raw)
    except BaseException:
        drop_undecided(files)
        raise
    ids = identity.data_id
    in_file = unlocked.key.source.kind == "key_file" or files.key_file.exists()
    decide(files, (ids, after), (ids, raw), key_file=in_file)
    settle(files)
    return before, safe_of(files, lambda: after).take(BackupKind.AFTER_REKEY, told)
