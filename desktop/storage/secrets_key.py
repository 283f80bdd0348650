"""The key that the secrets of connections are sealed with where there is no keyring.

It lies with the data, the sealed secrets in a file beside them: neither a copy of the data nor that
file alone tells a secret, and the data may get another key meanwhile.
"""

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.storage.engine import Database

_SCOPE: Final = "data"
_NAME: Final = "secrets_key"
_BYTES: Final = 32


def secrets_key(database: "Database") -> bytes:
    """The key; made when it is first asked for."""
    from sqlalchemy import insert, select

    from desktop.storage import tables

    setting = tables.metadata.tables["setting"]
    query = select(setting.c.value).where(setting.c.scope == _SCOPE, setting.c.name == _NAME)
    with database.read() as conn:
        kept = conn.execute(query).scalar()
    if kept is None:
        with database.write() as conn:
            # Another process may have been quicker.
            kept = conn.execute(query).scalar()
            if kept is None:
                kept = os.urandom(_BYTES).hex()
                conn.execute(insert(setting).values(scope=_SCOPE, name=_NAME, value=kept))
    return bytes.fromhex(kept)
