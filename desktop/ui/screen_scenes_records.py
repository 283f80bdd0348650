"""How the pictures of what is kept come about: the trail, the backups, one person's data."""

from datetime import timedelta
from uuid import uuid4

from desktop.domain.audit import Event
from desktop.domain.vocabulary import HoldKind
from desktop.services.backups import BackupState
from desktop.storage.backup import Failure
from desktop.ui.audit.audit_section import AuditSection
from desktop.ui.screen_stage import Scene, Stage, manager_on
from desktop.ui.shell.backup_words import backup_line

_MINUTE = timedelta(minutes=1)


def _audit(stage: Stage) -> None:
    """People were opened and one was corrected; somebody mistyped their password. The manager has
    just had the trail checked."""
    window, app = stage.desk.window, stage.desk.app
    clerk, manager, people = window.actor, manager_on(stage), app.services.people
    if clerk is None:
        raise RuntimeError("a clerk is at the desk")
    for name in ("Cedar Pell", "Hazel Birch", "Juniper Moss"):
        stage.forward(_MINUTE)
        (hit, *_) = people.find(clerk, name)
        person = people.page(clerk, hit.person_id).person
    people.update(
        clerk, person.id, person.version, uuid4(), notes="Mornings are best", prefers="mornings"
    )
    stage.forward(_MINUTE)
    app.ledger.note(Event.SIGN_IN_FAILED, None, desk_id=clerk.desk_id)
    app.ledger.note(Event.SIGN_IN, manager)
    window.welcome(manager)
    window.show_page("settings")
    window.settings.show_section("audit")
    stage.settle()
    section = next(iter(window.settings.findChildren(AuditSection)))
    lines = section.table.rows.rows()
    section.table.take(next(line.seq for line in lines if line.action == "edit_person"))
    section.check.click()
    stage.settle()
    section.focus_here()


def _held(stage: Stage) -> None:
    """A court asks for everything about somebody: it is held, and stays out of exports."""
    window, holds = stage.desk.window, stage.desk.app.services.holds
    manager = manager_on(stage)
    (hit, *_) = stage.desk.app.services.people.find(manager, "Cedar Mossley")
    for kind, why in (
        (HoldKind.LEGAL, "Court order of November 3"),
        (HoldKind.NO_EXPORT, "Asked for it in writing"),
    ):
        holds.set(manager, hit.person_id, kind, why, uuid4())
    window.welcome(manager)
    window.show_page("people")
    window.people.list.field.setText("cedar mossley")
    stage.settle()


def _everything(stage: Stage) -> None:
    """The manager reads all that is kept."""
    _held(stage)
    page = stage.desk.window.people.pane.page
    if page is None:
        raise RuntimeError("somebody is in hand")
    stage.desk.window.people.acts.records.everything(page.person.id)
    stage.settle()


def _removing(stage: Stage) -> None:
    """What removing somebody would mean."""
    window = stage.desk.window
    window.welcome(manager_on(stage))
    window.show_page("people")
    window.people.list.field.setText("heather moss")
    stage.settle()
    page = window.people.pane.page
    if page is None:
        raise RuntimeError("somebody is in hand")
    window.people.acts.records.remove(page.person.id)
    stage.settle()


def _backup(stage: Stage) -> None:
    """The last backup did not work: there is no room."""
    window, zone = stage.desk.window, manager_on(stage).zone
    now = stage.desk.app.clock()
    failure = Failure(now, "There is no room left on the disk. Free some room.")
    line = backup_line(BackupState(now - timedelta(hours=26), False, failure), zone, now)
    window.safekeeping.told.emit(line)
    window.safekeeping.not_well.emit(line.what_to_do)


RECORDS = (
    Scene("00-shell-backup", _backup),
    Scene("10-people-held", _held),
    Scene("10-people-everything", _everything),
    Scene("10-people-remove", _removing),
    Scene("13-audit", _audit),
)
"""The scenes of this module."""
