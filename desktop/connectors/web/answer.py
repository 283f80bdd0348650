"""What the listener answers, and how that looks on the wire."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

TEXT: Final = "text/plain; charset=utf-8"
JSON: Final = "application/json"
XML: Final = "text/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``headers`` are those beside length, type and the like."""

    status: int
    body: bytes = b""
    content_type: str = TEXT
    headers: Mapping[str, str] = field(default_factory=dict)

    def on_the_wire(self, *, with_body: bool = True) -> bytes:
        """Head and body; the connection is closed behind it, so that nothing can follow."""
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Content-Type: {self.content_type}",
            f"Content-Length: {len(self.body)}",
            "Connection: close",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
        return head + self.body if with_body else head


def text(status: int, words: str, **headers: str) -> Answer:
    """A sentence for whoever sets the sender up; of header names ``_`` is a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, f"{words}\n".encode(), TEXT, named)


def as_json(what: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(what).encode(), JSON)


def as_xml(document: str) -> Answer:
    """An answer in XML, which telephone services read."""
    return Answer(200, f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode(), XML)
