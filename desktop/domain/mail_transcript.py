"""What a caller said, as far as the notice of a voicemail holds it in words."""

import re
from collections.abc import Iterable
from typing import Final

from desktop.domain import mail_notice_words as words

_LONGEST: Final = 16 * 1024
_WORDS_AT_LEAST: Final = 3
"""Fewer, without a label, are a greeting or a signature."""
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
    blocks = re.split(r"\n[ \t]*\n", text)
    return _spoken("\n\n".join(block for block in blocks if _is_said(block, caller)).splitlines())


def _is_said(block: str, caller: str) -> bool:
    """Whether a paragraph is the caller's: it has no word of notices."""
    block = block.strip()
    lines = [line for line in block.splitlines() if line.strip()]
    return (
        len(block.split()) >= _WORDS_AT_LEAST
        and words.NOTICE_S_OWN.search(block) is None
        and not (caller and caller in block)
        and not any(words.LABEL.fullmatch(line) for line in lines)
        and not any(words.END_OF_WORDS.fullmatch(line) for line in lines)
    )


def _spoken(lines: Iterable[str]) -> str:
    """The lines up to the first that is the notice's own."""
    kept: list[str] = []
    for line in lines:
        if words.END_OF_WORDS.fullmatch(line):
            # What stands before the words (a logo's address) ends nothing.
            if any(kept):
                break
            continue
        kept.append(line.strip(' \t"“”'))
    said = "\n".join(kept).strip()[:_LONGEST]
    plain = said.casefold().strip(" .()[]*")
    return "" if plain in words.NOT_TRANSCRIBED else said
