"""Where a message that was left can be listened to, as each kind of source tells it."""

import json
from email.message import EmailMessage
from typing import Any

import pytest

from desktop.domain.incoming import Disposition, IncomingCall, Taken
from desktop.domain.mail_reading import read_mail
from desktop.domain.recordings import LONGEST, where_to_listen
from tests.connectors.reading import calls_of

LINK = "https://voice.example.org/messages/7f3a91"
VOICEMAIL = Disposition.VOICEMAIL

TWILIO = {
    "CallSid": "CA1",
    "AccountSid": "AC1",
    "From": "+16025550147",
    "To": "+18555389355",
    "Direction": "inbound",
    "CallStatus": "completed",
    "RecordingUrl": LINK,
}
RINGCENTRAL = {
    "sessionId": "1",
    "startTime": "2026-11-17T16:00:00Z",
    "duration": 20,
    "type": "Voice",
    "direction": "Inbound",
    "action": "Phone Call",
    "result": "Voicemail",
    "from": {"phoneNumber": "+16025550147"},
    "to": {"phoneNumber": "+18555389355"},
    "message": {"uri": LINK},
}
OPENPHONE = {
    "id": "EV1",
    "type": "call.completed",
    "createdAt": "2026-11-17T16:00:00Z",
    "data": {
        "object": {
            "id": "AC1",
            "from": "+16025550147",
            "to": "+18555389355",
            "direction": "incoming",
            "status": "completed",
            "createdAt": "2026-11-17T16:00:00Z",
            "answeredAt": None,
            "completedAt": "2026-11-17T16:00:20Z",
            "voicemail": {"url": LINK, "duration": 12},
        }
    },
}
DIALPAD = {
    "call_id": 5,
    "state": "voicemail",
    "direction": "inbound",
    "external_number": "+16025550147",
    "internal_number": "+18555389355",
    "date_started": 1763395200000,
    "voicemail_link": LINK,
}
CALLRAIL = {
    "id": "CAL1",
    "answered": False,
    "voicemail": True,
    "direction": "inbound",
    "customer_phone_number": "+16025550147",
    "tracking_phone_number": "+18555389355",
    "start_time": "2026-11-17T16:00:00.000Z",
    "duration": 20,
    "recording": "https://api.example.org/recording.json",
    "recording_player": LINK,
}
RC_NOTICE = {
    "event": "/voicemail",
    "body": {
        "id": "8",
        "type": "VoiceMail",
        "creationTime": "2026-11-17T16:00:00Z",
        "from": {"phoneNumber": "+16025550147"},
        "to": [{"phoneNumber": "+18555389355"}],
        "attachments": [{"uri": LINK, "vmDuration": 3}],
    },
}
MASTER = (
    '"","6025550147","100","from-trunk","6025550147","PJSIP/trunk-1","","VoiceMail","855@default,u",'
    '"2026-11-17 09:00:00","2026-11-17 09:00:05","2026-11-17 09:00:40",40,35,"ANSWERED",'
    '"DOCUMENTATION","1700000000.1",""\n'
)
TABLE = (
    "Start time,From,To,Status,Duration,Recording URL\n"
    f"2026-11-17 09:00:00,+16025550147,+18555389355,voicemail,20,{LINK}\n"
)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        (TWILIO, LINK),
        ({"records": [RINGCENTRAL]}, LINK),
        (RC_NOTICE, LINK),
        (OPENPHONE, LINK),
        (DIALPAD, LINK),
        (CALLRAIL, LINK),
        (MASTER, "Mailbox 855"),
        (TABLE, LINK),
    ],
)
def test_a_message_says_where_it_is(told: dict[str, Any] | str, where: str) -> None:
    (call,) = calls_of(told if isinstance(told, str) else json.dumps(told))
    assert (call.disposition, call.recording) == (VOICEMAIL, where)


@pytest.mark.parametrize(
    "told",
    [
        {**TWILIO, "DialCallStatus": "completed"},
        {**TWILIO, "RecordingSource": "DialVerb"},
        {**CALLRAIL, "voicemail": False, "answered": True},
        {"records": [{**RINGCENTRAL, "result": "Accepted"}]},
    ],
)
def test_the_recording_of_a_talk_is_no_message(told: dict[str, Any]) -> None:
    (call,) = calls_of(json.dumps(told))
    assert (call.disposition, call.recording) == (Disposition.ANSWERED, "")


def mail(*names: str, subject: str = "[PBX]: New message 3 in mailbox 855") -> IncomingCall:
    """The notice of a message, with these files."""
    made = EmailMessage()
    made["From"], made["Subject"] = "pbx@clinic.example", subject
    made["Date"], made["Message-ID"] = "Tue, 17 Nov 2026 09:01:00 -0700", "<1@pbx>"
    made.set_content(
        "Dear Front Desk:\n\n\tJust wanted to let you know you were just left a 0:35 long message "
        'in mailbox 855 from "Fern Moss" <6025550147>. Listen: https://elsewhere.example.org/x\n'
    )
    for name in names:
        made.add_attachment(b"RIFF", maintype="audio", subtype="x-wav", filename=name)
    row = read_mail(made.as_bytes(), "mailbox", "America/Phoenix")
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingCall)
    return row.record


def test_a_notice_by_mail_names_its_file_or_its_mailbox_and_no_link() -> None:
    assert mail().recording == "Mailbox 855, message 3"
    assert mail("msg0003.WAV").recording == "msg0003.WAV, attached to the mail"
    assert mail("../../a  b.wav").recording == "a b.wav, attached to the mail"
    assert mail(subject="Missed call from 6025550147").recording == ""


@pytest.mark.parametrize("told", ["", " \n", "x" * (LONGEST + 1), "a\x00b", "a\u202eb"])
def test_what_is_no_address_is_left_out(told: str) -> None:
    assert where_to_listen(told) == ""
    assert where_to_listen(told, "Mailbox 1") == "Mailbox 1"
