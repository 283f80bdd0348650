"""Accounts and desks in the settings: somebody comes, changes, leaves; a desk is retired."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import insert, select

from desktop import app as composition
from desktop.app import App
from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Role
from desktop.services.call_form import CallForm
from desktop.services.demo.story import CLERK, MANAGER
from desktop.services.user_rows import UserRow
from desktop.storage import tables
from desktop.ui.settings.account_dialogs import LeaveDialog, NewUserDialog, PasswordDialog
from desktop.ui.settings.desks_section import DesksSection
from desktop.ui.settings.users_section import UsersSection
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import actor_of
from tests.workflows.test_settings import in_dialog

PASSWORD = "seven grey herons at noon"
OTHER = "nine tin lanterns on a wall"
ROBIN = "Robin Vale"


@pytest.fixture
def lark(hands: Hands) -> Hands:
    """The manager, at the settings."""
    hands.become(MANAGER)
    hands.press("Ctrl+,")
    return hands


@pytest.fixture
def elsewhere(hands: Hands, demo_data: Path) -> Iterator[App]:
    """Another program on the same data."""
    app = composition.build(demo_data, clock=hands.clock, passwords=quick_passwords)
    yield app
    app.close()


def users_section(hands: Hands) -> UsersSection:
    """Settings → Users, in front."""
    hands.click(hands.window.settings.buttons["users"])
    (section,) = hands.window.settings.findChildren(UsersSection)
    section.focus_here()
    return section


def account(hands: Hands, name: str) -> UserRow:
    return hands.desk.app.services.users.find(actor_of(hands), name)


def take(section: UsersSection, hands: Hands, name: str) -> None:
    """Go to somebody's row."""
    assert section.table.take(account(hands, name).id)
    hands.settle()


def tab_to(hands: Hands, widget: QWidget) -> None:
    for _ in range(12):
        if QApplication.focusWidget() is widget:
            return
        hands.press("Tab")
    raise AssertionError(f"{widget.accessibleName()} is not reached with Tab")


def type_password(hands: Hands, section: UsersSection, words: str) -> None:
    """Type a password and the same again, from wherever the focus is, and agree."""
    dialog = section.dialog
    assert isinstance(dialog, NewUserDialog | PasswordDialog)
    for field in (dialog.password, dialog.again):
        tab_to(hands, field)
        field.selectAll()
        hands.write(words)
    hands.press("Ctrl+Enter")


def test_somebody_new_comes_by_keys_and_gets_another_role_and_password(lark: Hands) -> None:
    section, users = users_section(lark), lark.desk.app.services.users
    tab_to(lark, section.add)
    lark.press("Space")
    in_dialog(lark)
    lark.write("Tern Cove")
    type_password(lark, section, "short")
    # What will not do is said at its field, which has the keys, and nothing was written.
    dialog = section.dialog
    assert isinstance(dialog, NewUserDialog)
    assert dialog.isVisible()
    assert dialog.password_field.problem
    assert QApplication.focusWidget() is dialog.password
    type_password(lark, section, PASSWORD)
    assert not dialog.isVisible()
    assert (dialog.password.text(), dialog.again.text()) == ("", "")
    assert lark.last_said == "Tern Cove may sign in from now on."
    assert users.recognise("Tern Cove", PASSWORD).role is Role.STAFF

    take(section, lark, "Tern Cove")
    section.focus_here()
    lark.press("Enter")
    in_dialog(lark)
    lark.press("Down")
    lark.press("Ctrl+Enter")
    assert account(lark, "Tern Cove").role is Role.MANAGER
    assert lark.last_said == "Tern Cove: manager from now on."
    lark.press("Ctrl+Z")
    assert account(lark, "Tern Cove").role is Role.STAFF
    # Who rings nobody any more leaves what they had to do.
    lark.press("Enter")
    in_dialog(lark)
    lark.press("End")
    lark.press("Ctrl+Enter")
    assert account(lark, "Tern Cove").role is Role.ADMIN
    assert lark.last_said == (
        "Tern Cove: administrator from now on. What was theirs to do is with the team now."
    )
    lark.press("Ctrl+Z")
    assert account(lark, "Tern Cove").role is Role.STAFF

    tab_to(lark, section.password)
    lark.press("Space")
    in_dialog(lark)
    type_password(lark, section, OTHER)
    with pytest.raises(Refused):
        users.recognise("Tern Cove", PASSWORD)
    assert users.recognise("Tern Cove", OTHER).name == "Tern Cove"


def test_one_s_own_account_is_not_changed_here(lark: Hands) -> None:
    section = users_section(lark)
    take(section, lark, MANAGER)
    for button in (section.role, section.password, section.off):
        assert not button.isEnabled()


def test_who_leaves_hands_everything_on_and_undo_brings_it_back(lark: Hands) -> None:
    services = lark.desk.app.services
    robin, wren = account(lark, ROBIN), account(lark, CLERK)
    demo = lark.desk.app.demo
    assert demo is not None
    card = uuid4()
    services.drafts.set_aside(
        demo.actor(ROBIN), card, CallForm(lark.clock.now, number_text="6025550118")
    )
    left = services.users.leaving(actor_of(lark), robin.id)
    assert left.promises
    section = users_section(lark)
    take(section, lark, ROBIN)
    lark.click(section.off)
    in_dialog(lark)
    dialog = section.dialog
    assert isinstance(dialog, LeaveDialog)
    assert f"{left.promises} promise" in dialog.left.text()
    assert "1 call set aside" in dialog.left.text()
    assert QApplication.focusWidget() is dialog.heir.select
    while dialog.heir.heir_id != wren.id:
        lark.press("Down")
    lark.press("Ctrl+Enter")
    assert lark.last_said == f"{ROBIN} is switched off. Their work went to {CLERK}."
    assert not account(lark, ROBIN).active
    assert services.users.leaving(actor_of(lark), robin.id).is_nothing
    assert card in {each.id for each in services.drafts.open_drafts(demo.actor(CLERK))}

    lark.press("Ctrl+Z")
    assert account(lark, ROBIN).active
    assert services.users.leaving(actor_of(lark), robin.id) == left


def test_who_is_switched_off_elsewhere_is_signed_out_here(hands: Hands, elsewhere: App) -> None:
    assert elsewhere.demo is not None
    manager, users = elsewhere.demo.actor(MANAGER), elsewhere.services.users
    row = users.find(manager, CLERK)
    assert hands.window.actor is not None
    users.disable(manager, row.id, row.version, uuid4())
    hands.qtbot.waitUntil(lambda: hands.window.actor is None)
    assert CLERK not in users.at_the_door().names


def test_a_desk_with_unfinished_calls_hands_them_over_before_it_is_retired(lark: Hands) -> None:
    second = another_desk(lark)
    lark.click(lark.window.settings.buttons["desks"])
    (section,) = lark.window.settings.findChildren(DesksSection)
    section.focus_here()
    assert section.table.take(second)
    lark.settle()
    lark.click(section.retire)
    assert "Front desk 4 still holds a call that is not finished" in lark.window.notices.sentence
    assert "hand them over first" in lark.window.notices.sentence

    lark.click(section.hand_over)
    in_dialog(lark)
    lark.press("Ctrl+Enter")
    assert lark.last_said == "The unfinished calls of Front desk 4 are offered at every desk."
    assert not section.hand_over.isEnabled()
    lark.click(section.retire)
    assert lark.last_said == "Front desk 4 is retired. Nobody signs in there any more."
    assert section.count.text() == "1 in use"
    lark.press("Ctrl+Z")
    assert section.count.text() == "2 in use"


def another_desk(hands: Hands) -> UUID:
    """Another desk of the clinic, at which Robin set a call aside."""
    desks, drafts = (tables.metadata.tables[name] for name in ("desk", "draft"))
    actor, desk_id = actor_of(hands), uuid4()
    robin = account(hands, ROBIN).id
    with hands.desk.app.database.write() as conn:
        here = select(desks).where(desks.c.id == actor.desk_id)
        one = dict(conn.execute(here).one()._mapping)
        conn.execute(insert(desks), {**one, "id": desk_id, "name": "Front desk 4"})
        card = dict(conn.execute(select(drafts).limit(1)).one()._mapping)
        conn.execute(insert(drafts), {**card, "id": uuid4(), "user_id": robin, "desk_id": desk_id})
    return desk_id
