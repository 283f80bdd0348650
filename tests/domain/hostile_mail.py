"""Mail that is made to keep whoever reads it busy: about a megabyte each, and what it is."""

import base64
from collections.abc import Iterator

MB = 1024 * 1024
_HEAD = b"From: a@example.com\r\nSubject: New form\r\n"
_PLAIN = _HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
_HTML = _HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
_FORM = b"Name: Juniper Moss\r\nPhone: (312) 555-0147\r\n"


def _multipart(boundary: bytes) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n"


def _filled(piece: bytes, size: int = MB) -> bytes:
    return piece * (size // len(piece) + 1)


def hostile_mails() -> Iterator[tuple[str, bytes]]:
    """Each with its name."""
    nested = b"".join(b"--%d\r\n" % n + _multipart(b"%d" % (n + 1)) for n in range(15_000))
    yield "nested parts", _HEAD + _multipart(b"0") + nested
    letters = _filled(b"Content-Type: message/rfc822\r\n\r\n")
    yield "letters in letters", _HEAD + letters
    yield "100,000 headers", _filled(b"X-H: 1\r\n") + _PLAIN + _FORM
    yield "100,000 subjects", _filled(b"Subject: =?utf-8?q?a?=\r\n") + _PLAIN + _FORM
    yield (
        "a folded header of a megabyte",
        _HEAD + b"X-H: a" + _filled(b"\r\n a") + b"\r\n\r\n" + _FORM,
    )
    yield (
        "a type without an end",
        _HEAD + b"Content-Type: text/plain" + _filled(b"; a=b") + b"\r\n\r\n",
    )
    yield (
        "a subject of words in code",
        b"Subject: " + _filled(b"=?utf-8?b?YQ==?= ") + b"\r\n\r\n" + _FORM,
    )
    yield "an address without an end", b"From: " + _filled(b"<a@") + b"\r\n\r\n" + _FORM
    yield (
        "brackets in an address",
        b"From: " + _filled(b"(") + b"\r\nReply-To: " + _filled(b"a<") + b"\r\n\r\n",
    )
    encoded = base64.encodebytes(_filled(_FORM, MB * 3 // 4))
    base64_head = _HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n"
    yield "huge base64", base64_head + encoded
    yield "base64 in one line", base64_head + encoded.replace(b"\n", b"")
    yield "base64 of nothing that is", base64_head + _filled(b"=")
    quoted = _HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    yield "a giant quoted line", quoted + _filled(b"=41=\xff=4")
    yield "quoted line ends", quoted + _filled(b"=\r\n")
    yield (
        "blanks at the end of quoted lines",
        quoted + _filled(b" ", MB // 2) + b"\r\n" + _filled(b"\t"),
    )
    uu = b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n"
    yield "uuencoded", _HEAD + uu + _filled(b"M" + b"!" * 60 + b"\r\n")
    yield "comments that do not end", _HTML + _filled(b"<!--")
    yield "comments", _HTML + _filled(b"<!---->")
    yield "marks that do not end", _HTML + _filled(b"<")
    yield "marks", _HTML + _filled(b"<b>")
    yield "blocks", _HTML + _filled(b"<br>")
    yield "cells", _HTML + _filled(b"<td>a</td>")
    yield "scripts that do not end", _HTML + _filled(b"<script>")
    yield "styles", _HTML + _filled(b"<style></style>")
    yield "entities", _HTML + _filled(b"&amp;&#x41;")
    yield "entities that do not end", _HTML + _filled(b"&")
    yield "an entity without an end", _HTML + b"&" + _filled(b"a")
    yield "a number without an end", _HTML + b"&#" + _filled(b"9")
    for name, piece in (
        ("labels", b"Name: a\r\n"),
        ("labels without values", b"Name:\r\n"),
        ("colons", b":"),
        ("a label without an end", b"Name "),
        ("titles alone", b"Name\r\nPhone\r\n"),
        ("numbers", b"Phone: 3125550147\r\n"),
        ("addresses", b"E-mail: a@b.cc, c@d.ee\r\n"),
        ("half an address", b"a@"),
        ("points", b"E-mail: a@a.a.a.a.a.a.a.a.\r\n"),
        ("lines", b"\r\n"),
        ("returns", b"\r"),
        ("blanks", b" "),
        ("stars", b"*"),
        ("dashes", b"-"),
        ("forwards", b"-----"),
        ("forwarded", b"---- Forwarded message ----\r\n"),
        ("trailers", b"\r\n--\r\nDate: a\r\n"),
        ("messages", b"Message:\r\n"),
        ("voicemails", b"New voicemail from (602) 555-0147 "),
        ("a voicemail without an end", b"voicemail from "),
        ("digits", b"1"),
        ("dots and digits", b"1."),
        ("signs of no character", b"\xff"),
        ("half of signs", b"\xe2\x80"),
        ("signs that are drawn over each other", "e\u0301".encode()),
        ("quotation marks", b'"'),
        ("urls", b"http://a "),
        ("NUL", b"\0"),
    ):
        yield name, _PLAIN + _filled(piece)
        yield f"{name} after a form", _PLAIN + _FORM + _filled(piece)
    for charset in (
        b"utf-7",
        b"utf-16",
        b"hz",
        b"iso-2022-jp",
        b"punycode",
        b"idna",
        b"big5",
        b"nope",
    ):
        head = _HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n"
        yield f"in {charset.decode()}", head + _filled(b"+AGE-~{a")
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\n \r\n" for _ in range(20_000))
    yield "20,000 parts", _HEAD + _multipart(b"b") + parts
    some = b"".join(b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<td>" * 40_000 for _ in range(6))
    yield "large parts", _HEAD + _multipart(b"b") + some
    long_boundary = b"b" * 3000
    yield (
        "a long boundary",
        _HEAD + _multipart(long_boundary) + _filled(b"--" + long_boundary + b"\r\n"),
    )
    yield "lines like boundaries", _HEAD + _multipart(b"b") + _filled(b"--\r\n")
    yield (
        "lines like boundaries, nested",
        _HEAD
        + b"".join(_multipart(b"b%d" % n) + b"--b%d\r\n" % n for n in range(19))
        + _filled(b"--b\r\n"),
    )
    yield "no end of the line", _HEAD + _filled(b"X")
