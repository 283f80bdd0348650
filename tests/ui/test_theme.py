"""Colours that can be read, fonts that are there, icons that draw, and a theme that switches."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import resources
from desktop.ui.theme import Mode, Theme, high_contrast_tokens, tabular
from desktop.ui.tokens import DARK, LIGHT, TYPE, Tokens, contrast
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.line_edit import LineEdit

_TONES = ("primary", "plan", "ok", "soon", "late", "safety")

_TEXT_PAIRS = [
    *[(text, ground) for text in ("text", "text-2", "text-3") for ground in ("surface", "sunken")],
    *[(text, "bg") for text in ("text", "text-2", "text-3")],
    *[(text, "surface-2") for text in ("text", "text-2", "text-3", *_TONES)],
    *[(text, "primary-tint") for text in ("text", "text-2", "text-3")],
    *[(tone, "surface") for tone in _TONES],
    *[(tone, f"{tone}-tint") for tone in _TONES],
    *[("text", f"{tone}-tint") for tone in _TONES],
    *[("on-primary", ground) for ground in ("primary", "primary-hover", "primary-press")],
    ("on-safety", "safety"),
    ("rail-text", "rail"),
    ("rail-on", "rail-active"),
    ("on-badge", "badge"),
    ("text", "mark"),
    ("on-mark-now", "mark-now"),
    ("surface", "text"),  # the undo bar
]
_MARK_PAIRS = [
    *[("control", ground) for ground in ("surface", "surface-2")],
    *[("focus", ground) for ground in ("surface", "bg", "surface-2", "sunken", "primary-tint")],
    *[(tone, "surface") for tone in _TONES],
    ("soon-mark", "surface"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), _TEXT_PAIRS)
def test_text_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), _MARK_PAIRS)
def test_marks_and_edges_can_be_seen(tokens: Tokens, mark: str, ground: str) -> None:
    assert contrast(tokens[mark], tokens[ground]) >= 3.0


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#0B5C59", "#FFFFFF") == pytest.approx(7.8, abs=0.05)


def test_both_themes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_bundled_fonts_are_used_in_each_weight(theme: Theme) -> None:
    for style, shape in TYPE.items():
        found = QFontInfo(theme.font(style))
        assert found.family() == shape.family
        assert found.weight() == shape.weight, style
    assert {"Regular", "Medium", "SemiBold", "Bold"} <= set(QFontDatabase.styles("Inter"))


def test_tabular_figures_have_one_width(theme: Theme) -> None:
    plain = theme.font("display")
    lined_up = tabular(plain)
    assert QFontMetricsF(plain).horizontalAdvance("1111") < QFontMetricsF(plain).horizontalAdvance(
        "0000"
    )
    metrics = QFontMetricsF(lined_up)
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_every_icon_named_in_the_program_exists() -> None:
    folder = resources() / "icons"
    there = {file.stem for file in folder.glob("*.svg")}
    by_keyword = re.compile(r"""\b(?:icon|icon_after|tag_icon|act_icon)=["']([a-z0-9-]+)["']""")
    by_place = re.compile(r"""\bIcon\(\s*(?:self\.)?_?theme,\s*["']([a-z0-9-]+)["']""")
    named: dict[str, Path] = {}
    for file in (Path(__file__).parents[2] / "desktop" / "ui").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        for pattern in (by_keyword, by_place):
            named |= dict.fromkeys(pattern.findall(source), file)
    assert len(named) > 10
    assert {name: str(file) for name, file in named.items() if name not in there} == {}


def test_every_icon_draws_in_the_asked_colour(theme: Theme) -> None:
    for file in sorted((resources() / "icons").glob("*.svg")):
        if file.stem == "ketwell":
            continue
        picture = theme.pixmap(file.stem, "late", 24).toImage()
        assert picture.size() == QSize(24, 24)
        solid = [
            picture.pixelColor(x, y)
            for x in range(24)
            for y in range(24)
            if picture.pixelColor(x, y).alpha() == 255
        ]
        assert solid, file.stem
        meant = theme.color("late")
        # Where two strokes meet, blending rounds a channel by one.
        assert all(
            max(
                abs(colour.red() - meant.red()),
                abs(colour.green() - meant.green()),
                abs(colour.blue() - meant.blue()),
            )
            <= 1
            for colour in solid
        ), file.stem


def test_an_unknown_icon_or_colour_is_a_bug_at_once(theme: Theme) -> None:
    with pytest.raises(OSError, match="no-such-icon"):
        theme.pixmap("no-such-icon")
    with pytest.raises(KeyError):
        theme.color("no-such-colour")


def test_switching_restyles_what_is_on_screen(
    theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    button = Button(theme, "Save call", Kind.PRIMARY)
    field = LineEdit(theme, name="Name")
    for widget in (button, field):
        qtbot.addWidget(widget)
    middle = button.sizeHint().height() // 2
    field.resize(200, 36)

    def colours() -> tuple[str, str, str]:
        face = button.grab().toImage().pixelColor(4, middle).name()
        ground = field.grab().toImage().pixelColor(150, 18).name()
        placeholder = qapp.palette().color(QPalette.ColorRole.PlaceholderText).name()
        return face, ground, placeholder

    def expected(tokens: Tokens) -> tuple[str, str, str]:
        return (
            tokens["primary"].lower(),
            tokens["surface"].lower(),
            tokens["text-3"].lower(),
        )

    assert colours() == expected(LIGHT)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    assert theme.dark
    assert colours() == expected(DARK)
    theme.set_mode(Mode.LIGHT)
    assert colours() == expected(LIGHT)


def test_where_the_system_has_no_colours_it_is_light(theme: Theme) -> None:
    theme.set_mode(Mode.DARK)
    theme.set_mode(Mode.SYSTEM)
    assert not theme.dark
    assert theme.tokens is LIGHT


@pytest.mark.parametrize(("asked", "given"), [(0.5, 0.9), (1.25, 1.25), (9.0, 1.5)])
def test_scale_is_held_between_90_and_150_percent(
    theme: Theme, qtbot: QtBot, asked: float, given: float
) -> None:
    button = Button(theme, "Save call", height=40)
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    theme.set_scale(asked)
    assert theme.scale == given
    assert theme.font("body").pixelSize() == round(14 * given)
    assert button.sizeHint().height() == round(40 * given)
    assert button.sizeHint().width() == pytest.approx(width * given, rel=0.06)


@pytest.mark.parametrize(
    ("size", "scale", "compact"),
    [
        (QSize(1440, 900), 1.0, False),
        (QSize(1319, 900), 1.0, True),
        (QSize(1440, 799), 1.0, True),
        (QSize(1320, 800), 1.0, False),
        (QSize(1440, 900), 1.25, True),  # larger text leaves less room
    ],
)
def test_compact_below_1320_by_800(theme: Theme, size: QSize, scale: float, compact: bool) -> None:
    theme.set_scale(scale)
    theme.fit(size)
    assert theme.compact is compact


def test_high_contrast_takes_the_systems_colours() -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    system.setColor(QPalette.ColorRole.Text, QColor("#FFFFFF"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#00FFFF"))
    system.setColor(QPalette.ColorRole.HighlightedText, QColor("#000001"))
    tokens = high_contrast_tokens(system)
    assert tokens.keys() == LIGHT.keys()
    assert {tokens[name] for name in tokens if name.endswith("-tint")} == {"#000000"}
    assert {tokens[name] for name in ("line", "control", "late-edge", "text-3")} == {"#ffffff"}
    assert tokens["primary"] == tokens["focus"] == "#00ffff"
    assert tokens["on-primary"] == "#000001"
