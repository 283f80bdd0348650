"""How each picture comes about: what a clerk would do to see that screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desktop.domain.local_time import instant, local_day
from desktop.domain.vocabulary import (
    CallOutcome,
    IdentityCheck,
    Reason,
    SafetyBranch,
    SafetyStepKind,
)
from desktop.services.callbacks import NewPromise
from desktop.services.demo.day_calls import CORRECTED
from desktop.ui.application import Desk
from desktop.ui.intake.picking import picked_match

_NUMBER = "(312) 555-0147"
_TALK = timedelta(minutes=4, seconds=12)
_RANG = timedelta(minutes=4)
_CHECK = timedelta(seconds=80)
_MINUTE = timedelta(minutes=1)
_LATER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Stage:
    """The desk a scene is played on; ``forward`` moves its clock, ``settle`` lets it rest."""

    desk: Desk
    forward: Callable[[timedelta], None]
    settle: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """``name`` is the picture's; ``play`` acts on a desk where the demo's clerk has signed in."""

    name: str
    play: Callable[[Stage], None]


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
    window.open_safety_card()
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


def _sign_in(stage: Stage) -> None:
    stage.forward(timedelta(minutes=13))
    stage.desk.window.lock()


SCENES = (
    Scene("00-shell", _shell),
    Scene("00-shell-search", _search),
    Scene("01-intake", _intake),
    Scene("01-intake-spouse", _spouse),
    Scene("02-callbacks", _callbacks),
    Scene("05-reference", _reference),
    Scene("07-safety", _safety),
    Scene("11-calls", _calls),
    Scene("10-people", _people),
    Scene("14-sign-in", _sign_in),
    Scene("15-people-merge", _merge),
)
