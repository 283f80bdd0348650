"""The world's problems, told kindly. A bug is never a :class:`Problem`.

A ``Problem`` carries one or two sentences for the person at the desk: what happened, then what
to do. Screens show them as they are and the command line prints them on standard error.
"""


class Problem(Exception):
    """Something outside the program is in the way; ``str()`` is fit for the screen."""

    exit_code = 3
    """Exit code of the command line (see DESIGN: 2 refused, 3 the world failed)."""


class Refused(Problem):
    """A rule says no: the hour, the role, a do-not-call, a later change by somebody else."""

    exit_code = 2


class NotAllowed(Refused):
    """The signed-in person's role does not include this."""


class ChangedSince(Refused):
    """Somebody changed the record after it was read; the sentence says who and when."""


class NeedsReason(Refused):
    """Allowed, but only with a recorded reason (a service callback outside the person's hours)."""


class NotFound(Refused):
    """The record is not there (any more)."""


class FileProblem(Problem):
    """A file that somebody asked for cannot be written: full, read-only, gone, open elsewhere."""


class StorageProblem(Problem):
    """The data cannot be read or written: key, damage, full disk, lock, version, place."""


class WrongKey(StorageProblem):
    """The key does not open this file."""


class KeyMissing(StorageProblem):
    """The data is there, its key is not; the recovery code opens it."""


class DamagedFile(StorageProblem):
    """The file opens with the key but its pages do not check."""


class DiskFull(StorageProblem):
    """No room left to write."""


class DataLocked(StorageProblem):
    """Another program holds the data."""


class NewerSchema(StorageProblem):
    """The data was written by a newer KetWell Desk."""


class UnsafePlace(StorageProblem):
    """A network share or synced folder, where a database file gets damaged."""


class ServerLost(StorageProblem):
    """The clinic server cannot be reached."""
