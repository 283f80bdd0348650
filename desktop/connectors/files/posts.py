"""What a system posted, saved to a file: JSON, JSON lines, form bodies, whole HTTP requests.

Whatever the container, it comes out as one :class:`Post` for each message. The forms of leads have
a reader of their own (``leads.submissions``) and share no rule with this one: messages about calls
keep their line, their size and the message they are cut off in, and are put together by their ids;
a submission is unwrapped from whatever a service put around it, and what it says twice is kept.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from desktop.connectors.files.content import Content
from desktop.connectors.files.rows import shortened
from desktop.connectors.form_text import form_pairs

_LISTS = (
    "calls",
    "recordings",
    "records",
    "objects",
    "data",
    "results",
    "items",
    "call_logs",
    "events",
)
_FORM = re.compile(r"[\w.%+\[\]\-]+=[^\s=&]*(?:&[\w.%+\[\]\-]+=[^\s&]*)+")
_REQUEST = re.compile(r"(GET|POST|PUT) (\S+) HTTP/\d(?:\.\d)?")
_FIELDS_AT_MOST = 500
_BODY_AT_MOST = 1024 * 1024
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Post:
    """One message. ``number`` counts from 1; ``fields`` are its top level; a form field that comes
    more than once (``user[]``) is a list."""

    number: int
    fields: dict[str, Any]
    text: str
    trouble: str = ""
    size: int = 0
    """Characters of the whole message."""


def sample_posts(content: Content) -> tuple[Post, ...]:
    """The first messages, to recognise a format by; none where the file holds no messages."""
    if content.is_binary:
        return ()
    found: list[Post] = []
    for post in posts(content):
        if post.fields and not post.trouble:
            found.append(post)
        if len(found) == _LOOKED_AT or post.number > 4 * _LOOKED_AT:
            break
    return tuple(found)


def posts(content: Content) -> Iterator[Post]:
    """Every message of the file; what is none among them comes with its ``trouble``."""
    if content.is_binary:
        return
    whole = content.json
    if whole is not None:
        yield from _of_json(whole)
        return
    start = content.head_text.lstrip("\ufeff").lstrip()
    if _REQUEST.match(start):
        yield from _of_requests(content)
    elif start[:1] == "{":
        yield from _of_lines(content, _of_json_line)
    elif _FORM.match(start):
        yield from _of_lines(content, _of_form_line)


def form_fields(body: str, charset: str = "") -> dict[str, Any]:
    """A form body; brackets of a repeated field are part of no name."""
    fields: dict[str, Any] = {}
    for name, value in form_pairs(body.strip(), most=_FIELDS_AT_MOST, charset=charset):
        if name.endswith("[]"):
            many = fields.setdefault(name[:-2], [])
            if isinstance(many, list):
                many.append(value)
        else:
            fields[name] = value
    return fields


def _of_json(whole: object) -> Iterator[Post]:
    records = _records(whole)
    if isinstance(whole, list):
        # Several pages of one API; what has an identity of its own is a record and no page.
        records = chain.from_iterable(_records(e) if _is_page(e) else [e] for e in whole)
    for number, record in enumerate(records, start=1):
        if isinstance(record, dict):
            # What a file holds is in memory already and is not counted again.
            yield Post(number, record, shortened(json.dumps(record)))
        elif record is not None:
            yield Post(number, {}, shortened(json.dumps(record)), "This is no record.")


def _is_page(value: object) -> bool:
    return isinstance(value, dict) and not any(
        name.casefold().endswith("id") and name != "api_id" for name in value
    )


def _records(page: object) -> Iterable[Any]:
    """The records of a page of an API's answer; whatever else it is, the thing itself."""
    if isinstance(page, dict):
        embedded = page.get("_embedded")
        if isinstance(embedded, dict) and isinstance(embedded.get("calls"), list):
            found: list[Any] = embedded["calls"]
            return found
        for name in _LISTS:
            inside = page.get(name)
            if isinstance(inside, list) and all(isinstance(each, dict) for each in inside):
                return inside
    return [page]


def _of_lines(content: Content, read: Any) -> Iterator[Post]:
    for number, line in content.text_lines():
        text = line.strip().lstrip("\ufeff")
        if text:
            fields = read(text)
            trouble = "" if fields else "This line is cut off or is no message."
            yield Post(number, fields, shortened(text), trouble, 4 * len(text))


def _of_json_line(text: str) -> dict[str, Any]:
    if len(text) > _BODY_AT_MOST:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _of_form_line(text: str) -> dict[str, Any]:
    return form_fields(text) if len(text) <= _BODY_AT_MOST and "=" in text else {}


def _of_requests(content: Content) -> Iterator[Post]:
    """One HTTP request after the other, as a capture holds them."""
    number = 0
    start, lines = "", list[str]()
    size = 0
    for _, line in content.text_lines():
        if _REQUEST.fullmatch(line.strip()):
            if start:
                number += 1
                yield _request(number, start, lines)
            start, lines, size = line.strip(), [], 0
        elif size < _BODY_AT_MOST:
            lines.append(line)
            size += len(line)
    if start:
        yield _request(number + 1, start, lines)


def _request(number: int, start: str, lines: list[str]) -> Post:
    found = _REQUEST.fullmatch(start)
    try:
        query = urlsplit(found[2] if found else "").query
    except ValueError:
        query = ""
    fields: dict[str, Any] = form_fields(query)
    blank = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    body = "\n".join(lines[blank:]).strip()
    fields |= _of_json_line(body) if body[:1] == "{" else _of_form_line(body)
    text = shortened("\n".join([start, *lines]))
    trouble = "" if fields else "This request says nothing about a call."
    return Post(number, fields, text, trouble, 4 * len(body))
