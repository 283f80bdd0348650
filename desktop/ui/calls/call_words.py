"""What a call is called on screen."""

from datetime import datetime

from desktop.domain.number_display import display
from desktop.domain.vocabulary import CallOutcome, Direction, Source
from desktop.domain.wording import in_sentence, moment
from desktop.ui.words import OUTCOME_WORDS

NOBODY = "Nobody yet"
LINE_WORDS = {"855-KET-WELL": "Main"}
"""Numbers that are rung, by the names the desk has for them."""

SOURCE_WORDS = {
    Source.DESK: ("Desk", "monitor"),
    Source.PHONE_SYSTEM: ("Phone system", "server"),
    Source.FILE: ("File", "file-spreadsheet"),
}
"""Words and icon."""
SOURCE_LINES = {
    Source.DESK: "Desk, typed while talking",
    Source.PHONE_SYSTEM: "Phone system, by itself",
    Source.FILE: "File, taken in later",
}

_ICONS = {
    CallOutcome.CALLBACK: "calendar-clock",
    CallOutcome.MESSAGE: "message-square",
    CallOutcome.SPAM: "ban",
}
"""Where the list of calls has another than the card."""
_OUT = {
    CallOutcome.MESSAGE: ("Voicemail", "voicemail"),
    CallOutcome.MISSED: ("No answer", "phone-missed"),
}
"""What the same reads on a call that we made."""


def outcome_words(outcome: CallOutcome, direction: Direction = Direction.IN) -> tuple[str, str]:
    """Words and icon."""
    if direction is Direction.OUT and outcome in _OUT:
        return _OUT[outcome]
    words, icon = OUTCOME_WORDS[outcome]
    return words, _ICONS.get(outcome, icon)


def missed_in(outcome: CallOutcome | None, direction: Direction) -> bool:
    """Whether somebody rang us in vain."""
    return outcome is CallOutcome.MISSED and direction is Direction.IN


def direction_words(direction: Direction) -> str:
    """ "Call in" or "Call out"."""
    return "Call in" if direction is Direction.IN else "Call out"


def line_words(called_line: str) -> str:
    """The line that was rung, by its name."""
    return LINE_WORDS.get(called_line, called_line)


def number_words(e164: str | None, extension: str, typed: str, withheld: bool) -> str:
    """The number as people write it, what was typed, or that it was withheld."""
    if e164 is not None:
        return display(e164, extension or None)
    return "Withheld" if withheld else typed


def length_words(seconds: int | None) -> str:
    """ "4:12", from an hour on "1:02:07"; nothing where it is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spoken_length(seconds: int | None) -> str:
    """ "4 min 12 s"."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def when_words(at: datetime, zone: str, now: datetime) -> str:
    """ "today 2:14 pm", in the middle of a line."""
    return in_sentence(moment(at, zone, now))
