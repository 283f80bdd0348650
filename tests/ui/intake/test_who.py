"""Who is speaking, whom the call concerns, and what binds the desk."""

from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QSize

from desktop.domain.vocabulary import DoNotCallPurpose, IdentityCheck, NumberKind, Relation
from desktop.services.people import NewPerson
from desktop.ui.intake.match_row import MatchButton
from desktop.ui.intake.number_block import WITHHELD
from desktop.ui.intake.rights_line import NO_PERMISSION, rights_parts
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from tests.services.world import World
from tests.ui.intake.conftest import Hands

SHARED = "3125550147"
HAZEL = "3035550112"


def people_shown(hands: Hands) -> list[str]:
    return [
        button.words()
        for button in hands.page.card.number.matches.findChildren(MatchButton)
        if button.isVisible()
    ]


def pick(hands: Hands, name: str) -> None:
    hands.click(hands.find(name))


def test_a_number_used_by_one_person_names_them(hands: Hands, world: World) -> None:
    hands.take_call(HAZEL)
    assert hands.form.speaker_id == world.hazel
    assert hands.page.card.who.speaker.text() == "Hazel Birch"


def test_in_a_household_the_desk_picks(hands: Hands, world: World) -> None:
    hands.take_call(SHARED)
    assert people_shown(hands) == ["Juniper Moss", "Rowan Moss"]
    assert hands.form.speaker_id is None
    hands.press("Enter")
    hands.press("Down")
    hands.press("Enter")
    assert hands.form.speaker_id == world.rowan
    assert people_shown(hands)[0] == "Rowan Moss"


def test_another_number_drops_who_was_picked_for_the_old_one(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.page.card.number.number.clear()
    hands.write("2125550199")
    assert hands.form.speaker_id is None
    assert hands.form.speaker_name == ""


def test_a_name_typed_stays_when_the_number_comes_later(hands: Hands, world: World) -> None:
    hands.page.new_call()
    hands.settle()
    hands.page.card.who.speaker.setFocus()
    hands.write("Cousin Fern")
    hands.page.card.focus_number()
    hands.write(HAZEL)
    assert hands.form.speaker_name == "Cousin Fern"
    assert hands.form.speaker_id is None
    assert people_shown(hands) == ["Hazel Birch"]


def test_speaking_for_a_patient_restrictions_come_first_then_what_may_be_heard(
    hands: Hands, world: World
) -> None:
    hands.take_call(SHARED)
    pick(hands, "Rowan Moss")
    assert hands.form.subject_id == world.juniper
    assert hands.form.relation is Relation.SPOUSE
    assert [words for words, _, _ in rights_parts(hands.page.state.facts)] == [
        "Never ring home",
        "May hear appointments, until Mar 2027",
        "nothing else",
    ]
    hands.find("What binds us: Never ring home; May hear appointments").isVisible()
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    call = hands.app.services.history.of_person(hands.actor, world.juniper)[0]
    assert "Rowan" in call.title


def test_without_a_permission_the_desk_is_told_to_tell_nothing(hands: Hands, world: World) -> None:
    hands.take_call(HAZEL)
    hands.page.card.who.other_subject_requested.emit()
    hands.settle()
    hands.write("juni")
    hands.press("Enter")
    assert hands.form.subject_id == world.juniper
    assert [words for words, _, _ in rights_parts(hands.page.state.facts)] == [
        "Never ring home",
        NO_PERMISSION,
    ]


def test_a_permission_that_ran_out_is_none(hands: Hands, world: World) -> None:
    hands.page.new_call()
    hands.settle()
    hands.page.card.who.speaker.setFocus()
    hands.write("Alder")
    hands.press("Down")
    hands.press("Enter")
    assert hands.form.speaker_id == world.alder
    hands.page.card.who.other_subject_requested.emit()
    hands.settle()
    hands.write("juniper")
    hands.press("Enter")
    words = [words for words, _, _ in rights_parts(hands.page.state.facts)]
    assert words == ["Never ring home", NO_PERMISSION, "It ended Oct 2026"]


def test_a_name_alone_is_enough_for_whom_it_concerns(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.page.card.who.other_subject_requested.emit()
    hands.settle()
    hands.write("Baby Birch")
    hands.press("Enter")
    assert (hands.form.subject_id, hands.form.subject_name) == (None, "Baby Birch")
    assert hands.page.card.who.about.currentText() == "Baby Birch"
    words = [words for words, _, _ in rights_parts(hands.page.state.facts)]
    assert words == [NO_PERMISSION]
    hands.page.card.who.subject_picked.emit(None)
    assert hands.form.subject_name == ""


def test_an_identity_check_is_stamped_and_goes_with_the_person(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.click(hands.find("Check who it is"))
    hands.press("Enter")
    assert hands.form.identity_check is IdentityCheck.DATE_OF_BIRTH
    assert hands.form.identity_checked_at == hands.clock.now
    hands.find("Date of birth checked 2:18 pm").isVisible()
    hands.page.card.number.number.setFocus()
    hands.page.card.number.number.selectAll()
    hands.write(SHARED)
    assert hands.form.identity_check is None


def test_a_withheld_caller_is_never_a_number_to_ring(hands: Hands) -> None:
    hands.take_call("anonymous")
    hands.find(WITHHELD).isVisible()
    hands.press("Alt+6")
    assert hands.page.card.bottom.first.text() == "No number to ring back"
    hands.press("Ctrl+Enter")
    assert hands.queue == ()


def test_a_missing_digit_is_said_only_on_leaving_the_field(hands: Hands) -> None:
    hands.take_call("212555019")
    assert hands.page.card.number.problem == ""
    hands.press("Tab")
    assert hands.page.card.number.problem == "One digit is missing"
    hands.page.card.focus_number()
    hands.write("9")
    assert hands.page.card.number.problem == ""
    hands.press("Tab")
    assert hands.page.card.number.problem == ""


def test_the_number_takes_its_shape_and_ours_are_offered_while_typing(
    hands: Hands, world: World
) -> None:
    hands.take_call("3125550")
    assert hands.page.card.number.number.text() == "312-5550"
    assert people_shown(hands) == ["(312) 555-0147", "(312) 555-0162"]
    hands.press("Down")
    hands.press("Enter")
    assert hands.page.card.number.number.text() == "(312) 555-0147"
    assert people_shown(hands) == ["Juniper Moss", "Rowan Moss"]


def test_a_new_person_comes_with_number_and_typed_name(hands: Hands) -> None:
    hands.take_call("2125550199")
    hands.page.card.who.speaker.setFocus()
    hands.write("Fern Oakes")
    hands.press("Ctrl+Shift+N")
    hands.press("Ctrl+Enter")
    (hit,) = hands.app.services.people.find(hands.actor, "Fern Oakes")
    assert hands.form.speaker_id == hit.person_id
    assert hit.e164 == "+12125550199"
    assert people_shown(hands) == ["Fern Oakes"]


def test_somebody_who_is_there_already_is_pointed_out(hands: Hands, world: World) -> None:
    hands.take_call("2125550199")
    hands.press("Ctrl+Shift+N")
    hands.write("Hazel B")
    dialog = hands.page.questions.person
    assert dialog is not None
    assert dialog.alike.isVisible()
    hands.click(dialog.hits.buttons[0])
    assert hands.form.speaker_id == world.hazel
    assert len(hands.app.services.people.find(hands.actor, "Hazel")) == 1


def test_a_language_comes_with_the_person(hands: Hands, world: World) -> None:
    hands.app.services.people.add(
        hands.actor,
        NewPerson(
            "Willow Tarn",
            "Patient",
            "7735550102",
            NumberKind.MOBILE,
            language="Spanish",
            interpreter=True,
        ),
        world.juniper,
    )
    hands.take_call("7735550102")
    assert (hands.form.language, hands.form.interpreter) == ("Spanish", True)
    hands.find("Language Spanish, interpreter yes").isVisible()


def test_history_is_of_whom_the_call_concerns(hands: Hands) -> None:
    hands.take_call(SHARED)
    pick(hands, "Juniper Moss")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    hands.take_call(SHARED)
    pick(hands, "Rowan Moss")
    assert hands.page.side.tabs.button("history").tab.count == 1
    assert hands.page.side.history.accessibleName() == "History of Juniper Moss"


def test_a_toll_free_caller_is_asked_where_they_are(hands: Hands) -> None:
    hands.take_call("8005550147")
    hands.press("Alt+2")
    where = hands.page.card.promise.where
    assert where.isVisible()
    assert hands.form.promise.due_at == datetime(2026, 11, 18, 17, tzinfo=UTC)
    where.zone_picked.emit("America/New_York")
    hands.settle()
    assert hands.form.promise.due_at == datetime(2026, 11, 18, 15, tzinfo=UTC)
    assert hands.page.card.promise.hours.hint.text() == "10:00 am in New York · allowed"
    hands.press("Ctrl+Enter")
    assert hands.queue[0].zone == "America/New_York"


def test_a_call_without_a_name_is_given_one_later(hands: Hands, world: World) -> None:
    hands.take_call("2125550199")
    hands.page.card.focus_notes()
    hands.write("Asked when we open.")
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert hands.queue[0].person_id is None
    hands.take_call("2125550199")
    hands.page.card.who.speaker.setFocus()
    hands.write("Hazel")
    hands.press("Down")
    hands.press("Enter")
    nameless = hands.page.side.nameless
    assert nameless.theirs.words() == "It was Hazel"
    hands.click(nameless.theirs)
    assert not nameless.isVisible()
    assert hands.said[-1][0] == "That call is Hazel Birch’s now."
    assert hands.queue[0].person_id == world.hazel
    assert hands.page.side.tabs.button("history").tab.count == 2


def test_who_asked_not_to_be_called_is_shown_and_refused(hands: Hands, world: World) -> None:
    hands.app.services.do_not_calls.set(
        hands.actor, world.hazel, None, DoNotCallPurpose.ALL, "Asked on the phone", uuid4()
    )
    hands.take_call(HAZEL)
    hands.find("What binds us: Asked not to be called")
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert hands.page.working
    assert "asked not to be called" in hands.page.card.bottom.problem_line.text()


def test_in_a_small_window_the_chosen_one_stays_and_the_rest_open(
    hands: Hands, worn_theme: Theme, world: World
) -> None:
    hands.take_call(SHARED)
    worn_theme.fit(QSize(1280, 720))
    hands.settle()
    try:
        assert people_shown(hands) == ["Juniper Moss", "Rowan Moss"]
        pick(hands, "Juniper Moss")
        assert people_shown(hands) == ["Juniper Moss"]
        more = hands.find("Other people at this number")
        assert isinstance(more, Button)
        assert more.words() == "2 more"
        hands.click(more)
        hands.press("Enter")
        assert hands.form.speaker_id == world.rowan
    finally:
        worn_theme.fit(QSize(1440, 900))


def test_a_check_of_one_is_no_check_of_another(hands: Hands) -> None:
    hands.take_call(SHARED)
    pick(hands, "Rowan Moss")
    hands.click(hands.find("Check who it is"))
    hands.press("Enter")
    hands.find("Date of birth checked 2:18 pm")
    pick(hands, "Juniper Moss")
    assert hands.form.identity_check is None
    hands.find("Check who it is")
