"""The one Qt style sheet, as a template over the colour tokens.

Only what Qt itself paints is styled here: text fields, lists, tables, scroll bars, menus, tips.
Buttons, chips, tags and the like paint themselves (``desktop/ui/widgets``), because a style
sheet can draw neither a key hint inside a button nor a ring with a gap.
"""

import re
from collections.abc import Callable

from desktop.ui.tokens import Tokens

_TEMPLATE = """
QToolTip { background: $text; color: $surface; border: 1px solid $text; padding: @4px @8px; }

LineEdit, TextArea {
    background: $surface; color: $text; border: 1px solid $control; border-radius: @6px;
    selection-background-color: $primary; selection-color: $on-primary;
    placeholder-text-color: $text-3;
}
LineEdit { padding: 0 @8px; }
TextArea { padding: @3px @6px; }
LineEdit:focus, LineEdit[shown="focus"] { border: 2px solid $focus; padding: 0 @8-1px; }
TextArea:focus { border: 2px solid $focus; padding: @3-1px @6-1px; }
LineEdit[problem="true"] { border: 2px solid $late; padding: 0 @8-1px; }
TextArea[problem="true"] { border: 2px solid $late; padding: @3-1px @6-1px; }
LineEdit:disabled, TextArea:disabled, LineEdit[readOnly="true"], TextArea[readOnly="true"] {
    background: $sunken; border-color: $line-2; color: $text-3;
}
LineEdit[readOnly="true"]:focus, TextArea[readOnly="true"]:focus { border-color: $focus; }

QComboBox QAbstractItemView, QListView#options {
    background: $surface; color: $text; border: 1px solid $control; outline: 0; padding: @4px;
    selection-background-color: $primary-tint; selection-color: $primary;
}
QComboBox QAbstractItemView::item, QListView#options::item {
    min-height: @32px; padding: 0 @6px; border-radius: @4px;
}
QComboBox QAbstractItemView::item:selected, QListView#options::item:selected {
    background: $primary-tint; color: $primary;
}
QListView#options { padding: 2px; } /* with its edge, the 6 px that QCompleter adds to the rows */
QComboBox { combobox-popup: 0; }

QTableView, QTreeView, QListView {
    background: $surface; color: $text; border: 0; outline: 0; gridline-color: $line;
    selection-background-color: $primary-tint; selection-color: $text;
}
QListView#hits { background: transparent; } /* its panel has the round corners */
QHeaderView { background: $surface-2; border: 0; }
QHeaderView::section {
    background: $surface-2; color: $text-3; border: 0; border-bottom: 1px solid $line;
    padding: 0 @8px; font-size: @12px; font-weight: 600;
}
QTableCornerButton::section { background: $surface-2; border: 0; }

QTextEdit#article { background: $surface; color: $text; border: 0; }
QScrollArea { border: 0; }
QScrollBar:vertical { background: transparent; width: @12px; margin: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: @12px; margin: 0; border: 0; }
QScrollBar::handle:vertical {
    background: $line-2; border-radius: @3px; margin: 0 @3px; min-height: @32px;
}
QScrollBar::handle:horizontal {
    background: $line-2; border-radius: @3px; margin: @3px 0; min-width: @32px;
}
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu {
    background: $surface; color: $text; border: 1px solid $control; padding: @4px;
}
QMenu::item { padding: @6px @24px @6px @12px; border-radius: @4px; }
QMenu::item:selected { background: $primary-tint; color: $primary; }
QMenu::item:disabled { color: $text-3; }
QMenu::separator { height: 1px; background: $line; margin: @4px @8px; }
QMenu::icon { padding-left: @8px; }

QSplitter::handle { background: transparent; }
QCalendarWidget QAbstractItemView {
    selection-background-color: $primary; selection-color: $on-primary;
    placeholder-text-color: $text-3;
}
"""

_COLOUR = re.compile(r"\$([a-z][a-z0-9-]*)")
_LENGTH = re.compile(r"@(\d+)(-\d+)?px")


def stylesheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """The style sheet in these colours; ``@8px`` scales, ``@9-1px`` is 9 scaled, less 1 px.

    A name in the template that is no token raises KeyError.
    """

    def length(match: re.Match[str]) -> str:
        return f"{px(int(match[1])) + int(match[2] or 0)}px"

    return _COLOUR.sub(lambda m: tokens[m[1]], _LENGTH.sub(length, _TEMPLATE))
