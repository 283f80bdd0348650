"""Which role may do what."""

from desktop.domain.vocabulary import Permission, Role

OF_ACCOUNTS = (Role.STAFF, Role.MANAGER, Role.ADMIN)
"""What an account that signs in can be."""

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

_MANAGERS_WORK = _DESK_WORK | {
    Permission.REASSIGN_OTHERS,
    Permission.LIFT_DO_NOT_CALL,
    Permission.APPROVE_WORDS,
    Permission.RUN_TRANSITION,
    Permission.EXPORT,
    Permission.MANAGE_CONNECTIONS,
}

_PERMISSIONS = {
    Role.STAFF: _DESK_WORK | {Permission.BREAK_GLASS},
    Role.MANAGER: _MANAGERS_WORK
    | {
        Permission.MANAGE_USERS,
        Permission.OVERSEE,
        Permission.READ_TRAIL,
        Permission.KEEP_RECORDS,
    },
    # No accounts, which would outlast the hour; nothing that is removed for good.
    Role.STAND_IN: _MANAGERS_WORK | {Permission.BREAK_GLASS},
    Role.ADMIN: frozenset(
        {
            Permission.MANAGE_USERS,
            Permission.RUN_SYSTEM,
            Permission.MANAGE_CONNECTIONS,
            Permission.OWN_ACCOUNT,
        }
    ),
    Role.LISTENER: frozenset({Permission.RECEIVE}),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """Everything this role may do. Admin runs the system and cannot read people's data."""
    return _PERMISSIONS[role]


def may(role: Role, permission: Permission) -> bool:
    """Whether this role includes that permission."""
    return permission in _PERMISSIONS[role]
