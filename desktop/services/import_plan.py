"""What an import is before, while and after it is written: the words that the import screen and
the command line share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from desktop.domain.incoming import Fate, IncomingKind
from desktop.domain.zones import city_of_zone


class ImportAs(StrEnum):
    """What a file shall be read as."""

    AUTO = "auto"
    CALLS = "calls"
    LEADS = "leads"
    CONTACTS = "contacts"

    @property
    def kind(self) -> IncomingKind | None:
        """The kind of its rows; None where the file says it."""
        return _KINDS.get(self)


_KINDS = {
    ImportAs.CALLS: IncomingKind.CALL,
    ImportAs.LEADS: IncomingKind.LEAD,
    ImportAs.CONTACTS: IncomingKind.CONTACT,
}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How one file will be read; nothing of it has been read or written yet.

    ``format`` and ``title`` name what it was recognised as, ``others`` the names of formats that
    it may be too, the surest first. ``zone`` is the IANA zone of times without one. ``columns`` is
    what somebody has said (our field → the file's title, or its place from 1). ``titles`` and
    ``sample`` are the file's own first rows, for the screen on which columns are chosen; without a
    row of titles ``titles`` is empty. ``sha256`` is the file's, so that it is known again. Calls
    that were missed before the day ``missed_since`` (on the clock of ``zone``) are history: they
    are logged, and nobody is rung back for them.
    """

    path: Path
    format: str
    title: str
    kind: IncomingKind
    zone: str
    region: str = "US"
    others: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    sha256: str = ""
    missed_since: date | None = None


@dataclass(slots=True)
class ImportCounts:
    """What became of the rows of one or more files. A row is a call, a lead or a contact."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    ignored: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        """All rows: the sum of all others."""
        return sum(getattr(self, each.name) for each in fields(self))

    @property
    def written(self) -> int:
        """Rows that are news to the desk."""
        return self.created + self.updated

    def add(self, fate: Fate, how_many: int = 1) -> None:
        """Count a row that was handed in."""
        name = _COUNTED[fate]
        setattr(self, name, getattr(self, name) + how_many)

    def __add__(self, other: "ImportCounts") -> "ImportCounts":
        return ImportCounts(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )


_COUNTED = {
    Fate.CREATED: "created",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.DUPLICATE: "duplicates",
    Fate.IGNORED: "ignored",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that stays out: its number in the file, why, and its text as it stands there (of the
    first :data:`RAW_KEPT`, "" of the others)."""

    row: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is. ``seconds_left`` None: not known yet."""

    done: int
    of: int
    seconds_left: float | None
    step: "ImportStep"


class ImportStep(StrEnum):
    """What an import is at."""

    READING = "reading"
    WRITING = "writing"
    TAKING_BACK = "taking_back"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was read through: what importing it would do, counted before anything is written.

    ``counts`` are of the desk as it is now; ``zone_assumed`` is how many rows have a time without
    a zone and were read in the plan's; ``refusals`` are the rows that stay out, ``examples`` a few
    rows of each fate as texts.
    """

    plan: ImportPlan
    counts: ImportCounts
    zone_assumed: int
    refusals: Sequence[Refusal]
    examples: Mapping[Fate, Sequence["Example"]]
    first_row: int = 1
    """See :attr:`ImportDone.first_row`."""

    @property
    def remark_on_zone(self) -> str:
        """The sentence that says which zone was assumed; "" where none was."""
        return remark_on_zone(self.zone_assumed, self.plan.zone)


@dataclass(frozen=True, slots=True)
class Example:
    """One row as the preview shows it: who, which number or e-mail, and what was found."""

    row: int
    name: str
    channel: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportDone:
    """An import that is written: under which identity it can be undone (None: there was nothing
    to write), and what became of the rows. ``cancelled``: it was stopped, none of it is kept."""

    import_id: UUID | None
    counts: ImportCounts
    zone_assumed: int
    refusals: Sequence[Refusal]
    first_row: int = 1
    """The number of the first row that was read: above it stand the titles."""
    cancelled: bool = False


def remark_on_zone(rows: int, zone: str) -> str:
    """The sentence that says which zone was assumed for so many ``rows``; "" for none."""
    if not rows:
        return ""
    have = "1 row has" if rows == 1 else f"{rows:,} rows have"
    return f"{have} a time without a zone. It is read as the time in {city_of_zone(zone)}."


Tell = Callable[[ImportProgress], None]
"""Hears how far an import is, on the thread that does the work."""

Stopped = Callable[[], bool]
"""Asked between batches: whether somebody pressed Cancel."""

RAW_KEPT = 1_000
EXAMPLES_SHOWN = 200
