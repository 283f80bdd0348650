"""Leads by keys and clicks: seen as they come, rung, scheduled, merged, spam, undone."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QApplication

from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_merge import MergeKey
from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.services.actor import Actor
from desktop.services.changes import Ledger
from desktop.services.lead_rows import LeadDetail, LeadFate
from desktop.services.listener import find_listener
from desktop.ui.leads.leads_page import LeadsPage
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of, call_of, open_promise

FERN, BASIL = "+19285550152", "+18135550129"


def page(hands: Hands) -> LeadsPage:
    """The page of leads."""
    return hands.window.leads


def names(hands: Hands) -> list[str]:
    """Who stands in the inbox."""
    return [row.name for row in page(hands).list.rows.rows()]


def listener(hands: Hands) -> Actor:
    """Who takes in what comes from outside."""
    app = hands.desk.app
    return find_listener(app.database, Ledger(app.database, hands.clock))


def came(
    hands: Hands,
    name: str = "Fern Oakley",
    number: str = "(928) 555-0152",
    message: str = "Please ring me.",
    form: str = "New patient",
    payload: str = "Name: Fern Oakley",
) -> UUID:
    """A lead comes in by the service that takes what comes from outside."""
    numbers = (number,) if number else ()
    record = IncomingLead("website", name, numbers, message=message, form=form, payload=payload)
    receipt = hands.desk.app.services.receiving.take(listener(hands), record)
    assert receipt.record_id is not None
    return receipt.record_id


def lead(hands: Hands, lead_id: UUID) -> LeadDetail:
    """The lead as it is stored."""
    return hands.desk.app.services.lead_inbox.detail(actor_of(hands), lead_id)


def take(hands: Hands, name: str) -> LeadDetail:
    """Go to Leads and step down to somebody."""
    hands.press("Ctrl+3")
    hands.qtbot.waitUntil(lambda: name in names(hands))
    hands.settle()
    row = page(hands).list.in_hand()
    assert row is not None
    steps = names(hands).index(name) - names(hands).index(row.name)
    for _ in range(abs(steps)):
        hands.press("Down" if steps > 0 else "Up")
    detail = page(hands).pane.detail
    assert detail is not None
    assert detail.row.name == name
    return detail


def badge(hands: Hands) -> str:
    """What the rail says of leads."""
    return hands.find("Leads").accessibleName()


def test_comes_in_is_seen_called_and_written_down(open_desk: Open) -> None:
    # GIVEN a desk at work, and a lead that comes in meanwhile
    hands = open_desk()
    assert badge(hands) == "Leads, 4 new"
    lead_id = came(hands, message="Does it hurt?\nInsurance: none")
    hands.qtbot.waitUntil(lambda: badge(hands) == "Leads, 5 new")
    # WHEN the clerk goes there and rings
    shown = take(hands, "Fern Oakley")
    assert page(hands).pane.message.text() == "Does it hurt?\nInsurance: none"
    assert hands.sees("No flag does not mean safe")
    assert shown.row.fate is LeadFate.WAITS
    hands.press("Enter")
    # THEN the card of a call out is open, with number and name, and the number is ready to dial
    assert hands.window.page == "intake"
    form = hands.window.intake.state.form
    assert (form.direction, form.speaker_name) == (Direction.OUT, "Fern Oakley")
    assert QApplication.clipboard().text() == "(928) 555-0152"
    hands.write("It does not. Books on Friday.")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    call = call_of(hands, FERN)
    assert (call.direction, call.outcome) == (Direction.OUT, CallOutcome.RESOLVED)
    assert lead(hands, lead_id).row.fate is LeadFate.CALLED
    assert badge(hands) == "Leads, 4 new"


def test_called_is_undone_after_a_restart(open_desk: Open) -> None:
    hands = open_desk()
    lead_id = came(hands)
    take(hands, "Fern Oakley")
    hands.click_on("Call now")
    assert lead(hands, lead_id).row.fate is LeadFate.CALLED
    hands = open_desk()
    hands.press("Ctrl+3")
    hands.press("Ctrl+Z")
    assert lead(hands, lead_id).row.fate is LeadFate.WAITS
    assert "Fern Oakley" in names(hands)


def test_scheduled_by_keys_and_undone(hands: Hands) -> None:
    lead_id = came(hands)
    take(hands, "Fern Oakley")
    before = lead(hands, lead_id).due_at
    hands.press("C")
    hands.press("Ctrl+Enter")
    after = lead(hands, lead_id)
    assert after.row.fate is LeadFate.SCHEDULED
    assert after.due_at is not None
    assert after.due_at > hands.clock.now + timedelta(hours=12)
    assert "Fern Oakley is rung tomorrow" in hands.last_said
    promised = open_promise(hands, FERN)
    assert promised is not None
    assert promised.due_at == after.due_at
    hands.press("Ctrl+Z")
    assert lead(hands, lead_id).due_at == before


def test_merging_shows_what_it_adds_and_adds_it(open_desk: Open) -> None:
    # GIVEN Basil, who is known already
    hands = open_desk()
    shown = take(hands, "Basil Thornby")
    match = shown.match
    assert match is not None
    assert hands.sees("Name, phone and e-mail are the same")
    assert hands.sees("Clinic: Tampa, on file Not set. Adds this")
    assert hands.sees("Best time: After 4 pm, on file Mornings. You choose")
    # WHEN his lead is merged, with the better time of the lead
    hands.press("M")
    page(hands).acts.merging.choose(MergeKey.BEST_TIME)
    hands.press("Ctrl+Enter")
    # THEN his record has both, and the lead is his
    people = hands.desk.app.services.people
    basil = people.get(actor_of(hands), match.person_id)
    assert (basil.site_name, basil.prefers) == ("Tampa", "After 4 pm")
    assert lead(hands, shown.row.id).person_id == match.person_id
    assert "Basil Thornby’s now" in hands.last_said
    # AND it comes apart again after a restart
    hands = open_desk()
    hands.press("Ctrl+3")
    hands.press("Ctrl+Z")
    basil = hands.desk.app.services.people.get(actor_of(hands), match.person_id)
    assert (basil.site_name, basil.prefers) == (None, "Mornings")
    assert lead(hands, shown.row.id).row.fate is LeadFate.WAITS


def test_merged_into_somebody_who_is_picked(hands: Hands) -> None:
    lead_id = came(hands)
    take(hands, "Fern Oakley")
    hands.press("M")
    hands.qtbot.waitUntil(page(hands).acts.picker.field.hasFocus)
    hands.write("Fern Oakes")
    assert len(page(hands).acts.picker.hits.buttons) == 1
    hands.press("Enter")
    hands.settle()
    assert not hands.window.notices.isVisible()
    assert page(hands).acts.merging.isVisible()
    hands.press("Ctrl+Enter")
    assert lead(hands, lead_id).person_name == "Fern Oakes"


def test_a_new_person_is_made_and_taken_back(open_desk: Open) -> None:
    # GIVEN a lead from somebody whom nobody knows
    hands = open_desk()
    lead_id = came(hands, payload="Name: Fern Oakley\nBest time: After 4 pm")
    take(hands, "Fern Oakley")
    # WHEN the clerk makes them a person, and sees first what is written down
    hands.press("N")
    dialog = page(hands).acts.newcomer
    hands.qtbot.waitUntil(dialog.isVisible)
    assert dialog.name.text() == "Fern Oakley"
    assert hands.find("Phone: (928) 555-0152").isVisible()
    assert hands.find("Best time: After 4 pm").isVisible()
    assert not dialog.alike.isVisible()
    hands.press("Ctrl+Enter")
    # THEN the lead is theirs, and they are found
    made = lead(hands, lead_id)
    assert made.person_name == "Fern Oakley"
    assert "Fern Oakley is in your people now" in hands.last_said
    people = hands.desk.app.services.people
    assert made.person_id is not None
    assert people.get(actor_of(hands), made.person_id).prefers == "After 4 pm"
    # AND after a restart it is undone
    hands = open_desk()
    hands.press("Ctrl+3")
    hands.press("Ctrl+Z")
    assert lead(hands, lead_id).row.fate is LeadFate.WAITS
    assert hands.desk.app.services.people.find(actor_of(hands), "Fern Oakley") == ()


def test_a_new_person_who_is_known_is_compared_instead(hands: Hands) -> None:
    shown = take(hands, "Basil Thornby")
    assert shown.match is not None
    hands.press("N")
    dialog = page(hands).acts.newcomer
    hands.qtbot.waitUntil(dialog.isVisible)
    assert dialog.alike.text().startswith("Looks like someone you know: Basil Thornby")
    # Another name does not make another number.
    dialog.name.setFocus()
    hands.press("Ctrl+A")
    hands.write("Clary Fennel")
    hands.settle()
    assert dialog.alike.isVisible()
    hands.click(dialog.compare)
    hands.qtbot.waitUntil(page(hands).acts.merging.isVisible)
    hands.press("Ctrl+Enter")
    assert lead(hands, shown.row.id).person_id == shown.match.person_id


def test_a_name_that_is_typed_is_looked_for(hands: Hands) -> None:
    came(hands, name="")
    take(hands, "(928) 555-0152")
    hands.press("N")
    dialog = page(hands).acts.newcomer
    hands.qtbot.waitUntil(dialog.isVisible)
    hands.press("Ctrl+Enter")
    assert dialog.trouble.text() == "They left no name. Type what to call them."
    hands.write("Fern Oakes")
    hands.settle()
    assert dialog.alike.text().startswith("Looks like someone you know: Fern Oakes")


def test_one_that_came_by_email_is_answered_and_taken_back(hands: Hands) -> None:
    # GIVEN a lead that leaves no number
    lead_id = came(hands, number="")
    take(hands, "Fern Oakley")
    pane = page(hands).pane
    assert pane.call.reason_off == "There is no number to ring."
    assert (pane.answered.isVisible(), pane.schedule.isVisible()) == (True, False)
    # WHEN it is made a new person, who has no number either
    hands.press("N")
    hands.qtbot.waitUntil(page(hands).acts.newcomer.isVisible)
    hands.press("Ctrl+Enter")
    assert "stays open until you say that it is answered" in hands.last_said
    # THEN it is still to be answered, and stands among the open ones
    assert lead(hands, lead_id).row.unanswered
    hands.press("Ctrl+Tab")
    take(hands, "Fern Oakley")
    assert pane.tag.text() == "Not answered yet"
    # AND saying so ends it
    hands.press("A")
    assert lead(hands, lead_id).row.fate is LeadFate.ANSWERED
    assert "Fern Oakley" not in names(hands)
    hands.press("Ctrl+Z")
    assert lead(hands, lead_id).row.unanswered
    # Who can be rung is rung, not answered.
    came(hands, "Sorrel Dale", "(928) 555-0153")
    hands.press("Ctrl+Shift+Tab")
    take(hands, "Sorrel Dale")
    assert (pane.answered.isVisible(), pane.schedule.isVisible()) == (False, True)


def test_one_without_contact_data_is_seen_and_becomes_a_lead_when_they_come(hands: Hands) -> None:
    # GIVEN a notice that holds nothing but an identity
    hands.desk.app.services.receiving.take(
        listener(hands), IncomingLead("meta", external_id="1234567890123456", is_pending=True)
    )
    hands.qtbot.waitUntil(lambda: badge(hands) == "Leads, 5 new")
    # THEN the clerk sees that it waits and where to look it up
    shown = take(hands, "No name")
    pane = page(hands).pane
    assert hands.sees("Its contact data are still missing. Look it up in Meta.")
    assert "lead 1234567890123456" in pane.remarks.text()
    assert (pane.call.isEnabled(), pane.answered.isVisible()) == (False, True)
    hands.press("A")
    assert lead(hands, shown.row.id).row.fate is LeadFate.ANSWERED
    hands.press("Ctrl+Z")
    assert badge(hands) == "Leads, 5 new"
    # AND once its contact data come it is a lead as every other
    whole = IncomingLead("meta", "Fern Oakley", ("(928) 555-0152",), external_id="1234567890123456")
    hands.desk.app.services.receiving.take(listener(hands), whole)
    hands.qtbot.waitUntil(lambda: "Fern Oakley" in names(hands))
    assert not lead(hands, shown.row.id).row.pending
    assert open_promise(hands, FERN) is not None


def test_spam_by_one_key_and_back(hands: Hands) -> None:
    lead_id = came(hands)
    take(hands, "Fern Oakley")
    hands.press("S")
    assert lead(hands, lead_id).row.fate is LeadFate.SPAM
    assert open_promise(hands, FERN) is None
    assert badge(hands) == "Leads, 4 new"
    row = page(hands).list.in_hand()
    assert row is not None
    assert row.name != "Fern Oakley"
    take(hands, "Fern Oakley")
    hands.click_on("Not spam")
    assert lead(hands, lead_id).row.fate is LeadFate.WAITS
    assert open_promise(hands, FERN) is not None


def test_words_of_danger_offer_the_safety_card(hands: Hands) -> None:
    lead_id = came(hands, message="I want to kill myself.")
    hands.press("Ctrl+3")
    hands.qtbot.waitUntil(lambda: names(hands)[:1] == ["Fern Oakley"])
    take(hands, "Fern Oakley")
    assert hands.sees("Words of danger: “kill myself")
    assert hands.sees("No flag does not mean safe")
    hands.click(page(hands).pane.danger.open)
    assert hands.window.safety.card is not None
    assert hands.window.safety.card.isVisible()
    hands.press("Esc")
    # What was promised because of them is no spam and waits for nobody.
    hands.qtbot.waitUntil(page(hands).isVisible)
    page(hands).list.focus_here()
    hands.press("S")
    assert lead(hands, lead_id).row.fate is LeadFate.WAITS
    assert hands.sees("safety follow-up")


def test_somebody_elses_change_wins_with_a_sentence(hands: Hands) -> None:
    lead_id = came(hands)
    shown = take(hands, "Fern Oakley")
    app = hands.desk.app
    assert app.demo is not None
    robin = app.demo.actor("Robin Vale")
    app.services.leads.spam(robin, lead_id, shown.row.version, UUID(int=7))
    hands.press("S")
    assert hands.window.notices.isVisible()
    assert hands.sees("Robin Vale changed this")
    assert lead(hands, lead_id).row.fate is LeadFate.SPAM


def test_the_original_is_folded_and_copied_as_it_came(hands: Hands) -> None:
    payload = '{"a": "<img src=x onerror=alert(1)>", "b": "1.10"}'
    came(hands, payload=payload, message="<b>bold</b> <img src='file:///etc/hostname'>")
    take(hands, "Fern Oakley")
    box, message = page(hands).pane.payload, page(hands).pane.message
    assert message.text() == "<b>bold</b> <img src='file:///etc/hostname'>"
    assert not box.text.isVisible()
    hands.click(box.fold)
    assert box.text.isVisible()
    assert box.text.text() == payload
    hands.click(box.copy)
    assert QApplication.clipboard().text() == payload
    # Another lead's is folded again.
    take(hands, "Basil Thornby")
    assert not box.text.isVisible()


def test_letters_typed_elsewhere_do_nothing_to_a_lead(hands: Hands) -> None:
    take(hands, "Basil Thornby")
    hands.press("Ctrl+K")
    hands.write("cms")
    shown = page(hands).pane.detail
    assert shown is not None
    assert shown.row.fate is LeadFate.WAITS


def test_another_tab_by_keys(hands: Hands) -> None:
    take(hands, "Basil Thornby")
    hands.press("Ctrl+Tab")
    assert page(hands).head.tab == "open"
    hands.press("Ctrl+Tab")
    assert page(hands).head.tab == "done"
    hands.qtbot.waitUntil(lambda: "Reed Calloway" in names(hands))
    assert "Basil Thornby" not in names(hands)


def naughty() -> list[str]:
    """Texts that break programs, where they are at hand."""
    samples = os.environ.get("KETWELL_SAMPLES", "")
    folder = Path(samples) / "g-naughty" if samples else None
    if folder is None or not folder.is_dir():
        return [
            "'; DROP TABLE lead; --",
            "<script>alert(1)</script>",
            "=1+1",
            "\u202eevil",
            "😀" * 9,
        ]
    lines: list[str] = []
    for file in sorted(folder.glob("*.txt")):
        lines += file.read_text("utf-8", "replace").splitlines()
    return [line for line in lines if line.strip()][:60]


def test_hostile_text_stays_plain(hands: Hands) -> None:
    texts = naughty()
    for number, text in enumerate(texts[:12]):
        came(hands, text[:200], f"(602) 555-01{number:02}", text, text[:80], "\n".join(texts))
    hands.press("Ctrl+3")
    wanted = 4 + min(len(texts), 12)
    hands.qtbot.waitUntil(lambda: badge(hands) == f"Leads, {wanted} new")
    hands.settle()
    for _ in range(wanted):
        detail = page(hands).pane.detail
        assert detail is not None
        shown = page(hands).pane.message.text()
        assert _same(shown, detail.message)
        hands.press("Down")


def _same(shown: str, sent: str) -> bool:
    """As Qt keeps plain text: its line and paragraph separators and blanks are its own."""
    return "".join(shown.split()) == "".join(sent.split())
