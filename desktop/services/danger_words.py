"""The list of words of danger: as it ships, with what a manager added or switched off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.danger import DangerWord, danger_key
from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "add_danger_word": (Permission.APPROVE_WORDS, restore_images),
    "switch_danger_word": (Permission.APPROVE_WORDS, restore_images),
}
LANGUAGES = {"en": "English", "es": "Spanish"}

_word = tables.metadata.tables["danger_word"]


@dataclass(frozen=True, slots=True)
class DangerWordRow:
    """One word of the list. ``shipped``: it came with the program; such a word can be switched off
    and not removed."""

    language: str
    word: str
    enabled: bool
    shipped: bool


def shipped_words(resources: Path) -> tuple[DangerWord, ...]:
    """The list that comes with the program."""
    lists = json.loads((resources / "danger" / "words.json").read_text(encoding="utf-8"))
    return tuple(DangerWord(language, word) for language in lists for word in lists[language])


class DangerWords:
    """Keeps the list."""

    def __init__(self, database: Database, ledger: Ledger, shipped: tuple[DangerWord, ...]) -> None:
        self._database = database
        self._ledger = ledger
        # Folding them takes longer than reading what was decided about them.
        self._shipped = {
            (each.language, danger_key(each.word)): DangerWordRow(
                each.language, each.word, enabled=True, shipped=True
            )
            for each in shipped
        }

    def list(self, actor: Actor) -> tuple[DangerWordRow, ...]:
        """Every word, by language and word, also those that are switched off."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.read() as conn:
            return self._all(conn)

    def in_force(self, conn: Connection) -> tuple[DangerWord, ...]:
        """What is looked for now."""
        return tuple(DangerWord(w.language, w.word) for w in self._all(conn) if w.enabled)

    def add(self, actor: Actor, language: str, word: str, key: UUID) -> Written:
        """Look for one more word or phrase. Raises :class:`Refused` for one that says nothing."""
        demand(actor, Permission.APPROVE_WORDS)
        if language not in LANGUAGES:
            raise Refused("Choose English or Spanish.")
        if not danger_key(word):
            raise Refused("There is no word here. Type what to look for.")
        return self._put(actor, "add_danger_word", language, word, key, on=True)

    def switch(self, actor: Actor, language: str, word: str, key: UUID, *, on: bool) -> Written:
        """Look for a word of the list, or do so no more."""
        return self._put(actor, "switch_danger_word", language, word, key, on=on)

    def _put(
        self, actor: Actor, action: str, language: str, word: str, key: UUID, *, on: bool
    ) -> Written:
        text, folded = " ".join(word.split()), danger_key(word)

        def work(writing: Writing) -> UUID:
            found = writing.conn.execute(
                select(_word.c.id).where(_word.c.language == language, _word.c.word_key == folded)
            ).scalar()
            if found is not None:
                writing.update("danger_word", found, {"enabled": on})
                return UUID(str(found))
            row = {"language": language, "word": text, "word_key": folded, "enabled": on}
            return writing.insert("danger_word", row)

        return self._ledger.write(actor, action, Permission.APPROVE_WORDS, key, work)

    def _all(self, conn: Connection) -> tuple[DangerWordRow, ...]:
        found = dict(self._shipped)
        for row in conn.execute(select(_word)):
            place = (row.language, row.word_key)
            shipped = found.get(place)
            found[place] = DangerWordRow(
                row.language,
                shipped.word if shipped else row.word,
                enabled=row.enabled,
                shipped=shipped is not None,
            )
        return tuple(found[place] for place in sorted(found))
