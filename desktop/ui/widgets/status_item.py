"""One fact in the status bar."""

from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.field import IconLine


class StatusItem(IconLine):
    """Icon and words at 12 px: "All changes saved"."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        icon: str = "",
        tone: str = "text-2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, "text-2", icon, "cap", parent)
        self._icon_tone = tone
        self.set_status(text, icon, tone)

    def set_status(
        self, text: str, icon: str = "", tone: str = "text-2", *, say: bool = False
    ) -> None:
        """Change it; ``say`` tells screen readers as well."""
        self.show_line(text, "text-2", icon)
        self._icon_tone = tone
        self.update()
        if say:
            announce(self, text)
