"""How the pictures of what comes in by itself come about: messages, leads, files, connections."""

import csv
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from desktop.domain.connection_kinds import kind_named
from desktop.domain.incoming import Disposition, IncomingCall, Unreadable
from desktop.domain.vocabulary import Direction
from desktop.services.actor import Actor
from desktop.services.connections import SourceForm
from desktop.services.voicemail_promises import RingBack
from desktop.services.voicemail_rows import Heard
from desktop.ui.imports.import_news import ImportNews
from desktop.ui.screen_stage import Scene, Stage, manager_on
from desktop.ui.settings.connections_section import ConnectionsSection

_RANG = timedelta(minutes=4)
_MINUTE = timedelta(minutes=1)
_LATER = timedelta(seconds=20)


def _voicemails(stage: Stage) -> None:
    """She says another number than the one she rang from."""
    window = stage.desk.window
    window.show_page("voicemails")
    stage.settle()
    page = window.voicemails
    page.list.take(next(row.id for row in page.list.rows.rows() if row.name == "Sage Holloway"))
    stage.settle()
    page.pane.form.number.insert("7025550138")
    page.pane.form.number.textEdited.emit("7025550138")
    page.pane.form.note.line.setText("Her appointment, before noon")
    stage.settle()
    page.pane.form.focus_number()


def _voicemail_danger(stage: Stage) -> None:
    """Somebody has just left words of danger: a safety follow-up waits with the message."""
    app = stage.desk.app
    app.services.take_in(
        IncomingCall(
            direction=Direction.IN,
            caller="+13035550141",
            called="855-KET-WELL",
            source="phone system",
            started_at=app.clock() - _RANG,
            disposition=Disposition.VOICEMAIL,
            message="It’s Bryony. I can’t do this any more, I want to die. Please somebody ring.",
            external_id="night",
        )
    )
    stage.settle()
    window = stage.desk.window
    window.show_page("voicemails")
    page = window.voicemails
    page.on_changed(frozenset())
    stage.settle()
    page.list.take(next(row.id for row in page.list.rows.rows() if row.name == "Bryony Thicket"))
    stage.settle()
    page.pane.form.focus_number()


def _voicemails_done(stage: Stage) -> None:
    """Nothing waits any more."""
    app, actor = stage.desk.app, stage.desk.window.actor
    if actor is None:
        raise RuntimeError("a clerk is at the desk")
    box = app.services.voicemails
    for row in box.box(actor).rows:
        if not row.is_done:
            stage.forward(_MINUTE)
            heard = Heard(spoken="" if row.caller_id else "6025550142")
            back = RingBack(app.clock() + timedelta(hours=1))
            box.promise(actor, row.id, row.version, heard, back, row.call_id)
    stage.desk.changes.changed.emit(frozenset())
    stage.settle()
    stage.desk.window.show_page("voicemails")


def _leads(stage: Stage) -> None:
    """A long file is being imported meanwhile."""
    leads = stage.desk.window.leads
    stage.desk.window.show_page("leads")
    stage.settle()
    leads.import_strip.show_news(
        ImportNews("leads-nov-18.csv", "148 of 212 · about 20 seconds left", 698, twice=6)
    )


def _newcomer(stage: Stage) -> None:
    """Alder Quince, whom nobody knows, becomes a person."""
    window = stage.desk.window
    window.show_page("leads")
    stage.settle()
    row = next(each for each in window.leads.list.rows.rows() if each.name == "Alder Quince")
    window.leads.show_lead(row.id)
    stage.settle()
    window.leads.pane.newcomer.click()
    stage.settle()


def _import(stage: Stage) -> None:
    """A file of leads is checked: one stands in it twice, and one cannot be read."""
    path = stage.folder / "leads-nov-18.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((_LEAD_COLUMNS, *_LEAD_ROWS))
    stage.desk.window.import_files((path,))


_LEAD_COLUMNS = (
    "full_name", "phone", "e-mail", "submitted", "city", "comments", "interest", "campaign",
    "consent", "msg_ok", "utm_src",
)  # fmt: skip
_LEAD_ROWS = tuple(
    (name, phone, mail and f"{mail}@example.com", f"11/18/2025 {at}", city, message,
     "PTSD", "Autumn letter", "yes", "no-details", "nov-mail")
    for name, phone, mail, at, city, message in (
        ("Basil Thornby", "8135550129", "basil", "1:40 PM", "Tampa", "I’m a veteran, new to this"),
        ("Sorrel Whin", "5035550150", "sorrel", "1:44 PM", "Portland", "What does a visit cost?"),
        ("Alder Quince", "3035550158", "", "1:52 PM", "Denver", "Chronic pain for six years"),
        ("Yarrow Beck", "3605550131", "yarrow", "2:01 PM", "Seattle", "Does insurance help?"),
        ("Linnea Reed", "", "", "2:03 PM", "Denver", "Please ring me"),
        ("Yarrow Beck", "3605550131", "yarrow", "2:01 PM", "Seattle", "Does insurance help?"),
        ("Juniper Sloe", "3125550186", "j.sloe", "2:09 PM", "Chicago", "Mornings are best"),
        ("Aster Lowe", "6025550171", "aster", "2:12 PM", "Phoenix", "My clinician told me of you"),
    )
)  # fmt: skip


def _import_calls(stage: Stage) -> None:
    """The phone system's file of the last weeks: only what was missed lately is rung back."""
    path = stage.folder / "Master.csv"
    rows = (
        ("6025550129", "2025-11-17 09:02:11", "", "NO ANSWER"),
        ("5035550150", "2025-11-17 16:40:25", "2025-11-17 16:40:31", "ANSWERED"),
        ("3035550158", "2025-11-18 08:15:40", "", "NO ANSWER"),
        ("anonymous", "2025-11-18 10:01:03", "", "NO ANSWER"),
        ("3605550131", "2025-11-18 11:27:19", "2025-11-18 11:27:24", "ANSWERED"),
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
            ("", who, "8555389355", "from-trunk", who, f"PJSIP/trunk-{n}", "PJSIP/101-1", "Dial",
             "PJSIP/101,20", start, answer, start[:-2] + "59", "40", "20" if answer else "0", how,
             "DOCUMENTATION", f"17000000{n}.{n}", "")
            for n, (who, start, answer, how) in enumerate(rows)
        )  # fmt: skip
    stage.desk.window.import_files((path,))
    stage.settle()
    page = stage.desk.window.importing
    if page is not None:
        page.check.bar.missed.select.set_value(7)


def _connections(stage: Stage) -> None:
    """The manager has set the clinic's sources up; the web form has its secret."""
    _set_up_sources(stage)


def _set_aside(stage: Stage) -> None:
    """Two messages came to the web form that could not be read."""
    manager, form = _set_up_sources(stage)
    app = stage.desk.app
    name = next(row.name for row in app.services.connections.sources(manager) if row.id == form)
    for reason, raw in (
        ("The signature does not match.", b"name=Tansy&message=Please+ring+me"),
        ("There is no number and no e-mail in it.", b"message=Do+you+see+people+on+Saturdays"),
    ):
        stage.forward(-_MINUTE)
        app.services.set_aside_in(Unreadable(name, reason, raw))
    stage.forward(2 * _MINUTE)
    stage.desk.window.settings.activate()


def _danger(stage: Stage) -> None:
    manager = manager_on(stage)
    stage.desk.window.welcome(manager)
    stage.desk.window.show_page("settings")
    stage.desk.window.settings.show_section("danger")
    stage.settle()
    stage.desk.window.settings.activate()


def _computer(stage: Stage) -> None:
    stage.desk.window.welcome(manager_on(stage))
    stage.desk.window.show_page("settings")
    stage.desk.window.settings.show_section("computer")


def _lock_setting(stage: Stage) -> None:
    stage.desk.window.show_page("settings")
    stage.settle()
    stage.desk.window.settings.show_section("lock")


def _set_up_sources(stage: Stage) -> tuple[Actor, UUID | None]:
    desk, manager = stage.desk, manager_on(stage)
    connections = desk.app.services.connections
    form = None
    for kind, options in _SOURCES:
        title = kind_named(kind).title if kind != "web_form" else "Website form"
        filled = SourceForm(title, options, manager.zone)
        added = connections.add(manager, kind, filled, uuid4()).written.value
        form = form or added
    if form is not None:
        connections.make_secret(manager, form, uuid4())
        connections.switch(manager, form, uuid4(), on=True)
    desk.window.welcome(manager)
    desk.window.show_page("settings")
    stage.settle()
    for section in desk.window.settings.findChildren(ConnectionsSection):
        section.pick(form)
        section.focus_here()
    return manager, form


_SOURCES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("web_form", {"signature": "secret"}),
    ("mailbox", {"host": "imap.clinic.example", "port": "993", "user": "desk", "folder": "INBOX"}),
    ("asterisk", {"host": "127.0.0.1", "port": "5038", "user": "ketwell"}),
    ("folder", {"folder": "Reports of the phone system"}),
)


INCOMING = (
    Scene("02-voicemails", _voicemails),
    Scene("02-voicemails-danger", _voicemail_danger),
    Scene("02-voicemails-done", _voicemails_done),
    Scene("03-leads", _leads),
    Scene("03-leads-person", _newcomer),
    Scene("12-import", _import),
    Scene("12-import-calls", _import_calls),
    Scene("13-connections", _connections),
    Scene("13-connections-aside", _set_aside),
    Scene("13-computer", _computer),
    Scene("13-lock", _lock_setting),
    Scene("13-danger", _danger),
)
"""The scenes of this module."""
