"""Colours, type, space and radius of the look, as plain values (no Qt).

The names are the ones in the component sheet: ``primary-tint`` is the ground of a chosen thing,
``late`` is overdue and problems (rust), ``safety`` is red and means danger to a person only,
``focus`` is blue and means the keyboard only, ``plan`` is indigo and means the acquisition.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Tokens = Mapping[str, str]
"""Colour name → ``#RRGGBB``, or ``#AARRGGBB`` for the scrim."""

LIGHT: Tokens = MappingProxyType(
    {
        "bg": "#F3F5F4",
        "surface": "#FFFFFF",
        "surface-2": "#F8FAF9",
        "sunken": "#E9EEEC",
        "line": "#DAE1DF",
        "line-2": "#C3CDCA",
        "control": "#7D8B88",
        "text": "#15211F",
        "text-2": "#40504D",
        "text-3": "#586764",
        "primary": "#0B5C59",
        "primary-hover": "#084A48",
        "primary-press": "#063A39",
        "on-primary": "#FFFFFF",
        "primary-tint": "#E3F0EE",
        "primary-edge": "#8FBDB8",
        "focus": "#1D5FD1",
        "plan": "#45459A",
        "plan-tint": "#EEEEF9",
        "plan-edge": "#B4B4DE",
        "ok": "#1C6B3C",
        "ok-tint": "#E6F3EA",
        "ok-edge": "#9CCBAC",
        "soon": "#7A4A00",
        "soon-tint": "#FCF1DA",
        "soon-edge": "#DDB96C",
        "soon-mark": "#B57A12",
        "late": "#92390F",
        "late-tint": "#FCECE2",
        "late-edge": "#E0A98A",
        "safety": "#B3132B",
        "safety-tint": "#FDEEF0",
        "safety-edge": "#B3132B",
        "on-safety": "#FFFFFF",
        "rail": "#0E2E2F",
        "rail-text": "#C4D6D4",
        "rail-active": "#1D4A4A",
        "rail-on": "#FFFFFF",
        "badge": "#F2C46B",
        "on-badge": "#2B1C00",
        "mark": "#FBE9A9",
        "mark-now": "#F3C64B",
        "on-mark-now": "#221700",
        "scrim": "#8C0E2020",
        "h1": "#E3F0EE",
        "h2": "#B7D9D4",
        "h3": "#7DB8B1",
        "h4": "#2B7772",
        "h5": "#0B5C59",
    }
)

DARK: Tokens = MappingProxyType(
    {
        "bg": "#0F1615",
        "surface": "#172120",
        "surface-2": "#1B2726",
        "sunken": "#0B1110",
        "line": "#293635",
        "line-2": "#3A4A48",
        "control": "#74857F",
        "text": "#E9F0EE",
        "text-2": "#BBC9C6",
        "text-3": "#98A8A5",
        "primary": "#6CCBC1",
        "primary-hover": "#8AD9D0",
        "primary-press": "#A6E4DD",
        "on-primary": "#052321",
        "primary-tint": "#163533",
        "primary-edge": "#2F6B66",
        "focus": "#7FB0FF",
        "plan": "#B4B4F2",
        "plan-tint": "#23244A",
        "plan-edge": "#4C4D86",
        "ok": "#86D3A0",
        "ok-tint": "#14301F",
        "ok-edge": "#2F6B46",
        "soon": "#F0C36B",
        "soon-tint": "#33260B",
        "soon-edge": "#77591C",
        "soon-mark": "#D9A03A",
        "late": "#F2A56F",
        "late-tint": "#3A1E10",
        "late-edge": "#84492A",
        "safety": "#FF8496",
        "safety-tint": "#3A141A",
        "safety-edge": "#FF8496",
        "on-safety": "#2B060B",
        "rail": "#0A1414",
        "rail-text": "#B4C6C4",
        "rail-active": "#1B3B3A",
        "rail-on": "#FFFFFF",
        "badge": "#F2C46B",
        "on-badge": "#2B1C00",
        "mark": "#4A3E12",
        "mark-now": "#F3C64B",
        "on-mark-now": "#221700",
        "scrim": "#B2040808",
        "h1": "#16302E",
        "h2": "#1E4A47",
        "h3": "#2C6F6A",
        "h4": "#439C95",
        "h5": "#6CCBC1",
    }
)

UI_FAMILY = "Inter"
"""The app or the caller speaking."""
VOICE_FAMILY = "Source Serif 4"
"""Approved words only: whatever is set in it may be read aloud as written."""


class TypeStyle(NamedTuple):  # every start loads it; a dataclass takes five times as long
    """One line of the type scale; ``size`` and ``line`` are pixels at 100 %, ``weight`` is CSS."""

    size: int
    line: int
    weight: int
    family: str = UI_FAMILY
    spacing: float = 0.0
    """Letter spacing as a fraction of the size."""


TYPE: Mapping[str, TypeStyle] = MappingProxyType(
    {
        "display": TypeStyle(28, 36, 600, spacing=-0.015),
        "number": TypeStyle(20, 28, 600, spacing=0.01),
        "large-number": TypeStyle(44, 48, 600, spacing=-0.02),
        "clock": TypeStyle(56, 64, 600, spacing=-0.02),
        "title": TypeStyle(20, 28, 600, spacing=-0.01),
        "title-bold": TypeStyle(20, 28, 700),
        "card": TypeStyle(16, 24, 600),
        "lead": TypeStyle(16, 24, 400),
        "body": TypeStyle(14, 20, 400),
        "medium": TypeStyle(14, 20, 500),
        "strong": TypeStyle(14, 20, 600),
        "small": TypeStyle(13, 18, 400),
        "label": TypeStyle(13, 18, 500),
        "small-strong": TypeStyle(13, 18, 600),
        "cap": TypeStyle(12, 16, 400),
        "cap-medium": TypeStyle(12, 16, 500),
        "cap-strong": TypeStyle(12, 16, 600),
        "cap-bold": TypeStyle(12, 16, 700),
        "voice": TypeStyle(17, 27, 400, VOICE_FAMILY),
        "voice-safety": TypeStyle(20, 30, 400, VOICE_FAMILY),
        "voice-safety-compact": TypeStyle(18, 26, 400, VOICE_FAMILY),
        "voice-snippet": TypeStyle(16, 24, 400, VOICE_FAMILY),
        "voice-inline": TypeStyle(14, 18, 400, VOICE_FAMILY),
        "article": TypeStyle(17, 28, 400, VOICE_FAMILY),
        "article-lead": TypeStyle(19, 30, 400, VOICE_FAMILY),
        "article-note": TypeStyle(16, 24, 600, VOICE_FAMILY),
        "article-h1": TypeStyle(32, 40, 600, VOICE_FAMILY),
        "article-h2": TypeStyle(21, 28, 600, VOICE_FAMILY),
        "safety-number": TypeStyle(44, 52, 700),
        "danger-number": TypeStyle(28, 32, 700),
        "danger-large": TypeStyle(56, 60, 700, spacing=-0.01),
        "danger-compact": TypeStyle(44, 46, 700, spacing=-0.01),
        "ring-number": TypeStyle(28, 32, 700, spacing=-0.01),
        "ring-compact": TypeStyle(24, 28, 700, spacing=-0.01),
    }
)

RADIUS_KEY = 4
RADIUS_CONTROL = 6
RADIUS_CARD = 8
PAGE_EDGE = 16
CARD_GAP = 12

COMPACT_BELOW_WIDTH = 1320
COMPACT_BELOW_HEIGHT = 800
SMALLEST_SCALE = 0.9
LARGEST_SCALE = 1.5


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio (1 to 21) of two ``#RRGGBB`` colours."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
