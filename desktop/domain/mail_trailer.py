"""What a form's plugin puts below the form in the mail that it sends."""

import re
from itertools import islice
from typing import Final

from desktop.domain.mail_labels import label_in
from desktop.domain.people_titles import PersonField, meaning_of

_TRAILER: Final = re.compile(
    r"\n(?:[-_]{2,40}[ \t]{0,4}\n)?\s{0,6}(?:"
    r"this e-?mail was sent from a contact form|this is a notification that a contact form|"
    r"this e-?mail is a receipt for your contact form|este (?:mensaje|correo)(?: electr[oó]nico)? "
    r"(?:fue enviado|ha sido enviado|se ha enviado|se envi[oó])\b[^\n]{0,80}?\b"
    r"(?:formulario|sitio|web|p[aá]gina|https?)\b|"
    r"esta? es una notificaci[oó]n de que)",
    re.IGNORECASE,
)
"""What plugins put below the form. Nothing else is cut off: the person may draw lines too."""
_SENT_FROM: Final = re.compile(
    r"\n(?:[-_]{2,40}[ \t]{0,4}\n)?\s{0,6}(?:(?:date|time|fecha|hora): [^\n]{1,80}\n){1,2}"
    r"\s{0,6}(?:page url|url de la p[aá]gina|user agent|remote ip|powered by): ",
    re.IGNORECASE,
)
"""When and where it was sent, where nothing but that follows: a form asks for days and times."""
_SENT_FROM_TOO: Final = frozenset(
    ("hora", "url de la página", "agente de usuario", "ip remota", "desarrollado por")
)
_FOLLOWS_AT_MOST: Final = 20


def without_trailer(body: str) -> str:
    """The mail without what the plugin put below the form."""
    ends = [each.start() for each in _TRAILER.finditer(body)][-1:]
    below = [each.start() for each in _SENT_FROM.finditer(body)][-1:]
    ends += [end for end in below if _is_technical(body[end:])]
    return body[: min(ends)] if ends else body


def _is_technical(text: str) -> bool:
    """Whether no line of it is anything that a person filled in."""
    lines = (line for line in text.splitlines() if any(map(str.isalnum, line)))
    found = (label_in(line) for line in islice(lines, _FOLLOWS_AT_MOST))
    return all(
        each
        and (
            meaning_of(each[0]) in (PersonField.TECHNICAL, PersonField.SUBMITTED)
            or each[0].casefold() in _SENT_FROM_TOO
        )
        for each in found
    )
