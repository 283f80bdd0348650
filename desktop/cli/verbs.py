"""Every verb of the command line. Loaded only when one is asked for: the window starts without."""

from collections.abc import Callable

from desktop.cli import (
    backup,
    break_glass,
    check,
    demo,
    export,
    handover,
    imports,
    listen,
    number,
    pop,
    rekey,
    restore,
    screens,
    upgrade,
    users,
)
from desktop.cli.verb import Verbs

VERBS: tuple[Callable[[Verbs], None], ...] = (
    imports.add,
    listen.add,
    pop.add,
    number.add,
    users.add,
    break_glass.add,
    export.add,
    handover.add,
    backup.add,
    restore.add,
    check.add,
    rekey.add,
    upgrade.add,
    demo.add,
    screens.add,
)
"""In the order of ``--help``."""
