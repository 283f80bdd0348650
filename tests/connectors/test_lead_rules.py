"""What holds for every lead: secrets, identities, payloads, bad parts among good ones."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.leads.lead_table import LeadTable
from desktop.connectors.files.leads.services import read_post
from desktop.domain.incoming import Consent, IncomingKind, IncomingLead, Rejected, Taken
from desktop.domain.originals import PAYLOAD_AT_MOST
from desktop.domain.table_columns import guessed, said
from tests.connectors import lead_fixtures as fixtures
from tests.connectors.lead_fixtures import LEADS, as_json
from tests.connectors.readings import CHICAGO, found_format, leads_of, rows_of

SECRETS = (
    ("google_key", "s3cr3t-0147"),
    ("access_key", "s3cr3t-0147"),
    ("HandshakeKey", "s3cr3t-0147"),
    ("api_key", "s3cr3t-0147"),
    ("password", "s3cr3t-0147"),
    ("page", "https://clinic.example.com/?a=1&token=s3cr3t-0147#x"),
    ("page", "https://fern:s3cr3t-0147@clinic.example.com/"),
    ("inner", '{"google_key": "s3cr3t-0147", "b": 1}'),
    ("inner", json.dumps(json.dumps({"access_key": "s3cr3t-0147"}))),
)


@pytest.mark.parametrize(("name", "value"), SECRETS)
def test_a_secret_is_nowhere(name: str, value: str) -> None:
    body = {"Phone": "312-555-0147", "Name": "Juniper Moss", name: value}
    (row,) = rows_of(as_json(body))
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    assert "s3cr3t-0147" not in row.record.payload
    assert name in row.record.payload
    assert "312-555-0147" in row.record.payload


@pytest.mark.parametrize(("name", "value"), SECRETS)
def test_a_secret_is_nowhere_in_what_is_put_aside(name: str, value: str) -> None:
    for body in (as_json({"x": 1, name: value}), as_json({"x": 1, name: value})[:-1]):
        (row,) = read_post(body, "application/json", CHICAGO)
        assert isinstance(row, Rejected)
        assert "s3cr3t-0147" not in row.raw
        assert "s3cr3t-0147" not in row.reason


def test_a_secret_is_nowhere_in_a_table() -> None:
    table = "name,phone,message,access_key\nJuniper Moss,312-555-0147,Hi,s3cr3t\nFern,,Hi,s3cr3t\n"
    lead, rejected = rows_of(table.encode())
    assert "s3cr3t" not in str(lead)
    assert isinstance(rejected, Rejected)
    assert rejected.row == 3


def test_a_large_payload_is_kept_in_part_and_says_so() -> None:
    body = {"Phone": "312-555-0147", "Message": "x" * 200_000}
    (lead,) = leads_of(as_json(body))
    assert len(lead.payload) < PAYLOAD_AT_MOST + 200
    assert "longer than 64 KB" in lead.payload
    assert len(lead.message) == 64 * 1024
    assert lead.remarks == ("The message is longer than 64 KB; the rest of it is left out.",)


def test_ids_beyond_the_whole_numbers_of_javascript_stay_whole() -> None:
    body = fixtures.GOOGLE_ADS | {"lead_id": 9007199254740993}
    assert leads_of(as_json(body))[0].external_id == "9007199254740993"


def test_an_endless_id_is_shortened_and_stays_its_own() -> None:
    ids = [
        leads_of(as_json(fixtures.GOOGLE_ADS | {"lead_id": "a" * 5000 + end}))[0].external_id
        for end in "ab"
    ]
    assert len(set(ids)) == 2
    assert max(map(len, ids)) <= 255


def test_text_of_people_stays_text() -> None:
    words = "<script>alert(1)</script> =HYPERLINK(0) \u202e{{7*7}}"
    (lead,) = leads_of(as_json({"Phone": "312-555-0147", "Message": words}))
    assert lead.message == words


def test_what_no_database_takes_is_left_out() -> None:
    (lead,) = leads_of(b'{"Phone":"312-555-0147","Message":"a\\u0000b \\ud800 c"}')
    assert lead.message == "ab ? c"
    lead.payload.encode()


def test_a_broken_line_costs_no_good_one() -> None:
    good = as_json(fixtures.PLAIN)
    rows = rows_of(b"\n".join((good, good[:-9], b"[1]", b"null", good)))
    assert [type(row) for row in rows] == [Taken, Rejected, Rejected, Taken]
    assert [row.row for row in rows] == [1, 2, 3, 4]


def test_wrong_types_are_as_if_not_there() -> None:
    body = fixtures.GOOGLE_ADS | {"form_id": {"a": [1]}, "lead_submit_time": [], "is_test": None}
    (lead,) = leads_of(as_json(body))
    assert lead.numbers == ("+13125550147",)
    assert not lead.is_test


def test_a_question_about_a_time_is_an_answer() -> None:
    body = {"Phone": "312-555-0147", "Time": "mornings", "Date": "3/4/2026", "IP": "203.0.113.5"}
    (lead,) = leads_of(as_json(body))
    assert lead.message == "Time: mornings\nDate: 3/4/2026"
    assert lead.submitted_at is None


def test_a_deep_nest_is_put_aside() -> None:
    deep = '{"Phone":"312-555-0147","x":' + "[" * 900 + "]" * 900 + "}"
    rows = list(read_post(deep.encode(), "application/json", CHICAGO))
    assert len(rows) == 1


def test_a_form_body_that_says_what_it_is() -> None:
    body = b"Name=Juniper Moss&Phone=312-555-0147"
    (row,) = read_post(body, "application/x-www-form-urlencoded", CHICAGO)
    assert isinstance(row, Taken)


def test_a_named_source_is_read_by_nobody_else() -> None:
    (row,) = read_post(LEADS["typeform"][0], "", CHICAGO, "typeform")
    assert isinstance(row, Taken)
    (row,) = read_post(LEADS["typeform"][0], "", CHICAGO, "netlify")
    assert isinstance(row, Rejected)


def test_a_title_is_cleaned_like_an_answer() -> None:
    body = b'{"Phone":"312-555-0147","ask\\u0000 \\ud800":"x","I agree \\u0000":"on"}'
    (lead,) = leads_of(body)
    assert lead.message == "ask ?: x"
    assert lead.consents[0].name == "I agree"


def test_a_known_contact_is_cleaned_too() -> None:
    core = {"firstname": {"value": "Fern"}, "lastname": "Ho\ud800llow", "phone": "312-555-0147"}
    event = {"submission": {"results": {"a": "b"}, "lead": {"fields": {"core": core}}}}
    (lead,) = leads_of(json.dumps({"mautic.form_on_submit": [event]}).encode())
    assert lead.name == "Fern Ho?llow"


def test_a_mail_whose_header_names_no_character_set() -> None:
    mail = "From: a@example.com\nSubject: =?utf-\x80\xff8?q?Hi?=\nReply-To: =?x\xe9?b?!!!?=\n\n"
    mail += "Name: Juniper Moss\nPhone: 312-555-0147\n"
    (lead,) = leads_of(mail.encode("latin-1"))
    assert lead.numbers == ("312-555-0147",)


@given(st.binary(max_size=300), st.sampled_from(["", "application/json", "multipart/form-data"]))
def test_whatever_is_posted_there_is_a_row_for_it(body: bytes, content_type: str) -> None:
    assert list(read_post(body, content_type, CHICAGO))


class TestTables:
    """The general table."""

    def test_titles_in_spanish(self) -> None:
        first, second, third = leads_of(LEADS["lead-table"][0])
        assert (first.name, first.message) == ("Juníper Moss", "Hola;\nllámeme")
        assert [consent.given for lead in (first, second, third) for consent in lead.consents] == [
            True,
            False,
            False,
        ]
        assert second.numbers == ()
        assert second.emails == ("fern@example",)
        assert third.message == "=1+1"
        assert first.zone_assumed

    def test_a_date_that_can_be_meant_in_two_ways(self) -> None:
        table = "Date,Name,Phone,Message\n3/4/2026,Juniper,312-555-0147,Hi\n"
        (lead,) = leads_of(table.encode())
        assert lead.submitted_at is None
        assert "3/4/2026" in lead.remarks[0]
        table += "3/25/2026,Fern,312-555-0148,Hi\n"
        lead, other = leads_of(table.encode())
        assert lead.submitted_at
        assert other.submitted_at
        assert (lead.submitted_at.month, lead.submitted_at.day) == (3, 4)

    def test_columns_as_somebody_has_said(self) -> None:
        table = b"who|ring|said\nJuniper Moss|312-555-0147|Hi\n"
        columns = {"name": "who", "phone": "2", "message": "said", "email": "9"}
        options = ReadOptions(zone="America/Chicago", columns=columns)
        (row,) = LeadTable().read(Content(table), options)
        assert isinstance(row, Taken)
        assert isinstance(row.record, IncomingLead)
        assert (row.record.name, row.record.numbers) == ("Juniper Moss", ("312-555-0147",))
        assert row.record.message == "Hi"

    def test_an_answer_under_an_unknown_question_is_kept_in_the_message(self) -> None:
        table = (
            '#,Your full name,Phone,"In your own words, what brings you to us right now?",Feeling,'
            "Network ID,Start Date (UTC),Tags,password,Submit Date (UTC)\n"
            "a1,Fern Moss,312-555-0147,I want to end my life,low,n9,2026-03-03 16:58:00,,hush,"
            "2026-03-03 17:00:00\n"
        )
        (lead,) = leads_of(table.encode())
        assert lead.message == (
            "In your own words, what brings you to us right now?: I want to end my life\n"
            "Feeling: low"
        )
        assert lead.left_out == ""

    def test_what_stands_behind_the_last_title_is_looked_through(self) -> None:
        table = b"Name,Phone,Message\nFern Moss,312-555-0147,I am tired, I want to die\n"
        (lead,) = leads_of(table)
        assert (lead.message, lead.left_out) == ("I am tired", "I want to die")

    def test_what_somebody_left_out_is_not_shown_and_looked_through(self) -> None:
        table = (
            b"Name,Phone,How are you?,Status,Ad name,password,Form\nFern,312-555-0147,a,b,c,d,\n"
        )
        columns = {"name": "Name", "phone": "Phone"}
        options = ReadOptions(zone="America/Chicago", columns=columns)
        (row,) = LeadTable().read(Content(table), options)
        assert isinstance(row, Taken)
        assert isinstance(row.record, IncomingLead)
        assert (row.record.message, row.record.left_out) == ("", "a\nb")
        (lead,) = leads_of(table)
        assert (lead.message, lead.left_out) == ("How are you?: a", "b")

    def test_the_columns_that_are_offered_give_what_the_titles_give(self) -> None:
        titles = ["Name", "Phone", "What hurts?", "City", "Message", "IP", "Notes of #"]
        cells = ["Fern Moss", "312-555-0147", "my back", "Denver", "Hi", "203.0.113.5", "x"]
        table = f"{','.join(titles)}\n{','.join(cells)}\n".encode()
        choices = guessed(IncomingKind.LEAD, titles, [cells])
        assert [choice.field for choice in choices][2:4] == ["answer", "answer"]
        options = ReadOptions(zone="America/Chicago", columns=said(choices))
        (row,) = LeadTable().read(Content(table), options)
        assert isinstance(row, Taken)
        assert row.record == leads_of(table)[0]

    def test_a_table_in_which_nobody_can_be_reached_offers_no_answers(self) -> None:
        choices = guessed(IncomingKind.LEAD, ["who", "said"], [["Fern", "Hi"]])
        assert [choice.field for choice in choices] == ["", ""]

    def test_what_a_web_form_notes_tells_that_it_is_no_address_book(self) -> None:
        titles = "Unique ID,Time,Name (First),Name (Last),Phone,Long Answer,Browser,IP Address"
        row = "77,2026-03-10 10:00:00,Fern,Hollow,312-555-0147,Hi,Any,203.0.113.5"
        table = f"{titles}\n{row}\n"
        assert found_format(table.encode()) == "lead-table"
        (lead,) = leads_of(table.encode())
        assert (lead.name, lead.numbers, lead.external_id) == (
            "Fern Hollow",
            ("312-555-0147",),
            "77",
        )
        assert lead.submitted_at == datetime(2026, 3, 10, 15, tzinfo=UTC)
        assert lead.message == "Long Answer: Hi"
        book = b"Name,Phone,City,IP Address\nFern,312-555-0147,Denver,203.0.113.5\n"
        assert found_format(book) == "contact-table"

    def test_who_asked_not_to_be_called_is_heard(self) -> None:
        table = (
            b"Name,Phone,Message,Do Not Call\nFern,312-555-0147,a,Yes\nSage,312-555-0148,b,No\n"
            b"Moss,312-555-0149,c,before ten\n"
        )
        first, second, third = leads_of(table)
        assert first.consents == (Consent("Phone calls", False, "Do Not Call"),)
        assert (first.message, second.consents, second.message) == ("a", (), "b")
        assert (third.consents, third.message) == ((), "c\n\nDo Not Call: before ten")

    def test_columns_of_a_table_without_titles(self) -> None:
        options = ReadOptions(zone="America/Chicago", columns={"name": "1", "phone": "2"})
        (row,) = LeadTable().read(Content(b"Juniper Moss,312-555-0147\n"), options)
        assert isinstance(row, Taken)
        assert row.row == 1

    def test_a_row_of_types_and_titles_again(self) -> None:
        table = (
            "name,phone,message\nvarchar,varchar,text\nJuniper,312-555-0147,Hi\n\n"
            "name,phone,message\nFern,312-555-0148,\n,,only words\n"
        )
        rows = rows_of(table.encode())
        assert [type(row) for row in rows] == [Taken, Taken, Rejected]
        assert isinstance(rows[2], Rejected)
        assert rows[2].raw == ",,only words"

    def test_a_table_of_calls_is_none_of_leads(self) -> None:
        table = "Caller name,Phone number,Date,Duration,Direction\nFern,312-555-0147,2026,5,In\n"
        assert found_format(table.encode()) not in ("lead-table", "contact-table")


def test_a_mail_that_is_no_form_is_put_aside() -> None:
    mail = b"From: fern@example.com\nTo: desk@example.com\nSubject: Hi\n\nHello: how are you?\n"
    (row,) = rows_of(mail)
    assert isinstance(row, Rejected)
    assert "no form notification" in row.reason


def test_an_html_mail_of_a_form() -> None:
    html = (
        "<html><style>p{}</style><table><tr><td>Nombre:</td><td>Juniper&nbsp;Moss</td></tr>"
        "<tr><td><b>Teléfono:</b></td><td>312-555-0147</td></tr></table><p>Mensaje:<br>Hola &lt;3"
        "<br>llámeme</p><!-- hidden --></html>"
    )
    mail = (
        "From: site@example.com\nSubject: Formulario\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n{html}"
    )
    (lead,) = leads_of(mail.encode())
    assert (lead.name, lead.numbers) == ("Juniper Moss", ("312-555-0147",))
    assert lead.message == "Hola <3\nllámeme"


def test_a_lead_without_its_payload_is_the_same_from_a_file_and_a_post() -> None:
    body = as_json(fixtures.PLAIN)
    (row,) = read_post(body, "application/json", CHICAGO)
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    assert replace(row.record, payload="") == replace(leads_of(body)[0], payload="")
