"""What a softphone, a link or the ``pop`` verb says about a ringing caller.

``+1 602 555 0142``, ``"Fern Moss" <sip:6025550147@pbx>``, ``tel:+16025550142;ext=12`` and
``ketwell:pop?number=%2B16025550142&name=Fern%20Moss&line=855-KET-WELL&id=17&event=answered``. The
text comes from anywhere (a web page can open a link), so it is hostile until it is read.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from desktop.domain.caller_names import name_and_number
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.number_cleaning import unwrapped
from desktop.domain.vocabulary import Direction
from desktop.domain.withheld import is_withheld

LONGEST: Final = 2000
"""Characters; a longer text is nobody's caller."""
_LONGEST_NUMBER: Final = 100
_LONGEST_WORDS: Final = 200
_MOST_FIELDS: Final = 20
_LINK = re.compile(r"ketwell:(?://)?pop/?(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_DIALLED: Final = frozenset(("tel", "callto", "sip", "sips"))
_TO_DIAL: Final = frozenset(("tel", "callto"))
_EVENTS: Final[Mapping[str, Disposition]] = {
    "": Disposition.RINGING,
    "ring": Disposition.RINGING,
    "ringing": Disposition.RINGING,
    "newcall": Disposition.RINGING,
    "answer": Disposition.ANSWERED,
    "answered": Disposition.ANSWERED,
    "missed": Disposition.MISSED,
    "hangup": Disposition.UNKNOWN,
    "ended": Disposition.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class PopRequest:
    """A caller to be shown. ``number`` is as it was sent, also "anonymous", and never empty;
    ``external_id`` is the phone system's identity of the call, "" when it sent none. An ``UNKNOWN``
    disposition says that the call is over, not how it went."""

    number: str
    name: str = ""
    line: str = ""
    external_id: str = ""
    disposition: Disposition = Disposition.RINGING
    to_dial: bool = False
    """From a ``tel:`` or ``callto:`` link: nobody rings, somebody wants to ring this number."""

    def call(self, source: str, now: datetime) -> IncomingCall:
        """The incoming call it tells of, at ``now`` (UTC)."""
        ringing = self.disposition is Disposition.RINGING
        answered = self.disposition is Disposition.ANSWERED
        return IncomingCall(
            direction=Direction.IN,
            caller=self.number,
            called=self.line,
            source=source,
            name=self.name,
            line=self.line,
            started_at=now if ringing else None,
            answered_at=now if answered else None,
            ended_at=None if ringing or answered else now,
            disposition=self.disposition,
            external_id=self.external_id,
        )


Dial = Callable[[PopRequest], None]
"""Takes a number that somebody wants to ring; from any thread, returns at once."""


def dials_nothing(_request: PopRequest) -> None:
    """Where there is no window."""


def read_pop(text: str) -> PopRequest | None:
    """The caller that ``text`` tells of; None where it tells of none. Never raises."""
    if len(text) > LONGEST:
        return None
    text = _clean(text)
    link = _LINK.fullmatch(text)
    if link is not None:
        return _of_fields(_fields(link[1] or ""))
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].casefold() == "ketwell":
        return None
    if scheme is not None and scheme[1].casefold() in _DIALLED:
        found = _request(text)
        to_dial = scheme[1].casefold() in _TO_DIAL
        return replace(found, to_dial=True) if found is not None and to_dial else found
    name, number = name_and_number(text)
    return _request(number, name) if number else _request(text)


def _of_fields(fields: Mapping[str, str]) -> PopRequest | None:
    disposition = _EVENTS.get(fields.get("event", "").casefold())
    if disposition is None:
        return None
    return _request(
        fields.get("number", ""),
        fields.get("name", ""),
        fields.get("line", ""),
        fields.get("id", ""),
        disposition,
    )


def _request(
    number: str,
    name: str = "",
    line: str = "",
    external_id: str = "",
    disposition: Disposition = Disposition.RINGING,
) -> PopRequest | None:
    if not _tells_caller(number):
        return None
    return PopRequest(
        number=number,
        name=name[:_LONGEST_WORDS],
        line=line[:_LONGEST_NUMBER],
        # Half an identity could be that of another call.
        external_id=external_id if len(external_id) <= _LONGEST_WORDS else "",
        disposition=disposition,
    )


def _tells_caller(number: str) -> bool:
    """A number with digits, or a word for none; an address of somewhere else is neither."""
    if not number or len(number) > _LONGEST_NUMBER:
        return False
    inner = unwrapped(number)
    return any(c.isdecimal() for c in inner) or is_withheld(inner)


def _fields(query: str) -> dict[str, str]:
    """The first of each field. A number keeps its plus, which a form would read as a space."""
    found: dict[str, str] = {}
    for part in query.split("&", _MOST_FIELDS)[:_MOST_FIELDS]:
        name, _, value = part.partition("=")
        name = unquote(name).casefold()
        if name not in ("number", "id"):
            value = value.replace("+", " ")
        found.setdefault(name, _clean(unquote(value, errors="replace")))
    return found


def _clean(text: str) -> str:
    """One line, without what hides, breaks or turns around the text on a screen."""
    shown = (" " if unicodedata.category(c) in _BREAKS else c for c in text)
    kept = "".join(c for c in shown if unicodedata.category(c) not in _HIDDEN)
    return " ".join(kept.split())


_BREAKS: Final = frozenset(("Cc", "Zl", "Zp"))
_HIDDEN: Final = frozenset(("Cf", "Cs", "Co", "Cn"))
