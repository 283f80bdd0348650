"""The approved words for somebody who is rung back, by keys: read, told with the try, struck."""

from uuid import uuid4

from desktop.domain.vocabulary import CallbackKind
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.reached_dialog import ReachedDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises
from tests.workflows.test_callbacks import HAZEL, take
from tests.workflows.test_people import in_dialog, leave
from tests.workflows.test_told import JUNIPER, V5, approved_at, names, speaks, told


def reach(
    hands: Hands, name: str, kind: CallbackKind = CallbackKind.SERVICE
) -> tuple[QueueRow, ReachedDialog]:
    """Their promise is in hand, and they were reached."""
    row = next(each for each in promises(hands) if (each.name, each.kind) == (name, kind))
    hands.press("Ctrl+2")
    hands.window.callbacks.show_callback(row.id)
    hands.settle()
    hands.press("1")
    dialog = in_dialog(hands)
    assert isinstance(dialog, ReachedDialog)
    hands.settle()
    return row, dialog


def test_whoever_is_rung_back_is_told_by_a_key_and_undo_strikes_it(hands: Hands) -> None:
    # GIVEN Juniper is reached, who heard v2 in the first days of the sale
    row, dialog = reach(hands, JUNIPER)
    shown = dialog.telling.panel
    assert shown.isVisible()
    assert (shown.title.text(), shown.last.text()) == ("Statement v3", "Last told: v2, Nov 3")
    assert shown.told.words() == "Told Juniper"
    # WHEN the dialog is left and opened again, the tick is kept
    hands.press("Ctrl+T")
    hands.press("Esc")
    assert not shown.isVisible()
    reach(hands, JUNIPER)
    assert shown.told.isChecked()
    # THEN closing the promise writes into the ledger what she was told, on no call
    hands.press("Ctrl+Enter")
    assert hands.last_said == "Reached Juniper Moss. The promise is kept. They were told v3."
    entry = told(hands, JUNIPER)[0]
    assert (entry.statement_name, entry.call_id, entry.told_by) == ("v3", None, "Wren Hill")
    # AND taken back it is struck, and the promise is there again
    hands.press("Ctrl+Z")
    assert names(told(hands, JUNIPER)) == ["v2"]
    assert row.id in {each.id for each in promises(hands)}


def test_words_that_change_while_they_are_read_to_them(hands: Hands) -> None:
    # GIVEN v3 is being read to Juniper
    _row, dialog = reach(hands, JUNIPER)
    shown = dialog.telling.panel
    hands.press("Ctrl+T")
    # WHEN other words are approved at another desk
    hands.clock.forward(minutes=1)
    approved_at(hands.desk.app, V5)
    # THEN the window says so at once, and what she heard stays what she heard
    hands.qtbot.waitUntil(lambda: "took the place of v3" in shown.left.accessibleName())
    assert shown.title.text() == "Statement v5"
    assert not shown.told.isChecked()
    (heard,) = (box for box in shown.earlier if box.isVisible())
    assert heard.isChecked()
    hands.press("Ctrl+Enter")
    assert names(told(hands, JUNIPER)) == ["v3", "v2"]


def test_who_has_heard_the_words_is_asked_nothing_and_nobody_in_danger_is(hands: Hands) -> None:
    # GIVEN Hazel, who is rung about something else and has heard what holds
    services, wren = hands.desk.app.services, actor_of(hands)
    row = take(hands, HAZEL)
    holds = services.statements.current(wren, None).statement
    assert holds is not None
    services.disclosures.tell(wren, holds.id, uuid4(), told_id=row.person_id)
    # THEN the question is the short one
    _row, dialog = reach(hands, row.name)
    assert not dialog.telling.panel.isVisible()
    leave(hands)
    # AND somebody in danger is told nothing of a sale
    speaks(hands)
    hands.press("Alt+5")
    hands.press("Esc")  # back from the Safety card
    hands.press("Ctrl+Enter")
    _row, dialog = reach(hands, JUNIPER, CallbackKind.SAFETY)
    assert not dialog.telling.panel.isVisible()
