"""The whole sale on the real window of a clinic's own data: announced, told, worked, closed, handed
over and taken in by the new owner's own desk; and the sale that was called off."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.domain.vocabulary import (
    MilestoneKind,
    StatementStanding,
)
from desktop.paths import resources
from desktop.services.first_desk import FirstDesk
from desktop.services.statement_rows import StatementRow
from desktop.ui.application import Desk
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import actor_of, promises
from tests.workflows.story_clerk import (
    coverage_shown,
    ring_all_back,
    take_in_patients,
    told_on_a_call,
    waits_from_a_call,
    waits_from_the_desk,
)
from tests.workflows.test_handover import Chooses, make_package, read_and_take
from tests.workflows.transition_desk import current, milestone, page, press_in_menu, waiting

PASSWORD = "copper kettle on"
V1 = "KWC is being acquired. The sale is announced but not final. Your appointments stay."
V2 = "KWC is being acquired. The agreement is signed. Your appointments stay as they are."
CALLERS, WAITING, IN_DOUBT = 40, 12, 5

OpenClinic = Callable[[str, str], Hands]


@pytest.fixture
def open_clinic(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, desk_clock: Clock
) -> Iterator[OpenClinic]:
    """Sets up a clinic in a data directory of its own; its first manager sits at the window."""
    desks: list[Desk] = []
    theme = Theme(resources())
    theme.apply(qapp)

    def start(folder: str, manager: str) -> Hands:
        app = composition.build(
            tmp_path / folder, clock=desk_clock, passwords=quick_passwords, prefer_key_file=True
        )
        place = FirstDesk(f"Phoenix {folder}", "Front desk 1", "America/Phoenix")
        app.services.users.make_first_manager(manager, PASSWORD, place, uuid4())
        actor = app.services.users.sign_in(manager, PASSWORD).actor
        desk = Desk(app, theme)
        desks.append(desk)
        desk.window.resize(1440, 900)
        desk.window.show()
        desk.window.activateWindow()
        desk.window.welcome(actor)
        hands = Hands(qtbot, desk, desk_clock)
        hands.settle()
        return hands

    yield start
    for desk in desks:
        desk.close()


def to_transition(hands: Hands) -> None:
    """Go there by its key."""
    hands.press("Ctrl+5")
    hands.qtbot.waitUntil(lambda: page(hands).words.current is not None)
    hands.settle()


def mark(hands: Hands, words: str, kind: MilestoneKind) -> None:
    """Two minutes later: mark the next step by its button."""
    hands.clock.forward(minutes=2)
    hands.click_on(f"Mark {words} done…")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: milestone(hands, kind).happened_at is not None)
    hands.qtbot.waitUntil(lambda: page(hands).steps.dialog is None)
    hands.settle()


def approve_words(hands: Hands, text: str) -> StatementRow:
    """Drafted and approved by keys."""
    hands.click(page(hands).head.draft)
    hands.press("Ctrl+A")
    hands.write(text)
    hands.press("Ctrl+Enter")
    row = page(hands).versions.list.in_hand()
    assert row is not None
    assert row.standing is StatementStanding.DRAFT
    hands.press("Enter")
    hands.press("Enter")
    held = current(hands)
    assert held is not None
    assert held.text == text
    hands.press("Esc")
    return held


class Entry(NamedTuple):
    """What somebody was told, as it has to be the same at the new owner's desk: not the call, which
    stays behind."""

    id: UUID
    statement_id: UUID
    name: str
    text: str
    told_id: UUID | None
    told_name: str
    subject_id: UUID | None
    told_by: str
    told_at: datetime
    struck_reason: str | None
    wrong_because: str


def ledger(hands: Hands, person: UUID) -> list[Entry]:
    """Everything somebody was told, newest first."""
    rows = hands.desk.app.services.disclosures.of_person(actor_of(hands), person)
    return [
        Entry(
            row.id, row.statement_id, row.statement_name, row.text, row.told_id, row.told_name,
            row.subject_id, row.told_by, row.told_at, row.struck_reason, row.wrong_because,
        )
        for row in rows
    ]  # fmt: skip


def test_the_whole_sale_and_the_new_owner_knows_who_was_told_what(
    open_clinic: OpenClinic, tmp_path: Path
) -> None:
    # GIVEN a clinic with forty patients where nothing was said yet: desks take messages
    hands = open_clinic("seller", "Lark Moor")
    people = take_in_patients(hands, tmp_path, CALLERS, "Phoenix seller")
    to_transition(hands)
    assert current(hands) is None
    assert coverage_shown(hands) == {"not told": CALLERS}
    # WHEN the sale is announced, words are approved and all of them call and are told
    mark(hands, "Announced", MilestoneKind.ANNOUNCED)
    approve_words(hands, V1)
    for place in range(CALLERS):
        told_on_a_call(hands, place, "v1")
    to_transition(hands)
    assert coverage_shown(hands) == {"heard v1": CALLERS, "not told": 0}
    # AND the agreement is signed and says more
    mark(hands, "Agreement signed", MilestoneKind.SIGNED)
    approve_words(hands, V2)
    assert coverage_shown(hands) == {"heard v2": 0, "heard v1": CALLERS, "not told": 0}
    # THEN all of them need an update, which becomes callbacks
    assert page(hands).people.updates.rows.rowCount() == CALLERS
    hands.click(page(hands).people.add_all)
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: len(promises(hands)) == CALLERS)
    hands.settle()
    # AND they are worked when they are due, soonest first, and everybody has heard it
    ring_all_back(hands, "v2")
    assert promises(hands) == ()
    to_transition(hands)
    assert coverage_shown(hands) == {"heard v2": CALLERS, "not told": 0}
    # WHEN twelve wait for closing, on a call or without one
    for place in range(WAITING // 2):
        waits_from_a_call(hands, place)
    for place in range(WAITING // 2, WAITING):
        waits_from_the_desk(hands, place)
    to_transition(hands)
    assert "12 callbacks wait" in page(hands).milestones.track.steps[2].accessibleName()
    # AND closing is marked, undone, and marked
    mark(hands, "Closing", MilestoneKind.CLOSING)
    assert waiting(hands) == ()
    hands.press("Ctrl+Z")
    hands.qtbot.waitUntil(lambda: len(waiting(hands)) == WAITING)
    hands.settle()
    assert milestone(hands).happened_at is None
    mark(hands, "Closing", MilestoneKind.CLOSING)
    assert len(promises(hands)) == WAITING
    assert waiting(hands) == ()
    # THEN the figures tell both owners what became of every promise
    figures = hands.desk.app.services.promise_phases.figures(actor_of(hands))
    assert sum(row.opened for row in figures) == CALLERS + WAITING
    assert sum(row.on_time for row in figures) == CALLERS
    assert sum(row.carried_over for row in figures) == WAITING
    # AND the package holds all of it
    target = tmp_path / "kwc.ketwell"
    page(hands).sides.handing.doors = Chooses(target)
    hands.click(page(hands).head.handover)
    make_package(hands, target)
    assert f"People: {CALLERS}" in page(hands).sides.handover.make.made.text()
    before = {person: ledger(hands, person) for person in people}
    assert all([entry.name for entry in told] == ["v2", "v1"] for told in before.values())
    # WHEN the new owner's own desk takes it in
    there = open_clinic("buyer", "Robin Vale")
    to_transition(there)
    page(there).sides.handing.doors = Chooses(target)
    there.click(page(there).head.handover)
    read_and_take(there)
    outcome = page(there).sides.handover.take.outcome
    assert outcome.accessibleName() == f"{CALLERS} people taken in."
    # THEN every person's ledger is the same there, and so are the promises
    assert {person: ledger(there, person) for person in people} == before
    assert {row.id for row in promises(there)} == {row.id for row in promises(hands)}
    # AND taken in again it changes nothing
    there.click(page(there).sides.handover.take.take)
    assert "Nothing was changed" in outcome.accessibleName()


def test_the_sale_is_called_off(open_clinic: OpenClinic, tmp_path: Path) -> None:
    # GIVEN a sale that is announced, told of, and waited for
    hands = open_clinic("seller", "Lark Moor")
    take_in_patients(hands, tmp_path, IN_DOUBT, "Phoenix seller")
    to_transition(hands)
    mark(hands, "Announced", MilestoneKind.ANNOUNCED)
    approve_words(hands, V1)
    for place in range(IN_DOUBT):
        told_on_a_call(hands, place, "v1", waits=True)
    to_transition(hands)
    # WHEN it is called off, the dialog says what that does
    hands.click(page(hands).milestones.more)
    press_in_menu(hands, "The sale was called off")
    dialog = page(hands).steps.dialog
    assert dialog is not None
    assert any(
        f"{IN_DOUBT} callbacks become due" in fact for fact in getattr(dialog, "said", tuple)()
    )
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(lambda: not waiting(hands))
    hands.settle()
    # THEN everybody who waited is rung, and the promise says why
    rows = promises(hands)
    assert len(rows) == IN_DOUBT
    services = hands.desk.app.services
    for row in rows:
        whole = services.callbacks.detail(actor_of(hands), row.id)
        assert whole.row.milestone is None
    # AND no step is offered any more, new words are told, and the first ones are an update to give
    assert not page(hands).milestones.mark.isVisible()
    approve_words(hands, "The sale was called off. Nothing changes for you.")
    assert coverage_shown(hands) == {"heard v2": 0, "heard v1": IN_DOUBT, "not told": 0}
    # AND taken back, they wait again
    called_off = milestone(hands, MilestoneKind.CALLED_OFF)
    assert called_off.happened_at is not None
    step = next(line for line in page(hands).milestones.beside if line.isVisible())
    hands.click(step)
    press_in_menu(hands, "Take Called off back")
    hands.press("Tab")
    hands.press("Enter")
    hands.qtbot.waitUntil(lambda: len(waiting(hands)) == IN_DOUBT)
    hands.settle()
    assert milestone(hands, MilestoneKind.CALLED_OFF).happened_at is None
    assert page(hands).milestones.mark.isVisible()
    assert not [row for row in promises(hands) if row.milestone is None]
