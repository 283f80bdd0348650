"""The words of notices of calls, in English and Spanish, see :mod:`desktop.domain.mail_voicemail`.

Every pattern is bounded, so that none takes longer on hostile mail than on any other.
"""

import re
from typing import Final

VOICEMAIL: Final = (
    r"(?:voice[ -]?mail|voice message|vm message|mensajes? de voz|correo de voz|buz[oó]n de voz)"
)
MISSED: Final = r"(?:missed (?:an? )?(?:phone |voice )?calls?|llamada perdida)"
ANSWER: Final = re.compile(r"\s*(?:re|aw|rv re|sv)\s*:", re.IGNORECASE)
CALLER_IN_SUBJECT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b{VOICEMAIL}(?: message)?(?: \d{{1,4}})?(?: received| recibido| left| nuevo)?"
            r"(?: (?:from|de|by)\b:?|\s?[:\-–])\s?(?P<who>.{1,160})"
        ),
        rf"\b{MISSED}(?: (?:from|de)\b:?|\s?[:\-–])?\s?(?P<who>.{{1,160}})",
        (
            r"(?P<who>.{1,120}?) (?:has )?(?:left|dej[oó]) (?:you |te |le )?(?:an?|un) "
            rf"(?:new |nuevo )?(?:{VOICEMAIL}|message)\b"
        ),
    )
)
IN_A_MAILBOX: Final = re.compile(r"\bnew message \d{1,5} in mailbox\b", re.IGNORECASE)
"""Asterisk's own subject, which is certain whatever its text was changed to."""
ABOUT_A_CALL: Final = re.compile(
    rf"\b(?:{VOICEMAIL}|{MISSED})|\bnew message \d{{1,5}} in mailbox\b", re.IGNORECASE
)
NAMES_A_CALLER: Final = re.compile(
    rf"\b(?:{VOICEMAIL}|{MISSED})(?: message)? (?:from|de|by) |"
    rf" (?:left|dej[oó]) (?:you |te |le )?(?:an?|un) (?:new |nuevo )?{VOICEMAIL}",
    re.IGNORECASE,
)
"""A subject that says whose it is."""
CALLER_IN_SENTENCE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bleft an? [\d:]{1,9}(?: seconds?)?(?: long)? message\b.{0,80}? from (?P<who>.{1,200})",
        (
            rf"\b(?:you|we|tiene|tienes|has?|hemos?)\b[^.]{{0,60}}?{VOICEMAIL}[^.]{{0,40}}?"
            r" (?:from|de)\b:? (?P<who>.{1,200})"
        ),
        (
            rf"\b(?:you|we|tiene|tienes|has?|hemos?)\b[^.]{{0,60}}?{MISSED}[^.]{{0,20}}?"
            r" (?:from|de)\b:? (?P<who>.{1,200})"
        ),
        (
            rf"^\W{{0,9}}(?:new |nuevo |nueva )?(?:{VOICEMAIL}|{MISSED})(?: from| de)?:? "
            r"(?P<who>.{1,200})"
        ),
        rf"\bcaller from (?P<who>.{{1,60}}?) left an? {VOICEMAIL}",
    )
)
NUMBER: Final = re.compile(r"(?<![\d/:.\-])\+?(?:\d|\(\d)[\d\s().\-]{5,20}\d(?![\d/:])")
BRACKETED: Final = re.compile(r"<\s{0,3}(\+?[\d\s().\-]{2,24})>")
IN_BRACKETS: Final = re.compile(r"\s{0,3}[(\"“]([^()\"“”\n]{1,80})[)\"”]")
DATED: Final = re.compile(r"\b(?:19|20)\d\d[\-.]\d{1,2}[\-.]\d{1,2}")
BEHIND_THE_CALLER: Final = re.compile(
    r"[,;.]?\s(?:on|at(?! \+?\(?\d[\d\s().\-]{8})|"
    r"in mailbox|to your|to mailbox|for|received|length|duration|el d[ií]a|el|"
    r"a las|en el buz[oó]n|con duraci[oó]n|so you)\s|[\n!]|\.\s|\((?:duration|length|duraci[oó]n)",
    re.IGNORECASE,
)
MAILBOX: Final = re.compile(
    r"\b(?:in mailbox|to your account|mailbox|buz[oó]n|extensi[oó]n|extension):? "
    r"(\d[\w\-]{0,19})",
    re.IGNORECASE,
)
OUR_NUMBER: Final = re.compile(
    r"\bto (?:your number|your line|number):? (\+?[\d(][\d\s().\-]{5,20}\d)", re.IGNORECASE
)
LABEL: Final = re.compile(
    r"[*>\s]{0,4}([^\W\d_][^:\n<>@]{0,40}?)\s{0,3}[*]{0,2}:[*]{0,2}[ \t]*(.*)"
)
CALLER_LABELS: Final = frozenset(
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
NAME_LABELS: Final = frozenset(["name", "caller name", "contact", "nombre", "nombre del llamante"])
CALLED_LABELS: Final = frozenset(
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
WHEN_LABELS: Final = frozenset(
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
MESSAGE_LABEL: Final = re.compile(
    r"[*\s]{0,4}(?:(?:voice ?mail|voice message|message|audio)? ?(?:transcription|transcript|"
    r"preview)|"
    r"below is the message transcription[^\n]{0,60}|transcribed message|message(?: text)?|"
    r"transcripci[oó]n(?: del mensaje)?|mensaje)[*\s]{0,4}:[*]{0,2}[ \t]*(.*)",
    re.IGNORECASE,
)
END_OF_WORDS: Final = re.compile(
    r"\W{0,4}(?:play (?:the )?(?:message|voicemail)|listen\b|to listen\b|click\b|recording\b|"
    r"your account|this e-?mail|thank you for using|thanks,?$|sent (?:by|from|with)\b|view in|"
    r"you(?: are|'re|’re) receiving|unsubscribe|rate this|was this transcription|reply to this|"
    r"length of voicemail|voicemail recorded|escuchar|escuche|para escuchar|grabaci[oó]n|"
    r"este (?:correo|mensaje)|gracias por|-{2,}|_{3,}|https?://|<https?://|link to\b|"
    r"open (?:in|the)\b|call back\b|duration\b|confidence\b|audio\b)",
    re.IGNORECASE,
)
NOT_TRANSCRIBED: Final = frozenset(
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
MACHINE: Final = re.compile(
    r"no-?_?reply|do-?not-?reply|voice-?mail|voice\b|notif|pbx|asterisk|freeswitch|fusionpbx|3cx|"
    r"ringcentral|phone|telef|vonage|twilio|openphone|quo\b|grasshopper|alert|service@",
    re.IGNORECASE,
)
WITHHELD_WORDS: Final = re.compile(
    r"\b(?:an? )?(?:unknown(?: caller| number)?|anonymous|private(?: caller| number)?|restricted|"
    r"(?:an? )?withheld(?: number)?|blocked|unavailable|n[uú]mero (?:oculto|privado|desconocido)|"
    r"desconocido|an[oó]nimo)\b",
    re.IGNORECASE,
)
WRITTEN_TIME: Final = re.compile(
    r"\b(?:on|el) ((?:\w{3,12},? )?(?:\w{3,12} \d{1,2},? \d{4}|\d{1,2} (?:de )?\w{3,12} (?:de )?"
    r"\d{4}|\d{1,4}[/\-]\d{1,2}[/\-]\d{1,4}),?(?: at| a las)? \d{1,2}:\d\d(?::\d\d)?"
    r"(?: ?[AaPp]\.?[Mm])?)"
)

MESSAGE_IN_MAILBOX: Final = re.compile(
    r"\bmessage\s{1,3}(?P<message>\d{1,5})\s{1,3}in\s{1,3}mailbox\s{1,3}(?P<box>[\w-]{1,40})",
    re.IGNORECASE,
)
"""As Asterisk numbers them: "New message 3 in mailbox 101"."""
