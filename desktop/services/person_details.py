"""What belongs to a person beside their own row: numbers, addresses, what binds the desk, and who
may speak for whom. Each is given and taken back as a Change."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.vocabulary import NumberKind, Permission, Relation, RestrictionKind, Scope
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.merge_moves import fit_promises
from desktop.services.open_promise import put_back
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_EDIT = Permission.EDIT_PEOPLE

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "change_number": (_EDIT, put_back),
    "remove_number": (_EDIT, restore_images),
    "add_email": (_EDIT, restore_images),
    "remove_email": (_EDIT, restore_images),
    "add_restriction": (_EDIT, put_back),
    "remove_restriction": (_EDIT, restore_images),
    "allow_to_speak": (_EDIT, restore_images),
    "stop_speaking": (_EDIT, restore_images),
}

_uses = tables.metadata.tables["person_number"]
_email = tables.metadata.tables["person_email"]
_restriction = tables.metadata.tables["restriction"]


class PersonDetails:
    """Gives and takes back."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def change_number(
        self,
        actor: Actor,
        person_id: UUID,
        number_id: UUID,
        key: UUID,
        *,
        kind: NumberKind | None = None,
        first: bool = False,
    ) -> Written:
        """Say what one of their numbers is, or that it is rung ``first``. An open promise at a
        number that may not be rung any more gets another, or asks for one."""

        def work(writing: Writing) -> UUID:
            stays = who_stays(writing.conn, person_id)
            uses = writing.conn.execute(
                select(_uses.c.id, _uses.c.number_id, _uses.c.position).where(
                    _uses.c.person_id == stays
                )
            ).all()
            mine = next((use for use in uses if use.number_id == number_id), None)
            if mine is None:
                raise NotFound("They do not have this number any more. Look at them again.")
            values: dict[str, object] = {"kind": kind} if kind else {}
            others = [use.position for use in uses if use.number_id != number_id]
            if first and others and mine.position >= min(others):
                values["position"] = min(others) - 1
            writing.update("person_number", mine.id, values)
            fit_promises(writing, actor, stays)
            return stays

        return self._write(actor, "change_number", key, work)

    def remove_number(self, actor: Actor, person_id: UUID, number_id: UUID, key: UUID) -> Written:
        """It is not theirs any more. Open promises at it keep it: what was promised there is
        still to be kept, or given another number."""

        def work(writing: Writing) -> UUID:
            stays = who_stays(writing.conn, person_id)
            use = writing.conn.execute(
                select(_uses.c.id).where(_uses.c.person_id == stays, _uses.c.number_id == number_id)
            ).scalar()
            if isinstance(use, UUID):
                writing.delete("person_number", use)
            return stays

        return self._write(actor, "remove_number", key, work)

    def add_email(self, actor: Actor, person_id: UUID, text: str, key: UUID) -> Written:
        """One more address; nothing is written when they have it. Raises :class:`Refused` for
        what is none."""
        demand(actor, Permission.EDIT_PEOPLE)
        email = "".join(text.split()).replace("\0", "")
        name, at, place = email.rpartition("@")
        if not (name and at and place):
            raise Refused("An e-mail address has a name, an @ and a place. Check it.")

        def work(writing: Writing) -> UUID:
            stays = who_stays(writing.conn, person_id)
            writing.row("person", stays)
            known = select(_email.c.id).where(
                _email.c.person_id == stays, _email.c.email_key == fold(email)
            )
            if writing.conn.execute(known).first() is None:
                writing.insert(
                    "person_email",
                    {"person_id": stays, "email": email, "email_key": fold(email)},
                    [{"word": word} for word in words_of(email)],
                )
            return stays

        return self._write(actor, "add_email", key, work)

    def remove_email(self, actor: Actor, email_id: UUID, key: UUID) -> Written:
        """It is not theirs any more."""

        def work(writing: Writing) -> UUID:
            person_id: UUID = writing.row("person_email", email_id)["person_id"]
            writing.delete("person_email", email_id)
            return person_id

        return self._write(actor, "remove_email", key, work)

    def add_restriction(
        self, actor: Actor, person_id: UUID, kind: RestrictionKind, note: str, key: UUID
    ) -> Written:
        """What binds the desk from now on. An open promise at a number that may not be rung any
        more gets another, or asks for one."""

        def work(writing: Writing) -> UUID:
            stays = who_stays(writing.conn, person_id)
            writing.row("person", stays)
            said = {"kind": kind, "note": note.strip()}
            same = (_restriction.c[name] == value for name, value in said.items())
            known = select(_restriction.c.id).where(_restriction.c.person_id == stays, *same)
            if writing.conn.execute(known).first() is None:
                writing.insert("restriction", {"person_id": stays, **said})
                fit_promises(writing, actor, stays)
            return stays

        return self._write(actor, "add_restriction", key, work)

    def remove_restriction(self, actor: Actor, restriction_id: UUID, key: UUID) -> Written:
        """It binds nobody any more."""

        def work(writing: Writing) -> UUID:
            person_id: UUID = writing.row("restriction", restriction_id)["person_id"]
            writing.delete("restriction", restriction_id)
            return person_id

        return self._write(actor, "remove_restriction", key, work)

    def allow_to_speak(
        self,
        actor: Actor,
        speaker_id: UUID,
        subject_id: UUID,
        relation: Relation,
        scope: Scope,
        source: str,
        until: date | None,
        key: UUID,
    ) -> Written:
        """``speaker`` may speak for ``subject`` about ``scope`` until a day, that day included.
        ``source`` says how the desk knows ("Signed form on file"), and is needed."""
        if not source.strip():
            raise Refused("How do you know they may? Say which form, or who told you and when.")

        def work(writing: Writing) -> UUID:
            speaker, subject = (who_stays(writing.conn, each) for each in (speaker_id, subject_id))
            if speaker == subject:
                raise Refused("Nobody needs a permission to speak for themselves.")
            for each in (speaker, subject):
                writing.row("person", each)
            writing.insert(
                "permission_to_speak",
                {
                    "speaker_id": speaker,
                    "subject_id": subject,
                    "relation": relation,
                    "scope": scope,
                    "source": source.strip(),
                    "until": until,
                },
            )
            return subject

        return self._write(actor, "allow_to_speak", key, work)

    def stop_speaking(self, actor: Actor, permission_id: UUID, key: UUID) -> Written:
        """The permission is taken back as of now; that it was given stays on file."""

        def work(writing: Writing) -> UUID:
            row = writing.row("permission_to_speak", permission_id)
            if row["revoked_at"] is None:
                writing.update("permission_to_speak", permission_id, {"revoked_at": writing.now})
            subject: UUID = row["subject_id"]
            return subject

        return self._write(actor, "stop_speaking", key, work)

    def _write(
        self, actor: Actor, action: str, key: UUID, work: Callable[[Writing], UUID]
    ) -> Written:
        return self._ledger.write(actor, action, _EDIT, key, work)
