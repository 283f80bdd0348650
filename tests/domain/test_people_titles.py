"""What titles mean, in English and Spanish, short and as questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.people_titles import PersonField, is_of_others, meaning_in_form, meaning_of

P = PersonField


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Full Name", P.NAME),
        ("your-name", P.NAME),
        ("What’s your name?", P.NAME),
        ("Nombre y apellidos", P.NAME),
        ("firstName", P.FIRST),
        ("Name (First)", P.FIRST),
        ("What is your first name?", P.FIRST),
        ("Apellido *", P.LAST),
        ("phone_number", P.PHONE),
        ("q4_phoneNumber", P.PHONE),
        ("Teléfono móvil", P.PHONE),
        ("What number can we call?", P.PHONE),
        ("What is the best phone number to reach you?", P.PHONE),
        ("E-Mail", P.EMAIL),
        ("Correo electrónico:", P.EMAIL),
        ("Please give us your e-mail address", P.EMAIL),
        ("How can we help you?", P.MESSAGE),
        ("Mensaje", P.MESSAGE),
        ("I agree to the privacy policy", P.CONSENT),
        ("Acepto la política de privacidad", P.CONSENT),
        ("utm_campaign", P.UTM_CAMPAIGN),
        ("utm_id", P.TECHNICAL),
        ("Marca temporal", P.SUBMITTED),
        ("Company name", P.ORGANISATION),
        ("Telefon geschäftlich", P.PHONE),
        ("Telefon geschäftlich 2", P.PHONE),
        ("Telefon privat", P.PHONE),
        ("Weitere Vornamen", P.MIDDLE),
        ("Do Not Call", P.NO_CALLS),
        ("#", P.TECHNICAL),
        ("Start Date (UTC)", P.TECHNICAL),
        ("Name of your doctor", None),
        ("Insurance plan name", None),
        ("Username", None),
        ("Best time to call", None),
        ("Do you accept insurance?", None),
        ("Emergency contact name", None),
        ("", None),
    ],
)
def test_a_title(title: str, meaning: PersonField | None) -> None:
    assert meaning_of(title) is meaning


@pytest.mark.parametrize("title", ["Date", "Time", "Fecha", "Status", "Website", "ID"])
def test_a_question_of_a_form_is_no_column_of_a_program(title: str) -> None:
    assert meaning_of(title) is not None
    assert meaning_in_form(title) is None


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Emergency contact phone", True),
        ("pharmacy_phone", True),
        ("Teléfono de su médico", True),
        ("Spouse’s e-mail", True),
        ("Phone", False),
        ("What is the best phone number to reach you?", False),
    ],
)
def test_whose_number_a_form_asks_for(title: str, others: bool) -> None:
    assert is_of_others(title) is others


@given(st.text(max_size=600))
def test_every_title_gets_an_answer(title: str) -> None:
    found = meaning_of(title)
    assert found is None or found in PersonField
