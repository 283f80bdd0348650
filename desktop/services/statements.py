"""The approved words in versions: what holds now, and what a manager decides about each.

What a version is at a moment follows from its times (:mod:`desktop.domain.statements`); approving
writes nothing on the one before.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from desktop.domain.errors import NotFound
from desktop.domain.statements import next_turn
from desktop.domain.vocabulary import Language, Permission, StatementStanding
from desktop.domain.word_difference import Piece, new_since
from desktop.services import statement_writing as deciding
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.recorded import Recorded, record
from desktop.services.statement_reading import Book, last_heard, read_book, whom_to_ring
from desktop.services.statement_rows import CurrentWords, NewWords, SinceHeard, StatementRow
from desktop.services.transition_settings import read_choices
from desktop.services.undo import Inverse
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = deciding.INVERSES

_ack = tables.metadata.tables["acknowledgement"]
_users = tables.metadata.tables["user_account"]

NO_WORDS = "No words are approved for now. Take a message; do not say more than that."


class Statements:
    """Reading asks for the right to log calls, deciding for the right to approve words."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def current(
        self, actor: Actor, site_id: UUID | None, language: Language = Language.ENGLISH
    ) -> CurrentWords:
        """The words that hold now for a clinic (None: for every clinic) in a language."""
        demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.read() as conn:
            choices = read_choices(conn)
            name, number = whom_to_ring(conn, choices, site_id)
            book = read_book(conn, now)
            found = book.current(site_id, language)
            mine = select(_ack.c.id).where(
                _ack.c.statement_id == (found.id if found else None),
                _ack.c.user_id == actor.user_id,
            )
            acknowledged = found is None or conn.execute(mine).first() is not None
        ring = f" Ask {name or 'a manager'}: {number}." if number else " Ask a manager."
        return CurrentWords(
            statement=found,
            instead=NO_WORDS + ring,
            manager_name=name,
            manager_number=number,
            read_at=now,
            stale_after_seconds=choices.stale_after_seconds,
            acknowledged=acknowledged,
            changes_at=next_turn(book.editions, site_id, language, book.now),
        )

    def since_heard(self, actor: Actor, statement_id: UUID, person_id: UUID | None) -> SinceHeard:
        """A version with what is new since the last one that this person heard themselves. Nothing
        is marked for somebody who has heard none: all of it is new to them."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.read() as conn:
            book = read_book(conn, self._clock())
            words = _there(book, statement_id)
            heard = last_heard(conn, who_stays(conn, person_id)) if person_id else None
        before = book.of(heard[0]) if heard else None
        if heard is None or before is None:
            return SinceHeard(None, "", None, (Piece(words.text, new=False),))
        if before.language is words.language:
            pieces = new_since(before.text, words.text)
        else:  # the same edition says the same; of another nothing can be compared word by word
            pieces = (Piece(words.text, new=before.number != words.number),)
        return SinceHeard(before.id, before.name, heard[1], pieces)

    def versions(self, actor: Actor) -> tuple[StatementRow, ...]:
        """Every version, the newest edition first."""
        return self._book(actor).rows

    def get(self, actor: Actor, statement_id: UUID) -> StatementRow:
        """One version. Raises :class:`NotFound`."""
        return _there(self._book(actor), statement_id)

    def compare(self, actor: Actor, earlier_id: UUID, statement_id: UUID) -> tuple[Piece, ...]:
        """A version with what is new since another one."""
        book = self._book(actor)
        return new_since(_there(book, earlier_id).text, _there(book, statement_id).text)

    def to_acknowledge(self, actor: Actor) -> tuple[StatementRow, ...]:
        """Current words that the actor has not said they read: those of their own clinic, and
        those for every clinic."""
        book = self._book(actor)
        with self._database.read() as conn:
            read = set(
                conn.execute(
                    select(_ack.c.statement_id).where(_ack.c.user_id == actor.user_id)
                ).scalars()
            )
        return tuple(
            row
            for row in book.rows
            if row.standing is StatementStanding.CURRENT
            and row.site_id in (None, actor.site_id)
            and row.id not in read
        )

    def acknowledged_by(self, actor: Actor, statement_id: UUID) -> tuple[str, ...]:
        """Who has read a version, by name."""
        demand(actor, Permission.LOG_CALLS)
        query = (
            select(_users.c.name)
            .join(_ack, _ack.c.user_id == _users.c.id)
            .where(_ack.c.statement_id == statement_id)
            .order_by(_users.c.name_key)
        )
        with self._database.read() as conn:
            return tuple(conn.execute(query).scalars())

    # Writes

    def draft(self, actor: Actor, words: NewWords, key: UUID) -> Recorded:
        """Begin a version; ``value`` is its identity."""

        def work(writing: Writing, said: list[str]) -> UUID:
            statement_id, sentence = deciding.draft(writing, actor, words)
            said.append(sentence)
            return statement_id

        return record(self._ledger, actor, "draft_statement", Permission.APPROVE_WORDS, key, work)

    def edit(
        self, actor: Actor, statement_id: UUID, version: int, words: NewWords, key: UUID
    ) -> Recorded:
        """Change a draft; one that was reviewed has to be reviewed again."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(deciding.edit(writing, statement_id, version, words))
            return statement_id

        return record(self._ledger, actor, "edit_statement", Permission.APPROVE_WORDS, key, work)

    def review(self, actor: Actor, statement_id: UUID, version: int, key: UUID) -> Recorded:
        """Say that somebody else than the writer has read it through."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(deciding.review(writing, actor, statement_id, version))
            return statement_id

        return record(self._ledger, actor, "review_statement", Permission.APPROVE_WORDS, key, work)

    def approve(
        self,
        actor: Actor,
        statement_id: UUID,
        version: int,
        replaces: UUID | None,
        key: UUID,
    ) -> Recorded:
        """Approve a version: from its time on it is the current one. ``replaces`` is the version
        that the manager saw as current (None: none). Raises :class:`ChangedSince` when the draft
        or the current words are others by now."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(deciding.approve(writing, actor, statement_id, version, replaces))
            return statement_id

        return record(self._ledger, actor, "approve_statement", Permission.APPROVE_WORDS, key, work)

    def withdraw(
        self, actor: Actor, statement_id: UUID, version: int, reason: str, key: UUID
    ) -> Recorded:
        """Take a version out of use at once, or drop a draft."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append(deciding.withdraw(writing, actor, statement_id, version, reason))
            return statement_id

        return record(
            self._ledger, actor, "withdraw_statement", Permission.APPROVE_WORDS, key, work
        )

    def acknowledge(self, actor: Actor, statement_id: UUID, key: UUID) -> Recorded:
        """Say that the actor has read these words."""

        def work(writing: Writing, said: list[str]) -> UUID:
            said.append("Thank you. It is written down that you have read it.")
            return deciding.acknowledge(writing, actor, statement_id)

        return record(self._ledger, actor, "acknowledge_words", Permission.LOG_CALLS, key, work)

    def correct(self, actor: Actor, wrong_id: UUID, reason: str, key: UUID) -> Recorded:
        """Publish that a version was wrong: who was told it comes first on the update list, until
        they hear a newer one. Current words have to be replaced or withdrawn first."""

        def work(writing: Writing, said: list[str]) -> UUID:
            correction_id, sentence = deciding.correct(writing, actor, wrong_id, reason)
            said.append(sentence)
            return correction_id

        return record(
            self._ledger, actor, "publish_correction", Permission.RUN_TRANSITION, key, work
        )

    def _book(self, actor: Actor) -> Book:
        demand(actor, Permission.LOG_CALLS)
        with self._database.read() as conn:
            return read_book(conn, self._clock())


def _there(book: Book, statement_id: UUID) -> StatementRow:
    row = book.of(statement_id)
    if row is None:
        raise NotFound("These words are not here any more. Go back to the list.")
    return row
