"""Files of telephone services in the cloud, written by us as their makers document them."""

import json
from typing import Any

from tests.connectors.own_file import OwnFile, json_of, lines_of


def twilio(sid: str, **more: Any) -> dict[str, Any]:
    """A call of Twilio's REST API."""
    return {
        "sid": sid,
        "account_sid": "AC" + "0" * 32,
        "parent_call_sid": None,
        "from": "+16025550147",
        "to": "+16025550100",
        "direction": "inbound",
        "status": "completed",
        "duration": "61",
        "start_time": "Tue, 17 Nov 2026 16:00:00 +0000",
        "end_time": "Tue, 17 Nov 2026 16:01:01 +0000",
        "caller_name": "FERN MOSS",
    } | more


_WEBHOOK = (
    "AccountSid=AC0&CallSid=CA5&From=%2B16025550147&To=%2B16025550100&CallStatus={}&"
    "Direction=inbound&ApiVersion=2010-04-01&FromCity=PHOENIX"
)


CLOUD = [
    OwnFile(
        "twilio",
        "a page of the REST list",
        json_of(
            {
                "first_page_uri": "/2010-04-01/Accounts/AC0/Calls.json",
                "calls": [
                    twilio("CA1"),
                    twilio("CA2", status="no-answer", duration="0"),
                    twilio("CA3", parent_call_sid="CA1", direction="outbound-dial"),
                ],
            }
        ),
        2,
    ),
    OwnFile("twilio", "one call", json_of(twilio("CA1")), 1),
    OwnFile("twilio", "an empty page", json_of({"calls": [], "first_page_uri": "/x"}), 0),
    OwnFile(
        "twilio",
        "webhook bodies",
        lines_of(
            _WEBHOOK.format("ringing"),
            _WEBHOOK.format("completed")
            + "&CallDuration=30&Timestamp=Tue%2C+17+Nov+2026+16%3A00%3A30+%2B0000",
        ),
        1,
    ),
    OwnFile(
        "twilio-csv",
        "the console's log",
        lines_of(
            "Call Sid,Account Sid,Date Created,Start Time,End Time,From,To,Direction,Status,"
            "Duration",
            "CA1,AC0,2026-11-17 09:00:00 MST,2026-11-17 09:00:00 MST,2026-11-17 09:01:00 MST,"
            "+16025550147,+16025550100,Incoming,Completed,60",
            "CA2,AC0,2026-11-17 10:00:00 MST,2026-11-17 10:00:00 MST,,+16025550148,+16025550100,"
            "Incoming,No Answer,0",
        ),
        2,
    ),
    OwnFile(
        "ringcentral",
        "call log with a fax and two records of one session",
        json_of(
            {
                "records": [
                    {
                        "id": f"R{n}",
                        "sessionId": session,
                        "startTime": "2026-11-17T16:00:00.000Z",
                        "duration": 55,
                        "type": kind,
                        "direction": "Inbound",
                        "action": "Phone Call",
                        "result": result,
                        "from": {
                            "phoneNumber": "+16025550147",
                            "name": "PHOENIX AZ",
                            "location": "Phoenix, AZ",
                        },
                        "to": {"phoneNumber": "+16025550100"},
                    }
                    for n, (session, kind, result) in enumerate(
                        (
                            ("9007199254740993", "Voice", "Missed"),
                            ("9007199254740993", "Voice", "Accepted"),
                            ("9007199254740995", "Fax", "Received"),
                            ("9007199254740997", "Voice", "Voicemail"),
                        )
                    )
                ],
                "paging": {"page": 1},
            }
        ),
        2,
        ignored=1,
    ),
    OwnFile(
        "ringcentral-notices",
        "a session that was missed",
        lines_of(
            *(
                json.dumps(
                    {
                        "event": "/restapi/v1.0/account/1/telephony/sessions",
                        "body": {
                            "sequence": n,
                            "sessionId": "77",
                            "telephonySessionId": "s-77",
                            "eventTime": f"2026-11-17T16:00:0{n}.000Z",
                            "parties": [
                                {
                                    "direction": "Inbound",
                                    "from": {"phoneNumber": "+16025550147", "name": "Fern Moss"},
                                    "to": {"phoneNumber": "+16025550100"},
                                    "status": {"code": code},
                                    "missedCall": code == "Disconnected",
                                }
                            ],
                        },
                    }
                )
                for n, code in enumerate(("Setup", "Proceeding", "Disconnected"))
            )
        ),
        1,
    ),
    OwnFile(
        "ringcentral-csv",
        "the portal's download",
        lines_of(
            '"Type","Phone Number","Name","Date","Time","Action","Action Result",'
            '"Result Description","Duration"',
            '"Inbound","(602) 555-0147","Fern Moss","Tue 11/17/2026","9:00 AM","Phone Call",'
            '"Missed","","0:00:00"',
            '"Inbound","(602) 555-0148","PHOENIX AZ","Tue 11/03/2026","9:05 PM","Phone Call",'
            '"Accepted","","0:01:05"',
            '"Outbound","(602) 555-0149","","Tue 11/17/2026","9:10 AM","VoIP Call",'
            '"Call connected","","0:02:00"',
            '"Fax","(602) 555-0150","","Tue 11/17/2026","9:11 AM","Incoming Fax","Received","",""',
        ),
        3,
        ignored=1,
    ),
    OwnFile(
        "callrail",
        "a page of calls",
        json_of(
            {
                "page": 1,
                "total_records": 2,
                "calls": [
                    {
                        "id": f"CAL{n}",
                        "answered": answered,
                        "voicemail": voicemail,
                        "customer_name": "Moss, Fern",
                        "customer_phone_number": "+16025550147",
                        "tracking_phone_number": "+16025550100",
                        "business_phone_number": None,
                        "direction": "inbound",
                        "duration": 40,
                        "recording_duration": "55",
                        "start_time": "2026-11-17T09:00:00.000-07:00",
                    }
                    for n, (answered, voicemail) in enumerate(((True, False), (False, True)))
                ],
            }
        ),
        2,
    ),
    OwnFile(
        "callrail",
        "a webhook's form body, sent again when it was modified",
        lines_of(
            *(
                f"id=CAL9&answered={answered}&customer_phone_number=%2B16025550147&"
                "tracking_phone_number=%2B16025550100&direction=inbound&duration=4&"
                "start_time=2026-11-17T09%3A00%3A00-07%3A00"
                for answered in ("false", "true")
            )
        ),
        1,
    ),
    OwnFile(
        "callrail-csv",
        "the log's export",
        lines_of(
            "Call Status,Number Name,Tracking Number,Source,Start Time,Duration (seconds),Name,"
            "Phone Number,City",
            'Answered Call,Main,(602) 555-0100,Google,11/17/2026 9:00 AM,61,"Moss, Fern",'
            "(602) 555-0147,Phoenix",
            "Missed Call,Main,(602) 555-0100,Google,11/03/2026 1:05 PM,0,Phoenix,(602) 555-0148,"
            "Phoenix",
        ),
        2,
    ),
    OwnFile(
        "vonage",
        "a raw request",
        b"POST /webhooks/event HTTP/1.1\r\nContent-Type: application/json\r\n\r\n"
        + json.dumps(
            {
                "start_time": "2026-11-17T16:00:05.000Z",
                "end_time": "2026-11-17T16:00:12.000Z",
                "duration": "7",
                "from": "16025550147",
                "to": "16025550100",
                "uuid": "u1",
                "conversation_uuid": "CON-1",
                "status": "completed",
                "direction": "inbound",
                "timestamp": "2026-11-17T16:00:13.000Z",
            }
        ).encode()
        + b"\r\n",
        1,
    ),
    OwnFile(
        "openphone",
        "completed and never answered",
        json_of(
            {
                "id": "EV1",
                "type": "call.completed",
                "createdAt": "2026-11-17T16:01:00.000Z",
                "data": {
                    "object": {
                        "id": "AC1",
                        "object": "call",
                        "from": "+16025550147",
                        "to": "+16025550100",
                        "direction": "incoming",
                        "status": "completed",
                        "createdAt": "2026-11-17T16:00:00.000Z",
                        "answeredAt": None,
                        "completedAt": "2026-11-17T16:00:30.000Z",
                        "voicemail": None,
                    }
                },
            }
        ),
        1,
    ),
    OwnFile(
        "dialpad",
        "ringing and hangup",
        lines_of(
            *(
                json.dumps(
                    {
                        "call_id": 4611118400000001,
                        "state": state,
                        "direction": "inbound",
                        "external_number": "+16025550147",
                        "internal_number": "+16025550100",
                        "date_started": 1794931200000,
                        "date_connected": connected,
                        "date_ended": ended,
                        "duration": 11989.972,
                        "contact": {"name": "(602) 555-0147", "phone": "+16025550147"},
                    }
                )
                for state, connected, ended in (
                    ("ringing", None, None),
                    ("hangup", 1794931205000, 1794931217000),
                )
            )
        ),
        1,
    ),
    OwnFile(
        "plivo",
        "a record twice in a list",
        json_of(
            {
                "api_id": "a",
                "objects": [
                    {
                        "call_uuid": "p1",
                        "from_number": "16025550147",
                        "to_number": "16025550100",
                        "call_direction": "inbound",
                        "initiation_time": "2026-11-17 21:30:00+05:30",
                        "answer_time": "2026-11-17 21:30:05+05:30",
                        "end_time": "2026-11-17 21:31:05+05:30",
                        "call_duration": 60,
                    }
                ]
                * 2,
            }
        ),
        1,
    ),
    OwnFile(
        "zoom-phone",
        "rung and missed",
        lines_of(
            *(
                json.dumps(
                    {
                        "event": f"phone.callee_{state}",
                        "event_ts": 1794931200000,
                        "payload": {
                            "object": {
                                "call_id": "6998252113337041462",
                                "caller": {"phone_number": "+16025550147", "name": "Fern Moss"},
                                "callee": {
                                    "phone_number": "+16025550100",
                                    "extension_number": 1002,
                                },
                                "ringing_start_time": "2026-11-17T16:00:00Z",
                            }
                        },
                    }
                )
                for state in ("ringing", "missed")
            )
        ),
        1,
    ),
    OwnFile(
        "generic-cti",
        "form lines",
        lines_of(
            "event=newCall&direction=in&from=16025550147&to=16025550100&callId=a-1&user%5B%5D=Wren",
            "event=answer&direction=in&callId=a-1&user=voicemail",
            "event=hangup&direction=in&callId=a-1&cause=normalClearing",
            "event=IncomingCall&from=16025550148&to=16025550100&call_id=a-2",
            "event=HungUp&call_id=a-2&type=missed",
        ),
        2,
    ),
    OwnFile(
        "generic-cti",
        "JSON lines, answered after the end",
        lines_of(
            '{"event":"newCall","direction":"in","from":"16025550147","to":"16025550100","call_id":"b"}',
            '{"event":"hangup","direction":"in","call_id":"b","cause":"cancel"}',
            '{"event":"answer","direction":"in","call_id":"b"}',
        ),
        1,
    ),
]
