"""A promise without a person: who is it for?"""

from datetime import timedelta
from uuid import UUID, uuid4

from desktop.domain.vocabulary import Reason
from desktop.services.new_promise import NewPromise
from desktop.ui.intake.person_dialog import PersonDialog
from desktop.ui.intake.person_search import PersonSearch
from tests.ui.callbacks.conftest import Hands

UNKNOWN, SHOWN = "4155550133", "(415) 555-0133"
HAZELS, HAZEL_SHOWN = "3035550112", "(303) 555-0112"


def _promise(hands: Hands, number: str) -> UUID:
    """A promise to a number, in hand."""
    new = NewPromise(Reason.RECORDS, hands.clock.now + timedelta(hours=3), number_text=number)
    made = hands.app.services.callbacks.promise(hands.wren, new, uuid4()).written.value
    assert made is not None
    hands.page.show_callback(made)
    hands.settle()
    hands.page.list.setFocus()
    return made


def _search(hands: Hands) -> PersonSearch:
    (dialog,) = [d for d in hands.page.findChildren(PersonSearch) if d.isVisible()]
    assert dialog.title.text() == "Who is it for?"
    assert hands.focus is dialog.field
    return dialog


def _new_person(hands: Hands) -> PersonDialog:
    (dialog,) = [d for d in hands.page.findChildren(PersonDialog) if d.isVisible()]
    return dialog


def _person_of(hands: Hands, callback_id: UUID) -> tuple[UUID | None, str]:
    row = hands.app.services.callbacks.detail(hands.wren, callback_id).row
    return row.person_id, row.name


def test_somebody_found_as_one_types_and_undone(hands: Hands) -> None:
    made = _promise(hands, UNKNOWN)
    head = hands.page.detail.head
    assert head.name.text() == SHOWN
    hands.click(head.whose)
    dialog = _search(hands)
    assert dialog.hits.buttons == []
    hands.write("ivy l")
    assert [button.words() for button in dialog.hits.buttons] == ["Ivy Larkspur"]
    hands.press("Enter")
    ivy = hands.row("Ivy Larkspur").person_id
    assert _person_of(hands, made) == (ivy, "Ivy Larkspur")
    assert hands.page.undo_bar.message == "This promise is for Ivy Larkspur now."
    # It is still the one in hand, to be rung.
    assert hands.page.list.in_hand() is not None
    assert hands.shown == "Ivy Larkspur"
    assert hands.page.detail.detail is not None
    assert hands.page.detail.detail.row.id == made
    assert not head.whose.isVisible()
    assert hands.focus is head.more
    hands.click(hands.page.undo_bar.button)
    assert _person_of(hands, made) == (None, SHOWN)
    assert head.whose.isVisible()


def test_whoever_uses_the_number_is_offered_first(hands: Hands) -> None:
    made = _promise(hands, HAZELS)
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Who is it for…")
    dialog = _search(hands)
    assert [button.words() for button in dialog.hits.buttons] == ["Hazel Birch"]
    hands.write("x")
    assert dialog.hits.buttons == []
    hands.press("Esc")  # takes back what was typed
    assert [button.words() for button in dialog.hits.buttons] == ["Hazel Birch"]
    hands.press("Enter")
    assert _person_of(hands, made)[1] == "Hazel Birch"


def test_somebody_new_gets_the_number_and_the_promise(hands: Hands) -> None:
    made = _promise(hands, UNKNOWN)
    hands.click(hands.page.detail.head.whose)
    dialog = _search(hands)
    hands.write("Tansy Fell")
    assert dialog.nobody.text() == "Nobody of that name yet."
    hands.press("Enter")
    person = _new_person(hands)
    assert (person.name.text(), person.number.text()) == ("Tansy Fell", SHOWN)
    # Closed by mistake: what was typed is kept for this promise.
    person.city.setFocus()
    hands.write("Tucson")
    hands.press("Esc")
    assert _person_of(hands, made)[0] is None
    hands.click(hands.page.detail.head.whose)
    hands.click(_search(hands).by_name)
    person = _new_person(hands)
    assert person.city.text() == "Tucson"
    hands.strike("Ctrl+Enter")
    hands.press("Ctrl+Enter")
    person_id, name = _person_of(hands, made)
    assert name == "Tansy Fell"
    assert person_id is not None
    known = hands.app.services.people.get(hands.wren, person_id)
    assert (known.city, known.numbers[0].e164) == ("Tucson", "+14155550133")
    assert len(hands.app.services.people.find(hands.wren, "tansy fell")) == 1
    assert hands.page.undo_bar.message == "This promise is for Tansy Fell now."
    assert hands.troubled == []


def test_a_number_is_no_name_and_nobody_is_picked_by_closing(hands: Hands) -> None:
    made = _promise(hands, UNKNOWN)
    hands.click(hands.page.detail.head.whose)
    hands.write("415 555 0199")
    hands.click(_search(hands).by_name)
    assert _new_person(hands).name.text() == ""
    hands.press("Ctrl+Enter")
    assert _new_person(hands).isVisible()
    hands.press("Esc")
    assert _person_of(hands, made)[0] is None
    assert hands.page.undo_bar.message == ""


def test_what_somebody_changed_meanwhile_is_told(hands: Hands) -> None:
    made = _promise(hands, UNKNOWN)
    hands.click(hands.page.detail.head.whose)
    hands.write("ivy l")
    robin = hands.actor("Robin Vale")
    hands.app.services.callbacks.reassign(robin, [(made, 1)], robin.team_id, robin.user_id, uuid4())
    hands.press("Enter")
    assert _person_of(hands, made)[0] is None
    assert hands.troubled == [
        "Robin Vale changed this after you opened it. Look at it again first."
    ]


def test_a_promise_with_a_person_or_at_its_end_does_not_ask(hands: Hands) -> None:
    assert not hands.page.detail.head.whose.isVisible()
    hands.click(hands.page.detail.head.more)
    entries = hands.entries()
    assert "Who is it for…" not in entries
    hands.press("Esc")
    _promise(hands, UNKNOWN)
    hands.press("1")
    hands.press("Ctrl+Enter")
    closed = hands.row(SHOWN, "closed")
    hands.page.show_callback(closed.id)
    hands.settle()
    assert hands.shown == SHOWN
    assert not hands.page.detail.head.whose.isVisible()
