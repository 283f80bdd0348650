"""The metadata all tables share, with names for every constraint (Alembic needs them)."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Mapped classes state the schema; reads and writes use Core on their ``__table__``."""

    metadata = MetaData(naming_convention=NAMING)


metadata = Base.metadata
