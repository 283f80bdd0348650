"""The fields of a payload, whatever sent it, and what its sender wishes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.lead_fields import MOST_FIELDS, LeadField, fields_of
from desktop.domain.lead_wishes import wishes_of
from desktop.domain.vocabulary import VoicemailRule


def pairs(payload: str) -> list[tuple[str, str]]:
    return [(field.label, field.text) for field in fields_of(payload)]


def test_json_by_name_and_answers_beside_their_questions() -> None:
    assert pairs('{"name": "Basil", "agree": true, "empty": "", "tags": ["a", "b"]}') == [
        ("name", "Basil"),
        ("agree", "yes"),
        ("tags", "a, b"),
    ]
    asked = {
        "answers": [
            {"title": "Best time?", "value": "After 4"},
            {"label": "Clinic", "text": "Tampa"},
        ]
    }
    assert pairs(json.dumps(asked)) == [("Best time?", "After 4"), ("Clinic", "Tampa")]
    meta = {"field_data": [{"name": "city", "values": ["Tampa"]}]}
    assert pairs(json.dumps(meta)) == [("city", "Tampa")]


def test_brackets_say_what_is_inside() -> None:
    flat = {
        "form[name]": "New patient",
        "fields[time][title]": "Best time",
        "fields[time][value]": "After 4 pm",
        "fields[time][raw_value]": "after-4",
        "fields[empty][title]": "Empty",
        "fields[empty][value]": "",
    }
    assert pairs(json.dumps(flat)) == [("name", "New patient"), ("Best time", "After 4 pm")]
    assert pairs("entry%5Btitle%5D=City&entry%5Bvalue%5D=Tampa") == [("City", "Tampa")]


def test_a_form_as_the_web_sends_it_and_lines_of_mail() -> None:
    assert pairs("name=Basil+Thornby&best_time=After%204%20pm") == [
        ("name", "Basil Thornby"),
        ("best_time", "After 4 pm"),
    ]
    assert pairs("Name: Basil\n\njust a line\nNote: at 4:15 pm") == [
        ("Name", "Basil"),
        ("", "just a line"),
        ("Note", "at 4:15 pm"),
    ]
    assert pairs("") == []
    assert pairs('{"broken": ') != []


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    ).map(json.dumps)
)
def test_whatever_comes_is_read(payload: str) -> None:
    found = fields_of(payload)
    assert len(found) <= MOST_FIELDS
    assert all(field.text for field in found)
    wishes_of(found)


def test_a_payload_nested_deep_is_no_trouble() -> None:
    assert isinstance(fields_of("[" * 100_000), tuple)
    assert isinstance(fields_of("[" * 500 + '"x"' + "]" * 500), tuple)
    assert len(fields_of(json.dumps({str(n): "x" for n in range(5_000)}))) == MOST_FIELDS


@pytest.mark.parametrize(
    ("label", "text", "rule"),
    [
        ("May we leave a message?", "Yes, no details", VoicemailRule.NEUTRAL),
        ("voicemail_ok", "yes", VoicemailRule.FULL),
        ("Voicemail", "no", VoicemailRule.NONE),
        ("Voicemail", "Please don't", VoicemailRule.NONE),
        ("Voicemail", "no details", VoicemailRule.NEUTRAL),
        ("Voicemail", "not at home, no details", VoicemailRule.NONE),
        ("Voicemail", "perhaps", VoicemailRule.NONE),
    ],
)
def test_nothing_is_taken_for_a_yes_that_is_none(
    label: str, text: str, rule: VoicemailRule
) -> None:
    assert wishes_of([LeadField(label, text)]).voicemail is rule


def test_what_was_not_asked_is_not_known() -> None:
    wishes = wishes_of([LeadField("Name", "Basil"), LeadField("velocity", "fast")])
    assert (wishes.best_time, wishes.place, wishes.voicemail) == ("", "", None)
    wishes = wishes_of(
        [
            LeadField("Best time to call", "After  4 pm"),
            LeadField("Mejor hora", "mañana"),
            LeadField("nearest_clinic", "Tampa"),
        ]
    )
    assert (wishes.best_time, wishes.place) == ("After 4 pm", "Tampa")
