"""Forms that no service is known for: wherever the answers stand, all of them are kept."""

import json
from typing import Any

import pytest

from desktop.connectors.files.leads.services import read_post
from desktop.connectors.files.mapped import is_of_calls
from desktop.domain.incoming import IncomingLead, Rejected, Taken
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.time_reading import TimeReader
from tests.connectors.reading import PHOENIX

FERN = {"name": "Fern", "phone": "602-555-0147"}
ANSWERS = [("Name", "Fern"), ("Phone", "602-555-0147"), ("How are you?", "I cannot sleep")]


def lead(body: object) -> IncomingLead:
    """The one lead of what was posted."""
    (row,) = read_post(json.dumps(body).encode(), "application/json", PHOENIX)
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    assert (row.record.name, row.record.numbers) == ("Fern", ("602-555-0147",))
    return row.record


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"data": FERN, "message": "I cannot sleep"}, "I cannot sleep"),
        ({"answers": FERN, "comments": "I cannot sleep"}, "I cannot sleep"),
        ({"data": FERN, "How are you?": "bad"}, "How are you?: bad"),
        ({"data": FERN, "symptoms": ["pain", "no sleep"]}, "symptoms: pain, no sleep"),
        ({"data": {"note": "inside"}, **FERN, "message": "beside"}, "inside\n\nbeside"),
        (
            {"payload": {"data": FERN, "note": "in between"}, "more": "far"},
            "in between\n\nmore: far",
        ),
        ({"data": {"phone": "602-555-0147"}, "name": {"first": "Fern"}}, ""),
        ({"data": {"name": "Fern"}, "can_we_call_you_at": "602-555-0147"}, ""),
        ({"data": {"name": "Fern"}, "numberToReachYouAt": "602-555-0147"}, ""),
        ({"data": FERN, "phone_verified_at": 1794931200, "emailId": "602-555-0148"}, ""),
    ],
)
def test_answers_beside_the_others_are_kept(body: dict[str, Any], message: str) -> None:
    assert lead(body).message == message


def test_what_a_program_says_of_the_form_is_no_answer_and_is_looked_through() -> None:
    body = {
        "event": "form_submitted",
        "formName": "Contact",
        "submission_id": "f1",
        "submitted_at": "2026-11-17T19:59:40Z",
        "workspaceId": "w1",
        "site": {"title": "Clinic", "api_key": "s3cr3t-0147"},
        "data": FERN,
    }
    found = lead(body)
    assert (found.message, found.form, found.external_id) == ("", "Contact", "f1")
    assert found.submitted_at is not None
    assert "form_submitted" in found.left_out
    assert "Clinic" in found.left_out
    assert "s3cr3t" not in repr(found)


@pytest.mark.parametrize(
    "body",
    [
        {"fields": [{"label": title, "value": text} for title, text in ANSWERS]},
        {"fields": [{"name": title, "values": [text]} for title, text in ANSWERS]},
        {"data": [{"question": title, "answer": text} for title, text in ANSWERS]},
        {"submissions": [{"label": title, "value": text} for title, text in ANSWERS]},
        {
            "form_id": "5",
            "fields": {
                str(n): {"name": title, "value": text, "id": n, "type": "text"}
                for n, (title, text) in enumerate(ANSWERS)
            },
        },
    ],
)
def test_a_list_of_questions_and_answers_is_a_form(body: dict[str, Any]) -> None:
    assert lead(body).message == "How are you?: I cannot sleep"


def test_a_form_of_wix() -> None:
    body = {
        "data": {
            "formName": "Contact",
            "submissions": [
                {"label": "First name", "value": "Fern"},
                {"label": "Phone", "value": "602-555-0147"},
                {"label": "Message", "value": "I cannot sleep"},
            ],
            "contact": {"name": {"first": "Fern", "last": "Moss"}},
            "submissionTime": "2026-11-17T19:59:40Z",
        }
    }
    found = lead(body)
    assert (found.message, found.form) == ("I cannot sleep", "Contact")
    assert found.submitted_at is not None


def test_a_list_of_people_is_no_list_of_questions() -> None:
    people = [FERN | {"value": "1"}, {"name": "Moss", "phone": "602-555-0148", "value": "2"}]
    rows = list(read_post(json.dumps({"data": people}).encode(), "application/json", PHOENIX))
    assert len([row for row in rows if isinstance(row, Taken)]) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"best_time_to_call": "9am", "duration_of_symptoms": "2 years", "message": "Hello"},
        {"best_time_to_call": "9am", "duration_of_symptoms": "2 years"},
        {"call_back": "yes", "recording_ok": "yes"},
        {"call_time": "now", "duration": "2 years", "message": "Hello"},
        {"mejor hora de llamada": "9", "duracion de sintomas": "2"},
    ],
)
def test_a_form_may_speak_of_calls(more: dict[str, str]) -> None:
    assert lead(FERN | more).message


def test_a_call_is_no_form() -> None:
    call = {"callId": "7", "caller": "Fern", "phone": "602-555-0147", "duration": 5, "note": "x"}
    (row,) = read_post(json.dumps(call).encode(), "application/json", PHOENIX)
    assert isinstance(row, Rejected)


def test_a_table_of_leads_may_speak_of_calls() -> None:
    assert not is_of_calls(["Name", "Phone", "Message", "Best time to call", "Duration of pain"])
    assert is_of_calls(["Phone", "Call Duration", "Call Direction", "Notes"])
    assert is_of_calls(["Name", "Phone", "Call back", "Recording kept"])


@pytest.mark.parametrize("others", ["Emergency contact phone", "pharmacy_phone", "Spouse phone"])
def test_the_number_of_somebody_else_comes_behind_the_person_s_own(others: str) -> None:
    body = {others: "602-555-0148", "name": "Fern", "phone": "602-555-0147"}
    (row,) = read_post(json.dumps(body).encode(), "application/json", PHOENIX)
    assert isinstance(row, Taken)
    assert isinstance(row.record, IncomingLead)
    assert row.record.numbers == ("602-555-0147", "602-555-0148")
    assert row.record.message == f"{others.replace('_', ' ')}: 602-555-0148"


def test_a_number_that_is_the_person_s_too_is_their_own() -> None:
    lead = lead_of(
        "form",
        sheet_of(
            [
                Answer("Emergency phone", "602-555-0147"),
                Answer("Spouse phone", "602-555-0148"),
                Answer("Phone", "602-555-0147"),
                Answer("Spouse e-mail", "alder@example.com"),
                Answer("E-mail", "fern@example.com"),
            ]
        ),
        TimeReader("UTC"),
    )
    assert lead.numbers == ("602-555-0147", "602-555-0148")
    assert lead.emails == ("fern@example.com", "alder@example.com")
