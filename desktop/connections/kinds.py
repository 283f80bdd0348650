"""Who makes the connector of which kind of source: one line each, over the services."""

from collections.abc import Sequence

from desktop.connections.running import Maker


def makers() -> Sequence[Maker]:
    """The makers of this program. A kind that has none is kept and not run."""
    return ()
