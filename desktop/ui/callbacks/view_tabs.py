"""The views as tabs: the five that everybody has, the closed ones, and one's own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.queue_row import QueueCounts, ViewFilter, Who
from desktop.services.saved_views import SavedViewRow
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.menus import below, plain
from desktop.ui.widgets.painting import text_width
from desktop.ui.widgets.tabs import Tab, TabButton, Tabs

_OWN = "own:"
_EDGE = 6
_LONGEST = 24
"""Letters of a name on a tab."""


class ViewTabs(QWidget):
    """Tells which view was chosen, and that one should be kept or taken away."""

    chosen = Signal(str)
    save_requested = Signal()
    remove_requested = Signal(object)
    """A :class:`SavedViewRow`."""
    rebuilt = Signal()
    """The tabs are new ones: put them in the tab order again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._team = "Team"
        self._own: tuple[SavedViewRow, ...] = ()
        self._fit: tuple[SavedViewRow, ...] = ()
        self._counts: QueueCounts | None = None
        # However many tabs there are, they keep no window from getting smaller.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.save = Button(theme, "Save this view", Kind.QUIET, icon="bookmark-plus")
        self.save.clicked.connect(lambda _on=False: self.save_requested.emit())
        self.remove = Button(theme, "Remove this view", Kind.QUIET, icon="trash-2")
        self.remove.clicked.connect(self._remove)
        self.others = Button(theme, "", Kind.QUIET, icon="chevron-down", name="More views")
        self.others.clicked.connect(self._open_others)
        self.tabs = self._build("all")
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_team(self, name: str) -> None:
        """What the team's tab is called."""
        if name != self._team:
            self._team = name
            self._rebuild()

    def show_views(self, own: Sequence[SavedViewRow]) -> None:
        """One's own views."""
        if tuple(own) != self._own:
            self._own = self._fit = tuple(own)
            self._rebuild()
            self._fit_own()

    def show_counts(self, counts: QueueCounts) -> None:
        """How many stand in each."""
        self._counts = counts
        self.tabs.set_count("due", counts.due_now, "late" if counts.due_now else "")
        self.tabs.set_count("mine", counts.mine)
        self.tabs.set_count("team", counts.team)
        self.tabs.set_count("waiting", counts.waiting, "plan")
        self.tabs.set_count("all", counts.all)

    def choose(self, key: str) -> None:
        """Go to a view without telling."""
        self.tabs.set_value(key)
        self._restyle()

    @property
    def view(self) -> ViewFilter:
        """The view that is chosen, before what is typed in the filter."""
        own = self.own
        if own is not None:
            return own.filter
        who: Who = self.tabs.value()  # type: ignore[assignment]
        return ViewFilter(who)

    @property
    def own(self) -> SavedViewRow | None:
        """The chosen view, if it is one of one's own."""
        key = self.tabs.value()
        return next((view for view in self._own if _OWN + view.id.hex == key), None)

    def own_key(self, view: SavedViewRow) -> str:
        """The key of one's own view."""
        return _OWN + view.id.hex

    def order_after(self, before: QWidget) -> None:
        """Stand right behind ``before`` in the tab order."""
        tabs = [self.tabs.button(tab.key) for tab in self._shown]
        for widget in (*tabs, self.others, self.remove, self.save):
            QWidget.setTabOrder(before, widget)
            before = widget

    def choose_next(self, step: int) -> None:
        """Ctrl+Tab."""
        self.tabs.choose_next(step)

    def _build(self, key: str) -> Tabs:
        fixed = [
            Tab("due", "Due now", count=0),
            Tab("mine", "Mine", count=0),
            Tab("team", self._team, count=0),
            Tab("waiting", "Waiting on milestone", count=0, tone="plan"),
            Tab("all", "All", count=0),
            Tab("closed", "Closed"),
        ]
        own = [Tab(self.own_key(view), _short(view.name)) for view in self._fit]
        self._shown = (*fixed, *own)
        tabs = Tabs(self._theme, self._shown, "Views", fill="surface")
        tabs.row.insertWidget(tabs.row.count() - 1, self.others)
        tabs.row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        tabs.row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignVCenter)
        if any(tab.key == key for tab in self._shown):
            tabs.set_value(key)
        else:
            tabs.set_value("all")
        tabs.chosen.connect(self._chosen)
        self._column.addWidget(tabs)
        return tabs

    def _rebuild(self) -> None:
        old, key = self.tabs, self.tabs.value()
        focused = any(button.hasFocus() for button in old.findChildren(TabButton))
        self.tabs = self._build(key)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        if self._counts is not None:
            self.show_counts(self._counts)
        if focused:
            self.tabs.focus_here()
        self._restyle()
        self.rebuilt.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_own()

    def _fit_own(self) -> None:
        """As many of one's own as there is room for; the others are in a menu. The chosen one is
        always among those shown."""
        px = self._theme.px
        room = self.width() - px(2 * _EDGE)
        fixed = [b for b in self.tabs.findChildren(TabButton) if not b.tab.key.startswith(_OWN)]
        room -= sum(button.sizeHint().width() + px(2) for button in fixed)
        room -= sum(b.sizeHint().width() for b in (self.save, self.remove, self.others))
        chosen = self.own
        order = sorted(self._own, key=lambda view: view != chosen)
        shown: list[SavedViewRow] = []
        for view in order:
            room -= self._width(view)
            if room < 0:
                break
            shown.append(view)
        fit = tuple(view for view in self._own if view in shown)
        if fit != self._fit:
            self._fit = fit
            self._rebuild()
        self.others.setVisible(len(self._fit) < len(self._own))

    def _width(self, view: SavedViewRow) -> int:
        px = self._theme.px
        return round(text_width(self._theme.font("strong"), _short(view.name))) + px(24)

    def _open_others(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("More views")
        for view in self._own:
            if view not in self._fit:
                action = menu.addAction(plain(view.name))
                action.triggered.connect(lambda _on=False, v=view: self._take(v))
        menu.popup(below(self.others))

    def _take(self, view: SavedViewRow) -> None:
        """Show this one as a tab, in the place of others, and go there."""
        self._fit = (view,)
        self._rebuild()
        self.choose(self.own_key(view))
        self._fit_own()
        self.chosen.emit(self.own_key(view))

    def _chosen(self, key: str) -> None:
        self._restyle()
        self.chosen.emit(key)

    def _remove(self) -> None:
        own = self.own
        if own is not None:
            self.remove_requested.emit(own)

    def _restyle(self) -> None:
        compact = self._theme.compact
        self.save.set_text("" if compact else "Save this view")
        self.save.setAccessibleName("Save this view")
        self.save.setToolTip("Save this view" if compact else "")
        self.remove.set_text("" if compact else "Remove this view")
        self.remove.setAccessibleName("Remove this view")
        self.remove.setToolTip("Remove this view" if compact else "")
        self.remove.setVisible(self.own is not None)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
