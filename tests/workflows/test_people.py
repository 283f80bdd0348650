"""People by keys and clicks: found, given a number, merged, worked on, taken apart again."""

from uuid import UUID, uuid4

from PySide6.QtWidgets import QApplication, QWidget

from desktop.services.people import NewPerson
from desktop.services.people_list import PersonListRow
from desktop.ui.intake.picking import picked_match
from desktop.ui.people.people_page import PeoplePage
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, call_of, open_promise
from tests.workflows.test_intake import begin

LEAD = "+18725550139"


def page_of(hands: Hands) -> PeoplePage:
    return hands.window.people


def look_for(hands: Hands, text: str) -> tuple[PersonListRow, ...]:
    """Go to People and type."""
    hands.press("Ctrl+6")
    hands.qtbot.waitUntil(page_of(hands).list.field.hasFocus)
    hands.write(text)
    hands.qtbot.waitUntil(lambda: page_of(hands).list.typed == text)
    hands.settle()
    return page_of(hands).list.rows.rows()


def names(rows: tuple[PersonListRow, ...]) -> list[str]:
    return [row.name for row in rows]


def person_shown(hands: Hands) -> UUID:
    page = page_of(hands).pane.page
    assert page is not None
    return page.person.id


def two_junipers(hands: Hands) -> tuple[UUID, UUID]:
    """The patient, and the lead from the web."""
    rows = look_for(hands, "juniper moss")
    patient = next(row.person_id for row in rows if row.kind == "Patient")
    lead = next(row.person_id for row in rows if row.kind == "Web lead")
    return patient, lead


def in_dialog(hands: Hands) -> QWidget:
    """Wait until the dialog that opened has the focus."""
    hands.settle()

    def has_focus() -> bool:
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        return dialog is not None and focus is not None and focus.window() is dialog

    hands.qtbot.waitUntil(has_focus)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def undo(hands: Hands) -> None:
    """From the list: in the search the key takes back typing."""
    hands.press("Down")
    hands.press("Ctrl+Z")


def leave(hands: Hands) -> None:
    """Esc, and wait until the window below has the focus again."""
    hands.press("Esc")
    hands.qtbot.waitUntil(hands.window.isActiveWindow)


def compare(hands: Hands) -> None:
    """The bar under the name of the patient asks; its button opens both beside each other."""
    patient, _ = two_junipers(hands)
    page_of(hands).list.take(patient)
    hands.settle()
    hands.click_on("Compare")
    dialog = page_of(hands).merging.dialog
    assert dialog is not None
    assert dialog.isVisible()


def merge(hands: Hands) -> None:
    compare(hands)
    hands.press("Ctrl+Enter")


def test_found_by_letters_of_the_keypad(hands: Hands) -> None:
    # GIVEN somebody at 212 538-9355, added by keys
    hands.press("Ctrl+6")
    hands.press("Ctrl+Shift+N")
    in_dialog(hands)
    hands.write("Thistle Bank")
    hands.press("Tab")
    hands.press("Tab")
    hands.write("2125389355")
    hands.press("Ctrl+Enter")
    assert hands.sees("Thistle Bank is here now.")
    # WHEN the letters are typed as they stand in the advertisement
    for text in ("KET-WELL", "ketwell"):
        assert names(look_for(hands, text)) == ["Thistle Bank"]
    # THEN their card is shown
    assert hands.sees("(212) 538-9355")


def test_found_by_the_last_four_digits_and_by_a_word_of_a_note(hands: Hands) -> None:
    assert names(look_for(hands, "0147")) == ["Juniper Moss", "Rowan Moss"]
    assert names(look_for(hands, "radio")) == ["Aspen Brook"]
    assert page_of(hands).list.rows.rows()[0].found_by == "call"
    assert names(look_for(hands, "driver wait")) == ["Juniper Moss"]
    assert names(look_for(hands, "j.moss@")) == ["Juniper Moss"]
    assert look_for(hands, "zzz no one") == ()
    assert hands.sees("Nobody found")


def test_with_nothing_typed_there_are_the_last_contacts(hands: Hands) -> None:
    hands.press("Ctrl+6")
    assert "Bracken Lea" in names(page_of(hands).list.rows.rows())
    assert hands.sees("33 people · 1 pair looks the same")


def test_a_number_is_added_and_taken_back(hands: Hands) -> None:
    look_for(hands, "hazel birch")
    page = page_of(hands)
    assert page.pane.page is not None
    page.acts.add_number(page.pane.page.person)
    in_dialog(hands)
    hands.write("3035550199")
    hands.press("Ctrl+Enter")
    assert hands.sees("(303) 555-0199 is a number of Hazel Birch now.")
    assert names(look_for(hands, "0199")) == ["Hazel Birch"]
    undo(hands)
    assert look_for(hands, "0199") == ()


def test_details_are_edited_and_the_draft_stays_when_somebody_was_quicker(hands: Hands) -> None:
    look_for(hands, "hazel birch")
    hazel = person_shown(hands)
    hands.click_on("Edit details")
    dialog = in_dialog(hands)
    hands.write(" Reed")
    people, demo = hands.desk.app.services.people, hands.desk.app.demo
    assert demo is not None
    robin = demo.actor("Robin Vale")
    row = people.get(robin, hazel)
    people.update(robin, hazel, row.version, hazel, prefers="Evenings")
    hands.press("Ctrl+Enter")
    assert says(dialog, "Robin Vale changed this after you opened it")
    hands.press("Ctrl+Enter")
    after = people.get(robin, hazel)
    assert after.name.endswith("Reed")
    assert after.prefers == "Evenings"


def says(widget: QWidget, words: str) -> bool:
    return any(words in each.accessibleName() for each in widget.findChildren(QWidget))


def test_merge_work_on_and_undo(hands: Hands) -> None:
    # GIVEN two Junipers, one from the web
    patient, lead = two_junipers(hands)
    people = hands.desk.app.services.people
    before = people.get(actor_of(hands), lead)
    # WHEN they are merged
    merge(hands)
    assert hands.sees("Juniper Moss is one person now")
    assert person_shown(hands) == patient
    assert len(look_for(hands, "juniper moss")) == 1
    assert call_of(hands, LEAD).speaker_id == patient
    # AND the desk goes on: she calls from the lead's number
    begin(hands, "8725550139")
    hands.write("Rang again about prices")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert call_of(hands, LEAD).speaker_id == patient
    # THEN undoing the call and then the merge puts back what was before
    hands.press("Ctrl+Z")
    hands.press("Ctrl+6")
    undo(hands)
    rows = look_for(hands, "juniper moss")
    assert {row.person_id for row in rows} == {patient, lead}
    after = people.get(actor_of(hands), lead)
    assert (after.numbers, after.emails, after.prefers) == (
        before.numbers,
        before.emails,
        before.prefers,
    )
    assert call_of(hands, LEAD).speaker_id == lead


def test_a_merge_is_refused_while_a_call_is_open(hands: Hands) -> None:
    # GIVEN Wren's own card names Juniper
    begin(hands, "3125550147")
    state = hands.window.intake.state
    juniper = next(p for p in state.facts.caller.people if p.name == "Juniper Moss")
    state.pick_speaker(picked_match(juniper))
    hands.window.intake.keep_draft()
    hands.settle()
    # WHEN she merges her
    merge(hands)
    # THEN the dialog says why, and nothing is merged
    dialog = page_of(hands).merging.dialog
    assert dialog is not None
    assert says(dialog, "You have a call open with one of them")
    leave(hands)
    assert len(look_for(hands, "juniper moss")) == 2


def test_not_the_same_is_never_asked_again(hands: Hands) -> None:
    compare(hands)
    hands.click_on("Not the same, do not ask again")
    assert hands.sees("are two people. You will not be asked again.")
    assert not page_of(hands).pane.same.isVisible()
    assert hands.sees("33 people")
    assert not hands.sees("1 pair looks the same")
    hands.press("Ctrl+Z")
    assert page_of(hands).pane.same.isVisible()


def test_swap_and_esc_change_nothing(hands: Hands) -> None:
    compare(hands)
    dialog = page_of(hands).merging.dialog
    assert dialog is not None
    assert dialog.keep.hasFocus()
    hands.click(dialog.swap)
    assert dialog.preview is not None
    assert dialog.preview.stays.kind == "Web lead"
    leave(hands)
    assert len(look_for(hands, "juniper moss")) == 2


def test_somebody_known_is_pointed_out_while_typing(hands: Hands) -> None:
    hands.press("Ctrl+6")
    hands.press("Ctrl+Shift+N")
    in_dialog(hands)
    hands.write("Hazel Birch")
    dialog = page_of(hands).newcomer.dialog
    assert dialog is not None
    assert dialog.alike.text() == "Looks like someone you know: Hazel Birch, Denver"
    hands.click(dialog.use_them)
    assert hands.sees("(303) 555-0112")
    assert names(page_of(hands).list.rows.rows()) == ["Hazel Birch"]


def test_html_of_callers_is_text(hands: Hands) -> None:
    services = hands.desk.app.services
    services.people.add(
        actor_of(hands),
        NewPerson("<b>Bold</b> Fern", notes="<img src='file:///etc/passwd'> & <script>"),
        uuid4(),
    )
    rows = look_for(hands, "bold fern")
    assert names(rows) == ["<b>Bold</b> Fern"]
    assert page_of(hands).pane.name.text() == "<b>Bold</b> Fern"
    assert hands.sees("<img src='file:///etc/passwd'> & <script>")


def test_enter_calls_and_new_callback_begins_with_the_person(hands: Hands) -> None:
    look_for(hands, "hazel birch")
    hands.press("Down")
    hands.press("Enter")
    assert "(303) 555-0112 is copied" in hands.window.notices.sentence
    hands.click_on("New callback")
    who = page_of(hands).new.dialog.who
    assert who.person is not None
    assert who.person.name == "Hazel Birch"
    leave(hands)
    hands.click(page_of(hands).pane.promise.open)
    assert hands.window.page == "callbacks"
    row = open_promise(hands, "+13035550112")
    shown = hands.window.callbacks.detail.detail
    assert row is not None
    assert shown is not None
    assert shown.row.id == row.id
