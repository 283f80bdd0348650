"""The approved words in a call, by keys and clicks: read, told, changed while they are read."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop import app as composition
from desktop.app import App
from desktop.domain.errors import StorageProblem
from desktop.domain.vocabulary import (
    LineKind,
    Reason,
)
from desktop.services.actor import Actor
from desktop.services.disclosures import DisclosureRow
from desktop.services.statement_rows import NewWords
from desktop.services.transition_settings import TransitionChoices
from desktop.services.words import LineWords
from desktop.ui.intake.intake_page import IntakePage
from desktop.ui.intake.script_rows import AnswerRow
from desktop.ui.intake.statement_panel import CUT_OFF, NONE_APPROVED, StatementPanel
from tests.conftest import Clock
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import actor_of, promises
from tests.workflows.test_words import JUNIPERS, begin
from tests.workflows.transition_desk import manager

JUNIPER, ROWAN = "Juniper Moss", "Rowan Moss"
V5 = (
    "KWC is being acquired. The sale is announced but not final. As of today, your appointments "
    "stay as they are. Closing is planned for December."
)


def panel(hands: Hands) -> StatementPanel:
    return hands.window.intake.side.script.statement


def told(hands: Hands, name: str) -> list[DisclosureRow]:
    """What somebody has heard themselves, newest first."""
    services, actor = hands.desk.app.services, actor_of(hands)
    match = services.numbers.match(actor, JUNIPERS)
    (person_id,) = (each.person_id for each in match.people if each.name == name)
    rows = services.disclosures.of_person(actor, person_id)
    return [row for row in rows if row.told_id == person_id]


def names(rows: list[DisclosureRow]) -> list[str]:
    return [row.statement_name for row in rows if row.struck_reason is None]


def speaks(hands: Hands, name: str = JUNIPER) -> IntakePage:
    card = begin(hands, JUNIPERS)
    hands.click_on(name)
    return card


@pytest.fixture
def elsewhere(demo_data: Path, desk_clock: Clock, hands: Hands) -> Iterator[App]:
    """Another program on the same data: what it writes has to be heard of."""
    app = composition.build(demo_data, clock=desk_clock, passwords=quick_passwords)
    yield app
    app.close()


def lark(app: App) -> Actor:
    assert app.demo is not None
    return app.demo.actor("Lark Moor")


def approved_at(app: App, text: str) -> UUID:
    """Other words hold from now on, decided at another desk."""
    statements, who = app.services.statements, lark(app)
    made = statements.draft(who, NewWords(text), uuid4()).written.value
    assert made is not None
    seen = statements.current(who, None).statement
    statements.approve(who, made, 1, seen.id if seen else None, uuid4())
    return made


def test_the_caller_is_told_and_undo_strikes_it(hands: Hands) -> None:
    # GIVEN Juniper, who heard v2 in the first days of the sale
    card = speaks(hands)
    shown = panel(hands)
    assert shown.title.text() == "Statement v3"
    assert shown.approved.text().startswith("Approved Nov 13 by Lark Moor")
    assert shown.last.text() == "Last told: v2, Nov 3"
    assert shown.voice.new_words[0].startswith("As of today, your appointments stay")
    assert "New since" not in shown.voice.text(), "the tag is no part of the words"
    # WHEN the clerk has read the words, tells her, and saves, by keys
    hands.click(shown.read)
    assert not shown.read.isVisible()
    hands.press("Ctrl+T")
    assert shown.told.isChecked()
    hands.press("Ctrl+T")
    assert not card.state.form.told
    hands.press("Ctrl+T")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    # THEN the ledger names the version and the call
    row = told(hands, JUNIPER)[0]
    assert (row.statement_name, row.for_themselves, row.told_by) == ("v3", True, "Wren Hill")
    assert row.call_id is not None
    assert hands.desk.app.services.statements.current(actor_of(hands), None).acknowledged
    # and taken back, the entry is struck and the card has its tick again
    hands.press("Ctrl+Z")
    assert names(told(hands, JUNIPER)) == ["v2"]
    assert told(hands, JUNIPER)[0].struck_reason == "The call was taken back."
    assert shown.told.isChecked()
    hands.press("Ctrl+Enter")
    assert names(told(hands, JUNIPER)) == ["v3", "v2"]


def test_telling_a_spouse_is_not_telling_the_patient(hands: Hands) -> None:
    speaks(hands, ROWAN)
    shown = panel(hands)
    assert shown.told.words() == "Told Rowan"
    assert shown.last.text() == "Juniper: v2, Nov 3"
    hands.press("Ctrl+T")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert (names(told(hands, ROWAN)), names(told(hands, JUNIPER))) == (["v3"], ["v2"])
    hands.press("Ctrl+Z")
    # Both listen: the second tick says that Juniper heard it too.
    hands.press("Ctrl+Shift+T")
    assert shown.heard_too.isChecked()
    hands.press("Ctrl+Enter")
    assert (names(told(hands, ROWAN)), names(told(hands, JUNIPER))) == (["v3"], ["v3", "v2"])
    hands.press("Ctrl+Z")
    assert hands.window.intake.state.form.told[0].also_subject
    assert (names(told(hands, ROWAN)), names(told(hands, JUNIPER))) == ([], ["v2"])


def test_words_that_change_while_they_are_read(hands: Hands, elsewhere: App) -> None:
    # GIVEN v3 on the screen, and v5 approved at another desk
    speaks(hands)
    shown = panel(hands)
    v5 = approved_at(elsewhere, V5)
    hands.qtbot.waitUntil(lambda: shown.title.text().startswith("Statement v5"), timeout=1_000)
    # THEN the window says so at once, and what is new in it
    assert hands.sees("v5 took the place of v3. Read v5 now.")
    assert shown.voice.new_words[-1].endswith("Closing is planned for December.")
    assert not shown.told.isChecked()
    # WHEN she had heard v3 already, and v5 is withdrawn while it is being read
    hands.click_on("They heard v3")
    hands.press("Ctrl+T")
    statements, who = elsewhere.services.statements, lark(elsewhere)
    version = statements.get(who, v5).version
    statements.withdraw(who, v5, version, "A wrong month", uuid4())
    hands.qtbot.waitUntil(lambda: shown.title.text() == NONE_APPROVED, timeout=1_000)
    # THEN nothing is left to read, and the ledger names what was read
    assert hands.sees("v5 was withdrawn at 2:18 pm. Stop reading it. Take a message.")
    assert shown.voice.text().startswith("No words are approved for now. Take a message")
    hands.press("Alt+4")
    hands.press("Ctrl+Enter")
    assert sorted(names(told(hands, JUNIPER))) == ["v2", "v3", "v5"]


class CutOff:
    """A server that is away."""

    def read(self) -> None:
        """Nothing comes back."""
        raise StorageProblem("The clinic server does not answer.")


def test_a_window_that_is_cut_off_takes_a_message(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = hands.desk.app.services
    choices = TransitionChoices(manager_name="Lark Moor", manager_number="6025550100")
    services.transition_settings.keep(manager(hands), choices, uuid4())
    speaks(hands)
    shown, chip = panel(hands), hands.window.top_bar.sale
    assert (chip.words(), chip.note) == ("Acquisition pending", "· statement v3")
    with monkeypatch.context() as cut:
        cut.setattr(services.statements, "_database", CutOff())
        for seconds, title in ((59, "Statement v3"), (2, CUT_OFF)):
            hands.clock.forward(seconds=seconds)
            for part in (hands.window.intake, hands.window.sale):
                part.second()
            hands.settle()
            assert shown.title.text() == title
        assert "Ask Lark Moor: (602) 555-0100." in shown.voice.text()
        assert chip.note == "· take a message"
        hands.press("Ctrl+T")
        assert not hands.window.intake.state.form.told, "old words are not told"
    hands.window.intake.second()
    hands.settle()
    assert shown.title.text() == "Statement v3"


def test_the_chip_opens_transition(hands: Hands) -> None:
    hands.click_on("Acquisition pending, statement v3")
    assert hands.window.page == "transition"


# -- outsiders ------------------------------------------------------------------------------------


# -- requests -------------------------------------------------------------------------------------


# -- what waits for the sale ----------------------------------------------------------------------


# -- scripts, and what was heard ------------------------------------------------------------------


def test_answers_say_where_they_are_from_and_fill_in_names(hands: Hands) -> None:
    words, lark_ = hands.desk.app.services.words, manager(hands)
    new = LineWords(
        "Who are you now?",
        "{caller}, this is {me} of {clinic}, {company}. We ring you {callback}.",
        (Reason.REFUND,),
    )
    line_id = words.add(lark_, LineKind.ANSWER, new, uuid4()).written.value
    assert line_id is not None
    words.approve(lark_, line_id, 1, uuid4())
    speaks(hands)
    hands.press("Alt+R")
    hands.write("4")
    script = hands.window.intake.side.script

    def rows() -> list[AnswerRow]:
        return [each for each in script.answers if each.line and each.line.id == line_id]

    hands.qtbot.waitUntil(lambda: bool(rows()))
    (row,) = rows()
    assert row.answer.isVisible(), "the picked reason opens it"
    assert row.source.text() == "Answer · approved today by Lark Moor"
    assert hands.sees("Juniper, this is Wren of Chicago, KWC. We ring you ____.")
    hands.press("Alt+2")
    assert hands.sees("We ring you Wed 10:00 am.")


def test_reference_flags_scripts_and_shows_the_statements(hands: Hands) -> None:
    services = hands.desk.app.services
    old = LineWords(
        "Whom can I ring?", "Ring 800-273-8255. The sale is announced but not final. We still hold"
        " your records.", (),
    )  # fmt: skip
    services.words.add(manager(hands), LineKind.ANSWER, old, uuid4())
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    flagged = "Whom can I ring?, To be approved, Out-of-date number"
    hands.qtbot.waitUntil(lambda: bool(hands.find_all(flagged)), timeout=5_000)
    assert hands.sees("It gives 800-273-8255 without 988. Say 988 first, then approve it again.")
    hands.click_on("Statements")
    first = hands.find("Statement v3, Current")
    assert "As of today, your appointments stay" in first.accessibleName()
    assert hands.find_all("Statement v2, Replaced")
    assert not hands.find_all("Statement v4"), "a draft is no clerk's"


def test_the_persons_card_and_the_callback_say_what_was_heard_and_may_be_left(
    hands: Hands,
) -> None:
    (juniper,) = (row for row in promises(hands) if row.name == JUNIPER)
    assert juniper.person_id is not None
    hands.window.ways.show_person(juniper.person_id)
    hands.settle()
    assert hands.find_all("Told last: Statement v2, Nov 3")
    hands.window.ways.show_callback(juniper.id)
    hands.settle()
    assert hands.sees("Last heard v2.")
    detail = hands.desk.app.services.callbacks.detail(actor_of(hands), juniper.id)
    # The number to ring stays on one line.
    said = hands.window.callbacks.detail.next.machine.text().replace("\N{NO-BREAK SPACE}", " ")
    assert detail.voicemail_words.text or detail.voicemail_words.why
    assert (detail.voicemail_words.text or detail.voicemail_words.why) in said
