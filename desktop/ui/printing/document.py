"""Documents for paper. Every text goes through one escaper: nothing in it is ever markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextDocument

from desktop.ui.tokens import UI_FAMILY, VOICE_FAMILY

_CSS = f"""
body {{ font-family: '{UI_FAMILY}'; font-size: 10pt; color: #15211F; }}
h1 {{ font-size: 17pt; font-weight: 600; margin: 0 0 2pt 0; }}
h2 {{ font-size: 12pt; font-weight: 600; margin: 14pt 0 3pt 0; }}
p {{ margin: 0 0 4pt 0; }}
p.quiet {{ color: #40504D; font-size: 9pt; }}
p.voice {{ font-family: '{VOICE_FAMILY}'; font-size: 11.5pt; margin: 4pt 0 6pt 14pt; }}
p.struck {{ color: #586764; font-size: 10pt; margin: 4pt 0 6pt 14pt; }}
th {{ text-align: left; color: #586764; font-weight: 600; font-size: 9pt; padding: 2pt 8pt 2pt 0; }}
td {{ padding: 2pt 8pt 2pt 0; }}
td.right, th.right {{ text-align: right; }}
"""


def escaped(text: str) -> str:
    """Text as it is, line breaks and all: the only way into a document."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("\n", "<br>")


@dataclass(frozen=True, slots=True)
class Head:
    """A title (level 1) or a heading (level 2)."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``look`` is "", "quiet", "voice" (words that were read aloud) or "struck"."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; the first column is words, the others figures at the right if ``figures``."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: bool = False


Block = Head | Para | Rows


class _Closed(QTextDocument):
    """Nothing is ever fetched for it."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


def document(title: str, blocks: Sequence[Block]) -> QTextDocument:
    """The blocks as a document that can be printed."""
    made = _Closed()
    made.setDefaultFont(QFont(UI_FAMILY))
    made.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, title)
    made.setDefaultStyleSheet(_CSS)
    made.setHtml("".join(_html(block) for block in blocks))
    return made


def _html(block: Block) -> str:
    if isinstance(block, Head):
        return f"<h{block.level}>{escaped(block.text)}</h{block.level}>"
    if isinstance(block, Para):
        look = f" class='{block.look}'" if block.look in ("quiet", "voice", "struck") else ""
        return f"<p{look}>{escaped(block.text)}</p>"
    heads = "".join(_cell("th", text, n, block) for n, text in enumerate(block.heads))
    rows = "".join(
        f"<tr>{''.join(_cell('td', text, n, block) for n, text in enumerate(row))}</tr>"
        for row in block.rows
    )
    return f"<table width='100%' cellspacing='0'><tr>{heads}</tr>{rows}</table>"


def _cell(tag: str, text: str, number: int, block: Rows) -> str:
    right = " class='right' align='right'" if block.figures and number else ""
    return f"<{tag}{right}>{escaped(text)}</{tag}>"
