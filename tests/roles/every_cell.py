"""Runs every cell of the table, for the test and for the drill."""

from pathlib import Path

from tests.roles.cells import actions, open_desk, wrong_in, wrong_in_undo
from tests.roles.table import Table
from tests.roles.verbs import asking_verbs, at_the_command_line, verbs, wrong_in_verb


def undecided(table: Table, undoable: set[str]) -> list[str]:
    """What the program can do and the table does not decide, and the other way round."""
    told = {name for name, takes_actor in actions() if takes_actor}
    asking = set(asking_verbs())
    rest = {name for name, takes_actor in actions() if not takes_actor} | (set(verbs()) - asking)
    found: list[str] = []
    for what, there, decided in (
        ("services", told, set(table.services)),
        ("undo", undoable, set(table.undo)),
        ("command line", asking, set(table.verbs)),
        ("asks nobody", rest, set(table.open_to_all)),
    ):
        found += [f"{what}: {each} is not in the table" for each in sorted(there - decided)]
        found += [f"{what}: {each} is in the table alone" for each in sorted(decided - there)]
    return found


def run_services(table: Table, data: Path) -> tuple[int, list[str]]:
    """Every action of the services and every undo; how many cells, and what is wrong."""
    tried, wrong = 0, list[str]()
    with open_desk(data) as desk:
        wrong += undecided(table, set(desk.app.services.undo._inverses))
        for decided, check in ((table.services, wrong_in), (table.undo, wrong_in_undo)):
            for action, cells in decided.items():
                for who, may in cells.items():
                    tried += 1
                    wrong.append(check(desk, action, who, may))
    return tried, [each for each in wrong if each]


def run_verbs(table: Table, data: Path) -> tuple[int, list[str]]:
    """Every verb that asks who is there, over data in which they all are."""
    tried, wrong = 0, list[str]()
    with at_the_command_line(data):
        for verb in asking_verbs():
            for who, may in table.verbs.get(verb, {}).items():
                tried += 1
                wrong.append(wrong_in_verb(data, verb, who, may))
    return tried, [each for each in wrong if each]
