"""``upgrade``: bring the data to this program's schema, after a verified backup."""

import argparse

from desktop.cli.verb import Verbs


def add(verbs: Verbs) -> None:
    """Add ``upgrade``."""
    verb = verbs.add_parser("upgrade", help="bring the data to this version, after a backup")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Opening upgrades; this says what came of it, for whoever installs a new version."""
    from desktop.cli.at_work import opened
    from desktop.storage.schema_version import HEAD

    with opened(arguments) as app:
        before = app.opened.upgraded_from
    if before is None:
        print(f"The data is at version {HEAD} already.")
    else:
        print(f"The data was brought from version {before} to {HEAD}.")
    return 0
