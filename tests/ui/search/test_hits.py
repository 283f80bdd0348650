"""What is found, in words; and as lines of a list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import CallOutcome, Direction, DueGroup, MilestoneKind, Reason
from desktop.services.found import (
    FindKind,
    FoundAtOnce,
    FoundCall,
    FoundCallback,
    FoundInNotes,
    FoundLine,
    FoundNumber,
    FoundPerson,
)
from desktop.ui.search.actions import ACTIONS, actions_for
from desktop.ui.search.hit_model import HIT_ROLE, HitModel
from desktop.ui.search.hits import ACTION, DIAL, Hit, Results, Wording

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
PHOENIX, DENVER = "America/Phoenix", "America/Denver"
HAZEL = FoundPerson(UUID(int=1).bytes, "Hazel Birch", "Patient", "Denver", "+13035550112", "")


def wording(text: str) -> Wording:
    return Wording(text, PHOENIX, NOW, frozenset({DIAL}))


def promise(**more: object) -> FoundCallback:
    values: dict[str, object] = {
        "id": UUID(int=2), "name": "Hazel Birch", "promise": "News of her records",
        "reason": Reason.RECORDS, "place": "Denver", "subject_name": "",
        "due_at": NOW - timedelta(minutes=48), "zone": DENVER, "group": DueGroup.OVERDUE,
        "milestone": None,
    }  # fmt: skip
    return FoundCallback(**{**values, **more})  # type: ignore[arg-type]


def call(**more: object) -> FoundCall:
    values: dict[str, object] = {
        "id": UUID(int=3), "name": "Hazel Birch", "subject_name": "",
        "notes": "asked where her records are", "direction": Direction.IN,
        "outcome": CallOutcome.RESOLVED, "started_at": NOW - timedelta(hours=22, minutes=38),
    }  # fmt: skip
    return FoundCall(**{**values, **more})  # type: ignore[arg-type]


def marked(hit: Hit) -> list[str]:
    return [hit.text[start : start + length] for start, length in hit.text_marks]


def test_the_rows_of_the_picture() -> None:
    say = wording("records")
    line = say.line(
        FoundLine(UUID(int=9), "Statement v3", "We still hold your records, and you…", True)
    )
    assert line.text == "Statement v3 · “We still hold your records, and you…”"
    assert (line.icon, line.tone, marked(line)) == ("badge-check", "plan", ["records"])
    late = say.callback(promise())
    assert (late.lead, late.text) == ("Hazel Birch", "News of her records · Denver")
    assert (late.right, late.right_tone, late.icon) == ("48 min late", "late", "clock-alert")
    soon = say.callback(
        promise(promise="Copy of the file", due_at=NOW + timedelta(minutes=72), group=DueGroup.SOON)
    )
    assert soon.text == "Records · Copy of the file · Denver", "the reason is what was found"
    assert marked(soon) == ["Records"]
    assert soon.right == "in 1 h 12 min"
    asked = say.call(call())
    assert (asked.text, asked.right) == (
        "“asked where her records are”", "Yesterday 3:40 pm"
    )  # fmt: skip


def test_waiting_and_later_promises_say_when() -> None:
    say = wording("hazel")
    waiting = promise(group=DueGroup.WAITING, milestone=MilestoneKind.CLOSING)
    assert say.callback(waiting).right == "After Closing"
    later = promise(group=DueGroup.LATER, due_at=NOW + timedelta(hours=20))
    assert say.callback(later).right == "Tomorrow 10:18 am"
    about = say.callback(promise(subject_name="Juniper Moss"))
    assert about.text == "News of her records · about Juniper Moss · Denver"
    assert about.lead_marks == ((0, 5),)


def test_a_call_without_notes_says_how_it_ended() -> None:
    missed = wording("hazel").call(call(notes="", outcome=CallOutcome.MISSED))
    assert (missed.text, missed.icon) == ("Missed", "phone-missed")
    out = wording("hazel").call(call(direction=Direction.OUT, subject_name="Juniper Moss"))
    assert out.icon == "phone-outgoing"
    assert out.text == "about Juniper Moss · “asked where her records are”"


def test_a_person_with_the_number_that_was_typed() -> None:
    hit = wording("0112").person(HAZEL)
    assert hit.text == "Patient · Denver · (303) 555-0112"
    assert marked(hit) == ["0112"]
    assert hit.key == UUID(int=1)


def test_numbers_stand_first_where_one_was_typed() -> None:
    known = FoundNumber(UUID(int=4).bytes, "+13035550112", "", ("Hazel Birch",))
    found = FoundAtOnce(people=(HAZEL,), numbers=(known,), number=("+13035550112", ""))
    results = wording("303 555 0112").results(found, FoundInNotes(callbacks=(promise(),)))
    assert [group.title for group in results.groups] == ["Numbers", "People", "Callbacks"]
    assert [hit.said for hit in results.groups[0].hits] == [
        "New call from (303) 555-0112, Hazel Birch", "Call (303) 555-0112"
    ]  # fmt: skip
    results = wording("hazel").results(
        FoundAtOnce(people=(HAZEL,)), FoundInNotes(callbacks=(promise(),))
    )
    assert [group.title for group in results.groups] == ["Callbacks", "People", "Do"]


def test_the_count_does_not_say_more_than_is_known() -> None:
    assert Results().words == "Nothing found"
    assert wording("zzz").results(FoundAtOnce()).words == "Nothing found", (
        "but for what can be done"
    )
    one = wording("zzz").results(FoundAtOnce(people=(HAZEL,)))
    assert one.words == "2 matches", "and the callback about it"
    more = wording("zzz").results(FoundAtOnce(people=(HAZEL,), more=True))
    assert more.words == "More than 2 matches"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new ca", "new_call"), ("dark", "switch_colours"), ("font", "text_larger"),
        ("shortcuts", "all_keys"), ("go call", "page_callbacks"), ("911", "safety"),
        ("sign out", "lock"), ("promise", "new_callback"), ("add patient", "new_person"),
    ],
)  # fmt: skip
def test_actions_are_found_by_what_people_call_them(typed: str, first: str) -> None:
    assert actions_for(typed)[0].act == first


def test_no_words_show_every_action_and_junk_none() -> None:
    assert actions_for("  ") == ACTIONS
    assert actions_for("zzz") == ()
    assert actions_for("*") == ()


def test_scripts_that_wait_for_approval_are_not_offered_to_be_read_aloud() -> None:
    line = FoundLine(UUID(int=9), "Claim", "It works for most.", approved=False)
    results = wording("works").results(None, FoundInNotes(lines=(line,)))
    assert results.groups[0].title == "Scripts"
    assert results.groups[0].hits[0].right == "To be approved"


def test_markup_is_text() -> None:
    hit = wording("b").call(call(name="<b>Hazel</b>", notes="<img src=x> & more"))
    assert hit.lead == "<b>Hazel</b>"
    assert hit.text == "“<img src=x> & more”"


@pytest.fixture
def model(qapp: QApplication) -> HitModel:
    model = HitModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    assert tester.model() is model
    return model


def test_only_hits_can_be_chosen_and_steps_go_over_heads(model: HitModel) -> None:
    results = wording("hazel").results(
        FoundAtOnce(people=(HAZEL,)), FoundInNotes(callbacks=(promise(),))
    )
    model.show_results(results)
    assert model.rowCount() == 6
    chosen = [
        line for line in range(6) if model.flags(model.index(line)) & Qt.ItemFlag.ItemIsSelectable
    ]
    assert chosen == [1, 3, 5]
    assert [model.line_beyond(line, 1) for line in (-1, 1, 3, 5)] == [1, 3, 5, -1]
    assert [model.line_beyond(line, -1) for line in (5, 3, 1)] == [3, 1, -1]
    assert model.line_of(FindKind.PERSON, UUID(int=1)) == 3
    assert model.line_of(ACTION, "nothing") == -1
    said = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Hazel Birch, News of her records · Denver, 48 min late"
    assert model.data(model.index(0), HIT_ROLE) is None
    assert model.data(model.index(0)) == "Callbacks"
    assert isinstance(model, QAbstractListModel)
