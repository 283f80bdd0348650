"""The notice of a voicemail or a missed call that a phone system or a provider mails.

Asterisk and FreePBX, FreeSWITCH and FusionPBX, 3CX, RingCentral, Google Voice, Twilio, OpenPhone,
Vonage and whoever else writes "You have a new voicemail from …", in English and Spanish. A person
who writes about a voicemail is not taken for one: a notice names a number (or says that it was
withheld), or comes from an address that only machines write from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from desktop.domain import mail_notice_words as words
from desktop.domain.caller_names import real_name
from desktop.domain.channels import emails_in
from desktop.domain.incoming import Disposition
from desktop.domain.mail_forward import forwarded
from desktop.domain.mail_transcript import transcript
from desktop.domain.withheld import is_withheld

_LOOKED_AT: Final = 16 * 1024
_BEGINNING: Final = 1500
_FIRST_WORDS: Final = 300
_FIRST_LINES: Final = 6
_JUST_BEFORE: Final = 60
_WHOLE_NUMBER: Final = (10, 11)
"""So many digits has an American number."""
_MISSED: Final = re.compile(rf"{words.MISSED}|{words.ASKED_FOR}", re.IGNORECASE)
_VOICEMAIL: Final = re.compile(words.VOICEMAIL, re.IGNORECASE)


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
    others: tuple[str, ...] = ()
    """More callers of whom the same mail tells."""


@dataclass(frozen=True, slots=True)
class _Who:
    caller: str = ""
    name: str = ""


def read_call_notice(subject: str, text: str, sender: str) -> CallNotice | None:
    """The call that a mail tells of; None for other mail. ``sender`` is its From line."""
    passed = forwarded(_whole_lines(text).replace("\r\n", "\n"))
    subject, sender = (passed.subject or subject), (passed.sender or sender)
    said = passed.text
    subject, text = subject.translate(words.CHARACTERS), said.translate(words.CHARACTERS)
    flat = " ".join(text[:_BEGINNING].split())
    is_machine = bool(words.MACHINE.search(next(iter(emails_in(sender)), sender)))
    about = bool(words.ABOUT_A_CALL.search(subject)) or (
        is_machine and _is_message_from(subject, flat)
    )
    if not about and not is_machine:
        return None
    sentence = next(filter(None, (each.search(flat) for each in words.CALLER_IN_SENTENCE)), None)
    if not about and not sentence:
        return None
    labels = dict(_labelled(text))
    who = _caller(subject, sentence, labels, text)
    called = _called(flat, labels)
    others: tuple[str, ...] = ()
    several = about and words.SEVERAL_MISSED.search(subject)
    if is_machine and (several or not who.caller):
        outside = list(_outside(text if several else text[:_BEGINNING], called))
        if several and len(outside) > 1:
            who, others = _Who(outside[0]), tuple(outside[1:])
        elif not who.caller and outside:
            who = _Who(outside[0], who.name)
    box_alone = bool(flat) and words.IN_A_MAILBOX.search(subject)
    names_one = words.NAMES_A_CALLER.search(subject) and who.name and is_machine
    if not who.caller and not box_alone and not names_one:
        return None
    kind = subject if words.ABOUT_A_CALL.search(subject) else flat[:_BEGINNING]
    missed = _MISSED.search(kind) and not _VOICEMAIL.search(kind)
    return CallNotice(
        Disposition.MISSED if missed else Disposition.VOICEMAIL,
        who.caller,
        who.name,
        called,
        _first(labels, words.WHEN_LABELS) or _when_in(flat),
        "" if missed else transcript(said, sender, who.caller, is_machine),
        others,
    )


def _whole_lines(text: str) -> str:
    """What is looked at, to the end of a line: half a number is another one."""
    beginning = text[:_LOOKED_AT]
    return text if len(text) <= _LOOKED_AT else beginning.rpartition("\n")[0] or beginning


def _is_message_from(subject: str, flat: str) -> bool:
    """Whether a "message" of the subject is one that was spoken."""
    spoken = _VOICEMAIL.search(flat[:_FIRST_WORDS])
    return bool(spoken and words.MESSAGE_FROM.search(subject))


def _outside(text: str, called: str) -> Iterator[str]:
    """The numbers that rang, where no words tell whose they are: not ours, not the provider's."""
    ours = {_digits(called)[-10:]}
    lines: list[list[tuple[str, str, str]]] = []
    for line in text.splitlines():
        label = words.LABEL.fullmatch(line)
        is_ours = label and label[1].casefold().strip("* ") in words.CALLED_LABELS
        if is_ours or words.NO_CALLERS.search(line):
            continue
        whole = list(_whole_numbers(line))
        lines.append(whole)
        ours |= {digits for digits, _, before in whole if words.SURELY_OURS.search(before)}
    pairs = [{digits for digits, *_ in whole} for whole in lines if len(whole) > 1]
    if len(pairs) > 1:
        # The line of ours that each of them rang.
        ours |= set.intersection(*pairs)
    found = set[str]()
    for digits, number, before in chain.from_iterable(lines):
        if digits not in ours | found and not words.BEFORE_OURS.search(before):
            found.add(digits)
            yield number


def _whole_numbers(line: str) -> Iterator[tuple[str, str, str]]:
    """The last ten digits of the numbers that can be rung, the numbers as written, and what stands
    before them."""
    for start, number in _numbers(line):
        digits = _digits(number)
        is_whole = len(digits) in _WHOLE_NUMBER or number.startswith("+")
        if is_whole and not words.DATED.match(number):
            yield digits[-10:], number, line[max(0, start - _JUST_BEFORE) : start]


def _numbers(line: str) -> Iterator[tuple[int, str]]:
    """Where numbers begin, and as they are written, without the digits of a date or of a count
    behind them."""
    at = 0
    while found := words.NUMBER.search(line, at):
        whole = words.AMERICAN.match(found[0])
        written = whole[0] if whole else found[0]
        yield found.start(), written.strip()
        at = found.start() + len(written)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def is_answer(subject: str) -> bool:
    """Whether somebody answers another mail, which stands below, and is nobody's news."""
    return bool(words.ANSWER.match(subject))


def is_about_a_call(subject: str) -> bool:
    """Whether a subject is that of a notice; a text may speak of calls for other reasons."""
    return bool(words.ABOUT_A_CALL.search(subject))


def _caller(
    subject: str, sentence: re.Match[str] | None, labels: dict[str, str], text: str
) -> _Who:
    """From the subject, the first lines, the sentence and the labels: the first number, the first
    name."""
    said = [found["who"] for each in words.CALLER_IN_SUBJECT if (found := each.search(subject))]
    if not any(_has_number(_who(each).caller) for each in said):
        first = text.lstrip().splitlines()[:_FIRST_LINES]
        said += [found["who"] for line in first if (found := words.LEFT_BY.match(line[:400]))]
    if sentence:
        said.append(sentence["who"])
    for kind in (words.CALLER_LABELS, words.NUMBER_LABELS):
        said += [labels[label] for label in labels if label in kind]
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
    if len(name) > 80 or words.NO_NAME.match(name) or is_withheld(name) or not name[:1].isalpha():
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
