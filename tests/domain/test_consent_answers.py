"""Nothing is taken for a yes that is not one."""

import pytest

from desktop.domain.consent_answers import is_leave


@pytest.mark.parametrize(
    "answer",
    ["1", "true", "Yes", "on", "Sí", "checked", "I agree to be called.", "Acepto", "Opted in", "✓"],
)
def test_a_yes(answer: str) -> None:
    assert is_leave(answer)


@pytest.mark.parametrize(
    "answer",
    [
        *("", "0", "false", "No", "off", "maybe", "later", "none", "unchecked"),
        *("I do not agree", "I don't consent", "I don’t agree", "no acepto", "Opted out"),
        *("I decline", "unsubscribe", "disagree", "No, never", "I refuse to allow this"),
    ],
)
def test_no_yes(answer: str) -> None:
    assert not is_leave(answer)
