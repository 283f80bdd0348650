"""The composition root: builds every long-lived object once and passes it in. No Qt here."""

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop.connections.kinds import Hands, makers
from desktop.connections.running import Connectors
from desktop.domain.incoming import SetAside, Take
from desktop.domain.pop_link import Dial, dials_nothing
from desktop.paths import Folders, resources
from desktop.services import (
    account_undo,
    closures,
    danger_words,
    desks,
    disclosures,
    do_not_call,
    handovers,
    holds,
    merging,
    milestones,
    outsiders,
    people,
    person_details,
    requests,
    safety_numbers,
    statements,
    transition_settings,
    update_list,
)
from desktop.services import callbacks as callback_service
from desktop.services import calls as call_service
from desktop.services import connections as connection_service
from desktop.services import leads as lead_service
from desktop.services import safety as safety_service
from desktop.services import voicemails as voicemail_service
from desktop.services import words as word_service
from desktop.services.alike import LooksAlike
from desktop.services.anchors import Anchors
from desktop.services.audit_reading import AuditReading
from desktop.services.backups import Backups
from desktop.services.break_glass import BreakGlass
from desktop.services.call_list import CallList
from desktop.services.callbacks import Callbacks
from desktop.services.caller_glance import CallerGlances
from desktop.services.calls import Calls
from desktop.services.changes import Clock, Ledger
from desktop.services.clock_watch import ClockWatch
from desktop.services.closures import Closures
from desktop.services.column_maps import ColumnMaps
from desktop.services.computer_settings import ComputerSettings
from desktop.services.connections import Connections
from desktop.services.coverage import CoverageReader
from desktop.services.cursors import Cursors
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.demo.day import running_from
from desktop.services.demo.desk import DemoDesk, find_demo
from desktop.services.demo.make import make_demo
from desktop.services.desks import Desks
from desktop.services.disclosures import Disclosures
from desktop.services.do_not_call import DoNotCalls
from desktop.services.drafts import Drafts
from desktop.services.exporting import Exporting
from desktop.services.finding import Finding
from desktop.services.handovers import Handovers
from desktop.services.help_requests import HelpRequests
from desktop.services.history import History
from desktop.services.holds import Holds
from desktop.services.import_batches import ImportIntake
from desktop.services.import_rejects import Rejects
from desktop.services.importing import Importing
from desktop.services.lead_inbox import LeadInbox
from desktop.services.leads import Leads
from desktop.services.listener import find_listener
from desktop.services.live_calls import LiveCalls
from desktop.services.merging import Merging
from desktop.services.milestones import Milestones
from desktop.services.numbers import Numbers
from desktop.services.outsiders import Outsiders
from desktop.services.owners_gone import leave_to_teams
from desktop.services.passwords import Passwords
from desktop.services.people import People
from desktop.services.people_list import PeopleList
from desktop.services.person_copy import PersonCopies
from desktop.services.person_details import PersonDetails
from desktop.services.places import Places
from desktop.services.preferences import Preferences
from desktop.services.printouts import Printouts
from desktop.services.promise_phases import PromisePhases
from desktop.services.receiving import Receiving
from desktop.services.removing import Removing
from desktop.services.request_callbacks import keep_requests_reachable
from desktop.services.requests import Requests
from desktop.services.safekeeping import check_all
from desktop.services.safety import Safety
from desktop.services.safety_numbers import SafetyContacts
from desktop.services.script_book import ScriptBook
from desktop.services.script_checks import ScriptChecks
from desktop.services.set_aside import SetAsideBook
from desktop.services.source_leases import SourceLeases
from desktop.services.statements import Statements
from desktop.services.transition_settings import TransitionSettings
from desktop.services.undo import Undo
from desktop.services.update_list import UpdateList
from desktop.services.users import Users
from desktop.services.voicemails import Voicemails
from desktop.services.waiting import settle_waiting
from desktop.services.words import Words
from desktop.storage.engine import Database, Opened, open_database
from desktop.storage.secrets import SecretStore, find_secrets, secrets_file
from desktop.storage.secrets_key import secrets_key

if TYPE_CHECKING:
    from desktop.connectors.links.phone_links import PhoneLinks
    from desktop.connectors.telephony.pop_door import PopDoor


SETTLES = (settle_waiting, keep_requests_reachable, leave_to_teams)
"""What must hold after every Change, whoever wrote it."""


def real_clock() -> datetime:
    """Now, in UTC. The only place that asks the computer for the time."""
    return datetime.now(UTC)


def seconds_passed() -> float:
    """Seconds of a clock that nobody sets and that goes on while the computer sleeps."""
    # Windows' own goes on by itself; macOS' does where it is asked for by name.
    asleep_too = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


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
    rejects: Rejects
    glances: CallerGlances
    live_calls: LiveCalls
    receiving: Receiving
    take_in: Take
    """Takes a record in as the listener: for callers that a link or another process tells of."""
    set_aside_in: SetAside
    """Sets aside as the listener."""
    danger_words: DangerWords
    cursors: Cursors
    computer: ComputerSettings
    voicemails: Voicemails
    transition_settings: TransitionSettings
    milestones: Milestones
    statements: Statements
    disclosures: Disclosures
    coverage: CoverageReader
    update_list: UpdateList
    requests: Requests
    promise_phases: PromisePhases
    printouts: Printouts
    outsiders: Outsiders
    script_checks: ScriptChecks
    closures: Closures
    handovers: Handovers
    backups: Backups
    clock_watch: ClockWatch
    break_glass: BreakGlass
    desks: Desks
    audit: AuditReading
    holds: Holds
    copies: PersonCopies
    removing: Removing


@dataclass(frozen=True, slots=True)
class App:
    """Everything without a window. Close it last."""

    opened: Opened
    database: Database
    clock: Clock
    ledger: Ledger
    anchors: Anchors
    services: Services
    demo: DemoDesk | None
    connectors: Connectors
    place: Path | None = None
    """This program's folder on this computer: the data directory, or where it would be while the
    data are on a server; None for a program that nobody hands callers to."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody can set."""

    def close(self) -> None:
        """Stop the connectors, then close the data; nothing may use the services afterwards."""
        self.connectors.close()
        self.anchors.close()
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
    place: Path | None = None,
    server_safe: Path | None = None,
) -> App:
    """Open the data in a directory (or on a server) and build the services over it.

    ``place`` is this program's folder on this computer where the data are on a server.

    ``demo`` makes the demo where there is nothing yet. ``clock`` replaces the time altogether
    (tests, pictures); without it a demo lives on its own Tuesday at the pace of ``real``.
    ``server_safe`` is the folder for backups of a server. Raises the storage problems of
    :func:`desktop.storage.engine.open_database`.
    """
    opened = open_database(
        target,
        prefer_key_file=prefer_key_file or demo,
        recovery_code=recovery_code,
        server_safe=server_safe,
    )
    try:
        if demo:
            make_demo(opened.database, real(), passwords)
        key_in_file = opened.key_source is not None and opened.key_source.kind == "key_file"
        secrets = find_secrets(
            secrets_file(target, Folders.of().data.parent),
            partial(secrets_key, opened.database),
            key_in_file=key_in_file,
        )
        return assemble(
            opened,
            secrets,
            real=real,
            clock=clock,
            passwords=passwords,
            place=target if isinstance(target, Path) else place,
            beside=target if isinstance(target, Path) else server_safe or Folders.of().server,
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
    place: Path | None = None,
    beside: Path,
) -> App:
    """Build the services over data that is open. ``beside`` is where the ends of the trail are
    kept, in the data directory or, for a server, in a folder of this computer."""
    database, computer = opened.database, platform.node() or "this computer"
    demo = find_demo(database)
    if clock is None:
        clock = running_from(demo.resumes_at(), real) if demo else real
    if demo is not None:
        demo.goes_by(clock)
    anchors = Anchors(beside)
    ledger = Ledger(database, clock, SETTLES, anchors.note)
    places = Places(database)
    do_not_calls = DoNotCalls(database, ledger)
    words = Words(database, ledger, ScriptBook(resources()))
    approved = Statements(database, ledger, clock)
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
        users=Users(database, ledger, clock, passwords(), seconds_passed),
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
                **account_undo.INVERSES,
                **desks.INVERSES,
                **voicemail_service.INVERSES,
                **word_service.INVERSES,
                **lead_service.INVERSES,
                **danger_words.INVERSES,
                **connection_service.INVERSES,
                **transition_settings.INVERSES,
                **statements.INVERSES,
                **milestones.INVERSES,
                **update_list.INVERSES,
                **requests.INVERSES,
                **outsiders.INVERSES,
                **handovers.INVERSES,
                **closures.INVERSES,
                **disclosures.INVERSES,
                **holds.INVERSES,
            },
        ),
        preferences=Preferences(database),
        words=words,
        finding=Finding(database, clock, words),
        lead_inbox=LeadInbox(database, clock),
        leads=Leads(ledger),
        exporting=Exporting(database, ledger, clock),
        column_maps=ColumnMaps(database),
        connections=Connections(database, ledger, secrets),
        set_asides=SetAsideBook(database, ledger, clock, receiving.take),
        importing=Importing(ImportIntake(database, ledger, receiving)),
        rejects=Rejects(ledger, {each for each in (place, beside) if each is not None}),
        glances=CallerGlances(database, numbers, ledger),
        live_calls=LiveCalls(database, clock),
        receiving=receiving,
        take_in=lambda record: receiving.take(find_listener(database, ledger), record),
        set_aside_in=lambda what: receiving.set_aside(find_listener(database, ledger), what),
        danger_words=watched,
        cursors=Cursors(database, clock),
        computer=ComputerSettings(database, computer),
        voicemails=Voicemails(database, ledger, clock),
        transition_settings=TransitionSettings(database, ledger),
        milestones=Milestones(database, ledger, clock),
        statements=approved,
        disclosures=Disclosures(database, ledger),
        coverage=CoverageReader(database, clock),
        update_list=UpdateList(database, ledger, clock),
        requests=Requests(database, ledger, clock),
        promise_phases=PromisePhases(database, ledger, clock),
        printouts=Printouts(ledger),
        outsiders=Outsiders(database, ledger),
        script_checks=ScriptChecks(words, approved, clock),
        closures=Closures(database, ledger, clock),
        handovers=Handovers(database, ledger, clock, secrets),
        backups=Backups(opened.safe, ledger),
        clock_watch=ClockWatch(clock, seconds_passed, ledger),
        break_glass=BreakGlass(database, ledger, clock),
        desks=Desks(database, ledger),
        audit=AuditReading(database, partial(check_all, opened, backups=False)),
        holds=Holds(ledger),
        copies=PersonCopies(database, ledger, clock),
        removing=Removing(database, ledger, clock),
    )
    made = makers(
        Hands(
            receiving,
            partial(find_listener, database, ledger),
            clock,
            services.importing,
            services.cursors,
        )
    )
    leases = SourceLeases(database, clock, uuid4(), computer)
    connectors = Connectors(services.connections.to_run, made, clock, leases=leases)
    return App(opened, database, clock, ledger, anchors, services, demo, connectors, place)


def pop_door(app: App, dial: Dial = dials_nothing) -> "PopDoor | None":
    """Where soft phones and links hand ringing callers to this window, and links numbers to
    ``dial``; None for a program without a place on this computer. What it takes in is heard by
    whoever hears :class:`Receiving`."""
    if app.place is None:
        return None
    # Loaded after the first picture, by a window alone.
    from desktop.connectors.telephony.handing import no_one
    from desktop.connectors.telephony.pop_door import PopDoor

    app.place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return PopDoor(
        app.place,
        take=app.services.take_in,
        set_aside=app.services.set_aside_in,
        clock=app.clock,
        ringing=no_one,
        dial=dial,
    )


def phone_links(app: App) -> "PhoneLinks | None":
    """Which program this computer opens phone links with; None where that is nothing to set."""
    if app.place is None:
        return None
    from desktop.connectors.links.this_system import phone_links as links_of

    return links_of(app.place)
