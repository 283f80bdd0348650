"""Small files of every format, written by us in the documented ways: callers are plants, numbers
are 555-01xx. A list of (format's name, what is special, content)."""

import json
from typing import Any, NamedTuple


class OwnFile(NamedTuple):
    """A file of ``format``; ``calls``, ``ignored`` and ``rejected`` say how many there are."""

    format: str
    about: str
    content: bytes
    calls: int
    ignored: int = 0
    rejected: int = 0

    def __repr__(self) -> str:
        """For the names of tests."""
        return f"{self.format}, {self.about}"


def _lines(*lines: str, end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()


def master(
    caller: str = "6025550147",
    called: str = "101",
    *,
    answered: bool = True,
    start: str = "2026-11-17 09:00:00",
    context: str = "from-trunk",
    extra: str = "",
    app: str = "Dial",
    name: str = "Fern Moss",
    far: str = "PJSIP/101-00000002",
    disposition: str = "",
) -> str:
    """A row of Master.csv with 16 columns and ``extra`` behind them."""
    day, _, clock = start.partition(" ")
    hour = clock[:2]
    return (
        f'"","{caller}","{called}","{context}","""{name}"" <{caller}>","PJSIP/trunk-00000001",'
        f'"{far}","{app}","PJSIP/101,30","{start}",'
        f'"{f"{day} {hour}:00:05" if answered else ""}","{day} {hour}:02:00",120,'
        f'{115 if answered else 0},"{disposition or ("ANSWERED" if answered else "NO ANSWER")}",'
        f'"DOCUMENTATION"{extra}'
    )


_CDR = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam,"
    "outbound_cnum,outbound_cnam,dst_cnam,linkedid,peeraccount,sequence"
)


def freepbx(unique: str, linked: str, became: str, *, far: str = "", app: str = "Dial") -> str:
    """A row of FreePBX's export."""
    talked = 90 if became == "ANSWERED" else 0
    return (
        f'2026-11-17 09:00:00,"""Fern Moss"" <6025550147>",6025550147,600,ext-queues,'
        f"PJSIP/trunk-1,{far},{app},,100,{talked},{became},3,,{unique},,6025550100,,6025550147,"
        f"Fern Moss,,,,{linked},,7"
    )


ASTERISK = [
    OwnFile("asterisk-csv", "16 columns", _lines(master(), master(answered=False)), 2),
    OwnFile(
        "asterisk-csv",
        "18 columns, one channel id in rows that differ",
        _lines(
            master(extra=',"1763395200.1",""'),
            master(answered=False, extra=',"1763395200.1",""'),
            master("102", "103", context="from-internal", extra=',"1763395300.2",""'),
        ),
        2,
        ignored=1,
    ),
    OwnFile(
        "asterisk-csv",
        "21 columns, three legs of one call",
        _lines(
            master(answered=False, extra=',"1763395200.1","","","1763395200.1",1'),
            master(answered=False, extra=',"1763395200.2","","","1763395200.1",2'),
            master(extra=',"1763395200.3","","","1763395200.1",3'),
            master("6025550148", answered=False, extra=',"1763395300.9","","","1763395300.9",4'),
        ),
        2,
    ),
    OwnFile(
        "asterisk-csv",
        "cut off in the last row",
        _lines(master(), master()) + master().encode()[:70],
        2,
        rejected=1,
    ),
    OwnFile(
        "freepbx-csv",
        "queue and agents are one call",
        _lines(
            _CDR,
            freepbx("1763395200.1", "1763395200.1", "ANSWERED", app="Queue"),
            freepbx("1763395200.2", "1763395200.1", "NO ANSWER", far="PJSIP/101-1"),
            freepbx("1763395200.3", "1763395200.1", "ANSWERED", far="PJSIP/102-1"),
            freepbx("1763395900.1", "1763395900.1", "ANSWERED", app="Queue"),
        ),
        2,
    ),
    OwnFile(
        "asterisk-cel",
        "events",
        _lines(
            *(
                f'"{event}","1763395200.{n:06d}","","6025550147","","","101","101","from-trunk",'
                '"PJSIP/trunk-1","","","3","","1763395200.1","1763395200.1","","","",""'
                for n, event in enumerate(("CHAN_START", "ANSWER", "HANGUP", "LINKEDID_END"))
            )
        ),
        1,
    ),
]


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
        _json(
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
    OwnFile("twilio", "one call", _json(twilio("CA1")), 1),
    OwnFile("twilio", "an empty page", _json({"calls": [], "first_page_uri": "/x"}), 0),
    OwnFile(
        "twilio",
        "webhook bodies",
        _lines(
            _WEBHOOK.format("ringing"),
            _WEBHOOK.format("completed")
            + "&CallDuration=30&Timestamp=Tue%2C+17+Nov+2026+16%3A00%3A30+%2B0000",
        ),
        1,
    ),
    OwnFile(
        "twilio-csv",
        "the console's log",
        _lines(
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
        _json(
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
        _lines(
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
        _lines(
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
        _json(
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
        _lines(
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
        _lines(
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
        _json(
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
        _lines(
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
        _json(
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
        _lines(
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
        _lines(
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
        _lines(
            '{"event":"newCall","direction":"in","from":"16025550147","to":"16025550100","call_id":"b"}',
            '{"event":"hangup","direction":"in","call_id":"b","cause":"cancel"}',
            '{"event":"answer","direction":"in","call_id":"b"}',
        ),
        1,
    ),
]

_CISCO = [""] * 133
for _place, _text in {
    0: "1",
    1: "2",
    2: "12345",
    4: "1794931200",
    7: "-1139627840",
    8: "6025550147",
    29: "5150",
    30: "5150",
    47: "0",
    48: "1794931220",
    55: "0",
    56: "SIPTrunk-1",
    57: "SEP0011223344",
    65: "StandAloneCluster",
}.items():
    _CISCO[_place] = _text

_ENDS = "1,11aa22bb-3344-5566-7788-99aabbccddee"
_UCM = {
    "AcctId": "1",
    "src": "6025550147",
    "dst": "6025550100",
    "clid": '"" <6025550147>',
    "channel": "PJSIP/trunk_1-1",
    "dstchannel": "PJSIP/203-1",
    "lastapp": "Dial",
    "start": "2026-11-17 09:00:00",
    "answer": "2026-11-17 09:00:10",
    "end": "2026-11-17 09:01:10",
    "duration": "70",
    "billsec": "60",
    "disposition": "ANSWERED",
    "uniqueid": "1794931200.1",
    "userfield": "Inbound",
    "session": "1794931200-6025550147",
}

PBX = [
    OwnFile(
        "3cx-report",
        "names with commas and extensions",
        _lines(
            "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost",
            '2026-11-17T09:00:00,a-1,"Moss, Fern (6025550147)",Desk (800),Inbound,Answered,'
            "00:00:07,00:01:12,0.00",
            "2026-11-17T09:10:00,a-2,6025550148,Desk (800),Inbound,Unanswered,00:00:30,00:00:00,",
            "2026-11-17T09:20:00,a-3,Wren (101),Lark (102),Internal,Answered,00:00:01,00:00:09,",
        ),
        2,
        ignored=1,
    ),
    OwnFile(
        "3cx-cdr",
        "lines of the socket",
        _lines(
            "Call 21,00000A_1,00:00:25,2026/11/17 09:00:00,2026/11/17 09:00:09,"
            "2026/11/17 09:00:34,TerminatedBySrc,Ext.101,+16025550147,101,10000,+16025550147,,"
            "+16025550147,10000,,,,,Chain: Ext.101;+16025550147;,Extension,Line,Line,Wren,"
            "+16025550147,+16025550147,",
            "",
            "Call 22,00000A_2,00:00:20,2026/11/17 09:10:00,,2026/11/17 09:10:20,TerminatedBySrc,"
            "+16025550148,Ext.800,10000,800,,,Ext.800,800,,,,,Chain: +16025550148;Ext.800;,Line,"
            "Extension,Extension,Ivy Vine,Desk,Desk,",
        ),
        2,
    ),
    OwnFile(
        "3cx-journal",
        "posts of a template",
        _lines(
            "CallType=Missed&Number=6025550147&Agent=101&Duration=0&"
            "CallStartTimeUTC=2026-11-17T16%3A00%3A00",
            "CallType=Outbound&Number=6025550148&Agent=101&Duration=00%3A01%3A00&"
            "CallStartTimeUTC=2026-11-17T16%3A10%3A00",
        ),
        2,
    ),
    OwnFile(
        "freeswitch-csv",
        "the template without titles",
        _lines(
            '"Fern Moss","6025550147","6025550100","public","2026-11-17 09:00:00",'
            '"2026-11-17 09:00:05","2026-11-17 09:01:05","65","60","NORMAL_CLEARING",'
            '"a5c9f6c0-e752-11e3-8bfb-65b6c3cdac7d","", "1000"',
            '"","6025550148","6025550100","public","2026-11-17 09:10:00","","2026-11-17 09:10:20",'
            '"20","0","ORIGINATOR_CANCEL","b5c9f6c0-e752-11e3-8bfb-65b6c3cdac7d","", "1000"',
        ),
        2,
    ),
    OwnFile(
        "freeswitch-titled",
        "titles in another order",
        _lines(
            "uuid;start_stamp;answer_stamp;end_stamp;caller_id_number;destination_number;billsec",
            "u-1;2026-11-17 09:00:00;2026-11-17 09:00:05;2026-11-17 09:01:05;6025550147;101;60",
        ),
        1,
    ),
    OwnFile(
        "cisco-cucm",
        "titles and types",
        _lines(
            '"cdrRecordType","globalCallID_callManagerId","globalCallID_callId",'
            '"dateTimeOrigination","callingPartyNumber","originalCalledPartyNumber",'
            '"finalCalledPartyNumber","dateTimeConnect","dateTimeDisconnect","duration",'
            '"origDeviceName","destDeviceName","globalCallId_ClusterID"' + "," * 40,
            "INTEGER,INTEGER,INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,"
            "INTEGER,VARCHAR(129),VARCHAR(129),VARCHAR(50)" + "," * 40,
            "1,2,12345,1794931200,6025550147,5150,5150,1794931210,1794931270,60,Trunk,SEP001122,"
            "C1" + "," * 40,
            "1,2,12346,1794931300,b00123456,5150,5150,1794931310,1794931370,60,Trunk,SEP001122,"
            "C1" + "," * 40,
        ),
        1,
        ignored=1,
    ),
    OwnFile(
        "cisco-cucm", "133 columns without titles", _lines(",".join(_CISCO), ",".join(_CISCO)), 1
    ),
    OwnFile(
        "grandstream",
        "a tree and a flat record",
        _json(
            {
                "cdr_root": [
                    {
                        "main_cdr": _UCM | {"AcctId": "", "answer": "", "disposition": ""},
                        "sub_cdr_1": _UCM | {"disposition": "NO ANSWER"},
                        "sub_cdr_2": _UCM,
                    },
                    _UCM | {"session": "", "AcctId": "9", "src": "203", "userfield": "Internal"},
                ]
            }
        ),
        1,
        ignored=1,
    ),
    OwnFile(
        "grandstream-csv",
        "two rows of one session",
        _lines(",".join(_UCM), *(",".join(text.replace('"', "") for text in _UCM.values()),) * 2),
        1,
    ),
    OwnFile(
        "google-voice",
        "a voicemail's page",
        b'<?xml version="1.0" ?><html><head><title>Voicemail</title></head><body>'
        b'<div class="haudio"><span class="fn">Voicemail from Fern Moss</span>'
        b'<div class="contributor vcard">Voicemail from <a class="tel" href="tel:+16025550147">'
        b'<span class="fn">Fern Moss</span></a></div>'
        b'<abbr class="published" title="2026-11-17T09:00:00.000-07:00">Nov 17, 2026, '
        b"9:00:00&#8239;AM</abbr>"
        b'<span class="description"><span class="full-text">Please <b>ring</b> me</span></span>'
        b'<abbr class="duration" title="PT1M2S">(00:01:02)</abbr><div class="tags">'
        b'<a rel="tag" href="http://www.google.com/voice#voicemail">Voicemail</a></div></div>'
        b"</body></html>",
        1,
    ),
    OwnFile(
        "calls-table",
        "Spanish titles after title lines, day first",
        _lines(
            "Informe de llamadas",
            "",
            "Fecha y hora;Origen;Destino;Sentido;Estado;Duración",
            "3/11/2026 09:00;6025550147;6025550100;Entrante;Perdida;00:00:00",
            "17/11/2026 09:10;6025550148;6025550100;Entrante;Contestada;00:01:30",
        ),
        2,
    ),
    OwnFile(
        "calls-table",
        "without titles",
        _lines(
            *(
                f'6025550{n},6025550100,"ANSWER",25,12,1,2026-11-17 09:{n - 100}:11'
                for n in range(147, 152)
            )
        ),
        5,
    ),
]

OWN_FILES = [*ASTERISK, *CLOUD, *PBX]
