"""Secrets go, everything else stays as it was."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.lead_secrets import is_secret, text_without_secrets, without_secrets


def test_what_is_a_secret_by_its_name() -> None:
    assert all(map(is_secret, ("google_key", "HandshakeKey", "access-key".replace("-", "_"))))
    assert not any(map(is_secret, ("token", "keyword", "passport", "monkey", "authority", "name")))


def test_an_empty_secret_stays_empty() -> None:
    assert without_secrets({"google_key": "", "n": 9007199254740993}) == {
        "google_key": "",
        "n": 9007199254740993,
    }


def test_an_address_keeps_what_is_no_secret() -> None:
    shown = text_without_secrets("https://example.com/ask?utm_source=news&token=hush&page=2")
    assert shown == "https://example.com/ask?utm_source=news&token=‹secret›&page=2"


@given(st.text(alphabet=st.characters(exclude_characters='=":'), max_size=200))
def test_plain_words_stay(text: str) -> None:
    assert text_without_secrets(text) == text


@given(st.recursive(st.none() | st.booleans() | st.integers(), st.lists, max_leaves=8))
def test_values_without_names_stay(value: object) -> None:
    assert without_secrets(value) == value
