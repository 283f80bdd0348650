"""Half-typed calls: nothing typed is lost, and a card comes back as it was."""

import json
from datetime import UTC, datetime
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services.call_form import CallForm, PromiseForm, from_json, to_json
from desktop.services.drafts import NO_NUMBER, Drafts
from tests.services.world import World

TEXTS = st.text(st.characters(codec=None), max_size=40)
MOMENTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
NARROWED = {str: TEXTS, datetime: MOMENTS, datetime | None: st.none() | MOMENTS}


def forms_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Whatever the annotations of a form allow."""
    hints = get_type_hints(kind)
    return st.builds(
        kind,
        **{
            name: forms_of(hint) if hint is PromiseForm else NARROWED.get(hint, st.from_type(hint))
            for name, hint in hints.items()
        },
    )


FORMS: st.SearchStrategy[CallForm] = forms_of(CallForm)


@pytest.fixture
def drafts(world: World) -> Drafts:
    return Drafts(world.database, world.clock)


def card(world: World, **more: object) -> CallForm:
    return CallForm(world.clock.now, notes="Half a sent", **more)  # type: ignore[arg-type]


@given(form=FORMS)
def test_every_card_goes_to_text_and_back(form: CallForm) -> None:
    assert from_json(to_json(form)) == form


def test_somebody_elses_card_is_not_written_over_nor_thrown_away(
    world: World, drafts: Drafts
) -> None:
    draft_id, form = uuid4(), card(world)
    drafts.save(world.wren, draft_id, form)
    other = card(world, number_text="555-0199")
    for act in (
        lambda: drafts.save(world.robin, draft_id, other),
        lambda: drafts.save(world.robin, draft_id, CallForm(world.clock.now)),
        lambda: drafts.set_aside(world.robin, draft_id, other),
        lambda: drafts.discard(world.robin, draft_id, other),
    ):
        with pytest.raises(Refused, match=r"Wren .* has taken this card on"):
            act()
    (kept,) = drafts.open_drafts(world.wren)
    assert (kept.id, kept.form, kept.set_aside_at) == (draft_id, form, None)
    drafts.discard(world.wren, draft_id, form)
    assert drafts.open_drafts(world.wren) == ()


def test_fields_of_another_version_are_left_out(world: World) -> None:
    body = json.loads(to_json(card(world)))
    body["colour"] = "green"
    body["promise"]["mood"] = "good"
    del body["language"]
    assert from_json(json.dumps(body)) == card(world)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_every_card_is_kept_by_both_engines(world: World, drafts: Drafts, form: CallForm) -> None:
    draft_id = uuid4()
    drafts.save(world.wren, draft_id, form)
    kept = [draft.form for draft in drafts.open_drafts(world.wren) if draft.id == draft_id]
    assert kept == ([] if form.is_blank else [form])


def test_an_empty_card_keeps_nothing_and_an_emptied_one_goes(world: World, drafts: Drafts) -> None:
    draft_id = uuid4()
    blank = CallForm(
        world.clock.now,
        site_id=world.phoenix,
        promise=PromiseForm(owner_team_id=world.front_desk),
    )
    drafts.save(world.wren, draft_id, blank)
    assert drafts.open_drafts(world.wren) == ()
    drafts.save(world.wren, draft_id, card(world))
    drafts.save(world.wren, draft_id, blank)
    assert drafts.open_drafts(world.wren) == ()


def test_saved_again_it_is_one_card_with_the_newest_words(world: World, drafts: Drafts) -> None:
    draft_id = uuid4()
    assert drafts.save(world.wren, draft_id, card(world)) == world.clock.now
    world.clock.forward(seconds=4)
    form = card(world, outcome=CallOutcome.MESSAGE, reasons=(Reason.OTHER,))
    saved = drafts.save(world.wren, draft_id, form)
    (draft,) = drafts.open_drafts(world.wren)
    assert (draft.form, draft.updated_at, draft.set_aside_at) == (form, saved, None)
    assert draft.desk_id == world.desk


def test_two_lines_at_once(world: World, drafts: Drafts) -> None:
    first, second = uuid4(), uuid4()
    drafts.save(world.wren, first, card(world, speaker_id=world.hazel))
    world.clock.forward(minutes=1)
    put_by = drafts.set_aside(world.wren, first, card(world, speaker_id=world.hazel))
    assert put_by.set_aside_at == world.clock.now
    world.clock.forward(minutes=2)
    drafts.save(world.wren, second, card(world, number_text="312 555 0147"))
    # The last save of the first card's typing comes late: it stays put by.
    drafts.save(world.wren, first, card(world, speaker_id=world.hazel))
    world.clock.forward(seconds=1)
    drafts.save(world.wren, second, card(world, number_text="312 555 0147"))
    found = drafts.open_drafts(world.wren)
    assert [draft.title for draft in found] == ["(312) 555-0147", "Hazel Birch"]
    assert [draft.set_aside_at is None for draft in found] == [True, False]
    back = drafts.take_back(world.wren, first)
    assert back.set_aside_at is None
    assert all(draft.set_aside_at is None for draft in drafts.open_drafts(world.wren))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ({}, NO_NUMBER),
        ({"number_text": "anonymous"}, "anonymous"),
        ({"number_text": "+44 20 7946 0018 ext 3"}, "+44 20 7946 0018 ext. 3"),
        ({"number_text": "3125550147", "speaker_name": " Fern \0 "}, "Fern \0"),
    ],
)
def test_titles(world: World, drafts: Drafts, typed: dict[str, str], title: str) -> None:
    drafts.save(world.wren, uuid4(), card(world, **typed))
    assert [draft.title for draft in drafts.open_drafts(world.wren)] == [title]


def test_each_persons_cards_are_their_own_at_their_desk(world: World, drafts: Drafts) -> None:
    drafts.save(world.wren, uuid4(), card(world))
    assert drafts.open_drafts(world.robin) == ()
    with pytest.raises(NotAllowed):
        drafts.save(world.it, uuid4(), card(world))


def test_thrown_away_and_put_back(world: World, drafts: Drafts) -> None:
    draft_id = uuid4()
    before = drafts.set_aside(world.wren, draft_id, card(world))
    world.clock.forward(minutes=1)
    last_words = card(world, speaker_name="Fern")
    gone = drafts.discard(world.wren, draft_id, last_words)
    assert drafts.open_drafts(world.wren) == ()
    with pytest.raises(NotFound, match="logged or thrown away"):
        drafts.take_back(world.wren, draft_id)
    drafts.restore(world.wren, gone)
    (back,) = drafts.open_drafts(world.wren)
    assert back == gone
    assert (back.form, back.set_aside_at) == (last_words, before.set_aside_at)


def test_a_card_never_saved_can_be_thrown_away_too(world: World, drafts: Drafts) -> None:
    draft_id: UUID = uuid4()
    gone = drafts.discard(world.wren, draft_id, card(world))
    drafts.restore(world.wren, gone)
    assert [draft.id for draft in drafts.open_drafts(world.wren)] == [draft_id]
