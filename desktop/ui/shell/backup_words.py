"""How the backups stand, in words for the status bar and for the notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.wording import in_sentence, moment
from desktop.services.backups import BackupState

_ASK_IT = "If it stays like this, ask IT to run “ketwell-desk backup”."


@dataclass(frozen=True, slots=True)
class BackupLine:
    """``words`` for the status bar, ``what_to_do`` in whole sentences; that is empty while all is
    well. Neither names a person."""

    words: str
    what_to_do: str = ""


def backup_line(state: BackupState, zone: str, now: datetime) -> BackupLine:
    """The line for how the backups stand at ``now``, on the clock of ``zone``. Of data that was set
    up just now there is nothing to say."""
    last = state.last_good
    since = "" if last is None else in_sentence(moment(last, zone, now))
    if state.missed:
        days = 0 if last is None else abs(now - last) // timedelta(days=1)
        words = f"No backup for {days} days" if days else "No backup yet"
        kept = f"The last good one is of {since}. " if last else ""
        why = state.failure.sentence if state.failure else "None was taken."
        return BackupLine(
            words, f"{words}. {kept}{why} Leave KetWell Desk open: it tries by itself. {_ASK_IT}"
        )
    if state.failure is not None:
        kept = f"The last good one is of {since}." if last else "There is none yet."
        return BackupLine(
            "The last backup did not work",
            f"The last backup did not work. {state.failure.sentence} {kept} "
            f"KetWell Desk tries again by itself. {_ASK_IT}",
        )
    return BackupLine(f"Last backup {since}" if since else "")
