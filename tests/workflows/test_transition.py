"""The Transition page by keys and clicks: words approved, closing marked, people told again."""

from uuid import uuid4

from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.vocabulary import (
    Heard,
    MilestoneKind,
    RequestKind,
    RequestState,
    Resolution,
)
from desktop.services.request_rows import NewRequest
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.transition.coverage_card import percent
from desktop.ui.transition.long_work import LongWorkDialog
from desktop.ui.transition.mark_dialog import MarkDialog
from desktop.ui.transition.request_dialog import RequestDialog
from desktop.ui.widgets.label import Label
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises
from tests.workflows.transition_desk import (
    approve,
    draft,
    go,
    let_wait,
    manager,
    milestone,
    page,
    press_in_menu,
    waiting,
)

# -- the words -----------------------------------------------------------------------------------


# -- milestones ----------------------------------------------------------------------------------


def test_closing_is_marked_undone_and_marked_again(hands: Hands) -> None:
    # GIVEN twelve callbacks that wait for closing
    shown = go(hands)
    let_wait(hands, 12 - len(waiting(hands)))
    shown.reload()
    hands.settle()
    ids = {row.id for row in waiting(hands)}
    mine = {row.id for row in waiting(hands) if (row.e164 or "").startswith("+1602555018")}
    latest = {row.id: row.due_at for row in waiting(hands)}
    assert len(ids) == 12
    assert "12 callbacks wait" in shown.milestones.track.steps[2].accessibleName()
    # WHEN the manager marks it, what it will do is shown first and nothing is done
    for kind in (MilestoneKind.ANNOUNCED, MilestoneKind.SIGNED):
        if milestone(hands, kind).happened_at is None:
            hands.desk.app.services.milestones.mark(manager(hands), kind, None, 0, uuid4())
    shown.reload()
    hands.settle()
    hands.click_on("Mark Closing done…")
    dialog = shown.steps.dialog
    assert isinstance(dialog, MarkDialog)
    assert dialog.preview is not None
    assert dialog.preview.becoming_due == 12
    assert any(fact.startswith("12 callbacks become due") for fact in dialog.said())
    assert not any("on Today" in fact or "on Tomorrow" in fact for fact in dialog.said())
    assert len(waiting(hands)) == 12
    # THEN the act makes them due, inside what was promised, and one bar takes all of it back
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: not waiting(hands))
    hands.settle()
    assert milestone(hands).happened_at is not None
    due = {row.id: row.due_at for row in promises(hands) if row.id in ids}
    assert set(due) == ids
    assert all(due[each] <= latest[each] for each in ids)
    assert hands.last_said == "Closing is marked. 12 callbacks became due."
    hands.press("Ctrl+Z")
    hands.qtbot.waitUntil(lambda: len(waiting(hands)) == 12)
    hands.settle()
    again = {row.id: row.due_at for row in waiting(hands)}
    assert set(again) == ids
    assert len(mine) == 3
    assert all(again[each] == latest[each] for each in mine)
    assert milestone(hands).happened_at is None
    assert hands.last_said == "Taken back. 12 callbacks wait again."
    # and it can be marked again
    hands.click_on("Mark Closing done…")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: not waiting(hands))
    hands.settle()
    assert "done" in shown.milestones.track.steps[2].accessibleName()
    assert shown.milestones.mark.words() == "Mark Systems moved done…"


def test_esc_marks_nothing(hands: Hands) -> None:
    shown = go(hands)
    before = milestone(hands)
    hands.click(shown.milestones.mark)
    hands.press("Esc")
    assert shown.steps.dialog is None
    assert milestone(hands) == before


def test_what_was_worked_since_stays_and_is_named(hands: Hands) -> None:
    # GIVEN closing marked some time ago, and one of its callbacks closed since
    shown = go(hands)
    let_wait(hands, 1)
    mine = next(row for row in waiting(hands) if row.e164 == "+16025550180")
    services, lark = hands.desk.app.services, manager(hands)
    version = milestone(hands).version
    services.milestones.mark(lark, MilestoneKind.CLOSING, None, version, uuid4())
    due = next(row for row in promises(hands) if row.id == mine.id)
    services.callbacks.close(lark, [(due.id, due.version)], Resolution.RANG_US, "", uuid4())
    shown.reload()
    hands.settle()
    # WHEN the step is taken back from its own menu
    hands.click(shown.milestones.track.steps[2])
    press_in_menu(hands, "Take Closing back")
    ask = shown.steps.dialog
    assert isinstance(ask, QuestionDialog)
    hands.qtbot.waitUntil(ask.safe_button.hasFocus)
    hands.click(ask.act_button)
    hands.qtbot.waitUntil(lambda: isinstance(shown.steps.dialog, QuestionDialog))
    hands.settle()
    # THEN the others wait again, and the one that was worked is named and stays
    assert milestone(hands).happened_at is None
    told = shown.steps.dialog
    assert isinstance(told, QuestionDialog)
    assert "closed since" in told.text.text()
    hands.press("Esc")
    assert mine.id not in {row.id for row in waiting(hands)}


def test_a_planned_day_that_passed_silently_is_asked_about(hands: Hands) -> None:
    shown = go(hands)
    hands.click(shown.milestones.track.steps[2])
    press_in_menu(hands, "Plan a day")
    dialog = shown.steps.dialog
    assert dialog is not None
    hands.press("Down")  # tomorrow stands two below "No day yet"
    hands.press("Down")
    hands.press("Ctrl+Enter")
    planned = milestone(hands).planned_on
    assert planned is not None
    assert shown.milestones.questions == []
    hands.clock.forward(days=5)
    shown.tick()
    hands.settle()
    (asked,) = shown.milestones.questions
    assert asked.isVisible()
    assert "Has it happened?" in asked.accessibleName()
    hands.click(asked.mark)
    assert isinstance(shown.steps.dialog, MarkDialog)
    hands.press("Esc")
    # a clerk is told, and is not asked to decide
    go(hands, "Wren Hill")
    (asked,) = page(hands).milestones.questions
    assert "A manager has to say." in asked.accessibleName()
    assert not asked.mark.isVisible()


def test_the_sale_is_called_off(hands: Hands) -> None:
    shown = go(hands)
    assert waiting(hands)
    hands.click(shown.milestones.more)
    press_in_menu(hands, "The sale was called off")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: not waiting(hands))
    hands.settle()
    assert not [row for row in promises(hands) if row.milestone is not None]
    assert any("Called off" in line.words() for line in shown.milestones.beside if line.isVisible())
    assert not shown.milestones.mark.isVisible()


def test_a_closure_names_who_keeps_the_records(hands: Hands) -> None:
    shown = go(hands)
    hands.click(shown.milestones.more)
    press_in_menu(hands, "A clinic has closed")
    dialog = shown.steps.dialog
    assert isinstance(dialog, MarkDialog)
    hands.press("Ctrl+Enter")
    assert dialog._custodian.problem == "Name who keeps the records of the clinic."
    hands.write("Iron Vault Archives")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: shown.steps.dialog is None)
    hands.settle()
    closed = milestone(hands, MilestoneKind.CLOSURE)
    assert closed.custodian == "Iron Vault Archives"
    assert closed.happened_at is not None


def test_the_waiting_ones_open_in_callbacks(hands: Hands) -> None:
    shown = go(hands)
    hands.click(shown.milestones.track.steps[2])
    press_in_menu(hands, "See the")
    assert hands.window.page == "callbacks"
    hands.settle()
    rows = hands.window.callbacks.list.rows.rows()
    assert rows
    assert all(row.milestone is not None for row in rows)


# -- who has heard what --------------------------------------------------------------------------


def test_coverage_adds_up(hands: Hands) -> None:
    shown = go(hands)
    coverage = hands.desk.app.services.coverage.coverage(actor_of(hands))
    assert coverage.affected == coverage.current + coverage.earlier + coverage.nothing
    parts = [legend.part for legend in shown.coverage.legends if legend.isVisible()]
    assert sum(part.people for part in parts) == coverage.affected
    assert shown.coverage.figure.text() == percent(coverage)
    updates = hands.desk.app.services.update_list.page(actor_of(hands), "all")
    assert updates.total == coverage.earlier + coverage.nothing
    # WHEN the words change, nobody has heard the current ones any more
    approve(hands, draft(hands))
    shown.reload()
    hands.settle()
    after = hands.desk.app.services.coverage.coverage(actor_of(hands))
    assert after.current < coverage.current
    assert shown.coverage.figure.text() == percent(after)
    parts = [legend.part for legend in shown.coverage.legends if legend.isVisible()]
    assert sum(part.people for part in parts) == after.affected == coverage.affected


def test_the_update_list_becomes_callbacks_and_is_taken_back(hands: Hands) -> None:
    shown = go(hands)
    hands.click(shown.people.whom)
    view = shown.people.whom.view()
    hands.press("Down")
    hands.press("Down")
    hands.press("Enter")
    assert view is not None
    assert shown.people.asked_whom == "all"
    actor, service = actor_of(hands), hands.desk.app.services.update_list
    plan = service.plan(actor, "all")
    before = len(promises(hands))
    assert plan.callbacks > 0
    # WHEN what it means is shown, nothing is promised yet
    hands.click(shown.people.add_all)
    dialog = shown.updates.dialog
    assert isinstance(dialog, LongWorkDialog)
    assert any(fact.startswith(f"{plan.callbacks} new callback") for fact in dialog.said())
    assert len(promises(hands)) == before
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: len(promises(hands)) == before + plan.callbacks)
    hands.settle()
    assert all(row.callback_id is not None or row.name for row in shown.people.updates.rows.rows())
    # THEN one bar takes all of them back
    hands.press("Ctrl+Z")
    hands.qtbot.waitUntil(lambda: len(promises(hands)) == before)
    hands.settle()
    assert "Taken back" in hands.last_said


def test_one_callback_by_its_key(hands: Hands) -> None:
    shown = go(hands)
    shown.people.whom.set_value("all")
    shown.people.whom.picked.emit("all")
    hands.settle()
    table = shown.people.updates
    row = next(each for each in table.rows.rows() if each.callback_id is None)
    table.take(row.person_id)
    table.setFocus()
    before = len(promises(hands))
    hands.press("Ctrl+B")
    hands.qtbot.waitUntil(lambda: len(promises(hands)) == before + 1)
    hands.settle()
    again = next(each for each in table.rows.rows() if each.person_id == row.person_id)
    assert again.callback_id is not None
    # pressed again it opens the one there is
    hands.press("Ctrl+B")
    assert hands.window.page == "callbacks"
    assert len(promises(hands)) == before + 1


def test_enter_opens_the_person(hands: Hands) -> None:
    shown = go(hands)
    row = shown.people.updates.in_hand()
    assert row is not None
    assert row.heard is Heard.EARLIER
    hands.press("Enter")
    assert hands.window.page == "people"
    hands.settle()
    shown_person = hands.window.people.pane.page
    assert shown_person is not None
    assert shown_person.person.id == row.person_id


# -- requests and figures ------------------------------------------------------------------------


def test_a_request_is_worked_step_by_step_and_done(hands: Hands) -> None:
    shown = go(hands)
    requests, actor = hands.desk.app.services.requests, actor_of(hands)
    row = shown.people.updates.in_hand()
    assert row is not None
    made = requests.open(actor, NewRequest(RequestKind.RECORDS, person_id=row.person_id), uuid4())
    assert made.written.value is not None
    shown.reload()
    hands.settle()
    meter = shown.requests.meters[0]
    progress = meter.progress
    assert progress is not None
    assert progress.kind is RequestKind.RECORDS
    hands.click(meter)
    assert shown.people.tab == "requests"
    shown.people.requests.take(made.written.value)
    hands.press("Enter")
    dialog = shown.asked.dialog
    assert isinstance(dialog, RequestDialog)
    hands.press("Space")
    stored = requests.get(actor, made.written.value)
    assert stored.steps[0].done_at is not None
    assert dialog.isVisible()
    hands.click(dialog.refuse)
    assert dialog.trouble.text().startswith("Why is it refused?")
    dialog.why.setFocus()
    hands.write("Sent by post")
    hands.click(dialog.finish)
    assert requests.get(actor, made.written.value).state is RequestState.DONE
    assert meter.progress is not None
    assert (meter.progress.done, meter.progress.total) == (progress.done + 1, progress.total)
    hands.press("Ctrl+Z")
    assert requests.get(actor, made.written.value).state is RequestState.OPEN


# -- on paper ------------------------------------------------------------------------------------


def test_a_mistake_is_struck_and_stays_readable(hands: Hands) -> None:
    shown = go(hands)
    row = shown.people.updates.in_hand()
    assert row is not None
    hands.window.told.open(row.person_id)
    hands.settle()
    dialog = hands.window.told.dialog
    assert dialog is not None
    entry = dialog.entries[0]
    hands.click(entry.strike)
    hands.press("Enter")
    assert "Why was this a mistake?" in dialog.trouble.text()
    hands.write("It was her sister")
    hands.press("Enter")
    told = hands.desk.app.services.disclosures.of_person(actor_of(hands), row.person_id)
    struck = next(each for each in told if each.id == entry.row.id)
    assert struck.struck_reason == "It was her sister"
    assert any(label.text().endswith("It was her sister") for label in dialog.findChildren(Label))


# -- for everybody -------------------------------------------------------------------------------


def test_everything_that_takes_the_focus_has_a_name(hands: Hands) -> None:
    draft(hands)
    shown = go(hands)
    for key in ("requests", "phases", "updates"):
        shown.people.tabs.button(key).click()
        hands.settle()
        assert unnamed(shown) == []
    hands.click(shown.words.lines[0].act)
    assert unnamed(shown) == []
    hands.press("Esc")
    hands.click(shown.head.draft)
    assert unnamed(shown) == []


def unnamed(shown: QWidget) -> list[str]:
    """What takes the focus and has no name."""
    return [
        repr(widget)
        for widget in shown.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy().value
        and not widget.accessibleName()
        and widget.focusProxy() is None
    ]


def test_f6_goes_round(hands: Hands) -> None:
    shown = go(hands)
    seen = []
    for _ in range(5):
        hands.press("F6")
        focus = QApplication.focusWidget()
        pane = next(
            (
                n
                for n, each in enumerate(shown.panes())
                if focus is not None and (each is focus or each.isAncestorOf(focus))
            ),
            -1,
        )
        seen.append(pane)
    assert -1 not in seen
    assert len(set(seen)) == len(shown.panes())
