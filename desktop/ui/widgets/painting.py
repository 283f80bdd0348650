"""Small drawing helpers shared by the painted widgets."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.ui.keys import key_text
from desktop.ui.theme import Theme


def draw_box(
    painter: QPainter,
    box: QRectF,
    radius: float,
    fill: QColor | None,
    edge: QColor | None = None,
    width: float = 1.0,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """A rounded box whose edge of ``width`` pixels lies wholly inside ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
        return
    painter.setPen(QPen(edge, width, style))
    half = width / 2
    inner = max(0.0, radius - half)
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), inner, inner)


def draw_dot(painter: QPainter, centre: QPointF, diameter: float, fill: QColor) -> None:
    """A filled circle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(centre, diameter / 2, diameter / 2)


def text_width(font: QFont, text: str) -> float:
    """How wide ``text`` is in this font, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text) if text else 0.0


def shortened(text: str, font: QFont, room: float) -> str:
    """``text`` without what stands behind its last " · ", as often as it takes to fit the room."""
    while " · " in text and text_width(font, text) > room + 0.5:
        text = text.rpartition(" · ")[0]
    return text


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of plain text, centred in height, shortened with … where it does not fit."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) > box.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    flags = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter | align
    painter.drawText(box, int(flags), text)


KBD_HEIGHT = 18
KBD_PADDING = 6


def kbd_width(theme: Theme, keys: str) -> float:
    """The width of a key hint."""
    return text_width(theme.font("cap-medium"), key_text(keys)) + 2 * theme.px(KBD_PADDING)


def draw_kbd(
    painter: QPainter,
    theme: Theme,
    corner: QPointF,
    keys: str,
    text: QColor,
    edge: QColor,
    fill: QColor | None = None,
) -> None:
    """A key hint (``Ctrl+Enter``, on macOS ``⌘↩``) with its top left at ``corner``."""
    box = QRectF(corner.x(), corner.y(), kbd_width(theme, keys), theme.px(KBD_HEIGHT))
    draw_box(painter, box, theme.px(4), fill, edge)
    draw_text(
        painter, box, key_text(keys), theme.font("cap-medium"), text, Qt.AlignmentFlag.AlignHCenter
    )


def plain_tip(text: str) -> str:
    """A tool tip that shows ``text`` as it is: Qt would take ``<b>`` in it for markup."""
    # Not html.escape: that module brings every entity of HTML along, at start-up.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>" if text else ""
