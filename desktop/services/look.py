"""How somebody likes their window."""

from typing import Literal, NamedTuple

Colours = Literal["light", "dark", "system"]
COLOURS: tuple[Colours, ...] = ("light", "dark", "system")


# A tuple: every start loads this, and a dataclass takes five times as long to make.
class Look(NamedTuple):
    """Colours and text size (1.0 is 100 %) of one person."""

    colours: Colours = "system"
    scale: float = 1.0


def read_look(colours: str | None, scale: str | None) -> Look:
    """The look that was kept as these words; one that cannot be read counts as none."""
    known: dict[str | None, Colours] = {name: name for name in COLOURS}
    try:
        size = float(scale or "1")
    except ValueError:
        size = 1.0
    return Look(known.get(colours, "system"), size)
