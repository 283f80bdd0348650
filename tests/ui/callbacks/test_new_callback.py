"""A promise without a call: who, why, what, when, who keeps it; each problem at its field."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.domain.vocabulary import CallbackKind, MilestoneKind, QuickKey, Reason
from desktop.domain.zones import Candidates
from desktop.storage.tables import Callback
from desktop.ui.callbacks.new_callback_dialog import NewCallbackDialog
from tests.ui.callbacks.conftest import Hands


def _open(hands: Hands) -> NewCallbackDialog:
    hands.page.new_callback()
    hands.settle()
    dialog = hands.dialog
    assert isinstance(dialog, NewCallbackDialog)
    return dialog


def test_a_person_found_by_name_by_keys_alone(hands: Hands) -> None:
    dialog = _open(hands)
    assert hands.focus is dialog.who.text
    hands.write("ivy l")
    assert [button.words() for button in dialog.who.hits.buttons] == ["Ivy Larkspur"]
    hands.press("Enter")
    assert dialog.who.name == "Ivy"
    assert dialog.reasons[Reason.ACQUISITION].hasFocus(), "why is asked next"
    hands.press("4")
    assert dialog.reason_picked is Reason.REFUND
    hands.press("Tab")
    hands.write("When the refund is paid")
    hands.press("Ctrl+Enter")
    assert not hands.asks
    assert hands.said[-1][0] == "Promised Ivy Larkspur a call tomorrow 10:00 am."
    made = [row for row in hands.rows() if row.reason is Reason.REFUND and "Ivy" in row.name]
    assert len(made) == 1
    assert made[0].owner_user_id is None
    assert hands.page.detail.detail is not None
    assert hands.page.detail.detail.row.id == made[0].id
    assert hands.page.detail.detail.promise == "When the refund is paid"


def test_a_number_alone_is_shaped_as_it_is_typed_and_kept(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("4155550133")
    assert dialog.who.text.text() == "(415) 555-0133"
    assert dialog.when.field.hint.text() == "10:00 am in Los Angeles · allowed"
    dialog.reasons[Reason.OTHER].click()
    hands.press("Ctrl+Enter")
    row = next(row for row in hands.rows() if row.e164 == "+14155550133")
    assert (row.person_id, row.name) == (None, "(415) 555-0133")
    assert hands.shown == "(415) 555-0133"


def test_typed_and_promised_in_one_go(hands: Hands) -> None:
    dialog = _open(hands)
    dialog.reasons[Reason.OTHER].click()
    dialog.who.text.setFocus()
    for letter in "4155550133":
        hands.strike(letter)
    hands.strike("Ctrl+Enter")
    hands.settle()
    assert any(row.e164 == "+14155550133" for row in hands.rows())


def test_what_is_missing_is_said_at_its_field(hands: Hands) -> None:
    dialog = _open(hands)
    hands.press("Ctrl+Enter")
    assert dialog.who.field.problem == "Type a name or a number."
    assert dialog.reason_field.problem == "Pick why they are rung."
    assert hands.focus is dialog.who.text
    hands.write("Nobody Known")
    assert dialog.who.field.problem == ""
    dialog.reasons[Reason.OTHER].click()
    assert dialog.reason_field.problem == ""
    hands.press("Ctrl+Enter")
    assert dialog.who.field.problem == "Pick somebody from the list, or type a whole number."
    assert dialog.isVisible()
    assert len(hands.rows()) == 22


def test_closed_and_opened_again_it_shows_what_was_typed(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("Jun")
    hands.press("Esc")
    assert not hands.asks
    assert _open(hands) is dialog
    assert dialog.who.text.text() == "Jun"
    hands.press("Esc")
    hands.page.set_actor(hands.actor("Lark Moor"))
    hands.settle()
    assert _open(hands).who.text.text() == ""


def test_it_may_wait_for_the_sale_and_has_a_latest_date(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("ivy l")
    hands.press("Enter")
    dialog.reasons[Reason.ACQUISITION].click()
    hands.click(dialog.when.quick[QuickKey.CLOSING])
    hands.press("Ctrl+Enter")
    made = [row for row in hands.rows("waiting") if row.name == "Ivy Larkspur"]
    assert [row.milestone for row in made] == [MilestoneKind.CLOSING]


def test_refunds_and_records_wait_as_long_as_the_policy_lets_them(hands: Hands) -> None:
    settings, lark = hands.app.services.transition_settings, hands.actor("Lark Moor")
    days = {Reason.REFUND: 7, Reason.RECORDS: 10}
    settings.keep(lark, replace(settings.choices(), wait_days_by_reason=days), uuid4())
    dialog = _open(hands)
    hands.write("4155550133")
    closing = dialog.when.quick[QuickKey.CLOSING]
    assert closing.accessibleName() == "When the deal closes…, or by Dec 15"
    hands.click(closing)
    dialog.reasons[Reason.REFUND].click()
    assert closing.accessibleName() == "When the deal closes…, or by Nov 24"
    assert dialog.promise.text() == "After Closing, or by Nov 24"
    dialog.reasons[Reason.RECORDS].click()
    assert closing.accessibleName() == "When the deal closes…, or by Nov 27"
    shown = dialog.when.due_at
    hands.press("Ctrl+Enter")
    (row,) = [row for row in hands.rows("waiting") if row.e164 == "+14155550133"]
    assert row.due_at == shown


def test_a_latest_day_is_picked_inside_the_policy_and_follows_the_reason(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("4155550133")
    dialog.reasons[Reason.OTHER].click()
    hands.click(dialog.when.quick[QuickKey.CLOSING])
    own = dialog.when.own_time
    assert own.milestone.isVisible()
    assert not own.time.isVisible()
    own.milestone.picked.emit(MilestoneKind.SYSTEMS_MOVED)
    own.day.picked.emit(date(2027, 1, 20))
    assert dialog.promise.text() == "After the systems move, or by Jan 20, 2027"
    dialog.reasons[Reason.RECORDS].click()
    assert dialog.promise.text() == "After the systems move, or by Dec 17"
    days = [own.day.itemText(n) for n in range(own.day.count())]
    assert days[-1] == "Thu, Dec 17"
    shown = dialog.when.due_at
    hands.press("Ctrl+Enter")
    (row,) = [row for row in hands.rows("waiting") if row.e164 == "+14155550133"]
    assert (row.milestone, row.due_at) == (MilestoneKind.SYSTEMS_MOVED, shown)


def test_nobody_waits_beyond_their_next_appointment(hands: Hands) -> None:
    """Juniper's next infusion is on Friday: an answer after it would be none."""
    dialog = _open(hands)
    hands.write("juniper moss")
    hands.click(
        next(each for each in dialog.who.hits.buttons if "Patient" in each.accessibleName())
    )
    assert dialog.who.name == "Juniper"
    dialog.reasons[Reason.ACQUISITION].click()
    closing = dialog.when.quick[QuickKey.CLOSING]
    hands.click(closing)
    assert closing.accessibleName() == "When the deal closes…, or by Nov 19"
    shown = dialog.when.due_at
    hands.press("Ctrl+Enter")
    assert shown in [row.due_at for row in hands.rows("waiting") if row.name == "Juniper Moss"]


def test_the_latest_date_that_is_shown_is_the_one_that_is_stored(hands: Hands) -> None:
    """Juniper's next infusion is on Friday: an answer after it would be none."""
    dialog = _open(hands)
    closing = dialog.when.quick[QuickKey.CLOSING]
    hands.write("juniper m")
    dialog.who.hits.buttons[0].click()
    hands.settle()
    hands.press("1")
    hands.click(closing)
    assert closing.accessibleName() == "When the deal closes…, or by Nov 19"
    assert dialog.promise.text() == "After Closing, or by Nov 19, for Juniper"
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Promised Juniper Moss a call after Closing, or by Nov 19."


def test_a_marketing_call_outside_the_hours_gets_no_reason_through(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("ivy l")
    hands.press("Enter")
    dialog.reasons[Reason.OTHER].click()
    dialog.kind.setCurrentIndex(2)
    dialog.kind.picked.emit(CallbackKind.MARKETING)
    hands.click(dialog.when.own)
    dialog.when.own_time.time.setFocus()
    dialog.when.own_time.time.selectAll()
    hands.write("9:30 pm")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert "too late for a marketing call" in dialog.trouble.text()
    assert not dialog.when.reason.isVisible()


def test_a_time_that_is_typed_before_the_person_is_meant_on_their_clock(hands: Hands) -> None:
    dialog = _open(hands)
    hands.click(dialog.when.own)
    dialog.when.own_time.time.setFocus()
    dialog.when.own_time.time.selectAll()
    hands.write("10:30 am")
    hands.press("Tab")
    assert dialog.promise.text() == "Wed 10:30 am"
    dialog.who.text.setFocus()
    hands.write("sorrel glade")
    hands.press("Enter")
    assert dialog.promise.text() == "Wed 10:30 am for Sorrel · 8:30 here"
    # Told once more where they are, it stays.
    dialog.reasons[Reason.OTHER].click()
    assert dialog.promise.text() == "Wed 10:30 am for Sorrel · 8:30 here"
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0].startswith("Promised Sorrel Glade a call tomorrow 10:30 am in Tampa")


def test_a_time_that_comes_with_a_promise_is_what_it_is(hands: Hands) -> None:
    """It is put in before it is known where they are."""
    when = _open(hands).when
    facts = when._facts
    assert facts is not None
    kept = hands.clock.now + timedelta(days=1)
    there = replace(facts, candidates=Candidates(("America/New_York",), certain=True, ask=False))
    when.choose(None, kept)
    when.show_facts(there)
    assert when.due_at == kept
    when.show_facts(facts)
    assert when.due_at == kept + timedelta(hours=2)


def test_a_colleague_can_be_asked_to_keep_it(hands: Hands) -> None:
    dialog = _open(hands)
    hands.write("ivy l")
    hands.press("Enter")
    dialog.reasons[Reason.OTHER].click()
    words = [dialog.owner.itemText(n) for n in range(dialog.owner.count())]
    assert words[:2] == ["Front desk, Phoenix", "Wren Hill (you)"]
    dialog.owner.setFocus(Qt.FocusReason.OtherFocusReason)
    dialog.owner.setCurrentIndex(words.index("Jay Marsh"))
    hands.press("Ctrl+Enter")
    made = [row for row in hands.rows() if row.reason is Reason.OTHER]
    assert [row.owner_name for row in made] == ["Jay Marsh"]


@pytest.mark.parametrize("keep", [False, True])
def test_what_is_promised_keeps_no_card_number_unasked(hands: Hands, keep: bool) -> None:
    dialog = _open(hands)
    hands.write("4155550133")
    dialog.reasons[Reason.REFUND].setFocus()
    hands.press("4")
    dialog.what.setFocus()
    hands.write("Card 4242 4242 4242 4242")
    if keep:
        hands.click(dialog.what.found.keep)
    hands.press("Ctrl+Enter")
    shown = hands.page.detail.detail
    assert shown is not None
    said = "Card 4242 4242 4242 4242" if keep else "Card •••• •••• •••• 4242"
    assert shown.promise == said


def test_it_is_for_the_clinic_of_whom_it_concerns(hands: Hands) -> None:
    sites = {site.name: site.id for site in hands.app.services.places.sites(hands.wren)}
    dialog = _open(hands)
    hands.write("4155550133")
    assert dialog.site_id == hands.wren.site_id, "nobody is known: the desk's own"
    dialog.who.text.clear()
    hands.write("juniper moss")
    hands.click(next(b for b in dialog.who.hits.buttons if "Chicago" in b.accessibleName()))
    assert dialog.clinic.currentText() == "Chicago"
    dialog.reasons[Reason.REFUND].click()
    hands.press("Ctrl+Enter")
    assert _clinic_of_newest(hands) == sites["Chicago"]


def test_another_clinic_that_is_picked_stays(hands: Hands) -> None:
    sites = {site.name: site.id for site in hands.app.services.places.sites(hands.wren)}
    dialog = _open(hands)
    hands.write("ivy l")
    hands.press("Enter")
    dialog.clinic.setFocus()
    hands.write("Chi")
    assert dialog.site_id == sites["Chicago"]
    dialog.reasons[Reason.RECORDS].click()
    hands.settle()
    assert dialog.site_id == sites["Chicago"]
    hands.press("Ctrl+Enter")
    assert _clinic_of_newest(hands) == sites["Chicago"]
    dialog = _open(hands)
    hands.write("ivy l")
    hands.press("Enter")
    assert dialog.site_id != sites["Chicago"], "the next one begins with theirs again"


def _clinic_of_newest(hands: Hands) -> UUID | None:
    newest = select(Callback.site_id).order_by(Callback.id.desc()).limit(1)
    with hands.app.database.read() as conn:
        return conn.execute(newest).scalar_one()
