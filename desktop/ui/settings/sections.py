"""The sections of the settings, declared as data. Only sections that work are there."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.vocabulary import Permission


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section: ``key`` names it in code, ``needs`` who may open it."""

    key: str
    title: str
    icon: str
    group: str
    needs: Permission


SECTIONS: Final = (
    SectionSpec("connections", "Connections", "cable", "The clinic", Permission.MANAGE_CONNECTIONS),
)
