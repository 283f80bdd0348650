"""The words of notices of calls, in English and Spanish, see :mod:`desktop.domain.mail_voicemail`.

Every pattern is bounded, so that none takes longer on hostile mail than on any other.
"""

import re
from typing import Final

VOICEMAIL: Final = (
    r"(?:voice[ -]?mail|voice message|vm message|mensajes? de voz|correo de voz|buz[oó]n de voz)"
)
MISSED: Final = (
    r"(?:missed (?:an? |\d{1,3} )?(?:phone |voice )?calls?|(?:unanswered|abandoned|lost) calls?|"
    r"llamadas? perdidas?|llamadas? no (?:atendida|contestada)s?|perdido (?:una|\d{1,3}) llamadas?)"
)
ASKED_FOR: Final = r"(?:callback was requested|requested a callback)"
"""In a text alone: a form may call itself a request for a callback."""
SEVERAL_MISSED: Final = re.compile(
    r"\b(?:missed (?:\d{1,3} )?calls|(?:unanswered|abandoned|lost) calls|llamadas perdidas|"
    r"llamadas no (?:atendidas|contestadas)|perdido \d{1,3} llamadas)\b",
    re.IGNORECASE,
)
ANSWER: Final = re.compile(r"\s*(?:re|aw|rv re|sv)\s*:", re.IGNORECASE)
LEFT_BY: Final = re.compile(
    r"(?P<who>.{1,120}?) (?:has )?(?:left|dej[oó]) (?:you |te |le )?(?:an?|un) "
    rf"(?:new |nuevo )?(?:{VOICEMAIL}|message)\b",
    re.IGNORECASE,
)
MESSAGE_FROM: Final = re.compile(
    r"\b(?:new message from|nuevo mensaje de) (?P<who>\+?\(?\d[\d\s().\-]{5,20}\d)",
    re.IGNORECASE,
)
"""A subject that is one of a notice where the text speaks of a voicemail."""
CALLER_IN_SUBJECT: Final = (
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            (
                rf"\b{VOICEMAIL}(?: message)?(?: \d{{1,12}})?(?: received| recibido| left| nuevo)?"
                r"(?: (?:from|de|by)\b:?|\s?[:\-–])\s?(?P<who>.{1,160})"
            ),
            (
                rf"\b{MISSED}(?:(?: (?:from|de|by)\b:?|\s?[:\-–])\s?| (?=\+?\(?\d{{3}}))"
                r"(?P<who>.{1,160})"
            ),
            rf"\b(?:{VOICEMAIL}|{MISSED})\b.{{0,80}}?\b(?:from|by)\b:?\s?(?P<who>.{{1,160}})",
        )
    ),
    LEFT_BY,
    MESSAGE_FROM,
)
IN_A_MAILBOX: Final = re.compile(
    r"\b(?:new message \d{1,5} in mailbox|nuevo mensaje \d{1,5} en el buz[oó]n)\b", re.IGNORECASE
)
"""Asterisk's own subject, which is certain whatever its text was changed to."""
ABOUT_A_CALL: Final = re.compile(
    rf"\b(?:{VOICEMAIL}|{MISSED})|{IN_A_MAILBOX.pattern}", re.IGNORECASE
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
            rf"^\W{{0,9}}(?:new |nuevo |nueva )?(?:{VOICEMAIL}|{MISSED})"
            r"(?: (?:from|de)\b:?|:| (?=\+?\(?\d{3})) ?(?P<who>.{1,200})"
        ),
        (
            rf"\b(?:{VOICEMAIL}|{MISSED}) (?:left )?(?:to|on|for) .{{1,60}}? (?:from|by)\b:? "
            r"(?P<who>.{1,200})"
        ),
        r"\b(?:missed a call from|perdido una llamada de)\b:? (?P<who>.{1,200})",
        r"\ba call from (?P<who>.{1,80}?) to .{1,60}? was (?:lost|missed|abandoned)\b",
        rf"\b{ASKED_FOR} by (?P<who>.{{1,120}})",
        r"\bmensaje de [\d:]{1,9}\b.{0,80}? de (?P<who>.{1,200})",
        rf"\bcaller from (?P<who>.{{1,60}}?) left an? {VOICEMAIL}",
    )
)
NUMBER: Final = re.compile(r"(?<![\d/:.\-])\+?(?:\d|\(\d)[\d\s().\-]{5,20}\d(?![\d/]|:\d)")
AMERICAN: Final = re.compile(
    r"(?:\+?1[\s.\-]{0,2})?\(?[2-9]\d\d\)?[\s.\-]{0,3}\d{3}[\s.\-]{0,2}\d{4}(?!\d)"
)
"""A whole number, before a date, a count or another number on its line."""
BRACKETED: Final = re.compile(r"<\s{0,3}(\+?[\d\s().\-]{2,24})>")
IN_BRACKETS: Final = re.compile(r"\s{0,3}[(\"“]([^()\"“”\n]{1,80})[)\"”]")
DATED: Final = re.compile(r"\b(?:19|20)\d\d[\-.]\d{1,2}[\-.]\d{1,2}")
BEHIND_THE_CALLER: Final = re.compile(
    r"[,;.]?\s(?:on|at(?! \+?\(?\d[\d\s().\-]{8})|"
    r"in mailbox|to your|to mailbox|for|received|length|duration|el d[ií]a|el|"
    r"a las|en el buz[oó]n|con duraci[oó]n|so you)\s|[\n!]|\.\s|"
    r"\((?:duration|length|duraci[oó]n|\d{1,4} s)",
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
NO_NAME: Final = re.compile(
    r"(?:to|on|for|from|in)\b|(?i:notification|alert|e-?mail|transcri|preview|message\b)|"
    r"(?i:(?:(?:an?|the|your|una?) )?(?:caller|person|someone|somebody|llamante|persona|alguien)$)"
)
"""What begins so goes on with the notice (somebody may be called To, with a capital), or is none's
name."""
CHARACTERS: Final = {
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    **dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    0xA0: " ",
}
"""Dashes that programs set into numbers, and marks of the direction of writing around them."""
NO_CALLERS: Final = re.compile(
    r"\b(?:support|questions|help|contact us|customer (?:care|service)|unsubscribe|dial in)\b",
    re.IGNORECASE,
)
"""A line of these holds the provider's own number."""
BEFORE_OURS: Final = re.compile(
    r"\b(?:to|for|on|para|en|a|queue|line)\W{0,3}$|"
    r"\b(?:to|para)(?: [^\W\d_][\w.'-]{0,20}){1,4}[ (:]{1,3}$",
    re.IGNORECASE,
)
SURELY_OURS: Final = re.compile(
    r"\b(?:your|our|su|nuestr[oa]) (?:phone )?(?:number|line|n[uú]mero|l[ií]nea)\W{0,3}$",
    re.IGNORECASE,
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
        "call from",
        "de",
        "llamante",
        "llamada de",
    ]
)
NUMBER_LABELS: Final = frozenset(
    ["phone", "phone number", "number", "número", "numero", "teléfono", "telefono"]
)
"""Of the caller, where none of :data:`CALLER_LABELS` says a number."""
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
LABELS: Final = CALLER_LABELS | NUMBER_LABELS | NAME_LABELS | CALLED_LABELS | WHEN_LABELS
SAYS_I: Final = re.compile(
    r"(?<!\bam )(?<!\bdid )\bI\b|\b(?i:i['’]m|i['’]ve|me|my|myself|yo|mi|mí|conmigo)\b"
    r"(?! (?i:account|settings|preferences|profile|cuenta)\b)"
)
"""Somebody speaks of themselves, which no notice does."""
MESSAGE_LABEL: Final = re.compile(
    r"[*\s]{0,4}(?:(?:(?:voice ?mail|voice message|message|audio)? ?(?:transcri(?!bed)[a-zó]{2,8}|"
    r"preview)(?: del mensaje)?(?: ?[(\[][^)\]\n]{0,60}[)\]])?(?: of [^:\n]{1,40})?"
    r"(?=[*\s]{0,4}(?::|$)))|"
    r"(?:below is the message transcription[^\n:]{0,60}|transcribed message|"
    r"(?:voice ?mail )?text|message(?: text)?|summary|(?:here is )?what they said|"
    r"mensaje|resumen)(?=[*\s]{0,4}:))[*\s]{0,4}:?[*]{0,2}[ \t]*(.*)",
    re.IGNORECASE,
)
"""The label of what was said: a transcript's also alone on its line."""
END_OF_WORDS: Final = re.compile(
    r"\W{0,4}(?:play(?: (?:the )?(?:message|voice ?mail))?|"
    r"listen(?: to)?(?: (?:the|this|your))?(?: (?:voice ?mail|message|recording))?"
    r"(?: (?:online|here|now))?|to listen(?: to)? (?:this|the|your)\b.{0,120}|"
    r"click (?:here|below|the|attachment)\b.{0,120}|"
    r"(?:recording|duration|length|confidence|audio|grabaci[oó]n|duraci[oó]n)(?: ?:.{0,120})?|"
    r"(?:length of voice ?mail|voice ?mail recorded)\b.{0,120}|your account|help center|"
    r"this e-?mail (?:was|is|has)\b.{0,400}|thank you for using(?: [^\s,;.!?]{1,30}){1,4}|"
    r"sent (?:by|from|with)(?: \S{1,30}){1,3}|(?:view|open) in(?: \S{1,30}){1,3}|"
    r"open the(?: \S{1,30}){1,2}|call back|reply to this (?:e-?mail|message|text)\b.{0,120}|"
    r"you(?: are|'re|’re) receiving (?:this|these)\b.{0,400}|unsubscribe\b.{0,120}|"
    r"you (?:received|have|got) an? (?:new )?voice ?mail\b.{0,200}|caller-?id ?:.{0,80}|"
    r"rate this (?:transcription|message|call)\b.{0,80}|was this transcription\b.{0,80}|"
    r"link to(?: the)? (?:recording|message|voice ?mail)\b.{0,120}|"
    r"escuch(?:ar|e)(?: el)?(?: mensaje)?|para escuchar (?:el|este|su|tu)\b.{0,120}|"
    r"gracias por usar(?: [^\s,;.!?]{1,30}){1,4}|"
    r"este (?:correo|mensaje)(?: electr[oó]nico)? (?:fue|ha sido|se ha|se) "
    r"envi(?:ado|[oó])\b.{0,400}|"
    r"[-–—]{2,}.{0,40}|_{3,})\W{0,4}|.{0,400}https?://.*",
    re.IGNORECASE,
)
"""A line of the notice's own below the words, as a whole: a caller says "call back please" too."""
NOTICE_S_OWN: Final = re.compile(
    rf"\b(?:{VOICEMAIL}|{MISSED}|mailbox|buz[oó]n|dial \*?\d|\d:\d\d long|attach(?:ed|ment)|"
    r"caller[ -]?id|extension|log ?in|sign in|settings|click|download|assigned|link)\b|"
    r"^\W{0,4}(?:dear|estimad[oa])\b|"
    r"^\W{0,4}(?:thank you for using|gracias por usar)\b|^(?:hi|hello|hola)\b[^.!?]{0,30}[,:]$",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r'^\s{0,9}["“]([^"“”]{2,8000})["”]\s{0,9}$', re.MULTILINE)
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
    r"no-?_?reply|do-?not-?reply|voice-?mail|voice\b|notif|pbx|asterisk|freeswitch|fusionpbx|3cx|\bucm\b|centralita|"
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
    r"\b(?:message|mensaje)\s{1,3}(?P<message>\d{1,5})\s{1,3}(?:in\s{1,3}mailbox|en\s{1,3}el\s{1,3}"
    r"buz[oó]n)\s{1,3}(?P<box>[\w-]{1,40})",
    re.IGNORECASE,
)
"""As Asterisk numbers them: "New message 3 in mailbox 101"."""
