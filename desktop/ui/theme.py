"""How everything looks: colours, fonts, icons, scale; made once, passed to each widget.

Widgets ask the theme when they paint (``color``, ``font``, ``px``, ``draw_icon``) and repaint on
``changed``; nothing caches a colour. In the system's high-contrast mode the system palette is
used, edges and icons stay and tints go.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from desktop.ui import tokens as tk
from desktop.ui.icons import IconStore
from desktop.ui.style import stylesheet


class Mode(StrEnum):
    """Which colours the person asked for."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, for numbers that change or line up."""
    copy = QFont(font)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


class Theme(QObject):
    """The look of the program. ``resources`` holds ``fonts/`` and ``icons/``."""

    changed = Signal()
    """Colours, scale or density changed: measure and paint again."""

    def __init__(
        self,
        resources: Path,
        mode: Mode = Mode.LIGHT,
        scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._mode = mode
        self._scale = _clamped(scale)
        self._compact = False
        self._app: QApplication | None = None
        self._bare = False
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._icons = IconStore(resources / "icons")
        self._hints = QGuiApplication.styleHints()
        # Held: its wrapper dies with the last Python reference to the hints' wrapper.
        self._system_access = self._hints.accessibility()
        self._system_palette = QGuiApplication.palette()
        self._tokens = self._choose_tokens()
        self._hints.colorSchemeChanged.connect(self._follow_system)
        self._system_access.contrastPreferenceChanged.connect(self._follow_system)

    # -- what the person chose ------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """Light, dark, or as the system says."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown now."""
        return self._tokens is tk.DARK

    @property
    def scale(self) -> float:
        """Size of everything, 0.9 to 1.5."""
        return self._scale

    @property
    def compact(self) -> bool:
        """Whether paddings are the small ones (window below 1320 wide or 800 high)."""
        return self._compact

    @property
    def high_contrast(self) -> bool:
        """Whether the system asks for high contrast, so its own palette is used."""
        return self._system_access.contrastPreference() == Qt.ContrastPreference.HighContrast

    @property
    def tokens(self) -> tk.Tokens:
        """The colour tokens shown now."""
        return self._tokens

    def set_mode(self, mode: Mode) -> None:
        """Light, dark or as the system; everything changes at once, without a restart."""
        if mode != self._mode:
            self._mode = mode
            self._refresh()

    def set_scale(self, scale: float) -> None:
        """Make everything larger or smaller; held between 0.9 and 1.5."""
        scale = _clamped(scale)
        if scale != self._scale:
            self._scale = scale
            self._refresh()

    def fit(self, window: QSize) -> None:
        """Choose compact paddings for a window of this size (at 150 % a window is smaller)."""
        compact = (
            window.width() < tk.COMPACT_BELOW_WIDTH * self._scale
            or window.height() < tk.COMPACT_BELOW_HEIGHT * self._scale
        )
        if compact != self._compact:
            self._compact = compact
            self.changed.emit()

    # -- what widgets ask -----------------------------------------------------------------

    def color(self, token: str) -> QColor:
        """The colour of a token; an unknown name raises KeyError."""
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(self._tokens[token])
        return QColor(colour)

    def px(self, pixels: float) -> int:
        """Pixels at the chosen scale, whole and at least 1 for anything above 0."""
        return max(1, round(pixels * self._scale)) if pixels > 0 else 0

    def font(self, style: str = "body", *, tabular_figures: bool = False) -> QFont:
        """A font of the type scale (see ``tokens.TYPE``) at the chosen scale."""
        key = (style, tabular_figures)
        if key not in self._fonts:
            shape = tk.TYPE[style]
            font = QFont(shape.family)
            font.setPixelSize(self.px(shape.size))
            font.setWeight(QFont.Weight(shape.weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if shape.family == tk.UI_FAMILY:
                font.setFeature(QFont.Tag("ss03"), 1)  # round r before round letters
            if shape.spacing:
                spacing = shape.spacing * self.px(shape.size)
                font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
            self._fonts[key] = tabular(font) if tabular_figures else font
        return QFont(self._fonts[key])

    def line_height(self, style: str) -> int:
        """The height of one line in this style, in pixels at the chosen scale."""
        return self.px(tk.TYPE[style].line)

    def icon(self, name: str, tone: str = "text-2", size: int = 16) -> QIcon:
        """An icon for menus and actions; painted widgets use :meth:`draw_icon`."""
        return self._icons.icon(name, self.color(tone), self.color("text-3"), self.px(size))

    def pixmap(
        self, name: str, tone: str = "text-2", size: int = 16, ratio: float = 1.0
    ) -> QPixmap:
        """An icon as a pixmap of ``size`` pixels (scaled) for a screen of ``ratio``."""
        return self._icons.pixmap(name, self.color(tone), self.px(size), ratio)

    def draw_icon(
        self, painter: QPainter, box: QRect | QRectF, name: str, tone: str | QColor, size: int = 16
    ) -> None:
        """Paint an icon in the middle of ``box``."""
        colour = tone if isinstance(tone, QColor) else self.color(tone)
        side = self.px(size)
        ratio = painter.device().devicePixelRatio()
        corner = QRectF(box).center() - QPointF(side / 2, side / 2)
        corner = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.drawPixmap(corner, self._icons.pixmap(name, colour, side, ratio))

    # -- the whole program ----------------------------------------------------------------

    def apply(self, app: QApplication) -> None:
        """Dress the program: fonts, palette, style sheet, no animation; kept up from now on."""
        for file in sorted((self._resources / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        app.setStyle("Fusion")
        for effect in (
            Qt.UIEffect.UI_AnimateMenu,
            Qt.UIEffect.UI_FadeMenu,
            Qt.UIEffect.UI_AnimateCombo,
            Qt.UIEffect.UI_AnimateTooltip,
            Qt.UIEffect.UI_FadeTooltip,
            Qt.UIEffect.UI_AnimateToolBox,
        ):
            app.setEffectEnabled(effect, False)
        self._app = app
        self._dress(app)

    def palette(self) -> QPalette:
        """The tokens as a Qt palette."""
        if self.high_contrast:
            return QPalette(self._system_palette)
        role = QPalette.ColorRole
        palette = QPalette()
        for which, token in (
            (role.Window, "bg"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "surface-2"),
            (role.Text, "text"),
            (role.PlaceholderText, "text-3"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.BrightText, "on-primary"),
            (role.Highlight, "primary"),
            (role.HighlightedText, "on-primary"),
            (role.Accent, "primary"),
            (role.Link, "primary"),
            (role.LinkVisited, "primary"),
            (role.ToolTipBase, "text"),
            (role.ToolTipText, "surface"),
            (role.Light, "surface"),
            (role.Midlight, "surface-2"),
            (role.Mid, "line-2"),
            (role.Dark, "control"),
            (role.Shadow, "line-2"),
        ):
            palette.setColor(which, self.color(token))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("text-3"))
        return palette

    def _dress(self, app: QApplication) -> None:
        # So that the system draws title bar and file dialogs in the same colours.
        if self._mode == Mode.SYSTEM:
            self._hints.unsetColorScheme()
        else:
            dark = self._mode == Mode.DARK
            self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        app.setPalette(self.palette())
        app.setFont(self.font("body"))
        if not self._bare:
            app.setStyleSheet(stylesheet(self._tokens, self.px))

    @contextmanager
    def bare(self) -> Iterator[None]:
        """Without the style sheet while a window is put together from many parts, few of which are
        on the screen: Qt goes by it through a part and all that is in it whenever that is put into
        another, which takes longer than all the rest."""
        app, self._bare = self._app, True
        if app is not None:
            for widget in app.allWidgets():
                # Of what it has not polished Qt would keep the address beyond its end.
                if widget.testAttribute(Qt.WidgetAttribute.WA_StyleSheet):
                    widget.ensurePolished()
            app.setStyleSheet("")
        try:
            yield
        finally:
            self._bare = False
            if app is not None:
                self._dress(app)

    def _refresh(self) -> None:
        self._tokens = self._choose_tokens()
        self._colours.clear()
        self._fonts.clear()
        self._icons.forget_drawings()
        if self._app is not None:
            self._dress(self._app)
        self.changed.emit()

    def _follow_system(self) -> None:
        self._refresh()

    def _choose_tokens(self) -> tk.Tokens:
        if self.high_contrast:
            return high_contrast_tokens(self._system_palette)
        if self._mode == Mode.SYSTEM:
            return tk.DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else tk.LIGHT
        return tk.DARK if self._mode == Mode.DARK else tk.LIGHT


def high_contrast_tokens(system: QPalette) -> tk.Tokens:
    """Every token from the system's palette: text on base, edges in text, no tints."""
    role = QPalette.ColorRole
    base, text = system.color(role.Base).name(), system.color(role.Text).name()
    accent, on_accent = (
        system.color(role.Highlight).name(),
        system.color(role.HighlightedText).name(),
    )
    found = dict.fromkeys(tk.LIGHT, text)
    grounds = ("bg", "surface", "surface-2", "sunken", "rail", "rail-active", "mark", "scrim")
    found |= {name: base for name in tk.LIGHT if name in grounds or name.endswith("-tint")}
    for name in ("primary", "primary-hover", "primary-press", "badge", "mark-now", "focus"):
        found[name] = accent
    for name in ("on-primary", "on-badge", "on-mark-now"):
        found[name] = on_accent
    found["on-safety"] = base
    return found


def _clamped(scale: float) -> float:
    return min(tk.LARGEST_SCALE, max(tk.SMALLEST_SCALE, scale))
