"""Views of one's own, kept as tabs."""

from uuid import uuid4

from desktop.services.queue_row import ViewFilter
from desktop.ui.widgets.tabs import TabButton
from tests.ui.callbacks.conftest import Hands


def test_a_view_is_kept_as_a_tab_and_taken_away_again(hands: Hands) -> None:
    hands.click(hands.page.views.tabs.button("mine"))
    hands.press("Ctrl+F")
    hands.write("birch")
    hands.click(hands.page.views.save)
    hands.write("My Birches")
    hands.press("Ctrl+Enter")
    views = hands.app.services.callbacks.views(hands.wren)
    assert [(view.name, view.filter) for view in views] == [
        ("My Birches", ViewFilter("mine", "birch"))
    ]
    assert hands.said[-1][0] == "View “My Birches” saved."
    hands.page.head.filter.clear()
    hands.settle()
    hands.click(hands.page.views.tabs.button(hands.page.views.own_key(views[0])))
    assert hands.names == ["Hazel Birch"]
    hands.click(hands.page.views.remove)
    assert hands.app.services.callbacks.views(hands.wren) == ()
    assert hands.page.views.tabs.value() == "all"
    assert len(hands.names) == 22
    hands.click(hands.page.undo_bar.button)
    assert len(hands.app.services.callbacks.views(hands.wren)) == 1


def test_a_view_needs_a_name(hands: Hands) -> None:
    hands.click(hands.page.views.save)
    hands.press("Ctrl+Enter")
    assert hands.asks
    assert hands.app.services.callbacks.views(hands.wren) == ()


def test_nobody_sees_the_views_of_others(hands: Hands) -> None:
    hands.click(hands.page.views.save)
    hands.write("Everything")
    hands.press("Ctrl+Enter")
    hands.page.set_actor(hands.actor("Lark Moor"))
    hands.settle()
    tabs = hands.page.views.tabs.findChildren(TabButton)
    assert [tab.words() for tab in tabs][-2:] == ["All", "Closed"]


def test_views_beyond_the_room_are_in_a_menu(hands: Hands) -> None:
    save = hands.app.services.callbacks.save_view
    for number in range(9):
        save(hands.wren, f"Refunds of week {number}", ViewFilter("all", "ash"), uuid4())
    hands.page.on_changed(frozenset())
    hands.settle()
    assert hands.page.minimumSizeHint().width() <= 912
    shown = [tab.words() for tab in hands.page.views.tabs.findChildren(TabButton)]
    assert "Refunds of week 0" in shown
    assert "Refunds of week 8" not in shown
    hands.click(hands.page.views.others)
    hands.pick_entry("Refunds of week 8")
    own = hands.page.views.own
    assert own is not None
    assert own.name == "Refunds of week 8"
    assert hands.names == ["Linden Ash"]
