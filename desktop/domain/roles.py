"""Which role may do what."""

from desktop.domain.vocabulary import Permission, Role

_DESK_WORK = frozenset(
    {
        Permission.READ_PEOPLE,
        Permission.EDIT_PEOPLE,
        Permission.LOG_CALLS,
        Permission.RECEIVE,
        Permission.KEEP_CALLBACKS,
        Permission.OWN_ACCOUNT,
    }
)

_PERMISSIONS = {
    Role.STAFF: _DESK_WORK,
    Role.MANAGER: _DESK_WORK
    | {
        Permission.REASSIGN_OTHERS,
        Permission.LIFT_DO_NOT_CALL,
        Permission.APPROVE_WORDS,
        Permission.EXPORT,
        Permission.MANAGE_USERS,
    },
    Role.LISTENER: frozenset({Permission.RECEIVE}),
    Role.ADMIN: frozenset({Permission.MANAGE_USERS, Permission.RUN_SYSTEM, Permission.OWN_ACCOUNT}),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """Everything this role may do. Admin runs the system and cannot read people's data."""
    return _PERMISSIONS[role]


def may(role: Role, permission: Permission) -> bool:
    """Whether this role includes that permission."""
    return permission in _PERMISSIONS[role]
