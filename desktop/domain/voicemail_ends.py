"""Why nobody has to ring back for a message that was left."""

from enum import StrEnum

from desktop.domain.vocabulary import Resolution


class VoicemailEnd(StrEnum):
    """In the order of the digits 1 … 5 that close a message."""

    HANDLED = "handled"
    NOTHING_SAID = "nothing_said"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    WRONG_NUMBER = "wrong_number"


END_WORDS = {
    VoicemailEnd.HANDLED: "Handled already",
    VoicemailEnd.NOTHING_SAID: "Nothing was said",
    VoicemailEnd.SPAM: "Spam",
    VoicemailEnd.DUPLICATE: "Left twice",
    VoicemailEnd.WRONG_NUMBER: "Wrong number",
}
"""As it is kept with the message, before what else was noted."""


def resolution_of(end: VoicemailEnd) -> Resolution:
    """How the promise ends that the message had opened by itself."""
    return Resolution.DUPLICATE if end is VoicemailEnd.DUPLICATE else Resolution.NOT_NEEDED


def ended_words(end: VoicemailEnd, note: str) -> str:
    """ "Spam · Sells printer ink"."""
    return " · ".join(part for part in (END_WORDS[end], note.strip()) if part)
