"""Opens the window: at once with a picture of the desk, then the desk itself.

The picture needs neither the services nor most of Qt's Python side. Both are loaded and the data
is opened beside the window's thread, which keeps what is typed meanwhile.
"""

import argparse
from functools import partial

from desktop.paths import Folders, resources
from desktop.services.first_look import take_first_look
from desktop.services.look import Look
from desktop.ui.first_picture import picture
from desktop.ui.quick_qt import load_qt

DEMO_CLERK = "Wren Hill"
"""Who signs in by themselves, in a demo."""


def open_window(arguments: argparse.Namespace) -> int:
    """Open the desk and stay until it is closed. Raises the :class:`Problem` that kept the data
    closed, when nobody got it open."""
    folders = Folders.of(arguments.data_dir, demo=arguments.demo)
    look = None
    if arguments.database is None:
        look = take_first_look(folders.data, DEMO_CLERK)
    # Not before: PySide6 hooks itself into every import that follows its own.
    load_qt()
    from desktop.ui.entrance import stay_open

    draw = partial(picture, look, resources() / "icons")
    return stay_open(draw, look.look if look else Look(), arguments, folders)
