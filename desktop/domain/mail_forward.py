"""What was forwarded, without the heads and the words that a mail program or a clerk put before
it: who passes a form on is not who filled it in."""

import re
from dataclasses import dataclass
from typing import Final

from desktop.domain.mail_labels import label_in

_MARK: Final = re.compile(
    r"--[ ]{0,4}(?:forwarded message|original message|mensaje reenviado|mensaje original)"
    r"[ ]{0,4}-{2,40}|begin forwarded message:",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(r"[*>\s]{0,6}([^\W\d_][\w\- ]{0,24}?)[*\s]{0,3}:[*]{0,2}\s{0,4}(.*)")
_FROM: Final = frozenset(("from", "de", "von"))
_SENT: Final = frozenset(("sent", "enviado", "enviado el", "gesendet"))
_DATE: Final = frozenset(("date", "fecha", "datum"))
_TO: Final = frozenset(("to", "para", "an"))
_SUBJECT: Final = frozenset(("subject", "asunto", "betreff"))
_REPLY_TO: Final = frozenset(("reply-to", "responder a"))
_OTHER_HEADS: Final = frozenset(
    (
        "cc",
        "bcc",
        "importance",
        "priority",
        "attachments",
        "resent-from",
        "importancia",
        "prioridad",
    )
)
_HEADS: Final = _FROM | _SENT | _DATE | _TO | _SUBJECT | _REPLY_TO | _OTHER_HEADS
_FORM_BODY: Final = ("Message Body:", "Cuerpo del mensaje:")
"""Contact Form 7 writes so below the heads of its own."""
_HEADS_AT_LEAST: Final = 2
_HEADS_AT_MOST: Final = 14
_MARKS_AT_MOST: Final = 4
_QUOTED_AT_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Passed:
    """A mail that was passed on, without its heads: ``sender``, ``subject`` and ``reply_to`` are
    what they said, ``above`` what stands before them and ``below`` the rest. Of a mail that nobody
    passed on, its text alone."""

    text: str
    sender: str = ""
    subject: str = ""
    reply_to: str = ""
    above: str = ""
    below: str = ""


def forwarded(text: str, message: re.Pattern[str] | None = None) -> Passed:
    """What was passed on in ``text``. A line that begins with ``message`` opens what a person
    wrote: nothing below it is taken for heads."""
    lines = _unquoted(_quotation(text.split("\n"), message))
    begin, marks, place = 0, 0, 0
    parts = ("", "")
    is_marked = False
    heads = dict[str, str]()
    while place < len(lines):
        line = lines[place]
        if message and message.match(line):
            break
        if marks < _MARKS_AT_MOST and _MARK.search(line):
            parts = parts if any(parts) else _parted(lines, place)
            lines[place + 1 :] = _unquoted(lines[place + 1 :])
            begin, is_marked = place + 1, True
            marks += 1
        elif found := _heads(lines, place, is_marked):
            parts = parts if any(parts) else _parted(lines, place)
            place, heads = found
            begin, is_marked = place, False
            continue
        elif line.strip():
            is_marked = False
        place += 1
    sender, subject, reply_to = (
        next((value.strip() for name, value in heads.items() if name in names), "")
        for names in (_FROM, _SUBJECT, _REPLY_TO)
    )
    return Passed("\n".join(lines[begin:]).lstrip("\n"), sender, subject, reply_to, *parts)


def _parted(lines: list[str], place: int) -> tuple[str, str]:
    return "\n".join(lines[:place]), "\n".join(lines[place:])


def _heads(lines: list[str], first: int, is_marked: bool) -> tuple[int, dict[str, str]] | None:
    """Where the heads of a mail that begin at ``first`` end, and what they say. Behind the line
    that says it is forwarded, two heads are enough; elsewhere a form may ask for a subject, and a
    notice tell whom a call is from."""
    if _name(lines[first]) not in _HEADS:
        return None
    found = dict[str, str]()
    place = first
    for line in lines[first : first + _HEADS_AT_MOST]:
        name = _name(line)
        if name in _HEADS and name not in found:
            found[name] = line.partition(":")[2].strip("* ")
        elif not line.strip(" >") or name or "@" not in line:
            break
        place += 1
    names = set(found)
    sender = next((value for name, value in found.items() if name in _FROM), "")
    if not sender or len(names) < _HEADS_AT_LEAST:
        return None
    if not is_marked:
        dated = names & _SENT or (names & _DATE and names & _TO)
        if not dated or not names & _SUBJECT or sender[0] in "+(0123456789":
            return None
        if next(filter(str.strip, lines[place : place + 3]), "").startswith(_FORM_BODY):
            return None
    return place, found


def _name(line: str) -> str:
    found = _HEAD.fullmatch(line[:400])
    return found[1].strip().casefold() if found else ""


def _quotation(lines: list[str], message: re.Pattern[str] | None) -> list[str]:
    """What a mail quotes to its end, where no form stands above that."""
    first = next((place for place, line in enumerate(lines) if line.startswith(">")), 0)
    own, quoted = lines[:first], lines[first:]
    if any(line.strip() and not line.startswith(">") for line in quoted):
        return lines
    has_form = any(label_in(line) or (message and message.match(line)) for line in own)
    return lines if has_form else quoted


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without the ``>`` that stands before each of them."""
    for _ in range(_QUOTED_AT_MOST):
        said = [line for line in lines if line.strip()]
        if not said or not all(line.startswith(">") for line in said):
            break
        lines = [line[2:] if line.startswith("> ") else line[1:] for line in lines]
    return lines
