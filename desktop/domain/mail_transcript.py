"""What a caller said, as far as the notice of a voicemail holds it in words."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from desktop.domain import mail_notice_words as words

_LONGEST: Final = 16 * 1024
_LINE_AT_MOST: Final = 1000
_WORDS_AT_LEAST: Final = 3
"""Fewer, without a label, are a greeting or a signature."""
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])(?=\s)")
_WRITES_IT_ALONE: Final = "google.com"
"""Google Voice puts the words between two links, without a label."""


def transcript(text: str, sender: str, caller: str, is_machine: bool) -> str:
    """The words below their label; without one, those that are not the notice's own (what a
    person wrote around a notice is not what the caller said)."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := words.MESSAGE_LABEL.fullmatch(line):
            return _spoken([found[1] or "", *lines[number + 1 :]])
    if _WRITES_IT_ALONE in sender:
        return _spoken(lines)
    if not is_machine:
        return ""
    if quoted := words.QUOTED.search(text):
        return _spoken(quoted[1].splitlines())
    blocks = (_said_in(block, caller) for block in re.split(r"\n[ \t]*\n", text))
    return _spoken("\n\n".join(filter(None, blocks)).splitlines())


def unsaid(texts: Iterable[str], message: str) -> str:
    """The lines of a notice that did not become the caller's words, and may be some all the same:
    not those that tell of the call, which any notice has, with the names of our own lines."""
    said = {"", *(line.strip() for line in message.splitlines())}
    lines = dict.fromkeys(line.strip() for text in texts for line in text.splitlines())
    return "\n".join(line for line in lines if line not in said and not _tells_of_call(line))


def _tells_of_call(line: str) -> bool:
    line = line[:_LINE_AT_MOST]
    if _label(line) in words.CALLED_LABELS:
        return True
    told = any(each.search(line) for each in words.CALLER_IN_SENTENCE)
    return told and not words.SAYS_I.search(line)


def _label(line: str) -> str:
    found = words.LABEL.fullmatch(line)
    return found[1].casefold().strip("* ") if found else ""


def _said_in(block: str, caller: str) -> str:
    """What a paragraph holds of the caller's words: all of it where it has no word of notices,
    else its sentences without one, where the caller speaks of themselves."""
    block = block.strip()
    lines = [line for line in block.splitlines() if line.strip()]
    if len(block.split()) < _WORDS_AT_LEAST:
        return ""
    if not (
        _is_notice_s(block, caller)
        or any(map(words.LABEL.fullmatch, lines))
        or any(map(words.END_OF_WORDS.fullmatch, lines))
    ):
        return block
    sentences = _SENTENCE_ENDS.split("\n".join(line for line in lines if not _is_own_line(line)))
    if not any(map(words.SAYS_I.search, sentences)):
        return ""
    said = (s for s in sentences if words.SAYS_I.search(s) or not _is_notice_s(s, caller))
    return "".join(said).strip()


def _is_notice_s(text: str, caller: str) -> bool:
    return bool(words.NOTICE_S_OWN.search(text)) or bool(caller and caller in text)


def _is_own_line(line: str) -> bool:
    if _label(line) in words.LABELS:
        return True
    return words.END_OF_WORDS.fullmatch(line) is not None and not words.SAYS_I.search(line)


def _spoken(lines: Sequence[str]) -> str:
    """The lines up to the first that is the notice's own, and below which no caller speaks of
    themselves: "Call back" may be said too."""
    last = max((place for place, line in enumerate(lines) if words.SAYS_I.search(line)), default=0)
    kept: list[str] = []
    for place, line in enumerate(lines):
        if words.END_OF_WORDS.fullmatch(line):
            # What stands before the words (a logo's address) ends nothing.
            if any(kept) and place > last:
                break
            if not any(kept) or "://" in line:
                continue
        kept.append(line.strip(' \t"“”'))
    said = "\n".join(kept).strip()[:_LONGEST]
    plain = said.casefold().strip(" .()[]*")
    return "" if plain in words.NOT_TRANSCRIBED else said
