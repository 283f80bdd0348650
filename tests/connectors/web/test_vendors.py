"""What vendors of the corpus send, posted: each message is a record, or kept with the reason."""

import hmac
import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from desktop.connectors.files.calls.live import LIVE_CALLS
from desktop.connectors.web.sources import Brings
from desktop.connectors.web.vendors import VENDORS
from tests.conftest import Clock
from tests.connectors.web.posting import FORM, JSON, SECRET, calls, leads, listening

CORPUS = os.environ.get("KETWELL_SAMPLES")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="KETWELL_SAMPLES names no corpus")


def test_every_vendor_of_calls_has_a_reader() -> None:
    assert {each.name for each in VENDORS if each.brings is Brings.CALLS} == set(LIVE_CALLS)
    names = [(each.brings, each.name) for each in VENDORS]
    assert len(names) == len(set(names))


def bodies(path: Path) -> Iterator[bytes]:
    """The posts of a sample: each line where it holds one to a line, else all of it."""
    raw = path.read_bytes().strip()
    if path.suffix == ".jsonl" or path.name.startswith("sipgate"):
        yield from (line for line in raw.splitlines() if line.strip())
    else:
        # Of a request that was saved whole, its body.
        yield raw.partition(b"\r\n\r\n")[2] or raw.partition(b"\n\n")[2] or raw


def posted() -> Iterator[tuple[str, Path, bytes]]:
    """Vendor, file and body of each sample that somebody would post."""
    vendors = {
        "callrail_call": "callrail",
        "dialpad": "dialpad",
        "ringcentral": "ringcentral",
        "sipgate": "generic-cti",
        "twilio_voice": "twilio",
        "twiml_incoming": "twilio",
        "vonage_event-post": "vonage",
        "zammad": "generic-cti",
        "zoom": "zoom-phone",
    }
    root = Path(CORPUS or ".")
    for path in sorted((root / "b-cloud-calls").glob("*")):
        vendor = next((vendors[start] for start in vendors if path.name.startswith(start)), None)
        if vendor and path.suffix in (".json", ".jsonl", ".form", ".txt"):
            for body in bodies(path):
                yield vendor, path, body
    for path in sorted((root / "c-leads").glob("*")):
        if path.suffix in (".json", ".form"):
            yield "", path, path.read_bytes().strip()


def signed(vendor: str, address: str, body: bytes, clock: Clock) -> dict[str, str]:
    """The headers with which a vendor that signs would send this."""
    key = SECRET.encode()
    if vendor == "callrail":
        return {"signature": b64encode(hmac.digest(key, body, "sha1")).decode()}
    if vendor == "twilio":
        fields = sorted(parse_qsl(body.decode(), keep_blank_values=True))
        message = f"https://127.0.0.1:{address}" + "".join(map("".join, fields))
        return {
            "x-twilio-signature": b64encode(hmac.digest(key, message.encode(), "sha1")).decode()
        }
    if vendor == "zoom-phone":
        stamp = str(int(clock.now.timestamp()))
        found = hmac.digest(key, f"v0:{stamp}:".encode() + body, "sha256").hex()
        return {"x-zm-request-timestamp": stamp, "x-zm-signature": f"v0={found}"}
    return {}


@needs_corpus
def test_what_the_corpus_holds_is_taken_when_it_is_posted(clock: Clock) -> None:
    names = sorted({each.name for each in VENDORS if each.brings is Brings.CALLS})
    sources = [calls(each, each, zone="UTC") for each in names]
    sources.append(leads("any", zone="UTC"))
    unread: list[str] = []
    with listening(clock, *sources) as post:
        for vendor, path, body in posted():
            address = f"/cti/{vendor}" if vendor else "/leads/any"
            kind = JSON if body[:1] in b"{[" else FORM
            before = len(post.desk.aside)
            headers = {"content-type": kind} | signed(vendor, f"{post.port}{address}", body, clock)
            assert post(address, body, headers=headers).status == 200, path.name
            if len(post.desk.aside) > before:
                unread.append(path.name)
    # Nobody can be reached by this one: it is for a person to look at.
    assert unread == ["typeform_actionsflow.json"]
    assert len(post.desk.taken) > 40
