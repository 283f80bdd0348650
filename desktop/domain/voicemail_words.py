"""What may be left on somebody's voicemail, composed from what they permitted.

Without their permission only a first name and a number to ring: never the clinic's name, never the
reason (45 CFR 164.522(b) and 164.510(b) leave no room for more on a machine that others hear).
"""

from dataclasses import dataclass

from desktop.domain.vocabulary import VoicemailRule


@dataclass(frozen=True, slots=True)
class VoicemailWords:
    """``text`` is to be read as it stands; "" where no message may be left, and ``why`` says so."""

    text: str
    why: str = ""


def voicemail_words(
    rule: VoicemailRule,
    *,
    me: str,
    number: str,
    clinic: str = "",
    reason: str = "",
    no_voicemail: bool = False,
) -> VoicemailWords:
    """The words for one person. ``me`` is the caller's own name, ``number`` one that shows no
    clinic's name when it is rung. ``no_voicemail`` is a restriction that always wins."""
    if no_voicemail or rule is VoicemailRule.NONE:
        return VoicemailWords("", "They do not want messages. Hang up and try again later.")
    first = (me.split() or [""])[0]
    if not first or not number.strip():
        return VoicemailWords("", "Your name or the number to ring back is missing. Hang up.")
    ring = f"Please ring me back at {number.strip()}."
    if rule is VoicemailRule.NEUTRAL:
        return VoicemailWords(f"Hello, this is {first}. {ring} Thank you.")
    where = f" from {clinic.strip()}" if clinic.strip() else ""
    about = f" It is about {reason.strip()}." if reason.strip() else ""
    return VoicemailWords(f"Hello, this is {first}{where}.{about} {ring} Thank you.")
