"""Small files of every format, written by us in the documented ways: callers are plants, numbers
are 555-01xx. A list of (format's name, what is special, content)."""

from tests.connectors.own_cloud_files import CLOUD
from tests.connectors.own_file import OwnFile, json_of, lines_of


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
    OwnFile("asterisk-csv", "16 columns", lines_of(master(), master(answered=False)), 2),
    OwnFile(
        "asterisk-csv",
        "18 columns, one channel id in rows that differ",
        lines_of(
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
        lines_of(
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
        lines_of(master(), master()) + master().encode()[:70],
        2,
        rejected=1,
    ),
    OwnFile(
        "freepbx-csv",
        "queue and agents are one call",
        lines_of(
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
        lines_of(
            *(
                f'"{event}","1763395200.{n:06d}","","6025550147","","","101","101","from-trunk",'
                '"PJSIP/trunk-1","","","3","","1763395200.1","1763395200.1","","","",""'
                for n, event in enumerate(("CHAN_START", "ANSWER", "HANGUP", "LINKEDID_END"))
            )
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
        lines_of(
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
        lines_of(
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
        lines_of(
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
        lines_of(
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
        lines_of(
            "uuid;start_stamp;answer_stamp;end_stamp;caller_id_number;destination_number;billsec",
            "u-1;2026-11-17 09:00:00;2026-11-17 09:00:05;2026-11-17 09:01:05;6025550147;101;60",
        ),
        1,
    ),
    OwnFile(
        "cisco-cucm",
        "titles and types",
        lines_of(
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
        "cisco-cucm", "133 columns without titles", lines_of(",".join(_CISCO), ",".join(_CISCO)), 1
    ),
    OwnFile(
        "grandstream",
        "a tree and a flat record",
        json_of(
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
        lines_of(",".join(_UCM), *(",".join(text.replace('"', "") for text in _UCM.values()),) * 2),
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
        lines_of(
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
        lines_of(
            *(
                f'6025550{n},6025550100,"ANSWER",25,12,1,2026-11-17 09:{n - 100}:11'
                for n in range(147, 152)
            )
        ),
        5,
    ),
]

OWN_FILES = [*ASTERISK, *CLOUD, *PBX]
