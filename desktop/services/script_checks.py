"""Lines to read aloud that somebody has to look at: see :mod:`desktop.domain.script_guard`."""

from dataclasses import dataclass

from desktop.domain.local_time import local_day
from desktop.domain.script_guard import Finding, StatementWords, findings
from desktop.domain.vocabulary import StatementStanding
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.script_lines import Line
from desktop.services.statements import Statements
from desktop.services.words import Words

_PAST = (StatementStanding.SUPERSEDED, StatementStanding.ENDED, StatementStanding.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class GuardedLine:
    """A line and what is wrong with it."""

    line: Line
    findings: tuple[Finding, ...]


class ScriptChecks:
    """Looks the lines through."""

    def __init__(self, words: Words, statements: Statements, clock: Clock) -> None:
        self._words = words
        self._statements = statements
        self._clock = clock

    def lines(self, actor: Actor) -> tuple[GuardedLine, ...]:
        """Every line with something wrong about it, in the order of the lines."""
        today = local_day(self._clock(), actor.zone)
        versions = [
            StatementWords(row.name, row.text, row.standing is StatementStanding.CURRENT)
            for row in self._statements.versions(actor)
            if row.standing in _PAST or row.standing is StatementStanding.CURRENT
        ]
        found = []
        for line in self._words.lines(actor):
            wrong = findings(f"{line.title}\n{line.text}", line.review_on, today, versions)
            if wrong:
                found.append(GuardedLine(line, wrong))
        return tuple(found)
