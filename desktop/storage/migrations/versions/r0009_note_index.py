"""The words of notes, so that a call, a person or a promise is found by them."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import Connection, text

from desktop.domain.folding import words_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NOTED = {
    "call": ("notes", "speaker_name", "subject_name"),
    "person": ("notes",),
    "callback": ("promise", "resolution_note"),
}
_BATCH = 5_000
_LONGEST = 500


def upgrade() -> None:
    """Make the indexes and fill them with what is there. The words are folded by today's rule on
    purpose: it is the one by which they are looked for."""
    conn = op.get_bind()
    sqlite = conn.dialect.name == "sqlite"
    for record, columns in _NOTED.items():
        name = f"{record}_note_index"
        if sqlite:
            conn.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, "
                "tokenize='ascii', detail=none, prefix='2 3')"
            )
        else:
            conn.exec_driver_sql(
                f"CREATE TABLE {name} (seq BIGINT NOT NULL CONSTRAINT pk_{name} PRIMARY KEY, "
                "words TSVECTOR NOT NULL)"
            )
            conn.exec_driver_sql(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)")
        _fill(conn, record, columns, name)


def downgrade() -> None:
    """Drop them again; the notes stay where they are."""
    for record in reversed(_NOTED):
        op.get_bind().exec_driver_sql(f"DROP TABLE {record}_note_index")


def _fill(conn: Connection, record: str, columns: Sequence[str], name: str) -> None:
    page = text(
        f'SELECT seq, {", ".join(columns)} FROM "{record}"'  # noqa: S608 - our own names
        " WHERE seq > :last ORDER BY seq LIMIT :most"
    )
    put = (
        f"INSERT INTO {name} (rowid, words) VALUES (?, ?)"  # noqa: S608 - our own names
        if conn.dialect.name == "sqlite"
        else f"INSERT INTO {name} (seq, words) VALUES (%s, array_to_tsvector(%s))"  # noqa: S608
    )
    last = 0
    while rows := conn.execute(page, {"last": last, "most": _BATCH}).all():
        last = rows[-1][0]
        filled = [(row[0], words) for row in rows if (words := _words(row[1:]))]
        if filled and conn.dialect.name == "sqlite":
            conn.exec_driver_sql(put, [(seq, " ".join(words)) for seq, words in filled])
        elif filled:
            conn.exec_driver_sql(put, filled)


def _words(texts: Sequence[str | None]) -> list[str]:
    words: dict[str, None] = {}
    for each in texts:
        words |= dict.fromkeys(words_of(each or ""))
    return [word for word in words if len(word) <= _LONGEST]
