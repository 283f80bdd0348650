"""A write with the sentence that the desk hears about it."""

from dataclasses import dataclass

from desktop.services.changes import Written


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written, and what to say: "Voicemail saved for … Next try tomorrow 10:00 am."

    ``said`` is fit for the screen; it may name a person and so never goes to a log.
    """

    written: Written
    said: str
