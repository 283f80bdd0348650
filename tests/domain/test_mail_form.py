"""A form's notification is told from other mail, and nothing that was written is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.mail_form import read_mail_form

CONTACT_FORM = (
    "From: Juniper Moss <juniper@example.com>\nSubject: A question\n\nMessage Body:\n{}\n\n-- \n"
    "This is a notification that a contact form was submitted on your website (Clinic)."
)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=300))
def test_what_was_written_is_kept(text: str) -> None:
    form = read_mail_form(CONTACT_FORM.format(f"begin {text} end"))
    assert form is not None
    assert form.subject == "A question"
    assert list(form.sheet.emails) == ["juniper@example.com"]
    told = "\n".join(form.sheet.messages)
    if "forwarded" not in text.casefold() and "\xa0" not in text:
        assert told.startswith("begin")
        assert "notification that a contact form" not in told


def test_labels_in_the_message_are_the_message() -> None:
    form = read_mail_form(CONTACT_FORM.format("Phone: 312-555-0199\nEmail: wren@example.com"))
    assert form is not None
    assert form.sheet.numbers == {}
    assert list(form.sheet.emails) == ["juniper@example.com"]


def test_labels_in_spanish_and_the_value_on_the_next_line() -> None:
    form = read_mail_form(
        "*Nombre:*\nJuniper Moss\nTeléfono: 312-555-0147\nMensaje: Hola\nllámeme\n",
        reply_to="Juniper <juniper@example.com>",
    )
    assert form is not None
    assert form.sheet.name == "Juniper Moss"
    assert list(form.sheet.numbers) == ["312-555-0147"]
    assert list(form.sheet.emails) == ["juniper@example.com"]
    assert form.sheet.messages == ["Hola\nllámeme"]


def test_a_forwarded_notification() -> None:
    form = read_mail_form(
        "See below.\n\n---------- Forwarded message ---------\nFrom: Site <site@example.com>\n"
        "Date: Tue, Mar 10\nSubject: New\nTo: desk@example.com\n\n"
        "Name: Juniper Moss\nEmail: juniper@example.com\nMessage: Call me\n"
    )
    assert form is not None
    assert (form.sheet.name, list(form.sheet.emails)) == ("Juniper Moss", ["juniper@example.com"])
    assert form.sheet.messages == ["Call me"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello,\n\nsee you tomorrow.\n\nFern",
        "Agenda: one thing\nPlace: the grove\nNote: bring water",
        "https://example.com/a: b",
    ],
)
def test_other_mail(text: str) -> None:
    assert read_mail_form(text) is None
