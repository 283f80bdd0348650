"""The common way of formats that are messages: which are ours, which belong to one call, and the
call they make together."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.connectors.files.calls.together import Together
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.posts import Post, posts, sample_posts
from desktop.connectors.files.rows import BadRow, NotOurs
from desktop.domain.incoming import Ignored, IncomingCall, IncomingKind, Rejected, RowRead, Taken
from desktop.domain.time_reading import TimeReader, UnreadableTime

Fields = Mapping[str, Any]


class PostedCalls(ABC):
    """A format made of messages; the formats say what they know about one."""

    name: str
    title: str
    kind = IncomingKind.CALL

    @abstractmethod
    def fits(self, fields: Fields) -> bool:
        """Whether a message is one of this format."""

    def fits_envelope(self, whole: Fields) -> bool:
        """Whether a list without records is one of this format."""
        return False

    def apart(self, fields: Fields) -> Sequence[Fields]:
        """The messages in one: itself, unless a format tells of several calls at once."""
        return [fields]

    @abstractmethod
    def key(self, fields: Fields) -> str:
        """The identity of the call the message is about; "" where it stands alone."""

    @abstractmethod
    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The call that these messages (in their order) are about."""

    def calls(self, messages: Sequence[Fields], reader: TimeReader) -> list[IncomingCall]:
        """The calls of messages with one key: one, unless a format knows better."""
        return [self.call(messages, reader)]

    def recognise(self, content: Content) -> int:
        """By the first messages."""
        if content.is_binary:
            return NO
        found = sample_posts(content)
        if not found:
            whole = content.json
            return CERTAIN if isinstance(whole, dict) and self.fits_envelope(whole) else NO
        hits = sum(1 for post in found if self.fits(post.fields))
        return CERTAIN if hits * 2 > len(found) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each key, in the order of their first messages."""
        reader = TimeReader(options.zone)
        waiting: Together[Post] = Together()
        for post in posts(content):
            if post.trouble:
                yield Rejected(post.number, post.trouble, post.text)
                continue
            if not self.fits(post.fields):
                yield Rejected(post.number, "This message is of another kind.", post.text)
                continue
            for fields in self.apart(post.fields):
                one = post if fields is post.fields else replace(post, fields=dict(fields))
                key = self.key(fields)
                if not key:
                    yield from self._made([one], reader)
                    continue
                for kept in waiting.add(key, one, one.size):
                    yield from self._made(kept, reader)
        for kept in waiting.rest():
            yield from self._made(kept, reader)

    def _made(self, kept: Sequence[Post], reader: TimeReader) -> Iterator[RowRead]:
        first = kept[0]
        try:
            for call in self.calls([post.fields for post in kept], reader):
                yield Taken(first.number, call)
        except NotOurs as why:
            yield Ignored(first.number, str(why))
        except (BadRow, UnreadableTime) as why:
            for post in kept:
                yield Rejected(post.number, str(why), post.text)
