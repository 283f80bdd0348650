"""The words of HTML mail: tables with empty cells, marks that are none, a head without its end."""

import pytest

from desktop.domain.mail_html import text_of_html
from tests.domain.test_mail_reading import HEADS, lead_of

HTML = "Content-Type: text/html; charset=utf-8\n\n"
TITLES = "<tr><th>Name</th><th>Phone</th><th>Email</th><th>Message</th></tr>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


@pytest.mark.parametrize(
    "table",
    [
        f"{TITLES}{row('Fern Moss', '602-555-0147', '', 'Ring me')}",
        row("Name", "Fern Moss") + row("Email", "", "Phone", "602-555-0147"),
        row("Name", "Fern Moss", "Phone", "602-555-0147") + row("Email", "", "Message", ""),
    ],
    ids=["below its title", "beside its title", "all of them"],
)
def test_a_cell_that_was_left_empty_has_its_place_all_the_same(table: str) -> None:
    lead = lead_of(f"{HEADS}{HTML}<table>{table}</table>")
    assert (lead.name, lead.numbers, lead.emails) == ("Fern Moss", ("602-555-0147",), ())


def test_a_cell_without_a_title_is_kept() -> None:
    titles = row("", "Name", "Phone", "Message")
    table = f"<table>{titles}{row('urgent', 'Fern', '602-555-0147', 'Ring me')}</table>"
    assert text_of_html(table).splitlines() == [
        "urgent",
        "Name: Fern",
        "Phone: 602-555-0147",
        "Message: Ring me",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><meta charset=utf-8><style>p {color: red}</style><body>{}",
        "<html><head><title>x</title><meta charset=utf-8>{}",
        "<html><head><title>x</title></head><body>{}</body></html>",
    ],
    ids=["before a body", "before its words", "with its end"],
)
def test_the_end_of_a_head_may_be_left_out(html: str) -> None:
    form = "<p>Name: Fern Moss</p><p>Phone: 602-555-0147</p>"
    assert text_of_html(html.replace("{}", form)) == "Name: Fern Moss\n\nPhone: 602-555-0147"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("I <3 you<br>Phone: 602-555-0147", "I <3 you\nPhone: 602-555-0147"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("<?xml version='1.0'?><!DOCTYPE html>Hi</p>", "Hi"),
        ("less <", "less <"),
    ],
)
def test_a_sign_that_opens_nothing_is_text(html: str, text: str) -> None:
    assert text_of_html(html) == text
