"""Every verb of the command line. Loaded only when one is asked for: the window starts without."""

from collections.abc import Callable

from desktop.cli import demo, export, imports, listen, number, pop, screens, users
from desktop.cli.verb import Verbs

VERBS: tuple[Callable[[Verbs], None], ...] = (
    imports.add,
    listen.add,
    pop.add,
    number.add,
    users.add,
    export.add,
    demo.add,
    screens.add,
)
"""In the order of ``--help``."""
