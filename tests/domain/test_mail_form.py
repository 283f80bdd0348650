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


DANGER = "I want to kill myself"
UNKNOWN_LABELS = {
    "a question": f"How do you feel?: {DANGER}",
    "a question without a colon": f"How are you feeling? {DANGER}",
    "Spanish": f"¿Cómo se siente?: {DANGER}",
    "in brackets": f"(Optional) feelings: {DANGER}",
    "a dash below": f"_mood: {DANGER}",
    "a number": f"1. How do you feel?: {DANGER}",
    "an ordinal": f"2nd reason: {DANGER}",
    "a bullet": f"• Feeling: {DANGER}",
    "long": "Are you currently having any thoughts of harming yourself or of ending your life, or "
    f"of harming anybody else around you?: {DANGER}",
    "no label": DANGER,
}


@pytest.mark.parametrize("above", ["Name", "Phone", "Email"])
@pytest.mark.parametrize("name", UNKNOWN_LABELS)
def test_a_line_more_is_no_part_of_a_name_a_number_or_an_address(name: str, above: str) -> None:
    lines = {"Name": "Fern Moss", "Phone": "602-555-0147", "Email": "fern@example.com"}
    last = lines.pop(above)
    told = [*(f"{label}: {value}" for label, value in lines.items()), f"{above}: {last}"]
    form = read_mail_form("\n".join([*told, UNKNOWN_LABELS[name]]))
    assert form is not None
    assert form.sheet.name == "Fern Moss"
    assert list(form.sheet.numbers) == ["602-555-0147"]
    assert list(form.sheet.emails) == ["fern@example.com"]
    assert DANGER in form.sheet.message


def test_questions_on_lines_of_their_own() -> None:
    form = read_mail_form(
        "Do you sleep well?\nNo\nName\nFern Moss\nEmail\nfern@example.com\nHow are you today?\n"
        f"{DANGER}\nPhone\n602-555-0147\n480-555-0100\nsoon, please\nMessage\nAm I late?\nCall me"
    )
    assert form is not None
    assert form.sheet.name == "Fern Moss"
    assert list(form.sheet.numbers) == ["602-555-0147", "480-555-0100"]
    assert form.sheet.messages == ["Am I late?\nCall me"]
    assert form.sheet.others == [
        "Do you sleep well?\nNo",
        f"How are you today?: {DANGER}",
        "soon, please",
    ]


def test_words_beside_an_address_and_a_second_name_are_kept() -> None:
    form = read_mail_form(
        f"Name: Fern\nName: {DANGER}\nEmail: fern@example.com <mailto:fern@example.com>\n"
        "Email: [moss@example.com](mailto:moss@example.com)\n"
        "Email: moss@example.com only at night\n"
    )
    assert form is not None
    assert list(form.sheet.emails) == ["fern@example.com", "moss@example.com"]
    assert form.sheet.others == [f"Name: {DANGER}", "Email: moss@example.com only at night"]


def test_a_form_asks_for_a_day_and_a_time() -> None:
    footer = "\n\n---\n\nDate: November 17, 2026\nTime: 12:59 pm\nPage URL: https://x.example\n"
    asked = f"Name: Fern\nDate: Monday\nTime: 9 am\nPhone: 602-555-0147\nMessage: {DANGER}"
    for below in ("", footer, f"{footer}User Agent: Mozilla\nRemote IP: 203.0.113.5\n"):
        form = read_mail_form(asked + below)
        assert form is not None
        assert list(form.sheet.numbers) == ["602-555-0147"]
        assert form.sheet.message == f"{DANGER}\n\nDate: Monday\nTime: 9 am"
    form = read_mail_form(f"Name: Fern\nPhone: 602-555-0147\nMessage: Hi\nDate: any\n{DANGER}")
    assert form is not None
    assert DANGER in form.sheet.message
    form = read_mail_form(f"{asked}{footer}And {DANGER}")
    assert form is not None
    assert f"And {DANGER}" in form.sheet.message
    spanish = (
        "\n---\nFecha: 17/11/2026\nHora: 12:59\nURL de la página: https://x.example\nHora: 9\n"
    )
    assert (form := read_mail_form(asked + spanish)) is not None
    assert form.sheet.messages == [DANGER]
    hidden = f"Name: Fern\nDate: Monday\nPage URL: https://x.example\nPhone: 602-555-0147\n{DANGER}"
    assert (form := read_mail_form(hidden)) is not None
    assert DANGER in form.sheet.message


def test_what_stands_before_the_labels() -> None:
    told = "Name: Fern Moss\nPhone: 602-555-0147\nMessage: Ring me"
    form = read_mail_form(f"Hello Desk,\nYou have a new submission on your website:\n\n{told}")
    assert form is not None
    assert form.sheet.message == "Ring me"
    form = read_mail_form(f"{DANGER}\n\n{told}")
    assert form is not None
    assert form.sheet.message == f"Ring me\n\n{DANGER}"


STYLES = {
    "dashes": "- {}: {}",
    "bullets": "• {}: {}",
    "numbers": "1. {}: {}",
    "brackets": "[{}]: {}",
    "bold": "**{}:** {}",
    "bold up to the blank": "*{}: *{}",
    "wide": "{}： {}",
    "tabs": "{}\t{}",
    "quoted": "> {}: {}",
    "quoted, below each other": "> {}\n> {}",
    "quoted twice": ">> {}: {}",
    "questions": "{}? {}",
}


@pytest.mark.parametrize("name", STYLES)
def test_the_styles_of_labels(name: str) -> None:
    said = {"Name": "Fern Moss", "Phone": "602-555-0147", "Message": DANGER}
    form = read_mail_form("\n".join(STYLES[name].format(*each) for each in said.items()))
    assert form is not None
    assert (form.sheet.name, list(form.sheet.numbers)) == ("Fern Moss", ["602-555-0147"])
    assert form.sheet.message == DANGER


def test_the_number_below_the_message() -> None:
    for above in ("Name: Fern Moss\nEmail: fern@example.com", "Email: fern@example.com"):
        form = read_mail_form(f"{above}\nMessage: Ring me\nPhone: 602-555-0147\n")
        assert form is not None
        assert (list(form.sheet.numbers), form.sheet.message) == (["602-555-0147"], "Ring me")
    form = read_mail_form(
        "Name: Fern\nEmail: fern@example.com\nMessage: hi\n\nThe clinic\nPhone: 602-555-0100\n"
    )
    assert form is not None
    assert form.sheet.numbers == {}


FORWARDS = {
    "Outlook": "Please call.\n\nKestrel\nPhone: 602-555-0100\nEmail: k@clinic.example.com\n\n____\n"
    "From: Site <site@example.com>\nSent: Tuesday\nTo: Desk <d@clinic.example.com>\nSubject: New\n"
    "Importance: High\n\n",
    "Outlook, in German": "Von: Site <site@example.com>\nGesendet: Dienstag\nAn: Desk\n"
    "Betreff: New\n\n",
    "original message": "-----Original Message-----\nFrom: Site <site@example.com>\nSubject: x\n\n",
    "a head on two lines": "From: Site <site@example.com>\nSent: Tuesday\nTo: Desk\n"
    " <d@clinic.example.com>\nSubject: New\n\n",
}


@pytest.mark.parametrize("name", FORWARDS)
def test_who_passes_a_form_on_did_not_fill_it_in(name: str) -> None:
    told = "Name: Juniper Moss\nPhone: 602-555-0147\nMessage: Call me\n"
    form = read_mail_form(FORWARDS[name] + told)
    assert form is not None
    assert (form.sheet.name, list(form.sheet.numbers)) == ("Juniper Moss", ["602-555-0147"])
    assert (form.sheet.message, dict(form.sheet.emails)) == ("Call me", {})


def test_a_forward_of_a_mac_quotes_its_heads() -> None:
    mail = (
        "Begin forwarded message:\n\n> From: Site <site@example.com>\n> Subject: New\n"
        "> Date: November 17, 2026\n> To: desk@clinic.example.com\n"
        "> Reply-To: Juniper Moss <juniper@example.com>\n> \n> Message: Call me\n"
    )
    form = read_mail_form(mail)
    assert form is not None
    assert (form.sheet.name, list(form.sheet.emails)) == ("Juniper Moss", ["juniper@example.com"])
    assert form.sheet.message == "Call me"


def test_a_form_may_begin_like_a_mail() -> None:
    form = read_mail_form(
        "From: Fern Moss <fern@example.com>\nSubject: A visit\nDate: Monday\nTo: the desk\n\n"
        "Message Body:\nCall me"
    )
    assert form is not None
    assert (form.sheet.name, list(form.sheet.emails)) == ("Fern Moss", ["fern@example.com"])
    assert (form.subject, form.sheet.messages) == ("A visit", ["Call me"])


def test_a_mail_that_somebody_pastes_into_a_message_is_no_forward() -> None:
    pasted = "From: Site <s@example.com>\nSent: Tuesday\nTo: me\nSubject: x\n\nYour visit"
    form = read_mail_form(f"Name: Fern\nPhone: 602-555-0147\nMessage: See this.\n{pasted}")
    assert form is not None
    assert form.sheet.name == "Fern"
    assert form.sheet.message == f"See this.\n{pasted}"


PASTED = (
    "From: Dr. Hill <hill@clinic.example>\nSent: Tuesday\nTo: Juniper\nSubject: Your visit\n\n"
    "please come"
)


@pytest.mark.parametrize("label", ["Question", "How can we help you?", "Notes", "Details"])
def test_a_mail_that_somebody_pastes_into_an_answer_is_no_forward(label: str) -> None:
    form = read_mail_form(
        f"New submission of your form:\n\nName: Juniper Moss\nPhone: 602-555-0147\n"
        f"{label}: I got this:\n{PASTED}\n"
    )
    assert form is not None
    assert (form.sheet.name, list(form.sheet.numbers)) == ("Juniper Moss", ["602-555-0147"])
    assert form.sheet.emails == {}
    assert "I got this:" in form.sheet.message
    assert PASTED in form.sheet.message


def test_the_number_of_a_clerk_alone_above_a_forward_is_not_the_person_s() -> None:
    form = read_mail_form(
        "Phone: 602-555-0100\nE-mail: kestrel@clinic.example\n\nBegin forwarded message:\n"
        "Name: Fern Hill\nPhone: 602-555-0148\n"
    )
    assert form is not None
    assert (form.sheet.name, list(form.sheet.numbers)) == ("Fern Hill", ["602-555-0148"])


def test_a_form_that_somebody_passes_on_in_an_answer_is_not_theirs() -> None:
    form = read_mail_form(
        "Name: Juniper Moss\nPhone: 602-555-0147\nQuestion: is this yours?\n"
        "Begin forwarded message:\nName: Fern Hill\nPhone: 602-555-0148\n"
    )
    assert form is not None
    assert (form.sheet.name, list(form.sheet.numbers)) == ("Juniper Moss", ["602-555-0147"])
    assert "Fern Hill" in form.sheet.message


ONE = "Name: Juniper Moss\nPhone: 602-555-0147\n"
TWO = "Name: Fern Hill\nPhone: 602-555-0148\n"
OF_SEVERAL = {
    "one below the other": f"{ONE}\n{TWO}",
    "with messages": f"{ONE}Message: Ring me\n{TWO}Message: Me too\n",
    "the number first": "Phone: 602-555-0147\nName: Juniper\nPhone: 602-555-0148\nName: Fern\n",
    "three": f"{ONE}\n{ONE}\n{TWO}",
    "titles alone": "Name\nFern\nPhone\n602-555-0147\nName\nAlder\nPhone\n602-555-0148\n",
}
OF_ONE = {
    "the same again": f"{ONE}\n{ONE}",
    "labels in the message": f"{ONE}Message: My friend asks too.\n{TWO}",
    "two numbers": f"{ONE}Phone: 602-555-0148\n",
    "somebody else's": f"{ONE}Emergency contact name: Fern\nEmergency contact phone: 602-555-0148",
}


@pytest.mark.parametrize("name", [*OF_SEVERAL, *OF_ONE])
def test_a_list_of_people_is_told_from_one_person(name: str) -> None:
    form = read_mail_form((OF_SEVERAL | OF_ONE)[name])
    assert form is not None
    assert form.is_of_several is (name in OF_SEVERAL)


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Este mensaje fue enviado desde mi móvil", False),
        ("Este correo se ha enviado sin querer", False),
        ("Este mensaje ha sido enviado desde el formulario de Clínica", True),
        ("Este correo electrónico se envió desde https://clinic.example", True),
    ],
)
def test_a_line_in_spanish_is_the_plugin_s_where_it_names_a_form(line: str, ends: bool) -> None:
    form = read_mail_form(f"Nombre: Fern\nMensaje: hola\n{line}\nTeléfono: 602-555-0147\n")
    if ends:
        assert form is None or not form.sheet.numbers
    else:
        assert form is not None
        assert list(form.sheet.numbers) == ["602-555-0147"]


def test_a_message_alone_and_whom_an_answer_reaches() -> None:
    form = read_mail_form("Message: Call me\n", '"Juniper Moss" <juniper@example.com>')
    assert form is not None
    assert (form.sheet.name, list(form.sheet.emails)) == ("Juniper Moss", ["juniper@example.com"])
    assert read_mail_form("Message: Call me\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello,\n\nsee you tomorrow.\n\nFern",
        "Soup at noon.\nQuestions? Call me.\n\nKestrel\nPhone: 602-555-0100\nEmail: k@x.example",
        "Agenda: one thing\nPlace: the grove\nNote: bring water",
        "https://example.com/a: b",
    ],
)
def test_other_mail(text: str) -> None:
    assert read_mail_form(text) is None
