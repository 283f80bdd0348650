"""What goes on paper is plain text: nothing that came from outside is markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop.ui.printing.document import Head, Para, Rows, document
from desktop.ui.printing.pdf import pdf_bytes


def _plain(text: str) -> str:
    """How Qt gives plain text back."""
    return text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\xa0", " ")


@pytest.mark.usefixtures("qapp")
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"])))
def test_text_comes_back_as_it_was(text: str) -> None:
    made = document("T", [Head(text, 1), Para(text, "voice"), Rows((text,), ((text,),))])
    assert _plain(made.toPlainText()).split("\n").count(text) == 4 or not text


def test_markup_stays_words(qapp: QApplication) -> None:
    nasty = "<img src='http://example.com/x.png'> <b>Juniper</b> & <script>x</script>"
    made = document("T", [Para(nasty), Rows(("a", "b"), ((nasty, nasty),), figures=True)])
    assert made.toPlainText().count("<b>Juniper</b> & <script>") == 3
    assert qapp is not None


def test_long_documents_have_their_pages(qapp: QApplication) -> None:
    short = pdf_bytes(document("T", [Para("One line")]), "KetWell Desk")
    long = pdf_bytes(document("T", [Para("One line")] * 400), "KetWell Desk")
    assert short.startswith(b"%PDF")
    assert b"/Count 1" in short
    assert b"/Count 1\n" not in long
    assert qapp is not None
