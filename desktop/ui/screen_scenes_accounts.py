"""The scenes of accounts and desks, and of somebody who stands in for a manager."""

from datetime import timedelta
from uuid import uuid4

from desktop.domain.vocabulary import Role
from desktop.services.call_form import CallForm
from desktop.ui.screen_stage import Scene, Stage, manager_on
from desktop.ui.settings.users_section import UsersSection

_PASSWORD = "seven grey herons at noon"  # noqa: S105 - of a picture


def _users(stage: Stage) -> None:
    """A manager looks; somebody left in spring."""
    app, manager = stage.desk.app, manager_on(stage)
    users = app.services.users
    users.add(manager, "Tern Cove", Role.STAFF, _PASSWORD, uuid4())
    gone = users.find(manager, "Tern Cove")
    users.disable(manager, gone.id, gone.version, uuid4())
    _open(stage, "users")


def _leaving(stage: Stage) -> None:
    """Robin leaves: what goes to whom is asked."""
    robin = stage.desk.app.demo
    if robin is None:
        raise RuntimeError("the pictures are of the demo")
    actor, drafts = robin.actor("Robin Vale"), stage.desk.app.services.drafts
    drafts.set_aside(actor, uuid4(), CallForm(stage.desk.app.clock(), number_text="6025550118"))
    _open(stage, "users")
    (section,) = stage.desk.window.settings.findChildren(UsersSection)
    section.table.take(actor.user_id)
    section.off.click()


def _desks(stage: Stage) -> None:
    _open(stage, "desks")


def _standing_in(stage: Stage) -> None:
    """A clerk stands in for a manager; the top bar says until when."""
    window, app = stage.desk.window, stage.desk.app
    if window.actor is None:
        raise RuntimeError("the demo's clerk has signed in")
    app.services.break_glass.begin(window.actor, "The clinic closes at noon", uuid4())
    stage.forward(timedelta(minutes=2))
    window.glass.look()


def _open(stage: Stage, key: str) -> None:
    window = stage.desk.window
    window.welcome(manager_on(stage))
    window.show_page("settings")
    window.settings.show_section(key)
    stage.settle()
    window.settings.activate()
    stage.settle()


ACCOUNTS = (
    Scene("00-standing-in", _standing_in),
    Scene("13-users", _users),
    Scene("13-users-leaving", _leaving),
    Scene("13-desks", _desks),
)
"""The scenes of this module."""
