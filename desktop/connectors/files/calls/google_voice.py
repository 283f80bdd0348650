"""Google Voice in a Takeout: one HTML page for each call, read by its marks and never rendered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from desktop.connectors.files.calls.parts import after, needed
from desktop.connectors.files.content import Content, UnreadableFile
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.rows import BadRow, shortened
from desktop.domain.caller_names import real_name
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import (
    Disposition,
    IncomingCall,
    IncomingKind,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader, UnreadableTime
from desktop.domain.vocabulary import Direction

_TEXT_AT_MOST = 100_000
_PAGE_AT_MOST = 512 * 1024
_KINDS = {
    "missed": Disposition.MISSED,
    "received": Disposition.ANSWERED,
    "placed": Disposition.ANSWERED,
    "voicemail": Disposition.VOICEMAIL,
    "recorded": Disposition.ANSWERED,
}
_OPENINGS = re.compile(r"<(?:(?=[!?])|(?=[^<>]*(?:<|\Z)))")
_NO_WORDS = "unable to transcribe this message."


@dataclass
class _Page:
    """What one call's page says."""

    tags: set[str] = field(default_factory=set)
    number: str = ""
    name: str = ""
    published: str = ""
    duration: str = ""
    words: str = ""
    file: str = ""


class GoogleVoice:
    """A call's page is an hCard ``haudio`` with its kind as a tag."""

    name = "google-voice"
    title = "Google Voice (Takeout)"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By its marks."""
        if content.is_binary or "<" not in content.head_text[:200]:
            return NO
        text = content.head_text
        marked = "haudio" in text and 'rel="tag"' in text and "published" in text
        return CERTAIN if marked else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """The calls of the page, as a rule one."""
        parser = _Parser()
        if content.size > _PAGE_AT_MOST:
            raise UnreadableFile("This page is larger than a call of Google Voice can be.")
        text = content.text()
        # Comments, declarations and tags that are never closed are looked for again and again by
        # the parser (the time grows with the square of the page); none of them tells anything.
        parser.feed(_OPENINGS.sub("&lt;", text))
        parser.close()
        reader = TimeReader(options.zone)
        for number, page in enumerate(parser.pages, start=1):
            try:
                yield Taken(number, self._call(page, reader))
            except (BadRow, UnreadableTime) as why:
                yield Rejected(number, str(why), shortened(page.published or text))

    def _call(self, page: _Page, reader: TimeReader) -> IncomingCall:
        kind = next((name for name in _KINDS if name in page.tags), "")
        if not kind:
            raise BadRow("This page does not say what kind of call it is.")
        moment = needed(reader, page.published)
        talked = seconds(page.duration)
        out = kind == "placed"
        disposition = _KINDS[kind]
        if out and not talked:
            disposition = Disposition.NOT_REACHED
        words = " ".join(page.words.split())
        return IncomingCall(
            direction=Direction.OUT if out else Direction.IN,
            caller="" if out else page.number,
            called=page.number if out else "",
            source=self.name,
            name=real_name(page.name),
            started_at=moment.at,
            answered_at=moment.at if disposition is Disposition.ANSWERED else None,
            ended_at=after(moment.at, talked),
            talked_seconds=talked if talked is not None else 0,
            disposition=disposition,
            message="" if words.casefold() == _NO_WORDS else words,
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(page.file) if kind == "voicemail" else "",
        )


class _Parser(HTMLParser):
    """Collects what the marks say; everything else is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[_Page] = []
        self._into = ""
        self._depth = 0
        self._contributor = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what the next text is."""
        said = {name: value or "" for name, value in attrs}
        classes = said.get("class", "").split()
        if "haudio" in classes:
            self.pages.append(_Page())
        if not self.pages:
            return
        page = self.pages[-1]
        if self._into and tag == "span":
            self._depth += 1
        # As it is written in the page: a file that lies beside it in the Takeout.
        page.file = page.file or (said.get("src", "") if tag == "audio" else "")
        if "contributor" in classes:
            self._contributor = True
        elif tag == "a":
            self._link(page, said, classes)
        elif tag == "abbr":
            title = said.get("title", "").strip()
            if "published" in classes:
                page.published = page.published or title
            elif "duration" in classes:
                page.duration = page.duration or title
        elif tag == "span":
            self._span(page, classes)

    def _link(self, page: _Page, said: dict[str, str], classes: list[str]) -> None:
        if "tel" in classes:
            page.number = page.number or said.get("href", "").removeprefix("tel:").strip()
        elif said.get("rel") == "tag":
            page.tags.add(said.get("href", "").rpartition("#")[2].casefold())

    def _span(self, page: _Page, classes: list[str]) -> None:
        if "full-text" in classes and not page.words:
            self._into, self._depth = "words", 1
        elif "fn" in classes and self._contributor and not page.name:
            self._into, self._depth = "name", 1

    def handle_endtag(self, tag: str) -> None:
        """The text is over."""
        if tag == "span" and self._into:
            self._depth -= 1
            if self._depth <= 0:
                self._into = ""
        elif tag == "div":
            self._contributor = False

    def handle_data(self, data: str) -> None:
        """Text, where it was asked for."""
        if not self._into or not self.pages:
            return
        page = self.pages[-1]
        if self._into == "words" and len(page.words) < _TEXT_AT_MOST:
            page.words += data
        elif self._into == "name" and len(page.name) < 500:
            page.name += data
