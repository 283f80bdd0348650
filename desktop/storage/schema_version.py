"""The schema revisions, oldest first, so that an ordinary start need not load Alembic.

A test holds this list against the scripts in ``migrations/versions``.
"""

from desktop.domain.errors import NewerSchema

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012",
    "0013", "0014", "0015", "0016", "0017", "0019", "0020",
)  # fmt: skip
HEAD = REVISIONS[-1]


def is_current(stored: str) -> bool:
    """Whether data at revision ``stored`` fits this program as it is; False: it needs an upgrade.

    Raises NewerSchema for a revision that this program does not know.
    """
    if stored not in REVISIONS:
        raise NewerSchema(
            "The data was written by a newer KetWell Desk. "
            "Install the newer version on this computer too; nothing was changed."
        )
    return stored == HEAD
