"""The look, as every screen gets it."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import resources
from desktop.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, worn by the program."""
    theme = Theme(resources())
    theme.apply(qapp)
    return theme
