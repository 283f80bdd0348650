"""Messages about calls as they are posted, one at a time: each is read together with what was said
before about the same call, since a hang-up alone does not say who rang.

Messages of telephone systems carry few times, so a call that goes on now is given those at which
its messages came.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from desktop.connectors.files.calls.callrail import CallRailCalls
from desktop.connectors.files.calls.cti import GenericCti
from desktop.connectors.files.calls.dialpad import DialpadCalls
from desktop.connectors.files.calls.openphone import OpenPhoneCalls
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.calls.ringcentral import RingCentralLog, RingCentralNotices
from desktop.connectors.files.calls.twilio import TwilioCalls
from desktop.connectors.files.calls.vonage import VonageCalls
from desktop.connectors.files.calls.zoom import ZoomPhone
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.posts import Post, form_fields, posts
from desktop.connectors.files.rows import BadRow, NotOurs, first_text, shortened
from desktop.connectors.form_text import charset_in
from desktop.domain.incoming import (
    Disposition,
    Ignored,
    IncomingCall,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.originals import kept
from desktop.domain.time_reading import TimeReader, UnreadableTime


class LiveCti(GenericCti):
    """As it is posted. The program may have been started after the call: its record is known by
    the call's identity."""

    begins_here = False


LIVE_CALLS: Final[Mapping[str, Sequence[PostedCalls]]] = {
    "generic-cti": (LiveCti(),),
    "twilio": (TwilioCalls(),),
    "ringcentral": (RingCentralNotices(), RingCentralLog()),
    "callrail": (CallRailCalls(),),
    "openphone": (OpenPhoneCalls(),),
    "vonage": (VonageCalls(),),
    "dialpad": (DialpadCalls(),),
    "zoom-phone": (ZoomPhone(),),
}
"""The messages of each vendor."""
_CALLS_AT_MOST: Final = 2000
_MESSAGES_AT_MOST: Final = 40
"""Of one call, the first and the newest."""
_OVER: Final = frozenset(
    ("hangup", "hungup", "completed", "busy", "no-answer", "failed", "canceled")
)
_OTHER_KIND: Final = "This message is of another kind. See what the sender is set up to send."
_NOTHING: Final = "There is nothing in this message. See what the sender is set up to send."


@dataclass(slots=True)
class _Told:
    """What was said about one call, and when the call was first heard of, answered, over."""

    began: datetime
    messages: list[Fields] = field(default_factory=list)
    answered: datetime | None = None
    over: datetime | None = None

    def add(self, fields: Fields) -> None:
        self.messages.append(fields)
        if len(self.messages) > _MESSAGES_AT_MOST:
            del self.messages[1]


class LiveCalls:
    """Usable from several threads. ``clock`` says when a message came."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: OrderedDict[tuple[str, str, str], _Told] = OrderedDict()

    def read(
        self, source: str, vendor: str, body: bytes, content_type: str, options: ReadOptions
    ) -> Iterator[RowRead]:
        """What the calls in this message of ``source`` are by now. Whatever comes, there is a row
        for it."""
        content = Content(body)
        found = False
        for post in _posts(content, content_type):
            found = True
            yield from self._row(source, vendor, post, options)
        if not found:
            yield Rejected(1, _NOTHING, kept(content.head_text))

    def _row(self, source: str, vendor: str, post: Post, options: ReadOptions) -> Iterator[RowRead]:
        if post.trouble:
            yield Rejected(post.number, post.trouble, post.text)
            return
        form = next((each for each in LIVE_CALLS.get(vendor, ()) if each.fits(post.fields)), None)
        if form is None:
            yield Rejected(post.number, _OTHER_KIND, post.text)
            return
        for fields in form.apart(post.fields):
            try:
                for call in self._calls(source, form, fields, TimeReader(options.zone)):
                    yield Taken(post.number, call)
            except NotOurs as why:
                yield Ignored(post.number, str(why))
            except (BadRow, UnreadableTime) as why:
                yield Rejected(post.number, str(why), post.text)

    def _calls(
        self, source: str, form: PostedCalls, fields: Fields, reader: TimeReader
    ) -> list[IncomingCall]:
        now = self._clock()
        key = form.key(fields)
        with self._lock:
            told = self._told.pop((source, form.name, key), None) if key else None
            told = told or _Told(now)
            told.add(fields)
            if key:
                self._told[source, form.name, key] = told
            if len(self._told) > _CALLS_AT_MOST:
                self._told.popitem(last=False)
            if _is_over(fields, told.messages):
                told.over = told.over or now
            calls = form.calls(told.messages, reader)
            if any(call.disposition is Disposition.ANSWERED for call in calls):
                told.answered = told.answered or now
            return [_timed(call, told) for call in calls]


def _posts(content: Content, content_type: str) -> Iterator[Post]:
    if "urlencoded" in content_type.casefold() and not content.is_binary:
        text = content.text()
        # Some say form and send JSON.
        fields = (
            {} if text.lstrip()[:1] in ("{", "[") else form_fields(text, charset_in(content_type))
        )
        if fields:
            yield Post(1, fields, shortened(text), size=len(text))
            return
    yield from posts(content)


def _is_over(fields: Fields, messages: Sequence[Fields]) -> bool:
    parent = first_text(fields, "ParentCallSid")
    if parent and any(first_text(each, "CallSid") == parent for each in messages):
        return False  # one of the phones that were rung is done, not the call
    return first_text(fields, "event", "CallStatus").casefold() in _OVER


def _timed(call: IncomingCall, told: _Told) -> IncomingCall:
    """With the times of its messages, where they say none themselves."""
    if call.started_at is not None:
        return call
    answered = told.answered if call.disposition is Disposition.ANSWERED else None
    talked = call.talked_seconds
    if talked is None and answered and told.over:
        talked = max(0, int((told.over - answered).total_seconds()))
    return replace(
        call,
        started_at=told.began,
        answered_at=call.answered_at or answered,
        ended_at=call.ended_at or told.over,
        talked_seconds=talked,
    )
