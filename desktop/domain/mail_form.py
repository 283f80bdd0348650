"""The notification that a form's plugin mails to the clinic: labels and values as lines of text.

Contact Form 7 ("From: Name <address>", "Subject:", "Message Body:"), and what others write: a
label with a colon and its value behind it or on the next lines. Templates are edited by their
owners, so a form is known by its labels; what is none of them stays part of the message.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from desktop.domain.channels import emails_in, is_email, may_be_number, name_in
from desktop.domain.lead_answers import Answer, Sheet
from desktop.domain.mail_forward import forwarded
from desktop.domain.mail_labels import FORM_FIELDS, label_in, labelled
from desktop.domain.mail_trailer import without_trailer
from desktop.domain.people_titles import PersonField, meaning_in_form, meaning_of

_MESSAGE: Final = re.compile(
    r"[*>\s]{0,6}(?:(?:[-–•·]|\d{1,2}[.)])\s{1,4})?[*\s\[]{0,4}(?:"
    r"message body|message|your message|"
    r"comments?(?: or message)?|mensaje|cuerpo del "
    r"mensaje|comentarios?|contenido del mensaje|(?:su|tu) mensaje|comentario o mensaje|consulta|"
    r"(?:su|tu) consulta|motivo de (?:la )?consulta)[*\s\]]{0,4}[:：][*]{0,2}[ \t]*[*]{0,2}",
    re.IGNORECASE,
)
_FROM: Final = frozenset(("from", "de", "sender", "remitente"))
_SUBJECT: Final = frozenset(("subject", "asunto", "betreff", "objet"))
_MAIL_HEADS: Final = frozenset(("to", "cc", "sent", "reply-to", "para", "enviado"))
_NAMES: Final = (PersonField.NAME, PersonField.FIRST, PersonField.LAST, PersonField.MIDDLE)
_LINE_EACH: Final = frozenset((*_NAMES, PersonField.PHONE, PersonField.EMAIL))
"""What one line says; a line more is no part of it."""
_SITES_OWN: Final = re.compile(
    r"\b(?:submi(?:t|ssion)|submitted|(?:type)?form|formulario|website|web site|your site|sitio|"
    r"p[aá]gina|"
    r"entry|notification|notificaci[oó]n|new (?:message|lead|inquiry|enquiry|contact)|"
    r"nuevo mensaje|"
    r"message details|caution|external)\b|"
    r"^\W*(?:hi|hey|hello|dear|hola|estimad[oa]s?)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
"""Lines before the form that greet the desk and announce it."""
_LINK: Final = re.compile(
    r"<(?:mailto:)?[^<>\n]{0,300}>|\[(?:mailto:)?[^\[\]\n]{0,300}\]|\(mailto:[^()\n]{0,300}\)"
)
_TITLE_AT_MOST: Final = 40
_QUESTION_AT_MOST: Final = 160
_KNOWN_AT_MOST: Final = 61
"""A longer label is a question or a sentence, and makes no form of a letter."""
_LABELS_OF_TWO: Final = 200
_NEEDED: Final = 2
"""So many known labels make a form; fewer are a letter that has a colon in it."""


@dataclass(frozen=True, slots=True)
class MailForm:
    """A form found in a mail; ``subject`` is what its sender gave, when the form asks for one.
    ``is_of_several``: its labels stand there again for somebody else."""

    sheet: Sheet
    subject: str
    is_of_several: bool = False

    @property
    def known(self) -> int:
        """How much it tells of who wrote what."""
        sheet = self.sheet
        told = (sheet.name, sheet.numbers, sheet.emails, sheet.messages)
        return sum(map(bool, told))


def read_mail_form(text: str, reply_to: str = "") -> MailForm | None:
    """The form in a mail's text; None where it is other mail. ``reply_to`` is the address that
    plugins put the person into (the sender is the site)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    passed = forwarded(text, _MESSAGE)
    inside = _form_in(passed.text, passed.reply_to or reply_to)
    if _begins_with_label(_without_sites_own(passed.above)):
        # Somebody put another mail into an answer; a number alone is that of who passes it on.
        found = _form_in(passed.above, reply_to)
        if found and _is_reached(found) and (found.sheet.name or not inside):
            _rest(found.sheet, passed.below)
            return found
    return inside


def _is_reached(form: MailForm) -> bool:
    return bool(form.sheet.numbers or form.sheet.emails)


def _form_in(text: str, reply_to: str) -> MailForm | None:
    body = without_trailer(text)
    found = _labelled_form(body, *_at_message(body), reply_to)
    if found and not _is_reached(found):
        # The number may stand below the message, as one field of several.
        whole = _labelled_form(body, body, None, reply_to)
        found = whole if whole and _is_reached(whole) else found
    if found and _is_of_several(labelled(body)):
        return replace(found, is_of_several=True)
    if found is None and (bare := _bare_sheet(body)):
        found = MailForm(bare, "", _is_of_several(_bare_labelled(body)))
    if found and not found.sheet.emails:
        for address in emails_in(reply_to):
            found.sheet.emails[address] = None
            if not found.sheet.name and (name := name_in(_LINK.sub("", reply_to).strip(' "'))):
                found.sheet.names[PersonField.NAME] = name
    return found


def _is_of_several(answers: Iterable[tuple[str, str]]) -> bool:
    """Whether the labels of one person stand there again, with the name and the number or address
    of another one: a list of submissions, not words of the first one's message."""
    people: list[dict[str, str]] = []
    for label, value in islice(answers, _LABELS_OF_TWO):
        plain, meaning = label.casefold().strip(), meaning_of(label)
        if meaning in _LINE_EACH and plain == next(iter(people[0] if people else ()), plain):
            people.append({})
        if people and meaning in FORM_FIELDS:
            people[-1].setdefault(plain, value.partition("\n")[0].strip().casefold())
    return any(_is_somebody_else(people[0], each) for each in people[1:])


def _is_somebody_else(first: dict[str, str], other: dict[str, str]) -> bool:
    changed = {meaning_of(each) for each in first.keys() & other if first[each] != other[each]}
    has_all = all(each in other for each in first if meaning_of(each) is PersonField.MESSAGE)
    channels = {PersonField.PHONE, PersonField.EMAIL}
    return has_all and not changed.isdisjoint(_NAMES) and not changed.isdisjoint(channels)


def _labelled_form(body: str, head: str, message: str | None, reply_to: str) -> MailForm | None:
    """A form whose labels end with a colon: those of ``head``, and its message."""
    sheet = Sheet()
    subject = ""
    known = 0
    for label, value in labelled(head):
        plain = label.casefold().strip()
        first, _, rest = value.partition("\n")
        if not label:
            _introduction(sheet, value)
        elif plain in _FROM:
            known += _sender(sheet, first)
            _rest(sheet, rest)
        elif plain in _SUBJECT:
            subject = first
            known += 1
            _rest(sheet, rest)
        elif plain not in _MAIL_HEADS or not (emails_in(value) or not value):
            told = meaning_of(label) not in (None, PersonField.TECHNICAL)
            known += told and len(label) <= _KNOWN_AT_MOST
            _answer(sheet, label, value)
    if message is not None:
        known += 1 + bool(emails_in(reply_to))
        if message:
            sheet.messages.insert(0, message)
    tells = bool(sheet.names or sheet.messages or subject or message is not None)
    if known < _NEEDED or not (tells or _begins_with_label(body)):
        return None
    return MailForm(sheet, subject)


def _introduction(sheet: Sheet, text: str) -> None:
    """Words before the first label, but for those by which the site announces the form."""
    _rest(sheet, _without_sites_own(text))


def _without_sites_own(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not _SITES_OWN.search(line))


def _answer(sheet: Sheet, label: str, value: str) -> None:
    """One answer. A name, a number and an address are one line each: what follows is kept beside
    them, and no part of them."""
    meaning = meaning_in_form(label)
    if meaning not in _LINE_EACH:
        sheet.add(Answer(label, value))
        return
    first, *others = list(filter(str.strip, value.splitlines())) or [""]
    is_second = meaning in _NAMES and meaning in sheet.names
    if is_second:
        sheet.other(label, first)
    else:
        sheet.add(Answer(label, first))
    if meaning is PersonField.EMAIL and emails_in(first) and _says_more(first):
        sheet.other(label, first)
    is_alike = is_email if meaning is PersonField.EMAIL else may_be_number
    alike = [each for each in others if meaning not in _NAMES and is_alike(each.strip())]
    for each in alike:
        sheet.add(Answer(label, each))
    _rest(sheet, "\n".join(each for each in others if each not in alike))


def _says_more(text: str) -> bool:
    """Whether something stands beside an address."""
    text = _LINK.sub(" ", text)
    for address in emails_in(text):
        text = text.replace(address, " ")
    return any(map(str.isalpha, text))


def _rest(sheet: Sheet, text: str) -> None:
    if any(map(str.isalnum, text)):
        sheet.other("", text.strip())


def _begins_with_label(body: str) -> bool:
    """Whether labels are what the mail is about; below a letter they are its writer's own number
    and address."""
    return label_in(body.strip().partition("\n")[0].strip()) is not None


def _bare_sheet(body: str) -> Sheet | None:
    """A form whose labels stand on lines of their own, without a colon (tables of HTML mail):
    known titles, questions between them, and somebody has to be reached by what stands below
    one."""
    sheet = Sheet()
    known = sum(_put_bare(sheet, label, value) for label, value in _bare_labelled(body))
    tells = sheet.names or sheet.messages
    return sheet if known >= _NEEDED and tells and (sheet.numbers or sheet.emails) else None


def _bare_labelled(body: str) -> Iterator[tuple[str, str]]:
    """Titles that are known and what stands below them; what stands above the first is below ""."""
    label, parts = "", list[str]()
    for line in body.split("\n"):
        plain = line.strip().strip("*").strip()
        is_title = len(plain) <= _TITLE_AT_MOST and meaning_of(plain) in FORM_FIELDS
        if is_title or (label and _is_question(plain) and meaning_of(label) in _LINE_EACH):
            yield label, "\n".join(parts).strip()
            label, parts = plain, []
        else:
            parts.append(line)
    yield label, "\n".join(parts).strip()


def _is_question(line: str) -> bool:
    return line.endswith("?") and len(line) <= _QUESTION_AT_MOST


def _put_bare(sheet: Sheet, label: str, value: str) -> bool:
    """Whether what was put stood below a title that is known."""
    if not label:
        _introduction(sheet, value)
    elif value:
        _answer(sheet, label, value)
    return bool(label and value) and meaning_of(label) in FORM_FIELDS


def _sender(sheet: Sheet, value: str) -> bool:
    """``Juniper Moss <juniper@example.com>``."""
    name, bracket, _ = value.partition("<")
    if found := name_in(name.strip(' "')):
        sheet.names.setdefault(PersonField.NAME, found)
    addresses = emails_in(value)
    for address in addresses:
        sheet.emails[address] = None
    return bool(found and (addresses or not bracket)) or bool(addresses)


def _at_message(text: str) -> tuple[str, str | None]:
    """What stands before the label of the message, and the message: all that follows, since the
    person may write labels too."""
    at = 0
    for line in text.splitlines(keepends=True):
        if found := _MESSAGE.match(line):
            message = text[at + found.end() :].strip()
            before = text[:at]
            # A label with its value on the line and more labels below is one field of several.
            rest = message.partition("\n")[2] if line[found.end() :].strip() else ""
            below, above = _channels(rest or message.partition("\n")[2]), _channels(before)
            if len(below) >= _NEEDED and not above:
                return text, None
            if _is_next_field(rest, above):
                return text, None
            return before, message
        at += len(line)
    return text, None


def _is_next_field(rest: str, above: list[PersonField]) -> bool:
    """Whether the line right below the message is a number or an address that the form asked for
    nowhere above it."""
    found = label_in(rest.partition("\n")[0])
    meaning = meaning_of(found[0]) if found else None
    return meaning in (PersonField.PHONE, PersonField.EMAIL) and meaning not in above


def _channels(text: str) -> list[PersonField]:
    wanted = (PersonField.PHONE, PersonField.EMAIL, PersonField.NAME, PersonField.LAST)
    found = (meaning_of(label) for label, _ in labelled(text))
    return [meaning for meaning in found if meaning in wanted]
