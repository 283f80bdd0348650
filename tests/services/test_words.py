"""Approving, changing and reading words aloud, on both engines."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import CallOutcome, LineKind, LineState, Reason, SpecialCall
from desktop.paths import resources
from desktop.services import calls as call_service
from desktop.services import words as word_service
from desktop.services.call_form import ReadLine, from_json, to_json
from desktop.services.calls import Calls
from desktop.services.drafts import Drafts
from desktop.services.history import History
from desktop.services.script_book import ScriptBook
from desktop.services.script_lines import Line, special_line
from desktop.services.undo import Undo
from desktop.services.words import LONGEST_LINE, LineWords, Words
from tests.services.phone import Phone
from tests.services.world import World

INVERSES = {**word_service.INVERSES, **call_service.INVERSES}


@pytest.fixture
def words(world: World) -> Words:
    return Words(world.database, world.ledger, ScriptBook(resources()))


@pytest.fixture
def undo(world: World) -> Undo:
    return Undo(world.database, world.ledger, INVERSES)


def line_called(words: Words, world: World, start: str) -> Line:
    return next(x for x in words.lines(world.wren) if x.name.startswith(start))


def claim(words: Words, world: World) -> Line:
    return next(x for x in words.lines(world.wren) if x.claims)


def approve(words: Words, world: World, line: Line) -> None:
    words.approve(world.lark, line.id, line.version, uuid4())


QUESTION = "Is my appointment still on?"


def test_nothing_that_ships_may_be_read_aloud_before_a_manager_approves_it(
    words: Words, world: World
) -> None:
    assert words.approved(world.wren) == ()
    assert {x.state for x in words.lines(world.wren)} == {LineState.TO_BE_APPROVED}


def test_a_manager_approves_and_the_clerk_is_offered_it(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    said = words.approve(world.lark, line.id, 0, uuid4()).said
    (offered,) = words.approved(world.wren)
    assert said == f"Approved: {QUESTION}."
    assert (offered.id, offered.text, offered.reasons) == (line.id, line.text, line.reasons)
    assert (offered.approved_by, offered.approved_at) == ("Lark Moor", world.clock.now)


def test_a_line_about_how_well_it_works_is_offered_only_once_it_is_approved(
    words: Words, world: World
) -> None:
    line = claim(words, world)
    assert line.id not in [x.id for x in words.approved(world.wren)]
    approve(words, world, line)
    assert [x.id for x in words.approved(world.wren)] == [line.id]


def test_only_a_manager_decides(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    some = LineWords("Q?", "A.")
    acts: list[Callable[[], object]] = [
        lambda: words.approve(world.wren, line.id, 0, uuid4()),
        lambda: words.edit(world.wren, line.id, 0, some, uuid4()),
        lambda: words.withdraw(world.wren, line.id, 0, uuid4()),
        lambda: words.add(world.wren, LineKind.ANSWER, some, uuid4()),
        lambda: words.add_snippet(world.wren, 0, 40, uuid4()),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="Only a manager can approve"):
            act()
    with pytest.raises(NotAllowed):
        words.lines(world.it)


def test_other_words_have_to_be_approved_again(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    approve(words, world, line)
    changed = replace(LineWords.of(line), text="As of today, yes.")
    said = words.edit(world.lark, line.id, 1, changed, uuid4()).said
    assert said.endswith("It has to be approved again.")
    assert words.approved(world.wren) == ()
    now = line_called(words, world, QUESTION)
    assert (now.text, now.approved_by, now.version) == ("As of today, yes.", "", 2)


def test_another_date_or_reason_leaves_the_approval(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    approve(words, world, line)
    changed = LineWords(line.title, line.text, (Reason.OTHER,), date(2026, 12, 31))
    words.edit(world.lark, line.id, 1, changed, uuid4())
    (offered,) = words.approved(world.wren)
    assert (offered.reasons, offered.review_on) == ((Reason.OTHER,), date(2026, 12, 31))


def test_a_line_is_approved_together_with_its_change(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    changed = replace(LineWords.of(line), text="Yes, as of today.")
    words.approve(world.lark, line.id, 0, uuid4(), changed)
    assert [x.text for x in words.approved(world.wren)] == ["Yes, as of today."]


def test_a_withdrawn_line_is_shown_nowhere_and_comes_back_with_undo(
    words: Words, world: World, undo: Undo
) -> None:
    line = line_called(words, world, QUESTION)
    approve(words, world, line)
    done = words.withdraw(world.lark, line.id, 1, uuid4())
    assert line.id not in [x.id for x in words.lines(world.lark)]
    with pytest.raises(NotFound, match="withdrawn"):
        words.approve(world.lark, line.id, 2, uuid4())
    assert done.written.change_id is not None
    undo.undo(world.lark, done.written.change_id, uuid4())
    assert [x.id for x in words.approved(world.wren)] == [line.id]


def test_undo_of_a_first_approval_leaves_the_line_as_it_shipped(
    words: Words, world: World, undo: Undo
) -> None:
    line = line_called(words, world, QUESTION)
    done = words.approve(world.lark, line.id, 0, uuid4())
    assert done.written.change_id is not None
    undo.undo(world.lark, done.written.change_id, uuid4())
    assert line_called(words, world, QUESTION) == line


def test_two_managers_do_not_overwrite_each_other(words: Words, world: World) -> None:
    line = line_called(words, world, QUESTION)
    approve(words, world, line)
    with pytest.raises(ChangedSince, match="Lark Moor changed this"):
        words.edit(world.lark, line.id, 0, LineWords("Q?", "A."), uuid4())


def test_a_new_answer_is_a_row_of_its_own(words: Words, world: World) -> None:
    new = LineWords("  Where do I park? ", "<b>Behind</b> the clinic.\n", (Reason.APPOINTMENT,))
    made = words.add(world.lark, LineKind.ANSWER, new, uuid4())
    line = line_called(words, world, "Where do I park?")
    assert line.id == made.written.value
    assert (line.text, line.approved) == ("<b>Behind</b> the clinic.", False)
    answers = [x for x in words.lines(world.wren) if x.kind is LineKind.ANSWER]
    assert answers[-1] == line


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (LineWords("", "Words"), "no name"),
        (LineWords("Q?", " \n"), "nothing to read aloud"),
        (LineWords("Q?", "x" * (LONGEST_LINE + 1)), "too long"),
        (LineWords("Q?", "A.", (), date(2026, 11, 16)), "That day has passed"),
    ],
)
def test_what_cannot_be_read_aloud_is_refused(
    words: Words, world: World, new: LineWords, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        words.add(world.lark, LineKind.ANSWER, new, uuid4())
    assert all(x.version == 0 for x in words.lines(world.wren))


def test_safety_words_are_approved_in_the_same_way_and_read_from_their_own_card(
    words: Words, world: World
) -> None:
    new = LineWords("Ask first", "Are you safe right now?")
    made = words.add(world.lark, LineKind.SAFETY, new, uuid4()).written.value
    line = next(x for x in words.lines(world.wren) if x.id == made)
    approve(words, world, line)
    (approved,) = [x for x in words.lines(world.wren) if x.approved]
    assert (approved.kind, approved.text) == (LineKind.SAFETY, "Are you safe right now?")
    assert words.approved(world.wren) == ()


def test_special_calls_ship_an_answer_each_that_a_manager_approves(
    words: Words, world: World
) -> None:
    shipped = [line for line in words.lines(world.wren) if line.kind is LineKind.SPECIAL]
    assert {(line.key, line.language) for line in shipped} == {
        (call, language) for call in SpecialCall for language in ("English", "Spanish")
    }
    for call in SpecialCall:
        assert special_line(shipped, call, "English") is None, "nothing is approved as it ships"
        english, spanish = (line for line in shipped if line.key == call)
        approve(words, world, english)
        assert _special(words, world, call, "Spanish") == english.text
        changed = LineWords(spanish.title, "Otras palabras.", (), date(2026, 12, 31))
        words.approve(world.lark, spanish.id, 0, uuid4(), changed)
        assert _special(words, world, call, "Spanish") == "Otras palabras."
        assert _special(words, world, call, "English") == english.text
        words.edit(world.lark, english.id, 1, LineWords(english.title, "Others."), uuid4())
        assert _special(words, world, call, "English") == "", "other words are approved again"


def test_a_special_call_always_has_one_answer(words: Words, world: World) -> None:
    line = next(line for line in words.lines(world.wren) if line.kind is LineKind.SPECIAL)
    with pytest.raises(Refused, match="Change the words"):
        words.withdraw(world.lark, line.id, 0, uuid4())
    with pytest.raises(Refused, match="Change the words"):
        words.add(world.lark, LineKind.SPECIAL, LineWords("Another", "Words."), uuid4())


def _special(words: Words, world: World, call: SpecialCall, language: str) -> str:
    line = special_line(words.approved(world.wren), call, language)
    return line.text if line else ""


def test_a_selection_becomes_a_line_that_points_into_the_article(
    words: Words, world: World
) -> None:
    article = words.article()
    start = article.text.index("Difficulty sleeping")
    made = words.add_snippet(world.lark, start - 1, start + 19, uuid4())
    line = next(x for x in words.lines(world.lark) if x.id == made.written.value)
    assert (line.text, line.approved, line.claims) == ("Difficulty sleeping", False, False)
    assert line.place is not None
    assert (line.place.section, line.place.start) == ("Signs of PTSD", start)
    with pytest.raises(Refused, match="a line already"):
        words.add_snippet(world.lark, start, start + 19, uuid4())
    with pytest.raises(Refused, match="No words are selected"):
        words.add_snippet(world.lark, 109, 111, uuid4())


def test_part_of_a_line_about_how_well_it_works_is_one_too(words: Words, world: World) -> None:
    start = words.article().text.index("significantly improve PTSD")
    made = words.add_snippet(world.lark, start, start + 26, uuid4())
    assert next(x for x in words.lines(world.lark) if x.id == made.written.value).claims


def test_words_that_moved_are_never_offered(words: Words, world: World, tmp_path: Path) -> None:
    line = next(x for x in words.lines(world.wren) if x.place and not x.claims)
    approve(words, world, line)
    for name in ("article", "scripts"):
        shutil.copytree(resources() / name, tmp_path / name)
    (tmp_path / "article" / "article.txt").write_text("Another article.", "utf-8")
    altered = Words(world.database, world.ledger, ScriptBook(tmp_path))
    assert altered.approved(world.wren) == ()
    moved = next(x for x in altered.lines(world.wren) if x.id == line.id)
    assert (moved.moved, moved.text) == (True, "")
    with pytest.raises(Refused, match="The article is not what it was at this place"):
        altered.approve(world.lark, line.id, 1, uuid4())


# What was read on a call


def read_line(words: Words, world: World, line: Line) -> ReadLine:
    return ReadLine(line.id, line.version, line.name, world.clock.now)


def logged(words: Words, world: World, *lines: Line) -> tuple[UUID, UUID]:
    """The call and the Change of a card on which these were read."""
    phone = Phone.at(world)
    read = tuple(read_line(words, world, line) for line in lines)
    form = phone.card(CallOutcome.RESOLVED, speaker_id=world.juniper, read_lines=read)
    written = Calls(world.database, world.ledger, world.clock).log(world.wren, None, form, uuid4())
    assert written.value is not None
    assert written.change_id is not None
    return written.value, written.change_id


def test_what_was_read_stands_on_the_call_and_the_call_is_found_by_it(
    words: Words, world: World
) -> None:
    line, other = words.lines(world.wren)[:2]
    call_id, _ = logged(words, world, line, other)
    first, second = words.read_on(world.robin, call_id)
    assert (first.line_id, first.title, first.who) == (line.id, line.name, "Wren Hill")
    assert (first.read_at, second.line_id) == (world.clock.now, other.id)
    assert [call.id for call in words.calls_with(world.robin, line.id)] == [call_id]
    (entry,) = History(world.database).of_person(world.robin, world.juniper)
    assert entry.detail.endswith(f"Read: {line.name}; {other.name}")


def test_undo_gives_what_was_read_back_to_the_card(words: Words, world: World, undo: Undo) -> None:
    line, other = words.lines(world.wren)[:2]
    call_id, change_id = logged(words, world, line, other)
    undo.undo(world.wren, change_id, uuid4())
    (draft,) = Drafts(world.database, world.clock).open_drafts(world.wren)
    expected = (read_line(words, world, line), read_line(words, world, other))
    assert draft.form.read_lines == expected
    assert words.read_on(world.wren, call_id) == ()
    assert words.calls_with(world.wren, line.id) == ()


def test_a_draft_keeps_what_was_read(words: Words, world: World) -> None:
    phone = Phone.at(world)
    read = (read_line(words, world, words.lines(world.wren)[0]),)
    form = phone.card(CallOutcome.RESOLVED, read_lines=read)
    assert from_json(to_json(form)) == form
