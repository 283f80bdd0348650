"""Leads and contacts that come in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.domain.incoming import Consent, ContactNumber, Fate, IncomingContact
from tests.services.incoming import HAZELS, SHARED, STRANGERS, Intake
from tests.services.world import World


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


def test_a_lead_is_kept_as_it_came_and_promised_a_call(intake: Intake) -> None:
    receipt = intake.take(intake.lead())

    lead, callback = intake.row("lead"), intake.row("callback")
    assert (receipt.fate, receipt.record_id) == (Fate.CREATED, lead.id)
    assert lead.callback_id == receipt.callback_id == callback.id
    assert (lead.state, lead.payload) == ("new", '{"id": "lead-1"}')
    assert callback.promise == "Please ring me about an appointment."
    contacts = sorted(intake.rows("lead_contact"), key=lambda row: row.position)
    assert [(row.kind, row.contact_key) for row in contacts] == [
        ("number", "+16025550199"), ("email", "clover@example.com"),
    ]  # fmt: skip


def test_the_same_lead_again_is_here_already(intake: Intake) -> None:
    intake.take(intake.lead())
    changes = intake.changes()
    assert intake.take(intake.lead()).fate is Fate.UNCHANGED
    assert intake.changes() == changes
    assert len(intake.rows("callback")) == 1


def test_a_source_with_identities_means_two_when_it_says_two(intake: Intake) -> None:
    intake.take(intake.lead())
    assert intake.take(intake.lead(external_id="lead-2")).fate is Fate.CREATED


NOON = datetime(2026, 11, 17, 19, 0, tzinfo=UTC)


def test_entries_of_two_forms_may_have_one_number(intake: Intake) -> None:
    # GIVEN entry 7 of one form
    first = intake.take(intake.lead(external_id="7", submitted_at=NOON))
    # WHEN another form has an entry 7, of somebody else
    other = intake.lead(
        external_id="7", name="Fern Moss", numbers=(HAZELS,), emails=(), submitted_at=NOON,
        message="I want to die",
    )  # fmt: skip
    second = intake.take(other)
    # THEN both are there, both are rung back, and the second is known again
    assert (second.fate, second.danger) == (Fate.CREATED, True)
    assert second.record_id != first.record_id
    assert len(intake.rows("callback")) == 2
    assert intake.take(other).fate is Fate.UNCHANGED
    assert intake.take(intake.lead(external_id="7", submitted_at=NOON)).fate is Fate.UNCHANGED
    assert len(intake.rows("lead")) == 2


def test_whoever_writes_again_on_another_day_is_a_new_lead(intake: Intake) -> None:
    # A form that gives its own name as the identity of all that is sent with it.
    intake.take(intake.lead(external_id="contact-us", submitted_at=NOON))
    again = intake.lead(
        external_id="contact-us", message="Nobody rang.", submitted_at=NOON + timedelta(days=2)
    )
    assert intake.take(again).fate is Fate.CREATED
    assert intake.take(again).fate is Fate.UNCHANGED


def test_what_is_added_to_a_lead_is_one_lead_and_heard(intake: Intake) -> None:
    first = intake.take(intake.lead(submitted_at=NOON))
    more = intake.lead(emails=("clover@example.org",), message="I want to die", submitted_at=NOON)
    receipt = intake.take(more)
    assert (receipt.record_id, receipt.danger) == (first.record_id, True)


def test_the_mail_of_a_form_is_the_same_lead(intake: Intake) -> None:
    first = intake.take(intake.lead())
    mailed = intake.lead(source="mailbox", external_id="<1@example.com>", name="CLOVER  fields")
    receipt = intake.take(mailed)
    assert (receipt.fate, receipt.record_id) == (Fate.DUPLICATE, first.record_id)
    assert intake.take(mailed).fate is Fate.UNCHANGED
    assert len(intake.rows("callback")) == 1


def test_a_test_lead_is_acknowledged_and_not_queued(intake: Intake) -> None:
    receipt = intake.take(intake.lead(is_test=True, message="I want to die"))
    assert (receipt.fate, receipt.callback_id) == (Fate.IGNORED, None)
    assert intake.row("lead").state == "test"
    assert intake.rows("callback") == []


def test_somebody_known_is_suggested_and_a_name_makes_it_certain(intake: Intake) -> None:
    intake.take(intake.lead(numbers=(HAZELS,), emails=(), name="hazel birch"))
    assert intake.row("lead").suggested_id == intake.world.hazel
    assert intake.row("callback").person_id == intake.world.hazel


def test_another_name_at_a_known_number_is_only_suggested(intake: Intake) -> None:
    intake.take(intake.lead(numbers=(HAZELS,), emails=()))
    assert intake.row("lead").suggested_id == intake.world.hazel
    assert intake.row("callback").person_id is None


def test_a_household_suggests_nobody(intake: Intake) -> None:
    intake.take(intake.lead(numbers=(SHARED,), emails=(), name="Rowan Moss"))
    assert intake.row("lead").suggested_id is None


@pytest.mark.parametrize("text", ["I am thinking of SUICIDE.", "quiero   MORÍR", "me quiero morir"])
def test_words_of_danger_come_first(intake: Intake, text: str) -> None:
    receipt = intake.take(intake.lead(message=text, numbers=()))
    callback = intake.row("callback")
    assert receipt.danger
    assert (callback.kind, callback.due_at) == ("safety", intake.world.clock.now)
    assert intake.row("lead").danger_words


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        {"left_out": "I want to kill myself"},
        {"consents": (Consent("Yes?", False, "I want to kill myself"),)},
    ],
)
def test_words_of_danger_are_found_outside_the_message(
    intake: Intake, words: dict[str, Any], many: bool
) -> None:
    lead = intake.lead(message="Hi", **words)
    if many:
        others = [
            intake.lead(name=f"Oak {n}", numbers=(f"60255501{n}",), external_id=str(n))
            for n in range(10, 40)
        ]
        records = [lead, *others]
        (receipt, *_), _ = intake.receiving.take_all(intake.world.wren, records, lambda _: None)
    else:
        receipt = intake.take(lead)
    assert receipt.danger
    first = next(row for row in intake.rows("lead") if row.id == receipt.record_id)
    assert (first.message, first.danger_words) == ("Hi", "kill myself")


def test_an_identity_first_and_the_contact_data_later(intake: Intake) -> None:
    pending = intake.take(intake.lead(numbers=(), emails=(), name="", message="", is_pending=True))
    assert intake.row("lead").state == "pending"
    assert pending.callback_id is None
    full = intake.take(intake.lead())
    assert (full.fate, full.record_id) == (Fate.UPDATED, pending.record_id)
    assert intake.row("lead").state == "new"
    assert intake.row("callback").id == full.callback_id


def test_a_lead_with_an_address_alone_is_kept_without_a_promise(intake: Intake) -> None:
    receipt = intake.take(intake.lead(numbers=()))
    assert receipt.callback_id is None
    assert "write to them" in receipt.reason


def test_a_contact_is_added_once_and_told_more_of(intake: Intake) -> None:
    fern = IncomingContact("google", "Fern Dale", (ContactNumber(STRANGERS, "Mobile"),))
    made = intake.take(fern)
    assert made.fate is Fate.CREATED
    assert intake.take(fern).fate is Fate.UNCHANGED
    more = IncomingContact(
        "outlook", "Dale, Fern", (ContactNumber("602.555.0199"),), ("fern@example.com",)
    )
    told = intake.take(more)
    assert (told.fate, told.record_id) == (Fate.UPDATED, made.record_id)
    assert intake.row("person_email").email == "fern@example.com"


def test_a_contact_who_shares_a_number_is_somebody_else(intake: Intake) -> None:
    receipt = intake.take(
        IncomingContact("google", "Willow Moss", (ContactNumber(SHARED, "Home"),))
    )
    assert receipt.fate is Fate.CREATED
    assert len(intake.rows("person_number", number_id=intake.world.shared_number)) == 3
