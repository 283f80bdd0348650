"""What merging a lead into a person does: only what differs, nothing lost, the stricter rule."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.lead_merge import (
    MergeKey,
    Merging,
    Says,
    choices,
    differences,
    stricter,
    taken,
    what_is_same,
)
from desktop.domain.vocabulary import VoicemailRule

BASIL = Says(
    "Basil Thornby", ("+18135550129",), ("basil@example.org",), "", "Tampa", "Mornings",
    VoicemailRule.FULL,
)  # fmt: skip


def test_only_what_differs_is_told() -> None:
    assert differences(BASIL, BASIL) == ()
    assert differences(Says(), BASIL) == ()
    lead = Says(
        "basil  THORNBY", ("+18135550129", "+18135550130"), ("BASIL@example.org",), "Tampa",
        best_time="After 4 pm", voicemail=VoicemailRule.NEUTRAL,
    )  # fmt: skip
    found = {each.key: each for each in differences(lead, BASIL)}
    assert list(found) == [
        MergeKey.PHONE,
        MergeKey.CLINIC,
        MergeKey.BEST_TIME,
        MergeKey.VOICEMAIL,
    ]
    assert found[MergeKey.PHONE].lead == ("+18135550130",)
    assert found[MergeKey.CLINIC].merging is Merging.ADDS
    assert found[MergeKey.BEST_TIME].merging is Merging.CHOICE
    assert found[MergeKey.VOICEMAIL].merging is Merging.STRICTER


def test_a_choice_is_the_persons_until_somebody_chooses() -> None:
    lead = Says("Basil T", best_time="After 4 pm", clinic="Tampa")
    found = differences(lead, BASIL)
    assert choices(found) == {MergeKey.NAME, MergeKey.BEST_TIME}
    assert [each.key for each in taken(found, ())] == [MergeKey.CLINIC]
    assert MergeKey.BEST_TIME in {each.key for each in taken(found, [MergeKey.BEST_TIME])}


def test_a_laxer_voicemail_rule_changes_nothing() -> None:
    strict = Says("Basil", voicemail=VoicemailRule.NONE)
    assert differences(Says("Basil", voicemail=VoicemailRule.FULL), strict) == ()


def test_what_is_the_same_in_words() -> None:
    assert what_is_same(BASIL, BASIL) == "Name, phone and e-mail are the same"
    assert what_is_same(Says("Basil Thornby"), BASIL) == "Name is the same"
    assert what_is_same(Says("Thornby Basil"), BASIL) == "Name is the same"
    assert what_is_same(Says(), Says()) == ""


rules = st.sampled_from(VoicemailRule)
texts = st.sampled_from(("", "a", "A", "b", "Ä"))
numbers = st.lists(st.sampled_from(("+1", "+2", "+3")), max_size=3).map(tuple)
says = st.builds(
    Says, texts, numbers, st.lists(texts.filter(bool), max_size=2).map(tuple), texts, texts, texts,
    st.none() | rules,
)  # fmt: skip


@given(says, says)
def test_what_is_told_differs_and_adds_only_what_is_new(lead: Says, person: Says) -> None:
    for each in differences(lead, person):
        assert each.lead
        assert each.lead != each.person
        if each.key is MergeKey.PHONE:
            assert not set(each.lead) & set(person.numbers)
    assert differences(person, person) == ()


@given(rules, st.none() | rules)
def test_the_stricter_rule_wins_whichever_side_it_is_on(
    one: VoicemailRule, other: VoicemailRule | None
) -> None:
    won = stricter(one, other)
    assert won in (one, other)
    if other is not None:
        assert won is stricter(other, one)
