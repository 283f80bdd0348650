"""Each service's way of sending a lead is recognised above all others and read as it documents."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.connectors.files.content import Content
from desktop.connectors.files.leads.services import read_post
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import (
    Consent,
    Ignored,
    IncomingKind,
    IncomingLead,
    Rejected,
    Taken,
)
from tests.connectors import lead_fixtures as fixtures
from tests.connectors.lead_fixtures import LEADS, MORE, as_json
from tests.connectors.readings import CHICAGO, leads_of, rows_of

TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)
TEN_HERE = datetime(2026, 3, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", LEADS)
def test_a_file_is_recognised_above_all_others(name: str) -> None:
    first, *others = recognise(Content(LEADS[name][0]))
    assert first.format.name == name
    assert first.format.kind is IncomingKind.LEAD
    assert all(other.confidence < first.confidence for other in others)


@pytest.mark.parametrize("name", MORE)
def test_other_ways_of_sending_are_recognised(name: str) -> None:
    assert recognise(Content(MORE[name]))[0].format.name.startswith(name.split(maxsplit=1)[0])


@pytest.mark.parametrize("name", LEADS)
def test_who_and_how_to_reach_them(name: str) -> None:
    lead = leads_of(LEADS[name][0])[0]
    if lead.is_pending:
        return
    assert lead.name.replace("í", "i") in ("Juniper Moss", "Juniper")
    assert lead.numbers or lead.emails
    assert all("555" in number for number in lead.numbers)
    assert set(lead.emails) <= {"juniper@example.com"}
    assert "Juniper" in lead.payload or "Jun\u00edper" in lead.payload


@pytest.mark.parametrize("name", [name for name, (_, kind) in LEADS.items() if "/" in kind])
def test_a_post_is_read_like_the_file(name: str) -> None:
    body, content_type = LEADS[name]
    if name == "mail-form":
        return
    assert list(read_post(body, content_type, CHICAGO)) == list(rows_of(body))


def the_lead(value: Any) -> IncomingLead:
    (lead,) = leads_of(value if isinstance(value, bytes) else as_json(value))
    return lead


def test_meta_tells_of_leads_whose_details_are_fetched() -> None:
    first, second = leads_of(as_json(fixtures.META_WEBHOOK))
    assert (first.external_id, first.form) == ("900719925474099365", "900719925474099402")
    assert first.submitted_at == TEN
    assert first.is_pending
    assert second.is_pending
    assert not first.numbers
    assert not first.emails
    assert not first.name
    assert second.external_id == "77"


def test_metas_own_test_is_a_test() -> None:
    change = {"field": "leadgen", "value": {"leadgen_id": "444444444444", "created_time": 1}}
    body = {"object": "page", "entry": [{"changes": [change]}]}
    assert the_lead(body).is_test


def test_other_news_of_a_page_are_none_of_ours() -> None:
    news = {"field": "leadgen", "value": {"item": "status"}}
    (row,) = rows_of(as_json({"object": "page", "entry": [{"changes": [news]}]}))
    assert row == Ignored(1, "other news of the page")


def test_metas_lead_with_its_consents() -> None:
    lead = the_lead(fixtures.META_LEAD)
    assert lead.submitted_at == TEN
    assert lead.consents == (Consent("call_me", True, "1"), Consent("news", False, ""))
    assert lead.external_id == "900719925474099365"
    assert lead.message == "what would you like to ask?: Is it safe?, How long?"
    assert lead.campaign == "Spring"


def test_metas_table_without_its_prefixes() -> None:
    first, second, again, test = leads_of(LEADS["meta-table"][0])
    assert (first.external_id, first.numbers) == ("501", ("+13125550147",))
    assert (first.form, first.campaign) == ("Intake", "Spring")
    assert first.submitted_at == TEN_HERE
    assert first.message == "what hurts?: my back"
    assert second.numbers == ()
    assert second.emails == ("fern@example.com",)
    assert again.external_id == first.external_id
    assert test.is_test
    assert not first.is_test


def test_an_id_that_a_spreadsheet_has_rounded_is_nobodys() -> None:
    table = fixtures.META_TABLE.replace("l:502", "5.02E+14").encode()
    assert [lead.external_id for lead in leads_of(table)] == ["501", "", "501", "503"]


def test_google_ads() -> None:
    lead = the_lead(fixtures.GOOGLE_ADS)
    assert lead.is_test
    assert (lead.form, lead.campaign) == ("40000000000000000001", "9007199254740993")
    assert lead.submitted_at == TEN
    assert lead.message == "Which clinic?: North"
    assert "the-shared-key" not in lead.payload
    assert "google_key" in lead.payload


def test_typeform() -> None:
    lead = the_lead(fixtures.TYPEFORM)
    assert lead.external_id == "tok-1"
    assert lead.consents == (
        Consent("I agree to be called.", True, "true"),
        Consent("Do you agree to mails?", False, "false"),
    )
    assert lead.message == "<b>Call</b> me\n\nWhere?: North"
    assert (lead.form, lead.campaign) == ("Ask us", "news / spring")


def test_a_typeform_without_anybody_to_reach_is_put_aside() -> None:
    body = json.loads(json.dumps(fixtures.TYPEFORM))
    del body["form_response"]["answers"][2:4]
    (row,) = rows_of(as_json(body))
    assert isinstance(row, Rejected)
    assert row.reason.startswith("There is no number and no e-mail in it")
    assert "Juniper" in row.raw


def test_elementor_by_the_kind_of_its_fields() -> None:
    lead = the_lead(fixtures.ELEMENTOR)
    assert lead.numbers == ("312 555 0147",)
    assert lead.message == "Call me"
    assert lead.consents == (Consent("You may call", True, "on"),)
    assert (lead.submitted_at, lead.zone_assumed) == (TEN_HERE, True)
    assert lead.external_id == ""
    assert "hush" not in lead.payload


def test_a_date_in_another_language_is_not_guessed() -> None:
    lead = the_lead(fixtures.ELEMENTOR_FORM.encode())
    assert lead.submitted_at is None
    assert lead.remarks == (
        "The time it was sent, “março 30, 2026 1:53 pm”, cannot be read for certain.",
    )
    assert lead.numbers == ("312-555-0147",)


def test_elementors_flat_json() -> None:
    flat = {
        f"{part}[{key}]" + (f"[{inner}]" if inner else ""): value
        for part in ("form", "fields", "meta")
        for key, field in fixtures.ELEMENTOR[part].items()  # type: ignore[attr-defined]
        for inner, value in (field.items() if isinstance(field, dict) else [("", field)])
    }
    assert the_lead(flat).numbers == ("312 555 0147",)
    assert the_lead(flat).form == "Ask us"


def test_elementors_simple_mode() -> None:
    lead = the_lead(fixtures.ELEMENTOR_SIMPLE.encode())
    assert (lead.form, lead.submitted_at) == ("Ask us", TEN_HERE)
    assert lead.message == "Call me"


def test_elementors_number_without_a_label() -> None:
    body = (
        b"Name=Juniper+Moss&No+Label+field_1=3125550147&No+Label+field_2=7&Code=3125550199"
        b"&Powered+by=Elementor&form_id=c1&form_name=Ask+us"
    )
    lead = the_lead(body)
    assert lead.numbers == ("3125550147",)
    assert lead.message == "No Label field 2: 7\nCode: 3125550199"


def test_netlify_takes_the_titles_and_what_has_none() -> None:
    lead = the_lead(fixtures.NETLIFY)
    assert lead.numbers == ("(312) 555-0147",)
    assert lead.message == "Call me"
    assert (lead.form, lead.external_id) == ("contact", "6000000000000000000000aa")


def test_webflows_name_is_the_form() -> None:
    lead = the_lead(fixtures.WEBFLOW)
    assert (lead.name, lead.form, lead.external_id) == ("Juniper Moss", "Contact Form", "6321ca")
    assert lead.numbers == ("13125550147",)
    first = {"name": "Ask us", "site": "6", "data": {"email": "j@example.com"}, "d": "2026-03-10"}
    assert the_lead(first | {"_id": "x"}).form == "Ask us"


def test_wufoos_fields_by_the_structure_inside_it() -> None:
    lead = the_lead(fixtures.WUFOO)
    assert (lead.name, lead.numbers, lead.message) == ("Juniper Moss", ("3125550147",), "Call me")
    assert (lead.submitted_at, lead.zone_assumed) == (TEN_HERE, True)
    assert lead.external_id == "z5p/42"
    assert "hush" not in lead.payload


def test_wufoo_without_its_structure() -> None:
    body = b"Field1=Juniper&Field2=312&Field3=3125550147&Field5=2026001&EntryId=5&HandshakeKey=k"
    lead = the_lead(body)
    assert lead.numbers == ("3125550147",)
    assert lead.message == "Field1: Juniper\nField2: 312\nField5: 2026001"


def test_formstacks_parts() -> None:
    for lead in (the_lead(fixtures.FORMSTACK), the_lead(fixtures.FORMSTACK_FORM.encode())):
        assert lead.name == "Juniper Moss"
        assert lead.numbers == ("312-555-0147",)
        assert lead.submitted_at is None
        assert lead.remarks == ()
    assert the_lead(fixtures.FORMSTACK).external_id == "900719925474099365"
    assert "hush" not in the_lead(fixtures.FORMSTACK).payload


def test_gravity_forms_is_utc_without_saying_so() -> None:
    lead = the_lead(fixtures.GRAVITY)
    assert (lead.submitted_at, lead.zone_assumed) == (TEN, False)
    assert lead.consents == (
        Consent("You may call me.", True, "1"),
        Consent("You may write to me.", False, ""),
    )
    assert lead.numbers == ("(312) 555-0147",)
    assert lead.message == "Field 4: Call me"


def test_gravity_forms_with_labels() -> None:
    labels = {"1": {"": "Name"}, "4": "Comments", "2": "Email", "3": "Phone"}
    assert the_lead(fixtures.GRAVITY | {"_labels": labels}).message == "Call me"


def test_jotform_in_parts_and_by_its_api() -> None:
    lead = the_lead(LEADS["jotform"][0])
    assert (lead.name, lead.numbers) == ("Juniper Moss", ("312 5550147",))
    assert (lead.external_id, lead.form) == ("5000000000000000001", "Ask us")
    request = {
        "q3_name": "Juniper Moss",
        "q4_reach": {"area": "312", "phone": "5550147"},
        "q5_yourPhone5": {"area": "312", "phone": "5550148"},
        "q6_fax": {"area": "312", "phone": "5550149"},
    }
    raw = {"formID": "77", "submissionID": "2", "rawRequest": json.dumps(request)}
    lead = the_lead(raw)
    assert lead.numbers == ("312 5550148", "312 5550147")
    assert lead.message == "fax: 312 5550149"
    api = {
        "id": "5000000000000000001",
        "form_id": "77",
        "created_at": "2026-03-10 10:00:00",
        "answers": {
            "3": {"type": "control_fullname", "answer": {"first": "Juniper", "last": "Moss"}},
            "4": {"type": "control_phone", "text": "Ring", "answer": {"full": "(312) 555-0147"}},
            "5": {"type": "control_textarea", "text": "Words", "answer": "Call me"},
        },
    }
    lead = the_lead({"responseCode": 200, "content": [api]})
    assert (lead.name, lead.numbers) == ("Juniper Moss", ("(312) 555-0147",))
    assert (lead.message, lead.submitted_at) == ("Call me", TEN_HERE)
    pretty = {"formID": "77", "submissionID": "1", "pretty": "Name:Fern, Phone:312-555-0199"}
    assert the_lead(pretty).numbers == ("312-555-0199",)


def test_mautic_fills_what_was_not_typed() -> None:
    lead = the_lead(fixtures.MAUTIC)
    assert (lead.name, lead.numbers) == ("Juniper Moss", ("312 555 0147",))
    assert (lead.message, lead.submitted_at, lead.external_id) == ("Call me", TEN, "13")
    (row,) = rows_of(as_json({"mautic.lead_points_change": [{"contact": {"id": 1}}]}))
    assert row == Ignored(1, "other news of a contact")
    assert [lead.form for lead in leads_of(LEADS["mautic-table"][0])] == ["1", "1"]


def test_callrail_does_not_say_a_number_twice() -> None:
    lead = the_lead(fixtures.CALLRAIL)
    assert lead.numbers == ("312-555-0147",)
    assert (lead.name, lead.emails) == ("Juniper Moss", ("juniper@example.com",))
    assert lead.campaign == "Google Ads / cpc / Spring"
    assert lead.submitted_at == TEN_HERE


def test_salesforce_leads_and_what_else_is_in_the_tree() -> None:
    lead, account = rows_of(as_json(fixtures.SALESFORCE))
    assert isinstance(lead, Taken)
    assert isinstance(lead.record, IncomingLead)
    assert lead.record.numbers == ("(312) 555-0147",)
    assert lead.record.consents == (Consent("Phone calls", False, "DoNotCall"),)
    assert lead.record.external_id == ""
    assert account == Ignored(2, "a Salesforce Account, not a lead")


def test_any_other_form() -> None:
    lead = the_lead(fixtures.PLAIN)
    assert (lead.numbers, lead.message) == (("312-555-0147",), "Llámeme\n\nrating: 5")


def test_a_form_notification_by_mail() -> None:
    lead = the_lead(LEADS["mail-form"][0])
    assert (lead.name, lead.emails) == ("Juniper Moss", ("juniper@example.com",))
    assert lead.message.startswith(
        "Please ring (312) 555-0147 – after 3.\nFrom: the other side\n-----\nmore"
    )
    assert "contact form" not in lead.message
    assert (lead.form, lead.submitted_at) == ('Clinic "A question"', TEN)
