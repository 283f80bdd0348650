"""A form notification saved as a mail (.eml). The mailbox reads the same rules."""

import re
from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import LIKELY, NO, ReadOptions
from desktop.connectors.mail_apart import read_mail_apart
from desktop.domain.incoming import IncomingKind, IncomingLead, Rejected, RowRead, Taken
from desktop.domain.mail_reading import OTHER_MAIL
from desktop.domain.originals import kept

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
_AT_MOST: Final = 25 * 1024 * 1024
_LARGE: Final = "This mail is larger than 25 MB. Save it without what is attached to it."


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
        row = read_mail_apart(content.raw(), _SOURCE, options.zone)
        is_lead = isinstance(row, Taken) and isinstance(row.record, IncomingLead)
        # A notice of a call is the mailbox's: a file of leads holds leads.
        is_told = is_lead or isinstance(row, Rejected)
        yield row if is_told else Rejected(1, OTHER_MAIL, kept(content.head_text))
