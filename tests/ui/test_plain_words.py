"""Words on the screen are plain, whoever typed them, and no document loads a thing.

``QLabel``, tool tips and text browsers take what looks like markup for markup, and then load
``<img src="file:…">``. So every way to put words on the screen is looked up in the source: what is
not known to be plain is refused here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

import desktop.ui
from desktop.paths import resources
from desktop.ui.leads.plain_text import PlainText
from desktop.ui.printing.document import Para, document
from desktop.ui.reference.article_document import ArticleDocument
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.painting import plain_tip
from desktop.ui.widgets.text_area import TextArea

HOME = Path(desktop.ui.__file__).parent
MARKUP = '<b>Moss</b><img src="file:///etc/hostname">'

LABELS = {"widgets/label.py", "widgets/icon.py", "widgets/hours_bar.py"}
"""The only labels there are; each is plain."""
MARKUP_AT = {"printing/document.py"}
"""The only place that writes markup, through its escaper."""
FORBIDDEN = {
    "QMessageBox", "QErrorMessage", "QTextBrowser", "QToolTip", "QWhatsThis", "QInputDialog",
    "QProgressDialog", "QSystemTrayIcon", "QGraphicsTextItem", "QStaticText", "QSplashScreen",
}  # fmt: skip
"""They take markup, or show words outside the window."""
FORBIDDEN_CALLS = {"setWhatsThis", "setMarkdown", "insertHtml", "setHtml", "setStatusTip"}
HIDDEN_BY = {("lock/put_away.py", "QToolTip")}
"""Takes away the tip that may be there; of_call sees that it shows none."""
DOCUMENTS = {"QTextEdit", "QTextDocument"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(HOME.rglob("*.py")):
        yield path.relative_to(HOME).as_posix(), ast.parse(path.read_text("utf-8"))


def said(node: ast.AST) -> str:
    return ast.unparse(node)


def is_plain(node: ast.expr) -> bool:
    """Whether a tool tip is ours alone, or went through the one escaper."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "<" not in node.value
    if isinstance(node, ast.IfExp):
        return is_plain(node.body) and is_plain(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return all(is_plain(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_plain(node.value)
    if isinstance(node, ast.Call):
        return said(node.func) == "plain_tip" or said(node).startswith("key_of(")
    return False


def breaches(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from of_import(name, node)
        elif isinstance(node, ast.Call):
            yield from of_call(name, node)
        elif isinstance(node, ast.ClassDef):
            yield from of_class(name, node)
        elif isinstance(node, ast.Attribute) and node.attr in ("ToolTipRole", "WhatsThisRole"):
            yield f"{name}: {said(node)}"


def of_import(name: str, node: ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        if alias.name in FORBIDDEN and (name, alias.name) not in HIDDEN_BY:
            yield f"{name}: {alias.name}"
        if alias.name == "QLabel" and name not in LABELS:
            yield f"{name}: QLabel; use Label, which is plain"


def of_call(name: str, node: ast.Call) -> Iterator[str]:
    if said(node.func) == "QToolTip.showText":
        yield f"{name}: a tip that is shown by hand"
    if said(node.func) in DOCUMENTS:
        yield f"{name}: a bare {said(node.func)} may load what it is told to"
    if not isinstance(node.func, ast.Attribute):
        return
    called = node.func.attr
    if called == "setToolTip" and not is_plain(node.args[0]):
        yield f"{name}: {said(node)}; use plain_tip"
    if called in FORBIDDEN_CALLS and not (name in MARKUP_AT and called == "setHtml"):
        yield f"{name}: {said(node)}"


def of_class(name: str, node: ast.ClassDef) -> Iterator[str]:
    bases, body = {said(base) for base in node.bases}, said(node)
    if bases & DOCUMENTS and "def loadResource" not in body:
        yield f"{name}: {node.name} may load what it is told to"
    if "QTextEdit" in bases and "setAcceptRichText(False)" not in body:
        yield f"{name}: {node.name} takes markup that is pasted"
    if "QLabel" in bases and "setTextFormat(Qt.TextFormat.PlainText)" not in body:
        yield f"{name}: {node.name} is not plain"


def test_every_way_to_the_screen_is_plain() -> None:
    assert [breach for name, tree in modules() for breach in breaches(name, tree)] == []


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtWidgets import QLabel",
        "from PySide6.QtWidgets import QMessageBox",
        "button.setToolTip(name)",
        "button.setToolTip(f'Call {name}')",
        "button.setToolTip('<b>Call</b>')",
        "view.setHtml(text)",
        "made = QTextDocument()",
        "class Box(QTextEdit):\n    pass",
        "class Words(QLabel):\n    pass",
        "role = Qt.ItemDataRole.ToolTipRole",
    ],
)
def test_the_lint_finds_what_it_is_for(source: str) -> None:
    assert list(breaches("somewhere.py", ast.parse(source)))


def test_what_looks_like_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    theme = Theme(resources())
    notice = Notice(theme, "info", MARKUP, MARKUP)
    label, area = Label(theme, MARKUP), TextArea(theme)
    plain = PlainText(theme, "Message", "lead", 26)
    widgets: tuple[QWidget, ...] = (notice, label, area, plain)
    for widget in widgets:
        qtbot.addWidget(widget)
    area.set_text(MARKUP)
    plain.set_text(MARKUP)
    labels = [label, *notice.findChildren(QLabel)]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)
    for edit in (area, plain):
        assert isinstance(edit, QTextEdit)
        assert edit.toPlainText() == MARKUP
    shown = QTextDocument()
    shown.setHtml(plain_tip(MARKUP))
    assert shown.toPlainText() == MARKUP


def test_no_document_loads_anything(qtbot: QtBot) -> None:
    theme = Theme(resources())
    area, plain = TextArea(theme), PlainText(theme, "Message", "lead", 26)
    for widget in (area, plain):
        qtbot.addWidget(widget)
    sheet = document("Sheet", [Para(MARKUP)])
    assert MARKUP in sheet.toPlainText()
    image = int(QTextDocument.ResourceType.ImageResource)
    for each in (sheet, ArticleDocument(theme), area, plain):
        for address in ("file:///etc/hostname", "https://example.com/a.png"):
            assert each.loadResource(image, QUrl(address)) is None
