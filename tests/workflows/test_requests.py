"""A request is opened on a call, with its day, and keeps a live callback."""

from datetime import date

from desktop.domain.vocabulary import (
    QuickKey,
    RequestKind,
)
from desktop.services.request_rows import RequestRow
from desktop.ui.transition.request_dialog import NewRequestDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, call_of, promises
from tests.workflows.test_told import JUNIPER, speaks
from tests.workflows.test_words import JUNIPERS, begin


def ask_request(hands: Hands) -> NewRequestDialog:
    """By its key, from the card."""
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    hands.press("Ctrl+R")
    dialog = hands.window.intake.questions.request
    assert dialog is not None
    hands.qtbot.waitUntil(dialog.kind.hasFocus)
    return dialog


def requests_of(hands: Hands, name: str = JUNIPER) -> list[RequestRow]:
    rows = hands.desk.app.services.requests.list(actor_of(hands))
    return [row for row in rows if row.person_name == name]


def test_a_request_is_opened_with_the_call(hands: Hands) -> None:
    # GIVEN Juniper, who asks for her records, by keys
    speaks(hands)
    dialog = ask_request(hands)
    assert dialog.day.currentText() == "Thu, Dec 17"
    hands.press("Tab")
    hands.write("For her new doctor")
    hands.press("Ctrl+Enter")
    assert hands.sees("Records due Dec 17 · For her new doctor")
    dialog = ask_request(hands)
    for _ in range(len(RequestKind)):
        hands.press("Down")
    assert dialog.kind.currentText() == "Wants to leave"
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    hands.click_on("Drop this request: Wants to leave")
    # WHEN the call is saved as resolved
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    # THEN the request is open with a callback of its own, and stands on Transition
    assert hands.last_said == "Call saved. Records: the request is open, due Dec 17."
    (row,) = requests_of(hands)
    assert (row.kind, row.note) == (RequestKind.RECORDS, "For her new doctor")
    assert row.call_id == call_of(hands, f"+1{JUNIPERS}").id
    assert row.callback_id is not None
    before = len(promises(hands))
    hands.press("Ctrl+Z")
    assert requests_of(hands) == []
    assert len(promises(hands)) == before - 1
    assert hands.sees("Records due Dec 17 · For her new doctor")
    # and saved with a promise, that promise is what tells her how far it is
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert len(promises(hands)) == before
    (row,) = requests_of(hands)
    promised = {each.id for each in promises(hands) if each.name == JUNIPER}
    assert row.callback_id in promised
    hands.press("Ctrl+5")
    tabs = hands.window.transition.people.tabs
    hands.press("Ctrl+Tab")
    assert tabs.value() == "requests"
    listed = hands.window.transition.people.requests.rows.rows()
    assert row.id in {each.id for each in listed}


def test_the_picker_shows_the_latest_date_that_is_stored(hands: Hands) -> None:
    """Juniper's next infusion is on Friday: an answer after it would be none."""
    card = speaks(hands)
    panel_ = card.card.promise
    hands.press("Alt+2")
    hands.click(panel_.quick[QuickKey.CLOSING])
    assert panel_.quick[QuickKey.CLOSING].accessibleName() == "When the deal closes…, or by Nov 19"
    days = [panel_.own_time.day.itemText(n) for n in range(panel_.own_time.day.count())]
    assert days[-1] == "Thu, Nov 19"
    shown = card.state.form.promise.due_at
    hands.press("Ctrl+Enter")
    stored = [row for row in promises(hands) if row.name == JUNIPER and row.milestone]
    assert [row.due_at for row in stored] == [shown]
    # Records wait for 30 days at most, whoever asks.
    card = begin(hands)
    hands.press("Alt+R")
    hands.write("3")
    hands.press("Alt+2")
    hands.click(panel_.quick[QuickKey.CLOSING])
    days = [panel_.own_time.day.itemText(n) for n in range(panel_.own_time.day.count())]
    assert days[-1] == "Thu, Dec 17"
    panel_.own_time.day.picked.emit(date(2026, 12, 17))
    shown = card.state.form.promise.due_at
    hands.press("Ctrl+Enter")
    (row,) = [row for row in promises(hands) if row.e164 == "+16025550155"]
    assert row.due_at == shown
