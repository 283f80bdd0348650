"""The composition root: builds every long-lived object once and passes it in. No Qt here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.connections.kinds import Hands, makers
from desktop.connections.running import Connectors
from desktop.domain.incoming import SetAside, Take
from desktop.paths import resources
from desktop.services import callbacks as callback_service
from desktop.services import calls as call_service
from desktop.services import (
    danger_words,
    do_not_call,
    merging,
    people,
    person_details,
    safety_numbers,
    users,
)
from desktop.services import leads as lead_service
from desktop.services import safety as safety_service
from desktop.services import voicemails as voicemail_service
from desktop.services import words as word_service
from desktop.services.alike import LooksAlike
from desktop.services.call_list import CallList
from desktop.services.callbacks import Callbacks
from desktop.services.caller_glance import CallerGlances
from desktop.services.calls import Calls
from desktop.services.changes import Clock, Ledger
from desktop.services.column_maps import ColumnMaps
from desktop.services.connections import Connections
from desktop.services.cursors import Cursors
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.demo.day import running_from
from desktop.services.demo.desk import DemoDesk, find_demo
from desktop.services.demo.make import make_demo
from desktop.services.do_not_call import DoNotCalls
from desktop.services.drafts import Drafts
from desktop.services.exporting import Exporting
from desktop.services.finding import Finding
from desktop.services.help_requests import HelpRequests
from desktop.services.history import History
from desktop.services.import_batches import ImportIntake
from desktop.services.importing import Importing
from desktop.services.lead_inbox import LeadInbox
from desktop.services.leads import Leads
from desktop.services.listener import find_listener
from desktop.services.mail_cursors import MailCursors
from desktop.services.merging import Merging
from desktop.services.numbers import Numbers
from desktop.services.passwords import Passwords
from desktop.services.people import People
from desktop.services.people_list import PeopleList
from desktop.services.person_details import PersonDetails
from desktop.services.places import Places
from desktop.services.preferences import Preferences
from desktop.services.receiving import Receiving
from desktop.services.safety import Safety
from desktop.services.safety_numbers import SafetyContacts
from desktop.services.script_book import ScriptBook
from desktop.services.set_aside import SetAsideBook
from desktop.services.undo import Undo
from desktop.services.users import Users
from desktop.services.voicemails import Voicemails
from desktop.services.words import Words
from desktop.storage.engine import Database, Opened, open_database
from desktop.storage.secrets import SecretStore, find_secrets

if TYPE_CHECKING:
    from desktop.connectors.telephony.pop_door import PopDoor


def real_clock() -> datetime:
    """Now, in UTC. The only place that asks the computer for the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, one for each noun."""

    places: Places
    numbers: Numbers
    people: People
    people_list: PeopleList
    person_details: PersonDetails
    merging: Merging
    alike: LooksAlike
    calls: Calls
    call_list: CallList
    history: History
    drafts: Drafts
    callbacks: Callbacks
    do_not_calls: DoNotCalls
    safety: Safety
    safety_contacts: SafetyContacts
    help_requests: HelpRequests
    users: Users
    undo: Undo
    preferences: Preferences
    words: Words
    finding: Finding
    lead_inbox: LeadInbox
    leads: Leads
    exporting: Exporting
    column_maps: ColumnMaps
    connections: Connections
    set_asides: SetAsideBook
    importing: Importing
    glances: CallerGlances
    receiving: Receiving
    take_in: Take
    """Takes a record in as the listener: for callers that a link or another process tells of."""
    set_aside_in: SetAside
    """Sets aside as the listener."""
    danger_words: DangerWords
    cursors: Cursors
    voicemails: Voicemails


@dataclass(frozen=True, slots=True)
class App:
    """Everything without a window. Close it last."""

    opened: Opened
    database: Database
    clock: Clock
    services: Services
    demo: DemoDesk | None
    connectors: Connectors
    data: Path | None = None
    """The data directory; None where the data are on a server."""

    def close(self) -> None:
        """Stop the connectors, then close the data; nothing may use the services afterwards."""
        self.connectors.close()
        self.database.close()


def build(
    target: Path | str,
    *,
    demo: bool = False,
    real: Clock = real_clock,
    clock: Clock | None = None,
    passwords: Callable[[], Passwords] = Passwords,
    prefer_key_file: bool = False,
    recovery_code: str | None = None,
) -> App:
    """Open the data in a directory (or on a server) and build the services over it.

    ``demo`` makes the demo where there is nothing yet. ``clock`` replaces the time altogether
    (tests, pictures); without it a demo lives on its own Tuesday at the pace of ``real``. Raises
    the storage problems of :func:`desktop.storage.engine.open_database`.
    """
    opened = open_database(
        target, prefer_key_file=prefer_key_file or demo, recovery_code=recovery_code
    )
    try:
        if demo:
            make_demo(opened.database, real(), passwords)
        key_in_file = opened.key_source is not None and opened.key_source.kind == "key_file"
        secrets = find_secrets(
            target if isinstance(target, Path) else None, key_in_file=key_in_file
        )
        return assemble(
            opened,
            secrets,
            real=real,
            clock=clock,
            passwords=passwords,
            data=target if isinstance(target, Path) else None,
        )
    except BaseException:
        opened.database.close()
        raise


def assemble(
    opened: Opened,
    secrets: SecretStore,
    *,
    real: Clock = real_clock,
    clock: Clock | None = None,
    passwords: Callable[[], Passwords] = Passwords,
    data: Path | None = None,
) -> App:
    """Build the services over data that is open."""
    database = opened.database
    demo = find_demo(database)
    if clock is None:
        clock = running_from(demo.resumes_at(), real) if demo else real
    ledger = Ledger(database, clock)
    places = Places(database)
    do_not_calls = DoNotCalls(database, ledger)
    words = Words(database, ledger, ScriptBook(resources()))
    numbers = Numbers(database, clock)
    watched = DangerWords(database, ledger, shipped_words(resources()))
    receiving = Receiving(database, ledger, watched)
    services = Services(
        places=places,
        numbers=numbers,
        people=People(database, ledger, clock),
        people_list=PeopleList(database, clock),
        person_details=PersonDetails(ledger),
        merging=Merging(database, ledger, clock),
        alike=LooksAlike(database),
        calls=Calls(database, ledger, clock),
        call_list=CallList(database, clock),
        history=History(database),
        drafts=Drafts(database, clock),
        callbacks=Callbacks(database, ledger, clock),
        do_not_calls=do_not_calls,
        safety=Safety(database, ledger, clock),
        safety_contacts=SafetyContacts(database, ledger),
        help_requests=HelpRequests(database, clock),
        users=Users(database, ledger, clock, passwords()),
        undo=Undo(
            database,
            ledger,
            {
                **people.INVERSES,
                **person_details.INVERSES,
                **merging.INVERSES,
                **call_service.INVERSES,
                **callback_service.INVERSES,
                **do_not_call.INVERSES,
                **safety_service.INVERSES,
                **safety_numbers.INVERSES,
                **users.INVERSES,
                **voicemail_service.INVERSES,
                **word_service.INVERSES,
                **lead_service.INVERSES,
                **danger_words.INVERSES,
            },
        ),
        preferences=Preferences(database),
        words=words,
        finding=Finding(database, clock, words),
        lead_inbox=LeadInbox(database, clock),
        leads=Leads(ledger),
        exporting=Exporting(database, ledger, clock),
        column_maps=ColumnMaps(database),
        connections=Connections(database, clock, secrets),
        set_asides=SetAsideBook(database, ledger, clock, receiving.take),
        importing=Importing(ImportIntake(database, ledger, receiving)),
        glances=CallerGlances(database, numbers),
        receiving=receiving,
        take_in=lambda record: receiving.take(find_listener(database, ledger), record),
        set_aside_in=lambda what: receiving.set_aside(find_listener(database, ledger), what),
        danger_words=watched,
        cursors=Cursors(database, clock),
        voicemails=Voicemails(database, ledger, clock),
    )
    made = makers(
        Hands(
            receiving,
            partial(find_listener, database, ledger),
            clock,
            services.importing,
            services.cursors,
            MailCursors(database),
        )
    )
    connectors = Connectors(services.connections.to_run, made, clock)
    return App(opened, database, clock, services, demo, connectors, data)


def pop_door(app: App) -> "PopDoor | None":
    """Where soft phones and links hand ringing callers to this window; None without a data
    directory. What it takes in is heard by whoever hears :class:`Receiving`."""
    if app.data is None:
        return None
    # Loaded after the first picture, by a window alone.
    from desktop.connectors.telephony.handing import no_one
    from desktop.connectors.telephony.pop_door import PopDoor

    return PopDoor(
        app.data,
        take=app.services.take_in,
        set_aside=app.services.set_aside_in,
        clock=app.clock,
        ringing=no_one,
    )
