"""What the import screen says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.column_guess import Sure
from desktop.domain.incoming import Fate, IncomingKind
from desktop.services.import_plan import ImportCounts, ImportDone, ImportProgress, ImportStep

KIND_WORDS: Final = {
    IncomingKind.CALL: ("call", "calls"),
    IncomingKind.LEAD: ("lead", "leads"),
    IncomingKind.CONTACT: ("contact", "contacts"),
}
SURE_WORDS: Final = {
    Sure.CERTAIN: ("Sure", "ok"),
    Sure.LIKELY: ("Likely", "soon"),
    Sure.PERHAPS: ("Please check", "soon"),
}
STOPPING: Final = "Stopping. None of this file is kept."
REJECTED: Final = "rejected"
"""The line of the rows that cannot be read, beside those of the fates."""


@dataclass(frozen=True, slots=True)
class CountSpec:
    """A line of the preview: which rows, what they are called and what becomes of them."""

    key: str
    icon: str
    words: str
    becomes: Mapping[IncomingKind, str]
    tone: str = "text"
    always: bool = False


def _every(words: str) -> Mapping[IncomingKind, str]:
    return dict.fromkeys(IncomingKind, words)


COUNT_LINES: Final = (
    CountSpec(
        Fate.CREATED,
        "user-plus",
        "New",
        {
            IncomingKind.CALL: "go into the call log",
            IncomingKind.LEAD: "become leads",
            IncomingKind.CONTACT: "become people",
        },
        always=True,
    ),
    CountSpec(Fate.UPDATED, "users", "Known, with news", _every("are added to it")),
    CountSpec(Fate.UNCHANGED, "check", "Here already", _every("stay as they are")),
    CountSpec(Fate.DUPLICATE, "copy", "Twice", _every("counted once"), "soon"),
    CountSpec(Fate.IGNORED, "ban", "None of ours", _every("left out")),
    CountSpec(REJECTED, "circle-alert", "Cannot be read", _every("left out"), "late", always=True),
)
_NAMES: Final = {
    Fate.CREATED: "created",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.DUPLICATE: "duplicates",
    Fate.IGNORED: "ignored",
    REJECTED: "rejected",
}


def count_of(counts: ImportCounts, key: str) -> int:
    """How many rows a line of the preview counts."""
    found: int = getattr(counts, _NAMES[key])
    return found


def many(number: int, kind: IncomingKind) -> str:
    """ "1 lead", "212 leads"."""
    one, more = KIND_WORDS[kind]
    return f"{number:,} {one if number == 1 else more}"


def what_happens(counts: ImportCounts) -> str:
    """Beside the button: "184 new and 21 with news. 6 are here already, 1 stays out." """
    first = [f"{counts.created:,} new"]
    if counts.updated:
        first.append(f"{counts.updated:,} with news")
    rest = []
    if counts.unchanged:
        rest.append(_are(counts.unchanged, "here already"))
    if counts.duplicates:
        rest.append(_are(counts.duplicates, "in it twice"))
    out = counts.ignored + counts.rejected
    if out:
        rest.append(f"{out:,} {'stays' if out == 1 else 'stay'} out")
    said = f"{' and '.join(first)}."
    return f"{said} {_upper(', '.join(rest))}." if rest else said


def what_happened(file: str, done: ImportDone, kind: IncomingKind) -> str:
    """The sentence of the undo bar."""
    counts = done.counts
    if done.cancelled:
        return f"Cancelled. None of {file} is kept."
    if not counts.written:
        return f"Nothing in {file} was new."
    out = f" {_upper(_stay_out(counts.rejected))}" if counts.rejected else ""
    return f"{many(counts.written, kind)} imported from {file}.{out}"


def progress_words(progress: ImportProgress) -> str:
    """How far it is, over ten seconds with the time left."""
    if progress.step is ImportStep.TAKING_BACK:
        return "Taking it back. Nothing of it is kept."
    share = f"{100 * progress.done // max(1, progress.of)} %"
    left = progress.seconds_left
    if left is None or left < _SOON:
        return share
    return f"{share} · {_duration(left)} left"


_SOON: Final = 10


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"about {round(seconds / 10) * 10} seconds"
    return f"about {round(seconds / 60)} minutes"


def _stay_out(number: int) -> str:
    return "1 row stays out." if number == 1 else f"{number:,} rows stay out."


def _are(number: int, what: str) -> str:
    return f"{number:,} {'is' if number == 1 else 'are'} {what}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
