"""The characters that numbers are written with. Light: every screen that shows numbers loads it."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 250
"""Characters looked at; the numbering library reads no more. A number stands at the beginning."""

EXTENSION: Final = r"(?:e?xt?ensi[oó]n?|e?xtn?|xx?|int|anexo|доб)[:.,=#\s]*(?=\d)"
"""Pattern of the words that begin an extension, with a digit to follow. Case does not matter."""

_NO_DIGITS: Final = bytes(code for code in range(128) if not chr(code).isdigit())
_CONTROLS: Final = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}


def plain(text: str) -> str:
    """``text`` with ASCII digits, spaces and dashes, without marks that do not show (control
    characters, directions, soft hyphens); at most :data:`LONGEST` characters."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable() and "\\" not in text:  # nearly always
        return text.strip()
    text = text.translate(_CONTROLS)
    if not text.isascii():
        text = "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))
    if "\\" in text:  # as some exports write a tab
        text = re.sub(r"\\[tnr]", " ", text)
    return text.strip()


def digits_in(text: str) -> str:
    """The ASCII digits of plain text, in order."""
    if text.isascii():
        return text.encode().translate(None, _NO_DIGITS).decode()
    return "".join(c for c in text if "0" <= c <= "9")


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if kind.startswith("Z"):
        return " "
    return "" if kind.startswith("C") else character
