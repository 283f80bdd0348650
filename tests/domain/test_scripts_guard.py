"""Words to read aloud: what is wrong with them, fields filled in, what a voicemail may say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.filled_words import GAP, Field, fill, unknown_fields
from desktop.domain.script_guard import GuardKind, StatementWords, findings
from desktop.domain.vocabulary import VoicemailRule
from desktop.domain.voicemail_words import voicemail_words

TODAY = date(2026, 11, 17)
OLD = StatementWords("v1", "The sale closes at the end of November. We hold your records.", False)
NEW = StatementWords("v2", "The sale has no date yet. We hold your records.", True)


def kinds(text: str, review_on: date | None = None) -> list[GuardKind]:
    return [each.kind for each in findings(text, review_on, TODAY, (OLD, NEW))]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Ring 800-273-8255.", True),
        ("Ring 1 (800) 273-8255 now", True),
        ("Ring 1-800-273-TALK", True),
        ("Ring 8002738255", True),
        ("Ring 988, or 800-273-8255.", False),
        ("Ring 988.", False),
        ("Ring 800-273-8256.", False),
        ("Our order 19887 and 800-273-8255", True),
    ],
)
def test_the_old_lifeline_without_988(text: str, wrong: bool) -> None:
    assert (GuardKind.OLD_NUMBER in kinds(text)) is wrong


def test_a_review_that_is_over() -> None:
    assert kinds("Hello", TODAY) == []
    assert kinds("Hello", TODAY - timedelta(days=1)) == [GuardKind.REVIEW_DUE]


def test_words_of_a_statement_that_holds_no_more() -> None:
    assert kinds("I can say: the sale closes at the end of November!") == [GuardKind.OLD_STATEMENT]
    assert kinds("We hold your records.") == [], "that still holds"
    assert kinds("The sale closes soon.") == []


def test_a_missing_field_is_a_gap_and_never_a_wrong_word() -> None:
    parts = fill("{caller}, this is {me} from {clinic}.", {"caller": "Juniper", "me": " "})
    assert "".join(part.text for part in parts) == f"Juniper, this is {GAP} from {GAP}."
    assert [part.field for part in parts if part.gap] == ["me", "clinic"]
    assert unknown_fields("{caller} {colour}") == ("colour",)


@given(st.text(st.sampled_from("{}cale r"), max_size=30))
def test_words_without_fields_stay_as_they_are(text: str) -> None:
    parts = fill(text, {str(each): "X" for each in Field})
    assert all(part.text in text for part in parts if not part.field)


def test_without_permission_only_a_first_name_and_a_number() -> None:
    said = voicemail_words(
        VoicemailRule.NEUTRAL, me="Wren Hill", number="602-555-0100", clinic="KWC Phoenix",
        reason="your infusion",
    )  # fmt: skip
    assert said.text == "Hello, this is Wren. Please ring me back at 602-555-0100. Thank you."
    full = voicemail_words(
        VoicemailRule.FULL, me="Wren Hill", number="602-555-0100", clinic="KWC", reason="your visit"
    )
    assert "from KWC. It is about your visit." in full.text


@given(
    st.sampled_from(VoicemailRule),
    st.booleans(),
    st.text(min_size=1, max_size=12),
    st.text(min_size=1, max_size=12),
)
def test_no_message_says_more_than_was_permitted(
    rule: VoicemailRule, no_voicemail: bool, clinic: str, reason: str
) -> None:
    secret = f"§{clinic}§{reason}§"
    said = voicemail_words(
        rule, me="Wren", number="555-0100", clinic=secret, reason=secret, no_voicemail=no_voicemail
    )
    if no_voicemail or rule is VoicemailRule.NONE:
        assert not said.text
    elif rule is VoicemailRule.NEUTRAL:
        assert "§" not in said.text
