"""What a form sent, whatever it was wrapped in: each submission comes out as one mapping.

JSON (one object, a list, one to a line, the answer of a service's API), form bodies, multipart
bodies, and any of these inside a captured request ("body"). Nothing is decided here.
(Messages about calls are read by ``files.posts``, by other rules; why, stands there.)
"""

import json
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.connectors.files.content import Content
from desktop.connectors.files.leads.values import question_of
from desktop.connectors.form_text import CHARSET_FIELD, charset_in, decoded, form_pairs

Body = Mapping[str, Any]

_LISTS: Final = (
    "data",
    "entries",
    "Entries",
    "items",
    "content",
    "records",
    "submissions",
    "form_submissions",
    "formSubmissions",
    "results",
    "leads",
)
"""Where the APIs of these services put the list of their submissions."""
_PAGING: Final = frozenset(
    [
        "paging",
        "total_count",
        "total_items",
        "page_count",
        "total",
        "pages",
        "page",
        "per_page",
        "total_pages",
        "total_records",
        "responseCode",
        "limit-left",
        "resultSet",
        "message",
        "duration",
        "info",
        "done",
        "totalSize",
        "nextRecordsUrl",
        "pagination",
        "count",
        "limit",
        "offset",
        "success",
        "status",
        "code",
        "links",
        "_links",
        "total_results",
    ]
)
_FORM: Final = re.compile(r"[^\s=&<>{}\";:,]{1,400}=[^\s&]*(?:&[^\s&]*)*")
_BOUNDARY: Final = re.compile(rb"\s*--([\x21-\x7e]{1,70})\r?\n", re.DOTALL)
_PART_NAME: Final = re.compile(r"\bname=(?:\"([^\"]*)\"|([^\s;]+))", re.IGNORECASE)
_IS_FILE: Final = re.compile(r"\bfilename\*?=", re.IGNORECASE)
_QUOTED: Final = re.compile(r"transfer-encoding:\s*quoted-printable", re.IGNORECASE)
_FORM_AT_MOST: Final = 1024 * 1024
_FIELDS_AT_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """A part that is no submission: the sentence says why."""

    reason: str
    raw: str


def submissions(content: Content, content_type: str = "") -> Iterator[Body | Broken]:
    """Every submission, in order. ``content_type`` is what the sender said; a file says nothing."""
    if content.is_binary:
        return
    if (whole := content.json) is not None:
        yield from _unwrapped(whole, depth=0)
        return
    if "multipart" in content_type or _BOUNDARY.match(content.head):
        yield from _multipart(content, content_type)
        return
    start = content.head_text.lstrip("\ufeff \t\r\n")
    if "urlencoded" in content_type and start[:1] != "{":
        text = content.text().strip("\ufeff \t\r\n")
        yield from _unwrapped(form_fields(text, charset_in(content_type)), depth=1)
    elif start[:1] == "{":
        yield from _json_lines(content)
    elif content.size <= _FORM_AT_MOST and "=" in start:
        text = content.text().strip("\ufeff \t\r\n")
        for line in text.splitlines():
            if _FORM.fullmatch(line.strip()):
                yield from _unwrapped(form_fields(line.strip()), depth=1)
            elif line.strip():
                yield Broken("This line is no form submission.", line)


def first_submission(content: Content) -> Body | None:
    """The first one, to recognise its service by; None where the file holds none."""
    for looked_at, found in enumerate(submissions(content)):
        if not isinstance(found, Broken):
            return found
        if looked_at == 20:
            break
    return None


def form_fields(body: str, charset: str = "") -> dict[str, Any]:
    """The fields of a form body, names with their brackets; what comes more than once is joined."""
    return _collected(form_pairs(body, most=_FIELDS_AT_MOST, charset=charset))


def _collected(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name == CHARSET_FIELD:
            continue
        if name in fields:
            before = fields[name]
            fields[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            fields[name] = value
    return fields


def _unwrapped(value: Any, depth: int) -> Iterator[Body | Broken]:
    if isinstance(value, list):
        for each in value:
            yield from _unwrapped(each, depth + 1) if depth < 3 else ()
        return
    if not isinstance(value, dict):
        if value is not None:
            yield Broken("This is no form submission.", json.dumps(value, ensure_ascii=False))
        return
    if depth < 3:
        if (body := _captured(value)) is not None:
            yield from _unwrapped(body, depth + 1)
            return
        if (inside := _listed(value)) is not None:
            yield from _unwrapped(inside, depth + 1)
            return
    yield value


def _captured(value: dict[str, Any]) -> Any:
    """The body of a request that somebody saved whole, with its headers."""
    if not value.keys() & {"headers", "method", "contentType", "httpMethod", "webhookUrl"}:
        return None
    body = value.get("body")
    if isinstance(body, dict | list):
        return body
    if isinstance(body, str) and body.strip():
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return form_fields(body.strip()) or None
    return None


def _listed(value: dict[str, Any]) -> list[Any] | None:
    for name in _LISTS:
        inside = value.get(name)
        if isinstance(inside, list) and value.keys() <= _PAGING | {name}:
            # The questions and answers of one submission are no list of submissions.
            one = len(inside) > 1 and all(map(question_of, inside))
            return None if one else inside
        # Jotform's and others: {"1": {…}, "2": {…}} would be a submission's own fields.
    return None


def _json_lines(content: Content) -> Iterator[Body | Broken]:
    for _, line in content.text_lines():
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield Broken("This line is cut off or is no JSON.", text)
            continue
        yield from _unwrapped(value, depth=1)


def _multipart(content: Content, content_type: str) -> Iterator[Body | Broken]:
    said = re.search(r"boundary=\"?([^\";,]{1,70})", content_type)
    found = _BOUNDARY.match(content.head)
    mark = said[1].strip().encode() if said else found[1] if found else b""
    raw = content.raw() if content.size <= 16 * _FORM_AT_MOST else b""
    parts: list[tuple[str, bytes, str]] = []
    for part in raw.split(b"--" + mark)[1:_FIELDS_AT_MOST] if mark else ():
        head, gap, value = part.partition(b"\r\n\r\n")
        if not gap:
            head, gap, value = part.partition(b"\n\n")
        header = decoded(head)
        name = _PART_NAME.search(header)
        # What was uploaded is no answer, and a clinic's desk does not keep it here.
        if gap and name and not _IS_FILE.search(header):
            value = value.removesuffix(b"\n").removesuffix(b"\r")
            if _QUOTED.search(header):
                value = quopri.decodestring(value)
            parts.append((name[1] if name[1] is not None else name[2], value, charset_in(header)))
    # A page may say its encoding in a field (HTML), where the parts do not.
    usual = next((decoded(value) for name, value, _ in parts if name == CHARSET_FIELD), "")
    usual = usual or charset_in(content_type)
    if parts:
        yield _collected([(name, decoded(value, own or usual)) for name, value, own in parts])
    else:
        yield Broken("This form body is cut off or has no fields.", content.head_text)
