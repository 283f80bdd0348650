"""One of the workflows done in a child while the world is against it, and once more when the world
is well again; and what has to be true of it afterwards."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

from desktop.domain.errors import Problem
from tests.drills.desk import look, look_through
from tests.drills.frame import Tally, start_child
from tests.drills.workflows import Act
from tests.services.world import World

_NOBODY = UUID(int=1)


@dataclass
class Said:
    """What a child told. ``problem`` is the sentence for the screen, ``bug`` what no screen is made
    for, ``again`` what came of it when the world was well again ("": it went well)."""

    acked: list[str] = field(default_factory=list)
    problem: str = ""
    bug: str = ""
    again: str = ""
    count: int = 0


def act_against(
    act: Act,
    data: Path,
    world: World,
    *,
    against: Callable[[], object],
    well_again: Callable[[], int],
    planted: bool,
) -> Said:
    """Do ``act`` with the world ``against`` it; if a problem was told, ``well_again`` and do it
    once more. ``planted``: the bug, a save that failed is told as saved."""
    read, write = os.pipe()

    def work() -> None:
        said = Said()

        def told(record_id: UUID) -> None:
            said.acked.append(record_id.hex)

        against()
        said.problem, said.bug = _outcome(act, data, world, told)
        said.count = well_again()
        if planted and said.problem:
            told(_NOBODY)
        if said.problem:
            problem, bug = _outcome(act, data, world, told)
            said.again = problem or bug
        with os.fdopen(write, "w") as out:
            out.write(json.dumps(asdict(said)))

    child = start_child(work)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return Said(**json.loads(text)) if text else Said(bug="the program died")


def judge(tally: Tally, where: str, said: Said, data: Path, *, trail: bool) -> None:
    """Nothing that was acknowledged is lost, nothing is half, what went wrong was told in a
    sentence, and afterwards the same went well. ``trail``: look through all of it."""
    tally.expect(not said.bug, f"{where}: {said.bug}")
    tally.expect(not said.again, f"{where}: then again: {said.again}")
    sentence = not said.problem or (said.problem.endswith(".") and "Errno" not in said.problem)
    tally.expect(sentence, f"{where}: no sentence: {said.problem}")
    try:
        records, wrong = (look_through if trail else look)(data)
    except Problem as problem:
        tally.fail(f"{where}: does not open: {problem}")
        return
    lost = {UUID(hex=each) for each in said.acked} - records
    tally.expect(not lost, f"{where}: {len(lost)} acknowledged records are lost")
    for each in wrong:
        tally.fail(f"{where}: {each}")
    left = [path.name for path in data.rglob("*") if ".part" in path.name]
    tally.expect(not left, f"{where}: left half: {left}")


def _outcome(act: Act, data: Path, world: World, told: Callable[[UUID], object]) -> tuple[str, str]:
    """The problem that it told, and the bug that it was."""
    try:
        act(data, world, told)
    except Problem as problem:
        return str(problem), ""
    except Exception as bug:  # noqa: BLE001 - that is what the drills look for
        return "", f"{type(bug).__name__}: {bug}"
    return "", ""
