"""The plain tables and messages that :mod:`tests.connectors.variations` changes: one of each format
that most clinics send. The people are plants."""

import csv
import io
from typing import Any

from tests.connectors import contact_fixtures as contacts
from tests.connectors import lead_fixtures as leads
from tests.connectors.own_cloud_files import CLOUD
from tests.connectors.own_files import master
from tests.connectors.variations import Rows, Table


def _rows(text: str, delimiter: str = ",") -> Rows:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


_CDR = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield,did,linkedid"
)


def _freepbx(unique: str, became: str, name: str) -> str:
    return (
        f'2026-11-17 09:00:00,"""{name}"" <6025550147>",6025550147,600,ext-queues,'
        f"PJSIP/trunk-1,PJSIP/101-1,Dial,,100,{90 if became == 'ANSWERED' else 0},{became},3,,"
        f"{unique},,6025550100,{unique}"
    )


_3CX_CDR = (
    "Call 21,00000A_1,00:00:25,2026/11/17 09:00:00,2026/11/17 09:00:09,2026/11/17 09:00:34,"
    "TerminatedBySrc,Ext.101,+16025550147,101,10000,+16025550147,,+16025550147,10000,,,,,"
    "Chain: Ext.101;+16025550147;,Extension,Line,Line,Wren,+16025550147,+16025550147,\n"
    "Call 22,00000A_2,00:00:20,2026/11/17 09:10:00,,2026/11/17 09:10:20,TerminatedBySrc,"
    "+16025550148,Ext.800,10000,800,,,Ext.800,800,,,,,Chain: +16025550148;Ext.800;,Line,"
    'Extension,Extension,"Vine, Ivé",Desk,Desk,\n'
)

TABLES = [
    Table(
        "calls-table",
        _rows(
            "Date and time,Caller,Called,Caller name,Direction,Status,Duration,Call ID\n"
            '2026-11-17 09:00,(602) 555-0147,(602) 555-0100,"Moss, Férn",In,Missed,0:00,a1\n'
            '2026-11-17 09:10,(602) 555-0148,(602) 555-0100,"Ivy\nVine",In,Answered,1:30,a2\n'
            "2026-11-17 09:20:00,(602) 555-0100,(602) 555-0149,,Outbound,No answer,0:00,a3\n"
        ),
        spare=("Caller name", "Direction", "Status", "Duration", "Call ID"),
    ),
    Table(
        "asterisk-csv",
        _rows(
            "\n".join(
                master(f"602555014{n}", answered=n == 7, extra=f',"17633952{n}0.1",""', name=name)
                for n, name in ((7, "Fern Moss"), (8, "Moss, Férn"), (9, ""))
            )
        ),
        headed=False,
    ),
    Table(
        "freepbx-csv",
        _rows(
            "\n".join(
                (
                    _CDR,
                    _freepbx("1763395200.1", "ANSWERED", "Fern Moss"),
                    _freepbx("1763395900.1", "NO ANSWER", "Férn, the other"),
                )
            )
        ),
        spare=("clid", "lastdata", "amaflags", "accountcode", "userfield", "did", "linkedid"),
    ),
    Table(
        "twilio-csv",
        _rows(
            "Call Sid,Account Sid,Date Created,Start Time,End Time,From,To,Direction,Status,"
            "Duration,Caller Name\n"
            "CA1,AC0,2026-11-17 09:00:00 MST,2026-11-17 09:00:00 MST,2026-11-17 09:01:00 MST,"
            "+16025550147,+16025550100,Incoming,Completed,60,Férn Moss\n"
            "CA2,AC0,2026-11-17 10:00:00 MST,2026-11-17 10:00:00 MST,,+16025550100,+16025550149,"
            "Outgoing Dial,Busy,0,\n"
        ),
        spare=("Account Sid", "Date Created", "End Time", "Direction", "Duration", "Caller Name"),
    ),
    Table(
        "ringcentral-csv",
        _rows(
            "Type,Phone Number,Name,Date,Time,Action,Action Result,Result Description,Duration\n"
            'Inbound,(602) 555-0147,"Moss, Férn",Tue 11/17/2026,9:00 AM,Phone Call,Missed,,0:00\n'
            "Inbound,(602) 555-0148,PHOENIX AZ,Tue 11/3/2026,9:05 PM,Phone Call,Accepted,,1:05\n"
            "Outbound,(602) 555-0149,,Tue 11/17/2026,9:10 AM,VoIP Call,Call connected,,0:02:00\n"
            "Fax,(602) 555-0150,,Tue 11/17/2026,9:11 AM,Incoming Fax,Received,,\n"
        ),
        spare=("Name", "Action", "Result Description", "Duration"),
    ),
    Table(
        "3cx-report",
        _rows(
            "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost\n"
            '2026-11-17T09:00:00,a-1,"Moss, Férn (6025550147)",Desk (800),Inbound,Answered,'
            "00:00:07,00:01:12,0.00\n"
            "2026-11-17T09:10:00,a-2,6025550148,Desk (800),Inbound,Unanswered,00:00:30,00:00:00,\n"
            "2026-11-17T09:20:00,a-3,Wren (101),Lark (102),Internal,Answered,00:00:01,00:00:09,\n"
        ),
        spare=("Call ID", "Direction", "Cost"),
    ),
    Table("3cx-cdr", _rows(_3CX_CDR), headed=False),
    Table(
        "callrail-csv",
        _rows(
            "Call Status,Number Name,Tracking Number,Source,Start Time,Duration (seconds),Name,"
            "Phone Number,City\n"
            'Answered Call,Main,(602) 555-0100,Google,11/17/2026 9:00 AM,61,"Moss, Férn",'
            "(602) 555-0147,Phoenix\n"
            "Missed Call,Main,(602) 555-0100,Google,11/03/2026 1:05 PM,0,Phoenix,(602) 555-0148,"
            "Phoenix\n"
        ),
        spare=("Number Name", "Tracking Number", "Source", "Duration (seconds)", "Name", "City"),
    ),
    Table(
        "meta-table",
        _rows(leads.META_TABLE.replace("Hollow", "Höllow"), "\t"),
        spare=("ad_id", "adset_name", "campaign_name", "form_name", "is_organic", "platform", "id"),
    ),
    Table(
        "lead-table",
        _rows(
            "Full name,Phone,E-mail,Message,Submitted at,Campaign,Consent\n"
            'Juniper Moss,312-555-0147,juniper@example.com,"Call me,\nplease",2026-03-10 10:00:00,'
            "Spring,yes\n"
            "Fern Höllow,312-555-0148,fern@example.com,,2026-03-11 10:00:00,Spring,no\n"
            'Ivy Vine,312-555-0149,,"Is it ""safe""?",2026-03-12 10:00:00,,yes\n'
        ),
        spare=("E-mail", "Message", "Campaign", "Consent"),
    ),
    Table(
        "google-contacts",
        _rows(contacts.GOOGLE_OLD),
        spare=("Name", "Birthday", "Notes", "Phone 1 - Type", "Group Membership"),
    ),
    Table(
        "google-contacts",
        _rows(contacts.GOOGLE_NEW + "Férn,,Hollow,,,,,,,,* Home,fern@example.com,Mobile,\n"),
        spare=("Middle Name", "Organization Name", "Labels", "Phone 1 - Label", "Birthday"),
    ),
    Table(
        "outlook-contacts",
        _rows(contacts.OUTLOOK),
        spare=("Title", "Middle Name", "Company", "Business Fax", "Web Page", "E-mail Type"),
    ),
    Table(
        "contact-table",
        _rows(contacts.CONTACT_TABLE.replace("Fern;;;;;", "Férn;;;fern@example.com;;"), ";"),
        spare=("Apellidos", "Celular", "Ciudad", "Fecha de nacimiento"),
    ),
    Table(
        "thunderbird-contacts",
        _rows(contacts.THUNDERBIRD, "\t"),
        spare=("Nickname", "Screen Name", "Pager Number", "Home City", "Birth Year"),
    ),
]

MESSAGES: dict[str, Any] = {
    "meta-webhook": leads.META_WEBHOOK,
    "meta-lead": leads.META_LEAD,
    "google-ads": leads.GOOGLE_ADS,
    "typeform": leads.TYPEFORM,
    "elementor": leads.ELEMENTOR,
}
"""One message of each format that is posted; of calls see :data:`CALLS`."""

CALLS = [
    file
    for file in CLOUD
    if file.format in ("twilio", "ringcentral", "callrail") and file.content[:1] == b"{"
]
"""Answers of the services' APIs, and single calls."""
