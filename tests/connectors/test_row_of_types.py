"""A second row that names the types of the columns is no row, in whatever table."""

import pytest

from desktop.domain.incoming import Taken
from tests.connectors.reading import rows_of

LEADS = (
    "Name,Phone,Email,Message",
    "text,VARCHAR(20),email,Text",
    "Fern,602-555-0147,f@example.com,Hi",
)
WITH_IDS = (
    "Id,Full name,Phone,Email",
    "ID,string,phone,email",
    "1,Fern Moss,602-555-0147,f@example.com",
)
CALLS = (
    "Caller,Called,Start time,Duration",
    "varchar,varchar,timestamp,int",
    "6025550147,101,2026-11-17 09:00:00,5",
)
ASTERISK = (
    "src,dst,calldate,disposition,billsec,channel",
    "VARCHAR(80),VARCHAR(80),DATETIME,VARCHAR(45),INT(11),VARCHAR(80)",
    "6025550147,101,2026-11-17 09:00:00,ANSWERED,5,PJSIP/t-1",
)
THREE_CX = (
    "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking",
    "datetime,int,text,text,text,text,time,time",
    "2026-11-17T09:00:00,1,6025550147,101,Inbound,Answered,00:00:05,00:01:00",
)


@pytest.mark.parametrize("table", [LEADS, WITH_IDS, CALLS, ASTERISK, THREE_CX])
def test_it_is_passed_over(table: tuple[str, ...]) -> None:
    assert [type(row) for row in rows_of("\n".join(table))] == [Taken]
