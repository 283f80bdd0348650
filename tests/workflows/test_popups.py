"""A ringing caller is shown at once, never takes the focus, and is one call in the end."""

import sys
from dataclasses import replace
from threading import Thread
from uuid import UUID

import phonenumbers
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import CallOutcome, Direction, Role
from desktop.services.call_rows import CallRow
from tests.workflows.conftest import Hands
from tests.workflows.looking import open_promise
from tests.workflows.ringing_line import JUNIPERS, STRANGERS, Line
from tests.workflows.test_intake import begin, is_ready

FAMILY = "Rowan Moss or Juniper Moss"


@pytest.fixture
def line(hands: Hands) -> Line:
    """The phone system at the other end."""
    return Line(hands)


def popped(hands: Hands) -> tuple[str, ...]:
    """Who is shown as ringing."""
    return hands.window.popups.bar.callers


def focus_name() -> str:
    """What has the focus."""
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""


def calls_of(hands: Hands, e164: str) -> tuple[CallRow, ...]:
    """The calls of a number, newest first."""
    services, actor = hands.desk.app.services, hands.window.actor
    assert actor is not None
    number_id = services.numbers.match(actor, e164).number_id
    assert number_id is not None
    return services.calls.recent_for_number(actor, number_id)


def notes_of(hands: Hands) -> str:
    """What stands in Notes."""
    return hands.window.intake.state.form.notes


def test_the_tables_of_places_are_loaded_before_anybody_rings(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    # GIVEN a program that has not asked for a place yet
    monkeypatch.delitem(sys.modules, "phonenumbers.geocoder", raising=False)
    monkeypatch.delattr(phonenumbers, "geocoder", raising=False)
    # WHEN the window stands
    hands: Hands = request.getfixturevalue("hands")
    hands.settle()
    # THEN the first caller need not wait for them
    assert "phonenumbers.geocoder" in sys.modules


def test_a_caller_pops_while_the_clerk_types_and_takes_nothing(hands: Hands, line: Line) -> None:
    begin(hands)
    hands.write("Asks for a co")
    typing = QApplication.focusWidget()
    line.ring()
    assert popped(hands) == (FAMILY,)
    assert QApplication.focusWidget() is typing
    hands.write("py of her records.")
    assert notes_of(hands) == "Asks for a copy of her records."
    bar = hands.window.popups.bar
    assert bar.number.text().startswith("(312) 555-0147")
    promised = "1 open callback: Appointment, tomorrow by 10:00 am in Chicago (9:00 here)"
    assert bar.facts.text().startswith(promised), "in their time"


def test_the_caller_is_taken_with_a_key_and_the_card_before_waits(hands: Hands, line: Line) -> None:
    begin(hands)
    hands.write("Asks for a copy.")
    line.ring()
    hands.press("F4")
    assert popped(hands) == ()
    page = hands.window.intake
    assert page.state.form.number_text == "(312) 555-0147"
    assert page.state.form.phone_call_id == next(iter(line.records.values()))
    people = {person.name for person in page.state.facts.caller.people}
    assert people == {"Juniper Moss", "Rowan Moss"}
    assert QApplication.focusWidget() is page.card.notes.text
    hands.write("The other call.")
    assert notes_of(hands) == "The other call."
    hands.press("Ctrl+Shift+D")
    assert "(602) 555-0155" in page.ready.draft_titles


def test_a_click_takes_it_from_any_page(hands: Hands, line: Line) -> None:
    hands.press("Ctrl+2")
    line.ring(STRANGERS, name="Fern Gale")
    hands.click_on("Take the call of Fern Gale")
    page = hands.window.intake
    assert hands.window.page == "intake"
    assert page.state.form.speaker_name == "Fern Gale"
    assert QApplication.focusWidget() is page.card.notes.text


def test_ring_and_answer_of_one_call_pop_once(hands: Hands, line: Line) -> None:
    call = line.ring()
    line.ring(external_id=call)
    line.answer(call)
    assert popped(hands) == (FAMILY,)
    assert hands.sees("Answered 00:00")
    hands.press("F4")
    line.answer(call)
    line.ring(external_id=call)
    assert popped(hands) == ()


def test_several_calls_queue(hands: Hands, line: Line) -> None:
    line.ring()
    hands.clock.forward(seconds=2)
    line.ring(STRANGERS, name="Fern Gale")
    line.ring("anonymous")
    line.ring("+16025550157")
    assert popped(hands) == (FAMILY, "Fern Gale", "Withheld number")
    assert hands.sees("and 1 more rings")
    hands.press("F4")
    assert popped(hands) == ("Fern Gale", "Withheld number", "(602) 555-0157")
    hands.click_on("Take the call of Withheld number")
    assert popped(hands) == ("Fern Gale", "(602) 555-0157")
    assert hands.window.intake.state.form.number_text == ""
    hands.press("Shift+F4")
    assert popped(hands) == ("(602) 555-0157",)


def test_a_call_that_ends_unanswered_says_that_a_callback_was_opened(
    hands: Hands, line: Line
) -> None:
    call = line.ring()
    line.give_up(call, UUID(int=7))
    assert popped(hands) == ()
    assert hands.sees("hung up before anybody answered. A callback is open.")
    hands.click_on("Put this notice away")
    assert hands.window.notices.sentence == ""
    hidden = line.ring("anonymous")
    line.give_up(hidden)
    assert hands.sees("Withheld number hung up before anybody answered. The call is logged.")


def test_nobody_who_reached_nobody_is_lost_behind_other_notices(hands: Hands, line: Line) -> None:
    """Each stays until somebody has put it away, whatever else is said and done meanwhile."""
    notices = hands.window.notices
    calls = [line.ring(), line.ring(STRANGERS, name="Fern Gale"), line.ring("anonymous")]
    line.give_up(calls[0], UUID(int=7))
    hands.window.trouble("The printer is out of paper.")
    assert notices.sentence == "The printer is out of paper."
    assert hands.sees("and 1 more")
    line.give_up(calls[1], UUID(int=8))
    assert notices.sentence == (
        "2 callers reached nobody: Fern Gale, Rowan Moss or Juniper Moss. Their callbacks are open."
    )
    line.give_up(calls[2])
    begin(hands)  # work that is done takes the remark away, and nothing else
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    kept = (
        "3 callers reached nobody: Withheld number, Fern Gale, Rowan Moss or Juniper Moss. "
        "2 callbacks are open, all are logged."
    )
    assert notices.sentence == kept
    assert not hands.sees("and 1 more")
    hands.press("Ctrl+L")
    hands.desk.enter_demo()
    hands.settle()
    assert notices.sentence == kept
    hands.click_on("Put this notice away")
    assert notices.sentence == ""
    line.give_up(line.ring("+16025550157"))
    assert notices.sentence.startswith("(602) 555-0157 hung up")


def test_an_administrator_reads_no_name_and_loses_no_notice(hands: Hands, line: Line) -> None:
    line.give_up(line.ring(), UUID(int=7))
    clerk = hands.window.actor
    demo = hands.desk.app.demo
    assert clerk is not None
    assert demo is not None
    runs_it = next(user.name for user in demo.users() if user.role is Role.ADMIN)
    hands.window.welcome(demo.actor(runs_it))
    hands.settle()
    assert not hands.sees("Juniper")
    line.give_up(line.ring(STRANGERS, name="Fern Gale"), UUID(int=8))
    assert not hands.sees("Fern Gale")
    hands.window.welcome(clerk)
    hands.settle()
    assert hands.window.notices.sentence.startswith("2 callers reached nobody: Fern Gale, ")


def test_who_is_put_away_and_gives_up_is_told_all_the_same(hands: Hands, line: Line) -> None:
    call = line.ring()
    hands.press("Shift+F4")
    assert popped(hands) == ()
    line.give_up(call, UUID(int=7))
    assert hands.sees("hung up before anybody answered. A callback is open.")


def test_a_service_number_never_pops(hands: Hands, line: Line) -> None:
    for number in ("911", "*69", "204"):
        line.ring(number)
    assert popped(hands) == ()


def test_the_locked_window_shows_no_name(hands: Hands, line: Line) -> None:
    hands.press("Ctrl+L")
    line.ring()
    assert hands.sees("A caller is ringing")
    assert not hands.sees("Juniper")
    assert not hands.sees("555-0147")
    line.ring(STRANGERS)
    assert hands.sees("2 callers are ringing")
    hands.press("F4")
    assert hands.window.actor is None
    hands.desk.enter_demo()
    hands.settle()
    assert popped(hands) == (FAMILY, "(602) 555-0155")


def test_it_is_quiet_while_the_safety_card_is_open(hands: Hands, line: Line) -> None:
    hands.press("F8")
    call = line.ring()
    line.ring(STRANGERS)
    assert popped(hands) == ()
    assert not hands.sees("Juniper")
    line.give_up(call, UUID(int=7))
    assert not hands.sees("hung up before")
    hands.press("Esc")
    hands.window.popups.second()
    assert popped(hands) == ("(602) 555-0155",)
    assert hands.sees("hung up before anybody answered. A callback is open.")


def test_the_records_and_the_card_are_one_call_when_it_ends_first(hands: Hands, line: Line) -> None:
    before = len(calls_of(hands, JUNIPERS))
    call = line.ring()
    line.answer(call)
    hands.press("F4")
    hands.write("Wants her records.")
    hands.clock.forward(minutes=3)
    line.end(call)
    ended_at = hands.clock.now
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert is_ready(hands.window.intake)
    logged, *others = calls_of(hands, JUNIPERS)
    assert len(others) == before
    assert (logged.id, logged.notes) == (line.records[call], "Wants her records.")
    assert (logged.outcome, logged.ended_at) == (CallOutcome.RESOLVED, ended_at)


def test_the_records_and_the_card_are_one_call_when_it_is_typed_first(
    hands: Hands, line: Line
) -> None:
    before = len(calls_of(hands, JUNIPERS))
    call = line.ring()
    hands.press("F4")
    hands.write("Wants her records.")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    hands.clock.forward(minutes=3)
    line.end(call)
    logged, *others = calls_of(hands, JUNIPERS)
    assert len(others) == before
    assert (logged.id, logged.notes) == (line.records[call], "Wants her records.")
    assert logged.ended_at == hands.clock.now
    assert popped(hands) == ()
    hands.press("Ctrl+Z")
    assert len(calls_of(hands, JUNIPERS)) == before + 1
    assert not is_ready(hands.window.intake)
    assert notes_of(hands) == "Wants her records."


def test_tab_reaches_the_bar_and_the_focus_returns(hands: Hands, line: Line) -> None:
    hands.press("Ctrl+1")
    number = QApplication.focusWidget()
    line.ring()
    hands.window.popups.bar.take.setFocus()
    hands.press("Esc")
    assert popped(hands) == ()
    assert QApplication.focusWidget() is number


def test_who_rings_too_long_leaves(hands: Hands, line: Line) -> None:
    line.ring()
    hands.clock.forward(minutes=4)
    hands.window.popups.second()
    assert popped(hands) == ()


def test_a_link_of_macos_and_the_pop_verb_pop(links_are_events: None, hands: Hands) -> None:
    application = QApplication.instance()
    assert application is not None
    link = QUrl("ketwell:pop?number=%2B13125550147&id=5")
    QApplication.sendEvent(application, QFileOpenEvent(link))
    hands.settle()
    assert popped(hands) == (FAMILY,)
    for text in ("tel:+16025550155", "ketwell:pop?number=", "'; drop table call; --", "\0" * 500):
        hands.window.popups.doorway.pop(text)
    hands.settle()
    assert popped(hands) == (FAMILY, "(602) 555-0155")


def test_a_name_with_markup_is_plain_text(hands: Hands, line: Line) -> None:
    line.ring(STRANGERS, name="<b>Fern</b>")
    labels = [w for w in hands.window.popups.bar.findChildren(QWidget) if w.isVisible()]
    assert any(w.accessibleName() == "<b>Fern</b>" for w in labels)


@pytest.mark.parametrize("typed_first", [True, False])
def test_what_is_received_and_what_is_typed_are_one_call(hands: Hands, typed_first: bool) -> None:
    """Through the one service that every connector hands its records to."""
    before = len(calls_of(hands, JUNIPERS))
    ring = IncomingCall(
        direction=Direction.IN,
        caller="3125550147",
        called="855-KET-WELL",
        source="asterisk",
        started_at=hands.clock.now,
        disposition=Disposition.RINGING,
        external_id="1700000000.17",
    )

    def receive(call: IncomingCall) -> None:
        take = hands.desk.app.services.take_in
        thread = Thread(target=take, args=(call,))
        thread.start()
        thread.join()
        hands.settle()

    def save() -> None:
        hands.press("Alt+1")
        hands.press("Ctrl+Enter")

    receive(ring)
    assert popped(hands) == (FAMILY,)
    hands.press("F4")
    hands.write("Wants her records.")
    hands.clock.forward(minutes=3)
    over = replace(
        ring,
        disposition=Disposition.ANSWERED,
        answered_at=ring.started_at,
        ended_at=hands.clock.now,
        talked_seconds=180,
    )
    for act in (save, lambda: receive(over)) if typed_first else (lambda: receive(over), save):
        act()
    logged, *others = calls_of(hands, JUNIPERS)
    assert len(others) == before
    assert (logged.notes, logged.outcome) == ("Wants her records.", CallOutcome.RESOLVED)
    assert logged.ended_at == hands.clock.now
    assert popped(hands) == ()


def test_a_received_call_that_nobody_answers_opens_a_callback_and_says_so(hands: Hands) -> None:
    take = hands.desk.app.services.take_in
    said: list[str] = []
    hands.window.popups.missed.connect(said.append)
    ring = IncomingCall(
        direction=Direction.IN,
        caller=STRANGERS,
        called="855-KET-WELL",
        source="asterisk",
        started_at=hands.clock.now,
        disposition=Disposition.RINGING,
        external_id="1700000000.18",
    )
    take(ring)
    hands.settle()
    assert popped(hands) == ("(602) 555-0155",)
    hands.clock.forward(seconds=20)
    take(replace(ring, disposition=Disposition.MISSED, ended_at=hands.clock.now))
    hands.settle()
    assert popped(hands) == ()
    assert said == ["(602) 555-0155 hung up before anybody answered. A callback is open."]
    assert open_promise(hands, STRANGERS) is not None
