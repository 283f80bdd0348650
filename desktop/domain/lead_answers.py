"""Answers to a form, whatever form it was, become a lead: who, reached how, what they wrote.

Every answer that a person gave is kept in the message, under the question it answers, since words
of danger may stand anywhere; what programs add (addresses of pages, numbers of ads) is not.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.domain import channels
from desktop.domain.clean_text import whole_text
from desktop.domain.consent_answers import is_leave
from desktop.domain.folding import fold
from desktop.domain.incoming import Consent, IncomingLead
from desktop.domain.lead_secrets import is_secret
from desktop.domain.lead_times import NEVER_SAID, Sent, sent_at
from desktop.domain.people_titles import PersonField, is_of_others, meaning_in_form
from desktop.domain.time_reading import TimeReader

LONGEST_MESSAGE: Final = 64 * 1024
_MOST_CHANNELS: Final = 8
_MOST_CONSENTS: Final = 20
_LONGEST_ID: Final = 255
_LONGEST_TITLE: Final = 300
NO_CALLS: Final = "Phone calls"
"""The consent that is not given where somebody asked not to be called."""
_NO: Final = frozenset(("0", "no", "n", "false", "off", "unchecked", "f"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a form. ``title`` is the question; ``meaning`` what the form itself says the
    field is; ``key`` its name in the form where that may tell more than the title."""

    title: str
    text: str
    meaning: PersonField | None = None
    key: str = ""


class Sheet:
    """The answers of one form, sorted. (No dataclass: a table of a hundred thousand rows makes as
    many sheets, and the factories of eight fields would take longer than reading the row.)"""

    __slots__ = (
        "consents",
        "emails",
        "messages",
        "names",
        "numbers",
        "of_others",
        "others",
        "remarks",
        "said",
    )

    def __init__(self) -> None:
        self.names: dict[PersonField, str] = {}
        self.numbers: dict[str, None] = {}
        self.emails: dict[str, None] = {}
        self.of_others: set[str] = set()
        self.messages: list[str] = []
        self.others: list[str] = []
        self.consents: list[Consent] = []
        self.said: dict[PersonField, str] = {}
        self.remarks: list[str] = []

    def add(self, answer: Answer) -> None:
        """Put one answer where it belongs; a secret of the service is no answer."""
        if is_secret(answer.title) or is_secret(answer.key):
            return
        meaning = answer.meaning or _meaning(answer)
        self.put(answer.title or answer.key, whole_text(answer.text), meaning)

    def put(self, title: str, text: str, meaning: PersonField | None) -> None:
        """Put a text (trimmed) where its meaning belongs."""
        if meaning is PersonField.CONSENT:
            self.consent(title, is_leave(text), text)
        elif not text or meaning is PersonField.TECHNICAL:
            return
        elif meaning is PersonField.NO_CALLS and is_leave(text):
            self.consent(NO_CALLS, given=False, text=title)
        elif meaning is PersonField.NO_CALLS and fold(text) in _NO:
            return
        elif meaning in _NAMES and (name := channels.name_in(text)):
            self.names.setdefault(meaning, name)
        elif meaning is PersonField.MESSAGE:
            self.messages.append(text)
        elif meaning in _SAID:
            self.said.setdefault(meaning, text)
        elif not self._channel(meaning, text, title) or is_of_others(title):
            self.other(title, text)

    def other(self, title: str, text: str) -> None:
        """Keep any other answer, under its question."""
        title = as_question(title)
        self.others.append(f"{title}: {text}" if title else text)

    def consent(self, name: str, given: bool, text: str = "") -> None:
        """Keep a consent as it was answered."""
        if len(self.consents) < _MOST_CONSENTS:
            name = " ".join(whole_text(name).split())[:_LONGEST_TITLE]
            self.consents.append(Consent(name, given, whole_text(text)[:2000]))

    def _channel(self, meaning: PersonField | None, text: str, title: str) -> bool:
        """Take ``text`` as a number or an e-mail, if it is one."""
        if meaning is PersonField.PHONE and (number := channels.number_in(text)):
            return self._keep(self.numbers, number, title)
        if meaning is PersonField.EMAIL or (meaning is None and channels.is_email(text)):
            found = channels.emails_in(text)
            if not found:
                self.remarks.append(f"“{text[:80]}” is no e-mail address.")
            return bool([self._keep(self.emails, each, title) for each in found])
        if meaning is None and channels.looks_like_number(text):
            return self._keep(self.numbers, text, title)
        return False

    def _keep(self, kept: dict[str, None], text: str, title: str) -> bool:
        if not is_of_others(title):
            self.of_others.discard(text)
        elif text not in kept:
            self.of_others.add(text)
        if len(kept) < _MOST_CHANNELS:
            kept[text] = None
        return True

    def own_first(self, kept: Iterable[str]) -> tuple[str, ...]:
        """Numbers or addresses, those of whom the form calls somebody else behind all others."""
        return tuple(sorted(kept, key=self.of_others.__contains__))

    @property
    def name(self) -> str:
        """The whole name; a "Name" beside a "Last name" is the first name, and one beside a "First
        name" that is no part of it the last (French "Nom", "Prénom")."""
        names = self.names
        whole, last = names.get(PersonField.NAME, ""), names.get(PersonField.LAST, "")
        first = names.get(PersonField.FIRST, "")
        if whole and last and not first and not whole.casefold().endswith(last.casefold()):
            return f"{whole} {last}"[: channels.LONGEST_NAME]
        if whole and first and not last and first.casefold() not in whole.casefold():
            return f"{first} {whole}"[: channels.LONGEST_NAME]
        if whole:
            return whole
        parts = (first, names.get(PersonField.MIDDLE, ""), last)
        return " ".join(filter(None, parts))[: channels.LONGEST_NAME]

    @property
    def message(self) -> str:
        """What was written, then every other answer under its question."""
        parts = self.messages
        if self.others:
            parts = [*parts, "\n".join(self.others)]
        text = "\n\n".join(parts)
        if len(text) <= LONGEST_MESSAGE:
            return text
        self.remarks.append("The message is longer than 64 KB; the rest of it is left out.")
        return text[:LONGEST_MESSAGE]

    @property
    def campaign(self) -> str:
        """The campaign's name, else what the address of the page tells of where they came from."""
        if not self.said:
            return ""
        if named := self.said.get(PersonField.CAMPAIGN):
            return named[:_LONGEST_TITLE]
        parts = [text for part in _UTM if (text := self.said.get(part))]
        return " / ".join(parts)[:_LONGEST_TITLE]


_UTM: Final = (PersonField.UTM_SOURCE, PersonField.UTM_MEDIUM, PersonField.UTM_CAMPAIGN)
_NAMES: Final = frozenset(
    (PersonField.NAME, PersonField.FIRST, PersonField.MIDDLE, PersonField.LAST)
)
_SAID: Final = frozenset(
    (
        PersonField.FORM,
        PersonField.CAMPAIGN,
        PersonField.UTM_SOURCE,
        PersonField.UTM_MEDIUM,
        PersonField.UTM_CAMPAIGN,
        PersonField.SUBMITTED,
        PersonField.ID,
    )
)


def as_question(title: str) -> str:
    """The title of a field as it is shown: "what_hurts?" → "what hurts?"."""
    return " ".join(whole_text(title).replace("_", " ").split())[:_LONGEST_TITLE]


def _meaning(answer: Answer) -> PersonField | None:
    found = meaning_in_form(answer.title)
    if found is None and answer.key:
        found = meaning_in_form(answer.key)
    return found


def sheet_of(answers: Iterable[Answer]) -> Sheet:
    """All answers of a form."""
    sheet = Sheet()
    for answer in answers:
        sheet.add(answer)
    return sheet


def lead_of(
    source: str,
    sheet: Sheet,
    times: TimeReader,
    *,
    form: str = "",
    campaign: str = "",
    sent: Sent = NEVER_SAID,
    external_id: str = "",
    is_test: bool = False,
    payload: str = "",
    left_out: str = "",
) -> IncomingLead:
    """The lead. What the form's envelope says (form, campaign, time, id) wins over its answers."""
    if sent is NEVER_SAID:
        sent = sent_at(times, sheet.said.get(PersonField.SUBMITTED, ""))
    message = sheet.message
    remarks = tuple(dict.fromkeys(sheet.remarks)) if sheet.remarks else ()
    return IncomingLead(
        source=source,
        name=sheet.name,
        numbers=sheet.own_first(sheet.numbers),
        emails=sheet.own_first(sheet.emails),
        message=message,
        form=(form or sheet.said.get(PersonField.FORM, ""))[:_LONGEST_TITLE],
        campaign=campaign[:_LONGEST_TITLE] or sheet.campaign,
        submitted_at=sent.at,
        consents=tuple(sheet.consents),
        external_id=identity(external_id or sheet.said.get(PersonField.ID, "")),
        payload=payload,
        is_test=is_test,
        zone_assumed=sent.zone_assumed,
        remarks=(sent.remark, *remarks) if sent.remark else remarks,
        left_out=left_out,
    )


def identity(text: str) -> str:
    """An external id as it is kept: one that is longer than any real one is shortened, and stays
    its own."""
    text = text.strip()
    if len(text) <= _LONGEST_ID:
        return text
    return f"{text[:180]}#{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
