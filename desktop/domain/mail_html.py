"""What the HTML of a mail says, as lines of text. Nothing is ever loaded or shown as HTML."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from desktop.domain.mail_labels import FORM_FIELDS
from desktop.domain.people_titles import meaning_of

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "dt",
        "dd",
        "title",
        "pre",
    ]
)
_NEXT_CELL: Final = "\x1f"
_BOLD_ENDS: Final = "\x1e"
_LABEL_AT_MOST: Final = 200
_BLANKS_AT_MOST: Final = 4
_ROW_AT_MOST: Final = 40
"""A row of more cells is no form's."""
_CELLS: Final = frozenset(("td", "th"))
_BOLD: Final = frozenset(("b", "strong", "label", "span"))
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_OPENS: Final = re.compile(r"<[A-Za-z!?/]")
_END_OF_HEAD: Final = re.compile(r"</head\b|<(?:body|p|div|table|h[1-6])\b", re.IGNORECASE)
"""Its end may be left out (HTML)."""
_SILENT: Final = frozenset(("script", "style", "head", "template", "noscript"))
_COLUMNS: Final = frozenset((("question", "answer"), ("field", "value"), ("pregunta", "respuesta")))
"""The titles above labels and values."""


def text_of_html(html: str) -> str:
    """What an HTML mail says, a line for each block; cells of a table's row on one line.

    Read from mark to mark, each character once: hostile HTML takes no longer than any other.
    """
    parts: list[str] = []
    at = 0
    in_pre = False
    while (start := html.find("<", at)) >= 0:
        parts.append(_flat(html[at:start], in_pre))
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(html)
            continue
        if not _OPENS.match(html, start):
            parts.append("<")  # "I <3 you" opens nothing
            at = start + 1
            continue
        end = html.find(">", start)
        if end < 0:
            at = start
            break
        found = _TAG.match(html, start)
        closing, tag = (found[1], found[2].lower()) if found else ("", "")
        at = end + 1
        if tag in _SILENT and not closing:
            ends = _END_OF_HEAD if tag == "head" else re.compile(rf"</{tag}\b", re.IGNORECASE)
            silent = ends.search(html, at)
            at = silent.start() if silent else len(html)
        elif tag in _BLOCKS:
            in_pre = not closing if tag == "pre" else in_pre
            parts.append("\n")
        elif tag in _CELLS and closing:
            parts.append(_NEXT_CELL)
        elif tag in _BOLD and closing:
            parts.append(_BOLD_ENDS)
    parts.append(_flat(html[at:], in_pre))
    lines = _lines("".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lines(rows: list[str]) -> Iterator[str]:
    """The lines; a row below a row of labels is their values."""
    above: list[str] = []
    places: list[str] = []
    is_told = False
    for row in rows:
        told = [_plain(cell) for cell in row.split(_NEXT_CELL)]
        cells = [cell for cell in told if cell]
        if cells and above and (len(told) == len(places) or len(cells) == len(above)):
            # What was left empty has its place all the same.
            by_place = len(told) == len(places)
            labels, values = (places, told) if by_place else (above, cells)
            pairs = zip(labels, values, strict=True)
            answered = ((label, value) for label, value in pairs if value)
            yield from (_answer(*each) if each[0] else each[1] for each in answered)
            is_told = True
            continue
        if cells and above:
            yield from [] if is_told else [" ".join(above)]
            above = []
        if len(cells) > 2 and _are_labels(cells):
            above, places, is_told = cells, told, False
        elif tuple(map(str.casefold, cells[-2:])) not in _COLUMNS:
            yield from _line(cells, told) if len(cells) > 1 else [_bold_label(row)]
    if above and not is_told:
        yield " ".join(above)


def _line(cells: list[str], told: list[str]) -> Iterator[str]:
    """Cells beside each other: a label and its value, whatever counts the rows before them; or
    several of such, also with empty ones (``told`` has them, and what stands behind the last)."""
    if len(cells) == 3 and cells[0].rstrip(".").isdecimal():
        cells = cells[1:]
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    if 4 < len(told) <= _ROW_AT_MOST and not told[-1] and _are_labels(told[:-1:2]):
        for label, value in zip(told[:-1:2], told[1:-1:2], strict=False):
            if value:
                yield _answer(label, value)
    elif len(cells) == 2 and len(cells[0]) <= _LABEL_AT_MOST and not cells[0].endswith(":"):
        yield _answer(*cells)
    elif 2 < len(cells) <= _ROW_AT_MOST and len(cells) % 2 == 0 and _are_labels(cells[::2]):
        for label, value in pairs:
            yield _answer(label, value)
    else:
        yield " ".join(cells)


def _are_labels(cells: list[str]) -> bool:
    """Whether all are titles of a form's fields, and no sentence."""
    return 1 < len(cells) <= _ROW_AT_MOST and all(
        len(cell) <= 60 and meaning_of(cell) in FORM_FIELDS for cell in cells
    )


def _answer(label: str, value: str) -> str:
    return f"{label} {value}" if label.endswith(":") else f"{label}: {value}"


def _bold_label(row: str) -> str:
    """A line; words in bold at its beginning are the label of what follows, where they are that
    of a form's field."""
    label, ends, value = row.lstrip(f"{_BOLD_ENDS} ").partition(_BOLD_ENDS)
    label, value = _plain(label), _plain(value)
    is_label = ends and value and label and label[-1] not in ":;,." and value[0] != ":"
    if is_label and label.count(" ") <= _BLANKS_AT_MOST and meaning_of(label) in FORM_FIELDS:
        return _answer(label, value)
    return _plain(row)


def _plain(text: str) -> str:
    return " ".join(unescape(text.replace(_BOLD_ENDS, "")).split())


def _flat(text: str, in_pre: bool) -> str:
    """Line ends of the source are no line ends of the text, but where the HTML says so."""
    text = text.replace(_NEXT_CELL, " ").replace(_BOLD_ENDS, " ").replace("\r\n", "\n")
    return text if in_pre else text.replace("\r", " ").replace("\n", " ")
