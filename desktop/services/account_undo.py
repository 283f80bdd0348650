"""Taking back what was done to accounts."""

from collections.abc import Mapping, Sequence

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Item, Writing
from desktop.services.leaving import leave_what_role_cannot, take_work_back
from desktop.services.undo import Inverse, restore_images


def _switch_on_again(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of switching an account off. What was worked on since stays where it is by
    now."""
    restore_images(writing, actor, take_work_back(writing, items))


def _old_role(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of changing a role. Who rings nobody in the old one either leaves what they got
    in the meantime."""
    _switch_on_again(writing, actor, items)
    for item in items:
        if item.record == "user_account":
            leave_what_role_cannot(writing, item.record_id, actor.team_id)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "add_user": (Permission.MANAGE_USERS, restore_images),
    "disable_user": (Permission.MANAGE_USERS, _switch_on_again),
    "change_role": (Permission.MANAGE_USERS, _old_role),
}
