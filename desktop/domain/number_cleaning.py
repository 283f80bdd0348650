"""Take a number out of what it came in: widths, marks, links, name and address, labels, remarks.

The numbering library reads letters as digits ("(cell)" becomes 2355) and does not know SIP, so all
of this comes off first.
"""

import re

from desktop.domain.number_characters import EXTENSION, digits_in, plain

_EXCEL_TEXT = re.compile(r"""=?\s*["'](.*)["']|'(.*)""", re.DOTALL)
_EXCEL_DECIMAL = re.compile(r"(\+?\d{7,15})\.0+")
_NAME_ADDRESS = re.compile(r"([^<>]*)<([^<>]*)>.*", re.DOTALL)
_SIP = re.compile(r"sips?:(?://)?([^?]*).*", re.IGNORECASE | re.DOTALL)
_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?")
_TEL = re.compile(r"(?:tel|callto):(?://)?([^?]*).*", re.IGNORECASE | re.DOTALL)
_TEL_PARAMETER = re.compile(r";(?!ext=)[\w-]+(?:=[^;]*)?", re.IGNORECASE)
_PERCENT = re.compile(r"%([2-7][0-9A-Fa-f])")
_LABEL = re.compile(r"\s*(?:[^\W\d_][^\W\d_ .]{0,15}\.?\s?){1,3}:\s*(?=[+(\d])|\s*\d:\s*(?=\+)")
_BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_UNKNOWN_EXTENSION = re.compile(
    rf"(?<=\d)\s*(?:[pw]\s*(?=\d{{1,7}}$)|{EXTENSION}(?<=#))", re.IGNORECASE
)
_STAR_EXTENSION = re.compile(r"(?<=\d)[\s)]*\*\s*(?=\d{1,6}#?$)")
_HIDING = re.compile(r"\s*(?:\*\d{2}|[*#]\d{2}#)[\s,]*(?=[+(\d])")

_EXTENSION_ALONE = re.compile(rf"\s*{EXTENSION}\d+\s*#?\s*", re.IGNORECASE)
_EXTENSION_AFTER = re.compile(rf"\s*(?:{EXTENSION}|\w+=)|.*#\s*$", re.IGNORECASE | re.DOTALL)
_WORDS_AFTER = re.compile(
    rf"(?<=[\d#)])[^\w+#]*(?!{EXTENSION})(?=[^\W\d_]{{2}}|[^\W\d_](?![\d ]))", re.IGNORECASE
)
_JOINER = re.compile(r"::|[|\n\r&/;]|(?<!,),(?!,)|\s-\s|\s(?:or|and)\s", re.IGNORECASE)
_AMERICAN = r"(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}"
_INTERNATIONAL = r"\+\d[\d\s().-]{6,18}\d"
_AFTER_WORDS = re.compile(
    rf"[^\W\d_].*?(?<!\d)(?<!\d[\s.+-])({_AMERICAN}(?!\d)|{_INTERNATIONAL}(?!\d))", re.DOTALL
)
_SIDE_BY_SIDE = re.compile(rf"\s*({_AMERICAN})\s+({_AMERICAN}.*)", re.DOTALL)
# Behind two commas or more a phone dials on: those digits belong to the number.
_DIGITS_AFTER = re.compile(
    rf"([^\d+]*{_AMERICAN})(?!\s*[,;]{{2}})[\s,;:/.()\[\]-]+(\d.*)", re.DOTALL
)
_LAST_DIGITS = re.compile(r"(.*\d)\s*/\s*\d{1,6}\s*")


def unwrapped(text: str) -> str:
    """What is meant in ``="2125550147"``, ``Bob <2125550147>``, ``<sip:+1…@host>;tag=…``,
    ``tel:+1…;isub=…``, ``callto:+1…?call``, ``Phone: …``, ``p:+1…`` and ``2125550147.0``.

    The user part of a SIP address is returned as it is, digits or not. A ``tel:`` link with a
    phone context is left whole, since the numbering library reads it by RFC 3966.
    """
    if excel := _EXCEL_TEXT.fullmatch(text):
        text = excel[1] if excel[1] is not None else excel[2]
    if "phone-context=" in text.lower():
        return text
    if around := _NAME_ADDRESS.fullmatch(text):
        inside = unwrapped(around[2].strip())
        name = around[1].strip(' "')
        # "(212) 555-0147 <cell>": the brackets hold no number but the text before them does.
        hidden = len(digits_in(inside)) < 3 <= len(digits_in(name))
        return unwrapped(name) if hidden else inside or name
    if sip := _SIP.fullmatch(text):
        text = _sip_user(sip[1])
    elif tel := _TEL.fullmatch(text):
        text = _TEL_PARAMETER.sub("", _unescaped(tel[1]))
    elif label := _LABEL.match(text):
        text = text[label.end() :]
    if decimal := _EXCEL_DECIMAL.fullmatch(text.strip()):
        return decimal[1]
    return text.strip()


def _sip_user(address: str) -> str:
    if "@" not in address:
        host = address.partition(";")[0]
        return "" if _IP_ADDRESS.fullmatch(host) else _unescaped(host)
    user = _unescaped(address.partition("@")[0])
    return user.partition(":")[0]  # a password may follow the name


def _unescaped(text: str) -> str:
    return plain(_PERCENT.sub(lambda found: chr(int(found[1], 16)), text))


def without_labels(text: str) -> str:
    """Without bracketed words: ``212-555-0147 (cell)``, ``[home 2]``. Extensions and digit groups
    in brackets stay, so do vanity words after their number: ``(800 FLOWERS)``."""
    return _BRACKETS.sub(_unlabelled, text).strip()


def _unlabelled(bracket: re.Match[str]) -> str:
    inside = bracket[1]
    if _EXTENSION_ALONE.fullmatch(inside):
        return f" {inside} "
    has_letters = any(c.isalpha() for c in inside)
    return " " if has_letters and len(digits_in(inside)) < 3 else bracket[0]


def without_dial_codes(text: str) -> str:
    """Without the code that hides one's own number for a call (``*67``, ``#31#``), and with
    extensions that the library does not know as an ``x``: a mobile phone's pause (``p5``, ``w5``),
    ``extension #5``, RingCentral's star (``+13125550147*101``)."""
    found = _HIDING.match(text)
    text = text[found.end() :] if found and len(digits_in(text)) >= 9 else text
    star = _STAR_EXTENSION.search(text)
    if star and len(digits_in(text[: star.start()])) >= 7:
        text = f"{text[: star.start()]} x{text[star.end() :]}"
    return _UNKNOWN_EXTENSION.sub(" x", text)


def split_first(text: str) -> tuple[str, str]:
    """The first number with its extension, and what follows it: more numbers, remarks, or ``""``.

    A text in which nothing stands apart for certain comes back whole.
    """
    if "phone-context=" in text.lower():
        return text, ""
    cuts = [cut for cut in (_joined(text), _before_words(text, at_least=10)) if cut]
    if cuts:
        return min(cuts, key=lambda cut: len(cut[0]))
    if beside := _SIDE_BY_SIDE.fullmatch(text):
        return beside[1], beside[2]
    last = _LAST_DIGITS.fullmatch(text)
    if last and len(digits_in(last[1])) >= 10:  # 212-555-0147/48: the first of a row of lines
        return last[1], ""
    return text, ""


def split_short(text: str) -> tuple[str, str]:
    """As :func:`split_first` for a number of seven digits or more before words that stand apart,
    "555-0147 after 5pm". Only for what is no vanity number as a whole ("1 800 555 HELP")."""
    return _before_words(text, at_least=7) or (text, "")


def split_after_words(text: str) -> tuple[str, str]:
    """A whole American or international number after words with digits of their own, "Suite 5,
    212-555-0147", and what follows it; ``("", "")`` when there is none."""
    found = _AFTER_WORDS.search(text)
    return (found[1], text[found.end() :]) if found else ("", "")


def split_before_digits(text: str) -> tuple[str, str]:
    """A whole American number before digits that stand apart and are none of it, "212-555-0147
    9-5", and what follows it; ``("", "")`` when there is none. Only for what is no good number as
    a whole."""
    found = _DIGITS_AFTER.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


def _joined(text: str) -> tuple[str, str] | None:
    for joiner in _JOINER.finditer(text):
        before, after = text[: joiner.start()], text[joiner.end() :]
        # After a comma or a semicolon up to nine digits are an extension or a conference code.
        needed = 10 if joiner[0] in (",", ";") or "-" in joiner[0] else 7
        if (
            len(digits_in(before)) >= 7
            and len(digits_in(after)) >= needed
            and not _EXTENSION_AFTER.match(after)
        ):
            return before, after
    return None


def _before_words(text: str, at_least: int) -> tuple[str, str] | None:
    for words in _WORDS_AFTER.finditer(text):
        before = text[: words.start()]
        if len(digits_in(before)) >= at_least and (at_least >= 10 or words[0]):
            return before, text[words.end() :]
    return None
