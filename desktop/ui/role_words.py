"""What roles are called on screen."""

from typing import Final

from desktop.domain.vocabulary import Role

ROLE_WORDS: Final = {
    Role.STAFF: "Front desk",
    Role.MANAGER: "Manager",
    Role.ADMIN: "Administrator",
    Role.LISTENER: "Connections",
    Role.STAND_IN: "Stand-in manager",
}
