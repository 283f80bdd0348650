"""A document as a PDF file, whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from desktop.export.new_file import new_file
from desktop.services.takeaway import Takeaway
from desktop.ui.tokens import UI_FAMILY

ENDING = ".pdf"
_EDGE_MM = 18.0
_DPI = 96
_FOOT = 26
"""Room for the line at the foot of each page."""


def pdf_bytes(document: QTextDocument, foot: str) -> bytes:
    """The pages; at the foot of each stands ``foot`` and which page it is."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    title = document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(title)
    writer.setCreator("KetWell Desk")
    writer.setResolution(_DPI)
    # Letter for who prints in America; A4 is as wide but for 6 mm, and prints scaled.
    size = QPageSize(QPageSize.PageSizeId.Letter)
    edges = QMarginsF(_EDGE_MM, _EDGE_MM, _EDGE_MM, _EDGE_MM)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, edges, QPageLayout.Unit.Millimeter)
    )
    room = writer.pageLayout().paintRectPixels(_DPI)
    page = QSizeF(room.width(), room.height() - _FOOT)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(page)
    document.setDocumentMargin(0)
    count = document.pageCount()
    painter = QPainter(writer)
    for number in range(count):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * page.height())
        document.drawContents(painter, QRectF(0, number * page.height(), *_size(page)))
        painter.restore()
        font = QFont(UI_FAMILY)
        font.setPointSizeF(8)
        painter.setFont(font)
        line = QRectF(0, room.height() - _FOOT / 2, room.width(), _FOOT / 2)
        painter.drawText(line, f"{foot} · page {number + 1} of {count}")
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def save_pdf(
    content: bytes,
    takeaway: Takeaway,
    name: str,
    now: datetime,
    zone: str,
    note: Callable[[Callable[[], None]], object],
) -> Path:
    """Save pages where ``takeaway`` says, locked if it says so, as ``name`` of ``now`` in ``zone``.
    ``note`` is given what puts the file in its place when every byte is on the disk; if it raises,
    no file stays. Raises FileProblem."""
    with new_file(takeaway.target, takeaway.ending(ENDING)) as file:
        with takeaway.into(file.stream, f"{name}{ENDING}", now, zone) as stream:
            stream.write(content)
        file.finish()
        note(file.place)
        return file.target


def _size(page: QSizeF) -> tuple[float, float]:
    return page.width(), page.height()
