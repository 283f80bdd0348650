"""The keys of the card: they work from anywhere on it, and beside it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import CallOutcome
from desktop.ui.key_binding import bind_keys

if TYPE_CHECKING:
    from desktop.ui.intake.intake_page import IntakePage


def bind_card_keys(where: QWidget, page: "IntakePage") -> None:
    """Bind the keys for ``where`` and everything in it."""
    bind_keys(
        where,
        ("save", page.save),
        ("set_aside", page.set_aside),
        ("ask_request", page.questions.ask_request),
        ("new_person", page.card.new_person_requested.emit),
        ("next_tab", page.side.tabs.choose_next),
        ("find_words", page.side.find_words),
        ("next_words", lambda: page.side.article.step(1)),
        ("words_before", lambda: page.side.article.step(-1)),
        ("use_words", page.side.use_words),
        ("told", page.telling.toggle_told),
        ("heard_too", page.telling.toggle_heard_too),
        ("reasons", page.card.focus_reasons),
        *(("outcome", partial(page.card.outcome.press, outcome)) for outcome in CallOutcome),
    )
