"""A form notification saved as a mail (.eml). The mailbox reads the same with its own means."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import LIKELY, NO, ReadOptions
from desktop.connectors.files.leads.lead_format import checked
from desktop.connectors.files.leads.mail_text import parsed, words_of
from desktop.connectors.files.originals import kept
from desktop.domain.clean_text import whole_text
from desktop.domain.incoming import IncomingKind, Rejected, RowRead
from desktop.domain.lead_answers import lead_of
from desktop.domain.lead_times import NEVER_SAID, Sent
from desktop.domain.mail_form import read_mail_form
from desktop.domain.time_reading import TimeReader

_HEADER: Final = re.compile(r"([!-9;-~]{1,76}):")
_OF_MAIL: Final = frozenset(
    [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "message-id",
        "mime-version",
        "content-type",
        "return-path",
        "reply-to",
        "delivered-to",
        "x-wpcf7-content-type",
    ]
)
_SOURCE: Final = "mail"
_OTHER: Final = "This mail is no form notification: it has no labels with a name, number or e-mail."
_AT_MOST: Final = 25 * 1024 * 1024
_LARGE: Final = "This mail is larger than 25 MB. Save it without what is attached to it."
_BROKEN: Final = "This mail is damaged and cannot be read."


class MailFile:
    """One mail."""

    name = "mail-form"
    title = "Form notification (mail)"
    kind = IncomingKind.LEAD

    def recognise(self, content: Content) -> int:
        """Two headers of a mail in its first lines."""
        if content.is_binary:
            return NO
        found = set()
        for line in content.head_text.lstrip("\ufeff \t\r\n").splitlines()[:200]:
            if not line.strip():
                break
            header = _HEADER.match(line)
            if header:
                found.add(header[1].casefold())
            elif line[0] not in " \t" and not line.startswith("From "):
                return NO
        return LIKELY if len(found & _OF_MAIL) > 1 else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One lead, or why there is none."""
        if content.size > _AT_MOST:
            yield Rejected(1, _LARGE, kept(content.head_text))
            return
        try:
            yield _read(content.raw(), TimeReader(options.zone))
        except (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError):
            # The standard library's parser is not made for hostile mail: any of these may come out
            # of it, and the mail is put aside with what can be shown of it.
            yield Rejected(1, _BROKEN, kept(content.head_text))


def _read(raw: bytes, times: TimeReader) -> RowRead:
    mail = parsed(raw)
    words = whole_text(words_of(mail))
    heads = [f"{name}: {_header(mail, name)}" for name in ("From", "Reply-To", "Subject", "Date")]
    payload = kept("\n".join((*heads, "", words)))
    form = read_mail_form(words, _header(mail, "Reply-To"))
    if form is None:
        return Rejected(1, _OTHER, payload)
    subject = _header(mail, "Subject")
    if form.subject and form.subject not in form.sheet.messages:
        form.sheet.others.insert(0, f"Subject: {form.subject}")
    lead = lead_of(
        _SOURCE,
        form.sheet,
        times,
        form=subject,
        sent=_sent(_header(mail, "Date")),
        external_id=_header(mail, "Message-ID"),
    )
    return checked(1, replace(lead, payload=payload), payload)


def _sent(date: str) -> Sent:
    try:
        at = parsedate_to_datetime(date)
        return Sent(at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC))
    except (ValueError, OverflowError, TypeError):
        # A notification without a sound date came when it came.
        return NEVER_SAID


def _header(mail: Message, name: str) -> str:
    """A header's words; in a character set that is not known, as they stand."""
    said = str(mail.get(name, ""))[:2000]
    try:
        decoded = str(make_header(decode_header(said)))
    except (ValueError, LookupError, MessageError):
        decoded = said
    return " ".join(whole_text(decoded).split())
