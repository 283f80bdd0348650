"""What the window is going to look like, as one SVG with the live promises in it.

The widgets take a quarter of a second to load. Until they are there, Qt draws this in one go.
Python only puts words in places: nothing is measured, and not even the ``Qt`` namespace is needed,
whose thousand constants take as long to load as all the rest of a bare window. The places are
those of the shell and of ``intake/ready_page``; a test holds the two together.
"""

from pathlib import Path

from desktop.domain.vocabulary import DueGroup
from desktop.domain.wording import due_words
from desktop.services.first_look import FirstLook, NextPromise
from desktop.ui.tokens import (
    COMPACT_BELOW_HEIGHT,
    COMPACT_BELOW_WIDTH,
    DARK,
    LIGHT,
    UI_FAMILY,
    Tokens,
)
from desktop.ui.words import REASON_WORDS

_RAIL, _TOP, _STATUS = 88, 56, 28
_COLUMN, _CARD, _ROW = 760, 374, 45
_GAP = "\N{NO-BREAK SPACE}" * 3
"""About the 12 pixels that stand between two words of different weight."""
_KEYS = {"Ctrl+K": 49, "F8": 27}
"""How wide a key hint is."""
_WIDTHS = ((" 'ijlI", 3.5), ("frt", 5.3), ("wmMW", 12.9))
"""How wide the letters are at 14 pixels that differ most from the others."""
_LETTER = 7.1
"""How wide a letter is at 14 pixels, about."""
_GROUPS = {
    DueGroup.OVERDUE: ("late", "clock-alert"),
    DueGroup.SOON: ("soon", "clock"),
    DueGroup.LATER: ("text-2", "calendar-clock"),
    DueGroup.WAITING: ("plan", "milestone"),
}


def picture(
    look: FirstLook | None, icons: Path, width: int, height: int, typed: str, *, dark: bool
) -> str:
    """The window as SVG: with ``look`` the desk, ready for a call, else the ground alone.

    ``typed`` is what stands in the number field already; ``dark`` is how the computer likes it.
    """
    if look is not None:
        dark = {"light": False, "dark": True}.get(look.look.colours, dark)
        width, height = round(width / look.look.scale), round(height / look.look.scale)
    sheet = _Sheet(DARK if dark else LIGHT, icons)
    sheet.box(0, 0, width, height, "bg")
    if look is not None:
        _rail(sheet, look, height)
        _top_bar(sheet, look, width, compact=_is_compact(width, height))
        _status_bar(sheet, width, height - _STATUS)
        _ready(sheet, look, width, height, typed)
    return sheet.svg(width, height)


class _Sheet:
    """Collects the parts of the picture. Places are in pixels, colours named by their tokens."""

    def __init__(self, tokens: Tokens, icons: Path) -> None:
        self._tokens, self._icons = tokens, icons
        self._parts: list[str] = []

    def svg(self, width: int, height: int) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'font-family="{UI_FAMILY}">{"".join(self._parts)}</svg>'
        )

    def box(
        self, x: float, y: float, w: float, h: float, fill: str, edge: str = "", r: float = 0,
        line: int = 1,
    ) -> None:  # fmt: skip
        """A box whose edge lies wholly inside it."""
        stroke = ""
        if edge:
            stroke = f' stroke="{self._tokens[edge]}" stroke-width="{line}"'
            x, y, w, h, r = x + line / 2, y + line / 2, w - line, h - line, r - line / 2
        paint = self._tokens[fill] if fill else "none"
        self._parts.append(
            f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{paint}"{stroke}/>'
        )

    def text(
        self, x: float, y: float, line: int, said: str, size: int = 14, weight: int = 400,
        tone: str = "text", anchor: str = "start", more: tuple[str, int, str] = ("", 0, ""),
    ) -> None:  # fmt: skip
        """A line of text, ``line`` high, its top at ``y``; ``more`` follows it in another weight
        and tone."""
        # Inter's capitals are 0.728 of its size: half of that below the line's middle.
        base = round(y + line / 2 + 0.364 * size)
        spans = f"<tspan>{_plain(said)}</tspan>"
        if more[0]:
            words, heavy, ink = more
            spans += f'<tspan font-weight="{heavy}" fill="{self._tokens[ink]}">'
            spans += f"{_GAP}{_plain(words)}</tspan>"
        self._parts.append(
            f'<text x="{x}" y="{base}" font-size="{size}" font-weight="{weight}" '
            f'fill="{self._tokens[tone]}" text-anchor="{anchor}" xml:space="preserve">'
            f"{spans}</text>"
        )

    def icon(self, x: float, y: float, name: str, tone: str, size: int = 16) -> None:
        """An icon with its corner at ``x``, ``y``."""
        source = (self._icons / f"{name}.svg").read_text(encoding="utf-8")
        head, _, body = source[source.index("<svg") :].partition(">")
        side = int(head.partition('viewBox="0 0 ')[2].partition(" ")[0])
        ink = f'stroke="{self._tokens[tone]}" stroke-width="2"' if "currentColor" in head else ""
        self._parts.append(
            f'<g transform="translate({x} {y}) scale({size / side})" fill="none" {ink} '
            f'stroke-linecap="round" stroke-linejoin="round">{body.rpartition("</svg>")[0]}</g>'
        )


def _rail(sheet: _Sheet, look: FirstLook, height: int) -> None:
    sheet.box(0, 0, _RAIL, height, "rail")
    sheet.icon(29, 15, "ketwell", "rail-on", 30)
    sheet.box(8, 64, 72, 58, "rail-active", r=8)
    sheet.box(-4, 76, 8, 34, "badge", r=3)
    sheet.icon(33, 71.5, "phone-incoming", "rail-on", 22)
    sheet.text(44, 98.5, 16, "Intake", 12, 600, "rail-on", "middle")
    sheet.icon(33, 133.5, "phone-outgoing", "rail-text", 22)
    sheet.text(44, 160.5, 16, "Callbacks", 12, 500, "rail-text", "middle")
    if look.due:
        count, wide = (str(look.due), 22) if look.due < 100 else ("99+", 36)
        sheet.box(50, 127, wide, 22, "rail", r=11)
        sheet.box(52, 129, wide - 4, 18, "badge", r=9)
        sheet.text(50 + wide / 2, 130, 16, count, 12, 600, "on-badge", "middle")


def _top_bar(sheet: _Sheet, look: FirstLook, width: int, *, compact: bool) -> None:
    sheet.box(_RAIL, 0, width - _RAIL, _TOP, "surface")
    sheet.box(_RAIL, _TOP - 1, width - _RAIL, 1, "line")
    sheet.box(104, 10, 420, 36, "surface", "control", r=6)
    sheet.icon(115, 20, "search", "text-3")
    sheet.text(139, 18, 20, "Search people, numbers, calls, scripts", 13, tone="text-3")
    _key(sheet, 515, 19, "Ctrl+K", "text-3", "line-2", "surface-2")
    x = width - 36
    sheet.icon(x, 20, "chevron-down", "text-3")
    if not compact:
        sheet.text(x - 8, 18, 20, look.clerk, weight=500, anchor="end")
        x -= 8 + round(_width(look.clerk))
    x -= 38
    sheet.box(x, 13, 30, 30, "primary-tint", "primary-edge", r=15)
    letters = "".join(name[0] for name in look.clerk.split())
    sheet.text(x + 15, 20, 16, letters, 12, 600, "primary", "middle")
    x -= 4 + 12 + 163
    sheet.box(x, 10, 163, 36, "surface", "safety-edge", r=6, line=2)
    sheet.icon(x + 12, 19, "life-buoy", "safety", 18)
    sheet.text(x + 38, 18, 20, "Safety card", weight=600, tone="safety")
    _key(sheet, x + 150, 19, "F8", "safety", "safety-edge")
    x -= 12 + 149
    sheet.box(x, 10, 149, 36, "surface", "line-2", r=6)
    sheet.icon(x + 13, 20, "phone-call", "ok")
    sheet.text(x + 37, 18, 20, "855-KET-WELL", 13, 600)


def _key(
    sheet: _Sheet, right: float, y: float, keys: str, tone: str, edge: str, fill: str = ""
) -> None:
    """A key hint that ends at ``right``."""
    wide = _KEYS[keys]
    sheet.box(right - wide, y, wide, 18, fill, edge, r=4)
    sheet.text(right - wide / 2, y + 1, 16, keys, 12, 500, tone, "middle")


def _status_bar(sheet: _Sheet, width: int, y: int) -> None:
    """Data of a demo on this computer, its key in a file: only that is seen at a glance."""
    sheet.box(_RAIL, y, width - _RAIL, _STATUS, "surface-2")
    sheet.box(_RAIL, y, width - _RAIL, 1, "line")
    for x, said, icon in (
        (104, "Encrypted · this computer", "lock-keyhole"),
        (284, "All changes saved", "check"),
        (419, "Key kept in a file", "key-round"),
    ):
        sheet.icon(x, y + 7, icon, "text-2", 14)
        sheet.text(x + 19, y + 6, 16, said, 12, tone="text-2")
    sheet.box(width - 93, y + 3, 77, 22, "sunken", r=6)
    sheet.text(width - 86, y + 6, 16, "Demo data", 12, 600, "text-2")


def _ready(sheet: _Sheet, look: FirstLook, width: int, height: int, typed: str) -> None:
    rows = len(look.promises)
    tall = _ROW * (1 + max(rows, 1)) + 1
    head, bar = 64 + 6 + 36 + 6 + 24 + 6, 10 + 40 + 14
    foot = 12 if _is_compact(width, height) else 28
    y = _TOP + (height - _TOP - _STATUS - foot - (head + bar + 6 + tall)) // 2
    middle = (_RAIL + width) / 2
    sheet.box(middle - 28, y, 56, 56, "primary-tint", "primary-edge", r=28)
    sheet.icon(middle - 12, y + 16, "phone-incoming", "primary", 24)
    # Word by word, since the title is set closer than SVG can set it.
    for x, word in ((-146, "Ready"), (-57, "for"), (-14, "the"), (36, "next"), (101, "call")):
        sheet.text(middle + x, y + 70, 36, word, 28, 600)
    hint = "Type or paste a number, or start an empty card. Notes save as you type."
    sheet.text(middle, y + 112, 24, hint, 16, 400, "text-2", "middle")
    y += head + 10
    _field(sheet, middle - 199, y, typed)
    _button(sheet, middle + 49, y)
    y += 40 + 14 + 6
    left, right = middle - _COLUMN / 2, middle + _COLUMN / 2 - _CARD
    _card(sheet, left, y, _ROW + 1, "archive", "Set aside", look.cards, 115)
    _card(sheet, right, y, tall, "phone-outgoing", "Your next promises", rows, 183)
    for number, promise in enumerate(look.promises, 1):
        _promise(sheet, look, promise, right, y + _ROW * number)


def _field(sheet: _Sheet, x: float, y: float, typed: str) -> None:
    sheet.box(x, y, 240, 40, "surface", "focus", r=6, line=2)
    if typed:
        sheet.text(x + 11, y + 10, 20, typed)
    else:
        sheet.text(x + 11, y + 10, 20, "(___) ___-____", tone="text-3")
        sheet.box(x + 11, y + 11, 1, 18, "text")


def _button(sheet: _Sheet, x: float, y: float) -> None:
    sheet.box(x, y, 150, 40, "primary", r=6)
    sheet.icon(x + 17, y + 12, "plus", "on-primary")
    sheet.text(x + 41, y + 10, 20, "New call", weight=600, tone="on-primary")
    sheet.box(x + 106, y + 11, 27, 18, "", "on-primary", r=4)
    sheet.text(x + 119.5, y + 12, 16, "F2", 12, 500, "on-primary", "middle")


def _card(
    sheet: _Sheet, x: float, y: float, tall: int, icon: str, title: str, count: int, at: int
) -> None:
    """A card with its head; the count stands ``at`` so many pixels."""
    sheet.box(x, y, _CARD, tall, "surface", "line", r=8)
    sheet.icon(x + 15, y + 15, icon, "text-2")
    sheet.text(x + 41, y + 13, 20, title, weight=600)
    sheet.box(x + at, y + 14, 23, 18, "sunken", r=9)
    sheet.text(x + at + 11.5, y + 15, 16, str(count), 12, 600, "text-2", "middle")


def _promise(sheet: _Sheet, look: FirstLook, promise: NextPromise, x: float, y: float) -> None:
    tone, icon = _GROUPS[promise.group]
    decide = promise.needs_decision
    said = "Decide" if decide else due_words(promise.due_at, look.zone, look.now)
    reason = REASON_WORDS[promise.reason]
    room = int((_CARD - 130) / _LETTER) - len(said) - len(reason)
    name = promise.name if len(promise.name) <= room else f"{promise.name[: room - 1]}…"
    sheet.box(x + 1, y, _CARD - 2, 1, "line")
    sheet.icon(x + 15, y + 15, icon, tone)
    sheet.text(x + 41, y + 13, 20, said, weight=600, tone=tone, more=(name, 500, "text"))
    sheet.text(x + 294, y + 14, 18, reason, 13, 400, "text-2", "end")
    sheet.box(x + 305, y + 9, 54, 28, "surface", "line-2", r=6)
    sheet.text(x + 332, y + 14, 18, "Open", 13, 500, "text", "middle")


def _width(name: str) -> float:
    """How wide a name is at 14 pixels, to a pixel or two."""
    return sum(
        next(
            (wide for letters, wide in _WIDTHS if letter in letters),
            9.8 if letter.isupper() else 8.3,
        )
        for letter in name
    )


def _plain(said: str) -> str:
    """Text that SVG shows as it is; what is no character at all is left out."""
    shown = "".join(letter for letter in said if letter.isprintable())
    return shown.replace("&", "&amp;").replace("<", "&lt;")


def _is_compact(width: int, height: int) -> bool:
    return width < COMPACT_BELOW_WIDTH or height < COMPACT_BELOW_HEIGHT
