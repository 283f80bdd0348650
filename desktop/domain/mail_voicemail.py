"""The notice of a voicemail or a missed call that a phone system or a provider mails.

Asterisk and FreePBX, FreeSWITCH and FusionPBX, 3CX, RingCentral, Google Voice, Twilio, OpenPhone,
Vonage and whoever else writes "You have a new voicemail from …", in English and Spanish. A person
who writes about a voicemail is not taken for one: a notice names a number (or says that it was
withheld), or comes from an address that only machines write from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop.domain import mail_notice_words as words
from desktop.domain.caller_names import real_name
from desktop.domain.channels import emails_in
from desktop.domain.incoming import Disposition
from desktop.domain.withheld import is_withheld

_LOOKED_AT: Final = 16 * 1024
_BEGINNING: Final = 1500
_LONGEST_MESSAGE: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class CallNotice:
    """What the notice says of the call. ``caller`` is the number as written, or the word for a
    withheld one; ``when`` is its time as written; ``message`` is what was said, if transcribed."""

    disposition: Disposition
    caller: str
    name: str = ""
    called: str = ""
    when: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Who:
    caller: str = ""
    name: str = ""


def read_call_notice(subject: str, text: str, sender: str) -> CallNotice | None:
    """The call that a mail tells of; None for other mail. ``sender`` is its From line."""
    text = text[:_LOOKED_AT].replace("\r\n", "\n").replace("\u00a0", " ")
    flat = " ".join(text[:_BEGINNING].split())
    about = words.ABOUT_A_CALL.search(subject)
    sentence = next(filter(None, (each.search(flat) for each in words.CALLER_IN_SENTENCE)), None)
    if not about and not sentence:
        return None
    labels = dict(_labelled(text))
    who = _caller(subject, sentence, labels)
    box_alone = bool(flat) and words.IN_A_MAILBOX.search(subject)
    if (
        not who.caller
        and not box_alone
        and not (words.NAMES_A_CALLER.search(subject) and _says_who(who, sender))
    ):
        return None
    kind = subject if about else flat[:_BEGINNING]
    missed = re.search(words.MISSED, kind, re.IGNORECASE) and not re.search(
        words.VOICEMAIL, kind, re.IGNORECASE
    )
    return CallNotice(
        Disposition.MISSED if missed else Disposition.VOICEMAIL,
        who.caller,
        who.name,
        _called(flat, labels),
        _first(labels, words.WHEN_LABELS) or _when_in(flat),
        "" if missed else _message(text, sender),
    )


def is_answer(subject: str) -> bool:
    """Whether somebody answers another mail, which stands below, and is nobody's news."""
    return bool(words.ANSWER.match(subject))


def is_about_a_call(subject: str) -> bool:
    """Whether a subject is that of a notice; a text may speak of calls for other reasons."""
    return bool(words.ABOUT_A_CALL.search(subject))


def _says_who(who: _Who, sender: str) -> bool:
    """Without a number: a machine's notice alone, and it has to name somebody."""
    address = next(iter(emails_in(sender)), sender)
    return bool(who.name and words.MACHINE.search(address))


def _caller(subject: str, sentence: re.Match[str] | None, labels: dict[str, str]) -> _Who:
    """From the subject, the sentence and the labels: the first number, the first name."""
    said = [found["who"] for each in words.CALLER_IN_SUBJECT if (found := each.search(subject))]
    if sentence:
        said.append(sentence["who"])
    said += [labels[label] for label in labels if label in words.CALLER_LABELS]
    told = [_who(each) for each in said]
    caller = next((who.caller for who in told if _has_number(who.caller)), "")
    caller = caller or next((who.caller for who in told if who.caller), "")
    name = next((who.name for who in told if who.name), "")
    return _Who(caller, name or real_name(_first(labels, words.NAME_LABELS)))


def _has_number(caller: str) -> bool:
    return any(c.isdecimal() for c in caller)


def _who(text: str) -> _Who:
    """``"Fern Moss" <6025550147>``, ``(602) 555-0147 (Fern Moss)``, ``an unknown caller``."""
    if bracketed := words.BRACKETED.search(text):
        before = text[: bracketed.start()]
        return _Who(bracketed[1].strip(), _name(before.rpartition(":")[2]))
    cut = words.BEHIND_THE_CALLER.search(text)
    text = text[: cut.start()] if cut else text
    number = next(
        (each for each in words.NUMBER.finditer(text) if not words.DATED.match(each[0])), None
    )
    if number and sum(c.isdecimal() for c in number[0]) >= 7:
        written = number[0].strip()
        # "Fern (6025550147)": a bracket around it is no part of it.
        written = written[1:] if written[:1] == "(" and ")" not in written else written
        return _Who(written, _name(text[: number.start()]) or _name_behind(text[number.end() :]))
    hidden = words.WITHHELD_WORDS.search(text)
    if hidden and hidden.start() < 12:
        return _Who("anonymous")
    return _Who("", _name(text))


def _name_behind(text: str) -> str:
    """``(Fern Moss)`` after the number; other words there go on with something else."""
    found = words.IN_BRACKETS.match(text)
    return _name(found[1]) if found else ""


def _name(text: str) -> str:
    name = text.strip(" \t\"'“”()[]<>-–,.:;*").removesuffix(" at")
    if len(name) > 80 or is_withheld(name) or not name[:1].isalpha():
        return ""
    return real_name(name)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Label (small letters) and value, the last of a label first met wins nothing: as written."""
    lines = text.splitlines()[:80]
    for number, line in enumerate(lines):
        if found := words.LABEL.fullmatch(line):
            value = found[2].strip()
            if not value and number + 1 < len(lines):
                value = lines[number + 1].strip()
            yield found[1].casefold().strip("* "), value[:300]


def _first(labels: dict[str, str], names: frozenset[str]) -> str:
    return next((value for label, value in labels.items() if label in names and value), "")


def _called(flat: str, labels: dict[str, str]) -> str:
    """The number or the mailbox of ours that was rung."""
    if found := words.OUR_NUMBER.search(flat) or words.MAILBOX.search(flat):
        return found[1].strip()
    said = _first(labels, words.CALLED_LABELS)
    number = words.NUMBER.search(said)
    return number[0].strip() if number else said[:60] if said[:1].isdecimal() else ""


def _when_in(flat: str) -> str:
    found = words.WRITTEN_TIME.search(flat)
    return found[1] if found else ""


def _message(text: str, sender: str) -> str:
    """What the caller said, as far as the notice holds it in words."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := words.MESSAGE_LABEL.fullmatch(line):
            return _spoken([found[1], *lines[number + 1 :]])
    if "google.com" in sender:
        return _spoken(lines)
    return ""


def _spoken(lines: list[str]) -> str:
    """The lines up to the first that is the notice's own."""
    kept: list[str] = []
    for line in lines:
        if words.END_OF_WORDS.match(line):
            # What stands before the words (a logo's address) ends nothing.
            if any(kept):
                break
            continue
        kept.append(line.strip(' \t"“”'))
    said = "\n".join(kept).strip()[:_LONGEST_MESSAGE]
    plain = said.casefold().strip(" .()[]*")
    return "" if plain in words.NOT_TRANSCRIBED else said
