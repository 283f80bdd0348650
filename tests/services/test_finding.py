"""One text, looked for everywhere, on both engines: whatever it is, it has an answer."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.folding import words_of
from desktop.domain.vocabulary import DueGroup, MilestoneKind, Reason, Resolution
from desktop.services.actor import Actor
from desktop.services.finding import CALLS, Finding
from desktop.services.found import FindKind, FoundAtOnce, FoundInNotes, FoundLine
from desktop.services.people import NewPerson, People
from desktop.storage import newest_notes
from tests.services.phone import Phone
from tests.services.promises import Desk
from tests.services.world import World

ALL = frozenset(FindKind)
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["moss", "'", '"', "*", "AND", "NOT", "(", "\0", "😀", "0147", "%", "_", "\\", "rec",
             "\ud83d", "--", ";", ":", "j", "+1", "312", "&", "|", "!", "<->", "𝟘"]
        ),
        max_size=12,
    ).map(" ".join),
)  # fmt: skip


class ShippedLines:
    """Two lines, as the words of the desk give them."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def matching(self, words: Sequence[str], limit: int) -> Sequence[FoundLine]:
        self.asked.append(tuple(words))
        lines = (
            FoundLine(UUID(int=1), "Approved answer", "How do I get my records?", True),
            FoundLine(UUID(int=2), "Statement v3", "We still hold your records.", True),
        )
        found = [
            line
            for line in lines
            if all(any(w.startswith(b) for w in words_of(line.text)) for b in words)
        ]
        return found[:limit]


@pytest.fixture
def finding(world: World) -> Finding:
    return Finding(world.database, world.clock, ShippedLines())


def names(found: FoundAtOnce) -> list[str]:
    return [person.name for person in found.people]


def promised(found: FoundInNotes) -> list[str]:
    return [row.promise for row in found.callbacks]


def test_people_and_numbers_come_at_once(world: World, finding: Finding) -> None:
    assert names(finding.at_once(world.wren, "moss jun", ALL)) == ["Juniper Moss"]
    assert names(finding.at_once(world.wren, "moss", ALL)) == [
        "Juniper Moss", "Rowan Moss", "Alder Moss"
    ]  # fmt: skip
    found = finding.at_once(world.wren, "0147", ALL)
    assert names(found) == ["Juniper Moss", "Rowan Moss"]
    assert [(n.e164, n.names) for n in found.numbers] == [
        ("+13125550147", ("Juniper Moss", "Rowan Moss"))
    ]
    assert found.number is None, "four digits are no whole number"


@pytest.mark.parametrize("typed", ["(312) 555-0199", "312.555.0199", "+1 312 555 0199"])
def test_a_whole_number_is_an_answer_also_when_it_is_not_known(
    world: World, finding: Finding, typed: str
) -> None:
    found = finding.at_once(world.wren, typed, ALL)
    assert found.number == ("+13125550199", "")
    assert found.numbers == ()
    assert finding.at_once(world.wren, "312555019", ALL).number is None
    assert finding.at_once(world.wren, "911", ALL).number is None


def test_letters_of_a_number_find_it(world: World, finding: Finding) -> None:
    people = People(world.database, world.ledger, world.clock)
    people.add(world.wren, NewPerson("Sage Holloway", number_text="(702) 538-9355"), uuid4())
    assert names(finding.at_once(world.wren, "KET-WELL", ALL)) == ["Sage Holloway"]


def test_open_promises_are_found_by_promise_reason_person_and_number(
    desk: Desk, finding: Finding
) -> None:
    wren, hour = desk.world.wren, timedelta(hours=1)
    desk.promise(what="News of her records", person_id=desk.world.hazel, due_at=desk.now + hour / 2)
    desk.promise(what="The bill", reason=Reason.REFUND, due_at=desk.now + hour)
    desk.promise(
        what="Who will hold the file", reason=Reason.ACQUISITION, due_at=desk.now + 240 * hour,
        milestone=MilestoneKind.CLOSING,
    )  # fmt: skip
    kept = desk.promise(what="Old records")
    desk.callbacks.close(wren, [desk.version(kept)], Resolution.KEPT, "records are there", uuid4())

    def found(typed: str) -> list[str]:
        return promised(finding.in_notes(wren, typed, ALL))

    assert found("records") == ["News of her records"]
    assert found("rec haz") == ["News of her records"], "a word of each"
    assert found("refun") == ["The bill"], "by its reason"
    assert found("juniper") == ["The bill", "Who will hold the file"], "soonest first"
    assert found("juniper records") == []
    assert found("0112") == ["News of her records"]
    assert found("niper") == [], "beginnings of words only"
    rows = finding.in_notes(wren, "moss", ALL).callbacks
    assert [row.group for row in rows] == [DueGroup.SOON, DueGroup.WAITING]
    assert [row.place for row in rows] == ["Chicago", "Chicago"]


def test_the_newest_calls_are_found_by_notes_person_and_number(
    world: World, finding: Finding
) -> None:
    phone = Phone.at(world)
    for count in range(CALLS + 2):
        phone.log(phone.card(notes=f"Wants her records, {count}"))
        world.clock.forward(minutes=1)
    phone.log(phone.card(notes="Someone rang", speaker_id=None, speaker_name="Poppy Fern"))

    def found(typed: str) -> list[str]:
        return [row.notes for row in finding.in_notes(world.wren, typed, ALL).calls]

    last = [f"Wants her records, {count}" for count in range(CALLS + 1, 1, -1)]
    assert found("records") == last
    assert finding.in_notes(world.wren, "records", ALL).more
    assert found("recor wan") == last
    assert found("juniper") == last
    assert found("0147") == ["Someone rang", *last[:-1]]
    assert found("poppy") == ["Someone rang"]
    assert found("record juniper") == []
    assert found("cords") == []


def test_a_word_that_only_old_notes_have_is_found_behind_many_that_begin_like_it(
    world: World, finding: Finding
) -> None:
    phone = Phone.at(world)
    phone.log(phone.card(notes="The recliner in room two"))
    for _ in range(sum(newest_notes._BATCHES) + 1):
        phone.log(phone.card(notes="Wants her records"))
    (call,) = finding.in_notes(world.wren, "reclin", ALL).calls
    assert call.notes == "The recliner in room two"


def test_scripts_are_asked_for_with_folded_words(world: World) -> None:
    lines = ShippedLines()
    finding = Finding(world.database, world.clock, lines)
    found = finding.in_notes(world.wren, "  RÉCORDS hold", ALL)
    assert [line.id for line in found.lines] == [UUID(int=2)]
    assert lines.asked == [("records", "hold")]


def test_only_what_can_be_opened_is_looked_for(desk: Desk, finding: Finding) -> None:
    desk.promise(what="News of her records")
    wren = desk.world.wren
    assert finding.at_once(wren, "moss", {FindKind.CALLBACK}) == FoundAtOnce()
    assert finding.at_once(wren, "312 555 0147", {FindKind.CALL}) == FoundAtOnce()
    assert finding.in_notes(wren, "records", {FindKind.PERSON}) == FoundInNotes()
    assert promised(finding.in_notes(wren, "records", {FindKind.CALLBACK})) == [
        "News of her records"
    ]


def test_who_may_not_read_people_finds_words_to_read_and_nobody(
    desk: Desk, finding: Finding
) -> None:
    desk.promise(what="News of her records")
    phone = Phone.at(desk.world)
    phone.log(phone.card())
    for typed in ("moss", "records", "0147", "(312) 555-0147"):
        assert finding.at_once(desk.world.it, typed, ALL) == FoundAtOnce()
        found = finding.in_notes(desk.world.it, typed, ALL)
        assert (found.callbacks, found.calls) == ((), ())
    assert len(finding.in_notes(desk.world.it, "records", ALL).lines) == 2


def ask_everywhere(finding: Finding, actor: Actor, typed: str) -> None:
    finding.at_once(actor, typed, ALL)
    finding.in_notes(actor, typed, ALL)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANYTHING)
def test_any_text_is_an_answer(desk: Desk, finding: Finding, typed: str) -> None:
    ask_everywhere(finding, desk.world.wren, typed)


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_240, "moss " * 2_048, "\0" * 500, "5" * 10_240, '"' * 999, "a b c d e f g h i j k",
     "😀" * 3_000, "+" + "1" * 200, "' OR 1=1 --", "records* NEAR(moss)", "\ud800", "﷽" * 100,
     " ".join(map(str, range(3_000)))],
)  # fmt: skip
def test_junk_is_an_answer(desk: Desk, finding: Finding, typed: str) -> None:
    ask_everywhere(finding, desk.world.wren, typed)


def test_many_words_are_all_asked_of_a_name(world: World, finding: Finding) -> None:
    people = People(world.database, world.ledger, world.clock)
    people.add(world.wren, NewPerson("Ash Beech Cedar Dahlia Elm"), uuid4())
    people.add(world.wren, NewPerson("Ash Beech Cedar Dahlia Oak"), uuid4())
    found = finding.at_once(world.wren, "dahl ash beech ced el", ALL)
    assert names(found) == ["Ash Beech Cedar Dahlia Elm"]
