"""How rows leave the program as a file: where to, why, and what they are locked with."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.local_time import local
from desktop.domain.passwords import check_file_password
from desktop.export.locked_zip import ENDING, locked
from desktop.services.actor import Actor
from desktop.services.changes import Writing


@dataclass(frozen=True, slots=True)
class Taken:
    """So many ``rows`` of ``what``; ``asked`` says which in words that name nobody, ``columns`` are
    their keys with spaces between."""

    what: str
    asked: str
    format: str
    columns: str
    rows: int


@dataclass(frozen=True, slots=True)
class Takeaway:
    """``reason`` is what the trail keeps; it names nobody. With a ``password`` the file is locked
    with it, in a ZIP; it is kept nowhere."""

    target: Path
    reason: str
    password: str = field(default="", repr=False)

    def check(self, actor: Actor) -> None:
        """Raise :class:`Refused` without a reason, for a password that is too easy, and for a name
        that is no ZIP's."""
        reason_given(self.reason)
        if not self.password:
            return
        check_file_password(self.password, actor.name)
        if self.target.suffix.lower() != ENDING:
            raise Refused(f"A locked file is a ZIP: let its name end with {ENDING}.")

    def ending(self, ending: str) -> str:
        """That of the file which holds one with this ``ending``."""
        return ENDING if self.password else ending

    def into(
        self, stream: IO[bytes], name: str, now: datetime, zone: str
    ) -> AbstractContextManager[IO[bytes]]:
        """What takes the contents on their way into ``stream``. ``name`` is that of the file in a
        ZIP, where anybody can read it: it says nothing of what the person called the file."""
        if not self.password:
            return nullcontext(stream)
        return locked(stream, f"ketwell-{name}", self.password, local(now, zone))

    def note(self, writing: Writing, actor: Actor, taken: Taken) -> UUID:
        """The row that the trail keeps."""
        return note_export(writing, actor, taken, self.reason, ENDING if self.password else "")


def reason_given(reason: str) -> str:
    """Why something leaves the program. Raises :class:`Refused` when nothing is said."""
    if not reason.strip():
        raise Refused("This needs a reason. Say why in a few words that name nobody.")
    return reason.strip()


def note_export(
    writing: Writing, actor: Actor, taken: Taken, reason: str, locked_as: str = ""
) -> UUID:
    """That somebody took something out of the program, and why. Raises :class:`Refused` without a
    reason."""
    return writing.insert(
        "export",
        {
            "what": taken.what,
            "format": f"{taken.format}{locked_as}",
            "asked": taken.asked,
            "reason": reason_given(reason),
            "columns": taken.columns,
            "row_count": taken.rows,
            "at": writing.now,
            "user_id": actor.user_id,
        },
    )
