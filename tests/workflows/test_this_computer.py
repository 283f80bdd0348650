"""Settings → Callers and links: what holds for this computer."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.connectors.telephony.pop_place import SHOWN, hand_over
from desktop.domain.vocabulary import Direction
from desktop.ui.settings.computer_section import PHONE_LINKS, SHOW_CALLERS, ComputerSection
from tests.workflows.conftest import Hands, Open
from tests.workflows.ringing_line import JUNIPERS, Line
from tests.workflows.test_popups import FAMILY, popped

LINUX = pytest.mark.skipif("sys.platform != 'linux'", reason="writes what Linux reads")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's, so that the tester's own links stay as they are."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def section(hands: Hands) -> ComputerSection:
    """The section, in front."""
    hands.press("Ctrl+,")
    (found,) = hands.window.settings.findChildren(ComputerSection)
    return found


@LINUX
def test_phone_links_are_opened_here_when_somebody_asks_for_it(home: Path, open_desk: Open) -> None:
    hands = open_desk()
    check = section(hands).checks[PHONE_LINKS]
    assert not check.isChecked(), "off until somebody asks"
    entry = home / "share/applications/ketwell-desk-links.desktop"
    hands.click(check)
    assert "Phone links open here from now on." in hands.last_said
    assert entry.exists()
    assert "x-scheme-handler/tel=ketwell-desk" in (home / "config/mimeapps.list").read_text()
    hands = open_desk()
    check = section(hands).checks[PHONE_LINKS]
    assert check.isChecked()
    check.setFocus()
    hands.press("Space")
    assert not entry.exists()
    assert not check.isChecked()


@LINUX
def test_what_the_system_does_not_allow_is_said_and_not_shown_as_done(
    home: Path, open_desk: Open
) -> None:
    (home / "config").write_text("no folder")
    hands = open_desk()
    check = section(hands).checks[PHONE_LINKS]
    hands.click(check)
    assert "Ask IT to set it." in hands.window.notices.sentence
    assert not check.isChecked()


def test_where_nobody_answers_the_phone_no_caller_is_shown(home: Path, open_desk: Open) -> None:
    hands = open_desk()
    line = Line(hands)
    hands.click(section(hands).checks[SHOW_CALLERS])
    call = line.ring()
    assert popped(hands) == ()
    line.give_up(call)
    assert hands.window.notices.sentence == ""
    hands.press("Ctrl+L")
    line.ring()
    assert not hands.sees("A caller is ringing")
    # It holds for the computer, also when the program is opened again.
    hands = open_desk()
    Line(hands).ring()
    assert popped(hands) == ()
    hands.click(section(hands).checks[SHOW_CALLERS])
    assert popped(hands) == (FAMILY,)


def test_a_tel_link_is_somebody_to_ring_and_no_caller(
    home: Path, links_are_events: None, hands: Hands, demo_data: Path
) -> None:
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application, QFileOpenEvent(QUrl("tel:+1-312-555-0147")))
    hands.settle()
    assert popped(hands) == (FAMILY,)
    assert hands.sees("From a link")
    hands.qtbot.waitUntil(lambda: _is_open(hands))
    assert hand_over(str(demo_data), "tel:+16025550155") == SHOWN
    hands.qtbot.waitUntil(lambda: len(popped(hands)) == 2)
    hands.press("F4")
    # THEN the number is ready to dial, on the card of a call out, and nobody was written down
    form = hands.window.intake.state.form
    assert (form.direction, form.number_text) == (Direction.OUT, "(312) 555-0147")
    assert QApplication.clipboard().text() == "(312) 555-0147"
    assert form.phone_call_id is None
    assert hands.desk.app.services.live_calls.news() == ()


def _is_open(hands: Hands) -> bool:
    return hands.desk.door is not None and hands.desk.door.is_open.is_set()


def test_a_caller_beats_the_link_of_the_same_number(home: Path, hands: Hands) -> None:
    hands.window.popups.doorway.pop("tel:+13125550147")
    hands.settle()
    Line(hands).ring(JUNIPERS)
    assert popped(hands) == (FAMILY,)
    assert not hands.sees("From a link")
    hands.press("F4")
    assert hands.window.intake.state.form.direction is Direction.IN
