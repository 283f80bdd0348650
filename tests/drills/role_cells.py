"""Every role does every action, by the services and on the command line."""

from contextlib import chdir
from pathlib import Path

from desktop.domain import roles
from desktop.domain.vocabulary import Permission, Role
from tests.drills.frame import Tally
from tests.roles.every_cell import run_services, run_verbs
from tests.roles.table import DOC, read_table


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """Every cell of ``docs/roles.md``, ``count`` times."""
    table, tally = read_table(DOC.read_text(encoding="utf-8")), Tally()
    before = dict(roles._PERMISSIONS)
    if planted:
        roles._PERMISSIONS[Role.ADMIN] |= {Permission.READ_PEOPLE}
    try:
        for number in range(count):
            data = folder / f"desk-{number}"
            for part in (run_services, run_verbs):
                with chdir(folder):  # some of them save files
                    tried, wrong = part(table, data)
                tally.tried += tried
                tally.failures += wrong
                if planted:
                    return tally
    finally:
        roles._PERMISSIONS.update(before)
    actions = len(table.services) + len(table.undo) + len(table.verbs)
    tally.note = f"{actions} actions, {len(table.open_to_all)} more that ask nobody"
    return tally
