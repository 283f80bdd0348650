"""Contacts of a file: somebody who is here learns what was not known, somebody new is added."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from desktop.domain.folding import fold, words_of
from desktop.domain.incoming import Fate, IncomingContact, Receipt
from desktop.domain.incoming_rules import same_name
from desktop.domain.numbers import NumberReading
from desktop.domain.vocabulary import NumberKind, VoicemailRule
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.import_matching import (
    Readings,
    keep_keys,
    known_keys,
    number_rows,
    people_of_emails,
    people_of_numbers,
)

_LABELS = (
    (NumberKind.MOBILE, ("mobile", "cell", "iphone", "movil", "celular")),
    (NumberKind.WORK, ("work", "office", "business", "company", "trabajo", "oficina")),
    (NumberKind.HOME, ("home", "house", "casa", "particular")),
)


class ContactTaker:
    """Takes batches of contacts, one after the other: what one adds may be who the next is."""

    def __init__(self) -> None:
        self._readings = Readings()

    def take(
        self, writing: Writing, actor: Actor, records: Sequence[IncomingContact]
    ) -> Sequence[Receipt]:
        """See :class:`desktop.services.import_intake.Taker`."""
        return [self._one(writing, actor, contact) for contact in records]

    def _one(self, writing: Writing, actor: Actor, contact: IncomingContact) -> Receipt:
        content = _content(contact)
        key = contact.external_id or f"#{content}"
        known = known_keys(writing.conn, contact.source, {key}).get(key)
        if known is not None and known[1] == content:
            return Receipt(Fate.UNCHANGED, known[0])
        readings = [(self._readings[each.text], each.label) for each in contact.numbers]
        numbers = number_rows(writing, [reading for reading, _ in readings])
        person_id = known[0] if known else _who(writing, contact, numbers)
        if person_id is None and not (contact.name or readings):
            return Receipt(Fate.IGNORED, reason="nobody: there is neither a name nor a number")
        items = len(writing.items)
        if person_id is None:
            person_id = _add(writing, actor, contact)
            fate = Fate.CREATED
        else:
            _learn(writing, person_id, contact)
            fate = Fate.UPDATED
        _use(writing, person_id, readings, numbers, contact.emails)
        if len(writing.items) == items:
            fate = Fate.UNCHANGED
        if known is None:
            noted = {"source": contact.source, "key": key, "record": "person"}
            keep_keys(writing.conn, [{**noted, "record_id": person_id, "content": content}])
        return Receipt(fate, person_id)


def _who(
    writing: Writing, contact: IncomingContact, numbers: Mapping[tuple[str, str], UUID]
) -> UUID | None:
    """The one person of that number or address whose name may be the same."""
    by_number = people_of_numbers(writing.conn, list(numbers.values()))
    by_email = people_of_emails(writing.conn, contact.emails)
    found = {p for some in (*by_number.values(), *by_email.values()) for p in some}
    fitting = {p for p in found if _may_be(writing, p, contact.name)}
    return fitting.pop() if len(fitting) == 1 else None


def _may_be(writing: Writing, person_id: UUID, name: str) -> bool:
    return not name or same_name(writing.row("person", person_id)["name"], name)


def _add(writing: Writing, actor: Actor, contact: IncomingContact) -> UUID:
    name = contact.name or contact.organisation or "No name yet"
    return writing.insert(
        "person",
        {
            "name": name,
            "name_key": fold(name),
            "kind": "Contact",
            "date_of_birth": contact.birthday,
            "language": contact.language or "English",
            "interpreter": False,
            "city": contact.city or None,
            "zone": None,
            "voicemail": VoicemailRule.NEUTRAL.value,
            "site_id": actor.site_id,
            "notes": _notes(contact),
            "created_at": writing.now,
        },
        [{"word": word} for word in words_of(name)],
    )


def _learn(writing: Writing, person_id: UUID, contact: IncomingContact) -> None:
    """Nothing that is there is written over."""
    row = writing.row("person", person_id)
    told = {"date_of_birth": contact.birthday, "city": contact.city, "notes": contact.note}
    news = {name: value for name, value in told.items() if value and not row[name]}
    if news:
        children = [{"word": word} for word in words_of(row["name"])]
        writing.update("person", person_id, news, children=children)


def _use(
    writing: Writing,
    person_id: UUID,
    readings: Sequence[tuple[NumberReading, str]],
    numbers: Mapping[tuple[str, str], UUID],
    emails: Collection[str],
) -> None:
    theirs = people_of_numbers(writing.conn, list(numbers.values()))
    used = {number_id for number_id, people in theirs.items() if person_id in people}
    for position, (reading, label) in enumerate(readings):
        number_id = numbers.get((reading.e164 or "", reading.extension or ""))
        if number_id is not None and number_id not in used:
            used.add(number_id)
            values = {"person_id": person_id, "number_id": number_id, "kind": _kind(label)}
            writing.insert("person_number", {**values, "position": position + 100 * bool(theirs)})
    known = people_of_emails(writing.conn, emails)
    for email in dict.fromkeys(emails):
        key = fold(email)
        if person_id not in known.get(key, ()):
            values = {"person_id": person_id, "email": email, "email_key": key}
            writing.insert("person_email", values, [{"word": word} for word in words_of(email)])


def _kind(label: str) -> str:
    small = fold(label)
    return next(
        (kind for kind, words in _LABELS if any(word in small for word in words)), NumberKind.OTHER
    ).value


def _notes(contact: IncomingContact) -> str:
    lines = (contact.organisation if contact.name else "", contact.address, contact.note)
    return "\n".join(line for line in lines if line)


def _content(contact: IncomingContact) -> str:
    said = repr(
        (
            contact.name,
            contact.numbers,
            contact.emails,
            contact.birthday,
            contact.city,
            contact.address,
            contact.organisation,
            contact.note,
        )
    )
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:40]
