"""No damaged post makes the listener stumble: whatever comes is a row with a reason."""

import json
import os
import random
from urllib.parse import urlencode

import pytest

from desktop.connections.web import web_reader
from desktop.connectors.files.calls.live import LIVE_CALLS
from desktop.connectors.web.again import Posted
from desktop.connectors.web.sources import Brings
from desktop.domain.errors import Problem
from desktop.domain.incoming import Rejected
from tests.conftest import A_TUESDAY
from tests.connectors.fuzz import rounds
from tests.connectors.own_files import OWN_FILES
from tests.connectors.web.posting import FORM, JSON, source

FILES = [(file.format, file.content[:65536]) for file in OWN_FILES]
KINDS = (JSON, FORM, "multipart/form-data; boundary=x", "text/plain", "", "\xff;=")
SOURCES = [
    *(source(name, Brings.CALLS, name) for name in LIVE_CALLS),
    source("any", Brings.LEADS, ""),
    source("meta", Brings.LEADS, "meta"),
    source("pop", Brings.POPS, ""),
]
STORY: list[dict[str, object]] = [  # what one call is told with, in any order and any number
    {"event": "newCall", "callId": "1", "from": "16025550142", "to": "18555550100"},
    {"event": "answer", "callId": "1", "user": ["voicemail", 3, None]},
    {"event": "hangup", "callId": "1", "cause": "busy", "duration": "x"},
    {"event": "hangup", "callId": "1", "from": {"a": 1}, "to": [], "direction": 7},
    {"CallSid": "CA1", "AccountSid": "AC1", "From": "+16025550142", "CallStatus": "ringing"},
    {"CallSid": "CA1", "AccountSid": "AC1", "CallStatus": "completed", "CallDuration": "²"},
    {"conversation_uuid": "CON-1", "from": 16025550142, "to": None, "status": "started"},
    {"conversation_uuid": "CON-1", "from": ["a"], "status": 5, "timestamp": "yesterday"},
    {"call_id": 1, "external_number": "+16025550142", "state": "ringing", "date_started": 1e300},
    {"event": "phone.callee_ringing", "payload": {"object": {"call_id": 1, "caller": {}}}},
    {"event": "phone.callee_missed", "payload": {"object": {"call_id": 1, "caller": []}}},
    {"type": "call.ringing", "data": {"object": {"id": "AC1", "from": 5, "createdAt": "x"}}},
]


def drive(how_many: int, seed: int) -> int:
    chance = random.Random(seed)
    read = web_reader(lambda: A_TUESDAY)
    sound = 0
    for number, (name, content) in enumerate(rounds(FILES, how_many, seed)):
        posted = Posted(chance.choice(SOURCES), content[:65536], chance.choice(KINDS))
        try:
            rows = list(read(posted))
        except Problem:
            continue  # too large or too deep: the listener sets it aside with the sentence
        except Exception:
            print("seed", seed, "number", number, "format", name, posted, content)
            raise
        assert rows, (posted, content)
        sound += sum(1 for row in rows if not isinstance(row, Rejected))
    return sound


def test_damaged_posts() -> None:
    assert drive(3_000, seed=20_261_117) > 50


def test_the_messages_of_a_call_in_any_order() -> None:
    chance = random.Random(20_261_117)
    read = web_reader(lambda: A_TUESDAY)
    for _ in range(2_000):
        fields = chance.choice(STORY)
        as_form = urlencode(fields, doseq=True).encode()
        body = chance.choice((as_form, json.dumps(fields).encode()))
        for each in SOURCES:
            assert list(read(Posted(each, body, chance.choice(KINDS))))


@pytest.mark.drill
def test_a_hundred_thousand_damaged_posts() -> None:
    drive(50_000, seed=1)
    drive(50_000, seed=int.from_bytes(os.urandom(4)))
