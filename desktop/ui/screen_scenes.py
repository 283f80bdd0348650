"""How each picture comes about: what a clerk would do to see that screen."""

from datetime import timedelta
from uuid import uuid4

from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.local_time import instant, local_day
from desktop.domain.locking import LockCause
from desktop.domain.vocabulary import (
    CallOutcome,
    Direction,
    IdentityCheck,
    LineKind,
    OutsiderKind,
    Reason,
    RequestKind,
    SafetyBranch,
    SafetyStepKind,
)
from desktop.services.call_form import AskedRequest
from desktop.services.demo.day_calls import CORRECTED
from desktop.services.new_promise import NewPromise
from desktop.ui.intake.picking import picked_match
from desktop.ui.screen_scenes_accounts import ACCOUNTS
from desktop.ui.screen_scenes_incoming import INCOMING
from desktop.ui.screen_scenes_records import RECORDS
from desktop.ui.screen_scenes_transition import TRANSITION
from desktop.ui.screen_stage import Scene, Stage, manager_on

_NUMBER = "(312) 555-0147"
_TALK = timedelta(minutes=4, seconds=12)
_RANG = timedelta(minutes=4)
_CHECK = timedelta(seconds=80)
_MINUTE = timedelta(minutes=1)
_LATER = timedelta(seconds=20)


def _shell(stage: Stage) -> None:
    stage.desk.window.show_page("intake")


def _begin(stage: Stage) -> None:
    """The phone rings at 2:14 pm; four minutes later the picture is taken."""
    stage.forward(-_RANG)
    page = stage.desk.window.intake
    page.ready.number_entered.emit(_NUMBER)
    stage.settle()


def _end(stage: Stage, notes: str) -> None:
    state = stage.desk.window.intake.state
    stage.desk.window.intake.second()
    stage.settle()
    statement = stage.desk.window.intake.side.script.statement
    if statement.read.isVisible():
        statement.read.click()
        stage.settle()
    statement.told.click()
    state.set_reasons((Reason.ACQUISITION, Reason.APPOINTMENT))
    state.type_notes(notes)
    stage.forward(_TALK)
    stage.settle()
    state.set_outcome(CallOutcome.CALLBACK)
    stage.desk.window.intake.side.script.snippets[0].use.click()
    stage.desk.window.intake.keep_draft()
    stage.desk.window.intake.card.focus_notes()


def _intake(stage: Stage) -> None:
    _begin(stage)
    _speak(stage, "Juniper Moss")
    _end(
        stage,
        "Worried her Friday 10:30 infusion is off because of the sale. Read her v3. Wants Chicago "
        "to confirm the time, and that her driver can wait inside",
    )


def _spouse(stage: Stage) -> None:
    _begin(stage)
    _speak(stage, "Rowan Moss")
    page = stage.desk.window.intake
    subject = next(p for p in page.state.facts.caller.people if p.name == "Juniper Moss")
    page.state.pick_subject(picked_match(subject))
    stage.settle()
    _end(
        stage,
        "Asks for Juniper: is Friday 10:30 still on after the sale? Read Rowan v3. Chicago to "
        "confirm the time. Ring this mobile",
    )


def _outsider(stage: Stage) -> None:
    """A reporter rings from a number that is a patient's: nobody is confirmed."""
    services, window = stage.desk.app.services, stage.desk.window
    services.outsiders.approve(
        manager_on(stage),
        OutsiderKind.PRESS,
        0,
        "We do not comment on the sale beyond what was announced. Lark Moor answers the press, and "
        "I can take your name and a number.",
        "Lark Moor",
        "(602) 555-0100",
        uuid4(),
    )
    _begin(stage)
    window.intake.advice.load()
    state = window.intake.state
    state.set_outsider(OutsiderKind.PRESS)
    stage.settle()
    state.type_speaker("Reed Marsh, Desert Ledger")
    state.type_notes("Asks whether patients were told of the sale before it was announced")
    stage.forward(_TALK)
    state.set_outcome(CallOutcome.MESSAGE)
    window.intake.second()
    stage.settle()
    window.intake.keep_draft()
    window.intake.card.focus_notes()


def _changed(stage: Stage) -> None:
    """The words are replaced while they are read, and she asks for her records."""
    _intake(stage)
    window, statements = stage.desk.window, stage.desk.app.services.statements
    lark, clerk = manager_on(stage), window.actor
    draft = next(row for row in statements.versions(lark) if row.approved_at is None)
    seen = statements.current(lark, None).statement
    statements.approve(lark, draft.id, draft.version, seen.id if seen else None, uuid4())
    if clerk is not None:
        statements.acknowledge(clerk, draft.id, uuid4())
    window.intake.on_changed(frozenset())
    window.intake.state.add_request(AskedRequest(RequestKind.RECORDS, "To her new doctor"))
    stage.settle()
    window.intake.keep_draft()


def _speak(stage: Stage, name: str) -> None:
    """Pick who of the household is speaking; they say a date of birth a minute later."""
    state = stage.desk.window.intake.state
    speaker = next(p for p in state.facts.caller.people if p.name == name)
    state.pick_speaker(picked_match(speaker))
    stage.settle()
    stage.forward(_CHECK)
    state.set_check(IdentityCheck.DATE_OF_BIRTH)
    stage.forward(-_CHECK)
    stage.settle()


def _pop(stage: Stage) -> None:
    """On the phone with Juniper, two others ring."""
    _intake(stage)
    for number, name in (("+16025550155", "Fern Gale"), ("anonymous", "")):
        ring = IncomingCall(
            direction=Direction.IN,
            caller=number,
            called="855-KET-WELL",
            source="phone system",
            name=name,
            disposition=Disposition.RINGING,
            external_id=number,
        )
        stage.desk.window.popups.doorway.ringing(ring, Receipt(Fate.CREATED))
        stage.settle()


def _pop_of_link(stage: Stage) -> None:
    """A link on a page names whom to ring, while somebody rings; another one gave up before."""
    popups = stage.desk.window.popups
    _intake(stage)
    popups.missed.emit("Fern Gale hung up before anybody answered. A callback is open.")
    stage.desk.window.trouble("There is nothing to undo.")
    popups.doorway.pop("tel:+13125550147")
    stage.settle()


def _callbacks(stage: Stage) -> None:
    stage.desk.window.show_page("callbacks")


def _reference(stage: Stage) -> None:
    """On the phone with Juniper: one line is read, and somebody looks for a word."""
    _begin(stage)
    _speak(stage, "Juniper Moss")
    stage.forward(_TALK)
    window = stage.desk.window
    window.show_page("reference")
    stage.settle()
    window.reference.column.cards[0].use.click()
    window.reference.view.find_bar.field.setText("symptoms")
    window.reference.view.step(1)
    stage.settle()


def _statements(stage: Stage) -> None:
    """The manager looks at the words of the sale: a draft, those that hold, and those before."""
    window = stage.desk.window
    window.welcome(manager_on(stage))
    window.show_page("reference")
    stage.settle()
    window.reference.show_statements()
    stage.settle()


def _special(stage: Stage) -> None:
    """The answers of special calls; the Spanish ones are still to be approved."""
    _statements(stage)
    stage.desk.window.reference.show_list(LineKind.SPECIAL)
    stage.settle()


def _search(stage: Stage) -> None:
    window = stage.desk.window
    window.show_page("callbacks")
    stage.settle()
    window.search.focus()
    window.search.box.insert("records")
    window.search.box.textEdited.emit("records")


def _safety(stage: Stage) -> None:
    """At 2:18 pm Juniper says it; two minutes later 988 has been given to her."""
    stage.forward(_LATER)
    _begin(stage)
    _speak(stage, "Juniper Moss")
    _end(stage, "Worried her Friday 10:30 infusion is off because of the sale")
    stage.forward(-_TALK)
    window = stage.desk.window
    window.safety.open()
    card = window.safety.card
    if card is None:
        raise RuntimeError("the card is open now")
    stage.settle()
    stage.forward(_RANG - _LATER)
    card.answer(SafetyStepKind.STAYED, True)
    stage.forward(_MINUTE)
    card.answer(SafetyStepKind.ASKED, True)
    card.pick_branch(SafetyBranch.SUICIDE)
    stage.forward(_MINUTE)
    card.answer(SafetyStepKind.GAVE_988, True)
    card.answer(SafetyStepKind.DISPATCH_CALLED, False)
    card.record.place.setText("14 Fern Street, Chicago; sister is there")
    card.record.place_typed.emit(card.record.place.text())
    card.record.note.setPlainText("Calmer now. Agreed to talk to 988.")
    card.record.rows[SafetyStepKind.GAVE_988].focus_here()
    window.safety.keep_now()
    card.tick()
    stage.settle()


def _calls(stage: Stage) -> None:
    """The call that was corrected is in hand."""
    stage.desk.window.show_page("calls")
    stage.settle()
    table = stage.desk.window.calls.table
    corrected = next(row for row in table.rows.rows() if row.who == CORRECTED)
    table.take_line(table.rows.line_of(corrected.id))
    stage.settle()
    stage.desk.window.calls.setFocus()


def _people(stage: Stage) -> None:
    window = stage.desk.window
    window.show_page("people")
    stage.settle()
    window.people.list.field.setText("mos")
    stage.settle()


def _merge(stage: Stage) -> None:
    """The lead from the web was promised a call for Thursday, 4 pm."""
    services, actor = stage.desk.app.services, stage.desk.window.actor
    if actor is None:
        raise RuntimeError("a clerk is at the desk")
    (pair,) = (pair for pair in services.alike.pairs(actor) if pair.one.name == "Juniper Moss")
    thursday = local_day(stage.desk.app.clock(), actor.zone) + timedelta(days=2)
    promise = NewPromise(
        reason=Reason.NEW_PATIENT,
        due_at=instant(thursday, 16 * 60, "America/Chicago"),
        what="What a first visit costs",
        person_id=pair.other.person_id,
    )
    services.callbacks.promise(actor, promise, pair.other.person_id)
    _people(stage)
    stage.desk.window.people.merging.compare(pair.one.person_id, pair.other.person_id)
    stage.settle()


def _lock(stage: Stage) -> None:
    """Nobody was here for five minutes; Wren is back and types."""
    stage.forward(timedelta(minutes=13))
    stage.desk.window.lock(LockCause.AWAY)
    stage.settle()
    stage.desk.window.locked.card.pin.setText("1357")


def _sign_in(stage: Stage) -> None:
    stage.forward(timedelta(minutes=13))
    stage.desk.window.lock()
    stage.desk.window.locked.switch_requested.emit()


SCENES = (
    *INCOMING,
    *ACCOUNTS,
    *RECORDS,
    Scene("00-shell", _shell),
    Scene("00-shell-search", _search),
    Scene("01-intake", _intake),
    Scene("01-intake-spouse", _spouse),
    Scene("01-intake-outsider", _outsider),
    Scene("01-intake-changed", _changed),
    Scene("01-intake-pop", _pop),
    Scene("01-intake-link", _pop_of_link),
    Scene("02-callbacks", _callbacks),
    *TRANSITION,
    Scene("05-reference", _reference),
    Scene("05-reference-statements", _statements),
    Scene("05-reference-special", _special),
    Scene("07-safety", _safety),
    Scene("09-lock", _lock),
    Scene("11-calls", _calls),
    Scene("10-people", _people),
    Scene("14-sign-in", _sign_in),
    Scene("15-people-merge", _merge),
)
