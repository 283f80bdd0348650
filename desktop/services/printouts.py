"""What was put on paper or into a PDF: logged like every export."""

from collections.abc import Callable
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.holds import LEFT_OUT, kept_back
from desktop.services.takeaway import Takeaway, Taken
from desktop.services.undo import EXPORT


class Printouts:
    """Whoever may read people may print what is read; the trail says who did."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def note(
        self,
        actor: Actor,
        what: str,
        asked: str,
        rows: int,
        takeaway: Takeaway,
        key: UUID,
        place: Callable[[], None],
        about: UUID | None = None,
    ) -> Written:
        """Write down that ``rows`` of ``what`` were printed; ``asked`` says which in words that
        name nobody, ``takeaway`` where to, why and how it is locked, ``about`` whom it is about
        where that is one person. ``place`` puts the file in its place: last, and before COMMIT, so
        that what is in the trail is there and what is there is in the trail. Raises what
        :meth:`Takeaway.check` raises, and :class:`Refused` for somebody who is left out of every
        export."""
        takeaway.check(actor)

        def work(writing: Writing) -> UUID:
            if about in kept_back(writing.conn):
                raise Refused(LEFT_OUT)
            export_id = takeaway.note(writing, actor, Taken(what, asked, "pdf", "", rows))
            place()
            return export_id

        written = self._ledger.write(actor, f"{EXPORT}{what}", Permission.READ_PEOPLE, key, work)
        if written.repeated:
            place()
        return written
