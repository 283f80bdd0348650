import pytest

from desktop.domain.roles import may, permissions_of
from desktop.domain.vocabulary import Permission, Role


def test_staff_do_the_desk_s_work_and_no_more() -> None:
    for permission in (
        Permission.READ_PEOPLE,
        Permission.EDIT_PEOPLE,
        Permission.LOG_CALLS,
        Permission.KEEP_CALLBACKS,
    ):
        assert may(Role.STAFF, permission)
    for permission in (
        Permission.REASSIGN_OTHERS,
        Permission.LIFT_DO_NOT_CALL,
        Permission.APPROVE_WORDS,
        Permission.EXPORT,
        Permission.READ_TRAIL,
        Permission.KEEP_RECORDS,
        Permission.MANAGE_USERS,
        Permission.RUN_SYSTEM,
    ):
        assert not may(Role.STAFF, permission)


def test_a_manager_does_all_that_staff_do_but_does_not_run_the_system() -> None:
    own = {Permission.RUN_SYSTEM, Permission.BREAK_GLASS}
    assert permissions_of(Role.STAFF) - own < permissions_of(Role.MANAGER)
    assert permissions_of(Role.MANAGER) == set(Permission) - own


def test_a_stand_in_does_a_manager_s_work_but_for_what_outlasts_the_hour() -> None:
    manager, stand_in = permissions_of(Role.MANAGER), permissions_of(Role.STAND_IN)
    assert manager - stand_in == {
        Permission.MANAGE_USERS,
        Permission.OVERSEE,
        Permission.READ_TRAIL,
        Permission.KEEP_RECORDS,
    }
    assert stand_in - manager == {Permission.BREAK_GLASS}


@pytest.mark.parametrize(
    "permission",
    [
        Permission.READ_PEOPLE,
        Permission.EDIT_PEOPLE,
        Permission.LOG_CALLS,
        Permission.KEEP_CALLBACKS,
        Permission.REASSIGN_OTHERS,
        Permission.LIFT_DO_NOT_CALL,
        Permission.APPROVE_WORDS,
        Permission.EXPORT,
        Permission.READ_TRAIL,
        Permission.KEEP_RECORDS,
    ],
)
def test_admin_runs_the_system_and_sees_nobody(permission: Permission) -> None:
    assert may(Role.ADMIN, Permission.RUN_SYSTEM)
    assert may(Role.ADMIN, Permission.MANAGE_USERS)
    assert not may(Role.ADMIN, permission)
