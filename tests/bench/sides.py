"""Two ways to do the same work, taken in turns so that a busy machine slows both alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[int], object]
"""Does the work for the nth time."""


@dataclass(frozen=True, slots=True)
class Result:
    """``ratio`` is the median of ours over the median of theirs; times in milliseconds. Without
    ``most`` it is told and has no target."""

    name: str
    ours_ms: float
    theirs_ms: float
    p95_ms: float
    most: float | None
    most_p95_ms: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours_ms / self.theirs_ms

    @property
    def kept(self) -> bool:
        """Whether the target is reached."""
        quick = self.most_p95_ms is None or self.p95_ms <= self.most_p95_ms
        return (self.most is None or self.ratio <= self.most) and quick

    def line(self) -> str:
        """One line of the table."""
        p95 = f"{self.p95_ms:9.3f}"
        limit = f" (p95 at most {self.most_p95_ms:g} ms)" if self.most_p95_ms else ""
        line = f"{self.name:<54}{self.ours_ms:10.3f}{self.theirs_ms:11.3f}{p95}{self.ratio:9.2f}"
        if self.most is None and not limit:
            return line
        most = f" of {self.most:.2f}" if self.most is not None else " " * 8
        return f"{line}{most}  {'reached' if self.kept else 'MISSED'}{limit}"


HEAD = f"{'work':<54}{'ours ms':>10}{'theirs ms':>11}{'p95 ms':>9}{'ratio':>9}"


def in_turns(
    name: str,
    ours: Work,
    theirs: Work,
    rounds: int,
    most: float | None = None,
    p95: float | None = None,
    warm: int = 3,
    at_a_time: int = 1,
) -> Result:
    """Time both ``rounds`` times, alternating, after ``warm`` rounds that do not count.

    ``at_a_time`` rounds of one side before the other's turn: a write empties the page cache of
    every other connection, which a desk that writes alone never sees.
    """
    for number in range(warm):
        ours(number)
        theirs(number)
    mine: list[float] = []
    other: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for start in range(warm, rounds + warm, at_a_time):
            turn = range(start, start + at_a_time)
            mine += [_timed(ours, number) for number in turn]
            other += [_timed(theirs, number) for number in turn]
    finally:
        gc.enable()
    slow = statistics.quantiles(mine, n=20)[-1]
    return Result(name, statistics.median(mine), statistics.median(other), slow, most, p95)


def _timed(work: Work, number: int) -> float:
    began = time.perf_counter()
    work(number)
    return (time.perf_counter() - began) * 1000
