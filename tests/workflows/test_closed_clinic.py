"""A clinic has closed: no visit there is promised any more, and what was typed stays."""

from datetime import timedelta
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import MilestoneKind, Permission, QuickKey, Reason
from desktop.services.changes import Ledger, Writing
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.new_callback_dialog import NewCallbackDialog
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import call_of, promises
from tests.workflows.test_intake import begin
from tests.workflows.test_words import JUNIPERS
from tests.workflows.transition_desk import manager

JUNIPER = "Juniper Moss"
NO_VISIT = (
    "Chicago is closed, so no visit there can be promised. "
    "Iron Vault Archives keeps its records, (312) 555-0100."
)
NOTES = "Is Friday still on?"


def close_clinic(hands: Hands, name: str = "Chicago") -> None:
    """Marked by the manager, as at another desk."""
    services, lark = hands.desk.app.services, manager(hands)
    site = next(site for site in services.places.sites(lark) if site.name == name)
    services.milestones.mark(
        lark,
        MilestoneKind.CLOSURE,
        site.id,
        0,
        uuid4(),
        hands.clock() - timedelta(hours=1),
        "Iron Vault Archives",
        "(312) 555-0100",
    )
    hands.settle()


def sit_in(hands: Hands, name: str) -> None:
    """A clinic has a team of its own."""
    app, lark = hands.desk.app, manager(hands)
    site = next(site for site in app.services.places.sites(lark) if site.name == name)

    def work(writing: Writing) -> UUID:
        return writing.insert("team", {"name": f"{name} clinic", "site_id": site.id})

    Ledger(app.database, app.clock).write(lark, "set_up", Permission.READ_PEOPLE, uuid4(), work)
    hands.settle()


def hers(hands: Hands) -> list[QueueRow]:
    """Juniper's open promises."""
    return [row for row in promises(hands) if row.name == JUNIPER]


def form_of(hands: Hands) -> NewCallbackDialog:
    """The form of a promise without a call, which is open."""
    (found,) = [each for each in hands.window.findChildren(NewCallbackDialog) if each.isVisible()]
    return found


def test_a_call_promises_no_visit_at_a_closed_clinic(open_desk: Open) -> None:
    # GIVEN Chicago has closed, and Juniper of Chicago asks for her appointment
    hands = open_desk()
    close_clinic(hands)
    before = hers(hands)
    calls = call_of(hands, JUNIPERS)
    card = begin(hands, JUNIPERS)
    hands.write(NOTES)
    hands.click_on(JUNIPER)
    hands.press("Alt+R")
    hands.write("2")
    hands.press("Alt+2")
    # WHEN it is saved with a promise
    hands.press("Ctrl+Enter")
    # THEN it says why not and who has the records, and nothing was written
    assert card.working
    assert card.card.bottom.problem_line.isVisible()
    assert card.card.bottom.problem_line.text() == NO_VISIT
    assert hers(hands) == before
    assert call_of(hands, JUNIPERS).id == calls.id
    # AND the card is as it was, also after the program was closed
    kept = card.state.form
    hands = open_desk()
    hands.click_on("Open the card of Juniper Moss")
    card = hands.window.intake
    form = card.state.form
    assert (form.notes, form.reasons) == (NOTES, (Reason.APPOINTMENT,))
    assert form.promise.due_at == kept.promise.due_at
    # WHEN what is promised is her records instead
    hands.press("Alt+R")
    hands.write("2")
    hands.press("Alt+R")
    hands.write("3")
    hands.press("Ctrl+Enter")
    # THEN somebody of another clinic rings her
    assert not card.working
    assert len(hers(hands)) == len(before) + 1


def test_new_callback_promises_no_visit_at_a_closed_clinic(hands: Hands) -> None:
    # GIVEN Chicago has closed
    close_clinic(hands)
    before = hers(hands)
    # WHEN somebody of Chicago is promised a call about her appointment
    hands.press("Ctrl+2")
    hands.press("Ctrl+Shift+B")
    hands.write("juniper moss")
    form = form_of(hands)
    hands.click(_patient(form))
    form.reasons[Reason.OTHER].setFocus()
    hands.press("2")
    form.what.setFocus()
    hands.write(NOTES)
    hands.click(form.when.quick[QuickKey.AFTERNOON])
    due_at = form.when.due_at
    hands.press("Ctrl+Enter")
    # THEN it says why not, and nothing was written
    assert form.isVisible()
    assert form.trouble.isVisible()
    assert form.trouble.text() == NO_VISIT
    assert hers(hands) == before
    # AND everything typed stands there still, also when it is opened again
    hands.press("Esc")
    assert not form.isVisible()
    hands.click(hands.window.callbacks.head.new)
    assert form_of(hands) is form
    assert form.who.person is not None
    assert (form.what.text(), form.reason_picked) == (NOTES, Reason.APPOINTMENT)
    assert form.when.due_at == due_at
    # WHEN it is about her records
    form.reasons[Reason.APPOINTMENT].setFocus()
    hands.press("3")
    hands.press("Ctrl+Enter")
    # THEN she is rung
    assert not form.isVisible()
    assert len(hers(hands)) == len(before) + 1


def test_the_team_of_a_closed_clinic_is_given_no_new_promise(hands: Hands) -> None:
    # GIVEN the clinic of the desk's team has closed, and another clinic has a team
    sit_in(hands, "Chicago")
    close_clinic(hands, "Phoenix")
    hands.press("Ctrl+2")
    hands.press("Ctrl+Shift+B")
    hands.write("4155550133")
    form = form_of(hands)
    form.reasons[Reason.OTHER].setFocus()
    hands.press("7")
    # WHEN a promise is to be kept there
    hands.press("Ctrl+Enter")
    # THEN it goes to another clinic, and what was typed stays
    assert form.trouble.text() == "Phoenix is closed. Give this to a team of another clinic."
    assert form.who.text.text() == "(415) 555-0133"
    assert not [row for row in promises(hands) if row.e164 == "+14155550133"]


def _patient(form: NewCallbackDialog) -> QWidget:
    """The Juniper who is a patient; another one wrote from the web."""
    return next(each for each in form.who.hits.buttons if "Patient" in each.accessibleName())
