"""The notification that a form's plugin mails to the clinic: labels and values as lines of text.

Contact Form 7 ("From: Name <address>", "Subject:", "Message Body:"), and what others write: a
label with a colon and its value behind it or on the next lines. Templates are edited by their
owners, so a form is known by its labels; what is none of them stays part of the message.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop.domain.channels import emails_in, name_in
from desktop.domain.lead_answers import Answer, Sheet
from desktop.domain.people_titles import PersonField, meaning_of

_LABEL: Final = re.compile(
    r"[*>\s]{0,4}([^\W\d_][^:\n<>@]{0,60}?)\s*[*]{0,2}\s*:[*]{0,2}[ \t]*(.*)"
)
_MESSAGE: Final = re.compile(
    r"[*\s]{0,4}(?:message body|message|your message|comments?(?: or message)?|mensaje|cuerpo del "
    r"mensaje|comentarios?|contenido del mensaje|(?:su|tu) mensaje|comentario o mensaje|consulta|"
    r"(?:su|tu) consulta|motivo de (?:la )?consulta)[*\s]{0,4}:[*]{0,2}[ \t]*",
    re.IGNORECASE,
)
_TRAILER: Final = re.compile(
    r"\n(?:[-_]{2,40}[ \t]{0,4}\n)?\s{0,6}(?:"
    r"this e-?mail was sent from a contact form|this is a notification that a contact form|"
    r"this e-?mail is a receipt for your contact form|este (?:mensaje|correo)(?: electr[oó]nico)? "
    r"(?:fue|ha sido|se ha) enviado|"
    r"este (?:mensaje|correo)(?: electr[oó]nico)? se envi[oó]|"
    r"esta? es una notificaci[oó]n de que|"
    r"(?:date|time|fecha|hora): [^\n]{1,80}\n(?:time|page url|hora|"
    r"url de la p[aá]gina|user agent|remote ip|powered by): )",
    re.IGNORECASE,
)
"""What plugins put below the form. Nothing else is cut off: the person may draw lines too."""
_FORWARDED: Final = re.compile(
    r"--[ ]{0,4}(?:forwarded message|original message|mensaje reenviado|mensaje original)"
    r"[ ]{0,4}-{2,40}|begin forwarded message:",
    re.IGNORECASE,
)
_FROM: Final = frozenset(("from", "de", "sender", "remitente"))
_SUBJECT: Final = frozenset(("subject", "asunto", "betreff", "objet"))
_MAIL_HEADS: Final = frozenset(("to", "cc", "date", "sent", "reply-to", "para", "enviado", "fecha"))
_BARE: Final = frozenset(
    (
        PersonField.NAME,
        PersonField.FIRST,
        PersonField.LAST,
        PersonField.PHONE,
        PersonField.EMAIL,
        PersonField.MESSAGE,
    )
)
_TITLE_AT_MOST: Final = 40
_NEEDED: Final = 2
"""So many known labels make a form; fewer are a letter that has a colon in it."""


@dataclass(frozen=True, slots=True)
class MailForm:
    """A form found in a mail; ``subject`` is what its sender gave, when the form asks for one."""

    sheet: Sheet
    subject: str


def read_mail_form(text: str, reply_to: str = "") -> MailForm | None:
    """The form in a mail's text; None where it is other mail. ``reply_to`` is the address that
    plugins put the person into (the sender is the site)."""
    body = _without_forward(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    ended = _TRAILER.search(body)
    body = body[: ended.start()] if ended else body
    found = _labelled_form(body, *_at_message(body))
    if found and not (found.sheet.numbers or found.sheet.emails):
        # The number may stand below the message, as one field of several.
        whole = _labelled_form(body, body, None)
        found = whole if whole and (whole.sheet.numbers or whole.sheet.emails) else found
    if found is None and (bare := _bare_sheet(body)):
        found = MailForm(bare, "")
    for address in emails_in(reply_to):
        if found and not found.sheet.emails:
            found.sheet.emails[address] = None
    return found


def _labelled_form(body: str, head: str, message: str | None) -> MailForm | None:
    """A form whose labels end with a colon: those of ``head``, and its message."""
    sheet = Sheet()
    subject = ""
    known = 0
    for label, value in _labelled(head):
        plain = label.casefold().strip()
        if plain in _FROM:
            known += _sender(sheet, value)
        elif plain in _SUBJECT:
            subject = value
            known += 1
        elif plain not in _MAIL_HEADS:
            known += meaning_of(label) not in (None, PersonField.TECHNICAL)
            sheet.add(Answer(label, value))
    if message is not None:
        known += 1
        if message:
            sheet.messages.insert(0, message)
    tells = bool(sheet.names or sheet.messages or subject or message is not None)
    if known < _NEEDED or not (tells or _begins_with_label(body)):
        return None
    return MailForm(sheet, subject)


def _begins_with_label(body: str) -> bool:
    """Whether labels are what the mail is about; below a letter they are its writer's own number
    and address."""
    return bool(_LABEL.fullmatch(body.strip().partition("\n")[0].strip()))


def _bare_sheet(body: str) -> Sheet | None:
    """A form whose labels stand on lines of their own, without a colon (tables of HTML mail):
    known titles alone, and somebody has to be reached by what stands below one."""
    sheet = Sheet()
    label, parts = "", list[str]()
    known = 0
    for line in [*body.split("\n"), ""]:
        plain = line.strip().strip("*").strip()
        if len(plain) <= _TITLE_AT_MOST and meaning_of(plain) in _BARE:
            known += _put_bare(sheet, label, parts)
            label, parts = plain, []
        elif label:
            parts.append(line)
    known += _put_bare(sheet, label, parts)
    tells = sheet.names or sheet.messages
    return sheet if known >= _NEEDED and tells and (sheet.numbers or sheet.emails) else None


def _put_bare(sheet: Sheet, label: str, parts: list[str]) -> bool:
    value = "\n".join(parts).strip()
    if label and value:
        sheet.add(Answer(label, value))
    return bool(label and value)


def _sender(sheet: Sheet, value: str) -> bool:
    """``Juniper Moss <juniper@example.com>``."""
    name, bracket, _ = value.partition("<")
    if found := name_in(name.strip(' "')):
        sheet.names.setdefault(PersonField.NAME, found)
    addresses = emails_in(value)
    for address in addresses:
        sheet.emails[address] = None
    return bool(found and (addresses or not bracket)) or bool(addresses)


def _without_forward(text: str) -> str:
    """What was forwarded, without the heads that the mail program put before it."""
    found = _FORWARDED.search(text)
    if found is None:
        return text
    rest = text[found.end() :].lstrip("\n")
    heads, gap, body = rest.partition("\n\n")
    lines = heads.splitlines()
    of_mail = _MAIL_HEADS | _FROM | _SUBJECT
    mailed = [line.partition(":")[0].strip("*> ").casefold() in of_mail for line in lines]
    return body if gap and lines and all(mailed) and len(lines) > 2 else rest


def _at_message(text: str) -> tuple[str, str | None]:
    """What stands before the label of the message, and the message: all that follows, since the
    person may write labels too."""
    at = 0
    for line in text.splitlines(keepends=True):
        if found := _MESSAGE.match(line):
            message = text[at + found.end() :].strip()
            before = text[:at]
            # A label with its value on the line and more labels below is one field of several.
            rest = message.partition("\n")[2]
            if _known_labels(rest) >= _NEEDED and not _known_labels(before):
                return text, None
            return before, message
        at += len(line)
    return text, None


def _known_labels(text: str) -> int:
    channels = (PersonField.PHONE, PersonField.EMAIL, PersonField.NAME, PersonField.LAST)
    return sum(meaning_of(label) in channels for label, _ in _labelled(text))


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Label and value; lines without a label go on with the value before them."""
    label, parts = "", list[str]()
    for line in text.splitlines():
        found = _LABEL.fullmatch(line)
        if found and not line.strip().casefold().startswith(("http:", "https:")):
            if label:
                yield label, "\n".join(parts).strip()
            label, parts = found[1].strip(), [found[2]]
        elif label:
            parts.append(line)
    if label:
        yield label, "\n".join(parts).strip()
