"""The queue: groups, views, the filter, time going on, news, and where the focus stays."""

from uuid import uuid4

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from desktop.domain.vocabulary import AttemptResult
from desktop.ui.callbacks import queue_reader
from tests.ui.callbacks.conftest import Hands


def test_promises_stand_in_their_groups_and_the_first_is_in_hand(hands: Hands) -> None:
    assert hands.heads == ["Overdue · 3", "Due soon · 4", "Later · 3", "Waiting on milestone · 12"]
    assert hands.names[:4] == ["Hazel Birch", "Linden Ash", "Clover Reed", "Sage Holloway"]
    assert hands.page.head.summary == "3 overdue · 4 due in the next 2 hours"
    assert hands.in_hand == hands.shown == "Hazel Birch"
    assert hands.focus is hands.page.list


def test_each_cell_says_it_in_words(hands: Hands) -> None:
    assert hands.cell("Hazel Birch", "due").words() == "48 min late, 1:30 pm there"
    assert hands.cell("Hazel Birch", "phone").words() == "(303) 555-0112, 2:18 pm"
    assert hands.cell("Hazel Birch", "attempts").words() == "Attempts, 2 of 4"
    assert hands.cell("Clover Reed", "attempts").words() == "First try"
    assert hands.cell("Clover Reed", "last").words() == "No outcome yet"
    assert hands.cell("Linden Ash", "due").words() == "Decide, 1:00 pm there"
    assert hands.cell("Juniper Moss", "due").words() == "10:00 am, Wed · 9:00 here"
    assert hands.cell("Hazel Birch", "owner").words() == "Me"
    assert hands.cell("Cedar Pell", "due").words().startswith("After Closing, or by ")
    assert hands.cell("Cedar Pell", "waiting").words() == "Closing"


def test_the_detail_says_first_what_was_promised(hands: Hands) -> None:
    head = hands.page.detail.head
    assert head.promised.accessibleName() == (
        "You promised, Today by 1:30 pm in Denver, 1:30 here, "
        "News of her records · Wren, yesterday 3:40 pm, 48 min late"
    )
    assert head.hours.accessibleName().endswith("promise 2:18 pm")
    assert hands.page.detail.next.call.words() == "Call (303) 555-0112"
    lines = {b.words(): b.accessibleName() for b in hands.page.detail.outcomes.buttons.values()}
    assert lines["Left voicemail"] == "Left voicemail, Tomorrow 10:00 am"
    assert "“Please ask Hazel to ring Wren.”" in lines["Reached someone else"]


def test_arrow_keys_step_over_heads_and_strips(hands: Hands) -> None:
    seen = [hands.in_hand]
    for _ in range(3):
        hands.press("Down")
        seen.append(hands.in_hand)
    assert seen == ["Hazel Birch", "Linden Ash", "Clover Reed", "Sage Holloway"]
    assert hands.shown == "Sage Holloway"
    hands.press("Up")
    assert hands.in_hand == "Clover Reed"


def test_a_tab_is_a_view(hands: Hands) -> None:
    tabs = hands.page.views.tabs
    hands.click(tabs.button("mine"))
    assert sorted(set(hands.names)) == sorted(row.name for row in hands.rows("mine"))
    assert tabs.button("mine").accessibleName() == f"Mine, {len(hands.names)}"
    hands.press("Ctrl+Tab")
    assert tabs.value() == "team"
    assert all(row.owner_user_id is None for row in hands.page.list.rows.rows())
    assert tabs.button("team").words() == "Front desk"


def test_the_filter_narrows_and_escape_leads_back(hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.write("moss")
    assert hands.names == ["Juniper Moss"]
    assert hands.heads == ["Later · 1"]
    hands.press("Down")
    assert hands.focus is hands.page.list
    assert hands.shown == "Juniper Moss"
    hands.press("Ctrl+F")
    hands.press("Esc")
    assert len(hands.names) == 22
    hands.press("Esc")
    assert hands.focus is hands.page.list


def test_nothing_found_says_so_and_offers_the_whole_list(hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.write("zzz")
    assert hands.page.empty.isVisible()
    assert hands.page.empty.accessibleName() == "Nothing found for “zzz”"
    assert hands.shown == ""
    hands.click(hands.page.empty.button)
    assert len(hands.names) == 22
    assert hands.focus is hands.page.list


def test_a_minute_changes_the_words_and_keeps_the_row(hands: Hands) -> None:
    hands.take("Sage Holloway")
    hands.clock.forward(minutes=1)
    hands.page.tick()
    hands.settle()
    assert hands.cell("Sage Holloway", "due").first == "in 11 min"
    hands.clock.forward(minutes=12)
    hands.page.tick()
    hands.settle()
    assert hands.heads[0] == "Overdue · 4"
    assert hands.in_hand == hands.shown == "Sage Holloway"
    assert hands.focus is hands.page.list


def test_a_row_that_leaves_hands_on_to_the_next(hands: Hands) -> None:
    hands.click(hands.page.views.tabs.button("due"))
    hands.page.list.setFocus()
    hands.take("Clover Reed")
    robin = hands.actor("Robin Vale")
    row = hands.row("Clover Reed")
    recorded = hands.app.services.callbacks.record(
        robin, row.id, row.version, AttemptResult.VOICEMAIL, uuid4()
    )
    hands.page.on_changed(frozenset(recorded.written.touched))
    hands.settle()
    assert "Clover Reed" not in hands.names
    assert hands.in_hand == hands.shown == "Sage Holloway"
    assert hands.focus is hands.page.list


def test_news_about_another_row_leaves_hand_and_place_alone(hands: Hands) -> None:
    hands.take("Heath Barrow")
    row = hands.row("Hazel Birch")
    hands.app.services.callbacks.record(
        hands.wren, row.id, row.version, AttemptResult.VOICEMAIL, uuid4()
    )
    hands.page.on_changed(frozenset())
    hands.settle()
    assert hands.names[0] == "Linden Ash"
    assert hands.in_hand == hands.shown == "Heath Barrow"


def test_further_pages_come_when_the_view_nears_the_end(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_reader, "PAGE", 5)
    hands.page.set_actor(hands.wren)
    hands.settle()
    hands.page.list.scrollToBottom()
    for _ in range(10):
        hands.page.list.scrollToBottom()
        hands.settle()
    assert hands.names == [row.name for row in hands.rows()]
    assert hands.heads == ["Overdue · 3", "Due soon · 4", "Later · 3", "Waiting on milestone · 12"]
    assert hands.in_hand == "Hazel Birch"


def test_a_narrow_window_leaves_out_columns_in_order(hands: Hands) -> None:
    shown = hands.page.list
    keys = [column.key for column in shown.rows.columns]

    def out() -> set[str]:
        return {key for number, key in enumerate(keys) if shown.isColumnHidden(number)}

    assert out() == set()
    theme = hands.page.head.theme
    theme.fit(QSize(1280, 720))
    try:
        assert out() == {"waiting"}
        hands.window.resize(1100, 640)
        hands.settle()
        assert out() == {"waiting", "attempts", "reason"}
    finally:
        theme.fit(QSize(1440, 900))


def test_a_column_can_be_put_away(hands: Hands) -> None:
    hands.click(hands.page.head.columns)
    hands.pick_entry("Reason")
    keys = [column.key for column in hands.page.list.rows.columns]
    assert hands.page.list.isColumnHidden(keys.index("reason"))


def test_a_promise_is_brought_up_wherever_it_stands(hands: Hands) -> None:
    hands.click(hands.page.views.tabs.button("mine"))
    hands.page.show_callback(hands.row("Basil Thornby").id)
    hands.settle()
    assert hands.in_hand == hands.shown == "Basil Thornby"
    assert hands.page.views.tabs.value() == "all"


def test_a_promise_beyond_the_rows_shown_is_not_mixed_up_with_the_one_in_hand(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_reader, "PAGE", 5)
    hands.page.set_actor(hands.wren)
    hands.settle()
    fern = hands.row("Fern Oakes")
    hands.page.show_callback(fern.id)
    hands.settle()
    assert hands.shown == "Fern Oakes"
    assert hands.in_hand == ""
    hands.page.reload()
    hands.settle()
    assert hands.shown == "Fern Oakes"
    hands.page.list.setFocus()
    hands.press("4")
    assert hands.said[-1][0].startswith("No answer saved for Fern Oakes.")
    assert hands.row("Hazel Birch").attempts == 2


def test_somebody_else_at_the_desk_starts_with_nothing_of_the_last(hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.write("moss")
    hands.page.set_actor(hands.actor("Lark Moor"))
    hands.settle()
    assert hands.page.head.filter.text() == ""
    assert len(hands.names) == 22
    assert hands.cell("Cedar Pell", "owner").first == "Me"


def test_a_click_on_a_row_takes_it(hands: Hands) -> None:
    model = hands.page.list.rows
    index = model.index(model.line_of(hands.row("Olive Marlow").id), 1)
    spot = hands.page.list.visualRect(index).center()
    QTest.mouseClick(hands.page.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    hands.settle()
    assert hands.in_hand == hands.shown == "Olive Marlow"


def test_tab_goes_in_the_order_of_reading(hands: Hands) -> None:
    first = hands.page.head.filter
    seen, at = [first.accessibleName()], first.nextInFocusChain()
    while at is not None and at is not first:
        if at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            seen.append(at.accessibleName())
        at = at.nextInFocusChain()
    assert seen[:10] == [
        "Filter this list",
        "Columns",
        "New callback",
        "All, 22",
        "Save this view",
        "Callbacks",
        "Letter or e-mail",
        "Ask a manager",
        "Close as unreachable…",
        "More with this promise",
    ]
    assert seen.index("Timeline") == seen.index("Call (303) 555-0112") + 1
    assert seen[-1] == "Do not call, Confirm first"


def test_a_page_of_the_view_before_is_not_added_to_this_one(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_reader, "PAGE", 5)
    hands.page.set_actor(hands.wren)
    hands.settle()
    hands.page.views.tabs.button("mine").click()
    hands.page.list.rows.more_wanted.emit()
    hands.settle()
    assert hands.names == [row.name for row in hands.rows("mine")]


def test_what_docks_below_the_list_does_not_hide_the_row_in_hand(hands: Hands) -> None:
    shown = hands.page.list
    hands.take("Cedar Pell")
    assert shown.visualRect(shown.currentIndex()).bottom() < shown.viewport().height()
    hands.window.resize(1352, 640)
    hands.settle()
    assert shown.visualRect(shown.currentIndex()).bottom() < shown.viewport().height()
    hands.page.undo_bar.show_message("Saved.", None)
    hands.settle()
    assert shown.visualRect(shown.currentIndex()).bottom() < shown.viewport().height()
