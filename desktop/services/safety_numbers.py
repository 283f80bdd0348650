"""Whom to ring when somebody is in danger: the dispatch of each place, the manager on duty, the
clinician on call. They are numbers of staff and of the public, so the locked screen shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.caller_place import CallerPlace, caller_place
from desktop.domain.errors import Refused
from desktop.domain.folding import fold
from desktop.domain.number_display import display
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import Permission, SafetyContactKind
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.safety_form import SafetyForm
from desktop.services.this_desk import find_this_desk
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

_contact = tables.metadata.tables["safety_contact"]
_site = tables.metadata.tables["site"]
_account = tables.metadata.tables["user_account"]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "edit_safety_number": (Permission.APPROVE_WORDS, restore_images),
    "remove_safety_number": (Permission.APPROVE_WORDS, restore_images),
}


@dataclass(frozen=True, slots=True)
class SafetyContactRow:
    """One number. ``site_id`` None is for every clinic; ``place`` is the city of a dispatch,
    ``name`` who answers ("Chicago dispatch", "Lark Moor")."""

    id: UUID
    kind: SafetyContactKind
    site_id: UUID | None
    place: str
    name: str
    e164: str
    extension: str
    version: int

    @property
    def number(self) -> str:
        """As people write it."""
        return display(self.e164, self.extension or None)


@dataclass(frozen=True, slots=True)
class SafetyNumbers:
    """All numbers, the cities of the clinics by their identity, where this desk is (911 rings
    there), and who of the managers can fill in what is missing."""

    contacts: tuple[SafetyContactRow, ...]
    cities: Mapping[UUID, str]
    desk_site_id: UUID | None
    managers: tuple[str, ...]
    desk_zone: str = "UTC"

    @property
    def desk_city(self) -> str:
        """The city that 911 from this desk rings."""
        return self.cities.get(self.desk_site_id, "") if self.desk_site_id else ""

    def place_of(self, form: SafetyForm) -> CallerPlace:
        """Where the caller of this card is. The clinic counts only when it is not simply the
        desk's own, which every new call begins with."""
        picked = form.site_id is not None and form.site_id != self.desk_site_id
        clinic = self.cities.get(form.site_id, "") if form.site_id and picked else ""
        known = [*self.cities.values(), *(each.place for each in self.of(_DISPATCH))]
        return caller_place(form.place, form.address, clinic, form.number_place, known)

    def dispatch_of(self, place: CallerPlace) -> SafetyContactRow | None:
        """The ten-digit dispatch of that place; None where none is filled in yet."""
        city = fold(place.city)
        return next((c for c in self.of(_DISPATCH) if city and fold(c.place) == city), None)

    def on_duty(self, kind: SafetyContactKind, site_id: UUID | None) -> SafetyContactRow | None:
        """The manager on duty or the clinician on call for a clinic, else for all of them."""
        found = self.of(kind)
        own = (c for c in found if c.site_id is not None and c.site_id == site_id)
        return next(own, None) or next((c for c in found if c.site_id is None), None)

    def of(self, kind: SafetyContactKind) -> tuple[SafetyContactRow, ...]:
        """The numbers of one kind."""
        return tuple(contact for contact in self.contacts if contact.kind is kind)


_DISPATCH = SafetyContactKind.DISPATCH


def read_numbers(conn: Connection) -> SafetyNumbers:
    """Everything, in the order of the dialog: dispatch by city, manager, clinician."""
    rows = [
        SafetyContactRow(
            row.id,
            SafetyContactKind(row.kind),
            row.site_id,
            row.place,
            row.name,
            row.e164,
            row.extension,
            row.version,
        )
        for row in conn.execute(select(_contact))
    ]
    order = list(SafetyContactKind)
    rows.sort(key=lambda row: (order.index(row.kind), fold(row.place), fold(row.name), row.id))
    sites = conn.execute(select(_site.c.id, _site.c.city)).all()
    managers = conn.execute(
        select(_account.c.name)
        .where(_account.c.role == "manager", _account.c.active.is_(True))
        .order_by(_account.c.name_key)
    ).scalars()
    here = find_this_desk(conn)
    return SafetyNumbers(
        tuple(rows),
        {site.id: site.city for site in sites},
        here.site_id if here else None,
        tuple(managers),
        here.zone if here else "UTC",
    )


@dataclass(frozen=True, slots=True)
class SafetyNumberForm:
    """A number as a manager types it. ``place`` is needed for a dispatch, ``name`` for people."""

    kind: SafetyContactKind
    name: str
    number_text: str
    place: str = ""
    site_id: UUID | None = None


class SafetyContacts:
    """Anybody may read the numbers; a manager fills them in."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def numbers(self) -> SafetyNumbers:
        """Every number there is. Nobody has to be signed in."""
        with self._database.read() as conn:
            return read_numbers(conn)

    def keep(
        self,
        actor: Actor,
        contact_id: UUID | None,
        version: int | None,
        form: SafetyNumberForm,
        key: UUID,
    ) -> Written:
        """Add a number, or change the one with this identity as it was at ``version``.

        Raises :class:`Refused` with what is missing: a dispatch needs a place and all need a
        number that can be rung from here.
        """
        demand(actor, Permission.APPROVE_WORDS)
        values = _checked(form)

        def work(writing: Writing) -> UUID:
            _refuse_twin(read_numbers(writing.conn).contacts, contact_id, form)
            if contact_id is None:
                return writing.insert("safety_contact", values)
            writing.update("safety_contact", contact_id, values, expected=version)
            return contact_id

        return self._ledger.write(actor, "edit_safety_number", Permission.APPROVE_WORDS, key, work)

    def remove(self, actor: Actor, contact_id: UUID, version: int, key: UUID) -> Written:
        """Take a number away; undo brings it back."""

        def work(writing: Writing) -> UUID:
            if writing.row("safety_contact", contact_id)["version"] != version:
                raise writing.changed_since(contact_id)
            writing.delete("safety_contact", contact_id)
            return contact_id

        return self._ledger.write(
            actor, "remove_safety_number", Permission.APPROVE_WORDS, key, work
        )


def _checked(form: SafetyNumberForm) -> dict[str, object]:
    reading = read_number(form.number_text) if form.number_text.strip() else None
    if reading is None:
        raise Refused("There is no number yet. Type the area code and the number.")
    if reading.e164 is None:
        raise Refused(
            "This is no number that can be rung from another city. Type the area code and the "
            "number."
        )
    if form.kind is _DISPATCH and not form.place.strip():
        raise Refused("Which city is this dispatch for? Type it.")
    if form.kind is not _DISPATCH and not form.name.strip():
        raise Refused("Who answers this number? Type the name.")
    place = form.place.strip() if form.kind is _DISPATCH else ""
    return {
        "kind": form.kind,
        "site_id": form.site_id,
        "place": place,
        "name": form.name.strip() or f"{place} dispatch",
        "e164": reading.e164,
        "extension": reading.extension or "",
    }


def _refuse_twin(
    contacts: Iterable[SafetyContactRow], contact_id: UUID | None, form: SafetyNumberForm
) -> None:
    """One number for each place and each duty: in danger nobody chooses between two."""
    for other in contacts:
        if other.id == contact_id or other.kind is not form.kind:
            continue
        if form.kind is _DISPATCH and fold(other.place) == fold(form.place):
            raise Refused(f"There is a number for {other.place} already. Change that one.")
        if form.kind is not _DISPATCH and other.site_id == form.site_id:
            raise Refused(f"{other.name} is there already. Change that number instead.")
