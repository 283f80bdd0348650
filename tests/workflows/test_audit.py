"""A manager looks through the trail: who did what to whom, is it as it was written, and a copy."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.domain.audit import AuditKind
from desktop.services.audit_filter import AuditFilter
from desktop.ui.audit.audit_section import AuditSection
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of
from tests.workflows.test_export import say_why
from tests.workflows.test_settings import manager


def section(hands: Hands) -> AuditSection:
    return next(iter(hands.window.settings.findChildren(AuditSection)))


@pytest.fixture
def audit(hands: Hands) -> AuditSection:
    """Wren has opened Juniper; Lark looks at the trail."""
    hands.press("Ctrl+6")
    page = hands.window.people
    hands.click(page.list.field)
    hands.write("juniper moss")
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    hands.click(hands.window.settings.buttons["audit"])
    return section(hands)


def test_who_did_what_to_whom(hands: Hands, audit: AuditSection) -> None:
    """GIVEN a trail WHEN the manager narrows it by kind and person THEN the list has those alone,
    and the entry says what stood there before and after."""
    newest = audit.table.rows.rows()
    assert len(newest) > 60
    assert any(line.action == "open_person" and "Juniper Moss" in line.whom for line in newest)
    audit.filters.kind.setFocus()
    hands.write("Rec")
    audit.filters.kind.activated.emit(audit.filters.kind.currentIndex())
    hands.settle()
    assert all(not line.is_event for line in audit.table.rows.rows())
    hands.click(audit.filters.whom.text)
    hands.write("juniper moss")
    hands.press("Down")
    hands.press("Enter")
    shown = audit.table.rows.rows()
    assert 0 < len(shown) < 60
    assert "Juniper Moss" in shown[-1].whom
    audit.focus_here()
    hands.press("Down")
    in_hand = audit.table.in_hand()
    assert in_hand is not None
    assert audit.pane.facts.words_of("Who") == (in_hand.who or "KetWell Desk")
    assert "Juniper Moss" in audit.pane.facts.words_of("Whom")


def test_the_list_goes_on_to_the_first_entry(hands: Hands, audit: AuditSection) -> None:
    """GIVEN a long trail WHEN the manager scrolls THEN further pages come, to the very first."""
    while audit.table.rows.canFetchMore(audit.table.rootIndex()):
        audit.table.scrollToBottom()
        audit.table.rows.fetchMore(audit.table.rootIndex())
        hands.settle()
    assert audit.table.rows.rows()[-1].seq == 1


def test_a_check_names_the_first_entry_that_does_not_hold(
    hands: Hands, audit: AuditSection
) -> None:
    """GIVEN a trail as it was written WHEN it is checked THEN it says so; WHEN somebody edits an
    entry in the file THEN the check names it and what to do."""
    hands.click(audit.check)
    assert audit.checked.accessibleName().startswith("Everything is as it was written: ")
    with hands.desk.app.database.write() as conn:
        broken = conn.execute(text("SELECT max(seq) FROM change")).scalar_one()
        number = conn.execute(
            text("SELECT chain_number FROM change WHERE seq = :seq"), {"seq": broken}
        ).scalar_one()
        conn.execute(text("UPDATE change SET action = 'tea' WHERE seq = :seq"), {"seq": broken})
    hands.click(audit.check)
    assert f"entry {number:,}: the link was altered" in audit.checked.accessibleName()
    assert "ask IT" in audit.checked.accessibleName()


def test_a_copy_of_what_is_shown_is_saved_and_logged(
    hands: Hands, audit: AuditSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a narrowed trail WHEN it is exported THEN the file has those entries and the trail
    says who took them."""
    target = tmp_path / "audit.csv"
    acts = hands.window.exports
    monkeypatch.setattr(acts.doors, "ask_where", lambda _w, _n, chosen, _left: chosen(target))
    audit.filters.kind.setCurrentIndex(2)
    audit.filters.kind.activated.emit(2)
    hands.settle()
    hands.click(audit.export)
    say_why(hands)
    hands.press("Ctrl+Enter")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["What"] for row in rows} <= {"open_person", "screen_pop"}
    assert rows[0]["Who"]
    assert "Before" not in rows[0], "nothing personal unless it is ticked"
    services, actor = hands.desk.app.services, actor_of(hands)
    (taken,) = services.audit.page(actor, AuditFilter(kind=AuditKind.TAKEN)).lines
    assert (taken.action, taken.who) == ("export_audit", actor.name)


def test_staff_see_no_trail(hands: Hands) -> None:
    """GIVEN a clerk WHEN they open the settings THEN there is no audit there."""
    hands.press("Ctrl+,")
    assert not hands.window.settings.buttons["audit"].isVisible()
