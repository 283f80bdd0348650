"""Which messages ask about the change of hands."""

import pytest

from desktop.domain.lead_topic import asks_about_sale


@pytest.mark.parametrize(
    "text",
    [
        "Asks about the acquisition",
        "I read you are being sold. Are my records safe?",
        "Is PetraMD the new owner?",
        "¿La clínica fue vendida?",
    ],
)
def test_asks_about_it(text: str) -> None:
    assert asks_about_sale(text)


@pytest.mark.parametrize("text", ["", "I sold my car to pay for this", "Do you take my insurance?"])
def test_asks_about_something_else(text: str) -> None:
    assert not asks_about_sale(text)
