"""Small menus under a button; each lives only while it is open."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget


def menu_under(button: QWidget, name: str) -> QMenu:
    """An empty menu that opens under ``button`` with :func:`open_menu`."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(name)
    return menu


def open_menu(menu: QMenu) -> None:
    """Open it; returns at once. With the keyboard the first entry is ready to be taken."""
    button = menu.parentWidget()
    if button is not None:
        menu.popup(below(button))
    if menu.actions():
        menu.setActiveAction(menu.actions()[0])


def below(button: QWidget) -> QPoint:
    """Where the menu of a button opens, on the screen."""
    return button.mapToGlobal(QPoint(0, button.height() + 2))


def plain(words: str) -> str:
    """Words for a menu entry, where ``&`` would make a key and a tab a column."""
    return words.replace("&", "&&").replace("\t", " ")
