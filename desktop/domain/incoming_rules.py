"""What is done with something that came in: who it is, what is one and the same, what follows.

A phone system tells of one call in pieces, out of order and more than once, and a second source may
tell of it again. Whatever the order, the same pieces give the same call: each rule here takes the
earlier, the later or the weightier of two, never the one that came last.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from desktop.domain.call_sides import is_extension
from desktop.domain.folding import fold, words_of
from desktop.domain.incoming import Disposition, IncomingCall, IncomingLead
from desktop.domain.vocabulary import CallOutcome, Direction

TYPED_WINDOW: Final = timedelta(minutes=10)
"""A clerk opens the card while or after it rings: so far apart are the two times of one call."""
SOURCES_WINDOW: Final = timedelta(minutes=2)
"""So far apart are the clocks of two machines that tell of one call."""
SAME_LEAD_WINDOW: Final = timedelta(days=1)
"""A form that is posted and also mailed says the same twice within a day."""
ANOTHER_CALL: Final = timedelta(hours=1)
"""So far apart, calls of two numbers are two calls, although their source gave both one identity:
lists and forms count from 1 again."""
RINGS_AT_MOST: Final = timedelta(hours=1)
"""Whoever rings for so long was not heard: the end of the call was not told."""

_WEIGHT: Final = {
    Disposition.UNKNOWN: 0,
    Disposition.RINGING: 1,
    Disposition.NOT_REACHED: 2,
    Disposition.BLOCKED: 3,
    Disposition.MISSED: 4,
    Disposition.ANSWERED: 5,
    # A voicemail system answers too: whoever left a message spoke with nobody.
    Disposition.VOICEMAIL: 6,
}
_NOBODY_SPOKE: Final = frozenset({Disposition.MISSED, Disposition.VOICEMAIL})


class CallTold(NamedTuple):
    """What machines tell of one call. ``number`` is the outside number in a form that compares
    (E.164 and extension), "" when none is shown."""

    direction: Direction
    number: str
    line: str
    name: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    talked_seconds: int | None
    disposition: Disposition
    zone_assumed: bool

    def and_told(self, other: "CallTold") -> "CallTold":
        """Both together. The order does not matter, nor does repeating it."""
        return CallTold(
            direction=min(self.direction, other.direction),
            number=max(self.number, other.number),
            line=_fuller(self.line, other.line),
            name=_fuller(self.name, other.name),
            started_at=min(self.started_at, other.started_at),
            answered_at=_first(self.answered_at, other.answered_at),
            ended_at=_last(self.ended_at, other.ended_at),
            talked_seconds=_most(self.talked_seconds, other.talked_seconds),
            disposition=max(self.disposition, other.disposition, key=_WEIGHT.__getitem__),
            zone_assumed=self.zone_assumed and other.zone_assumed,
        )


class LeadTold(NamedTuple):
    """What tells one lead from another. ``contacts`` are numbers and e-mails as they are
    compared."""

    name: str
    contacts: frozenset[str]
    submitted_at: datetime | None


def _fuller(one: str, other: str) -> str:
    return max(one, other, key=lambda text: (len(text), text))


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _last(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _most(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)


def nobody_spoke(direction: Direction, disposition: Disposition | None) -> bool:
    """Whether somebody rang us and spoke with none of us: they are rung back."""
    return direction is Direction.IN and disposition in _NOBODY_SPOKE


def outcome_of(direction: Direction, disposition: Disposition) -> CallOutcome | None:
    """How the call ended, as far as a machine can say: only that it was missed. What came of a
    talk is for whoever talked."""
    return CallOutcome.MISSED if nobody_spoke(direction, disposition) else None


def may_be_one(disposition: Disposition, typed: CallOutcome | None) -> bool:
    """Whether what a machine tells and what a clerk typed may be of one call: a call that was
    missed is none that was talked on, even when both were within minutes."""
    if disposition is Disposition.VOICEMAIL:
        return typed in (CallOutcome.MISSED, CallOutcome.MESSAGE)
    if disposition is Disposition.MISSED:
        return typed is CallOutcome.MISSED
    if disposition is Disposition.ANSWERED:
        return typed is not CallOutcome.MISSED
    return True


def is_internal(call: IncomingCall) -> bool:
    """Whether both sides are our own extensions."""
    return is_extension(call.caller) and is_extension(call.called)


def who(by_number: Collection[UUID], by_email: Collection[UUID]) -> UUID | None:
    """The one person whom numbers and e-mails speak for; None for nobody and for a household of
    which nothing tells who it is."""
    if by_number and by_email:
        both = set(by_number) & set(by_email)
        return both.pop() if len(both) == 1 else None
    found = {*by_number, *by_email}
    return found.pop() if len(found) == 1 else None


def call_key(call: IncomingCall) -> str:
    """How a source's call is known again: its own identity, else what it says of the beginning."""
    if call.external_id:
        return call.external_id
    began = call.started_at or call.answered_at or call.ended_at
    if began is None:
        return ""
    said = (call.direction, call.caller.strip(), call.called.strip(), began.isoformat())
    return "#" + _hash(said)


def call_content(call: IncomingCall) -> str:
    """A hash of all that a piece of news says."""
    said = (
        call.direction, call.caller, call.called, call.name, call.line,
        _iso(call.started_at), _iso(call.answered_at), _iso(call.ended_at),
        str(call.talked_seconds), call.disposition, call.message,
    )  # fmt: skip
    # Not of every call: hashes that are kept were made before anybody told of it.
    return _hash((*said, call.recording) if call.recording else said)


def lead_content(lead: IncomingLead, numbers: Sequence[str]) -> str:
    """A hash of what a person wrote, the same whatever source brings it; "" when there is neither
    number nor e-mail, which many may have in common. ``numbers`` are E.164 where they can be
    read."""
    emails = sorted(fold(each) for each in lead.emails)
    if not numbers and not emails:
        return ""
    return _hash((fold(lead.name), *sorted(numbers), "|", *emails, "|", fold(lead.message)))


def looked_through(lead: IncomingLead, message: str | None = None) -> str:
    """All that somebody said with a lead, for words of danger to be found in: the message (that of
    the desk, where it keeps another), the name, the answers to consents, and what was left out."""
    answers = [each.text for each in lead.consents]
    told = lead.message if message is None else message
    return "\n".join(filter(None, (told, lead.name, *answers, lead.left_out)))


def lead_key(lead: IncomingLead, content: str) -> str:
    """How a source's lead is known again."""
    if lead.external_id:
        return lead.external_id
    return "#" + _hash((content, lead.payload if not content else "", _iso(lead.submitted_at)))


def is_another_call(known: CallTold, told: CallTold) -> bool:
    """Whether news under an identity that is known is of another call than the known one."""
    first, second = (known, told) if known.started_at <= told.started_at else (told, known)
    if first.ended_at is not None and second.started_at > first.ended_at + SOURCES_WINDOW:
        return True
    apart = second.started_at - first.started_at
    if known.number and told.number and known.number != told.number:
        return apart > ANOTHER_CALL
    return apart > timedelta(days=1)


def is_another_lead(known: LeadTold, told: LeadTold) -> bool:
    """Whether what comes under an identity that is known was written by somebody else, or by the
    same person on another day: the hours may differ, where their zone is a guess."""
    at, known_at = told.submitted_at, known.submitted_at
    apart = abs(at - known_at) if at and known_at else timedelta()
    if known.contacts and told.contacts and not known.contacts & told.contacts:
        named = bool(known.name and told.name)
        return apart > timedelta(0) or (named and not same_name(known.name, told.name))
    return apart > SAME_LEAD_WINDOW


def key_of_another(key: str, *told: datetime | str | None) -> str:
    """How that other one is known again: by the identity and by what tells the two apart."""
    parts = (each.isoformat() if isinstance(each, datetime) else each or "" for each in told)
    return f"#{_hash((key, *parts))}"


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: one has all the words of the other."""
    first, second = set(words_of(one)), set(words_of(other))
    return bool(first) and bool(second) and (first <= second or second <= first)


def filled_in(known: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Of what is told, what was not known: nothing that is there is written over."""
    return {name: value for name, value in told.items() if value and not known.get(name)}


def says_both(known: str, told: str) -> str:
    """What is known and what is told now, which comes first: it is news. Where one holds all of the
    other, that one alone."""
    if fold(told) in fold(known):
        return known
    return told if fold(known) in fold(told) else f"{told}\n\n{known}"


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
