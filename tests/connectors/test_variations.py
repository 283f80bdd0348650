"""Files of the same kinds, written otherwise: other ends of lines, encodings, delimiters, orders of
the columns, titles in other letters, columns that are missing or are somebody's own. Each is known
for what it is, and read like the plain one."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import (
    IncomingCall,
    IncomingContact,
    IncomingLead,
    Rejected,
    RowRead,
    Taken,
)
from tests.connectors.own_file import OwnFile
from tests.connectors.reading import rows_of
from tests.connectors.variation_bases import CALLS, MESSAGES, TABLES
from tests.connectors.variations import (
    ANY_TABLE,
    HEADED,
    Rows,
    Table,
    messages,
    with_types,
    without,
    written,
)

_EACH_TABLE = [(table, name) for table in TABLES for name in ANY_TABLE]
_EACH_HEADED = [(table, name) for table in TABLES if table.headed for name in HEADED]
_EACH_SPARE = [(table, title) for table in TABLES for title in table.spare]


def _ids(cases: list[tuple[Table, str]]) -> list[str]:
    return [f"{table!r}, {name}" for table, name in cases]


def _said(row: RowRead) -> object:
    """What a row says, apart from its original and from how its titles are written."""
    if not isinstance(row, Taken):
        return type(row), row.reason
    record = row.record
    if isinstance(record, IncomingCall):
        return record
    if isinstance(record, IncomingLead):
        consents = tuple(replace(each, name=each.name.casefold()) for each in record.consents)
        message = _one_end(record.message.casefold())
        return replace(record, payload="", consents=consents, message=message)
    numbers = sorted((each.text for each in record.numbers), key=str)
    return replace(
        record,
        payload="",
        numbers=tuple(numbers),  # type: ignore[arg-type]
        emails=tuple(sorted(record.emails)),
        note=_one_end(record.note),
    )


def _one_end(text: str) -> str:
    return " ".join(text.split())


def _read(content: bytes) -> tuple[str, list[object]]:
    found = recognise(Content(content))
    assert found, "nothing is known of it"
    return found[0].format.name, [_said(row) for row in rows_of(content)]


def _plain(table: Table) -> tuple[str, list[object]]:
    return _read(written(table.rows).encode())


@pytest.mark.parametrize("table", TABLES, ids=repr)
def test_the_plain_table_is_read_whole(table: Table) -> None:
    name, rows = _plain(table)

    assert name == table.format
    assert not [each for each in rows if isinstance(each, tuple) and each[0] is Rejected][1:]


@pytest.mark.parametrize(("table", "name"), _EACH_TABLE, ids=_ids(_EACH_TABLE))
def test_a_table_written_otherwise_says_the_same(table: Table, name: str) -> None:
    _same(table, ANY_TABLE[name])


@pytest.mark.parametrize(("table", "name"), _EACH_HEADED, ids=_ids(_EACH_HEADED))
def test_a_table_with_other_titles_says_the_same(table: Table, name: str) -> None:
    own = table.format in ("meta-table", "lead-table") and name == "columns among others"
    if own:
        pytest.skip("What stands in a column of one's own is an answer there")
    _same(table, HEADED[name])


@pytest.mark.parametrize("table", [table for table in TABLES if table.headed], ids=repr)
def test_a_row_of_types_below_the_titles_is_nobody(table: Table) -> None:
    _same(table, with_types)


def _same(table: Table, change: Callable[[Rows], bytes]) -> None:
    plain = _plain(table)

    assert _read(change(table.rows)) == plain


@pytest.mark.parametrize(("table", "title"), _EACH_SPARE, ids=_ids(_EACH_SPARE))
def test_a_column_that_is_missing_costs_only_itself(table: Table, title: str) -> None:
    content = without(table.rows, title)

    name, rows = _read(content)

    assert name == table.format
    assert [type(row) for row in rows] == [type(row) for row in _plain(table)[1]]


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_sent_otherwise_says_the_same(kind: str) -> None:
    plain, *others = messages(MESSAGES[kind])
    name, said = _read(plain[1])
    assert name == kind
    for what, content in others:
        assert _read(content) == (name, said), what


@pytest.mark.parametrize("file", CALLS, ids=repr)
def test_an_answer_of_an_api_saved_otherwise_says_the_same(file: OwnFile) -> None:
    plain, *others = messages(json.loads(file.content))
    name, said = _read(plain[1])
    assert name == file.format
    for what, content in others:
        if said or what != "in a list":  # an empty page in a list is nobody's
            assert _read(content) == (name, said), what


@pytest.mark.parametrize("file", [file for file in CALLS if "page" in file.about], ids=repr)
def test_two_pages_put_together_are_one_file(file: OwnFile) -> None:
    first = json.loads(file.content)
    if not first.get("calls"):
        pytest.skip("There is nothing on the page")
    second = json.loads(file.content.replace(b"CA", b"CB").replace(b'"CAL', b'"CBL'))

    _, rows = _read(json.dumps([first, second]).encode())

    assert len(rows) == 2 * file.calls


def _calls(text: str, options: ReadOptions | None = None) -> list[IncomingCall]:
    rows = rows_of(text, options) if options else rows_of(text)
    return [each.record for each in rows if isinstance(each, Taken)]  # type: ignore[misc]


def _leads(text: str) -> list[IncomingLead]:
    return [each.record for each in rows_of(text) if isinstance(each, Taken)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ("Call Time,Caller ID,Destination,Status,Ringing,Talking", "{},6025550147,800,Missed,,"),
        ("Phone Number,Date,Time,Action Result", "6025550147,Tue {},9:00,Missed"),
        ("Call Status,Start Time,Phone Number", "Missed Call,{},6025550147"),
        ("Sid,Date,From,To,Direction,Status", "CA1,{},6025550147,6025550100,Incoming,Busy"),
    ],
)
def test_the_other_dates_of_the_column_tell_which_comes_first(titles: str, row: str) -> None:
    text = "\n".join([titles, row.format("3/11/2026"), row.format("17/11/2026")])

    first, second = _calls(text)

    assert (first.started_at.month, first.started_at.day) == (11, 3)  # type: ignore[union-attr]
    assert (second.started_at.month, second.started_at.day) == (11, 17)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "title", ["Start Time (UTC)", "start_time_utc", "Start Time UTC", "Start time (GMT+00:00)"]
)
@pytest.mark.parametrize(
    "rest", ["Phone Number,Call Status", "Caller,Called,Direction,Status", "Sid,From,To,Status"]
)
def test_a_title_tells_the_zone_of_calls(title: str, rest: str) -> None:
    cells = {"Sid": "CA1", "Direction": "in", "Status": "missed", "Call Status": "Missed Call"}
    row = [cells.get(each, "6025550147") for each in rest.split(",")]
    text = f"{title},{rest}\n2026-11-17 16:00:00,{','.join(row)}\n"

    (call,) = _calls(text)

    assert call.started_at is not None
    assert (call.started_at.hour, call.zone_assumed) == (16, False)


def test_a_title_tells_the_zone_of_leads() -> None:
    """As Typeform's own export does."""
    (lead,) = _leads(
        "#,What's your name?,Phone number,I agree to be called.,Start Date (UTC),"
        "Submit Date (UTC),Network ID\n"
        "8f1a,Juniper Moss,+13125550147,1,2026-03-10 09:59:00,2026-03-10 10:00:00,ab1\n"
    )

    assert lead.submitted_at is not None
    assert (lead.submitted_at.hour, lead.zone_assumed) == (10, False)
    assert [each.given for each in lead.consents] == [True]


_CDR = (
    "00000A_1,2026/11/17 09:00:00,2026/11/17 09:00:09,2026/11/17 09:00:34,00:00:25,"
    "{a},{b},TerminatedBySrc{chain}\n00000A_2,2026/11/17 09:10:00,,2026/11/17 09:10:34,00:00:00,"
    "{a},{b},TerminatedBySrc{chain}\n"
)


@pytest.mark.parametrize(
    ("chain", "a", "b"),
    [
        (",Chain: +16025550147;Ext.800;", "+16025550147", "Ext.800"),
        (",Chain: +16025550147;Ext.800;", "Ext.800", "+16025550147"),
        ("", "+16025550147", "Ext.800"),
    ],
)
def test_3cx_lines_in_an_order_of_the_admins(chain: str, a: str, b: str) -> None:
    answered, missed = _calls(_CDR.format(a=a, b=b, chain=chain))

    for call in (answered, missed):
        assert (call.direction.value, call.caller, call.called) == ("in", "+16025550147", "800")
    assert (answered.talked_seconds, answered.disposition.value) == (25, "answered")
    assert (missed.external_id, missed.disposition.value) == ("00000A_2", "missed")


def test_3cx_lines_that_nobody_can_tell_apart_are_put_aside_with_what_to_do() -> None:
    (row,) = rows_of("TerminatedBySrc,2026/11/17 09:00:00,2026/11/17 09:00:34,Ext.800\n")

    assert isinstance(row, Rejected)
    assert "choose what each column means" in row.reason


def test_the_sums_at_the_end_of_a_3cx_report_are_no_call() -> None:
    text = (
        "Call Reports\nFrom: 11/17/2026\n\nCall Time,Caller ID,Destination,Status,Ringing,Talking\n"
        "11/17/2026 9:00:00 AM,Fern Moss (6025550147),Desk (800),Answered,00:00:07,00:01:12\n"
        "Totals:,,,,00:00:07,00:01:12\n"
    )

    call, sums = rows_of(text)

    assert isinstance(call, Taken)
    assert (type(sums).__name__, sums.reason) == ("Ignored", "sums of the columns")  # type: ignore[union-attr]


def test_how_long_a_missed_call_rang_is_no_talk() -> None:
    (missed, out) = _calls(
        "Call Date,CallerID,Destination,Disposition,Duration,Direction\n"
        "2026-11-17 09:00:00,6025550147,101,NO ANSWER,00:25,Inbound\n"
        "2026-11-17 09:00:00,101,6025550147,BUSY,00:05,Outgoing API\n"
    )

    assert [missed.talked_seconds, out.talked_seconds] == [0, 0]
    assert out.direction.value == "out"


def test_metas_test_is_a_test_in_a_table_without_ids() -> None:
    (lead,) = _leads(
        "created_time,campaign_name,form_name,platform,full_name,phone_number\n"
        "2026-03-10T10:00:00+0000,Spring,Intake,fb,<test lead: dummy data for full_name>,p:+1\n"
    )

    assert lead.is_test


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ("Name;Telefon;E-Mail-Adresse;Nachricht;Datum", "Juniper Moss;{};{};Hallo;10.03.2026"),
        (
            "Nom;Prénom;Téléphone;Courriel;Message;Date d'envoi",
            "Moss;Juniper;{};{};Bonjour;25/03/2026",
        ),
        (
            "Nome;Sobrenome;Telefone;E-mail;Mensagem;Data e hora",
            "Juniper;Moss;{};{};Oi;25/3/2026",
        ),
        (
            "Nombre;Apellidos;Teléfono celular;Correo electrónico;Mensaje;Fecha",
            "Juniper;Moss;{};{};Hola;25/3/2026",
        ),
    ],
)
def test_titles_in_other_languages(titles: str, row: str) -> None:
    (lead,) = _leads(f"{titles}\n{row.format('312-555-0147', 'juniper@example.com')}\n")

    assert (lead.name, lead.numbers, lead.emails) == (
        "Juniper Moss",
        ("312-555-0147",),
        ("juniper@example.com",),
    )
    assert lead.submitted_at is not None
    assert lead.message


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ("Vorname;Nachname;Mobiltelefon;E-Mail-Adresse;Geburtstag", "Juniper;Moss;{};{};21.3.1980"),
        ("Nom;Prénom;Portable;Courriel;Ville", "Moss;Juniper;{};{};Chicago"),
        ("Last Name,First Name,Mobile,E-mail,City", "Moss,Juniper,{},{},Chicago"),
    ],
)
def test_contacts_in_other_languages_and_orders(titles: str, row: str) -> None:
    text = f"{titles}\n{row.format('312-555-0147', 'juniper@example.com')}\n"

    (read,) = rows_of(text)

    assert isinstance(read, Taken)
    assert isinstance(read.record, IncomingContact)
    assert read.record.name == "Juniper Moss"
    assert [each.text for each in read.record.numbers] == ["312-555-0147"]


@pytest.mark.parametrize("name", ["Fernández", "Peña", "José", "Núñez", "Zoë", "Renée", "D’Árbol"])
def test_one_letter_with_an_accent_is_no_japanese(name: str) -> None:
    text = f"Name,Phone,Message\n{name} Moss,312-555-0147,Call me\n"

    (lead,) = (row.record for row in rows_of(text.encode("cp1252")) if isinstance(row, Taken))

    assert lead.name == f"{name} Moss"


def test_a_caller_who_is_two_quotation_marks_is_nobody() -> None:
    from tests.connectors.own_files import master

    row = master("").replace('"""Fern Moss"" <>"', '""""""')

    (call,) = _calls(row)

    assert call.caller == ""
