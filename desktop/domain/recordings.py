"""Where a message that was left can be listened to, as its source tells it: a link, the name of a
file, a mailbox. It is shown and copied as text; the program opens and loads none of it."""

import re
from typing import Final

LONGEST: Final = 1_000
_MAILBOX: Final = re.compile(r"[\w.+-]{1,40}")


def where_to_listen(*told: str) -> str:
    """The first of ``told`` that says anything, on one line; "" where none does. What is longer
    than any address is none."""
    for each in told:
        line = " ".join(each.split())
        if line and len(line) <= LONGEST and line.isprintable():
            return line
    return ""


def mailbox_told(told: str) -> str:
    """The first mailbox of what Asterisk's VoiceMail was told ("101@default&102,u") in words."""
    found = _MAILBOX.match(told.partition("@")[0].strip())
    return f"Mailbox {found[0]}" if found else ""


def fuller(one: str, other: str) -> str:
    """Of two that are told of one message the one that says more; the same whichever came first."""
    return max(one, other, key=lambda told: (len(told), told))
