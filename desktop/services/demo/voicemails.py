"""The messages that were left over the demo's last night; two of them were worked off at eight.

None has opened a promise of its own: the queue is the story's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from desktop.domain.incoming import Disposition
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import CallOutcome, Direction, Relation, Source
from desktop.domain.voicemail_ends import VoicemailEnd, ended_words
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story
from desktop.services.demo.day_calls import Event
from desktop.services.demo.teller import Teller


@dataclass(frozen=True, slots=True)
class NightMessage:
    """Left ``days`` before today at a ``minute`` of the day, from a number ("" where it was
    withheld). ``person`` is whose alone the number is; ``closed`` says why it is done."""

    days: int
    minute: int
    number: str
    text: str
    recording: str = ""
    person: str = ""
    danger: str = ""
    seconds: int = 40
    closed: VoicemailEnd | None = None


MESSAGES = (
    NightMessage(
        1, 1091, "+13035550112",
        "Hi, it’s Hazel Birch, you rang about my records. I was driving. Afternoons are good.",
        person="Hazel Birch",
    ),
    NightMessage(
        1, 1127, "+13125550147",
        "Hello, this is about Friday at ten thirty, in Chicago. Is that still on, with the sale? "
        "Please ring back, thank you.",
    ),
    NightMessage(1, 1165, "", "", recording="Mailbox 855, message 3", seconds=52),
    NightMessage(
        1, 1212, "+17025550135",
        "It’s Sage Holloway. My phone is nearly dead, so please ring my sister’s: seven oh two, "
        "five five five, oh one three eight. Before noon if you can.",
        recording="https://voice.example.org/messages/7f3a91",
        person="Sage Holloway",
    ),
    NightMessage(
        1, 1304, "+17735550102",
        "Soy Willow Tarn. Ya no quiero vivir así, no puedo más. Por favor llámenme.",
        recording="Mailbox 855, message 5",
        person="Willow Tarn", danger="no quiero vivir",
    ),
    NightMessage(
        1, 1391, "+14255550140", "This is our last call about your solar panels. Press one now.",
        closed=VoicemailEnd.SPAM,
    ),
    NightMessage(
        0, 402, "+16025550171", "", recording="Mailbox 855, message 7", person="Cedar Pell",
        seconds=21,
    ),
    NightMessage(0, 418, "+16025550199", "", seconds=3, closed=VoicemailEnd.NOTHING_SAID),
    NightMessage(
        0, 447, "+14805550173",
        "Good morning, the office of Dr. Larch about a referral, please call us when you open.",
    ),
)  # fmt: skip

_CLOSED_AT = 486


def events(teller: Teller) -> Iterator[Event]:
    """Each message when it was left, and the two that were closed in the morning."""
    today = local_day(teller.now, demo_day.ZONE)
    for place, message in enumerate(MESSAGES):
        day = today - timedelta(days=message.days)
        at = instant(day, message.minute, demo_day.ZONE)
        yield at, "take_call", partial(_leave, teller, message, place)
        if message.closed is not None:
            closed_at = instant(today, _CLOSED_AT, demo_day.ZONE) + timedelta(minutes=place)
            yield closed_at, "close_voicemail", partial(_close, teller, message, place)


def _leave(teller: Teller, message: NightMessage, place: int, writing: Writing) -> UUID:
    number_id = _number(teller, message.number, writing) if message.number else None
    person = next((each for each in story.PEOPLE if each.name == message.person), None)
    person_id = teller.id_of("person", person.name) if person else None
    ended = writing.now + timedelta(seconds=message.seconds)
    call_id = writing.insert(
        "call",
        {
            "id": teller.new_id(writing.now),
            "direction": Direction.IN,
            "number_id": number_id,
            "number_text": "" if message.number else "anonymous",
            "withheld": not message.number,
            "called_line": "855-KET-WELL",
            "speaker_id": person_id,
            "subject_id": person_id,
            "relation": Relation.PATIENT,
            "started_at": writing.now,
            "ended_at": ended,
            "late_entry": False,
            "entered_at": ended,
            "zone": teller.zones[person.city] if person else demo_day.ZONE,
            "user_id": teller.id_of("user_account", story.CLERK),
            "desk_id": teller.id_of("desk", story.DESK),
            "site_id": teller.id_of("site", person.city) if person else None,
            "outcome": CallOutcome.MISSED,
            "disposition": Disposition.VOICEMAIL,
            "language": person.language if person else "English",
            "interpreter": person.interpreter if person else False,
            "notes": "",
            "source": Source.PHONE_SYSTEM,
            "external_id": f"demo-night-{place}",
        },
    )
    return teller.keep(
        writing,
        "voicemail",
        str(place),
        call_id=call_id,
        state=VoicemailState.WAITING,
        text=message.text,
        recording=message.recording,
        number_id=number_id,
        person_id=person_id,
        spoken_text="",
        note="",
        callback_id=None,
        danger=bool(message.danger),
        danger_words=message.danger,
        received_at=ended,
    )


def _close(teller: Teller, message: NightMessage, place: int, writing: Writing) -> UUID:
    message_id = teller.id_of("voicemail", str(place))
    columns = {
        "state": VoicemailState.CLOSED,
        "note": ended_words(message.closed, "") if message.closed else "",
        "handled_at": writing.now,
        "handled_by": teller.id_of("user_account", "Robin Vale"),
    }
    writing.update("voicemail", message_id, columns)
    return message_id


def _number(teller: Teller, e164: str, writing: Writing) -> UUID:
    if ("phone_number", e164) in teller.ids:
        return teller.id_of("phone_number", e164)
    return teller.keep(
        writing,
        "phone_number",
        e164,
        e164=e164,
        extension="",
        reversed_digits=reversed_digits(e164),
        unusual=False,
        place=None,
    )
