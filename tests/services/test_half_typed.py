"""Nobody is removed while a half-typed call has their name or number in words."""

from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import Refused
from desktop.services.call_form import CallForm
from desktop.services.drafts import Drafts
from desktop.services.people import NewPerson, People
from desktop.services.removing import Removing
from desktop.services.safety_drafts import SafetyDrafts
from desktop.services.safety_form import SafetyForm
from tests.services.world import World

STILL_OPEN = "their name or number is still open at a desk"


@pytest.fixture
def removing(world: World) -> Removing:
    return Removing(world.database, world.ledger, world.clock)


@pytest.fixture
def tamarisk(world: World) -> UUID:
    people = People(world.database, world.ledger, world.clock)
    new = NewPerson("Tamarisk Reed", number_text="7025550138")
    person = people.add(world.wren, new, uuid4()).value
    assert person is not None
    return person


@pytest.mark.parametrize(
    "typed",
    [
        {"speaker_name": " TAMARISK  reed"},
        {"number_text": "(702) 555-0138"},
        {"subject_name": "Tamarisk Reed"},
    ],
)
def test_a_card_with_their_name_or_number_stands_in_the_way(
    world: World, removing: Removing, tamarisk: UUID, typed: dict[str, str]
) -> None:
    drafts = Drafts(world.database, world.clock)
    draft, form = uuid4(), CallForm(world.clock.now, **typed)  # type: ignore[arg-type]
    drafts.save(world.wren, draft, form)
    with pytest.raises(Refused, match=STILL_OPEN):
        removing.remove(world.lark, tamarisk, "Asked")
    assert "still open" in removing.preview(world.lark, tamarisk).why_not
    drafts.discard(world.wren, draft, form)
    removing.remove(world.lark, tamarisk, "Asked")


def test_a_safety_card_with_their_name_stands_in_the_way(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    cards = SafetyDrafts(world.database, world.clock)
    cards.keep(world.wren, uuid4(), SafetyForm(world.clock.now, name="Tamarisk Reed", note="Said"))
    with pytest.raises(Refused, match=STILL_OPEN):
        removing.remove(world.lark, tamarisk, "Asked")


def test_cards_of_others_do_not(world: World, removing: Removing, tamarisk: UUID) -> None:
    drafts = Drafts(world.database, world.clock)
    for form in (
        CallForm(world.clock.now, speaker_name="Tamarisk Reeds"),
        CallForm(world.clock.now, speaker_id=world.rowan, number_text="7025550138"),
        CallForm(world.clock.now, number_text="not a number", notes="Nothing yet"),
    ):
        drafts.save(world.wren, uuid4(), form)
    removing.remove(world.lark, tamarisk, "Asked")
