"""The words of a tag. Apart from the other words, which the first picture of the window loads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TagWords:
    """One tag of a row."""

    text: str
    tone: str
    icon: str
