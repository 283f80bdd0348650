"""What the transition has to do with somebody: typed on the People page, merged, taken back."""

from datetime import UTC, date, datetime
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit

from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of
from tests.workflows.test_people import (
    compare,
    in_dialog,
    leave,
    look_for,
    page_of,
    person_shown,
    says,
    two_junipers,
    undo,
)


def test_it_is_typed_shown_and_taken_back(hands: Hands) -> None:
    # GIVEN Hazel, whom nobody asked yet
    look_for(hands, "hazel birch")
    hazel, people = person_shown(hands), hands.desk.app.services.people
    before = people.get(actor_of(hands), hazel)
    # WHEN Wren writes down what is booked and owed, with one slip
    hands.click_on("Edit details")
    in_dialog(hands)
    for name, words in (
        ("Postal address", "12 Elm St, Denver"),
        ("Next appointment", "someday"),
        ("Infusions to come", "3"),
        ("Last infusion", "11/1/2026"),
        ("Paid ahead", "1,200.50"),
    ):
        field = hands.find(name, QLineEdit)
        field.setFocus()
        hands.press("Ctrl+A")
        hands.write(words)
    hands.press("Ctrl+Enter")
    # THEN the field says what to do, and has the focus
    assert hands.sees_anywhere("Day and time, like 12/1/2026 10:30 am")
    hands.press("Ctrl+A")
    hands.write("12/1/2026 10:30 am")
    hands.press("Ctrl+Enter")
    after = people.get(actor_of(hands), hazel)
    assert after.next_appointment_at == datetime(2026, 12, 1, 17, 30, tzinfo=UTC), "Denver's clock"
    assert (after.series_left, after.last_infusion_on) == (3, date(2026, 11, 1))
    assert (after.prepaid_cents, after.address) == (120_050, "12 Elm St, Denver")
    for words in ("Dec 1, 2026, 10:30 am", "3 infusions to come", "$1,200.50", "12 Elm St"):
        assert hands.sees(words), words
    # AND a form that is opened and saved untouched changes nothing of it
    hands.click_on("Edit details")
    in_dialog(hands)
    hands.write(" Reed")
    hands.press("Ctrl+Enter")
    assert hands.sees("Details of Hazel Birch Reed saved.")
    again = people.get(actor_of(hands), hazel)
    assert again.next_appointment_at == after.next_appointment_at
    assert again.prepaid_cents == after.prepaid_cents
    undo(hands)
    undo(hands)
    back = people.get(actor_of(hands), hazel)
    assert (back.next_appointment_at, back.prepaid_cents) == (
        before.next_appointment_at,
        before.prepaid_cents,
    )


def test_a_merge_shows_adds_up_and_gives_back(hands: Hands) -> None:
    # GIVEN the lead has paid too, refused, and lives somewhere
    patient, lead = two_junipers(hands)
    people, wren = hands.desk.app.services.people, actor_of(hands)
    for who, columns in (
        (patient, {"prepaid_cents": 20_000, "handover_consent": "yes", "address": None}),
        (
            lead,
            {
                "prepaid_cents": 30_000,
                "handover_consent": "no",
                "address": "9 Oak Ave, Chicago",
                "last_infusion_on": date(2026, 10, 1),
            },
        ),
    ):
        people.update(wren, who, people.get(wren, who).version, uuid4(), **columns)
    both = [people.get(wren, who) for who in (patient, lead)]
    # WHEN they are compared THEN the table says what becomes of it
    compare(hands)
    dialog = page_of(hands).merging.dialog
    assert dialog is not None
    assert says(dialog, "Adds up: $500.00")
    assert says(dialog, "Their data stays here")
    assert says(dialog, "9 Oak Ave, Chicago")
    hands.press("Ctrl+Enter")
    one = people.get(wren, patient)
    assert (one.prepaid_cents, one.handover_consent) == (50_000, "no")
    assert one.address == "9 Oak Ave, Chicago"
    assert one.next_appointment_at == both[0].next_appointment_at
    assert one.series_left == both[0].series_left
    # AND undo gives each their own again
    look_for(hands, "juniper moss")
    undo(hands)
    for was in both:
        now = people.get(wren, was.id)
        for name in ("prepaid_cents", "handover_consent", "address", "last_infusion_on"):
            assert getattr(now, name) == getattr(was, name), name
        assert now.next_appointment_at == was.next_appointment_at


def test_leaving_the_form_keeps_what_was_typed(hands: Hands) -> None:
    look_for(hands, "hazel birch")
    hands.click_on("Edit details")
    in_dialog(hands)
    hands.find("Paid ahead", QLineEdit).setFocus()
    hands.write("90")
    leave(hands)
    hands.click_on("Edit details")
    in_dialog(hands)
    hands.press("Ctrl+Enter")
    assert people_cents(hands) == 9_000


def people_cents(hands: Hands) -> int | None:
    """What the person shown has paid ahead."""
    return hands.desk.app.services.people.get(actor_of(hands), person_shown(hands)).prepaid_cents
