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

from desktop.domain.caller_names import real_name
from desktop.domain.channels import emails_in
from desktop.domain.incoming import Disposition
from desktop.domain.withheld import is_withheld

_VOICEMAIL: Final = (
    r"(?:voice[ -]?mail|voice message|vm message|mensajes? de voz|correo de voz|buz[oó]n de voz)"
)
_MISSED: Final = r"(?:missed (?:an? )?(?:phone |voice )?calls?|llamada perdida)"
_ANSWER: Final = re.compile(r"\s*(?:re|aw|rv re|sv)\s*:", re.IGNORECASE)
_SUBJECTS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b{_VOICEMAIL}(?: message)?(?: \d{{1,4}})?(?: received| recibido| left| nuevo)?"
            r"(?: (?:from|de|by)\b:?|\s?[:\-–])\s?(?P<who>.{1,160})"
        ),
        rf"\b{_MISSED}(?: (?:from|de)\b:?|\s?[:\-–])?\s?(?P<who>.{{1,160}})",
        (
            r"(?P<who>.{1,120}?) (?:has )?(?:left|dej[oó]) (?:you |te |le )?(?:an?|un) "
            rf"(?:new |nuevo )?(?:{_VOICEMAIL}|message)\b"
        ),
    )
)
_ABOUT: Final = re.compile(
    rf"\b(?:{_VOICEMAIL}|{_MISSED})|\bnew message \d{{1,5}} in mailbox\b", re.IGNORECASE
)
_SENTENCES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bleft an? [\d:]{1,9}(?: seconds?)?(?: long)? message\b.{0,80}? from (?P<who>.{1,200})",
        (
            rf"\b(?:you|we|tiene|tienes|has?|hemos?)\b[^.]{{0,60}}?{_VOICEMAIL}[^.]{{0,40}}?"
            r" (?:from|de)\b:? (?P<who>.{1,200})"
        ),
        (
            rf"\b(?:you|we|tiene|tienes|has?|hemos?)\b[^.]{{0,60}}?{_MISSED}[^.]{{0,20}}?"
            r" (?:from|de)\b:? (?P<who>.{1,200})"
        ),
        (
            rf"^\W{{0,9}}(?:new |nuevo |nueva )?(?:{_VOICEMAIL}|{_MISSED})(?: from| de)?:? "
            r"(?P<who>.{1,200})"
        ),
        rf"\bcaller from (?P<who>.{{1,60}}?) left an? {_VOICEMAIL}",
    )
)
_NUMBER: Final = re.compile(r"(?<![\d/:.\-])\+?(?:\d|\(\d)[\d\s().\-]{5,20}\d(?![\d/:])")
_BRACKETED: Final = re.compile(r"<\s{0,3}(\+?[\d\s().\-]{2,24})>")
_DATED: Final = re.compile(r"\b(?:19|20)\d\d[\-.]\d{1,2}[\-.]\d{1,2}")
_CUT: Final = re.compile(
    r"[,;.]?\s(?:on|at|in mailbox|to your|to mailbox|for|received|length|duration|el d[ií]a|el|"
    r"a las|en el buz[oó]n|con duraci[oó]n|so you)\s|[\n!]|\.\s|\((?:duration|length|duraci[oó]n)",
    re.IGNORECASE,
)
_MAILBOX: Final = re.compile(
    r"\b(?:in mailbox|to your account|mailbox|buz[oó]n|extensi[oó]n|extension):? "
    r"(\d[\w\-]{0,19})",
    re.IGNORECASE,
)
_OUR_NUMBER: Final = re.compile(
    r"\bto (?:your number|your line|number):? (\+?[\d(][\d\s().\-]{5,20}\d)", re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"[*>\s]{0,4}([^\W\d_][^:\n<>@]{0,40}?)\s{0,3}[*]{0,2}:[*]{0,2}[ \t]*(.*)"
)
_CALLER: Final = frozenset(
    [
        "from",
        "caller",
        "caller id",
        "caller-id",
        "callerid",
        "calling number",
        "caller number",
        "phone",
        "phone number",
        "number",
        "call from",
        "de",
        "número",
        "numero",
        "llamante",
        "llamada de",
        "teléfono",
        "telefono",
    ]
)
_NAME: Final = frozenset(["name", "caller name", "contact", "nombre", "nombre del llamante"])
_CALLED: Final = frozenset(
    [
        "to",
        "called",
        "called number",
        "line",
        "your number",
        "mailbox",
        "extension",
        "para",
        "a",
        "línea",
        "linea",
        "buzón",
        "buzon",
        "extensión",
    ]
)
_WHEN: Final = frozenset(
    [
        "received",
        "date",
        "time",
        "date/time",
        "date and time",
        "when",
        "received at",
        "received on",
        "left at",
        "fecha",
        "fecha y hora",
        "hora",
        "recibido",
    ]
)
_MESSAGE: Final = re.compile(
    r"[*\s]{0,4}(?:(?:voice ?mail|voice message|message|audio)? ?(?:transcription|transcript|"
    r"preview)|"
    r"below is the message transcription[^\n]{0,60}|transcribed message|message(?: text)?|"
    r"transcripci[oó]n(?: del mensaje)?|mensaje)[*\s]{0,4}:[*]{0,2}[ \t]*(.*)",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\W{0,4}(?:play (?:the )?(?:message|voicemail)|listen\b|to listen\b|click\b|recording\b|"
    r"your account|this e-?mail|thank you for using|thanks,?$|sent (?:by|from|with)\b|view in|"
    r"you (?:are|re) receiving|unsubscribe|rate this|was this transcription|reply to this|"
    r"length of voicemail|voicemail recorded|escuchar|escuche|para escuchar|grabaci[oó]n|"
    r"este (?:correo|mensaje)|gracias por|-{2,}|_{3,}|https?://|<https?://|link to\b|"
    r"open (?:in|the)\b|call back\b|duration\b|confidence\b|audio\b)",
    re.IGNORECASE,
)
_NO_WORDS: Final = frozenset(
    (
        "unable to transcribe this message",
        "no transcription available",
        "transcription unavailable",
        "transcription not available",
        "transcript not available",
        "voicemail transcription not available",
        "google voice was unable to transcribe this message",
    )
)
_MACHINE: Final = re.compile(
    r"no-?_?reply|do-?not-?reply|voice-?mail|voice\b|notif|pbx|asterisk|freeswitch|fusionpbx|3cx|"
    r"ringcentral|phone|telef|vonage|twilio|openphone|quo\b|grasshopper|alert|service@",
    re.IGNORECASE,
)
_WITHHELD_WORDS: Final = re.compile(
    r"\b(?:an? )?(?:unknown(?: caller| number)?|anonymous|private(?: caller| number)?|restricted|"
    r"(?:an? )?withheld(?: number)?|blocked|unavailable|n[uú]mero (?:oculto|privado|desconocido)|"
    r"desconocido|an[oó]nimo)\b",
    re.IGNORECASE,
)
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
    if _ANSWER.match(subject):
        return None
    text = text[:_LOOKED_AT].replace("\r\n", "\n").replace("\u00a0", " ")
    flat = " ".join(text[:_BEGINNING].split())
    about = _ABOUT.search(subject)
    sentence = next(filter(None, (each.search(flat) for each in _SENTENCES)), None)
    if not about and not sentence:
        return None
    labels = dict(_labelled(text))
    who = _caller(subject, sentence, labels)
    if not who.caller and not (about and _says_who(who, sender)):
        return None
    kind = subject if about else flat[:_BEGINNING]
    missed = re.search(_MISSED, kind, re.IGNORECASE) and not re.search(
        _VOICEMAIL, kind, re.IGNORECASE
    )
    return CallNotice(
        Disposition.MISSED if missed else Disposition.VOICEMAIL,
        who.caller,
        who.name,
        _called(flat, labels),
        _first(labels, _WHEN) or _when_in(flat),
        "" if missed else _message(text, sender),
    )


def _says_who(who: _Who, sender: str) -> bool:
    """Without a number: a machine's notice alone, and it has to name somebody."""
    address = next(iter(emails_in(sender)), sender)
    return bool(who.name and _MACHINE.search(address))


def _caller(subject: str, sentence: re.Match[str] | None, labels: dict[str, str]) -> _Who:
    """From the subject, the sentence and the labels: the first number, the first name."""
    said = [found["who"] for each in _SUBJECTS if (found := each.search(subject))]
    if sentence:
        said.append(sentence["who"])
    said += [labels[label] for label in labels if label in _CALLER]
    told = [_who(each) for each in said]
    caller = next((who.caller for who in told if _has_number(who.caller)), "")
    caller = caller or next((who.caller for who in told if who.caller), "")
    name = next((who.name for who in told if who.name), "")
    return _Who(caller, name or real_name(_first(labels, _NAME)))


def _has_number(caller: str) -> bool:
    return any(c.isdecimal() for c in caller)


def _who(text: str) -> _Who:
    """``"Fern Moss" <6025550147>``, ``(602) 555-0147 (Fern Moss)``, ``an unknown caller``."""
    if bracketed := _BRACKETED.search(text):
        before = text[: bracketed.start()]
        return _Who(bracketed[1].strip(), _name(before.rpartition(":")[2]))
    cut = _CUT.search(text)
    text = text[: cut.start()] if cut else text
    number = next((each for each in _NUMBER.finditer(text) if not _DATED.match(each[0])), None)
    if number and sum(c.isdecimal() for c in number[0]) >= 7:
        written = number[0].strip()
        # "555-0147 (Fern)": a bracket that belongs to what follows.
        written = written[:-1].strip() if written.count("(") > written.count(")") else written
        return _Who(written, _name(text[: number.start()]) or _name(text[number.end() :]))
    hidden = _WITHHELD_WORDS.search(text)
    if hidden and hidden.start() < 12:
        return _Who("anonymous")
    return _Who("", _name(text))


def _name(text: str) -> str:
    name = text.strip(" \t\"'“”()[]<>-–,.:;*")
    if len(name) > 80 or is_withheld(name) or not name[:1].isalpha():
        return ""
    return real_name(name)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Label (small letters) and value, the last of a label first met wins nothing: as written."""
    lines = text.splitlines()[:80]
    for number, line in enumerate(lines):
        if found := _LABEL.fullmatch(line):
            value = found[2].strip()
            if not value and number + 1 < len(lines):
                value = lines[number + 1].strip()
            yield found[1].casefold().strip("* "), value[:300]


def _first(labels: dict[str, str], names: frozenset[str]) -> str:
    return next((value for label, value in labels.items() if label in names and value), "")


def _called(flat: str, labels: dict[str, str]) -> str:
    """The number or the mailbox of ours that was rung."""
    if found := _OUR_NUMBER.search(flat) or _MAILBOX.search(flat):
        return found[1].strip()
    said = _first(labels, _CALLED)
    number = _NUMBER.search(said)
    return number[0].strip() if number else said[:60] if said[:1].isdecimal() else ""


_ON: Final = re.compile(
    r"\b(?:on|el) ((?:\w{3,12},? )?(?:\w{3,12} \d{1,2},? \d{4}|\d{1,2} (?:de )?\w{3,12} (?:de )?"
    r"\d{4}|\d{1,4}[/\-]\d{1,2}[/\-]\d{1,4}),?(?: at| a las)? \d{1,2}:\d\d(?::\d\d)?"
    r"(?: ?[AaPp]\.?[Mm])?)"
)


def _when_in(flat: str) -> str:
    found = _ON.search(flat)
    return found[1] if found else ""


def _message(text: str, sender: str) -> str:
    """What the caller said, as far as the notice holds it in words."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := _MESSAGE.fullmatch(line):
            return _spoken([found[1], *lines[number + 1 :]])
    if "google.com" in sender:
        return _spoken(lines)
    return ""


def _spoken(lines: list[str]) -> str:
    """The lines up to the first that is the notice's own."""
    kept: list[str] = []
    for line in lines:
        if _END.match(line):
            # What stands before the words (a logo's address) ends nothing.
            if any(kept):
                break
            continue
        kept.append(line.strip(' \t"“”'))
    words = "\n".join(kept).strip()[:_LONGEST_MESSAGE]
    plain = words.casefold().strip(" .()[]*")
    return "" if plain in _NO_WORDS else words
