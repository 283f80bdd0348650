"""What a mail is to the desk: a form somebody filled in, the notice of a call, or other mail.

The mailbox and the file of a saved mail (.eml) read the same. Other mail is nobody's business here:
it is :class:`Ignored`, and whoever reads a mailbox leaves it as it was.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from email.errors import MessageError
from email.utils import parsedate_to_datetime
from typing import Final

from desktop.domain.channels import emails_in
from desktop.domain.incoming import Disposition, Ignored, IncomingCall, Rejected, RowRead, Taken
from desktop.domain.lead_answers import identity, lead_of
from desktop.domain.lead_times import NEVER_SAID, Sent, sent_at
from desktop.domain.mail_form import MailForm, read_mail_form
from desktop.domain.mail_notice_words import MESSAGE_IN_MAILBOX
from desktop.domain.mail_text import Letter, TooManyParts, letters, shortened
from desktop.domain.mail_transcript import unsaid
from desktop.domain.mail_voicemail import CallNotice, is_about_a_call, is_answer, read_call_notice
from desktop.domain.originals import kept
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

OTHER_MAIL: Final = (
    "This mail is no form notification: it has no labels with a name, number or e-mail."
)
NOBODY: Final = (
    "This mail is a form notification without a number or an e-mail, so nobody can be reached. "
    "Look at the mail itself, and at the form's settings."
)
SEVERAL: Final = (
    "This mail tells of several people, and a lead is one. Open it in the mail program, and enter "
    "each of them by hand."
)
NO_WORDS: Final = "No words stand in this mail."
BROKEN: Final = "This mail is damaged and cannot be read. Open it in the mail program."
MANY_PARTS: Final = (
    "This mail is built of more parts or lines than a notification is. Open it in the mail program."
)
OUR_FAULT: Final = (
    "This mail could not be taken in, which is a fault of KetWell Desk. Read it in the mail "
    "program, and report the fault to IT."
)
_SHOWN: Final = 16 * 1024
_LEFT_OUT_AT_MOST: Final = 256 * 1024
_QUOTED: Final = re.compile(r"^>.*", re.MULTILINE)
_NO_PERSON: Final = re.compile(r"(?:do-?)?no[t_-]?-?reply|mailer-daemon|postmaster", re.IGNORECASE)


def read_mail(raw: bytes, source: str, zone: str) -> RowRead:
    """A lead, a call, or why it is neither. ``zone`` (IANA) is that of times without one."""
    short = shortened(raw)
    try:
        found = letters(short)
    except TooManyParts:
        return Rejected(1, MANY_PARTS, shown(raw))
    except (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError):
        return Rejected(1, BROKEN, shown(raw))
    row = _read(found, source, zone)
    # What stands behind the cut may be a form: that is nobody's to leave alone.
    cut = isinstance(row, Ignored) and len(short) < len(raw)
    return Rejected(1, MANY_PARTS, shown(raw)) if cut else row


def shown(raw: bytes) -> str:
    """As much of a mail that was not taken as helps to find it, without secrets."""
    return kept(raw[:_SHOWN].decode("utf-8", "replace"))


def _read(found: list[Letter], source: str, zone: str) -> RowRead:
    """The first letter that is a form or a notice; a forwarded one stands inside another."""
    for letter in found:
        if letter.is_automatic:
            break
        subject = letter.head("Subject")
        forms = list[tuple[MailForm, str]]()
        for words in letter.texts or ("",):
            form = None if _is_answer(letter) else read_mail_form(words, _person(letter))
            notice = None
            if not is_answer(subject):
                notice = read_call_notice(subject, words, letter.head("From"))
            if notice and not forms and not (form and _is_sooner_a_form(form, subject)):
                call = _call(letter, words, notice, source, zone)
                return Taken(1, call, tuple(_more(call, notice)))
            if form:
                forms.append((form, words))
        if forms:
            # The plain text may be cut short; of two that tell as much it is the first.
            form, words = max(forms, key=lambda each: each[0].known)
            return _lead(letter, words, form, source, zone)
    return Ignored(1, OTHER_MAIL if any(letter.texts for letter in found) else NO_WORDS)


def _is_answer(letter: Letter) -> bool:
    """Whether somebody answers a mail: a visitor may write "Re:" into a form's subject, and no form
    names a mail that it answers or quotes another form."""
    if not is_answer(letter.head("Subject")):
        return False
    answered = letter.head("In-Reply-To") or letter.head("References")
    return bool(answered) or any(map(_quotes_a_form, letter.texts))


def _quotes_a_form(text: str) -> bool:
    lines = [line.lstrip("> ") for line in _QUOTED.findall(text)]
    return read_mail_form("\n".join(lines)) is not None


def _is_sooner_a_form(form: MailForm, subject: str) -> bool:
    """Of a mail that may be either: no notice knows the caller's e-mail, and in a form somebody
    may write of a call that they missed."""
    return bool(form.sheet.emails) or not is_about_a_call(subject)


def _person(letter: Letter) -> str:
    """Whom an answer would reach, with the name, unless that is the machine that wrote."""
    reply_to = letter.head("Reply-To")
    own = emails_in(letter.head("From"))
    found = emails_in(reply_to)
    people = [each for each in found if each not in own and not _NO_PERSON.search(each)]
    return reply_to if len(found) == len(people) == 1 else ", ".join(people)


def _lead(letter: Letter, words: str, form: MailForm, source: str, zone: str) -> RowRead:
    payload = _payload(letter, words)
    if form.is_of_several:
        return Rejected(1, SEVERAL, payload)
    if form.subject and form.subject not in form.sheet.messages:
        form.sheet.others.insert(0, f"Subject: {form.subject}")
    lead = lead_of(
        source,
        form.sheet,
        TimeReader(zone),
        form=letter.head("Subject"),
        sent=_sent(letter, zone),
        external_id=_identity(letter, words),
    )
    if lead.numbers or lead.emails:
        left_out = _left_out(letter, lead.message)
        return Taken(1, replace(lead, payload=payload, left_out=left_out))
    return Rejected(1, NOBODY, payload)


def _left_out(letter: Letter, message: str) -> str:
    """All lines of the mail that did not become the message: what stands in a name, below the
    form or in its other text may be words of danger too."""
    kept_lines = {line.strip() for line in message.splitlines()}
    lines = [letter.head("Subject")]
    lines += [line for text in letter.texts for line in text.splitlines()]
    plain = dict.fromkeys(line.strip() for line in lines)
    return "\n".join(line for line in plain if line and line not in kept_lines)[:_LEFT_OUT_AT_MOST]


def _call(letter: Letter, words: str, notice: CallNotice, source: str, zone: str) -> IncomingCall:
    sent = _sent(letter, zone)
    if sent.at is None:
        sent = sent_at(TimeReader(zone), notice.when)
    return IncomingCall(
        Direction.IN,
        notice.caller,
        notice.called,
        source,
        name=notice.name,
        started_at=sent.at,
        disposition=notice.disposition,
        message=notice.message,
        left_out=unsaid(letter.texts, notice.message)[:_LEFT_OUT_AT_MOST],
        external_id=_identity(letter, words),
        zone_assumed=sent.zone_assumed,
        recording=_left_at(letter, words) if notice.disposition is Disposition.VOICEMAIL else "",
    )


def _more(call: IncomingCall, notice: CallNotice) -> Iterator[IncomingCall]:
    """The other callers of a notice, each with an identity of its own."""
    for number, caller in enumerate(notice.others, 2):
        which = identity(f"{call.external_id} {number}")
        yield replace(call, caller=caller, external_id=which)


def _left_at(letter: Letter, words: str) -> str:
    """The recording that is attached, else the mailbox and its message. No link of a mail: anybody
    can write one."""
    attached = next((f"{name}, attached to the mail" for name in letter.sounds), "")
    found = MESSAGE_IN_MAILBOX.search(letter.head("Subject")) or MESSAGE_IN_MAILBOX.search(words)
    box = f"Mailbox {found['box']}, message {found['message']}" if found else ""
    return where_to_listen(attached, box)


def _identity(letter: Letter, words: str) -> str:
    """The Message-ID; a mail without one is known by what it says and when it was sent."""
    if said := identity(letter.head("Message-ID")):
        return said
    heads = (letter.head(name) for name in ("From", "Date", "Subject"))
    return f"sha256:{hashlib.sha256(chr(10).join((*heads, words)).encode()).hexdigest()}"


def _payload(letter: Letter, words: str) -> str:
    heads = [f"{name}: {letter.head(name)}" for name in ("From", "Reply-To", "Subject", "Date")]
    return kept("\n".join((*heads, "", words)))


def _sent(letter: Letter, zone: str) -> Sent:
    """When it was sent; a notification without a sound date came when it came. A time without a
    zone that is known is one of ``zone``; "-0000" says that it is UTC."""
    said = letter.head("Date")
    try:
        at = parsedate_to_datetime(said)
        if at.tzinfo is None and "-0000" not in said:
            return sent_at(TimeReader(zone), at.isoformat(" "))
        return Sent(at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC))
    except (ValueError, OverflowError, TypeError):
        return NEVER_SAID
